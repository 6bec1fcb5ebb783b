"""Cuts a text into tokens with one regular expression.

A token's shape says what it looks like (a number, a text, this very word). Which terminal of the grammar it is depends
on where the parser stands, and is decided there (`language.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

from attrs import define

from dealcheck import limits

END = 0
"""The end of the text."""
FAULT = 1
"""What no sentence of the language can hold: see `faults.py`."""
WORD = 2
"""A word that is neither a keyword nor a unit."""
NUMBER = 3
DATE = 4
STRING = 5
SPECIFIC = 6
"""A currency with a unit, `JPY/kg`, which may also be a division of two names."""
UNIT_SLASH = 7
"""`/kg`, which may also be a division by a name."""
BROKEN = 8
"""A sentence that cannot be read: see `recovery.py`."""
FIRST_KNOWN = 9
"""The shape of the first known text; each keyword, unit, scale word and sign has its own."""

_BLANK = r"[ \t\r\n]*+(?:#[^\n]*+[ \t\r\n]*+)*+"
_WORD = r"[^\W\d]\w*+"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?!\w)"
_NUMBER = r"(?![0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?!\w))[0-9]++(?:_[0-9]++)*+(?:\.[0-9]++(?:_[0-9]++)*+)*+(?!\w)"
_STRING = r'"[^"\\\n\r]*+(?:\\[^\n\r][^"\\\n\r]*+)*+"'
_SIGN = r"\.\.|[<>!]=|[{}()\[\]:,=<>|&\-+*/%?.]"
_HIDDEN = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
_QUOTES = "“”„«»‘’‚'`´"
# Each alternative takes as one token what a writer means as one thing, so that one slip is one fault.
_FOREIGN_SIGN = r"//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|==+|&&|\|\||=[<>]|<>|:="
_FAULT = (
    r'[“”„«»][^“”„«»"\n]*+[”“»«"]?+'  # a text in other quotation marks
    r"|[‘’‚'`´][^‘’'`´\n]*+[’‘'`´]?+"
    r'|"[^\n]*+'  # a text that is not closed on its line
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?!\w)|\d\w*+(?:\.\w++)*+"  # a date or number in another form
    rf"|[{_HIDDEN}]++|[^\S \t\r\n]++"  # what cannot be seen
    r"|\\\w*+|[^ \t\r\n]"
)


@define
class Tokens:
    """The tokens of a text, the last of them its end: their texts, places and shapes side by side.

    A text of too many is `cut` after the last that it may have.
    """

    texts: list[str]
    starts: list[int]
    ends: list[int]
    shapes: list[int]
    cut: bool = False

    def replace(self, first: int, last: int, parts: Iterable[tuple[str, int, int, int]]) -> None:
        """Puts other tokens (text, start, end, shape) in place of those from `first` up to but not `last`."""
        listed = list(parts)
        self.texts[first:last] = [part[0] for part in listed]
        self.starts[first:last] = [part[1] for part in listed]
        self.ends[first:last] = [part[2] for part in listed]
        self.shapes[first:last] = [part[3] for part in listed]


class Lexer:
    """Knows the words of the language and cuts texts into tokens."""

    def __init__(self, known: Iterable[str], rate_units: Iterable[str]) -> None:
        units = "|".join(sorted(rate_units, key=lambda unit: (-len(unit), unit)))
        specific = rf"(?:[A-Z]{{3}}|c)/(?:{units})(?!\w)"
        unit_slash = rf"/(?:{units})(?!\w)"
        shapes = (specific, _WORD, unit_slash, _FOREIGN_SIGN, _SIGN, _DATE, _NUMBER, _STRING, _FAULT)
        self._cut = re.compile(f"({_BLANK})({'|'.join(shapes)}|\\Z)")
        self._shapes = re.compile(f"({specific})|({unit_slash})|({_DATE})|({_NUMBER})|({_STRING})|({_WORD})")
        self.known = sorted(known)
        self._known = {text: index for index, text in enumerate(self.known, FIRST_KNOWN)}

    def shape_of(self, text: str) -> int:
        """The shape of one token."""
        known = self._known.get(text)
        if known is not None:
            return known
        shape = self._shapes.fullmatch(text)
        if shape is None:
            return FAULT if text else END
        number = shape.lastindex or 0
        if number == 4 and sum(map(str.isdigit, text)) > limits.DIGITS:
            return FAULT
        return (SPECIFIC, UNIT_SLASH, DATE, NUMBER, STRING, WORD)[number - 1]

    def tokens(self, text: str) -> Tokens:
        """The tokens of a text; a byte order mark before it is a blank."""
        if text.startswith("\ufeff"):
            text = " " + text[1:]
        # Blanks, token and nothing, in turns; the end of the text may match twice, behind a blank and again.
        pieces = self._cut.split(text)
        most = 3 * limits.TOKENS
        if cut := len(pieces) > most:
            pieces[most:] = ["", "", ""]
        places = list(accumulate(map(len, pieces)))
        texts = pieces[2::3]
        size = texts.index("") + 1
        del texts[size:]
        shapes = _Shapes(self._known)
        shapes.lexer = self
        return Tokens(texts, places[1::3][:size], places[2::3][:size], list(map(shapes.__getitem__, texts)), cut)


class _Shapes(dict[str, int]):
    """The shapes of the words seen so far in one text."""

    lexer: Lexer

    def __missing__(self, text: str) -> int:
        found = self[text] = self.lexer.shape_of(text)
        return found
