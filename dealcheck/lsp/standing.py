"""Where a cursor stands in a text: what the parser has begun there, and what could come next.

The text up to the cursor is read by the grammar's own tables, from the beginning of the statement at hand. What is
wrong elsewhere does not matter, and in the statement itself a word that does not fit is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from attrs import define, field, frozen

from dealcheck.source import Span
from dealcheck.syntax.grammar import language
from dealcheck.syntax.language import MORE_LIST, MORE_PARTS, Language, WordRow, is_kind
from dealcheck.syntax.lexing import FAULT, Tokens
from dealcheck.syntax.repairs import START_WORDS, TOP_WORDS

TRIED = 12
"""Beginnings of a statement that are tried before the cursor."""
TOKENS_READ = 4_000
"""So much of a text is looked at before the cursor, if its statement is longer than that."""

_TOP = re.compile(rf"^(?:{'|'.join(sorted(TOP_WORDS))})(?!\w)", re.MULTILINE)
_WORD_BEFORE = re.compile(r"[^\W\d]\w*\Z")
_NUMBER_BEFORE = re.compile(r"[0-9][0-9_.\-]*\Z")
_WORD_AFTER = re.compile(r"\w*")


@frozen
class Open:
    """A symbol that the parser has read and not yet joined to what it is a part of, with its first token."""

    name: str
    first: int


@define
class Run:
    """The parser's stack. A run that is copied goes on by itself."""

    grammar: Language
    states: list[int]
    opened: list[Open]
    row: WordRow

    @classmethod
    def beginning(cls, grammar: Language) -> Run:
        """Before the first token of a text."""
        return cls(grammar, [grammar.start], [], grammar.word_row(grammar.start))

    def copy(self) -> Run:
        """The same stack, to go on with."""
        return Run(self.grammar, self.states[:], self.opened[:], self.row)

    def reduce_for(self, terminal: int) -> bool:
        """Join what is complete until the terminal can be read; whether it ever can."""
        grammar = self.grammar
        while terminal not in grammar.shifts[self.states[-1]]:
            reduction = grammar.reductions[self.states[-1]]
            if reduction is None:
                return False
            count, left, operation, _, _ = reduction
            if operation in (MORE_LIST, MORE_PARTS):
                del self.states[1 - count :], self.opened[1 - count :]
                continue
            first = self.opened[-count].first
            del self.states[-count:], self.opened[-count:]
            if left not in grammar.gotos[self.states[-1]]:
                return False
            self.states.append(grammar.gotos[self.states[-1]][left])
            self.opened.append(Open(grammar.nonterminals[left], first))
        return True

    def shift(self, terminal: int, index: int) -> bool:
        """Read a terminal; whether it can stand here. If not, the stack is of no more use."""
        if not self.reduce_for(terminal):
            return False
        self.row, state = self.grammar.shifts[self.states[-1]][terminal]
        self.states.append(state)
        self.opened.append(Open(self.grammar.terminals[terminal], index))
        return True

    def read(self, tokens: Tokens, index: int) -> bool:
        """Read a token; whether it can stand here."""
        terminal = self.row.read(tokens, index, False)
        return terminal >= 0 and self.shift(terminal, index)

    def reads(self, tokens: Tokens, first: int, last: int, ending: str = "") -> Run | None:
        """The stack behind some tokens; None if one of them cannot stand where it does.

        The last one is read as the terminal `ending`, where that is given.
        """
        run = self.copy()
        for index in range(first, last):
            if ending and index == last - 1:
                terminal = self.grammar.terminal_of[ending]
                if not run.row.accepts(terminal) or not run.shift(terminal, index):
                    return None
            elif not run.read(tokens, index):
                return None
        return run


@define(eq=False)
class Standing:
    """A cursor in a text.

    `typed` is the word that the cursor stands in or right behind, up to the cursor; `span` is all of that word.
    `quoted` is the text of a string up to the cursor, where it stands in one.
    """

    text: str
    offset: int
    span: Span
    typed: str
    tokens: Tokens
    runs: list[Run]
    """How the tokens can be read; the likeliest first, for how the last one is read may hang on what follows."""
    quoted: str | None = None
    comment: bool = False
    base: int = 0
    """Where the tokens begin in the text."""
    _slots: dict[str, tuple[Open, ...] | None] = field(init=False, factory=dict)

    @property
    def acceptable(self) -> frozenset[str]:
        """The terminals that a text can have here."""
        return frozenset(self._acceptable())

    def _acceptable(self) -> Iterator[str]:
        for name in self.runs[0].grammar.terminals:
            if name != "BROKEN" and self.slot(name) is not None:
                yield name

    def slot(self, name: str) -> tuple[Open, ...] | None:
        """What is begun where a terminal would stand; None where it cannot stand."""
        if name not in self._slots:
            self._slots[name] = next(iter(self.every_slot(name)), None)
        return self._slots[name]

    def every_slot(self, name: str) -> list[tuple[Open, ...]]:
        """What is begun where a terminal would stand, in each way in which the text can be read."""
        terminal = self.runs[0].grammar.terminal_of[name]
        found: list[tuple[Open, ...]] = []
        for run in self.runs:
            after = run.copy()
            if after.row.accepts(terminal) and after.reduce_for(terminal) and tuple(after.opened) not in found:
                found.append(tuple(after.opened))
        return found

    def word(self, opened: Open) -> str:
        """The first word of what is begun."""
        return self.tokens.texts[opened.first]


def standing_at(text: str, offset: int, is_kind_name: Callable[[str], bool] = lambda name: False) -> Standing:
    """Where an offset stands. `is_kind_name` tells which words are kinds: what follows one is read as its measure."""
    before = text[:offset]
    found = _WORD_BEFORE.search(before, before.rfind("\n") + 1) or _NUMBER_BEFORE.search(before, before.rfind("\n") + 1)
    start = found.start() if found else offset
    after = _WORD_AFTER.match(text, offset)
    span = (start, max(offset, after.end() if after else offset))
    tops = [match.start() for match in _TOP.finditer(text, max(0, start - 200_000), start)]
    base = tops[-1] if tops else 0
    grammar = language()
    tokens = grammar.lexer.tokens(text[base:start])
    quoted = None
    comment = _in_comment(text, base + (tokens.ends[-2] if len(tokens.ends) > 1 else 0), start)
    last = len(tokens.texts) - 2
    if last >= 0 and tokens.shapes[last] == FAULT and tokens.texts[last][0] == '"':
        quoted = text[base + tokens.starts[last] + 1 : offset]
        span = (base + tokens.starts[last] + 1, _string_end(text, offset))
        tokens.replace(last, last + 1, [])
    runs = _runs(tokens, grammar, is_kind_name)
    return Standing(text, offset, span, text[start:offset], tokens, runs, quoted, comment, base)


def _in_comment(text: str, end: int, start: int) -> bool:
    """Whether a comment that begins behind the last token goes on up to the cursor."""
    return "#" in text[max(end, text.rfind("\n", 0, start) + 1) : start]


def _string_end(text: str, offset: int) -> int:
    """Where the string ends that an offset stands in, or its line."""
    found = re.compile(r'[^"\n\r]*').match(text, offset)
    return found.end() if found else offset


# ---- The statement at hand -------------------------------------------------------------------------------------------


_BEFORE_NAMES = frozenset((
    ",", "the", "at", "by", "after", "before", "during", "until", "of", "have", "has", "having", "cites", "with",
    "on", "from", "to", "layer", "old", "..", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "(", "|", "&",
))  # fmt: skip
"""Words and signs behind which a word begins no statement."""

_READ_BY_WHAT_FOLLOWS = {"from": "SINCE", "by": "BY_DATE", ",": "MORE_CODES"}


def _runs(tokens: Tokens, grammar: Language, is_kind_name: Callable[[str], bool]) -> list[Run]:
    """The stacks behind all tokens, in each way in which the last may be read."""
    end = len(tokens.texts) - 1
    run, first = Run.beginning(grammar), 0
    for brace in _open_braces(tokens.texts[:end]):
        found = _reading(run, tokens, first, brace + 1)
        if found is None:
            break
        run, first = found, brace + 1
    if first == end:
        return [run]
    last = tokens.texts[end - 1]
    plain = _reading(run, tokens, first, end)
    endings = [_READ_BY_WHAT_FOLLOWS[last]] if last in _READ_BY_WHAT_FOLLOWS else []
    if last[:1].isalpha() and last not in grammar.keywords:
        endings.extend(("KIND", "SIDE") if plain is None or is_kind_name(last) else ("SIDE",))
    others = [_reading(run, tokens, first, end, ending) for ending in endings]
    found_runs = [each for each in (plain, *others) if each is not None]
    if plain is not None and plain.opened and plain.opened[-1].name == "NAME" and last in _READ_BY_WHAT_FOLLOWS:
        found_runs.append(found_runs.pop(0))  # A word of the language is hardly meant as a name.
    if "KIND" in endings and plain is not None and len(found_runs) > 1:
        found_runs.append(found_runs.pop(0))
    return found_runs or [_lenient(tokens, run, first, end)]


def _open_braces(texts: Sequence[str]) -> list[int]:
    """The braces that are not closed."""
    found: list[int] = []
    for index, text in enumerate(texts):
        if text == "{":
            found.append(index)
        elif text == "}" and found:
            found.pop()
    return found


def _reading(run: Run, tokens: Tokens, first: int, last: int, ending: str = "") -> Run | None:
    """The stack behind the last statement of some tokens, wherever it begins; None if none can be read to the end."""
    for start in _starts(tokens, first, last):
        found = run.reads(tokens, start, last, ending)
        if found is not None:
            return found
    return None


def _starts(tokens: Tokens, first: int, last: int) -> list[int]:
    """Where the last statement of some tokens may begin, the likeliest first: near, then at the beginning."""
    texts = tokens.texts
    if first == last or texts[last - 1] == "}":
        return [last, first]
    places: list[int] = []
    for index in range(last - 1, max(first, last - TOKENS_READ) - 1, -1):
        text = texts[index]
        before_by = texts[index + 1] == "by" and text[:1].isalpha() and index + 2 < len(texts) and is_kind(texts, index)
        is_start = text in START_WORDS and (index == 0 or texts[index - 1] not in _BEFORE_NAMES)
        if is_start or before_by:
            places.append(index)
            if len(places) == TRIED:
                break
    return [*places, *([first] if last - first < TOKENS_READ else [])]


def _lenient(tokens: Tokens, run: Run, first: int, last: int) -> Run:
    """The stack behind the statement at hand, without the words in it that do not fit."""
    best, fewest = run, last - first
    for start in _starts(tokens, first, last):
        at, skipped = run.copy(), 0
        for index in range(start, last):
            after = at.copy()
            if after.read(tokens, index):
                at = after
            else:
                skipped += 1
        if start < last and skipped < min(fewest, last - start):
            best, fewest = at, skipped
    return best
