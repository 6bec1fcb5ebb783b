"""From the scopes of a text to sets of goods, with the codes as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from dealcheck.model.names import Declared, Here
from dealcheck.model.scoping import ANY, EVERYTHING_WORD, party_mask
from dealcheck.model.tables import code_column
from dealcheck.scopes import DIGITS, EMPTY, EVERYTHING, Interval, IntervalSet, code_interval
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_NESTED = 50
"""How many products may lie between a product and the codes that it consists of."""

SIX_DIGITS = 10**4
"""How many lines a code of six digits holds."""


@frozen
class Goods:
    """A set of goods, and the codes as written, each a line of goods.

    `widened` are the products that were read at six digits, for their longer codes belong to another schedule.
    """

    held: IntervalSet
    codes: tuple[Interval, ...] = ()
    widened: tuple[str, ...] = field(default=(), eq=False)


def goods_of(here: Here, scope: ast.Scope, author: int | None = None) -> Goods | None:
    """The goods of a scope as the author's schedule has them; None after an error.

    A product that belongs to the schedule of a party other than the author is read at six digits, with a warning at the
    scope. Without an author every code is read as written.
    """
    found = _goods(here, scope, author)
    if found is not None and found.widened:
        for name in found.widened:
            here.problems.warn(
                "DC322",
                f"`{name}` has codes of another party's schedule, so it is read at six digits here",
                here.place(scope),
                "not this party's schedule",
                "name the codes of the author's own schedule, or leave it so: six digits are the same everywhere",
            )
    return found


def _goods(here: Here, scope: ast.Scope, author: int | None) -> Goods | None:
    if isinstance(scope, ast.ScopeName):
        return _named_goods(here, scope, author)
    if isinstance(scope, ast.Codes):
        ranges = [interval for part in scope.ranges if (interval := _range(here, part)) is not None]
        return Goods(IntervalSet.of(ranges), tuple(ranges)) if len(ranges) == len(scope.ranges) else None
    if isinstance(scope, ast.TableScope):
        column = code_column(here, scope)
        return None if column is None else Goods(IntervalSet.of(column), column)
    left, right = _goods(here, scope.left, author), _goods(here, scope.right, author)
    if left is None or right is None:
        return None
    widened = tuple(dict.fromkeys((*left.widened, *right.widened)))
    if scope.operator == "|":
        return Goods(left.held | right.held, tuple(dict.fromkeys((*left.codes, *right.codes))), widened)
    held = left.held & right.held if scope.operator == "&" else left.held - right.held
    # `everything & autos` has the codes of autos; `everything - autos` has none of its own.
    codes = left.codes or (right.codes if scope.operator == "&" else ())
    return Goods(held, tuple(_clipped(codes, held)), widened)


def _clipped(codes: Iterable[Interval], held: IntervalSet) -> Iterable[Interval]:
    """The codes cut to a set, in pieces where it has gaps."""
    for code in codes:
        yield from IntervalSet((code,)) & held


def _range(here: Here, part: ast.CodeRange) -> Interval | None:
    """The lines of a range; None where its codes are none, which the parser has said."""
    if max(len(part.first), len(part.last)) <= DIGITS:
        low, high = code_interval(part.first)[0], code_interval(part.last)[1]
        if low < high:
            return low, high
    here.problems.poison()
    return None


def _named_goods(here: Here, name: ast.ScopeName, author: int | None) -> Goods | None:
    if name.text in (EVERYTHING_WORD, ANY):
        return Goods(EVERYTHING)
    declared = here.find("product", name)
    if declared is None:
        here.unknown(
            "DC202",
            "product",
            name,
            otherwise='write codes, `hs 8703.23`, or declare it: `product NAME "label" = hs 8703.23`',
            more=(EVERYTHING_WORD,),
        )
        return None
    return product_goods(here, declared, author)


def product_goods(here: Here, declared: Declared, author: int | None) -> Goods | None:
    """The goods of a product as an author's schedule has them; None where its own declaration has an error."""
    cache = here.words.product_cache
    key = (declared, author if declared.name in here.words.scheduled else None)
    if (declared, None) in cache and cache[declared, None] is None:
        here.problems.poison()
        return None
    if key in cache:
        return cache[key]
    node = declared.node_as(ast.ProductDeclaration)
    if declared in here.words.open_products or len(here.words.open_products) >= MOST_NESTED:
        circle = declared in here.words.open_products
        here.problems.error(
            "DC216",
            f"the product `{declared.name}` is defined by itself"
            if circle
            else "products are defined by one another too deep",
            declared.place,
            "a circle" if circle else f"more than {MOST_NESTED} deep",
            "take it out of what it consists of" if circle else "write its codes",
        )
        return None
    here.words.open_products.add(declared)
    inside = Here(here.names, here.problems, here.words, declared.unit)
    found = _goods(inside, node.scope, author)
    here.words.open_products.remove(declared)
    if found is not None and node.schedule is not None:
        found = _as_seen_by(inside, declared.name, node.schedule, found, author)
    cache[key] = found
    return found


def _as_seen_by(here: Here, name: str, schedule: ast.Name, goods: Goods, author: int | None) -> Goods | None:
    """Goods that belong to a party's schedule, at six digits for an author who is not of that party."""
    owner = party_mask(here, schedule)
    if owner is None:
        return None
    partner = here.words.universe.partner
    if author is None or author & partner or (author and author & ~owner == 0):
        return goods
    if all(low % SIX_DIGITS == 0 and high % SIX_DIGITS == 0 for low, high in goods.codes):
        return goods
    wide = tuple(dict.fromkeys(_widened(code) for code in goods.codes))
    held = goods.held | IntervalSet.of(_widened(interval) for interval in goods.held) if goods.held else EMPTY
    return Goods(held, wide, tuple(dict.fromkeys((*goods.widened, name))))


def _widened(interval: Interval) -> Interval:
    low, high = interval
    return low // SIX_DIGITS * SIX_DIGITS, -(-high // SIX_DIGITS) * SIX_DIGITS
