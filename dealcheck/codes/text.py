"""DC1xx: what is wrong with a text before its names are looked at."""

from __future__ import annotations

from dealcheck import limits
from dealcheck.codes import Code


def _deal(body: str) -> str:
    return f"deal d {{\n  between US, JP\n  {body}\n}}\n"


def _term(measure: str) -> str:
    return _deal(f"term art1: {measure}")


def _line(sentence: str) -> str:
    return f"policy JP {{\n  red line a: {sentence}\n}}\n"


CODES = (
    Code(
        "DC101",
        "unexpected",
        "A word or sign cannot stand where it does",
        """\
The parser reads a text from left to right, and at this word nothing that it knows can go on. The help says what could.
The slip may also lie just before: a word too few or too many. Reading goes on at the next statement, so other errors
are found in the same run.
""",
        _deal("between EU and CA"),
        _deal("between EU, CA"),
    ),
    Code(
        "DC102",
        "misspelt-word",
        "A keyword is misspelt",
        """\
A word stands where only certain keywords can, and is close to one of them. Keywords are written in small letters. A
word that is a keyword in one place may be a name in another, so `status` or `line` can still name things of yours.
""",
        "deal d {\n  trem art1: tariff by US from JP rate 15%\n}\n",
        "deal d {\n  term art1: tariff by US from JP rate 15%\n}\n",
    ),
    Code(
        "DC103",
        "unclosed-bracket",
        "A bracket is never closed",
        """\
Every `{`, `(` and `[` needs its partner. A declaration at the beginning of a line, without blanks before it, ends what
is still open, so that one forgotten brace does not spoil the rest of the file.
""",
        "deal d {\n  between US, JP\n\npolicy JP {\n  red line a: no new export_cap by JP\n}\n",
        "deal d {\n  between US, JP\n}\n\npolicy JP {\n  red line a: no new export_cap by JP\n}\n",
    ),
    Code(
        "DC104",
        "stray-bracket",
        "A bracket closes nothing",
        "A `}`, `)` or `]` stands where none is open. Often a statement before it was closed once too often.\n",
        _deal("effective 2025-08-01") + "}\n",
        _deal("effective 2025-08-01"),
    ),
    Code(
        "DC105",
        "unclosed-text",
        "A text is not closed on its line",
        'A text stands between two `"` on one line. A `"` within it is written `\\"`, and a new line `\\n`.\n',
        'use "trade\n',
        'use "trade"\n',
    ),
    Code(
        "DC106",
        "foreign-quotes",
        "A text stands in other quotation marks",
        """\
Word processors turn straight quotation marks into curved ones. Here a text begins and ends with `"`. Inside a text any
mark may stand.
""",
        "use “trade”\n",
        'source wsj "The “deal” of the day" { }\n',
    ),
    Code(
        "DC107",
        "malformed-number",
        "A number is not written as numbers are",
        """\
A number holds the digits 0 to 9, one point before its decimals, and underscores between groups: `1_400_000`, `8.5`. No
comma belongs into it, for in a list a comma separates. A unit stands apart, `100 t`, but `%` may touch: `25%`.
""",
        _term("export_cap by JP to US volume 10.000,5 t"),
        _term("export_cap by JP to US volume 10_000.5 t"),
    ),
    Code(
        "DC108",
        "no-such-date",
        "A date does not exist, or is written in another way",
        """\
A date is written year, month, day: `2026-02-28`, with two digits for the month and two for the day. It must be in the
calendar.
""",
        _deal("effective 2026-02-30"),
        _deal("effective 2028-02-29"),
    ),
    Code(
        "DC109",
        "unknown-escape",
        "An escape in a text does not exist",
        """\
In a text `\\"` writes a quotation mark, `\\\\` a backslash, `\\n` a new line and `\\t` a tab. There are no others.
""",
        'source a "C:\\deals" { }\n',
        'source a "C:\\\\deals" { }\n',
    ),
    Code(
        "DC110",
        "hidden-character",
        "A character that cannot be seen",
        """\
No-break spaces, zero-width spaces and control characters come along when a text is pasted from a document or a web
page. They look like nothing and mean nothing, so they are refused outside of texts and comments. Blanks, tabs and line
ends are free.
""",
        _deal("effective\u00a02025-08-01"),
        _deal("effective \t 2025-08-01"),
    ),
    Code(
        "DC111",
        "foreign-sign",
        "A sign that this language does not have",
        """\
The signs are `=`, `!=`, `<`, `<=`, `>`, `>=`, `+`, `-`, `*`, `/`, `%`, `|`, `&`, brackets, `:`, `,`, `.`, `..` and `?`.
Statements need no semicolon, conditions join with `and`, `or` and `not`, and money names its currency: `USD 550 bn`.
""",
        _line("every duty by US must have rate ≤ 15%"),
        _line("every duty by US must have rate <= 15%"),
    ),
    Code(
        "DC112",
        "foreign-comment",
        "A comment in the manner of another language",
        "A comment begins with `#` and ends with its line.\n",
        _deal("effective 2025-08-01 // as agreed"),
        _deal("effective 2025-08-01 # as agreed"),
    ),
    Code(
        "DC113",
        "too-deep",
        "A statement nests too deep",
        f"""\
At one place at most {limits.NESTING} brackets may be open, and one statement may have at most {limits.OPERATORS}
operators. Name a part of it (`product`, `group`, `fact`) and use the name.
""",
        f"fact x = {'(' * (limits.NESTING + 1)}1{')' * (limits.NESTING + 1)}\n",
        f"fact x = {'(' * limits.NESTING}1{')' * limits.NESTING}\n",
    ),
    Code(
        "DC114",
        "text-too-large",
        "A file is too large",
        f"""\
A file holds at most {limits.FILE_BYTES:,} bytes and {limits.TOKENS:,} words and signs. A schedule of many rows belongs
into a table (`table "us.csv" {{ ... }}`), which has limits of its own.
""",
    ),
    Code(
        "DC115",
        "code-length",
        "An HS code has a length that no code has",
        """\
A code names a chapter (2 digits), a heading (4), a subheading (6) or a line of a schedule (8 or 10), with or without
dots. A shorter code holds all that begin with it, so `hs 87` is everything in chapter 87.
""",
        _term("tariff by US on hs 870 rate 15%"),
        _term("tariff by US on hs 8703 rate 15%"),
    ),
    Code(
        "DC116",
        "code-range",
        "A range of codes is not in order",
        """\
In `hs FIRST .. LAST` both codes have equally many digits, and the first is not the higher one. Both ends belong to it.
""",
        _term("tariff by US on hs 8407.34 .. 8407.31 rate 15%"),
        _term("tariff by US on hs 8407.31 .. 8407.34 rate 15%"),
    ),
    Code(
        "DC117",
        "repeated-part",
        "A part stands twice that may stand once",
        """\
What a term, measure or line says of itself once, it should not say again: it would not be clear which holds.
""",
        _deal("term art1 status open status agreed: tariff by US rate 15%"),
        _deal("term art1 status open: tariff by US rate 15%"),
    ),
    Code(
        "DC118",
        "comparison-without-sentence",
        "A comparison belongs to no sentence",
        """\
A comparison such as `rate > 5%` says what the points of a sentence must or may not have. It needs a sentence before it
that has such a condition: `no ... may have`, `every ... must have`, `some ... has`, `the deal must have`.
""",
        _line("rate >= 25%"),
        _line("no tariff by US may have rate >= 25%"),
    ),
    Code(
        "DC119",
        "unless-before-comparison",
        "`unless` stands before a comparison",
        """\
`unless` joins two whole sentences: the first must hold where the second does not. To except some points, write
`and not` and the comparison, or `except` and a key in the pattern.
""",
        _line("no tariff by US may have rate >= 25% unless share < 50%"),
        _line("no tariff by US may have rate >= 25% and not share < 50%"),
    ),
    Code(
        "DC120",
        "condition-after-time",
        "A condition goes on after a time phrase",
        """\
A time phrase (`at end`, `after 2026-01-01`) is about the whole sentence and ends its condition. Put it last.
""",
        _line("no tariff by US may have rate >= 25% at end and share = 100%"),
        _line("no tariff by US may have rate >= 25% and share = 100% at end"),
    ),
    Code(
        "DC121",
        "sentence-in-condition",
        "A sentence stands inside a condition",
        """\
Parentheses behind `may have` and its like hold comparisons. Sentences are joined outside of them, or in parentheses
that begin where a sentence can.
""",
        _line("no tariff by US may have (rate >= 25% and no duty by JP)"),
        _line("no tariff by US may have (rate >= 25%) and no duty by JP"),
    ),
    Code(
        "DC122",
        "missing-part",
        "A part of a statement is missing",
        """\
A statement lacks a word, a name, a value or a sign. The place shown is where it should stand, or the word before it.
""",
        _term("tariff by US from JP rate 25% until"),
        _term("tariff by US from JP rate 25% until 2026-12-31"),
    ),
    Code(
        "DC123",
        "too-many-errors",
        "A file has too many errors to go on",
        f"""\
After {limits.SYNTAX_ERRORS} errors of text and syntax the rest of the file is not read. Often it is no text of this
language at all, or one early slip spoils what follows.
""",
        "@ " * (limits.SYNTAX_ERRORS + 1) + "\n",
        "# " + "@ " * (limits.SYNTAX_ERRORS + 1) + "\n",
    ),
    Code(
        "DC124",
        "number-too-long",
        "A number has too many digits",
        f"A number has at most {limits.DIGITS} digits. Amounts are better written with a scale word: `USD 550 bn`.\n",
        "fact x = 1234567890123456789012345678901234567890\n",
        "fact x = 123456789012345678901234567890\n",
    ),
)
