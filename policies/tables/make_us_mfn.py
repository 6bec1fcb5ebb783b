"""Rebuild `us_mfn_2025-04.csv`: the US most-favoured-nation rate of every eight-digit line of chapters 1 to 97.

    python make_us_mfn.py us_hts_2025-04.csv us_mfn_2025-04.csv

The first argument is the Harmonized Tariff Schedule of the United States as exported in CSV, the second the table to
write.

How a line gets its rate:

* A line is the first eight digits of a row of eight or ten digits. Rows of four and six digits state no rate of their
  own: where their cell is filled, it repeats the row above, and may contradict the lines below.
* The export is filled down, so most cells of the general column are repetitions. The row that states a rate is the one
  that also states Column 2; a line without such a row takes its own eight-digit row, and failing that its ten-digit
  rows.
* A line whose rows state different rates is unknown.

How a rate is written: in the text of the deal language, percentage before specific part (`8.5% + 6 c/kg`, where `c` is
a US cent), numbers without needless zeros. Whatever is not wholly understood is `?`, a missing fact: formulas,
references to notes and to other articles, duties on a part of the article or on its content, drained or clean weight,
two specific parts.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

UNKNOWN = "?"

CODE, GENERAL, COLUMN_2 = "HTS Number", "General Rate of Duty", "Column 2 Rate of Duty"

# Unit words of the schedule: the unit of the deal language, and how many of that unit the word means.
UNITS: Mapping[str, tuple[str, int]] = {
    "kg": ("kg", 1),
    "t": ("t", 1),
    "liter": ("l", 1),
    "bbl": ("bbl", 1),
    "m2": ("m2", 1),
    "m3": ("m3", 1),
    "each": ("units", 1),
    "head": ("head", 1),
    "pr.": ("pairs", 1),
    "doz.": ("doz", 1),
    "gross": ("gross", 1),
    "1000": ("units", 1000),
    "thousand": ("units", 1000),
}

# Lines whose duty on drained weight is written per kg: mushrooms (2003.10.01), whose customs value a fact is meant to
# give on the same weight. Every other duty on drained weight is unknown.
DRAINED_WEIGHT_LINES = frozenset({"20031001"})

MARKUP = re.compile(r"<[^>]*>")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
SPECIFIC = re.compile(r"(?:(?P<cents>\d+(?:\.\d+)?)¢|\$(?P<dollars>\d+(?:\.\d+)?))(?:\s*/\s*|\s+)(?P<unit>[a-z0-9.]+)")


class Row(NamedTuple):
    """One row of the schedule that names a line: its digits, its general rate, whether it states that rate itself."""

    digits: str
    general: str
    states_rate: bool


def plain(number: Decimal) -> str:
    """The number in full, without exponent or trailing zeros."""
    return f"{number.normalize():f}"


def specific_part(text: str) -> str | None:
    """A specific duty such as `¢/kg` in the text of the deal language, or None if the text is not wholly understood."""
    found = SPECIFIC.fullmatch(text)
    if found is None or found["unit"] not in UNITS:
        return None
    unit, count = UNITS[found["unit"]]
    currency = "c" if found["cents"] else "USD"
    return f"{plain(Decimal(found['cents'] or found['dollars']) / count)} {currency}/{unit}"


def written_rate(line: str, cell: str) -> str:
    """The rate of one cell in the text of the deal language, or `?`."""
    text = " ".join(MARKUP.sub("", cell).split())
    if line in DRAINED_WEIGHT_LINES:
        text = text.replace(" on drained weight", "")
    if text == "Free":
        return "0%"
    percents: list[str] = []
    specifics: list[str] = []
    for part in (part.strip() for part in text.split("+")):
        if percent := PERCENT.fullmatch(part):
            percents.append(f"{plain(Decimal(percent[1]))}%")
        elif specific := specific_part(part):
            specifics.append(specific)
        else:
            return UNKNOWN
    if len(percents) > 1 or len(specifics) > 1:
        return UNKNOWN
    return " + ".join(percents + specifics)


def rate_of_line(line: str, rows: Iterable[Row]) -> str:
    """The one rate that the rows of a line state, or `?` where they state none or several."""
    filled = [row for row in rows if row.general]
    stated = (
        [row for row in filled if row.states_rate]
        or [row for row in filled if row.digits == line]
        or [row for row in filled if row.digits != line]
    )
    rates = {written_rate(line, row.general) for row in stated}
    return rates.pop() if len(rates) == 1 else UNKNOWN


def lines_of_schedule(path: Path) -> dict[str, list[Row]]:
    """The rows of each eight-digit line of chapters 1 to 97, in the order of the codes."""
    lines: dict[str, list[Row]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for cells in csv.DictReader(file):
            digits = cells[CODE].replace(".", "").strip()
            if len(digits) in (8, 10) and "01" <= digits[:2] <= "97":
                row = Row(digits, cells[GENERAL].strip(), bool(cells[COLUMN_2].strip()))
                lines.setdefault(digits[:8], []).append(row)
    return dict(sorted(lines.items()))


def category(rate: str) -> str:
    """The sort of duty that a written rate is."""
    if rate == UNKNOWN:
        return "unknown"
    if rate == "0%":
        return "free"
    if "/" not in rate:
        return "ad valorem"
    return "compound" if "%" in rate else "specific"


def write_table(path: Path, rates: Mapping[str, str]) -> None:
    """Writes the table: a header, then one row per line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("HS8", "general"))
        writer.writerows(rates.items())


def main(arguments: list[str]) -> int:
    """Builds the table and says how many lines of each sort it holds."""
    if len(arguments) != 2:
        print("usage: make_us_mfn.py SCHEDULE.csv TABLE.csv", file=sys.stderr)
        return 2
    schedule, table = map(Path, arguments)
    rates = {line: rate_of_line(line, rows) for line, rows in lines_of_schedule(schedule).items()}
    write_table(table, rates)
    counts = Counter(map(category, rates.values()))
    print(f"{len(rates)} lines: " + ", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
