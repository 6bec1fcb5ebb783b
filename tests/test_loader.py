"""Where files are looked for, under which names they go, and what is never read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dealcheck.loader import EXTENSIONS, Fault, Library, Shelf, decode, files_below, project_of
from dealcheck.model.lookup import LookupFault, TableText
from dealcheck.source import Source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with policies, a talk in a folder of its own, and packs that stand for those that ship."""
    for name in ("project/policies/tables", "project/talks", "packs/baseline", "outside"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "project/dealcheck.toml").touch()
    for name in (
        "project/policies/words.policy",
        "project/policies/both.policy",
        "project/policies/both.deal",
        "project/talks/words.policy",
        "project/shared.policy",
        "packs/trade.policy",
        "packs/words.policy",
        "packs/baseline/2025-07-01.deal",
        "outside/secret.policy",
    ):
        (tmp_path / name).write_text(f"# {name}\n")
    (tmp_path / "project/policies/tables/t.csv").write_text("on,rate\n8703,25%\n")
    return tmp_path


@pytest.fixture
def library(folder: Path) -> Library:
    return Library(Shelf(folder / "project", folder / "packs"), folder / "project/talks")


def found(library: Library, name: str, near: Source | None = None) -> str:
    """The file that a name leads to, or why there is none."""
    source = library.read(name, near, EXTENSIONS)
    return source.text.strip("# \n") if isinstance(source, Source) else f"fault: {source.headline}"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("words", "project/talks/words.policy"),
        ("words.policy", "project/talks/words.policy"),
        ("both", "project/policies/both.policy"),
        ("both.deal", "project/policies/both.deal"),
        ("trade", "packs/trade.policy"),
        ("baseline/2025-07-01", "packs/baseline/2025-07-01.deal"),
        ("../shared", "project/shared.policy"),
    ],
)
def test_beside_the_file_then_in_the_project_then_in_the_packs(library: Library, name: str, file: str) -> None:
    assert found(library, name) == file


def test_a_file_looks_beside_itself(library: Library) -> None:
    near = library.read("../policies/both", None, EXTENSIONS)
    assert isinstance(near, Source)
    assert found(library, "words", near) == "project/policies/words.policy"


@pytest.mark.parametrize(
    "name", ["../../outside/secret", "/etc/passwd", "../../../../../../etc/passwd", "link", "up/secret"]
)
def test_nothing_outside_is_read(library: Library, folder: Path, name: str) -> None:
    (folder / "project/talks/link.policy").symlink_to(folder / "outside/secret.policy")
    (folder / "project/talks/up").symlink_to(folder / "outside")
    fault = library.read(name, None, EXTENSIONS)
    assert isinstance(fault, LookupFault)
    assert "lies outside the project" in fault.headline


@pytest.mark.parametrize("name", ["", ".", "..", "\0", "x" * 5000, "a/../../project/talks", "policies"])
def test_strange_names_are_faults(library: Library, name: str) -> None:
    assert isinstance(library.read(name, None, EXTENSIONS), LookupFault)
    assert isinstance(library.rows(name, Source("x", "")), LookupFault)


def test_a_missing_file_is_answered_with_what_was_meant(library: Library) -> None:
    fault = library.read("trad", None, EXTENSIONS)
    assert fault == LookupFault('there is no file "trad"', 'did you mean "trade"?')


def test_names_of_files(library: Library) -> None:
    names = [
        source.name
        for source in (library.read(name, None, EXTENSIONS) for name in ("words", "trade"))
        if isinstance(source, Source)
    ]
    assert names == ["talks/words.policy", "../packs/trade.policy"]
    shelf = Shelf(Path("/somewhere/far/away"), library.shelf.packs)
    assert shelf.name_of(library.shelf.packs / "trade.policy") == "<shipped>/trade.policy"


def test_a_file_is_read_once(library: Library) -> None:
    assert library.read("words", None, EXTENSIONS) is library.read("../talks/words.policy", None, EXTENSIONS)


def test_tables(library: Library) -> None:
    table = library.rows("tables/t.csv", Source("x", ""))
    assert table == TableText("policies/tables/t.csv", "on,rate\n8703,25%\n")
    assert isinstance(library.rows("tables/t.xlsx", Source("x", "")), LookupFault)


def test_the_root_of_a_project(folder: Path) -> None:
    assert project_of(folder / "project/talks") == folder / "project"
    assert project_of(folder / "outside") == folder / "outside"


def test_the_files_below_a_folder(folder: Path, library: Library) -> None:
    (folder / "project/.git").mkdir()
    (folder / "project/.git/old.policy").touch()
    (folder / "project/.hidden.policy").touch()
    (folder / "project/away").symlink_to(folder / "outside")
    below = files_below(folder / "project", (".policy",), library.shelf.name_of)
    assert [path.relative_to(folder).as_posix() for path in below if isinstance(path, Path)] == [
        "project/.hidden.policy",
        "project/policies/both.policy",
        "project/policies/words.policy",
        "project/shared.policy",
        "project/talks/words.policy",
    ]
    assert files_below(folder / "nowhere", (".policy",), library.shelf.name_of) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_a_fault(folder: Path, library: Library) -> None:
    (folder / "project/talks").chmod(0)
    below = files_below(folder / "project", (".policy",), library.shelf.name_of)
    (folder / "project/talks").chmod(0o755)
    assert [path.code for path in below if isinstance(path, Fault)] == ["DC912"]


def test_a_link_in_a_folder_leads_no_farther_than_the_folder(folder: Path, library: Library) -> None:
    link = folder / "project/talks/link.policy"
    link.symlink_to(folder / "outside/secret.policy")
    fault = library.inside(link)
    assert isinstance(fault, Fault)
    assert fault.code == "DC917"
    assert isinstance(library.inside(link, folder / "outside"), Source)


def test_the_order_of_policies(library: Library, folder: Path) -> None:
    assert [offered.how for offered in library.policies()] == ["project", "shipped"]
    (folder / "project/dealcheck.toml").write_text('policies = ["shared.policy"]')
    again = Library(library.shelf, library.home)
    assert [offered.how for offered in again.policies()] == ["configured", "shipped"]
    given = Library(library.shelf, library.home, (folder / "outside/secret.policy",))
    assert [[source.name for source in offered.sources] for offered in given.policies()] == [
        ["../outside/secret.policy"]
    ]


@pytest.mark.parametrize(
    ("raw", "place"),
    [(b"ok\n\xff", (2, 1)), ("稲\n".encode() + b"a\xe7", (2, 2)), (b"a\0", (1, 2)), (b"\xef\xbb\xbfa\0", (1, 2))],
)
def test_the_place_of_a_bad_byte(raw: bytes, place: tuple[int, int]) -> None:
    fault = decode("f", raw)
    assert isinstance(fault, Fault)
    assert fault.place is not None
    assert (fault.place.line, fault.place.column) == place


def test_a_byte_order_mark_is_no_text() -> None:
    source = decode("f", b"\xef\xbb\xbfdeal")
    assert isinstance(source, Source)
    assert source.text == "deal"
