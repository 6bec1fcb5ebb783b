"""Says what is wrong with tokens that the language does not have, and puts in their place what was meant.

So the parser goes on as if the slip had not been made, and one slip gives one diagnostic.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TypeAlias

from dealcheck import limits
from dealcheck.source import Span
from dealcheck.syntax.calendar import date_fault
from dealcheck.syntax.faults import Faults
from dealcheck.syntax.language import Language
from dealcheck.syntax.lexing import FAULT, STRING, Tokens

Piece: TypeAlias = tuple[str, int, int]
"""Text, start and end of a token that is put in."""

_SIGNS = {
    "==": "=", "===": "=", ":=": "=", "=>": ">=", "=<": "<=", "<>": "!=", "&&": "and", "||": "or", "!": "not",
    "≤": "<=", "≥": ">=", "≠": "!=", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "×": "*", "÷": "/",
    "…": "..", "，": ",", "、": ",", "：": ":", "（": "(", "）": ")", "｛": "{", "｝": "}", "［": "[", "］": "]",
    "｜": "|", "％": "%",
    "＝": "=", "＜": "<", "＞": ">", "＋": "+", "－": "-", "＊": "*", "／": "/", "．": ".", "＆": "&",
}  # fmt: skip
"""Signs of other languages and scripts, and what they are here."""

_NEEDLESS = {";": "a statement needs no sign at its end", "；": "a statement needs no sign at its end"}
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₩": "KRW", "₫": "VND"}
_DOUBLE = "“”„«»"
_SINGLE = "‘’‚'`´"
_BLANKS = {
    "\u00a0": "a no-break space",
    "\u202f": "a narrow no-break space",
    "\u3000": "an ideographic space",
    "\u00ad": "a soft hyphen",
    "\ufeff": "a byte order mark",
}
_LETTERS = str.maketrans("OolIS", "00115")
_PERCENTS = frozenset(("percent", "percentage", "pct", "perc"))
_NUMBER = re.compile(r"[0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)*")
_RUN_ON = re.compile(r"([0-9]+(?:_[0-9]+)*(?:\.[0-9]+(?:_[0-9]+)*)*)([^\W\d]\w*)")


def mend(language: Language, tokens: Tokens, faults: Faults) -> list[int]:
    """Replaces every faulty token and notes what is wrong; returns where in the text the faults are."""
    places: list[int] = []
    index = 0
    while True:
        try:
            index = tokens.shapes.index(FAULT, index)
        except ValueError:
            return places
        text, start = tokens.texts[index], tokens.starts[index]
        if len(places) == limits.SYNTAX_ERRORS:
            _cut(tokens, index)
            faults.too_many(start)
            return places
        pieces = list(_Mender(language, tokens, faults, index, places).pieces(text, start, tokens.ends[index]))
        places.append(start)
        shape = language.lexer.shape_of
        tokens.replace(index, index + 1, ((part, first, last, shape(part)) for part, first, last in pieces))


def _cut(tokens: Tokens, index: int) -> None:
    """Ends the text before a token."""
    last = len(tokens.texts) - 1
    tokens.replace(index, last, ())


class _Mender:
    """One faulty token, where it stands, and the places of the faults before it."""

    def __init__(self, language: Language, tokens: Tokens, faults: Faults, index: int, places: list[int]) -> None:
        self.language, self.tokens, self.faults, self.index, self.places = language, tokens, faults, index, places

    def pieces(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """What was meant by a faulty token."""
        first = text[0]
        if first == '"':
            yield from self._unclosed(text, start, end)
        elif first in _DOUBLE or first in _SINGLE:
            yield from self._quoted(text, start, end)
        elif text.startswith(("//", "/*")):
            self.faults.add(
                "DC112", f"a comment begins with `#`, not with `{text[:2]}`", (start, start + 2), help="write `# ...`"
            )
        elif first.isdigit():
            yield from self._number(text, start, end)
        elif text in _SIGNS:
            sign = _SIGNS[text]
            both = "; names are joined with `|`" if text == "||" else ""
            self.faults.add(
                "DC111", f"`{text}` is no sign of this language", (start, end), help=f"write `{sign}`{both}"
            )
            yield sign, start, end
        elif text in _NEEDLESS:
            self.faults.add(
                "DC111", f"`{text}` is no sign of this language", (start, end), help=f"leave it out: {_NEEDLESS[text]}"
            )
        elif text in _CURRENCIES:
            code = _CURRENCIES[text]
            self.faults.add(
                "DC111",
                f"`{text}` is no sign of this language",
                (start, end),
                help=f"write the currency's code, as in `{code} 550 bn`",
            )
            yield code, start, end
        else:
            self._unknown(text, (start, end))

    def _unknown(self, text: str, span: Span) -> None:
        """A sign that means nothing, or a character that cannot be seen."""
        letter = text[0]
        if letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
            name = _BLANKS.get(letter) or _hidden_name(letter)
            self.faults.add(
                "DC110",
                f"{name} (U+{ord(letter):04X}) stands here, which cannot be seen",
                span,
                help="write a plain blank instead" if letter.isspace() and letter > " " else "delete it",
            )
            return
        shown = f"`{letter}`" if letter.isprintable() else f"the character U+{ord(letter):04X}"
        name = unicodedata.name(letter, "")
        self.faults.add(
            "DC111",
            f"{shown} is no sign of this language",
            span,
            label=name.lower() if letter > "\x7f" else "",
            help="leave it out, or put it into a text in quotation marks",
        )

    def _quoted(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """A text in other quotation marks."""
        mark = text[0]
        closed = len(text) > 1 and text[-1] in (_DOUBLE + '"' if mark in _DOUBLE else _SINGLE)
        inner = text[1:-1] if closed else text[1:].rstrip()
        self.faults.add(
            "DC106",
            f'a text stands in "...", not in {mark}...{text[-1] if closed else mark}',
            (start, start + 1),
            help=f'write `"{inner}"`' if len(inner) <= 60 and inner.isprintable() else 'write `"` at both ends',
        )
        if closed:
            yield _as_string(inner), start, end
        else:
            yield from self._up_to_end(text, start, end)

    def _unclosed(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """A text that does not end on its line: because of its end mark, of an earlier text's, or for want of one."""
        smart = re.search(f"[{_DOUBLE}]", text)
        if smart is not None:
            at = start + smart.start()
            self.faults.add(
                "DC106",
                f'a text stands in "...", and {smart[0]} does not end it',
                (at, at + 1),
                help=f'write `"` instead, as at the beginning of the text (`{text[: min(smart.start(), 20)]}`)',
            )
            yield _as_string(text[1 : smart.start()]), start, at + 1
            yield from self._rest(text[smart.end() :], at + 1)
            return
        opening = self._opened_before(start)
        if opening not in self.places:
            self.places.append(opening)
            self.faults.add(
                "DC105",
                "this text is not closed on its line",
                (opening, opening + 1),
                help='write `"` where the text ends; a `"` within a text is written `\\"`',
            )
        yield from self._up_to_end(text, start, end)

    def _opened_before(self, start: int) -> int:
        """Where the text was opened that lacks its end: an earlier one, if it runs into a word."""
        tokens = self.tokens
        line = self.faults.source.text.rfind("\n", 0, start)
        for index in range(self.index - 1, 0, -1):
            if tokens.starts[index] < line:
                break
            touches = tokens.ends[index] == tokens.starts[index + 1] and tokens.texts[index + 1][:1].isalnum()
            if tokens.shapes[index] == STRING and touches:
                return tokens.starts[index]
        return start

    def _up_to_end(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """A text up to the end of its line, less what can only be the sign that follows a label."""
        body = text.rstrip()
        cut = max(len(body.rstrip(":{}").rstrip()), 1) if body[-1] in ":{}" else len(body)
        yield _as_string(body[1:cut]), start, start + cut
        yield from self._rest(body[cut:], start + cut)

    def _rest(self, text: str, start: int) -> Iterator[Piece]:
        """The tokens of the rest of a line; faulty ones among them are looked at in their turn."""
        rest = self.language.lexer.tokens(text)
        for part, first, last in zip(rest.texts[:-1], rest.starts, rest.ends, strict=False):
            yield part, start + first, start + last

    def _number(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """A number that is too long, run together with letters, or in another form."""
        span = (start, end)
        plain = "".join(str(unicodedata.digit(letter, 0)) if letter.isdigit() else letter for letter in text)
        if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", text):
            year, month, day = text.split("-")
            meant = f"{year}-{month:0>2}-{day:0>2}"
            fault = date_fault(meant)
            if fault is not None:
                self.faults.add("DC108", f"there is no {text}", span, label=fault[0], help=fault[1])
                meant = "2000-01-01"
            else:
                headline = "a date has two digits for the month and two for the day"
                self.faults.add("DC108", headline, span, help=f"write `{meant}`")
            yield meant, start, end
        elif sum(map(str.isdigit, text)) > limits.DIGITS:
            self.faults.add(
                "DC124",
                f"a number has at most {limits.DIGITS} digits",
                span,
                label=f"{sum(map(str.isdigit, text))} digits",
                help="write a rounder number, or use a scale word: `550 bn`",
            )
            yield "10", start, end
        elif plain != text and _NUMBER.fullmatch(plain):
            self.faults.add("DC107", "a number is written with the digits 0 to 9", span, help=f"write `{plain}`")
            yield plain, start, end
        elif (match := _RUN_ON.fullmatch(text)) is not None and self._unit(match[2]) is not None:
            unit = self._unit(match[2]) or ""
            meant = match[1] + unit if unit == "%" else f"{match[1]} {unit}"
            self.faults.add("DC107", "a number and its unit stand apart", span, help=f"write `{meant}`")
            cut = start + len(match[1])
            yield match[1], start, cut
            yield unit, cut, end
        elif _NUMBER.fullmatch(meant := text.translate(_LETTERS)):
            letter = next(letter for letter in text if letter in "OolIS")
            self.faults.add("DC107", f"`{text}` holds the letter {letter}, not a digit", span, help=f"write `{meant}`")
            yield meant, start, end
        elif _NUMBER.fullmatch(meant := re.sub("_+", "_", text).replace("_.", ".").replace("._", ".").strip("_")):
            self.faults.add(
                "DC107", "an underscore in a number stands between two digits", span, help=f"write `{meant}`"
            )
            yield meant, start, end
        elif text[-1].isdigit() or len(text) < 3 or text[1].isdigit():
            self.faults.add(
                "DC107",
                f"`{text}` is neither a number nor a name",
                span,
                help="a number holds digits, a point and underscores; a name begins with a letter",
            )
            yield "10", start, end
        else:
            self.faults.add(
                "DC107",
                f"`{text}` is no name, for it begins with a digit",
                span,
                help=f"write `_{text}` or another name",
            )
            yield "_" + re.sub(r"\W", "_", text), start, end

    def _unit(self, word: str) -> str | None:
        """The unit that a word behind a number writes, `%` for `percent`; None if it writes none."""
        if word.lower() in _PERCENTS:
            return "%"
        known = word in self.language.units or word in self.language.scales or word == "pp"
        return word if known else None


def _as_string(inner: str) -> str:
    """A text as a token; what no text can hold becomes a blank."""
    escaped = re.sub(r"[\r\n]", " ", inner).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _hidden_name(letter: str) -> str:
    """What to call a character that has no picture."""
    name = unicodedata.name(letter, "control character").lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
