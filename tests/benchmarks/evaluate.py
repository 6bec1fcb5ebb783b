"""How long evaluation takes against the least that the job needs: `python -m tests.benchmarks.evaluate`.

The job: a schedule of rows as the draft's own table, and lines that each bound the rates under one prefix. The least:
the rows sorted by code, a bisection for each line, and a compiled condition on each row under its prefix. Both find
the same rows.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from bisect import bisect_left
from collections.abc import Callable
from fractions import Fraction

from attrs import frozen

from dealcheck.evaluate.settling import Surroundings
from dealcheck.logic import Verdict
from dealcheck.model.lookup import TableText
from dealcheck.model.resolve import resolve
from dealcheck.packages.check import check_deal
from dealcheck.source import Source
from dealcheck.syntax.parse import parse

KIND = """
kind tariff "Customs duty" {
  key by: party  key from: party  key on: goods  key layer: name = mfn
  value rate: rate, less is freer, absent is 0%
  absent none
}
"""


@frozen
class Files:
    """A look-up that knows one table."""

    table: str

    def read(self, name: str, near: Source | None, extensions: tuple[str, ...]) -> Source:
        raise AssertionError(f"no file is used, yet {name} is asked for")

    def rows(self, name: str, near: Source) -> TableText:
        return TableText(name, self.table)


def schedule(count: int, seed: int = 7) -> list[tuple[str, str]]:
    """Rows of an eight-digit schedule with its rates as text, in the order of codes."""
    chance = random.Random(seed)
    codes = sorted(chance.sample(range(1_00_00_00, 97_00_00_00), count))
    return [(f"{code:08d}", f"{chance.choice((0, 0, 0, 25, 50, 65, 100, 140, 250)) / 10:g}%") for code in codes]


def limits(count: int, rows: list[tuple[str, str]], seed: int = 11) -> list[tuple[str, int]]:
    """Lines as a four-digit prefix and the percent that rates there must stay under."""
    chance = random.Random(seed)
    return [(chance.choice(rows)[0][:4], chance.choice((3, 6, 10, 20))) for _ in range(count)]


def bare(rows: list[tuple[str, Fraction]], lines: list[tuple[str, int]]) -> list[tuple[str, str]]:
    """The least that the job needs: which line each row breaks."""
    rows = sorted(rows)
    codes = [code for code, _ in rows]
    compiled: list[tuple[str, Callable[[Fraction], bool]]] = [
        (prefix, eval(f"lambda rate: rate >= {limit}")) for prefix, limit in lines
    ]
    found: list[tuple[str, str]] = []
    for prefix, holds in compiled:
        for at in range(bisect_left(codes, prefix), bisect_left(codes, prefix + "~")):
            if holds(rows[at][1]):
                found.append((prefix, codes[at]))
    return found


def measure(row_count: int, line_count: int) -> tuple[float, float, int]:
    """Seconds of dealcheck and of the least, best of five, and how many rows break a line."""
    rows = schedule(row_count)
    lines = limits(line_count, rows)
    draft = KIND + "baseline b on 2025-01-01 { }\ndeal d { between US, JP dated 2025-01-01 against b term t: "
    draft += 'tariff by US from JP layer mfn table "rows.csv" { on = HS8 rate = general } }\npolicy JP {\n'
    draft += "\n".join(
        f"red line l{at}: no tariff by US from JP on hs {prefix} layer mfn may have rate >= {limit}%"
        for at, (prefix, limit) in enumerate(lines)
    )
    draft += "\n}\n"
    table = "HS8,general\n" + "\n".join(f"{code},{rate}" for code, rate in rows)
    resolved = resolve([parse(Source("bench.deal", draft)).file], Files(table))
    assert not [each for each in resolved.diagnostics if each.is_error], resolved.diagnostics[:3]
    model = resolved.model
    plain = [(code, Fraction(rate[:-1])) for code, rate in rows]
    best = least = float("inf")
    broken: set[str] = set()
    gc.disable()
    for _ in range(5):
        start = time.perf_counter()
        expected = bare(plain, lines)
        least = min(least, time.perf_counter() - start)
        start = time.perf_counter()
        checked = check_deal(model, model.deals["d"], model.lines, Surroundings())
        best = min(best, time.perf_counter() - start)
        broken = {each.line.name for each in checked.lines if each.verdict is Verdict.VIOLATED}
    gc.enable()
    prefixes = {prefix for prefix, _ in expected}
    assert {name for name in broken if lines[int(name[1:])][0] not in prefixes} == set()
    assert prefixes == {lines[int(name[1:])][0] for name in broken}
    return best, least, len(expected)


def main() -> None:
    """Print the ratios."""
    print(f"Python {sys.version.split()[0]}")
    for row_count, line_count in ((20_000, 100), (40_000, 100), (20_000, 1_000), (40_000, 1_000)):
        best, least, found = measure(row_count, line_count)
        print(
            f"{row_count:6d} rows x {line_count:4d} lines: {best * 1000:7.1f} ms, {best / least:5.1f} x the bare index"
            f" ({least * 1000:.1f} ms), {found} rows break a line"
        )


if __name__ == "__main__":
    main()
