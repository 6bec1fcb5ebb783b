"""How fast a text is parsed, against Lark's own LALR parse of the same text with callbacks that return nothing.

Run `python -m tests.benchmarks.parse [STATEMENTS]`. Both run in turns, the cyclic collector paused in both.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

from lark import Lark, Transformer

from dealcheck.source import Source
from dealcheck.syntax.grammar import grammar_folder, language
from dealcheck.syntax.parse import parse
from tests.syntax.lark_parser import lark_parser

GOAL = 1.6
"""The most that parsing may take, as a multiple of Lark's time."""

PARTIES = ("US", "JP", "EU", "KR", "CA", "VN", "UK", "CN")
MEASURES = (
    "tariff by {a} from {b} on hs {code} layer s232_autos rate 25%, 15% from 2026-01-01, 0% from 2030-01-01",
    "tariff by {a} from {b} on hs {code} rate {number}%",
    "tariff_quota by {a} from {b} on rice volume 100_000 t in_rate 0% until 2030-12-31",
    "export_cap by {a} to {b} on autos | light_trucks volume [{a}: 1_000_000 units | {b}: 1_400_000 units] per year",
    "tariff by {a} from {b} on everything layer reciprocal rate all_in 15%",
    "tariff by {a} from {b} on hs {code} rate old rate * 0.9 from 7 days after ratified",
    "purchase by {a} from {b} on soybeans amount USD 8 bn per year  # a comment\n    until 2028-12-31",
    "tariff by {a} from {b} on hs {code} rate 8.5% + 6 c/kg",
    "regulation by {a} on digital.services_tax action delay force shall",
    "end export_cap by {a} to {b} on light_trucks",
)
LINES = (
    "no tariff by {a} from {b} on autos | light_trucks layer s232_autos may have rate >= {number}%",
    "every duty by {a} from {b} on autos must have rate <= 15% after 2026-01-01\n"
    "      unless some tariff_quota by {a} from {b} on autos has in_rate <= 10% and volume >= 100_000 units",
    "every tariff by {a} from {b} except layer mfn must have rate reduced at effective",
    "total amount of purchase by {a} from {b} must be <= USD 550 bn",
    "if some quota by {a} has volume raised then every duty by {b} from {a} must have rate <= rate(from UK)",
)


def corpus(statements: int) -> str:
    """A text of so many measures and lines, three measures to each line."""
    parts = ['deal bench "A draft" {\n  between US, JP\n  dated 2025-06-30\n']
    lines = []
    for number in range(statements):
        a, b = PARTIES[number % 8], PARTIES[(number // 8 + 1) % 8]
        code = f"{1 + number % 97:02}{number % 90 + 10}.{number % 83 + 10}"
        words = {"a": a, "b": b, "code": code, "number": number % 60}
        if number % 4:
            measure = MEASURES[number // 4 % len(MEASURES)].format(**words)
            parts.append(f'  term art{number} "Article {number}":\n    {measure}\n')
        else:
            sentence = LINES[number // 4 % len(LINES)].format(**words)
            lines.append(f'  red line l{number} "Line {number}" cites wsj "quote":\n    {sentence}\n')
    return "".join(parts) + '}\npolicy JP "Japan" {\n' + "".join(lines) + "}\n"


def silent(lark: Lark) -> Transformer[object, None]:
    """Callbacks for every rule, none of which returns anything."""
    rules = lark.rules
    names = {rule.alias or rule.origin.name for rule in rules}
    # Lark puts the children of these into their parents, and so needs to see them.
    names -= {rule.origin.name for rule in rules if rule.origin.name.startswith("_")}
    return type("Silent", (Transformer,), {name: lambda self, children: None for name in names})()  # type: ignore[no-any-return]


def timed(action: Callable[[], object]) -> float:
    """The seconds that an action takes with the collector paused."""
    gc.collect()
    gc.disable()
    begin = time.perf_counter()
    action()
    end = time.perf_counter()
    gc.enable()
    return end - begin


def main() -> None:
    """Prints both times and their ratio."""
    statements = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    text = corpus(statements)
    grammar = (grammar_folder() / "deal.lark").read_text(encoding="utf-8")
    lark = lark_parser(grammar, transformer=silent(lark_parser(grammar)))
    language.cache_clear()
    load = timed(language)
    ours, theirs = [], []
    for _ in range(3):
        ours.append(timed(lambda: parse(Source("bench", text))))
        theirs.append(timed(lambda: lark.parse(text)))
    parsed = parse(Source("bench", text))
    assert not parsed.diagnostics, parsed.diagnostics[:3]
    ratio = min(ours) / min(theirs)
    print(f"{statements} statements, {len(text)} characters; tables loaded in {load * 1000:.1f} ms")
    print(f"dealcheck {min(ours):.3f} s, {statements / min(ours):.0f} statements/s; Lark {min(theirs):.3f} s")
    print(f"ratio {ratio:.2f}, goal {GOAL}")


if __name__ == "__main__":
    main()
