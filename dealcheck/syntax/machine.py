"""The parser without the builder, one token at a time: what could stand at a place, and how far a change would lead.

A stack is a pair of its top state and the stack below, so that every token's stack can be kept and gone back to.
"""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from dealcheck.syntax.language import MORE_LIST, MORE_PARTS, NOTHING, TERMINAL_OF_SHAPE, Language, WordRow
from dealcheck.syntax.lexing import Tokens

Stack: TypeAlias = "tuple[int, Stack | None]"


@frozen
class Position:
    """Where the parser stands before a token: how it reads it, and its stack."""

    row: WordRow
    stack: Stack


class Machine:
    """Runs the grammar's tables over terminals."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def beginning(self) -> Position:
        """The position before the first token."""
        start = self.language.start
        return Position(self.language.word_row(start), (start, None))

    def advance(self, stack: Stack, terminal: int) -> Position | None:
        """The position behind a terminal; None if it cannot stand here."""
        shifts = self.language.shifts
        current: Stack | None = stack
        while current is not None:
            target = shifts[current[0]].get(terminal)
            if target is not None:
                return Position(target[0], (target[1], current))
            current = self._reduced(current)
        return None

    def step(self, position: Position, tokens: Tokens, index: int, split: bool = False) -> Position | None:
        """The position behind a token; None if it cannot stand here.

        With `split`, `JPY/kg` becomes a division if it can only be that.
        """
        if position.stack[1] is None and not tokens.texts[index]:
            return position  # The empty text, which the tables leave out.
        terminal = position.row.read(tokens, index, split)
        return None if terminal < 0 else self.advance(position.stack, terminal)

    def reads(self, position: Position, tokens: Tokens, first: int, last: int) -> bool:
        """Whether the tokens from `first` up to but not `last`, or the end, can all stand from a position on."""
        for index in range(first, min(last, len(tokens.texts))):
            after = self.step(position, tokens, index)
            if after is None:
                return False
            position = after
        return True

    def stuck(self, position: Position, tokens: Tokens, index: int) -> tuple[int, int]:
        """The state in which a token cannot stand, and the terminal that it would be anywhere.

        Reductions stop where the terminal can no longer follow: beyond, the state would tell less of what was begun.
        """
        terminal = self.natural(tokens, index)
        stack = position.stack
        while self.language.word_row(stack[0]).accepts(terminal):
            below = self._reduced(stack)
            if below is None:
                break
            stack = below
        return stack[0], terminal

    def could_stand(self, position: Position, name: str) -> bool:
        """Whether the terminal of this name can stand at a position."""
        return self.advance(position.stack, self.language.terminal_of[name]) is not None

    def acceptable(self, position: Position) -> list[int]:
        """The terminals that a text can have at a position."""
        return [
            terminal
            for terminal, name in enumerate(self.language.terminals)
            if name != "BROKEN"
            and position.row.accepts(terminal)
            and self.advance(position.stack, terminal) is not None
        ]

    def natural(self, tokens: Tokens, index: int) -> int:
        """The terminal that a token would be anywhere: its keyword or sign, a name, a number and so on."""
        known = self.language.words.get(tokens.texts[index], NOTHING)
        name = TERMINAL_OF_SHAPE.get(tokens.shapes[index], "NAME")
        return known if known >= 0 else self.language.terminal_of[name]

    def _reduced(self, stack: Stack) -> Stack | None:
        """The stack after the reduction that its state calls for, if any."""
        reduction = self.language.reductions[stack[0]]
        if reduction is None:
            return None
        count, left, operation, _, _ = reduction
        joins = operation in (MORE_LIST, MORE_PARTS)
        for _ in range(count - joins):
            below = stack[1]
            if below is None:
                raise ValueError("a rule has more symbols than the stack holds")
            stack = below
        return stack if joins else (self.language.gotos[stack[0]][left], stack)
