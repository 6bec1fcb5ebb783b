"""Rename: everywhere the same, or refused with a reason; and back again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lsprotocol import types

from dealcheck.api import CheckOptions, Draft, check_draft
from dealcheck.lsp.declared import is_standard, scope_of
from dealcheck.lsp.documents import Document, Workspace, path_of, uri_of
from dealcheck.lsp.features.rename import RenameRefused, prepare_rename, rename
from dealcheck.lsp.symbols import NAMED
from dealcheck.syntax.grammar import language
from tests.lsp.texts import HEAD, TODAY, Desktop, opened

VOCABULARY = """\
use "trade"
kind levy "Levy" {
  key by: party  key from: party  key on: goods  key layer: name = base
  value height: rate, less is freer, absent is 0%
  value mood: one of calm, angry = calm
  absent none
}
product cars "Cars" = hs 8703
product wagons "Wagons" = cars | hs 8704
topic web "The web"
topic web.tax "A tax"
party X "Exland"
group friends = X, JP
fact ceiling = 25%
event ratified "Ratified"
source paper "Paper" { url "https://paper.example" }
baseline now on 2025-01-01 {
  levy by X from JP on cars layer extra height 10% cites paper
  regulation by X on web.tax action keep
}
"""
POLICY = """\
use "vocabulary"
source own "Own" { }
policy X {
  red line low "Low" cites paper "q" cites own
    : every levy by X from JP on wagons layer extra must have height <= ceiling and mood = calm
    reading strict: no levy by X from JP on cars layer extra may have height > 10%
  concern web: no new regulation by X on web
}
policy JP { wish calm: no levy by X from friends may have mood = angry  wish further: no tariff by JP from X on cars }
"""
DRAFT = """\
use "policy"
deal draft "Draft" {
  between X, JP
  dated 2025-06-01  effective 2025-07-01
  against now
  term uno "One" if ratified: levy by X from JP on cars layer extra height [X: 30% | JP: 5%] mood calm
  term two proposed by X: regulation by X on web.tax action change
  event signing "Signing"
  waive JP.calm because "so"
}
test "t" {
  deal draft with term three: levy by X from JP on wagons height 5%
  expect X.low open by uno reading strict open
  expect X.web met
}
"""
FILES = {"vocabulary.policy": VOCABULARY, "policy.policy": POLICY, "draft.deal": DRAFT}


def desktop(folder: Path, files: dict[str, str]) -> Workspace:
    """The files, written and opened."""
    workspace = Workspace(folder, lambda: TODAY, folders=[folder])
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        workspace.open(Document(uri_of(folder / name), 1, text))
    return workspace


def applied(files: dict[str, str], workspace: Workspace, edit: types.WorkspaceEdit) -> dict[str, str]:
    """The files after an edit."""
    found = dict(files)
    for change in edit.document_changes or ():
        assert isinstance(change, types.TextDocumentEdit)
        path = path_of(change.text_document.uri)
        analysis = workspace.analysis(change.text_document.uri)
        assert path is not None
        assert analysis is not None
        text = found[path.name]
        for each in sorted(
            change.edits, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True
        ):
            assert isinstance(each, types.TextEdit)
            start, end = analysis.positions.span(each.range)
            text = text[:start] + each.new_text + text[end:]
        found[path.name] = text
    return found


def verdicts(workspace: Workspace, folder: Path) -> list[object]:
    """The verdicts of the draft's lines, and how many errors there are."""
    analysis = workspace.analysis(uri_of(folder / "draft.deal"))
    assert analysis is not None
    report = check_draft(Draft(analysis.source, analysis.library), CheckOptions(today=TODAY))
    lines = [line for deal in report.deals for line in deal.checked.lines]
    return [
        [(line.verdict, [judged.verdict for _, judged in line.readings]) for line in lines],
        sum(each.is_error for each in report.diagnostics),
    ]


@cache
def places() -> tuple[tuple[str, int, str, str], ...]:
    """Every name in the files that a text declares and that may change: file, offset, sort, name."""
    with TemporaryDirectory() as folder:
        workspace = desktop(Path(folder), FILES)
        return tuple(each for name in FILES for each in _places_in(workspace, Path(folder), name))


def _places_in(workspace: Workspace, folder: Path, name: str) -> Iterator[tuple[str, int, str, str]]:
    analysis = workspace.analysis(uri_of(folder / name))
    assert analysis is not None
    for each in scope_of(analysis).occurrences():
        standard = each.sort == "party" and is_standard(each.name)
        shipped = each.name in ("regulation", "action", "keep", "change", "tariff")
        if each.sort in NAMED and not standard and not shipped:
            yield name, each.span[0], each.sort, each.name


NEW_NAMES = st.from_regex(r"[a-zé][a-z0-9_]{0,6}", fullmatch=True)


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_there_and_back_is_the_identity_and_no_verdict_changes(tmp_path: Path, data: st.DataObject) -> None:
    file, offset, sort, old = data.draw(st.sampled_from(places()))
    new = data.draw(NEW_NAMES)
    workspace = desktop(tmp_path, FILES)
    analysis = workspace.analysis(uri_of(tmp_path / file))
    assert analysis is not None
    try:
        edit = rename(analysis, workspace, analysis.positions.position(offset), new)
    except RenameRefused:
        return
    before = verdicts(workspace, tmp_path)
    there = applied(FILES, workspace, edit)
    assert there != FILES or new == old
    moved = desktop(tmp_path, there)
    assert verdicts(moved, tmp_path) == before
    renamed = moved.analysis(uri_of(tmp_path / file))
    assert renamed is not None
    again = next(
        each
        for each in scope_of(renamed).occurrences()
        if each.sort == sort and each.name.split(".")[0] in (new, f"{new}")
    )
    back = rename(renamed, moved, renamed.positions.position(again.span[0]), old)
    assert applied(there, moved, back) == FILES


RENAMES = [
    ("vocabulary.policy", "product cars", "product ", "autos2", 6),
    ("policy.policy", "red line low", "red line ", "high", 2),
    ("draft.deal", "term uno", "term ", "eins", 2),
    ("vocabulary.policy", "topic web ", "topic ", "net", 5),
    ("vocabulary.policy", "event ratified", "event ", "done", 2),
    ("vocabulary.policy", "layer extra", "layer ", "other", 4),
    ("vocabulary.policy", "value height", "value ", "size", 6),
    ("vocabulary.policy", "of calm", "of ", "quiet", 4),
    ("vocabulary.policy", "kind levy", "kind ", "duty_of_mine", 7),
    ("policy.policy", "reading strict", "reading ", "hard", 2),
    ("vocabulary.policy", "party X", "party ", "Y", 18),
]


@pytest.mark.parametrize(("file", "at", "before", "new", "count"), RENAMES, ids=[at for _, at, _, _, _ in RENAMES])
def test_every_place_of_a_name_is_edited(tmp_path: Path, file: str, at: str, before: str, new: str, count: int) -> None:
    workspace = desktop(tmp_path, FILES)
    analysis = workspace.analysis(uri_of(tmp_path / file))
    assert analysis is not None
    position = analysis.positions.position(analysis.text.index(at) + len(before))
    assert prepare_rename(analysis, workspace, position).placeholder in at
    edit = rename(analysis, workspace, position, new)
    edits = [each for change in edit.document_changes or () for each in change.edits]  # type: ignore[union-attr]
    assert len(edits) == count


def refused(desk: Desktop, name: str) -> str:
    """Why a name is not renamed."""
    with pytest.raises(RenameRefused) as found:
        rename(desk.analysis, desk.workspace, desk.position, name)
    return str(found.value)


REFUSALS = [
    ("policy JP { red line a: no tariff by US on au▮tos }", "cars", "ships with dealcheck"),
    ("policy JP { red line a: no tar▮iff by US }", "levy", "adds up the duty"),
    ("policy J▮P { }", "XX", "ISO 3166"),
    ("policy JP { red▮ line a: no tariff by US }", "blue", "no name here"),
    ("product p = every▮thing", "all", "word of the language"),
    ("product ca▮rs = hs 01", "if", "a keyword"),
    ("product ca▮rs = hs 01", "7up", "is no name"),
    ("product ca▮rs = hs 01", "a b", "is no name"),
    ("product ca▮rs = hs 01", "everything", "a meaning of its own"),
    ("product ca▮rs = hs 01", "autos", "already a product `autos`"),
    ("product ca▮rs = hs 01\nproduct vans = hs 02", "vans", "already a product `vans`"),
    ("policy JP { red line a▮: no tariff by US  red line b: no tariff by US }", "b", "already a line `b`"),
    ("party X▮", "US", "a meaning of its own"),
    ("policy JP { red line a: no tariff by US on unk▮nown }", "known", "declared nowhere"),
    ("product ca▮rs = hs 01\npolicy JP { red line a: no tariff bye US on cars }", "vans", "has an error on line"),
    ("kind k { key by: party value v▮: rate value w: rate absent none }", "w", "already a field `w`"),
]


@pytest.mark.parametrize(("text", "name", "why"), REFUSALS, ids=[f"{text[-25:]} {name}" for text, name, _ in REFUSALS])
def test_refused_with_a_reason(tmp_path: Path, text: str, name: str, why: str) -> None:
    assert why in refused(opened(tmp_path, HEAD + text), name)


def test_a_clash_in_a_file_that_uses_this_one_is_one(tmp_path: Path) -> None:
    desk = opened(
        tmp_path,
        "product ca▮rs = hs 01",
        name="a.policy",
        b_policy='use "a"\nproduct vans = hs 02\nproduct x = cars | vans',
    )
    assert "already a product `vans`" in refused(desk, "vans")


def test_what_would_hide_another_name_is_refused(tmp_path: Path) -> None:
    """The name is free where it is declared, but not where it is read."""
    desk = opened(
        tmp_path,
        'use "a"\nproduct mi▮ne = hs 02\nproduct x = mine | theirs',
        a_policy="product theirs = hs 01",
    )
    assert "already a product" in refused(desk, "theirs")


def test_every_keyword_is_refused(tmp_path: Path) -> None:
    desk = opened(tmp_path, "product ca▮rs = hs 01")
    for word in sorted(language().keywords):
        assert refused(desk, word)


def test_edits_name_the_version_that_they_are_for(tmp_path: Path) -> None:
    desk = opened(tmp_path, "product ca▮rs = hs 01")
    edit = rename(desk.analysis, desk.workspace, desk.position, "vans")
    assert [change.text_document.version for change in edit.document_changes or ()] == [1]  # type: ignore[union-attr]
    plain = rename(desk.analysis, desk.workspace, desk.position, "vans", versioned=False)
    assert plain.document_changes is None
    assert list(plain.changes or ()) == [desk.analysis.uri]
