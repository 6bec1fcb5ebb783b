"""`dealcheck format`: one layout for every text, which changes blanks and line ends and nothing else."""

from __future__ import annotations

import gc

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.literate import LiterateSource, literate
from dealcheck.source import Source
from dealcheck.syntax.format.blocks import wide_tokens, write_file
from dealcheck.syntax.format.flat import Flat
from dealcheck.syntax.format.gaps import Gaps
from dealcheck.syntax.format.page import Page
from dealcheck.syntax.format.parts import groups_of, parted, with_contents
from dealcheck.syntax.format.proof import same
from dealcheck.syntax.parse import parse_tokens

WIDTH = 120
"""Columns that a line may take, where it can be broken; comments may take more."""


class LayoutFault(Exception):
    """The layout would not say what the text says: a mistake of the formatter, which must not reach a file."""


@frozen
class Formatted:
    """A text in the one layout, or as it was with what keeps it from being read (DC1xx).

    Of a page in Markdown `text` is the page.
    """

    source: Source
    text: str
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the layout differs from that of the source."""
        return self.text != self.source.whole


def format_text(source: Source, width: int = WIDTH) -> Formatted:
    """The text in the one layout; where it has syntax errors, the text unchanged with its diagnostics.

    Raises LayoutFault if the outcome does not say what the text says.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        if isinstance(source, LiterateSource):
            return _formatted_page(source, width)
        return _formatted(source, width)
    finally:
        if collecting:
            gc.enable()


def _formatted(source: Source, width: int) -> Formatted:
    parsed, tokens = parse_tokens(source)
    if parsed.diagnostics:
        return Formatted(source, source.text, parsed.diagnostics)
    items = parsed.file.items
    flat = Flat(tokens)
    flat.join(wide_tokens(flat.index_of, items), items)
    gaps = Gaps(source.text, tokens)
    page = Page(flat, gaps, width)
    write_file(page, items)
    text = page.text()
    if text != source.text:
        again, its_tokens = parse_tokens(Source(source.name, text))
        if any(found.code == "DC114" for found in again.diagnostics):
            too_large = Diagnostic("DC114", "laid out, the file would have more than a file may have", help="split it")
            return Formatted(source, source.text, (too_large,))
        if again.diagnostics:
            raise LayoutFault(f"{source.name}: {again.diagnostics[0].headline}")
        if not same(items, again.file.items):
            raise LayoutFault(f"{source.name} would say something else")
        if Gaps(text, its_tokens).comments() != gaps.comments():
            raise LayoutFault(f"{source.name} would lose a comment")
    return Formatted(source, text)


def _formatted_page(source: LiterateSource, width: int) -> Formatted:
    """A page in Markdown, each of its blocks in the one layout.

    Blocks that a declaration runs through are laid out together, and stay as they are where the layout would draw a
    line from one into the next.
    """
    parsed, tokens = parse_tokens(source)
    if parsed.diagnostics:
        return Formatted(source, source.whole, parsed.diagnostics)
    contents = source.contents()
    laid: list[str] = []
    for group in groups_of(source, parsed.file.items):
        mine = contents[group]
        done = _formatted(Source(source.name, "".join(mine)), width)
        if done.diagnostics:
            return Formatted(source, source.whole, done.diagnostics)
        laid.extend(parted(mine, done.text) or mine)
    page = with_contents(source, laid)
    again = literate(source.name, page)
    if again is None or len(again.blocks) != len(source.blocks):
        raise LayoutFault(f"{source.name} would have other blocks")
    now, its_tokens = parse_tokens(again)
    if now.diagnostics or not same(parsed.file.items, now.file.items):
        raise LayoutFault(f"{source.name} would say something else")
    if Gaps(again.text, its_tokens).comments() != Gaps(source.text, tokens).comments():
        raise LayoutFault(f"{source.name} would lose a comment")
    return Formatted(source, page)
