"""The parser's tables in memory, decoded row by row as a text first needs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any, TypeAlias

from dealcheck.syntax.lexing import (
    BROKEN,
    DATE,
    END,
    FIRST_KNOWN,
    NUMBER,
    SPECIFIC,
    STRING,
    UNIT_SLASH,
    WORD,
    Lexer,
    Tokens,
)

LOOK = -1
"""Only the token that follows tells how this one is read."""
NOTHING = -2
"""The token has no reading here."""

PASS = 0
"""The value of one child is the value of the rule."""
CALL = 1
"""A callback of the builder makes the value from the children."""
NEW_LIST = 2
"""The value is a list of the children: the first round of a `*` or `+`."""
MORE_LIST = 3
"""A child joins the list that stands before it: a further round of a `*` or `+`."""
MORE_PARTS = 4
"""Several children do."""
CALL_ONE = 5
"""A callback of the builder makes the value from a single child."""

Reduction: TypeAlias = tuple[int, int, int, Callable[[list[Any]], Any], int]
"""How many symbols, left side, operation, how to take the children from the stack, callback."""

TERMINAL_OF_SHAPE = {
    END: "$END",
    WORD: "NAME",
    NUMBER: "NUMBER",
    DATE: "DATE",
    STRING: "STRING",
    SPECIFIC: "RATE_UNIT",
    UNIT_SLASH: "PER_UNIT",
    BROKEN: "BROKEN",
}
"""What a token is that is no keyword or sign, if that can stand at all."""

_DIGITS = frozenset("0123456789")
NO_KINDS = frozenset(("proposed", "opposed", "weighted"))
"""Words that stand before `by` and are no kinds, as in the grammar's KIND."""


class Language:
    """The grammar's states and rules, and how each state reads words."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self.terminals: list[str] = tables["terminals"]
        self.nonterminals: list[str] = tables["nonterminals"]
        self.callbacks: list[str] = tables["callbacks"]
        self.start: int = tables["start"]
        self.words: dict[str, int] = tables["words"]
        self.text_of = {terminal: word for word, terminal in self.words.items()}
        self.keywords = frozenset(word for word in self.words if word[0].isalpha())
        self.units = frozenset(tables["units"])
        self.scales = frozenset(tables["scales"])
        self.terminal_of = {name: index for index, name in enumerate(self.terminals)}
        self.lexer = Lexer({*self.words, *self.units, *self.scales}, tables["rate_units"])
        self._accept: list[int] = tables["accept"]
        self.word_rows = [WordRow(self, int(bits, 16)) for bits in tables["accepts"]]
        decoded = [
            (count, left, *_taking(count, operation, kept), callback)
            for left, count, operation, callback, kept in tables["rules"]
        ]
        self.reductions: list[Reduction | None] = [None if rule < 0 else decoded[rule] for rule in tables["defaults"]]
        self.shifts = Shifts(self, tables["shift"], tables["shifts"])
        self.gotos = Gotos(tables["goto"], tables["gotos"])
        self._messages: tuple[list[list[str]], list[list[int]]] = (tables["messages"], tables["samples"])

    @cached_property
    def messages(self) -> dict[tuple[int, int], tuple[str, str, str]]:
        """Code, headline and help for a state and the terminal that cannot stand there; terminal -1 is any other."""
        texts, places = self._messages
        return {(state, terminal): (texts[text][0], texts[text][1], texts[text][2]) for state, terminal, text in places}

    def word_row(self, state: int) -> WordRow:
        """How a token is read after the state that the token before it led to."""
        return self.word_rows[self._accept[state]]


class Shifts(dict[int, dict[int, tuple["WordRow", int]]]):
    """For each state and terminal: how the next token is read, and the state that the terminal leads to."""

    def __init__(self, language: Language, places: list[int], rows: list[list[int]]) -> None:
        super().__init__()
        self.language, self.places, self.rows = language, places, rows

    def __missing__(self, state: int) -> dict[int, tuple[WordRow, int]]:
        row = self.rows[self.places[state]]
        reads = map(self.language.word_row, row[1::3])
        decoded = self[state] = dict(zip(row[::3], zip(reads, row[2::3], strict=True), strict=True))
        return decoded


class Gotos(dict[int, dict[int, int]]):
    """For each state and symbol: the state that the symbol leads to."""

    def __init__(self, places: list[int], rows: list[list[int]]) -> None:
        super().__init__()
        self.places, self.rows = places, rows

    def __missing__(self, state: int) -> dict[int, int]:
        row = self.rows[self.places[state]]
        decoded = self[state] = dict(zip(row[::2], row[1::2], strict=True))
        return decoded


def is_kind(texts: Sequence[str], index: int) -> bool:
    """Whether a word before `by` is the kind of a measure: not in `opposed by US`, nor in `reduced by 2026-01-01`."""
    return texts[index] not in NO_KINDS and texts[index + 2][:1] not in _DIGITS


class WordRow(dict[int, int]):
    """How tokens of each shape are read at one place: the terminal, or LOOK, or NOTHING.

    The order is that of Lark's contextual lexer: terminals with look-ahead, units and scale words, keywords, names.
    """

    def __init__(self, language: Language, bits: int) -> None:
        super().__init__()
        self.language = language
        self.bits = bits
        self.kind = self._terminal("KIND")
        self.side = self._terminal("SIDE")
        self._otherwise: dict[int, int] = {}

    def __missing__(self, shape: int) -> int:
        found = self[shape] = self._read(shape)
        return found

    def accepts(self, terminal: int) -> bool:
        """Whether the terminal may stand here, by this state alone."""
        return bool(self.bits >> terminal & 1)

    def _terminal(self, name: str) -> int:
        terminal = self.language.terminal_of[name]
        return terminal if self.bits >> terminal & 1 else NOTHING

    def _read(self, shape: int) -> int:
        if shape == WORD:
            return LOOK if self.kind >= 0 or self.side >= 0 else self._terminal("NAME")
        if shape < FIRST_KNOWN:
            terminal = self._terminal(TERMINAL_OF_SHAPE[shape]) if shape in TERMINAL_OF_SHAPE else NOTHING
            return LOOK if terminal < 0 and shape in (SPECIFIC, UNIT_SLASH) else terminal
        text = self.language.lexer.known[shape - FIRST_KNOWN]
        is_word = text[0].isalpha()
        if is_word and (self.kind >= 0 or self.side >= 0):
            return LOOK
        ambiguous = {"from": "SINCE", "by": "BY_DATE", ",": "MORE_CODES"}.get(text)
        if ambiguous and self._terminal(ambiguous) >= 0:
            return LOOK
        if text in self.language.units and self._terminal("UNIT") >= 0:
            return LOOK
        return self.plain(text)

    def plain(self, text: str) -> int:
        """The terminal of a known word or sign, or of a name, when what follows does not matter."""
        if text in self.language.scales and (scale := self._terminal("SCALE")) >= 0:
            return scale
        terminal = self.language.words.get(text, NOTHING)
        if terminal >= 0 and self.bits >> terminal & 1:
            return terminal
        return self._terminal("NAME") if text[0].isalpha() or text[0] == "_" else NOTHING

    def look(self, tokens: Tokens, index: int, split: bool = True) -> int:
        """The terminal of a token whose reading depends on what follows; may split `JPY/kg` where it is a division."""
        text, following, shape = tokens.texts[index], tokens.texts[index + 1], tokens.shapes[index]
        if following == "by" and self.kind >= 0 and self._is_word(text, shape) and is_kind(tokens.texts, index):
            return self.kind
        if self.side >= 0 and following in (":", ",", "opposed") and self._is_word(text, shape):
            return self.side
        terminal = self._otherwise.get(shape, LOOK)
        return terminal if terminal != LOOK else self._look_closer(tokens, index, shape, split)

    def _look_closer(self, tokens: Tokens, index: int, shape: int, split: bool) -> int:
        """The terminal of a token that is no kind and no side, remembered where it never depends on what follows."""
        text = tokens.texts[index]
        following = tokens.texts[index + 1]
        found = NOTHING
        if shape in (SPECIFIC, UNIT_SLASH):
            if not split:
                return NOTHING
            self._split(tokens, index)
            return self.read(tokens, index)
        if text == ",":
            if following == "hs" or following[:1] in _DIGITS:
                return self._terminal("MORE_CODES")
        elif text == "from":
            if following[:1] in _DIGITS or following in ("day", "first"):
                found = self._terminal("SINCE")
        elif text == "by":
            if following[:1] in _DIGITS:
                found = self._terminal("BY_DATE")
        elif text in self.language.units:
            if not self._touches_slash(tokens, index):
                found = self._terminal("UNIT")
        else:
            self._otherwise[shape] = self.plain(text)
        return found if found >= 0 else self.plain(text)

    def _is_word(self, text: str, shape: int) -> bool:
        return shape == WORD or (shape >= FIRST_KNOWN and text[0].isalpha())

    def _touches_slash(self, tokens: Tokens, index: int) -> bool:
        """Whether a `/` follows without a blank, so that a unit would not end there."""
        return tokens.texts[index + 1][:1] == "/" and tokens.starts[index + 1] == tokens.ends[index]

    def read(self, tokens: Tokens, index: int, split: bool = True) -> int:
        """The terminal of any token."""
        terminal = self[tokens.shapes[index]]
        return self.look(tokens, index, split) if terminal == LOOK else terminal

    def _split(self, tokens: Tokens, index: int) -> None:
        """Cuts `JPY/kg` or `/kg` at its slash."""
        text, start = tokens.texts[index], tokens.starts[index]
        slash = text.index("/")
        lexer = self.language.lexer
        parts = [
            (part, start + at, start + at + len(part))
            for part, at in ((text[:slash], 0), ("/", slash), (text[slash + 1 :], slash + 1))
            if part
        ]
        tokens.replace(index, index + 1, [(part, first, last, lexer.shape_of(part)) for part, first, last in parts])


def _taking(count: int, operation: int, kept: Sequence[int]) -> tuple[int, Callable[[list[Any]], Any]]:
    """The operation, and what takes the kept children from the top of the stack for it."""
    places = [place // 2 - count for place in kept]
    lists = [place for place in kept if place % 2]
    if operation in (PASS, MORE_LIST) and len(places) == 1:
        return operation, itemgetter(places[0])
    if operation == MORE_LIST:
        return MORE_PARTS, itemgetter(*places)
    if lists:
        spread = [(place // 2 - count, bool(place % 2)) for place in kept]
        return operation, lambda values: _spread(values, spread)
    if operation == NEW_LIST:
        return operation, lambda values: [values[place] for place in places]
    if len(places) > 1:
        return operation, itemgetter(*places)
    if not places:
        return operation, lambda values: ()
    return CALL_ONE, itemgetter(places[0])


def _spread(values: list[Any], spread: list[tuple[int, bool]]) -> list[Any]:
    taken: list[Any] = []
    for place, is_list in spread:
        if is_list:
            taken.extend(values[place])
        else:
            taken.append(values[place])
    return taken
