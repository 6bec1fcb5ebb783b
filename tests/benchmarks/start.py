"""How long a command takes from start to answer: `python -m tests.benchmarks.start`.

Three things in one run, turn by turn, the best of each: importing what any such program needs, the installed command on
a draft with a baseline and a line of its own, and the same draft against the full schedule of 11,414 lines.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15
PLAIN = """
kind tariff "Customs duty" {
  key by: party  key from: party  key on: goods  key layer: name = mfn
  value rate: rate, less is freer, absent is 0%
  absent none
}
product autos = hs 8703.22, 8703.23, 8703.24
baseline now on 2025-07-01 { tariff by US from JP on autos rate 25% }
"""
FULL = """
use "trade"
use "goods"
use "baseline/2025-07-01"
"""
DRAFT = """
deal d "A small draft" {
  between US, JP  dated 2025-07-05  effective 2025-07-09  against %s
  term a: tariff by US from JP on autos %s rate 24%%
}
policy JP "Japan" { red line autos "No deal keeps the 25%%": no duty by US from JP on autos may have rate >= 25%% }
"""


def best(command: list[str], times: list[float]) -> None:
    """Add the seconds that a command takes."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    times.append(time.perf_counter() - start)


def main() -> None:
    """Print the ratios."""
    command = str(Path(sys.executable).with_name("dealcheck"))
    with tempfile.TemporaryDirectory() as folder:
        small, full = Path(folder, "small.deal"), Path(folder, "full.deal")
        small.write_text(PLAIN + DRAFT % ("now", ""), encoding="utf-8")
        full.write_text(FULL + DRAFT % ("mid_2025", "layer s232_autos"), encoding="utf-8")
        silent = Path(__file__).parents[2] / "examples/us-japan/silent.deal"
        commands = {
            "import lark, attrs, click": [sys.executable, "-c", "import lark, attrs, click"],
            "a small draft": [command, "check", str(small)],
            "the same against the full schedule": [command, "check", str(full)],
            "silent.deal, 25 lines with readings": [command, "check", str(silent)],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, arguments in commands.items():
                best(arguments, times[name])
    base = min(times["import lark, attrs, click"])
    for name, found in times.items():
        print(f"{name:38s} {min(found) * 1000:6.1f} ms  {min(found) / base:5.2f} x")


if __name__ == "__main__":
    main()
