"""The rules on sources, DC450 to DC459: small texts that they find, and near misses that they let be."""

from __future__ import annotations

import pytest

from dealcheck.lint.context import Limits, LintOptions
from dealcheck.lint.rule import all_rules
from tests.lint.samples import fixed, linted, told

HEAD = 'use "words"\n'
PRESS = 'source press "Japan says no" { publisher "A paper"  date 2025-07-01 }\n'
PAGE = 'source page "A page" { publisher "A ministry"  url "https://example.org/duties" }\n'
SENTENCE = ": no tariff by US from JP on cars may have rate > 1%"


def line(head: str, sources: str = PRESS) -> str:
    """A policy of one line."""
    return f"{HEAD}{sources}policy JP {{ red line a {head} {SENTENCE} }}\n"


def deal(terms: str) -> str:
    """A deal with sources."""
    return (
        f"{HEAD}{PRESS}{PAGE}baseline now on 2025-07-01 {{ tariff by US from everyone on cars rate 25% cites page }}\n"
        f"deal d {{ between US, JP  dated 2025-07-05  against now\n{terms}\n}}\n"
    )


def source(fields: str, title: str = '"A title"') -> str:
    """One source."""
    return f"source s {title} {{ {fields} }}\n"


def term(name: str, rate: str, cites: str = "") -> str:
    """A term of one measure."""
    return f"term {name} {cites}: tariff by US from JP on cars rate {rate}\n"


WORDS = " ".join(["word"] * 41)

TABLE = [
    ("DC450", line(""), ["a"]),
    ("DC450", line("cites press"), []),
    ("DC450", f"{HEAD}policy JP {{ concern a says \"X\" {SENTENCE} }}\n", ["a"]),
    ("DC451", line(f'cites press "{WORDS}"'), [f'"{WORDS}"']),
    ("DC451", line(f'cites press "{WORDS[5:]}"'), []),
    ("DC451", line(f'"{WORDS}" cites press'), []),
    ("DC452", line("cites press"), []),
    ("DC452", line("cites press", PRESS + PAGE), ["page"]),
    ("DC452", line("cites press cites page", PRESS + PAGE), []),
    ("DC452", HEAD + PRESS + PAGE, []),
    ("DC452", line("", PRESS), []),
    ("DC452", f"{HEAD}policy JP {{ {PRESS} red line a {SENTENCE} }}\n", ["press"]),
    ("DC452", f"{HEAD}policy JP {{ {PRESS} red line a cites press {SENTENCE} }}\n", []),
    ("DC452", deal(term("a", "15%", "cites press")), []),
    ("DC452", deal(term("a", "15%")), ["press"]),
    ("DC453", source('publisher "P"'), ["s"]),
    ("DC453", source('publisher "P"  date 2025-07-01'), []),
    ("DC453", source('publisher "P"  url "https://example.org"'), []),
    ("DC453", source('publisher "P"  author "A"  note "N"'), ["s"]),
    ("DC454", source("date 2025-07-01"), ["s"]),
    ("DC454", source('date 2025-07-01  publisher " "'), ["s"]),
    ("DC454", source('date 2025-07-01  url "https://example.org"'), []),
    ("DC454", source('publisher "P"', title=""), ["s"]),
    ("DC454", source('publisher "P"', title='" "'), ["s"]),
    ("DC455", source('url "https://example.org"'), []),
    ("DC455", source('url "http://english.example.org/?p=3841#top"'), []),
    ("DC455", source('url "https://example.org:8080/a(b),c;d=%20?q=[1]"'), []),
    ("DC455", source('url "https://münchen.example/größe"'), []),
    ("DC455", source('url "example.org/a"'), ['"example.org/a"']),
    ("DC455", source('url "ftp://example.org/a"'), ['"ftp://example.org/a"']),
    ("DC455", source('url "https:/example.org/a"'), ['"https:/example.org/a"']),
    ("DC455", source('url "https://example.org/a b"'), ['"https://example.org/a b"']),
    ("DC455", source('url "https://"'), ['"https://"']),
    ("DC455", source('url "https://example/a"'), ['"https://example/a"']),
    ("DC455", source('url ""'), ['""']),
    ("DC455", source('publisher "example.org"'), []),
    ("DC456", line("cites press active until 2025-07-20"), []),
    ("DC456", line("cites press active until 2025-07-01"), []),
    ("DC456", line("cites press active until 2025-06-30"), ["press"]),
    ("DC456", line("cites press active from 2025-06-01"), []),
    ("DC456", line("cites press cites page active until 2025-06-30", PRESS + PAGE), []),
    ("DC456", line("active until 2025-06-30"), []),
    ("DC457", line('cites press ""'), ['""']),
    ("DC457", line('cites press "..."'), ['"..."']),
    ("DC457", line('cites press "Japan says: no!"'), ['"Japan says: no!"']),
    ("DC457", line('cites press "no"'), []),
    ("DC457", line("cites press"), []),
    ("DC458", PRESS + PAGE, []),
    ("DC458", PAGE + source('publisher "a Ministry"  url "http://www.example.org/duties/"'), ["s"]),
    ("DC458", PAGE + source('publisher "A ministry"  url "https://example.org/duties?page=2"'), []),
    ("DC458", PAGE + source('publisher "B"  url "https://example.org/duties"'), []),
    ("DC458", PRESS + source('publisher "A paper"  date 2025-07-01', '"japan says no"'), ["s"]),
    ("DC458", PRESS + source('publisher "A paper"  date 2025-07-02', '"Japan says no"'), []),
    ("DC458", source('publisher "A"', '"T"') + 'source t "T" { publisher "A" }\n', []),
    ("DC459", deal(term("a", "1%", "cites press") + term("b", "2% from 2026-01-01", "cites press")
     + term("c", "3% from 2027-01-01")), ["c"]),
    ("DC459", deal(term("a", "1%", "cites press") + term("b", "2% from 2026-01-01", "cites press")
     + term("c", "3% from 2027-01-01 cites press")), []),
    ("DC459", deal(term("a", "1%", "cites press") + term("b", "2% from 2026-01-01")), []),
    ("DC459", deal(term("a", "1%") + term("b", "2% from 2026-01-01")), []),
    ("DC459", deal(""), []),
]  # fmt: skip


def test_the_range_is_full() -> None:
    assert [rule.code for rule in all_rules() if "DC450" <= rule.code <= "DC459"] == [
        f"DC{number}" for number in range(450, 460)
    ]


@pytest.mark.parametrize(("code", "text", "pieces"), TABLE)
def test_sources(code: str, text: str, pieces: list[str]) -> None:
    assert [piece for _, piece in told(linted(text, code))] == pieces


def test_a_project_sets_how_long_a_quotation_is() -> None:
    text = line('cites press "one two three"')
    for words, expected in ((3, []), (2, [("DC451", '"one two three"')])):
        options = LintOptions(limits=Limits(quote_words=words))
        assert told(linted(text, "DC451", options=options)) == expected


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("DC452", line("cites press", PRESS + PAGE), line("cites press")),
        ("DC452", line("cites press", f"# A\n{PRESS}{PAGE}# B\n"), line("cites press", f"# A\n{PRESS}# B\n")),
        ("DC457", line('cites press "Japan says no"'), line("cites press")),
    ],
)  # fmt: skip
def test_unsafe_fixes(code: str, before: str, after: str) -> None:
    assert fixed(before, code).after.text == before
    assert fixed(before, code, unsafe=True).after.text == after
