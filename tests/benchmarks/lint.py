"""How fast a text is linted, against parsing the same text.

Run `python -m tests.benchmarks.lint [LINES]`. Parsing and linting run in turns, the cyclic collector paused, and the
time is that of the processor. Linting takes in parsing, resolving and every rule; `--profile` shows the rules that
took longest. The text is a policy with its tests and a deal, all of which use the shipped vocabulary.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date

from dealcheck import api
from dealcheck.lint.context import Context, LintOptions
from dealcheck.lint.rule import all_rules
from dealcheck.loader import Library, Shelf
from dealcheck.opening import open_alone
from dealcheck.scopes import dotted_code
from dealcheck.source import Source
from dealcheck.syntax.parse import parse

GOAL = 3.0
"""The most that linting may take, as a multiple of the time to parse the text."""

ROUNDS = 3
LINES_OF_A_NUMBER = 14
PARTIES = ("JP", "EU", "KR", "CA", "VN", "UK", "CN", "IN")
HEAD = """\
use "trade"
use "goods"
use "baseline/2025-07-01"

source press "A paper on the talks" {
  publisher "A paper"
  date 2025-07-01
}

"""
SENTENCES = (
    "no tariff by US from JP on hs {code} layer s232_autos may have rate >= {number}%",
    "every duty by US from JP on hs {code} must have rate <= {number}% unless some new export_cap by JP to US on rice",
    "no tariff by JP from US on hs {code} may have rate reduced\n"
    "      and no tariff_quota by JP from US on rice may have volume raised",
    "no new export_cap by JP to US on hs {code}",
)
MEASURES = (
    "tariff by US from {party} on hs {code} layer reciprocal rate {number}%, {less}% from 2026-01-01",
    "tariff by US from {party} on hs {code} layer reciprocal rate {number}%",
    "tariff_quota by {party} from US on hs {code} volume {number}_000 t per year in_rate 0%",
    "export_cap by {party} to US on hs {code} volume [US: {number}_000 units | {party}: {number}_500 units] per year",
)


def corpus(lines: int, codes: Sequence[str]) -> str:
    """A text of about so many lines: a fifth a policy, half of it tests, the rest a deal. `codes` are six digits."""
    policy, tests, deal = [], [], []
    for number in range(lines // LINES_OF_A_NUMBER):
        words = {
            "code": dotted_code(codes[number * 7 % len(codes)]),
            "number": number % 50 + 2,
            "less": number % 50 + 1,
            "party": PARTIES[number % 8],
        }
        sentence = SENTENCES[number % len(SENTENCES)].format(**words)
        policy.append(f'  red line l{number} "Number {number} of the list"\n    cites press\n    : {sentence}\n')
        tests.append(
            f'test "silence on number {number}" {{\n'
            "  deal {\n    between US, JP  dated 2025-07-05  against mid_2025\n"
            f"    term t{number}: tariff by US from JP on hs {words['code']} layer s232_autos rate 1%\n  }}\n"
            f"  expect JP.l{number} met\n}}\n"
        )
        for part in range(2):
            measure = MEASURES[(number + part) % len(MEASURES)].format(**words)
            deal.append(f'  term t{number}_{part} "Article {number}, {part}":\n    {measure}\n')
    head = (
        'deal bench "A draft" {\n  between US, JP, EU, KR, CA, VN, UK, CN, IN\n  dated 2025-07-05\n  against mid_2025\n'
    )
    return HEAD + head + "".join(deal) + '}\n\npolicy JP "Japan" {\n' + "".join(policy) + "}\n\n" + "".join(tests)


def timed(action: Callable[[], object]) -> float:
    """The seconds of processor time that an action takes with the collector paused."""
    gc.collect()
    gc.disable()
    begin = time.process_time()
    action()
    end = time.process_time()
    gc.enable()
    return end - begin


def main() -> None:
    """Prints both times and their ratio."""
    arguments = [each for each in sys.argv[1:] if each != "--profile"]
    shelf = Shelf()
    nomenclature = shelf.nomenclature()
    assert nomenclature is not None
    codes = [code for code in nomenclature.names if len(code) == 6]
    text = corpus(int(arguments[0]) if arguments else 10_000, codes)
    files = Library(shelf, shelf.current)
    options = LintOptions(date(2026, 3, 1), shelf.nomenclature)

    def draft() -> api.Draft:
        return api.Draft(Source("bench.policy", text), files)

    rules = all_rules()
    first = api.lint(draft(), options, rules)
    assert not first.errors, first.errors[:3]
    parsing, resolving, linting = [], [], []
    for _ in range(ROUNDS):
        parsing.append(timed(lambda: parse(Source("bench.policy", text))))
        resolving.append(timed(lambda: open_alone(draft())))
        linting.append(timed(lambda: api.lint(draft(), options, rules)))
    lines = text.count("\n")
    ratio = min(linting) / min(parsing)
    print(f"{lines} lines, {len(rules)} rules, {len(first.findings)} findings")
    print(f"parsed {min(parsing):.3f} s, opened {min(resolving):.3f} s, linted {min(linting):.3f} s")
    print(f"ratio {ratio:.2f}, goal {GOAL}")
    if "--profile" in sys.argv:
        opened = open_alone(draft())
        context = Context(opened.source, opened.tree, opened.model, options)
        taken = [(timed(lambda rule=rule: list(rule.check(context))), rule) for rule in rules]  # type: ignore[misc]
        for seconds, rule in sorted(taken, key=lambda each: -each[0])[:20]:
            print(f"{seconds:8.3f} s  {rule.code} {rule.name}")


if __name__ == "__main__":
    main()
