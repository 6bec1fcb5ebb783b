"""Documents that stand in the place of files: edits are exact, others see what is open, the disk what is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from dealcheck.lsp.analysis import Analysis, Settings, Stale
from dealcheck.lsp.documents import Document, Workspace, edited, path_of, uri_of
from dealcheck.lsp.positions import Encoding, Positions

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
TODAY = date(2026, 1, 1)

texts = st.text(st.sampled_from("ab \U0001f697é\r\n"), max_size=40)


@given(st.data(), texts, st.sampled_from(ENCODINGS))
def test_edits_one_after_the_other_are_whole_text_edits(data: st.DataObject, text: str, encoding: Encoding) -> None:
    wanted, changes = text, list[types.TextDocumentContentChangeEvent]()
    for _ in range(data.draw(st.integers(0, 4))):
        positions = Positions(wanted, encoding)
        low, high = sorted((data.draw(st.integers(0, len(wanted))), data.draw(st.integers(0, len(wanted)))))
        low, high = positions.span(positions.range((low, high)))  # No place lies within a line end.
        new = data.draw(texts)
        if data.draw(st.booleans()):
            changes.append(types.TextDocumentContentChangePartial(positions.range((low, high)), new))
            wanted = wanted[:low] + new + wanted[high:]
        else:
            changes.append(types.TextDocumentContentChangeWholeDocument(new))
            wanted = new
    assert edited(text, changes, encoding) == wanted


@pytest.mark.parametrize("name", ["draft.deal", "draft 1 é%.deal", "a#b?c.policy", "\U0001f697.deal"])
def test_uris_come_back(tmp_path: Path, name: str) -> None:
    assert path_of(uri_of(tmp_path / name)) == tmp_path / name


@pytest.mark.parametrize(
    "uri", ["untitled:Untitled-1", "git:/x/draft.deal", "", "file://", "http://[", "file:///a%00b"]
)
def test_what_is_no_file_has_no_path(uri: str) -> None:
    assert path_of(uri) is None


# ---- What others see -------------------------------------------------------------------------------------------------

GOODS = 'product cars "Cars" = hs 8703\n'
USING = 'use "goods2"\nproduct few "Few" = cars\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "goods2.policy").write_text(GOODS)
    (tmp_path / "using.policy").write_text(USING)
    (tmp_path / "dealcheck.toml").write_text("")
    found = Workspace(tmp_path, lambda: TODAY)
    found.folders = [tmp_path]
    return found


def opened(workspace: Workspace, name: str, text: str | None = None, version: int = 1) -> str:
    path = workspace.folders[0] / name
    uri = uri_of(path)
    workspace.open(Document(uri, version, path.read_text() if text is None else text))
    return uri


def replaced(workspace: Workspace, uri: str, text: str) -> list[str]:
    version = workspace.documents[uri].version + 1
    return workspace.change(uri, version, [types.TextDocumentContentChangeWholeDocument(text)])


def analysed(workspace: Workspace, uri: str) -> Analysis:
    found = workspace.analysis(uri)
    assert found is not None
    return found


def codes(workspace: Workspace, uri: str) -> list[str]:
    return [found.code for found in analysed(workspace, uri).opened.diagnostics]


def test_an_open_document_stands_in_the_place_of_its_file(workspace: Workspace) -> None:
    using = opened(workspace, "using.policy")
    assert codes(workspace, using) == []
    goods = opened(workspace, "goods2.policy", 'product lorries "Lorries" = hs 8704\n')
    assert codes(workspace, using) == ["DC202"]
    assert using in replaced(workspace, goods, GOODS)
    assert codes(workspace, using) == []
    replaced(workspace, goods, "")
    assert codes(workspace, using) == ["DC202"]
    workspace.close(goods)
    assert codes(workspace, using) == []


@pytest.mark.parametrize("watched", [True, False])
def test_a_file_that_changes_on_disk_is_read_again(workspace: Workspace, watched: bool) -> None:
    workspace.watched = watched
    using = opened(workspace, "using.policy")
    assert codes(workspace, using) == []
    goods = workspace.folders[0] / "goods2.policy"
    goods.write_text("# nothing\n")
    if watched:
        assert codes(workspace, using) == []
        workspace.files_changed([uri_of(goods)], whether_there=False)
    assert codes(workspace, using) == ["DC202"]
    goods.unlink()
    if watched:
        workspace.files_changed([uri_of(goods)], whether_there=True)
    assert codes(workspace, using)[0] == "DC901"


def test_what_nothing_changed_is_kept(workspace: Workspace) -> None:
    using, other = opened(workspace, "using.policy"), opened(workspace, "other.policy", GOODS.replace("cars", "vans"))
    kept = analysed(workspace, using)
    _ = kept.opened
    assert replaced(workspace, other, "# else\n") == [other]
    assert workspace.analysis(using) is kept
    assert workspace.is_current(kept)


def test_an_old_analysis_keeps_its_text_and_does_no_more_work(workspace: Workspace) -> None:
    using = opened(workspace, "using.policy")
    old = analysed(workspace, using)
    replaced(workspace, using, "")
    assert not workspace.is_current(old)
    assert (old.version, old.text, old.opened.diagnostics) == (1, USING, ())
    with pytest.raises(Stale):
        list(old.watched([1, 2]))
    assert analysed(workspace, using).version == 2


def test_documents_without_a_file(workspace: Workspace) -> None:
    for uri in ("untitled:Untitled-1", "weird:///a/b.deal"):
        workspace.open(Document(uri, 1, USING))
        assert codes(workspace, uri) == [], "it uses what lies in the first folder"
        found = analysed(workspace, uri)
        assert found.uri_of(found.source) == uri
        assert found.location(found.opened.model.products["cars"].place).uri == uri_of(  # type: ignore[union-attr]
            workspace.folders[0] / "goods2.policy"
        )


def test_without_a_folder_the_current_one_counts(tmp_path: Path) -> None:
    (tmp_path / "goods2.policy").write_text(GOODS)
    workspace = Workspace(tmp_path, lambda: TODAY)
    workspace.open(Document("untitled:1", 1, USING))
    assert codes(workspace, "untitled:1") == []


def test_folders_come_and_go(workspace: Workspace, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "x.policy").write_text(GOODS)
    using = opened(workspace, "using.policy")
    assert analysed(workspace, using).source.name == "using.policy"
    workspace.set_folders([uri_of(more)], [uri_of(tmp_path)])
    assert workspace.folders == [more]
    assert analysed(workspace, using).source.name == "../using.policy"
    assert [path.name for path in workspace.files()] == ["x.policy"]
    workspace.set_folders([], [uri_of(more)])
    assert workspace.files() == []


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "", "\ufeff", "x" * 70_000])
def test_any_text_is_taken(workspace: Workspace, text: str) -> None:
    uri = opened(workspace, "odd.policy", text)
    found = analysed(workspace, uri)
    _ = found.opened, found.linted, found.report, found.outcomes


def test_changes_of_what_is_not_open_are_passed_over(workspace: Workspace) -> None:
    assert workspace.change("file:///nowhere.deal", 2, []) == []
    workspace.close("file:///nowhere.deal")
    assert workspace.analysis("file:///nowhere.deal") is None


def test_a_page_in_markdown_is_read_by_its_blocks(workspace: Workspace) -> None:
    uri = opened(workspace, "page.md", "# Deals\n\n```policy\nproduct few = cars\n```\n")
    assert codes(workspace, uri) == ["DC202"]
    place = analysed(workspace, uri).opened.diagnostics[0].place
    assert place is not None
    assert analysed(workspace, uri).range(place).start == types.Position(3, 14)
    bare = opened(workspace, "bare.md", "no block\n")
    assert codes(workspace, bare) == []


def test_settings_make_analyses_anew(workspace: Workspace) -> None:
    uri = opened(workspace, "using.policy", "use 'goods2'\n" + USING)
    before = analysed(workspace, uri)
    workspace.configure(Settings())
    assert analysed(workspace, uri) is before
    workspace.configure(Settings(select=("DC471",)))
    assert {rule.code for rule in analysed(workspace, uri).plan.rules} == {"DC471"}
