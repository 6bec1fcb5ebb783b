"""How fast a text is formatted, against parsing the same text.

Run `python -m tests.benchmarks.format [LINES]`. All run in turns, the cyclic collector paused, and the time is that of
the processor: a text whose layout changes throughout, which is parsed twice; the same text once it is formatted; the
shipped packs one by one, as they are and formatted.
"""

from __future__ import annotations

import gc
import re
import sys
import time
from collections.abc import Callable, Sequence

from dealcheck.shipped import shipped_folder
from dealcheck.source import Source
from dealcheck.syntax.format import format_text
from dealcheck.syntax.parse import parse
from tests.benchmarks.parse import corpus

GOAL = 3.0
"""The most that formatting may take, as a multiple of the time to parse the text."""

GOAL_FORMATTED = 1.5
"""The same where the text is formatted already."""

LINES_OF_A_STATEMENT = 2.13
ROUNDS = 5


def loose(text: str) -> str:
    """The text with other blanks and line ends almost everywhere."""
    return re.sub(r"\n +", "\n     ", re.sub(r" (?=by |on |layer |rate |must |cites |: )", "   ", text))


def timed(action: Callable[[], object]) -> float:
    """The seconds of processor time that an action takes with the collector paused."""
    gc.collect()
    gc.disable()
    begin = time.process_time()
    action()
    end = time.process_time()
    gc.enable()
    return end - begin


def report(what: str, sources: Sequence[Source], goal: float) -> list[Source]:
    """Prints how long parsing and formatting take, and their ratio; the sources once they are formatted."""
    tidy = [Source(source.name, format_text(source).text) for source in sources]
    parsing, formatting = [], []
    for _ in range(ROUNDS):
        parsing.append(timed(lambda: [parse(source) for source in sources]))
        formatting.append(timed(lambda: [format_text(source) for source in sources]))
    lines = sum(source.text.count("\n") for source in sources)
    ratio = min(formatting) / min(parsing)
    print(
        f"{what}, {lines:,} lines: parse {min(parsing):.3f} s, format {min(formatting):.3f} s, ratio {ratio:.2f},"
        f" goal {goal}"
    )
    return tidy


def main() -> None:
    """Prints the times and their ratios."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    source = Source("bench", loose(corpus(int(lines / LINES_OF_A_STATEMENT))))
    report("formatted", report("loose", [source], GOAL), GOAL_FORMATTED)
    paths = [path for path in sorted(shipped_folder("policies").rglob("*")) if path.suffix in (".policy", ".deal")]
    packs = [Source(path.name, path.read_text(encoding="utf-8")) for path in paths]
    report("packs, formatted", report("packs as they are", packs, GOAL), GOAL_FORMATTED)


if __name__ == "__main__":
    main()
