"""Colour, width and wrapping of text for a terminal, as plain functions of text."""

from __future__ import annotations

from unicodedata import category, combining, east_asian_width

from attrs import frozen

TAB_WIDTH = 4

_PAINTS = {
    "bold": "1",
    "dim": "2",
    "red": "1;31",
    "yellow": "1;33",
    "green": "1;32",
    "blue": "1;34",
    "cyan": "1;36",
}


@frozen
class RenderOptions:
    """How to render: in colour or not, how many columns wide, and which findings count (`--fail-on`)."""

    color: bool = False
    width: int = 100
    fail_on: frozenset[str] = frozenset()

    def paint(self, text: str, paint: str) -> str:
        """The text in a colour of `_PAINTS`, or as it is where there is no colour."""
        return f"\x1b[{_PAINTS[paint]}m{text}\x1b[0m" if self.color and text else text


def printable(text: str) -> str:
    """The text with every character that would steer a terminal (controls, direction marks) shown by its number."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() or letter == "\t" or category(letter) == "Zs" else f"\\u{{{ord(letter):x}}}"
        for letter in text
    )


def cell_width(letter: str) -> int:
    """The columns that a character takes: 2 for wide ones, 0 for those that combine with the one before."""
    if letter < "\u0300":
        return 1
    if combining(letter):
        return 0
    return 2 if east_asian_width(letter) in ("W", "F") else 1


def text_width(text: str) -> int:
    """The columns that a text takes, tabs not counted among them."""
    return len(text) if text.isascii() else sum(map(cell_width, text))


def pad(text: str, width: int) -> str:
    """The text with blanks after it up to `width` columns."""
    return text + " " * (width - text_width(text))


def clip(text: str, width: int) -> str:
    """The text, cut with `...` at its end if it is wider than `width`."""
    if text_width(text) <= width:
        return text
    kept = ""
    room = width - 3
    for letter in text:
        room -= cell_width(letter)
        if room < 0:
            break
        kept += letter
    return kept + "..."


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken at blanks; a word that is too long keeps its own line."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and text_width(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    return lines


def noted(label: str, text: str, options: RenderOptions, margin: int, column: int = 0) -> list[str]:
    """Lines of the form `   = label: text`, wrapped under the text; `column` aligns the texts of several notes."""
    head = f"{' ' * margin} = "
    label = pad(f"{label}:", column)
    hang = len(head) + text_width(label) + 1
    first, *rest = wrap(printable(text), max(options.width - hang, 20))
    return [
        f"{options.paint(head, 'blue')}{options.paint(label, 'bold')} {first}",
        *(" " * hang + line for line in rest),
    ]
