"""Texts in the language that stand in Markdown, in fenced blocks between the prose.

    ```deal
    term art1: tariff by US from JP on autos rate 15%
    ```

All blocks of a page are one text, and what stands around them counts as blanks, so that every place in that text is
the place in the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from attrs import frozen

from dealcheck.fences import Fenced, fenced
from dealcheck.source import Source, Span

MARKDOWN = (".md", ".markdown")
"""What pages in Markdown are called."""

LANGUAGES = ("deal", "policy")
"""The words behind a fence that say that the block is in the language; both mean the same."""

_OURS = re.compile(rf"(?:\{{[ \t]*)?\.?(?:{'|'.join(LANGUAGES)})(?![\w.-])", re.IGNORECASE)
_PROSE = re.compile(r"[^ \t\r\n]")
_LONE_RETURN = re.compile(r"\r(?!\n)")


@frozen(eq=False)
class LiterateSource(Source):
    """A page in Markdown whose `text` is what it has in the language, everything else blanked out.

    The text ends with the last block.
    """

    page: str = ""
    blocks: tuple[Fenced, ...] = ()

    @property
    def whole(self) -> str:
        """The page."""
        return self.page

    def contents(self) -> list[str]:
        """The text of each block, without what stands before each of its lines."""
        return ["".join(self.text[start:end] for start, end in block.lines) for block in self.blocks]

    def clipped(self, span: Span) -> list[Span]:
        """The pieces of a stretch of text that stand in blocks; an empty one stays where it is."""
        start, end = span
        if start == end:
            return [span]
        first = max(bisect_right(self.blocks, start, key=lambda block: block.span[0]) - 1, 0)
        pieces: list[Span] = []
        for block in self.blocks[first:]:
            if block.span[0] >= end:
                break
            piece = (max(start, block.span[0]), min(end, block.span[1]))
            if piece[0] < piece[1]:
                pieces.append(piece)
        return pieces

    def prefix_at(self, offset: int) -> str:
        """What stands before each line of the block that holds a place."""
        found = bisect_right(self.blocks, offset, key=lambda block: block.span[0]) - 1
        return self.blocks[found].prefix if found >= 0 else ""


def is_markdown(name: str) -> bool:
    """Whether a file of that name is a page in Markdown."""
    return name.casefold().endswith(MARKDOWN)


def literate(name: str, page: str) -> LiterateSource | None:
    """What a page in Markdown has in the language; None where it has no block of it."""
    blocks = tuple(block for block in fenced(page) if _OURS.match(block.words))
    if not blocks:
        return None
    pieces: list[str] = []
    at = 0
    for block in blocks:
        for start, end in block.lines:
            pieces.extend((_PROSE.sub(" ", page[at:start]), page[start:end]))
            at = end
        # Of a block without a line there is only its place.
        pieces.append(_PROSE.sub(" ", page[at : block.span[1]]))
        at = block.span[1]
    # Markdown ends a line there; a comment must not run on into the next block.
    return LiterateSource(name, _LONE_RETURN.sub("\n", "".join(pieces)), page, blocks)


def in_blocks(source: Source, edits: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Changes of a text as they may be made: those that take prose out leave it, and take only what is in blocks.

    The edits are given, and come back, in their order.
    """
    if not isinstance(source, LiterateSource):
        return [*edits]
    found: list[tuple[int, int, str]] = []
    for start, end, text in edits:
        pieces = source.clipped((start, end)) or ([(start, start)] if text else [])
        found.extend((*piece, "" if number else text) for number, piece in enumerate(pieces))
    return found


def rewritten(source: Source, edits: Sequence[tuple[int, int, str]]) -> Source:
    """A text with changes made, the edits in their order; of a page in Markdown all else stays.

    Raises ValueError where a page would no longer have its blocks.
    """
    text = _replaced(source.text, edits)
    if not isinstance(source, LiterateSource):
        return Source(source.name, text)
    page = _replaced(source.page, [(start, end, _quoted(text, source.prefix_at(start))) for start, end, text in edits])
    found = literate(source.name, page)
    if found is None or found.text.split() != text.split():
        raise ValueError("the page would have other blocks")
    return found


def _replaced(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, new in edits:
        pieces.extend((text[at:start], new))
        at = end
    return "".join((*pieces, text[at:]))


def _quoted(text: str, prefix: str) -> str:
    """New text with what must stand before each of its further lines, which are indented by as many blanks."""
    if "\n" not in text or not prefix.strip():
        return text
    first, *rest = text.split("\n")
    return "\n".join([first, *(prefix + row[len(prefix) :] if not row[: len(prefix)].strip() else row for row in rest)])
