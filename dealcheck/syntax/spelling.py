"""Which keyword a word was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_HABITS = {
    "all": "every", "each": "every", "any": "some", "can": "may", "shall": "must", "should": "must", "article": "term",
    "clause": "term", "import": "use", "include": "use", "redline": "red line", "red_line": "red line",
    "sideletter": "side_letter", "side-letter": "side_letter", "&": "and", "starting": "from", "since": "from",
    "till": "until", "through": "until", "excluding": "except", "million": "mn", "millions": "mn", "billion": "bn",
    "billions": "bn", "trillion": "tn", "thousands": "thousand", "k": "thousand", "ton": "t", "tons": "t", "tonne": "t",
    "tonnes": "t", "kilograms": "kg", "kilos": "kg", "litres": "l", "liters": "l", "barrels": "bbl", "gallons": "gal",
    "dozen": "doz", "unit": "units", "pieces": "units", "cars": "units", "vehicles": "units", "ppts": "pp",
    "averages": "average", "greater": ">", "less": "<", "exceed": ">", "exceeds": ">", "equals": "=", "is": "=",
}  # fmt: skip
"""What people write, and what this language calls it."""


def habits(word: str) -> Iterator[tuple[str, ...]]:
    """The words that stand for one from another vocabulary."""
    meant = _HABITS.get(word.casefold())
    if meant is not None:
        yield tuple(meant.split())


def candidates(word: str, keywords: Iterable[str]) -> list[tuple[str, int]]:
    """The keywords close to a word with their distance, the closest first; 0 if only capitals differ."""
    folded = word.casefold()
    allowed = 0 if len(word) < 3 else 1 if len(word) < 6 else 2
    found = []
    for keyword in keywords:
        if abs(len(keyword) - len(word)) <= allowed and keyword != word:
            distance = _distance(folded, keyword, allowed)
            if distance <= allowed:
                found.append((keyword, distance))
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _distance(left: str, right: str, allowed: int) -> int:
    """How many letters to put in, leave out, change or swap with their neighbour; `allowed + 1` if it takes more."""
    if left == right:
        return 0
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(*row, *before) > allowed:
            break
    return row[-1] if len(row) > len(right) and i == len(left) else allowed + 1
