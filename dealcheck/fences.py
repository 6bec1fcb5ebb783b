"""The fenced blocks of a page in Markdown, found as CommonMark 0.31 reads its blocks (sections 4 and 5 there).

Prose that looks like a fence is none: in an indented block, in a comment or another block of HTML. Fences in lists and
quotations are, and end with them.
"""

from __future__ import annotations

import re

from attrs import define, field, frozen

from dealcheck.source import Span

_LINES = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$", re.DOTALL)
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
_MARKER = re.compile(r"([*+-])|([0-9]{1,9})[.)]")

_ELEMENTS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
)
_ATTRIBUTE = r"""[ \t]+[A-Za-z_:][A-Za-z0-9_.:-]*(?:[ \t]*=[ \t]*(?:[^"'=<>`\x00-\x20]+|'[^']*'|"[^"]*"))?"""
_HTML = tuple(
    (re.compile(opens, re.IGNORECASE), re.compile(ends, re.IGNORECASE) if ends else None)
    for opens, ends in (
        (r"<(?:script|pre|textarea|style)(?:[ \t>]|$)", r"</(?:script|pre|textarea|style)>"),
        (r"<!--", r"-->"),
        (r"<[?]", r"[?]>"),
        (r"<![A-Z]", r">"),
        (r"<!\[CDATA\[", r"\]\]>"),
        (rf"</?(?:{_ELEMENTS})(?:[ \t]|/?>|$)", ""),
        (rf"(?:<[A-Z][A-Z0-9-]*(?:{_ATTRIBUTE})*[ \t]*/?>|</[A-Z][A-Z0-9-]*[ \t]*>)[ \t]*$", ""),
    )
)
"""How blocks of HTML begin, and what ends them on a line; without that a blank line does."""

_TAB = 4


@frozen
class Fenced:
    """A fenced block: the words behind its fence, the place of its lines, and what goes before each of them.

    `span` holds whole lines, `lines` the part of each that is the block's, its line end included. `prefix` is what a
    further line would begin with: the blanks of a list, the signs of a quotation. `ending` ends the line of its fence.
    """

    words: str
    span: Span
    lines: tuple[Span, ...]
    prefix: str
    ending: str


def fenced(page: str) -> list[Fenced]:
    """The fenced blocks of a page, in their order; one that is not closed ends with what it stands in."""
    reader = _Reader()
    for found in _LINES.finditer(page):
        if found[0]:  # The end of the page is no line of its own.
            reader.read(_Line(found[1], found.start(), found[2]))
    return reader.finished()


# ---- A line ----------------------------------------------------------------------------------------------------------


@define
class _Line:
    """A line as far as it has been read: a tab may be read in part, the rest of it being `spare` columns."""

    text: str
    offset: int
    """Where it starts in the page."""
    ending: str
    at: int = 0
    column: int = 0
    spare: int = 0

    def ahead(self) -> tuple[int, int]:
        """The columns of blanks from here on, and where they end."""
        column, at = self.column + self.spare, self.at
        while at < len(self.text) and self.text[at] in " \t":
            column += _TAB - column % _TAB if self.text[at] == "\t" else 1
            at += 1
        return column - self.column, at

    @property
    def end(self) -> int:
        """Where the next line starts in the page."""
        return self.offset + len(self.text) + len(self.ending)

    @property
    def indent(self) -> int:
        """The columns of blanks from here on."""
        return self.ahead()[0]

    @property
    def rest(self) -> str:
        """What stands behind the blanks."""
        return self.text[self.ahead()[1] :]

    @property
    def blank(self) -> bool:
        """Whether there is nothing but blanks."""
        return not self.rest

    def skip(self, columns: int) -> None:
        """Read over so many columns of blanks, or as many as there are."""
        while columns > 0:
            if self.spare:
                taken = min(self.spare, columns)
                self.spare -= taken
                self.column += taken
                columns -= taken
                continue
            if self.at >= len(self.text) or self.text[self.at] not in " \t":
                return
            if self.text[self.at] == "\t":
                self.spare = _TAB - self.column % _TAB
                self.at += 1
                continue
            self.at += 1
            self.column += 1
            columns -= 1

    def take(self, letters: int) -> None:
        """Read over the blanks and so many letters behind them."""
        columns, at = self.ahead()
        self.at, self.column, self.spare = at + letters, self.column + columns + letters, 0


# ---- The page --------------------------------------------------------------------------------------------------------


@define
class _Container:
    """A quotation, or an item of a list with the columns that its lines are indented by; `empty` until it holds
    something.
    """

    columns: int | None = None
    empty: bool = True


@define
class _Open:
    """A fence whose block is being read."""

    sign: str
    indent: int
    words: str
    prefix: str
    start: int
    ending: str
    lines: list[Span] = field(factory=list)


@define
class _Reader:
    """Reads a page line by line."""

    found: list[Fenced] = field(factory=list)
    _containers: list[_Container] = field(factory=list)
    _fence: _Open | None = None
    _html: list[re.Pattern[str] | None] = field(factory=list)
    """What ends the block of HTML that is open; none where none is."""
    _paragraph: bool = False

    def finished(self) -> list[Fenced]:
        """All blocks, the page being at its end."""
        self._close_leaf()
        return self.found

    def read(self, line: _Line) -> None:
        """Read a line."""
        matched = 0
        for container in self._containers:
            if not self._goes_on(container, line):
                break
            matched += 1
        whole = matched == len(self._containers)
        if whole and self._fence is not None:
            self._in_fence(self._fence, line)
            return
        if whole and self._html:
            self._in_html(line)
            return
        self._starts(line, matched, whole)

    def _goes_on(self, container: _Container, line: _Line) -> bool:
        """Whether a line is of a container; what makes it so is read."""
        if container.columns is None:
            if line.indent >= _TAB or not line.rest.startswith(">"):
                return False
            line.take(1)
            line.skip(1)
            return True
        if line.blank and container.empty:
            return False
        if line.indent < container.columns and not line.blank:
            return False
        line.skip(container.columns)
        return True

    def _in_fence(self, fence: _Open, line: _Line) -> None:
        """A line of a fenced block, or the one that closes it."""
        rest = line.rest.rstrip(" \t")
        if line.indent < _TAB and rest.startswith(fence.sign) and not rest.strip(fence.sign[0]):
            self._close_leaf()
            return
        line.skip(fence.indent)
        fence.lines.append((line.offset + line.at, line.end))

    def _in_html(self, line: _Line) -> None:
        """A line of a block of HTML."""
        ends = self._html[0]
        if line.blank if ends is None else ends.search(line.text, line.at):
            self._html.clear()

    def _starts(self, line: _Line, matched: int, whole: bool) -> None:
        """A line that may begin something: containers, then what stands in them."""
        lazy = self._paragraph
        paragraph = whole and lazy
        opened: list[_Container] = []
        while line.indent < _TAB and not line.blank:
            rest = line.rest
            if rest.startswith(">"):
                line.take(1)
                line.skip(1)
                opened.append(_Container())
            elif _HEADING.match(rest):
                self._leave(matched, opened, line)
                return
            elif fence := _FENCE.match(rest):
                self._leave(matched, opened, line)
                sign, words = (fence[1], fence[2]) if fence[1] else (fence[3], fence[4])
                # The signs of lists are said once, on the line that begins their item.
                before = re.sub(r"[^ \t>]", " ", line.text[: line.ahead()[1]])
                self._fence = _Open(sign, line.indent, words.strip(" \t"), before, line.end, line.ending or "\n")
                return
            elif html := self._html_in(rest, lazy and not opened):
                self._leave(matched, opened, line)
                self._html.append(html[0])
                if html[0] is not None:
                    self._in_html(line)
                return
            elif (paragraph and _UNDERLINE.match(rest)) or _RULE.match(rest):
                self._leave(matched, opened, line)
                return
            elif (item := self._item(line, paragraph)) is not None:
                opened.append(item)
            else:
                break
            paragraph = False
        self._words(line, matched, opened, lazy)

    def _words(self, line: _Line, matched: int, opened: list[_Container], lazy: bool) -> None:
        """A line that begins nothing but containers: of a paragraph, of an indented block, or blank."""
        if lazy and not opened and not line.blank:
            return  # The paragraph goes on, though the line may lack the signs of what it stands in.
        self._leave(matched, opened, line, blank=line.blank)
        self._paragraph = not line.blank and line.indent < _TAB

    def _leave(self, matched: int, opened: list[_Container], line: _Line, blank: bool = False) -> None:
        """Close what the line is not of, and open what it begins."""
        self._close_leaf()
        del self._containers[matched:]
        self._containers.extend(opened)
        filled = self._containers[:-1] if blank and opened else [] if blank else self._containers
        for container in filled:
            container.empty = False

    def _close_leaf(self) -> None:
        fence = self._fence
        if fence is not None:
            span = (fence.start, fence.lines[-1][1] if fence.lines else fence.start)
            self.found.append(Fenced(fence.words, span, tuple(fence.lines), fence.prefix, fence.ending))
        self._fence = None
        self._html.clear()
        self._paragraph = False

    def _html_in(self, rest: str, paragraph: bool) -> tuple[re.Pattern[str] | None] | None:
        """What ends the block of HTML that begins here, if one does; of the last sort none does in a paragraph."""
        if not rest.startswith("<"):
            return None
        sorts = _HTML[:-1] if paragraph else _HTML
        return next(((ends,) for opens, ends in sorts if opens.match(rest)), None)

    def _item(self, line: _Line, paragraph: bool) -> _Container | None:
        """The item of a list that begins here, its marker read."""
        rest = line.rest
        marker = _MARKER.match(rest)
        if marker is None or rest[marker.end() : marker.end() + 1] not in ("", " ", "\t"):
            return None
        if paragraph and (not rest[marker.end() :].strip(" \t") or (marker[2] and int(marker[2]) != 1)):
            return None
        indent = line.indent
        line.take(marker.end())
        behind = line.indent
        if line.blank or behind > _TAB:
            line.skip(1)
            behind = 1
        else:
            line.skip(behind)
        return _Container(indent + marker.end() + behind)
