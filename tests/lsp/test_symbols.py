"""The names in a text: where they stand, of what sort they are, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dealcheck.loader import Library, Shelf
from dealcheck.lsp.declared import Scope, reach, scope_of
from dealcheck.opening import parsed_text
from dealcheck.source import Source
from tests.lsp.texts import HEAD, opened

ROOT = Path(__file__).resolve().parents[2]
CORPUS = sorted(
    [*ROOT.glob("policies/**/*.policy"), *ROOT.glob("policies/**/*.deal"), *ROOT.glob("examples/**/*.deal")]
)


def names_in(folder: Path, text: str) -> Iterator[str]:
    """`sort name`, or `sort owner: name`, with a `!` where it is declared."""
    for each in scope_of(opened(folder, text).analysis).occurrences():
        owner = f"{each.owner}: " if each.owner else ""
        yield f"{each.sort} {owner}{each.name}{'!' if each.declares else ''}"


SAMPLES = [
    ("party X members US, JP", ["party X!", "party US", "party JP"]),
    ("group g = US", ["party g!", "party US"]),
    ('product p in US = autos | hs 87 - everything', ["product p!", "party US", "product autos", "word everything"]),
    ("topic a.b", ["topic a.b!"]),
    (
        "kind k { key by: party key on: topic key layer: name = mfn value v: one of a, b = a absent none }",
        [
            "kind k!", "type party", "type topic", "type name", "layer mfn", "field k: v!", "choice k.v: a!",
            "choice k.v: b!", "choice k.v: a", "word none",
        ],
    ),
    ("fact exchange JPY = USD 0.0067", ["word exchange", "currency JPY"]),
    ("fact day_x = 2025-07-09", ["fact day_x!"]),
    ("baseline b on 2025-01-01 { include mid_2025 }", ["baseline b!", "baseline mid_2025"]),
    (
        "deal d { between US, JP against mid_2025 with l signed e event e"
        " term t proposed by US if e status agreed: tariff by US from JP on autos layer mfn rate 5% from day of e }",
        [
            "text d!", "party US", "party JP", "baseline mid_2025", "text l", "event e", "event e!", "term deal d: t!",
            "party US", "event e", "status agreed", "kind tariff", "party US", "party JP", "product autos",
            "layer mfn", "field tariff: rate", "event e",
        ],
    ),
    (
        "letter l { by US dated 2025-01-01 }",
        ["text l!", "party US"],
    ),
    (
        "policy JP { red line a: no tariff by US from partner on autos may have rate >= us_deadline reading r: no duty"
        " by US }",
        [
            "party JP", "line JP: a!", "kind tariff", "party US", "word partner", "product autos",
            "field tariff: rate", "fact us_deadline", "reading JP.a: r!", "kind duty", "party US",
        ],
    ),
    (
        "policy JP { wish w: every regulation by US on digital must have action in {keep, delay} }",
        [
            "party JP", "line JP: w!", "kind regulation", "party US", "topic digital", "field regulation: action",
            "choice regulation.action: keep", "choice regulation.action: delay",
        ],
    ),
    (
        "policy JP { red line a: every duty by US must have rate <= tariff_quota.in_rate(from UK) }",
        [
            "party JP", "line JP: a!", "kind duty", "party US", "field tariff: rate", "kind tariff_quota",
            "field tariff_quota: in_rate", "party UK",
        ],
    ),
    (
        'test "x" { deal { between US, JP against mid_2025 term t: tariff by US from JP rate 5% }'
        " expect JP.a violated by t by silence on autos reading r met }",
        [
            "party US", "party JP", "baseline mid_2025", "term @9: t!", "kind tariff", "party US", "party JP",
            "field tariff: rate", "party JP", "line JP: a", "verdict violated", "term @9: t", "word silence",
            "product autos", "reading JP.a: r", "verdict met",
        ],
    ),
    (
        "deal d { between US, JP against mid_2025 term t: export_cap by JP to US on autos volume [1 t | 2 t] per day }",
        [
            "text d!", "party US", "party JP", "baseline mid_2025", "term deal d: t!", "kind export_cap", "party JP",
            "party US", "product autos", "field export_cap: volume", "word per",
        ],
    ),
    ("policy JP { red line a: no tariff by US oops }", ["party JP", "line JP: a!"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), SAMPLES, ids=[text[:30] for text, _ in SAMPLES])
def test_names_have_a_sort_and_an_owner(tmp_path: Path, text: str, names: list[str]) -> None:
    head = len(HEAD)
    shifted = [name.replace("@9:", f"@{head + 11}:") for name in names]
    found = [name for name in names_in(tmp_path, HEAD + text) if not name.startswith("period")]
    assert found == shifted


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_every_name_of_the_corpus_stands_for_something_at_its_place(path: Path) -> None:
    shelf = Shelf()
    source = shelf.source(path)
    assert isinstance(source, Source)
    tree = parsed_text(source).file
    scope = Scope(tree, reach(tree, Library(shelf, path.parent)))
    for each in scope.occurrences():
        if each.sort != "period":
            assert source.text_of(each.span) == each.name
        assert scope.resolves(each), each


BROKEN = [
    "deal d { between US, XX against nowhere }",
    "policy JP { red line a: no tarif by US on cars layer x }",
    'test "x" { deal nothing expect JP.none met reading r met }',
    "deal d { between US, JP against mid_2025 term t if never: tariff by US from JP on autos rat 5% }",
    "policy JP { red line a cites nobody: every regulation by US must have action = dance }",
    "product p = q | hs 87",
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_name_that_stands_for_nothing_has_a_diagnostic(tmp_path: Path, text: str) -> None:
    desk = opened(tmp_path, HEAD + text)
    scope = scope_of(desk.analysis)
    told = [each.place.span for each in desk.analysis.opened.diagnostics if each.place is not None]
    unknown = [each for each in scope.occurrences() if not scope.resolves(each)]
    assert unknown
    for each in unknown:
        near = any(start <= each.span[0] <= end or each.span[0] <= start <= each.span[1] for start, end in told)
        # A kind that is not known hides what it would have said of its own fields and goods.
        assert near or any(other is not each for other in unknown), each


def test_a_file_that_is_used_takes_part_before_the_one_that_uses_it(tmp_path: Path) -> None:
    desk = opened(
        tmp_path, 'use "a"\nuse "b"\nproduct x = y', a_policy='use "b"\nproduct z = y', b_policy="product y = hs 01"
    )
    names = [file.source.name.rsplit("/", 1)[-1] for file in scope_of(desk.analysis).files]
    assert names == ["b.policy", "a.policy", "main.policy"]
