"""Goes on after a syntax error: mends one word or sign if that explains it, else leaves the statement out.

The tokens are changed until the parser accepts them all, one diagnostic for each slip; the tree is then built of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from dealcheck import limits
from dealcheck.diagnostics import Diagnostic
from dealcheck.source import Span
from dealcheck.syntax.faults import Faults
from dealcheck.syntax.language import Language, is_kind
from dealcheck.syntax.lexing import Tokens
from dealcheck.syntax.machine import Machine, Position
from dealcheck.syntax.messages import Reporter
from dealcheck.syntax.repairs import (
    BROKEN_TEXT,
    ENOUGH,
    NEEDLESS,
    SPELLING,
    START_WORDS,
    TOP_WORDS,
    WINDOW,
    Repair,
    best_repair,
    reach_of,
    shape_put,
)
from dealcheck.syntax.spelling import candidates

STARTS_TRIED = 40
"""Statement starts before the error from which the statement to leave out is sought."""
ENOUGH_AT_A_START = 2
"""Tokens that must be readable for a statement to begin at a line's beginning."""

CUTS_TRIED = 50
"""Tokens before the error from which the rest of a line is left out, before its whole sentence is."""
TRIES = 100
"""Places behind the error that are tried as the end of what is left out, before the rest of the text is."""

CLAUSE_WORDS = frozenset((
    "from", "to", "on", "until", "if", "cites", "layer", "toward", "may", "must", "have", "has", "and", "or", "unless",
    "then", "after", "before",
))  # fmt: skip
"""Words that go on with a statement and are hardly ever names."""

_BEFORE_NAMES = frozenset((
    "the", "at", "by", "after", "before", "during", "until", "of", "have", "has", "having", "and", "or", "not", "if",
    "no", "every", "some", "new", "changed", "kept", "written", "general", "on", "from", "to", "old",
    "..", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "(", ",", "|", "&",
))  # fmt: skip
"""Words and signs behind which a word is the name of something, not the beginning of a statement."""

LINE_WORDS = frozenset(("red", "concern", "wish", "reading"))
"""Words that begin a line or a reading of one."""


class Recovery:
    """One text with syntax errors."""

    def __init__(self, language: Language, tokens: Tokens, faults: Faults, mended: Sequence[int]) -> None:
        self.language = language
        self.tokens = tokens
        self.faults = faults
        self.machine = Machine(language)
        self.reporter = Reporter(self.machine, tokens, faults)
        self.mended = mended
        self.positions: list[Position] = [self.machine.beginning()]
        self.errors = 0
        self.last_error = -1
        self.broken: list[Span] = []
        """The statements that errors stand in; what else is wrong with one is not to be trusted."""

    def run(self, barred: Mapping[int, Diagnostic]) -> None:
        """Changes the tokens until the parser accepts them, and leaves out the statements at the barred places."""
        bars = dict(barred)
        tokens = self.tokens
        index = 0
        while index < len(tokens.texts):
            bar = bars.pop(tokens.starts[index], None) if bars else None
            after = None if bar else self.machine.step(self.positions[index], tokens, index, split=True)
            if after is not None:
                self.positions.append(after)
                index += 1
                continue
            if bar is not None:
                self.faults.found.append(bar)
                repair = self._statement(index)
            else:
                repair = self._error(index)
            self._apply(repair)
            # The token before the change is read anew, for how it is read may hang on what follows it.
            index = max(repair.first - 1, 0)
            del self.positions[index + 1 :]

    def _error(self, index: int) -> Repair:
        """What to change at an error, which is reported unless it follows from another one."""
        if self.errors == limits.SYNTAX_ERRORS:
            self.faults.too_many(self.tokens.starts[index])
            return self._rest(index)
        repair = self._best(index)
        if repair is None or repair.kind != SPELLING:
            broken_off = self._broken_off(index)
            if broken_off is not None:
                return self._break_off(*broken_off)
        start = self._start_of(index)
        if (
            repair is not None
            and repair.kind == SPELLING
            and repair.put[0] in START_WORDS
            and self._begins_line(repair.first)
        ):
            start = repair.first
        follows = self._follows(start, index)
        self._mark(start, index)
        if not follows:
            self.errors += 1
            self.reporter.report(self.positions, index if repair else self._misread(index), repair)
        if repair is None or (follows and start <= self.last_error):
            return self._statement(index)
        # An error before the end of this statement follows from this one.
        self.last_error = index + len(repair.put) - (repair.last - repair.first) if repair.put else index - 1
        return repair

    def _break_off(self, place: int, repair: Repair) -> Repair:
        """Reports that a statement breaks off before the word at a place, and leaves it out."""
        start = self._start_of(place - 1)
        self._mark(start, place - 1)
        if not self._follows(start, place - 1):
            self.errors += 1
            self.reporter.report_break(self.positions, place, self._misread(place))
        if repair.last > place:
            self.errors += 1
            self.reporter.misspelt(place, repair.put[-1])
        self.last_error = repair.first + len(repair.put) - (repair.last > place) - 1
        return repair

    def _mark(self, start: int, index: int) -> None:
        """Remembers the statement that begins at `start` and holds an error at `index`."""
        end = index + 1
        while end < len(self.tokens.texts) - 1 and not self._starts(end):
            end += 1
        self.broken.append((self.tokens.starts[start], self.tokens.starts[min(end, len(self.tokens.texts) - 1)]))

    def _follows(self, start: int, index: int) -> bool:
        """Whether an error at a token of the statement from `start` on is no slip of its own."""
        if start <= self.last_error:
            return True
        if not self.mended:
            return False
        # A text that is not closed shifts all others in its line, so a fault further on may be the cause too.
        end = self.faults.source.text.find("\n", self.tokens.ends[index])
        return any(self.tokens.starts[start] <= place and (place < end or end < 0) for place in self.mended)

    def _apply(self, repair: Repair) -> None:
        tokens = self.tokens
        if repair.put and repair.last > repair.first:
            start, end = tokens.starts[repair.last - 1], tokens.ends[repair.last - 1]
        else:
            start = end = tokens.ends[repair.first - 1] if repair.first else 0
        if BROKEN_TEXT in repair.put and repair.last > repair.first:
            start = tokens.starts[repair.first]
        put = [(text, start, end, shape_put(self.machine, text)) for text in repair.put]
        tokens.replace(repair.first, repair.last, put)

    def _best(self, index: int) -> Repair | None:
        at_top = not self.tokens.texts[index] or self._is_top(index)
        unclosed = max(self._depths()[index], 0) if at_top else 0
        return best_repair(self.machine, self.tokens, self.positions, index, unclosed)

    def _broken_off(self, index: int) -> tuple[int, Repair] | None:
        """Where a statement breaks off and the next begins, if the next one's first word was misread as part of it."""
        tokens, positions = self.tokens, self.positions
        for place in range(index - 1, max(index - WINDOW, 0), -1):
            word = tokens.texts[place]
            if not self._begins_line(place) or not word[:1].isalpha():
                continue
            known = self._starts(place) or word in self.language.words
            meant = () if known else tuple(pair[0] for pair in candidates(word, START_WORDS)[:1])
            if not (meant or self._starts(place)) or self._fits(place, *(meant or (word,))):
                continue
            goal = min(index + ENOUGH, len(tokens.texts))
            depths = self._depths() if self._is_top(place) else []
            for first, put in self._cuts(place):
                closed = ("}",) * max(depths[first], 0) if depths else ()
                repair = Repair(NEEDLESS, first, place + bool(meant), put + closed + meant, 0)
                if (first < place or put) and reach_of(self.machine, tokens, positions[first], repair, goal) == goal:
                    return place, repair
        return None

    def _fits(self, place: int, word: str) -> bool:
        """Whether a word, read as the keyword or kind that it is, can stand at a place."""
        is_kind = self.tokens.texts[place + 1 : place + 2] == ["by"]
        terminal = self.language.terminal_of["KIND"] if is_kind else self.language.words[word]
        return self.machine.advance(self.positions[place].stack, terminal) is not None

    def _misread(self, index: int) -> int:
        """The keyword before an error that was read as a name, for something is missing before it; else the error."""
        for place in range(index - 1, max(index - 3, 0), -1):
            word = self.tokens.texts[place]
            name = self.positions[place].row.read(self.tokens, place, False) == self.language.terminal_of["NAME"]
            if name and word in CLAUSE_WORDS and not self._fits(place, word):
                return place
        return index

    # ---- Places in the text ----------------------------------------------------------------------------------------

    def _begins_line(self, index: int) -> bool:
        """Whether a token is the first on its line."""
        tokens = self.tokens
        return index == 0 or "\n" in self.faults.source.text[tokens.ends[index - 1] : tokens.starts[index]]

    def _is_top(self, index: int) -> bool:
        """Whether a token begins its line, without a blank, with a word that begins a declaration."""
        start = self.tokens.starts[index]
        at_margin = start == 0 or self.faults.source.text[start - 1] in "\n\ufeff"
        return at_margin and self.tokens.texts[index] in TOP_WORDS

    def _starts(self, index: int) -> bool:
        """Whether a token may begin a statement."""
        texts = self.tokens.texts
        text, before = texts[index], texts[index - 1] if index else ""
        if before in _BEFORE_NAMES and not self._begins_line(index):
            return False
        before_by = texts[index + 1 : index + 2] == ["by"] and text[:1].isalpha()
        return text in START_WORDS or (before_by and is_kind(texts, index))

    def _start_of(self, index: int) -> int:
        """The first token of the statement that a token stands in."""
        while index > 0 and not self._starts(index):
            if self.tokens.texts[index - 1] == "}" and self._begins_line(index):
                break
            index -= 1
        return index

    def _line_of(self, index: int) -> int | None:
        """The first token of the line or reading that a token stands in, or the one before it if it begins another."""
        place = index if index == 0 or not self._starts(index) else index - 1
        while True:
            place = self._start_of(place)
            if self.tokens.texts[place] in LINE_WORDS:
                return place
            # A kind right behind the colon of a line lacks its `no` or `every`.
            if not place or self.tokens.texts[place - 1] != ":":
                return None
            place -= 1

    def _starts_before(self, index: int) -> list[int]:
        """The token itself and those before it at which a statement may begin, the nearest first."""
        starts = [index]
        place = index
        while place > 0 and len(starts) < STARTS_TRIED:
            place -= 1
            if self._starts(place):
                starts.append(place)
        return starts if starts[-1] == 0 else [*starts, 0]

    # ---- Leaving a statement out -----------------------------------------------------------------------------------

    def _statement(self, index: int) -> Repair:
        """The least stretch around an error without which the parser can go on."""
        tokens = self.tokens
        cuts = list(self._cuts(index))
        depths = self._depths()
        # How far out the text goes between a start and the error, and between the error and the token at hand.
        outermost = {first: min(depths[first : index + 1]) for first, _ in cuts}
        lowest = depths[index]
        depth = tries = 0
        for last in range(index, len(tokens.texts)):
            text = tokens.texts[last]
            if tries > TRIES:
                break
            lowest = min(lowest, depths[last])
            at_top = not text or self._is_top(last)
            if text == "{":
                depth += 1
            elif text == "}":
                depth -= 1
            # Behind a colon the statement at hand goes on.
            begins = self._starts(last) and tokens.texts[last - 1] != ":"
            if at_top or (depth <= 0 and (text == "}" or begins)):
                tries += 1
                for first, stub in cuts:
                    # What is left out closes the braces that it opens and no others; a declaration closes all.
                    put = stub + ("}",) * max(depths[first], 0) if at_top else stub
                    whole = depths[first] == depths[last] == min(outermost[first], lowest)
                    if (first < last or stub) and (at_top or whole) and self._leads_on(first, last, put):
                        self.last_error = first + len(put) - 1
                        return Repair(NEEDLESS, first, last, put, 0)
            depth = 0 if at_top else max(depth, 0)
        return self._rest(index)

    def _cuts(self, index: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Where what is left out may begin, the nearest first, and what stands for it.

        A line keeps its name: only its sentence is left out, with its header from the error on.
        """
        start = self._line_of(index)
        if start is not None:
            for first in range(index, max(start, index - CUTS_TRIED), -1):
                yield first, (BROKEN_TEXT,)
                yield first, (":", BROKEN_TEXT)
            colon = start + 1
            while colon < index and self.tokens.texts[colon] != ":":
                colon += 1
            yield min(colon + 1, index), (BROKEN_TEXT,)
        for first in self._starts_before(index):
            yield first, ()

    def _depths(self) -> list[int]:
        """How many braces are open before each token, as the text counts them."""
        steps = ((text == "{") - (text == "}") for text in self.tokens.texts)
        return list(accumulate(steps, initial=0))

    def _leads_on(self, first: int, last: int, put: tuple[str, ...]) -> bool:
        """Whether the parser can go on from `last` at the position before `first`, with what is put in between."""
        position = self.positions[first]
        for text in put:
            terminal = self.language.terminal_of["BROKEN"] if text == BROKEN_TEXT else self.language.words[text]
            after = self.machine.advance(position.stack, terminal)
            if after is None:
                return False
            position = after
        enough = ENOUGH_AT_A_START if self._begins_line(last) else ENOUGH
        if self.tokens.texts[last] == "}":
            enough = 1
        return self.machine.reads(position, self.tokens, last, last + enough)

    def _rest(self, index: int) -> Repair:
        """Everything from the last whole declaration on."""
        end = len(self.tokens.texts) - 1
        for first in range(index, -1, -1):
            below = self.positions[first].stack[1]
            between = below is None or below[1] is None
            if between and self.machine.step(self.positions[first], self.tokens, end) is not None:
                self.last_error = first - 1
                return Repair(NEEDLESS, first, end, (), 0)
        raise AssertionError("an empty text is accepted")
