"""Groups the flat chain of comparisons and sentences by precedence.

The grammar reads `no P may have C1 and C2 or every Q must have C3` as one chain, for one token of look-ahead cannot
tell whether `and` continues a condition or joins sentences. Here every comparison goes to the sentence before it, and
what is left is joined, tightest first: `not`, `if S then S`, `and`, `or`, `unless`; conditions likewise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from attrs import define, field, frozen

from dealcheck.source import Span
from dealcheck.syntax import ast
from dealcheck.syntax.faults import Faults

Make: TypeAlias = Callable[[Span, "ast.Condition | None", "ast.Time | None"], "ast.Sentence"]

_SENTENCES = "say of what it is true: `no ... may have`, `every ... must have`, `some ... has` or `the deal must have`"


@frozen(eq=False, repr=False)
class Chain:
    """Elements and the connectives between them, each connective with its place."""

    elements: tuple[Element | IfElement, ...]
    connectives: tuple[tuple[str, Span], ...]
    readable: bool = True
    """Whether no part of it was left out because of an error, and it has no more operators than it may."""


@frozen(eq=False, repr=False)
class Nested:
    """A chain in parentheses, the parentheses within its span."""

    chain: Chain
    span: Span
    is_condition: bool = field(init=False)
    """Whether it holds comparisons alone; found as the parser builds from the inside out, so that nothing recurses."""

    @is_condition.default
    def _holds_comparisons(self) -> bool:
        return all(isinstance(element, Element) and element.is_condition for element in self.chain.elements)


@frozen(eq=False, repr=False)
class Start:
    """The condition right behind `may have` and its like: negations, then a comparison or parentheses."""

    negations: tuple[int, ...]
    operand: ast.Condition | Nested
    span: Span


@frozen(eq=False, repr=False)
class Head:
    """A simple sentence that its condition may still be continued, and what makes the node of it."""

    make: Make
    span: Span
    start: Start | None = None
    readable: bool = True


@frozen(eq=False, repr=False)
class Element:
    """Negations (where each starts), what they negate, and the time phrase behind it."""

    negations: tuple[int, ...]
    primary: ast.Condition | Nested | Head
    time: ast.Time | None
    span: Span

    @property
    def readable(self) -> bool:
        """Whether no part of it was left out because of an error."""
        if isinstance(self.primary, Nested):
            return self.primary.chain.readable
        return not isinstance(self.primary, Head) or self.primary.readable

    @property
    def is_condition(self) -> bool:
        """Whether it is no sentence but a comparison, or parentheses around comparisons alone."""
        return self.primary.is_condition if isinstance(self.primary, Nested) else not isinstance(self.primary, Head)


@frozen(eq=False, repr=False)
class IfElement:
    """`if PREMISE then CONCLUSION`, with the negations before it; `begin` is where `if` stands."""

    negations: tuple[int, ...]
    begin: int
    premise: Chain
    conclusion: Element | IfElement
    span: Span

    @property
    def readable(self) -> bool:
        """Whether no part of it was left out because of an error."""
        element: Element | IfElement = self
        while isinstance(element, IfElement):
            if not element.premise.readable:
                return False
            element = element.conclusion
        return element.readable


@define(eq=False, repr=False)
class _Open:
    """A sentence that conditions may still join: the innermost of nested `if ... then`."""

    element: Element
    around: list[IfElement]
    more: list[tuple[str, Element]] = field(factory=list)
    time: ast.Time | None = None
    end: int = 0


def sentence_of(chain: Chain, faults: Faults) -> ast.Sentence | None:
    """The sentence that a chain says; None, with the fault noted, where it says none."""
    hosts: list[_Open] = []
    joins: list[str] = []
    sound = True
    connectives: tuple[tuple[str, Span] | None, ...] = (None, *chain.connectives)
    for connective, element in zip(connectives, chain.elements, strict=True):
        if isinstance(element, Element) and element.is_condition:
            # Of several that find no place the first alone is reported.
            sound = sound and _continue(hosts[-1] if hosts else None, connective, element, faults)
            continue
        hosts.append(_open(element))
        if connective is not None and len(hosts) > 1:
            joins.append(connective[0])
    sentences = [_close(host, faults) for host in hosts]
    known = [sentence for sentence in sentences if sentence is not None]
    if not sound or len(known) < len(sentences) or not known:
        return None
    return _joined(known, joins)


def condition_of(parts: Sequence[tuple[ast.Condition, Span]], connectives: Sequence[str]) -> tuple[ast.Condition, Span]:
    """Conditions joined, `and` tighter than `or`, with the span that their parentheses reach over."""
    ors: list[tuple[ast.Condition, Span]] = []
    ands = [parts[0]]
    for connective, part in zip(connectives, parts[1:], strict=True):
        if connective == "and":
            ands.append(part)
        else:
            ors.append(_conjunction(ands))
            ands = [part]
    ors.append(_conjunction(ands))
    if len(ors) == 1:
        return ors[0]
    span = (ors[0][1][0], ors[-1][1][1])
    return ast.Or(span, tuple(part for part, _ in ors)), span


def negated(negations: Sequence[int], condition: ast.Condition, span: Span) -> tuple[ast.Condition, Span]:
    """A condition under as many `not` as there are places in `negations`."""
    for begin in reversed(negations):
        span = (begin, span[1])
        condition = ast.Not(span, condition)
    return condition, span


def _conjunction(parts: list[tuple[ast.Condition, Span]]) -> tuple[ast.Condition, Span]:
    if len(parts) == 1:
        return parts[0]
    span = (parts[0][1][0], parts[-1][1][1])
    return ast.And(span, tuple(part for part, _ in parts)), span


def _open(element: Element | IfElement) -> _Open:
    around: list[IfElement] = []
    while isinstance(element, IfElement):
        around.append(element)
        element = element.conclusion
    return _Open(element, around, time=element.time, end=element.span[1])


def _continue(host: _Open | None, connective: tuple[str, Span] | None, element: Element, faults: Faults) -> bool:
    """Whether the condition could join the sentence before it; if not, why is noted."""
    span = element.span
    if connective is not None and connective[0] == "unless":
        faults.add(
            "DC119",
            "`unless` joins sentences, and a comparison alone is none",
            connective[1],
            help="write a sentence after it (`unless some ... has ...`), or `and not` to continue the condition",
        )
    elif host is None:
        faults.add(
            "DC118",
            "a comparison stands where a sentence should begin",
            span,
            help=_SENTENCES,
        )
    elif host.time is not None:
        faults.add(
            "DC120",
            "a condition cannot go on after a time phrase",
            span,
            help="put the time phrase at the end of the sentence, or begin a new sentence",
            other=(host.time.span, "this closes the condition"),
        )
    elif not isinstance(host.element.primary, Head):
        faults.add(
            "DC118",
            "a comparison follows a sentence in parentheses, which is complete",
            span,
            help="move it inside the parentheses, or begin a new sentence",
        )
    elif host.element.primary.start is None:
        faults.add(
            "DC118",
            "a comparison follows a sentence that has no condition to continue",
            span,
            help="give the sentence a condition with `may have`, `must have` or `has`, or begin a new sentence",
            other=(host.element.primary.span, "this sentence has none"),
        )
    else:
        host.more.append((connective[0] if connective else "and", element))
        host.time = element.time
        host.end = span[1]
        return True
    return False


def _close(host: _Open, faults: Faults) -> ast.Sentence | None:
    """The finished sentence, with the `not` and `if ... then` around it."""
    element = host.element
    primary = element.primary
    sentence: ast.Sentence | None
    if isinstance(primary, Nested):
        inner = sentence_of(primary.chain, faults)
        sentence = None if inner is None else ast.Group((primary.span[0], host.end), inner, host.time)
    elif isinstance(primary, Head):
        condition = None
        if primary.start is not None:
            condition = _condition(primary.start, host.more, faults)
            if condition is None:
                return None
        sentence = primary.make((primary.span[0], host.end), condition, host.time)
    else:
        faults.add("DC118", "a comparison stands where a sentence should begin", element.span, help=_SENTENCES)
        return None
    sentence = _under(element.negations, sentence, host.end)
    for outer in reversed(host.around):
        premise = sentence_of(outer.premise, faults)
        if premise is not None and sentence is not None:
            sentence = ast.IfThen((outer.begin, host.end), premise, sentence)
        else:
            sentence = None
        sentence = _under(outer.negations, sentence, host.end)
    return sentence


def _under(negations: tuple[int, ...], sentence: ast.Sentence | None, end: int) -> ast.Sentence | None:
    if sentence is not None:
        for begin in reversed(negations):
            sentence = ast.Not((begin, end), sentence)
    return sentence


def _condition(start: Start, more: list[tuple[str, Element]], faults: Faults) -> ast.Condition | None:
    """The whole condition of a simple sentence."""
    first = _operand(start.negations, start.operand, faults)
    others = [_operand(element.negations, element.primary, faults) for _, element in more]
    parts = [part for part in (first, *others) if part is not None]
    if len(parts) <= len(more):
        return None
    return condition_of(parts, [connective for connective, _ in more])[0]


def _operand(
    negations: tuple[int, ...], operand: ast.Condition | Nested | Head, faults: Faults
) -> tuple[ast.Condition, Span] | None:
    """One comparison or the condition in parentheses, with its negations; None, with the fault noted, if neither."""
    if isinstance(operand, Head):
        raise TypeError("a sentence is no condition")
    condition = _parenthesised(operand, faults) if isinstance(operand, Nested) else operand
    return None if condition is None else negated(negations, condition, operand.span)


def _parenthesised(nested: Nested, faults: Faults) -> ast.Condition | None:
    """The condition that stands in parentheses; faults where something else does."""
    parts: list[tuple[ast.Condition, Span]] = []
    for element in nested.chain.elements:
        if not (isinstance(element, Element) and element.is_condition):
            faults.add(
                "DC121",
                "a sentence stands inside the parentheses of a condition",
                element.span,
                help="keep to comparisons there, or put the parentheses around the whole sentence",
            )
            return None
        if element.time is not None:
            faults.add(
                "DC120",
                "a time phrase stands inside the parentheses of a condition",
                element.time.span,
                help="put it behind the whole sentence",
            )
            return None
        part = _operand(element.negations, element.primary, faults)
        if part is None:
            return None
        parts.append(part)
    for word, span in nested.chain.connectives:
        if word == "unless":
            faults.add(
                "DC119",
                "`unless` joins sentences, and comparisons are none",
                span,
                help="write `and not` to continue the condition",
            )
            return None
    return condition_of(parts, [word for word, _ in nested.chain.connectives])[0]


def _joined(sentences: list[ast.Sentence], joins: list[str]) -> ast.Sentence:
    """Sentences joined, `and` tightest, then `or`, then `unless`."""
    parts: list[ast.Sentence] = []
    first = 0
    for place in (*(index for index, word in enumerate(joins) if word == "unless"), len(joins)):
        parts.append(_any_of(sentences[first : place + 1], joins[first:place]))
        first = place + 1
    joined = parts[0]
    for exception in parts[1:]:
        joined = ast.Unless((joined.span[0], exception.span[1]), joined, exception)
    return joined


def _any_of(sentences: list[ast.Sentence], joins: list[str]) -> ast.Sentence:
    """Sentences joined by `and` and `or`."""
    parts: list[ast.Sentence] = []
    first = 0
    for place in (*(index for index, word in enumerate(joins) if word == "or"), len(joins)):
        ands = sentences[first : place + 1]
        parts.append(ands[0] if len(ands) == 1 else ast.And((ands[0].span[0], ands[-1].span[1]), tuple(ands)))
        first = place + 1
    return parts[0] if len(parts) == 1 else ast.Or((parts[0].span[0], parts[-1].span[1]), tuple(parts))
