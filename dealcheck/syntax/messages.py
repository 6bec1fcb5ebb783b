"""Words a syntax error: by the sample of malformed text that fails in the same way, else by what could stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dealcheck.source import Span
from dealcheck.syntax.faults import Faults
from dealcheck.syntax.lexing import NUMBER, STRING, Tokens
from dealcheck.syntax.machine import Machine, Position
from dealcheck.syntax.repairs import INSTEAD, MISSING, NEEDLESS, SPELLING, START_WORDS, UNCLOSED, UNIT, Repair
from dealcheck.values.units import UNITS, suggest_unit

CLOSERS = {"}": "{", ")": "(", "]": "["}

_PLAIN = {
    "NAME": "a name",
    "STRING": 'a text in `"..."`',
    "NUMBER": "a number",
    "DATE": "a date such as 2026-01-31",
    "KIND": "a measure (`KIND by PARTY ...`)",
    "SIDE": "a party and `:`",
    "SINCE": "`from` and a date",
    "BY_DATE": "`by` and a date",
    "UNIT": "a unit",
    "SCALE": "`thousand`, `mn`, `bn` or `tn`",
    "RATE_UNIT": "a rate's unit such as `JPY/kg`",
    "PER_UNIT": "a price's unit such as `/kg`",
    "MORE_CODES": "`,` and a further code",
    "$END": "the end of the file",
}
_ALWAYS_FOLLOWS = frozenset(("+", "-", "*", "/", ".", "&", "|", "(", "%"))
"""Signs that could go on with almost anything and so say little about what was meant."""
_LISTED = 5

_PERCENT_WORDS = frozenset(("percent", "percentage", "pct", "per_cent"))
_POINT_WORDS = frozenset(("points", "point", "ppt", "bp"))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Reporter:
    """Reports the syntax errors of one text."""

    def __init__(self, machine: Machine, tokens: Tokens, faults: Faults) -> None:
        self.machine = machine
        self.language = machine.language
        self.tokens = tokens
        self.faults = faults

    def report(self, positions: Sequence[Position], index: int, repair: Repair | None) -> None:
        """Notes the error at a token, which the repair would mend."""
        if self._habit(index):
            return
        if repair is not None and repair.kind == SPELLING:
            self.misspelt(repair.first, " ".join(repair.put))
        elif repair is not None and repair.kind == UNIT:
            self._no_unit(repair.first)
        elif not self._bracket(index, repair) and not self._sampled(positions[index], index):
            self._expected(positions[index], index, repair)

    # ---- Recognised slips ------------------------------------------------------------------------------------------

    def report_break(self, positions: Sequence[Position], index: int, misread: int) -> None:
        """Notes that a statement breaks off before a token that begins the next one, or at a word that was misread."""
        position = positions[misread]
        if self._habit(index) or self._sampled(position, misread):
            return
        if misread < index:
            self._expected(position, misread, None)
        else:
            can = self._listed(position)
            headline = f"the statement breaks off after {self._found(index - 1)}"
            self.faults.add("DC101", headline, self._place(index - 1), help=f"write {can}" if can else "")

    def misspelt(self, index: int, meant: str) -> None:
        """Notes a word that was meant to be another."""
        written = self.tokens.texts[index]
        if written.casefold() == meant:
            headline, help_text = f"the keyword `{meant}` is written in small letters", f"write `{meant}`"
        else:
            headline, help_text = f"`{written}` is no word that can stand here", f"did you mean `{meant}`?"
        self.faults.add("DC102", headline, self._place(index), help=help_text)

    def _no_unit(self, index: int) -> None:
        """Notes a word behind a number that is no unit."""
        written = self.tokens.texts[index]
        after = self.tokens.texts[index + 1 : index + 3]
        if after[:1] == ["/"]:
            headline = "a unit has no blank around its `/`"
            self.faults.add("DC102", headline, self._place(index), help=f"write `{written}/{after[-1]}`")
            return
        meant = suggest_unit(written)
        known = ", ".join(f"`{name}`" for name in UNITS)
        help_text = f"did you mean `{meant}`?" if meant else f"write one of the units {known}"
        self.faults.add("DC102", f"`{written}` is no unit that is known here", self._place(index), help=help_text)

    def _habit(self, index: int) -> bool:
        """Numbers and dates in the way of other notations, at the error or just before it."""
        tokens = self.tokens
        for place in range(index, max(index - 4, 0), -1):
            before, text = tokens.texts[place - 1], tokens.texts[place]
            if self._written_date(place - 1):
                return True
            if tokens.shapes[place - 1] != NUMBER:
                continue
            span = (tokens.starts[place - 1], tokens.ends[place])
            if text.casefold() in _PERCENT_WORDS:
                self.faults.add("DC107", "percent is written with its sign", span, help=f"write `{before}%`")
                return True
            if text.casefold() in _POINT_WORDS:
                self.faults.add("DC107", "percentage points are written `pp`", span, help=f"write `{before} pp`")
                return True
            if text == "," and tokens.shapes[place + 1 : place + 2] == [NUMBER] and self._number_with_comma(place):
                return True
        return False

    def _number_with_comma(self, place: int) -> bool:
        """`10.000,5` or `1,000,000`."""
        tokens = self.tokens
        if tokens.texts[place] != "," or not self._touch(place - 1, place) or not self._touch(place, place + 1):
            return False
        span = (tokens.starts[place - 1], tokens.ends[place + 1])
        meant = meant_number(tokens.texts[place - 1], tokens.texts[place + 1])
        self.faults.add("DC107", "a comma does not belong into a number", span, help=f"write `{meant}`")
        return True

    def _written_date(self, place: int) -> bool:
        """`1/7/2025`, `1.7.2025`, `July 1, 2025` or `1 July 2025`, beginning at a token."""
        ends = self.tokens.ends[place : place + 5]
        meant = meant_date(self.tokens.texts[place : place + 5])
        if meant is None:
            return False
        dates, count = meant
        span = (self.tokens.starts[place], ends[count - 1])
        written = " or ".join(f"`{date}`" for date in dates)
        self.faults.add("DC108", "a date is written year, month, day", span, help=f"write {written}")
        return True

    def _bracket(self, index: int, repair: Repair | None) -> bool:
        """A bracket that is not closed, or closes nothing."""
        text = self.tokens.texts[index]
        opened = self._opened(index)
        if repair is not None and repair.kind in (UNCLOSED, MISSING) and repair.put[0] in CLOSERS:
            closer = repair.put[0]
            where = [place for place in opened if self.tokens.texts[place] == CLOSERS[closer]]
            if where:
                found = f"`{text}` on line {self._line(index)}" if text else "the end of the file"
                self.faults.add(
                    "DC103",
                    f"this `{CLOSERS[closer]}` is never closed",
                    self._place(where[-1]),
                    help=f"write `{closer}` before {found}",
                )
                return True
        if text in CLOSERS and not any(self.tokens.texts[place] == CLOSERS[text] for place in opened):
            self.faults.add("DC104", f"this `{text}` closes nothing", self._place(index), help="delete it")
            return True
        return False

    def _opened(self, index: int) -> list[int]:
        """The brackets that are open before a token."""
        opened: list[int] = []
        texts = self.tokens.texts
        for place in range(index):
            text = texts[place]
            if text in ("{", "(", "["):
                opened.append(place)
            elif text in CLOSERS and opened and texts[opened[-1]] == CLOSERS[text]:
                opened.pop()
        return opened

    # ---- Samples, and what was expected ----------------------------------------------------------------------------

    def _sampled(self, position: Position, index: int) -> bool:
        """The message of the sample that fails in this state at this sort of token."""
        state, terminal = self.machine.stuck(position, self.tokens, index)
        messages = self.language.messages
        message = messages.get((state, terminal)) or messages.get((state, -1))
        if message is None:
            return False
        code, headline, help_text = message
        found = self.tokens.texts[index] or "the end of the file"
        self.faults.add(
            code,
            headline.replace("FOUND", found),
            self._where(index),
            label="" if self._same_line(index) else "after this",
            help=help_text.replace("FOUND", found),
        )
        return True

    def _expected(self, position: Position, index: int, repair: Repair | None) -> None:
        """What was found, and what can stand there."""
        text, same_line = self.tokens.texts[index], self._same_line(index)
        if repair is not None and repair.kind == MISSING:
            before = same_line or repair.put[0] in START_WORDS
            self.faults.add(
                "DC122",
                f"`{repair.put[0]}` is missing",
                self._place(index) if before else self._where(index),
                label=f"before {self._found(index)}" if before else "after this",
                help=f"write `{repair.put[0]}` there",
            )
            return
        can = self._listed(position)
        help_text = f"write {can}" if can else ""
        if repair is not None and repair.kind == INSTEAD:
            help_text = f"write `{repair.put[0]}` instead"
        elif repair is not None and repair.kind == NEEDLESS:
            help_text = "leave it out"
        if not text:
            headline, span = "the file ends in the middle of a statement", self._where(index)
        elif same_line or not self._breaks_off(position, index):
            headline, span = f"{self._found(index)} cannot stand here", self._place(index)
        else:
            headline, span = f"the statement breaks off after {self._found(index - 1)}", self._where(index)
        self.faults.add("DC101", headline, span, help=help_text)

    def _breaks_off(self, position: Position, index: int) -> bool:
        """Whether a token begins something new where the statement before it cannot end."""
        text = self.tokens.texts[index]
        begins = text == "}" or text in self.language.words or self.tokens.texts[index + 1 : index + 2] == ["by"]
        ends = any(self.machine.could_stand(position, name) for name in ("RBRACE", "$END"))
        return begins and not ends

    def _listed(self, position: Position) -> str:
        """The terminals that can stand at a position, in plain words."""
        acceptable = self.machine.acceptable(position)
        text_of = self.language.text_of
        telling = [terminal for terminal in acceptable if text_of.get(terminal) not in _ALWAYS_FOLLOWS]
        written = [
            f"`{text_of[terminal]}`" if terminal in text_of else _PLAIN[self.language.terminals[terminal]]
            for terminal in telling or acceptable
        ]
        # What is written freely says most, then signs, then keywords.
        written.sort(key=lambda text: (text[0] == "`", text[1:2].isalpha(), text))
        if len(written) > _LISTED:
            return ", ".join(written[:_LISTED]) + " or the like"
        return " or ".join(filter(None, [", ".join(written[:-1]), *written[-1:]]))

    def _found(self, index: int) -> str:
        text = self.tokens.texts[index]
        if not text:
            return "the end of the file"
        if self.tokens.shapes[index] == STRING:
            return "a text"
        return f"`{text}`"

    # ---- Places ----------------------------------------------------------------------------------------------------

    def _place(self, index: int) -> Span:
        return self.tokens.starts[index], self.tokens.ends[index]

    def _where(self, index: int) -> Span:
        """The token itself, or the one before it if something is missing at the end of that one's line."""
        return self._place(index) if self._same_line(index) else self._place(index - 1)

    def _same_line(self, index: int) -> bool:
        """Whether a token stands on the line of the one before it."""
        if index == 0:
            return True
        return (
            self.tokens.texts[index] != ""
            and "\n" not in self.faults.source.text[self.tokens.ends[index - 1] : self.tokens.starts[index]]
        )

    def _line(self, index: int) -> int:
        return self.faults.source.position(self.tokens.starts[index])[0]

    def _touch(self, left: int, right: int) -> bool:
        return self.tokens.ends[left] == self.tokens.starts[right]


def meant_number(whole: str, rest: str) -> str:
    """A number written with a comma as it is written here: `10.000,5` is 10_000.5, and `1,000` is 1_000."""
    groups = len(rest) == 3 and "." not in whole
    return f"{whole}_{rest}" if groups else f"{whole.replace('.', '_')}.{rest.replace('.', '_')}"


def meant_date(words: Sequence[str]) -> tuple[list[str], int] | None:
    """The dates that words may mean which are written in another way, and how many words those are."""
    words = [*words, "", "", "", "", ""][:5]
    joined = " ".join(words)
    if match := re.match(r"(\d{1,2}) / (\d{1,2}) / (\d{4})\b", joined):
        return _either(*match.groups()), 5
    if match := re.match(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?= |$)", joined):
        return _either(*match.groups()), 1
    if match := re.match(r"(\w+) (\d{1,2})( ,)? (\d{4})\b", joined):
        month, day, comma, year = match.groups()
        count = 4 if comma else 3
    elif match := re.match(r"(\d{1,2}) (\w+) (\d{4})\b", joined):
        day, month, year = match.groups()
        count = 3
    else:
        return None
    if not month.isalpha() or month[:3].lower() not in _MONTHS:
        return None
    number = _MONTHS.index(month[:3].lower()) + 1
    return [f"{year}-{number:02}-{int(day):02}"], count


def _either(first: str, second: str, year: str) -> list[str]:
    """The one or two dates that day and month in an unknown order may mean."""
    months = [(second, first), (first, second)] if first != second else [(first, second)]
    return [f"{year}-{month:0>2}-{day:0>2}" for month, day in months if 1 <= int(month) <= 12]
