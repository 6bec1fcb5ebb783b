"""Goods and topics in the fewest words: named products where they fit whole, codes for the rest."""

from __future__ import annotations

from attrs import frozen

from dealcheck.model.records import Kind, Model
from dealcheck.scopes import EVERYTHING, IntervalSet, dotted_code, interval_codes

FEW_CODES = 2
"""So few codes are plainer than a product's name."""


@frozen
class Named:
    """A set in words, and its codes where it is of goods."""

    text: str
    hs: tuple[str, ...] = ()


class Naming:
    """Names sets of goods and topics by what a model declares."""

    def __init__(self, model: Model) -> None:
        self._products = sorted(
            ((product.name, product.goods) for product in model.products.values() if product.goods),
            key=lambda item: (-_size(item[1]), item[0]),
        )
        self._topics = sorted(
            ((topic.name, topic.held) for topic in model.topics.values()), key=lambda item: (-_size(item[1]), item[0])
        )
        self._known: dict[tuple[str, IntervalSet], Named] = {}

    def goods(self, found: IntervalSet, kind: Kind) -> Named:
        """A set of goods (or of topics, by the kind's key `on`) in words."""
        sort = kind.keys.get("on", "")
        key = (sort, found)
        named = self._known.get(key)
        if named is None:
            if sort == "goods":
                named = self._goods(found)
            elif sort == "topic":
                named = Named(" | ".join(self._words(found, self._topics)[0]))
            else:
                named = Named("")
            self._known[key] = named
        return named

    def _goods(self, found: IntervalSet) -> Named:
        if found == EVERYTHING:
            return Named("everything")
        inside = self._direct(found)
        if _size(found) * 2 > _size(EVERYTHING):
            outside = self._direct(EVERYTHING - found)
            if len(outside.text) < len(inside.text):
                text = outside.text if " | " not in outside.text else f"({outside.text})"
                return Named(f"everything - {text}", inside.hs)
        return inside

    def _direct(self, found: IntervalSet) -> Named:
        codes = tuple(code for low, high in found for code in interval_codes(low, high))
        dotted = tuple(dotted_code(code) for code in codes)
        if len(codes) <= FEW_CODES:
            return Named("hs " + ", ".join(dotted), dotted)
        words, rest = self._words(found, self._products)
        left = [dotted_code(code) for low, high in rest for code in interval_codes(low, high)]
        if left:
            words.append("hs " + ", ".join(left))
        return Named(" | ".join(words), dotted)

    @staticmethod
    def _words(found: IntervalSet, names: list[tuple[str, IntervalSet]]) -> tuple[list[str], IntervalSet]:
        words: list[str] = []
        rest = found
        for name, held in names:
            if rest and held <= found and (held & rest):
                words.append(name)
                rest = rest - held
        return words, rest


def _size(found: IntervalSet) -> int:
    return sum(high - low for low, high in found)
