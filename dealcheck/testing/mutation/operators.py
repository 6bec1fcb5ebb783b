"""What is changed in a sentence to make its mutants: one small change at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealcheck.model.records import FieldSpec, Kind
from dealcheck.syntax import ast
from dealcheck.testing.mutation.edits import Change, Edit, Script, days_beside, steps_of
from dealcheck.testing.mutation.windows import time_changes

NEIGHBOURS = {
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    ">": (">=", "<"),
    ">=": (">", "<="),
    "=": ("!=", "<=", ">="),
    "!=": ("=",),
}
"""The signs that each sign is changed into. Where values have no order, `=` becomes `!=` alone."""

WORDS = {
    "reduced": ("raised", "unchanged"),
    "raised": ("reduced", "unchanged"),
    "unchanged": ("reduced", "raised"),
    "eliminated": ("reduced",),
}
"""The words of change that each is changed into; those without an order have `unchanged` alone."""

QUANTIFIERS = {
    ("no", True): (("every", "must have"), ("some", "has")),
    ("every", True): (("some", "has"), ("no", "may have")),
    ("some", True): (("every", "must have"), ("no", "may have")),
    ("no", False): (("some", ""),),
    ("some", False): (("no", ""),),
}
"""How each quantifier, with a condition and without, may be said otherwise: its word, and the words after P."""

VERBS = ("may", "must", "has")
UNORDERED = ("name", "choice", "text")


class Operators:
    """The changes of sentences in one text."""

    def __init__(self, script: Script, kinds: dict[str, Kind]) -> None:
        self.script = script
        self.kinds = kinds

    # ---- Sentences -------------------------------------------------------------------------------------------------

    def sentence(self, node: ast.Sentence) -> Iterator[Change]:
        """The changes of a sentence and of all in it."""
        if isinstance(node, ast.Quantified):
            yield from self._quantifier(node)
            yield from self._pattern(node.pattern)
            if node.condition is not None:
                yield from self._condition(node.condition, node.pattern.kind.text)
            yield from time_changes(self.script, node.time)
        elif isinstance(node, ast.Aggregate):
            yield from self._pattern(node.pattern)
            if node.having is not None:
                yield from self._condition(node.having, node.pattern.kind.text)
            yield from self._sign(node.operator, node.pattern.span[1], node.limit.span[0], ordered=True)
            yield from self._value(node.limit)
            yield from time_changes(self.script, node.time)
        elif isinstance(node, ast.DealSentence):
            yield from self._condition(node.condition, "")
            yield from time_changes(self.script, node.time)
        elif isinstance(node, ast.Judged):
            yield Change("not", (Edit((node.span[0], node.span[0]), "not "),))
            yield from time_changes(self.script, node.time)
        elif isinstance(node, ast.IfThen):
            yield Change("guard", (Edit((node.span[0], self._behind_then(node)), ""),))
            yield from self.sentence(node.premise)
            yield from self.sentence(node.conclusion)
        elif isinstance(node, ast.Unless):
            yield Change(
                "guard", (Edit((self._word_before(node.sentence, node.exception, "unless"), node.span[1]), ""),)
            )
            yield from self.sentence(node.sentence)
            yield from self.sentence(node.exception)
        elif isinstance(node, ast.Group):
            yield from self.sentence(node.sentence)
            yield from time_changes(self.script, node.time)
        elif isinstance(node, ast.Not):
            yield self._without_not(node)
            yield from self.sentence(node.operand)  # type: ignore[arg-type]  # a sentence holds sentences only
        else:
            yield from self._connectives(node)
            for operand in node.operands:
                yield from self.sentence(operand)  # type: ignore[arg-type]

    def _quantifier(self, node: ast.Quantified) -> Iterator[Change]:
        """The sentence with another quantifier, and the verb that goes with it."""
        word = (node.span[0], node.span[0] + len(node.quantifier))
        begin = node.pattern.span[1]
        end = begin if node.condition is None else node.condition.span[0]
        verb = self.script.first(VERBS, begin, end)
        have = self.script.first(("have", "has"), begin, end)
        for quantifier, verbs in QUANTIFIERS.get((node.quantifier, node.condition is not None), ()):
            edits = [Edit(word, quantifier)]
            if verb is not None and have is not None:
                edits.append(Edit((verb[0], have[1]), verbs))
            yield Change("quantifier", tuple(edits))

    def _behind_then(self, node: ast.IfThen) -> int:
        """Where the conclusion starts, parentheses around it included."""
        found = self.script.first(("then",), node.premise.span[1], node.conclusion.span[0])
        return self.script.behind(found[1]) if found else node.conclusion.span[0]

    def _word_before(self, left: ast.Node, right: ast.Node, word: str) -> int:
        """Where the token before a word between two nodes ends."""
        found = self.script.first((word,), left.span[1], right.span[0])
        return self.script.before(found[0]) if found else left.span[1]

    def _without_not(self, node: ast.Not) -> Change:
        first = node.span[0]
        return Change("not", (Edit((first, self.script.behind(first + 3)), ""),))

    def _connectives(self, node: ast.And | ast.Or) -> Iterator[Change]:
        """Each `and` an `or`, each `or` an `and`."""
        word, other = ("and", "or") if isinstance(node, ast.And) else ("or", "and")
        for left, right in zip(node.operands, node.operands[1:], strict=False):
            found = self.script.first((word,), left.span[1], right.span[0])
            if found is not None:
                yield Change("connective", (Edit(found, other),))

    # ---- Conditions ------------------------------------------------------------------------------------------------

    def _condition(self, node: ast.Condition, kind: str) -> Iterator[Change]:
        """The changes of a condition on points of a kind."""
        if isinstance(node, ast.Compare):
            ordered = self._has_order(node.left, kind) and self._has_order(node.right, kind)
            yield from self._sign(node.operator, node.left.span[1], node.right.span[0], ordered=ordered)
            yield from self._value(node.left)
            yield from self._value(node.right)
        elif isinstance(node, ast.Change):
            found = self.script.first((node.word,), node.value.span[1], node.span[1])
            ordered = self._has_order(node.value, kind)
            if found is not None and ordered:
                yield from (Change("comparison", (Edit(found, word),)) for word in WORDS[node.word])
            yield from self._value(node.value)
        elif isinstance(node, ast.Member):
            yield Change("not", (Edit((node.span[0], node.span[0]), "not "),))
            yield from self._value(node.value)
            yield from self._members(node.choices)
            for choice in node.choices:
                yield from self._value(choice)
        elif isinstance(node, ast.Not):
            yield self._without_not(node)
            yield from self._condition(node.operand, kind)  # type: ignore[arg-type]
        else:
            yield from self._connectives(node)
            for operand in node.operands:
                yield from self._condition(operand, kind)  # type: ignore[arg-type]

    def _sign(self, sign: str, begin: int, end: int, *, ordered: bool) -> Iterator[Change]:
        """The sign that stands right before the end of a stretch, as its neighbours."""
        found = self.script.last(sign, begin, end)
        if found is not None:
            others = [other for other in NEIGHBOURS[sign] if ordered or other in ("=", "!=")]
            yield from (Change("comparison", (Edit(found, other),)) for other in others)

    def _has_order(self, node: ast.Expression, kind: str) -> bool:
        """Whether values have an order, so that one may be less than another."""
        if isinstance(node, ast.Old | ast.Extreme):
            node = node.reference
        if isinstance(node, ast.Text):
            return False
        if not isinstance(node, ast.Reference):
            return True
        spec = self._field(node, kind)
        # Any other name is one of a field's choices, or that of a fact or a date.
        return spec.type not in UNORDERED if spec is not None else kind == "" or bool(node.keys)

    def _field(self, node: ast.Reference, kind: str) -> FieldSpec | None:
        known = self.kinds.get(node.kind.text if node.kind is not None else kind)
        return None if known is None else known.fields.get(node.name.text)

    def _members(self, nodes: Sequence[ast.Node]) -> Iterator[Change]:
        """Nodes with commas between them, less one of them."""
        for at, node in enumerate(nodes):
            if len(nodes) > 1:
                first = self.script.first((",",), nodes[at - 1].span[1], node.span[0]) if at else None
                span = (first[0], node.span[1]) if first else (node.span[0], nodes[at + 1].span[0])
                yield Change("scope", (Edit(span, ""),))

    # ---- Values ----------------------------------------------------------------------------------------------------

    def _value(self, node: ast.Expression) -> Iterator[Change]:
        """The changes of an expression."""
        if isinstance(node, ast.Number):
            at = self.script.number(node.span)
            if at is not None:
                yield from (Change("threshold", (Edit(at, digits),)) for digits in steps_of(self.script.text(at)))
        elif isinstance(node, ast.DateValue):
            for day in days_beside(node.text):
                yield Change("threshold", (Edit(node.span, day),))
        elif isinstance(node, ast.Reference):
            for key in node.keys:
                yield from self._scope(key.scope)
        elif isinstance(node, ast.Old):
            yield from self._value(node.reference)
        elif isinstance(node, ast.Extreme):
            yield self._swapped(node, node.word, ("lowest", "highest"))
            yield from self._value(node.reference)
        elif isinstance(node, ast.Function):
            yield self._swapped(node, node.name, ("min", "max"))
            for argument in node.arguments:
                yield from self._value(argument)
        elif isinstance(node, ast.AllIn):
            yield from self._value(node.limit)
        elif isinstance(node, ast.Operation):
            for part in (node.left, node.right):
                if part is not None:
                    yield from self._value(part)

    @staticmethod
    def _swapped(node: ast.Node, word: str, words: tuple[str, str]) -> Change:
        other = words[1] if word == words[0] else words[0]
        return Change("extreme", (Edit((node.span[0], node.span[0] + len(word)), other),))

    # ---- Patterns and scopes ---------------------------------------------------------------------------------------

    def _pattern(self, node: ast.Pattern) -> Iterator[Change]:
        """The pattern without one of its adjectives, one exception, or one member of a scope."""
        for adjective in node.adjectives:
            yield Change("adjective", (Edit((adjective.span[0], self.script.behind(adjective.span[1])), ""),))
        for key in node.keys:
            yield from self._scope(key.scope)
        for key in node.excepts:
            found = self.script.before(key.span[0])
            word = (found - len("except"), key.span[1])
            yield Change("scope", (self.script.without(word),))
            yield from self._scope(key.scope)

    def _scope(self, node: ast.Scope) -> Iterator[Change]:
        """A scope less one member of a union or a list of codes, or without what it is cut by or loses."""
        if isinstance(node, ast.Codes):
            yield from self._members(node.ranges)
        if not isinstance(node, ast.ScopeOperation):
            return
        sign = self.script.first((node.operator,), node.left.span[1], node.right.span[0])
        if sign is not None:
            yield Change("scope", (Edit((self.script.before(sign[0]), node.span[1]), ""),))
            inner = isinstance(node.left, ast.ScopeOperation) and node.left.operator == node.operator
            if node.operator != "-" and not inner:
                yield Change("scope", (Edit((node.span[0], self.script.behind(sign[1])), ""),))
        yield from self._scope(node.left)
        yield from self._scope(node.right)
