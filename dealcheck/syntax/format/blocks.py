"""The layout of declarations: blocks, and what stands in them, an item to a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from attrs import frozen

from dealcheck.syntax import ast
from dealcheck.syntax.format.flat import WIDE
from dealcheck.syntax.format.page import INDENT, Blank, Page
from dealcheck.syntax.format.statements import (
    STATEMENT,
    ends_of,
    is_short,
    write_expect,
    write_line,
    write_measure,
    write_plain,
    write_table,
    write_term,
)

Write: TypeAlias = Callable[[Page, Any, int, int, int, Blank], None]


@frozen(eq=False)
class Block:
    """What stands between the braces of a declaration.

    `side` are the sorts of item that stand side by side on one line. `small` tells whether it may stand on one line
    as a whole, if it is short. What has a label is laid out at length, what has none is kept short.
    """

    items: Sequence[ast.Node]
    small: bool = False
    side: tuple[type[ast.Node], ...] = ()


# ---- What stands in a block ------------------------------------------------------------------------------------------

_DEAL_HEAD = (ast.Between, ast.DealDate, ast.Against)


def block_of(node: ast.Node) -> Block | None:
    """What stands in the braces of a declaration, if it has some; the items in their order."""
    make = _BLOCKS.get(type(node))
    return None if make is None else make(node)


def _source(node: ast.SourceDeclaration) -> Block:
    return Block(node.fields, True, (ast.SourceField,))


def _kind(node: ast.KindDeclaration) -> Block:
    parts: list[ast.Node] = [*node.keys, *node.values, *node.absents, *node.displacements]
    parts.sort(key=lambda part: part.span)
    small = node.label is None and len(node.values) < 2 and not node.displacements
    return Block(parts, small, (ast.KeyDeclaration,))


def _baseline(node: ast.Baseline) -> Block:
    others = sum(not isinstance(item, ast.Include) for item in node.items)
    return Block(node.items, others < 2)


def _letter(node: ast.Letter) -> Block:
    return Block(node.items)


def _deal(node: ast.Deal) -> Block:
    """A deal; its parties and dates have a line each where it has a label, and share one where it has none."""
    others = [item for item in node.items if not isinstance(item, _DEAL_HEAD)]
    if node.label is not None:
        return Block(node.items, not others)
    small = len(others) < 2 and all(_is_small(item) for item in others)
    return Block(node.items, small, _DEAL_HEAD)


def _policy(node: ast.Policy) -> Block:
    return Block(node.items, len(node.items) < 2 and all(_is_small(item) for item in node.items))


def _test(node: ast.Test) -> Block:
    return Block(node.items, len(node.items) < 2 and all(_is_small(item) for item in node.items))


_BLOCKS: dict[type[ast.Node], Callable[[Any], Block]] = {
    ast.SourceDeclaration: _source,
    ast.KindDeclaration: _kind,
    ast.Baseline: _baseline,
    ast.Letter: _letter,
    ast.Deal: _deal,
    ast.Policy: _policy,
    ast.Test: _test,
}


def _is_small(node: ast.Node) -> bool:
    """Whether an item may share a line with the braces around it."""
    match node:
        case ast.Term():
            return is_short(node)
        case ast.Line():
            return not (node.readings or node.cites or node.active)
        case ast.NamedDeal():
            return not node.terms
        case ast.SourceDeclaration() | ast.TestTable():
            return False
        case ast.Deal():
            return _deal(node).small
        case _:
            return True


def wide_tokens(index_of: Mapping[int, int], items: Sequence[ast.Node]) -> Iterator[int]:
    """The first tokens of all items of blocks but the first of each."""
    for node in items:
        block = block_of(node)
        if block is not None:
            inside = block.items if isinstance(node, ast.Letter) else block.items[1:]
            for item in inside:
                yield index_of[item.span[0]]
            yield from wide_tokens(index_of, block.items)


# ---- Writing ---------------------------------------------------------------------------------------------------------


def write_item(page: Page, node: ast.Node, first: int, end: int, indent: int, blank: Blank) -> None:
    """Write a declaration or statement on lines of its own."""
    write = _WRITERS.get(type(node))
    if write is not None:
        write(page, node, first, end, indent, blank)
        return
    block = block_of(node)
    if block is None:
        write_plain(page, node, first, end, indent, blank)
    else:
        _write_block(page, block, first, end, indent, blank)


def _write_block(page: Page, block: Block, first: int, end: int, indent: int, blank: Blank) -> None:
    """Write a declaration with braces."""
    page.begin(first, indent, blank)
    if (block.small or not block.items) and page.is_short(first, end, indent):
        page.put(first, end)
        return
    inside = page.flat.find("{", first) + 1
    page.wrap(first, inside, indent + 2 * INDENT, STATEMENT)
    starts = [page.flat.index_of[item.span[0]] for item in block.items]
    last = end - 1
    blank = Blank.FIRST
    if inside < last and starts[:1] != [inside]:
        # The authors of a letter, which are no item of their own.
        write_plain(page, None, inside, starts[0] if starts else last, indent + INDENT, blank)
        blank = Blank.KEPT
    _write_items(page, block, (*starts, last), indent + INDENT, blank)
    page.begin(last, indent, Blank.LAST if inside < last else Blank.ONLY)
    page.put(last, end)


def _write_items(page: Page, block: Block, starts: Sequence[int], indent: int, blank: Blank) -> None:
    """Write what stands in a block; the last of `starts` is the brace that closes it."""
    items, side = block.items, block.side
    place = 0
    while place < len(items):
        since = place
        place += 1
        if isinstance(items[since], side):
            while place < len(items) and isinstance(items[place], side):
                place += 1
            _write_side_by_side(page, starts[since : place + 1], indent, blank)
        else:
            write_item(page, items[since], starts[since], starts[place], indent, blank)
        blank = Blank.KEPT


def _write_side_by_side(page: Page, starts: Sequence[int], indent: int, blank: Blank) -> None:
    """Write items with as many to a line as fit; the last of `starts` is what follows them."""
    for place, (start, stop) in enumerate(pairwise(starts)):
        commented = start in page.gaps.found
        if not place or commented:
            page.begin(start, indent, blank if not place else Blank.KEPT)
        elif page.fits(start, stop, len(page.lines[-1]) + len(WIDE)):
            page.lines[-1] += WIDE
        else:
            page.begin(start, indent)
        page.wrap(start, stop, indent + INDENT, STATEMENT)


def _write_named_deal(page: Page, node: ast.NamedDeal, first: int, end: int, indent: int, blank: Blank) -> None:
    """Write the deal of a test that is declared elsewhere, its further terms beneath."""
    page.begin(first, indent, blank)
    if len(node.terms) < 2 and all(map(is_short, node.terms)) and page.fits_here(first, end):
        page.put(first, end)
        return
    starts = [page.flat.index_of[term.span[0]] for term in node.terms]
    page.wrap(first, starts[0] if starts else end, indent + 2 * INDENT, STATEMENT)
    for term, start, stop in zip(node.terms, starts, ends_of(starts, end), strict=True):
        write_term(page, term, start, stop, indent + INDENT, Blank.KEPT if start != starts[0] else Blank.FIRST)


_WRITERS: dict[type[ast.Node], Write] = {
    ast.Measure: write_measure,
    ast.Term: write_term,
    ast.Line: write_line,
    ast.Expect: write_expect,
    ast.TestTable: write_table,
    ast.NamedDeal: _write_named_deal,
}


def write_file(page: Page, items: Sequence[ast.Item]) -> None:
    """Write all declarations of a file, with a blank line around those that take several lines."""
    starts = [page.flat.index_of[item.span[0]] for item in items]
    last = len(page.flat.texts) - 1
    below_tall = False
    for place, item in enumerate(items):
        first, end = starts[place], starts[place + 1] if place + 1 < len(items) else last
        tall = _is_tall(page, item, first, end)
        blank = Blank.FORCED if tall or below_tall else Blank.KEPT
        write_item(page, item, first, end, 0, blank if place else Blank.FIRST)
        below_tall = tall
    page.begin(last, -INDENT, Blank.LAST)
    page.lines.pop()


def _is_tall(page: Page, node: ast.Node, first: int, end: int) -> bool:
    """Whether a declaration takes a paragraph of its own; a source stands among its like, as in a list."""
    block = None if isinstance(node, ast.SourceDeclaration) else block_of(node)
    return block is not None and not ((block.small or not block.items) and page.is_short(first, end, 0))
