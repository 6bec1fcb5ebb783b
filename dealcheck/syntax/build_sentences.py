"""Builds policies' lines and their sentences, as chains that `grouping` puts in order."""

# ruff: noqa: D102 - a method makes the node of the rule that it is named after

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from dealcheck import limits
from dealcheck.source import Span
from dealcheck.syntax import ast
from dealcheck.syntax.build_measures import MeasureBuilder
from dealcheck.syntax.grouping import Chain, Element, Head, IfElement, Nested, Start, condition_of, negated, sentence_of

Children = Sequence[Any]


class SentenceBuilder(MeasureBuilder):
    """Lines, readings, sentences, patterns and conditions."""

    def line(self, children: Children, span: Span) -> ast.Line | ast.BrokenLine:
        self.operators = 0
        level = children[0]
        name, label, rest = self.named(children[1:])
        says: list[ast.Text] = []
        cites: list[ast.Cites] = []
        active: list[ast.Active] = []
        readings: list[ast.Reading] = []
        weight: ast.Number | None = None
        sentence: ast.Sentence | None = None
        for part in rest:
            if isinstance(part, Chain):
                sentence = self.sentence(part)
            elif isinstance(part, ast.Text):
                says.append(part)
            elif isinstance(part, ast.Cites):
                cites.append(part)
            elif isinstance(part, ast.Active):
                active.append(part)
            elif isinstance(part, ast.Number):
                if weight is not None:
                    self.repeated("weight", part.span)
                weight = part
            elif part is not None:
                readings.append(part)
        if sentence is None:
            return ast.BrokenLine(span, level, name, label)
        return ast.Line(
            span, level, name, label, tuple(says), tuple(cites), tuple(active), weight, sentence, tuple(readings)
        )

    def red_line(self, children: Children, span: Span) -> str:
        return "red line"

    def concern(self, children: Children, span: Span) -> str:
        return "concern"

    def wish(self, children: Children, span: Span) -> str:
        return "wish"

    def says(self, children: Children, span: Span) -> ast.Text:
        return self.string(children[0])

    def weight(self, children: Children, span: Span) -> ast.Number:
        return ast.Number(self.place(children[0]), self.digits(children[0]))

    def active(self, children: Children, span: Span) -> ast.Active:
        since = until = None
        for word, moment, place in children:
            if word == "since":
                if since is not None:
                    self.repeated("from", place)
                since = moment
            else:
                if until is not None:
                    self.repeated("until", place)
                until = moment
        return ast.Active(span, since, until)

    def reading(self, children: Children, span: Span) -> ast.Reading | None:
        self.operators = 0
        name, label, rest = self.named(children)
        sentence = self.sentence(rest[0])
        return None if sentence is None else ast.Reading(span, name, label, sentence)

    def sentence(self, chain: Chain) -> ast.Sentence | None:
        """The sentence that a chain says; None, with the fault noted, if it says none or goes too deep."""
        return sentence_of(chain, self.faults) if chain.readable else None

    # ---- Chains ----------------------------------------------------------------------------------------------------

    def chain(self, children: Children, span: Span) -> Chain:
        connectives = tuple((self.texts[index], self.place(index)) for index in children[1::2])
        for word, place in connectives:
            if word == "unless":
                self.is_shallow(place)
        elements = tuple(children[::2])
        readable = self.operators <= limits.OPERATORS and all(element.readable for element in elements)
        return Chain(elements, connectives, readable)

    def element(self, children: Children, span: Span) -> Element:
        time = children[-1] if isinstance(children[-1], ast.Time) else None
        primary = children[-2] if time is not None else children[-1]
        return Element(self.negations(children), primary, time, span)

    def if_then(self, children: Children, span: Span) -> IfElement:
        negations = self.negations(children)
        premise, conclusion = children[-2:]
        self.is_shallow((span[0], span[0] + 2))
        # `if` follows the last `not` at once, and its own index is not kept.
        begin = self.starts[children[len(negations) - 1] + 1] if negations else span[0]
        return IfElement(negations, begin, premise, conclusion, span)

    def negations(self, children: Children) -> tuple[int, ...]:
        """Where each leading `not` starts."""
        indices = [child for child in children if isinstance(child, int)]
        for index in indices:
            self.is_shallow(self.place(index))
        return tuple(self.starts[index] for index in indices)

    def group_of(self, children: Children, span: Span) -> Nested:
        return Nested(children[0], span)

    def condition_start(self, children: Children, span: Span) -> Start:
        return Start(self.negations(children), children[-1], span)

    # ---- Simple sentences ------------------------------------------------------------------------------------------

    def quantified(self, word: str, children: Children, span: Span) -> Head:
        """A sentence about the points of a pattern."""
        pattern = children[0]
        start = children[1] if len(children) > 1 else None
        return Head(lambda whole, condition, time: ast.Quantified(whole, word, pattern, condition, time), span, start)

    def no(self, children: Children, span: Span) -> Head:
        return self.quantified("no", children, span)

    def every_must_have(self, children: Children, span: Span) -> Head:
        return self.quantified("every", children, span)

    def some(self, children: Children, span: Span) -> Head:
        return self.quantified("some", children, span)

    no_may_have = no
    some_has = some

    def aggregated(self, function: str, name: ast.Name | None, having: Any, children: Children, span: Span) -> Head:
        """A sentence about a total, number, average or share; the children are pattern, limit and weights."""
        pattern, (operator, limit) = children[:2]
        weights = children[2] if len(children) > 2 else None
        return Head(
            lambda whole, _, time: ast.Aggregate(
                whole, function, name, pattern, having, operator, limit, weights, time
            ),
            span,
        )

    def aggregate(self, children: Children, span: Span) -> Head:
        return self.aggregated(self.texts[children[0]], self.name(children[1]), None, children[2:], span)

    def count(self, children: Children, span: Span) -> Head:
        return self.aggregated("number", None, None, children[1:], span)

    def share_of(self, children: Children, span: Span) -> Head:
        _, pattern, (having, _), *rest = children
        return self.aggregated("share", None, having, (pattern, *rest), span)

    def deal_must_have(self, children: Children, span: Span) -> Head:
        return Head(
            lambda whole, condition, time: ast.DealSentence(whole, cast(ast.Condition, condition), time),
            span,
            children[0],
        )

    def judged(self, children: Children, span: Span) -> Head:
        question = self.string(children[0])
        return Head(lambda whole, _, time: ast.Judged(whole, question, time), span)

    def unreadable(self, children: Children, span: Span) -> Head:
        question = ast.Text(span, "")
        return Head(lambda whole, _, time: ast.Judged(whole, question, time), span, readable=False)

    def limit(self, children: Children, span: Span) -> tuple[str, ast.Expression]:
        return self.texts[children[0]], children[1]

    def weights(self, children: Children, span: Span) -> ast.Weights:
        return ast.Weights(span, self.string(children[0]), children[1])

    def having(self, children: Children, span: Span) -> tuple[ast.Condition, Span]:
        return condition_of(children[::2], [self.texts[index] for index in children[1::2]])

    def having_part(self, children: Children, span: Span) -> tuple[ast.Condition, Span]:
        negations = self.negations(children)
        begin = self.ends[children[len(negations) - 1]] if negations else span[0]
        operand = children[-1]
        if isinstance(operand, tuple):
            # In parentheses, which begin at the first token behind the last `not`.
            index = children[len(negations) - 1] + 1 if negations else -1
            inner = (self.starts[index] if negations else begin, span[1])
            return negated(negations, operand[0], inner)
        return negated(negations, operand, operand.span)

    # ---- Comparisons, patterns and times ---------------------------------------------------------------------------

    def compare(self, children: Children, span: Span) -> ast.Compare:
        left, operator, right = children
        return ast.Compare(span, left, self.texts[operator], right)

    def change(self, children: Children, span: Span) -> ast.Change:
        return ast.Change(span, children[0], self.texts[children[1]])

    def member(self, children: Children, span: Span) -> ast.Member:
        return ast.Member(span, children[0], tuple(children[1:]))

    def pattern(self, children: Children, span: Span) -> ast.Pattern:
        names = [self.name(child) for child in children if isinstance(child, int)]
        keys = tuple(child for child in children if isinstance(child, ast.Key))
        excepts = tuple(child[0] for child in children if isinstance(child, tuple))
        return ast.Pattern(span, tuple(names[:-1]), names[-1], keys, excepts)

    def except_key(self, children: Children, span: Span) -> tuple[ast.Key]:
        # The span of the key is without `except`, so that it reads as any other.
        return (ast.Key((self.starts[children[0]], span[1]), self.texts[children[0]], children[1]),)

    def timed(self, word: str, children: Children, span: Span) -> ast.Time:
        """A time phrase; the moments are the children that are not tokens."""
        moments = [child for child in children if not isinstance(child, int)]
        return ast.Time(span, word, moments[0], moments[1] if len(moments) > 1 else None)

    def at(self, children: Children, span: Span) -> ast.Time:
        return self.timed("at", children, span)

    def by(self, children: Children, span: Span) -> ast.Time:
        return self.timed("by", children, span)

    def after(self, children: Children, span: Span) -> ast.Time:
        return self.timed("after", children, span)

    def before(self, children: Children, span: Span) -> ast.Time:
        return self.timed("before", children, span)

    def during(self, children: Children, span: Span) -> ast.Time:
        return self.timed("during", children, span)
