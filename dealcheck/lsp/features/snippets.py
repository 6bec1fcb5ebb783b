"""Beginnings of declarations that completion offers, with places to fill in."""

from __future__ import annotations

from attrs import frozen


@frozen
class Snippet:
    """A text with places to fill in, offered where `terminal` can stand, in a block of that sort (`""`: anywhere)."""

    label: str
    terminal: str
    said: str
    body: str
    within: str = ""


SNIPPETS: tuple[Snippet, ...] = (
    Snippet(
        "policy … { }",
        "POLICY",
        "The lines of a party",
        'policy ${1:JP} "${2:Japan}" {\n  red line ${3:name} "${4:What it says}"\n'
        "    : ${0:no new export_cap by $1}\n}",
    ),
    Snippet(
        "deal … { }",
        "DEAL",
        "A draft",
        'deal ${1:name} "${2:title}" {\n  between ${3:US}, ${4:JP}\n  dated ${5:2025-06-30}\n'
        '  against ${6:mid_2025}\n\n  term ${7:art1} "${8:Article}":\n    $0\n}',
        "top",
    ),
    Snippet(
        "deal { }",
        "DEAL",
        "The draft of the test",
        "deal { between ${1:US}, ${2:JP}  against ${3:mid_2025}  $0 }",
        "test",
    ),
    Snippet(
        "test … { }",
        "TEST",
        "A draft, and what is expected of lines under it",
        'test "${1:what it shows}" {\n  deal { between ${2:US}, ${3:JP}  against ${4:mid_2025}  $5 }\n'
        "  expect ${6:JP.line} ${7|met,violated,open,unknown,inactive|}$0\n}",
    ),
    Snippet(
        "source … { }",
        "SOURCE",
        "What a line or a measure cites",
        'source ${1:name} "${2:title}" { publisher "${3:publisher}"  date ${4:2025-07-01}  url "${5:https://}" }$0',
    ),
    Snippet(
        "kind … { }",
        "__ANON_0",
        "A sort of measure",
        'kind ${1:name} "${2:label}" {\n  key by: party  key ${3|to,from|}: party  key on: ${4|goods,topic|}\n'
        "  value ${5:volume}: ${6:quantity}, ${7|more,less|} is freer\n  absent none\n}$0",
    ),
    Snippet(
        "baseline … { }",
        "BASELINE",
        "What is in force on a date",
        "baseline ${1:name} on ${2:2025-07-01} {\n  $0\n}",
    ),
    Snippet("product … =", "PRODUCT", "A name for goods", 'product ${1:name} "${2:label}" = hs ${3:8703}$0'),
    Snippet(
        "red line …",
        "RED",
        "A line that no deal may violate",
        'red line ${1:name} "${2:What it says}"\n  cites ${3:source} "${4:quote}"\n  : ${0:no new export_cap by JP}',
    ),
    Snippet(
        "concern …",
        "CONCERN",
        "A line whose violation is a warning",
        'concern ${1:name} "${2:What it says}"\n  : ${0:every duty by US must have rate <= 15%}',
    ),
    Snippet(
        "term …",
        "TERM",
        "An article of the deal",
        'term ${1:art1} "${2:Article}":\n  ${3:tariff} by ${4:US} from ${5:JP} on ${6:autos} $0',
    ),
    Snippet(
        "expect …",
        "EXPECT",
        "What a test expects of a line",
        "expect ${1:JP.line} ${2|met,violated,open,unknown,inactive|}$0",
    ),
)
