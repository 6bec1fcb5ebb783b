"""One slip, one error: what only follows from another error is not said."""

from __future__ import annotations

import pytest

from dealcheck.consequences import without_consequences
from dealcheck.diagnostics import Diagnostic, Severity
from dealcheck.source import Place, Source
from dealcheck.syntax.parse import parse

SOURCE = Source(
    "d.deal",
    """deal d {
  between US, JP
  term one: tariff by US from JP rate 25%
  term two: tariff by US from JP rate 15%
}
""",
)
OTHER = Source("o.deal", "event e\n")
FILES = [parse(SOURCE).file, parse(OTHER).file]


def at(text: str, code: str, source: Source = SOURCE, severity: Severity = Severity.ERROR) -> Diagnostic:
    start = source.text.index(text)
    return Diagnostic(code, text, Place(source, (start, start + len(text))), severity=severity)


@pytest.mark.parametrize(
    ("syntax", "resolved", "kept"),
    [
        ([], [at("JP", "DC201")], ["JP"]),
        ([at("25%", "DC101")], [at("tariff by US from JP rate 25%", "DC324")], []),
        ([at("25%", "DC101")], [at("two", "DC324")], ["two"]),
        (
            [at("25%", "DC101")],
            [at("tariff by US from JP rate 25%", "DC324", severity=Severity.WARNING)],
            ["tariff by US from JP rate 25%"],
        ),
        ([at("between", "DC101")], [at("deal d", "DC210")], ["deal d"]),
        ([], [at("US", "DC901"), at("25%", "DC215"), at("event", "DC215", OTHER)], ["US", "event"]),
        ([], [Diagnostic("DC201", "nowhere")], ["nowhere"]),
    ],
)
def test_what_is_said(syntax: list[Diagnostic], resolved: list[Diagnostic], kept: list[str]) -> None:
    assert [found.headline for found in without_consequences(FILES, syntax, resolved)] == kept
