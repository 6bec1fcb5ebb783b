"""The LALR driver: runs the grammar's tables over tokens and calls the builder at each reduction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from dealcheck.source import Span
from dealcheck.syntax.language import CALL, CALL_ONE, LOOK, MORE_LIST, MORE_PARTS, Language
from dealcheck.syntax.lexing import Tokens

Callback: TypeAlias = Callable[[Sequence[Any], Span], Any]


class SyntaxFault(Exception):
    """The token at `index` cannot stand where it does."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


def run(language: Language, tokens: Tokens, callbacks: Sequence[Callback]) -> Any:
    """What the callbacks make of the tokens; raises SyntaxFault at the first token that does not fit.

    A callback gets the children that the rule keeps, tokens as their index, and the span from first to last token.
    """
    shifts, gotos, reductions = language.shifts, language.gotos, language.reductions
    starts, ends = tokens.starts, tokens.ends
    state = language.start
    words = language.word_row(state)
    states: list[int] = [state]
    values: list[Any] = [None]
    begins: list[int] = [0]
    end = 0
    # The list may grow behind the token at hand, where `JPY/kg` turns out to be a division.
    for index, shape in enumerate(tokens.shapes):
        terminal = words[shape]
        if terminal < 0:
            terminal = words.look(tokens, index) if terminal == LOOK else terminal
            if terminal < 0:
                raise SyntaxFault(index)
        while (target := shifts[state].get(terminal)) is None:
            reduction = reductions[state]
            if reduction is None:
                raise SyntaxFault(index)
            count, left, operation, take, callback = reduction
            if operation == CALL:
                value = callbacks[callback](take(values), (begins[-count], end))
            elif operation == CALL_ONE:
                value = callbacks[callback]((take(values),), (begins[-count], end))
            elif operation == MORE_LIST:
                values[-count].append(take(values))
                del values[1 - count :], begins[1 - count :], states[1 - count :]
                state = states[-1]
                continue
            elif operation == MORE_PARTS:
                values[-count].extend(take(values))
                del values[1 - count :], begins[1 - count :], states[1 - count :]
                state = states[-1]
                continue
            else:
                value = take(values)
            if count == 1:
                values[-1] = value
                states[-1] = state = gotos[states[-2]][left]
            else:
                del values[1 - count :], begins[1 - count :], states[-count:]
                values[-1] = value
                state = gotos[states[-1]][left]
                states.append(state)
        words, state = target
        states.append(state)
        values.append(index)
        begins.append(starts[index])
        end = ends[index]
    return values[1]
