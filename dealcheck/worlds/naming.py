"""Goods and topics in the fewest words: named products where they fit whole, codes for the rest."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.model.records import Kind, Model
from dealcheck.scopes import DIGITS, EVERYTHING, IntervalSet, dotted_code

SUBHEADING = 6
"""Digits of a code that all countries share; longer ones belong to a schedule, which may leave some unused."""

FEW_CODES = 2
"""So few codes are plainer than a product's name."""


class Naming:
    """Names sets of goods and topics by what a model declares."""

    def __init__(self, model: Model, gaps: IntervalSet) -> None:
        self._products = sorted(
            ((product.name, product.goods) for product in model.products.values() if product.goods),
            key=lambda item: (-_size(item[1]), item[0]),
        )
        self._topics = sorted(
            ((topic.name, topic.held) for topic in model.topics.values()), key=lambda item: (-_size(item[1]), item[0])
        )
        self.gaps = gaps
        self._known: dict[tuple[str, IntervalSet], str] = {}
        self._codes: dict[IntervalSet, tuple[str, ...]] = {}

    def text(self, found: IntervalSet, kind: Kind) -> str:
        """A set of goods (or of topics, by the kind's key `on`) in words; `""` for a kind without that key."""
        sort = kind.keys.get("on", "")
        key = (sort, found)
        words = self._known.get(key)
        if words is None:
            if sort == "goods":
                words = self._goods(found)
            else:
                words = " | ".join(self._words(found, self._topics)[0]) if sort == "topic" else ""
            self._known[key] = words
        return words

    def codes(self, found: IntervalSet) -> tuple[str, ...]:
        """The fewest HS codes that together hold a set of goods, with dots."""
        codes = self._codes.get(found)
        if codes is None:
            pairs = () if found == EVERYTHING else found
            codes = tuple(dotted_code(code) for low, high in pairs for code in codes_in(low, high, self.gaps))
            self._codes[found] = codes
        return codes

    def _goods(self, found: IntervalSet) -> str:
        if found == EVERYTHING:
            return "everything"
        if _size(found) * 2 > _size(EVERYTHING):
            outside = self._direct(EVERYTHING - found)
            return f"everything - {outside}" if " | " not in outside else f"everything - ({outside})"
        return self._direct(found)

    def _direct(self, found: IntervalSet) -> str:
        if len(found.intervals) <= FEW_CODES:
            codes = self.codes(found)
            if len(codes) <= FEW_CODES:
                text = "hs " + ", ".join(codes)
                name = next((name for name, held in self._products if held == found), "")
                return name or text
        words, rest = self._words(found, self._products)
        left = self.codes(rest)
        if left:
            words.append("hs " + ", ".join(left))
        return " | ".join(words)

    @staticmethod
    def _words(found: IntervalSet, names: list[tuple[str, IntervalSet]]) -> tuple[list[str], IntervalSet]:
        words: list[str] = []
        rest = found
        for name, held in names:
            if not rest:
                break
            if held <= found and (held & rest):
                words.append(name)
                rest = rest - held
        return words, rest


def codes_in(low: int, high: int, gaps: IntervalSet) -> Iterator[str]:
    """The fewest codes, of an even number of digits from two, that hold the lines from `low` to before `high`.

    A code that lies wholly in `gaps`, which no schedule uses, is not named.
    """
    while low < high:
        gap_end = gaps.end_around(low)
        for digits in range(2, DIGITS + 1, 2):
            width = 10 ** (DIGITS - digits)
            if low % width or low + width > high or low + width <= gap_end:
                continue
            if low < gap_end and digits > SUBHEADING:
                continue
            yield str(low // width).rjust(digits, "0")
            low += width
            break
        else:
            # To the end of the gap, or to the subheading in which it ends, which may be named whole.
            subheading = gap_end - gap_end % 10 ** (DIGITS - SUBHEADING)
            low = min(high, subheading if subheading > low else gap_end)


def _size(found: IntervalSet) -> int:
    return sum(high - low for low, high in found)
