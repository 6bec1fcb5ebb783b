"""The blocks of a page in Markdown, of which several may be parts of one declaration."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from dealcheck.literate import LiterateSource
from dealcheck.syntax import ast
from dealcheck.syntax.grammar import language
from dealcheck.syntax.lexing import Tokens


def groups_of(source: LiterateSource, items: Sequence[ast.Item]) -> Iterator[slice]:
    """The blocks of a page in groups, those together that a declaration runs through."""
    starts = [block.span[0] for block in source.blocks]
    joined: set[int] = set()
    for item in items:
        first, last = (bisect_right(starts, at) - 1 for at in (item.span[0], item.span[1] - 1))
        joined.update(range(first + 1, last + 1))
    begin = 0
    for number in range(1, len(starts) + 1):
        if number not in joined:
            yield slice(begin, number)
            begin = number


def parted(contents: Sequence[str], laid: str) -> list[str] | None:
    """The layout of blocks together, cut into that of each; None where a line would run from one into the next."""
    if len(contents) == 1:
        return [laid]
    behind = _marks("".join(contents))
    marks = _marks(laid)
    parts: list[str] = []
    begin = end = 0
    for content in contents[:-1]:
        end += len(content)
        number = bisect_right(behind, end - 1)
        cut = marks[number] if number < len(marks) else len(laid)
        line = laid.rfind("\n", 0, cut) + 1
        if laid[line:cut].strip():
            return None
        parts.append(_trimmed(laid[begin:line]))
        begin = line
    return [*parts, _trimmed(laid[begin:])]


def _marks(text: str) -> list[int]:
    """Where the tokens and the comments of a text start, in their order."""
    tokens: Tokens = language().lexer.tokens(text)
    starts = tokens.starts[:-1]
    found = [*starts]
    at = text.find("#")
    while at >= 0:
        token = bisect_right(starts, at) - 1
        if token >= 0 and at < tokens.ends[token]:
            at = text.find("#", tokens.ends[token])  # It stands within a text in quotation marks.
            continue
        found.append(at)
        end = text.find("\n", at)
        at = text.find("#", end) if end >= 0 else -1
    return sorted(found)


def _trimmed(text: str) -> str:
    """Lines without the empty ones before and behind them."""
    rows = text.split("\n")
    while rows and not rows[0].strip():
        rows.pop(0)
    while rows and not rows[-1].strip():
        rows.pop()
    return "".join(f"{row}\n" for row in rows)


def with_contents(source: LiterateSource, contents: Sequence[str]) -> str:
    """The page with other texts in its blocks, everything else as it is."""
    pieces: list[str] = []
    at = 0
    for block, was, content in zip(source.blocks, source.contents(), contents, strict=True):
        start, end = block.span
        pieces.append(source.page[at:start])
        rows = [(block.prefix + row if row else block.prefix.rstrip(" \t")) for row in content.split("\n")[:-1]]
        pieces.append(source.page[start:end] if content == was else "".join(row + block.ending for row in rows))
        at = end
    return "".join((*pieces, source.page[at:]))
