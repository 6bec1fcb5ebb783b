"""Counts of packages and questions, as they are written: widths, markup, the keys of the JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from markdown_it import MarkdownIt

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.model.records import ChoiceRecord
from dealcheck.packages.asking import Answer, Question, Questions
from dealcheck.packages.counted import BestPackage, ChoiceCount, Clash, Count, Counted, OptionCount, Tallies, Tally
from dealcheck.packages.needs import Need
from dealcheck.report import (
    packages_full,
    packages_json,
    packages_markdown,
    questions_full,
    questions_json,
    questions_markdown,
)
from dealcheck.report.packages import DealPackages, PackagesResult, count_words, grouped, tally_words
from dealcheck.report.questions import DealQuestions, QuestionsResult
from dealcheck.report.style import RenderOptions, text_width
from dealcheck.syntax.grammar import grammar_folder
from tests.report import records
from tests.report.test_matrix_outputs import HOSTILE

REFERENCE = (grammar_folder() / "README.md").read_text(encoding="utf-8")

SURE = Count(48, 48)


def record(number: int, name: str, sort: str = "bracket") -> ChoiceRecord:
    return ChoiceRecord(number, sort, name, ("25%", "0%"), records.at(records.DRAFT, "rate 25%"), "")


def option(name: str, accepted: Count = SURE, dead: tuple[str, ...] = ()) -> OptionCount:
    return OptionCount(name, f"art1 is {name}", f"--choose art1={name}", ("US",), accepted, dead)


def best(weight: int = 1, **more: Any) -> BestPackage:
    choices = (("art1", "25%"), ("art2", "dropped"))
    found = BestPackage(choices, ("--choose art1=US",), (), weight, ("JP.cap",), ("JP.rice",), ("JP.spirit",))
    return evolve(found, **more)


LINES = (records.autos(records.BY_SILENCE), records.rice(), records.spirit(), records.cap())

TALLIES = Tallies(
    SURE,
    Tally((("JP", Count(8, 8)), ("US", Count(None, 18))), Count(None, 0)),
    Tally((("JP", Count(2, 2)), ("US", Count(0))), Count(1, 1)),
    Tally((("JP", Count(9, 9)), ("US", Count(30, 30))), Count(4, 4)),
    ("JP.autos",),
    ("JP.spirit",),
)


def counted(name: str = "art1", label: str = "25%") -> Counted:
    return Counted(
        TALLIES,
        (
            ChoiceCount(record(0, name), (option(label, dead=("JP",)), option("0%", Count(None, 3))), ("JP.autos",)),
            ChoiceCount(record(1, "art2", "optional"), (option("taken"), option("dropped")), ()),
        ),
        (best(3), best(2, choices=(("art1", "0%"), ("art2", "dropped")), free=("art3",))),
        "apart",
        (Clash(("JP", "US"), ("JP.autos", "JP.cap")), Clash(("JP",), ("JP.cap",), smallest=False)),
        ("KR",),
        ("JP.cap",),
        True,
    )


def packages(found: Counted | None = None, lines: tuple[LineVerdict, ...] = LINES) -> PackagesResult:
    result = records.result(*lines)
    draft = result.drafts[0]
    return PackagesResult(result, (DealPackages(draft, draft.deals[0], found or counted()),))


def questions(name: str = "art1", said: str = "25%") -> QuestionsResult:
    answers = (
        Answer(said, f"art1 is {said}", f"--choose art1={said}", ("US",), (("JP.autos", False), ("JP.cap", True))),
        Answer("0%", "art1 is 0%", "--choose art1=0%", (), ()),
    )
    asked = Questions(
        (
            Question(Need("choice", name, 0), ("JP.autos", "JP.rice"), ("JP.autos",), answers, record(0, name)),
            Question(Need("event", "late", 1), ("JP.rice",), (), answers, record(1, "late", "event")),
            Question(Need("person", "JP.spirit"), ("JP.spirit",), ("JP.spirit",), question=said),
            Question(Need("customs_value", "rice"), ("JP.cap",), (), units=("JPY/kg", "USD/l"), goods=("rice",)),
            Question(
                Need("schedule", "mfn tariff rate by JP from US"), ("JP.cap",), (), goods=("everything - " + name,)
            ),
            Question(Need("exchange", "USD and JPY"), ("JP.cap",), ()),
            Question(Need("date", "signed"), ("JP.cap",), ()),
            Question(Need("date", "expires"), ("JP.cap",), ()),
            Question(Need("fact", "us_deadline"), ("JP.cap",), ()),
            Question(Need("end", "JP.cap"), ("JP.cap",), ()),
            Question(Need("general", "every general tariff by US"), ("JP.cap",), ()),
            Question(Need("line", "JP.cap"), ("JP.cap",), ()),
            Question(Need("other", said), ("JP.cap",), ()),
        ),
        ("JP.autos", "JP.rice", "JP.spirit", "JP.cap"),
    )
    draft = records.result(*LINES).drafts[0]
    return QuestionsResult(records.result(*LINES), (DealQuestions(draft, draft.deals[0], asked),))


FORMS: dict[str, Callable[[str, str, RenderOptions], str]] = {
    "packages": lambda name, said, options: packages_full.render(packages(counted(name, said)), options),
    "questions": lambda name, said, options: questions_full.render(questions(name, said), options),
}
PAGES: dict[str, Callable[[str, str], str]] = {
    "packages": lambda name, said: packages_markdown.render(packages(counted(name, said)), RenderOptions()),
    "questions": lambda name, said: questions_markdown.render(questions(name, said), RenderOptions()),
}
DOCUMENTS: dict[str, Callable[[], dict[str, Any]]] = {
    "packages": lambda: packages_json.document(packages()),
    "questions": lambda: questions_json.document(questions()),
}


@pytest.mark.parametrize("form", FORMS)
def test_outputs(form: str, expected: Callable[[str, str], None]) -> None:
    expected(f"{form}.full.txt", FORMS[form]("art1", "25%", RenderOptions()))
    expected(f"{form}.markdown.txt", PAGES[form]("art1", "25%"))


@pytest.mark.parametrize("width", [50, 60, 80, 100, 160])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["art1", "a_name_of_an_article_that_goes_on_and_on rate", "稲作"])
def test_the_report_keeps_to_the_width(form: str, width: int, name: str) -> None:
    told = FORMS[form](name, "old volume + 1_000 t per year and then some more", RenderOptions(width=width))
    rows = [row for row in told.splitlines() if "-->" not in row and len(row.split()) > 1]
    assert max(map(text_width, rows)) <= width


@pytest.mark.parametrize("form", FORMS)
def test_color_adds_nothing_but_color(form: str) -> None:
    colored = FORMS[form]("art1", "25%", RenderOptions(color=True))
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == FORMS[form]("art1", "25%", RenderOptions())


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_a_draft_says_steers_a_terminal_or_a_page(form: str, said: str) -> None:
    assert "\x1b" not in FORMS[form](said, said, RenderOptions())
    page = PAGES[form](said, said)
    assert "\x1b" not in page
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    inline = [child for token in tokens if token.type == "inline" for child in token.children or ()]
    assert {child.type for child in inline} <= {"text", "text_special", "softbreak"}
    # Nothing breaks out of its list, table or heading.
    kinds = {token.type for token in tokens}
    assert not kinds & {"html_block", "code_block", "fence", "blockquote_open", "hr"}


def keys(value: object) -> set[str]:
    """Every key of a document but those that are names."""
    if isinstance(value, dict):
        named = {"acceptable", "undecided", "apart", "at_least", "choices", "decides"}
        return set(value).union(
            *(keys(each) for name, each in value.items() if not (name in named and isinstance(each, dict)))
        )
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("form", DOCUMENTS)
def test_every_key_of_the_json_is_in_the_reference(form: str) -> None:
    section = REFERENCE.partition(f"## The JSON of {form}\n")[2].partition("\n## ")[0]
    check = REFERENCE.partition("## The JSON of a check\n")[2].partition("\n## ")[0]
    spans = re.findall(r"`+([^`]+)`+", section + check)
    assert keys(DOCUMENTS[form]()) - set(re.findall(r"\w+", " ".join(spans))) == set()


def test_the_contract_of_the_packages() -> None:
    found = json.loads(packages_json.render(packages(), RenderOptions()))
    assert found["version"] == 1
    assert found["total"] == 48
    assert found["acceptable"] == {"all": None, "JP": 8, "US": None}
    assert found["at_least"] == {"acceptable": {"all": 0, "US": 18}}
    assert found["best"] == []
    assert [each["weight"] for each in found["best_apart"]] == [3, 2]
    assert found["choices"][0]["options"][1]["at_least"] == 3
    assert found["clashes"][1]["smallest"] is False


@pytest.mark.parametrize(
    ("count", "said"),
    [(Count(0), "0"), (Count(8, 8), "8"), (Count(None, 3), "at least 3"), (Count(None, 0), "unknown")],
)
def test_counts_in_words(count: Count, said: str) -> None:
    assert count_words(count) == said


def test_tallies_in_words() -> None:
    assert grouped(2**60) == "1_152_921_504_606_846_976"
    assert grouped(9999) == "9999"
    assert tally_words(Tally((("JP", Count(1, 1)),), Count(1, 1))) == "JP can accept 1"
    assert tally_words(Tally((), Count(7, 7))) == "no party holds a line, so any will do"


def test_nothing_counted() -> None:
    result = PackagesResult(records.result(), ())
    assert result.exit_code == 2
    assert packages_full.render(result, RenderOptions()) == "no packages were counted\n"
    assert json.loads(packages_json.render(result, RenderOptions()))["total"] is None
    assert QuestionsResult(records.result(), ()).exit_code == 2
