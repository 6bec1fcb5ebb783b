"""A page of text for the editor: Markdown with everything that users wrote escaped, or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import define, field
from lsprotocol import types

from dealcheck.report.style import printable

_CODE, _STRONG, _LINK = ("\ue000", "\ue001"), ("\ue002", "\ue003"), ("\ue004", "\ue005")
_MARKS = re.compile("([\ue000\ue002\ue004])(.*?)[\ue001\ue003\ue005]", re.DOTALL)
_PRIVATE = re.compile("[\ue000-\ue005]")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#|<>&~$])")
_LEADING = re.compile(r"(?:[-+=]|\d+(?=[.)]))")
"""What would begin a list or a heading."""
_SAFE_URL = re.compile(r"https?://[^\s<>\"\\^`{}|]+\Z")
MOST_LETTERS = 600
"""So long may one piece of a user's text be."""


def plain(text: str) -> str:
    """A user's text on one line, without what a terminal or editor would not show."""
    clean = printable(_PRIVATE.sub("", " ".join(text.split())))
    return clean if len(clean) <= MOST_LETTERS else f"{clean[:MOST_LETTERS].rstrip()} …"


def code(text: str) -> str:
    """A text that is shown as code."""
    return f"{_CODE[0]}{plain(text)}{_CODE[1]}"


def strong(text: str) -> str:
    """A text that stands out."""
    return f"{_STRONG[0]}{plain(text)}{_STRONG[1]}"


def link(url: str) -> str:
    """An address that can be followed, where it is one of the web."""
    url = plain(url)
    return f"{_LINK[0]}{url}{_LINK[1]}" if is_web(url) else url


def is_web(url: str) -> bool:
    """Whether an address is one of the web, with nothing in it that would have to be escaped."""
    return bool(_SAFE_URL.match(url))


def escaped(text: str) -> str:
    """A text as Markdown that shows it letter for letter."""
    return _SPECIAL.sub(r"\\\1", text)


def own(text: str) -> str:
    """A text of dealcheck's own, in which code stands between backticks."""
    return re.sub(r"`([^`]+)`", lambda found: code(found[1]), text)


@define(eq=False)
class Page:
    """Paragraphs and lists, of texts in which `code`, `strong` and `link` may stand."""

    parts: list[tuple[str, tuple[str, ...]]] = field(factory=list)

    def text(self, *texts: str) -> None:
        """A paragraph; nothing if there is nothing to say."""
        said = " ".join(filter(None, texts))
        if said:
            self.parts.append(("text", (said,)))

    def items(self, texts: Iterable[str], most: int = 12, head: str = "") -> None:
        """A list, with so many items at most."""
        found = list(texts)
        if found:
            if head:
                self.text(head)
            rest = [f"and {len(found) - most} more"] if len(found) > most else []
            self.parts.append(("items", (*found[:most], *rest)))

    def quote(self, text: str) -> None:
        """Words that somebody else wrote."""
        if text:
            self.parts.append(("quote", (plain(text),)))

    def written(self, text: str) -> None:
        """A piece of a text in the language, as it stands."""
        clean = _PRIVATE.sub("", "\n".join(printable(line) for line in text.expandtabs(2).splitlines()))
        if clean.strip():
            self.parts.append(("written", (clean,)))

    def markup(self, *, markdown: bool) -> types.MarkupContent:
        """The page for the client."""
        said = [self._part(sort, texts, markdown) for sort, texts in self.parts]
        kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
        return types.MarkupContent(kind, "\n\n".join(said))

    def documentation(self, *, markdown: bool) -> types.MarkupContent | str:
        """The page as an item's documentation: a bare text where the client has no Markdown, for it may know of no
        formats at all.
        """
        page = self.markup(markdown=markdown)
        return page if markdown else page.value

    def _part(self, sort: str, texts: tuple[str, ...], markdown: bool) -> str:
        if sort == "written":
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", texts[0])), 3)
            return f"{fence}dealcheck\n{texts[0]}\n{fence}" if markdown else texts[0]
        said = [_shown(text, markdown) for text in texts]
        if markdown:
            said = [_started(text) for text in said]
        if sort == "items":
            return "\n".join(f"- {text}" for text in said)
        if sort == "quote":
            return f"> {said[0]}" if markdown else f'"{said[0]}"'
        return said[0]


def _started(text: str) -> str:
    """A text at the beginning of a line, where some signs say more than elsewhere."""
    found = _LEADING.match(text)
    if found is None:
        return text
    end = found.end()
    return f"\\{text}" if not found[0].isdigit() else f"{text[:end]}\\{text[end:]}"


def _shown(text: str, markdown: bool) -> str:
    parts: list[str] = []
    end = 0
    for found in _MARKS.finditer(text):
        parts.append(_plain_part(text[end : found.start()], markdown))
        parts.append(_marked(found[1], found[2], markdown))
        end = found.end()
    parts.append(_plain_part(text[end:], markdown))
    return "".join(parts)


def _plain_part(text: str, markdown: bool) -> str:
    text = _PRIVATE.sub("", text)
    return escaped(text) if markdown else text


def _marked(mark: str, text: str, markdown: bool) -> str:
    if not markdown or not text:
        return text
    if mark == _CODE[0]:
        fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
        blank = " " if text[0] == "`" or text[-1] == "`" else ""
        return f"{fence}{blank}{text}{blank}{fence}"
    if mark == _STRONG[0]:
        return f"**{escaped(text)}**"
    return f"[{escaped(text)}](<{text}>)"
