"""The small changes that may explain a syntax error: a word meant for another, one sign too many or too few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from dealcheck.syntax.lexing import BROKEN, NUMBER, WORD, Tokens
from dealcheck.syntax.machine import Machine, Position
from dealcheck.syntax.spelling import candidates, habits

WINDOW = 8
"""Tokens before the error among which its cause is sought."""
AHEAD = 14
"""Tokens behind the error that a change is tried on."""
ENOUGH = 4
"""Tokens from the error on that must be readable for a change to be believed."""
ENOUGH_FOR_A_WORD = 2
"""The same for a word close to a keyword."""

TOP_WORDS = frozenset((
    "use", "source", "party", "group", "product", "topic", "kind", "fact", "event", "baseline", "letter", "deal",
    "policy", "assess", "waive", "test",
))  # fmt: skip
"""Words that begin a declaration."""
START_WORDS = TOP_WORDS | frozenset((
    "between", "dated", "signed", "effective", "expires", "against", "term", "end", "include", "red", "concern", "wish",
    "reading", "expect", "as_of", "columns", "key", "value", "absent",
))  # fmt: skip
"""Words that begin a declaration or a statement in one."""

BROKEN_TEXT = "\x00"
"""Stands for a sentence that cannot be read; in a text this character would be a fault."""

SPELLING, MISSING, NEEDLESS, INSTEAD, UNCLOSED = "spelling", "missing", "needless", "instead", "unclosed"
UNIT = "unit"
"""A word behind a number that is no unit."""

_MISSING_SIGNS = frozenset(":{}()[]=,|")
_CONFUSED_SIGNS = {":": "=", "=": ":", ",": "|", ".": ",", "|": ","}


@frozen
class Repair:
    """Tokens from `first` up to but not `last` give way to the words `put`.

    `reach` is the first token that still cannot stand then. Of two that reach equally far, the one of lower `cost` is
    likelier.
    """

    kind: str
    first: int
    last: int
    put: tuple[str, ...]
    cost: int
    reach: int = 0


def best_repair(
    machine: Machine, tokens: Tokens, positions: Sequence[Position], index: int, unclosed: int
) -> Repair | None:
    """The change that lets the parser go on furthest from the error at `index`, or None if none is to be believed.

    `unclosed` braces may be closed before the token, if any.
    """
    goal = min(index + AHEAD, len(tokens.texts))
    tried = []
    for repair in _repairs(machine, tokens, positions, index, unclosed):
        reach = reach_of(machine, tokens, positions[repair.first], repair, goal)
        enough = ENOUGH_FOR_A_WORD if repair.kind == SPELLING else ENOUGH
        if reach >= min(index + enough, goal):
            tried.append(evolve(repair, reach=reach))
    if not tried:
        return None
    best = max(tried, key=lambda repair: (repair.reach, -repair.cost))
    rivals = [repair for repair in tried if (repair.reach, repair.cost) == (best.reach, best.cost)]
    # Which of several keywords is missing is a guess, and a wrong guess misleads.
    return None if len(rivals) > 1 and best.kind != SPELLING and best.put[:1] > ("A",) else best


def shape_put(machine: Machine, text: str) -> int:
    """The shape of a word that is put in."""
    return BROKEN if text == BROKEN_TEXT else machine.language.lexer.shape_of(text)


def reach_of(machine: Machine, tokens: Tokens, position: Position, repair: Repair, goal: int) -> int:
    """How far the parser comes from a position with a change, counted in the tokens as they are."""
    last = repair.last
    start = tokens.starts[repair.first]
    put = len(repair.put)
    trial = Tokens(
        [*repair.put, *tokens.texts[last : goal + 2], ""],
        [start] * put + tokens.starts[last : goal + 2],
        [start] * put + tokens.ends[last : goal + 2],
        [*(shape_put(machine, text) for text in repair.put), *tokens.shapes[last : goal + 2]],
    )
    for index in range(put + goal - last):
        after = machine.step(position, trial, index)
        if after is None:
            return index + last - put
        position = after
    return goal


def _repairs(
    machine: Machine, tokens: Tokens, positions: Sequence[Position], index: int, unclosed: int
) -> Iterator[Repair]:
    texts = tokens.texts
    if unclosed:
        yield Repair(UNCLOSED, index, index, ("}",) * unclosed, 0)
    for place in range(index, max(index - WINDOW, -1), -1):
        yield from _respelled(machine, tokens, positions[place], place, place == index)
    if texts[index]:
        yield Repair(NEEDLESS, index, index + 1, (), 4)
    acceptable = machine.acceptable(positions[index])
    text_of = machine.language.text_of
    # Where something may be written freely, that is missing as likely as a keyword.
    keywords_miss = all(terminal in text_of for terminal in acceptable)
    for terminal in acceptable:
        text = text_of.get(terminal, "")
        is_word = text[:1].isalpha()
        if text in _MISSING_SIGNS or (is_word and keywords_miss):
            yield Repair(MISSING, index, index, (text,), 5 if is_word else 1)
        confused = keywords_miss and is_word and texts[index] in machine.language.keywords
        if confused or (texts[index] and _CONFUSED_SIGNS.get(text) == texts[index]):
            yield Repair(INSTEAD, index, index + 1, (text,), 3)


def _respelled(machine: Machine, tokens: Tokens, position: Position, place: int, at_error: bool) -> Iterator[Repair]:
    """Keywords that the word at a place may have been meant to be."""
    word = tokens.texts[place]
    if tokens.shapes[place] != WORD and not (at_error and word[:1].isalpha()):
        return
    for meant in habits(word):
        yield Repair(SPELLING, place, place + 1, meant, 1)
    for keyword, distance in candidates(word, machine.language.keywords):
        if machine.advance(position.stack, machine.language.words[keyword]) is not None:
            yield Repair(SPELLING, place, place + 1, (keyword,), distance)
    if (
        place
        and tokens.shapes[place - 1] == NUMBER
        and machine.advance(position.stack, machine.language.terminal_of["UNIT"]) is not None
    ):
        yield Repair(UNIT, place, place + 1, ("units",), 2)
