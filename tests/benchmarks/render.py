"""How long reports take against the check that they tell of: `python -m tests.benchmarks.render [FORM...]`.

The check: terms that each set the rate of one product, and lines that each bound all of them, so that every term
violates every line: terms x lines findings. Each form is made of its result, and the result made again of its JSON.
Half the time of the check is the most that a form may take.
"""

from __future__ import annotations

import cProfile
import gc
import pstats
import sys
import time
from collections.abc import Callable
from typing import Any

from attrs import evolve

from dealcheck import api
from dealcheck.loader import Library, Shelf
from dealcheck.report.formats import NAMES, render
from dealcheck.report.record import Input, Receipt, Result
from dealcheck.report.restore import restore
from dealcheck.report.style import RenderOptions
from dealcheck.source import Source
from tests.benchmarks.evaluate import KIND

MOST = 0.5
"""What a form may take of the check's time."""


def job(terms: int, lines: int) -> str:
    """A text with a deal and a policy."""
    codes = [f"{10 + at // 90:02d}{10 + at % 90:02d}" for at in range(terms)]
    measures = "\n".join(
        f'  term art{at} "Article {at}": tariff by US from JP on hs {code} layer mfn rate {at % 40 + 30}%'
        for at, code in enumerate(codes)
    )
    bounds = "\n".join(
        f'  red line l{at} "Duties stay under {at % 29 + 1}.{at % 10}%":'
        f" no tariff by US from JP may have rate >= {at % 29 + 1}.{at % 10}%"
        for at in range(lines)
    )
    return (
        f"{KIND}baseline b on 2025-01-01 {{ }}\n"
        f"deal d {{\n  between US, JP  dated 2025-01-01  against b\n{measures}\n}}\npolicy JP {{\n{bounds}\n}}\n"
    )


def best(action: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """The least seconds of several runs, and what came of the last."""
    least = float("inf")
    found: Any = None
    for _ in range(times):
        found = None
        gc.collect()
        start = time.perf_counter()
        found = action()
        least = min(least, time.perf_counter() - start)
    return least, found


def check(text: str) -> Result:
    options = api.CheckOptions()
    return api.check([api.Draft(Source("bench.deal", text), Library(Shelf(), Shelf().current))], options)


def main() -> None:
    """Print the ratios; with `profile FORM` what a form spends its time on."""
    terms, lines = 100, 100
    gc.disable()  # As the commands do.
    seconds, result = best(lambda: check(job(terms, lines)))
    assert not result.everything, result.everything[:3]
    found = sum(len(line.judgement.findings) for deal in result.deals for line in deal.checked.lines)
    assert found == terms * lines, found
    result = evolve(result, receipt=Receipt("dealcheck", (Input("bench.deal", "0" * 64),)))
    options = RenderOptions()
    print(f"Python {sys.version.split()[0]}; {found} findings, checked in {seconds * 1000:.0f} ms")
    if sys.argv[1:2] == ["profile"]:
        profile = cProfile.Profile()
        profile.runcall(render, result, sys.argv[2], options)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return
    for name in sys.argv[1:] or NAMES:
        taken, told = best(lambda name=name: render(result, name, options))  # type: ignore[misc]
        size = len(told) if isinstance(told, bytes) else len(told.encode())
        print(
            f"{name:10}{taken * 1000:8.0f} ms {taken / seconds:6.2f} x the check{_over(taken / seconds)} {size:>12,} B"
        )
        if name == "json":
            taken, _ = best(lambda told=told: restore(told))  # type: ignore[misc]
            print(f"{'restore':10}{taken * 1000:8.0f} ms {taken / seconds:6.2f} x the check{_over(taken / seconds)}")


def _over(ratio: float) -> str:
    return "" if ratio <= MOST else f", over {MOST}"


if __name__ == "__main__":
    main()
