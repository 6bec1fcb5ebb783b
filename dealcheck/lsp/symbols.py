"""The names in a text: where each stands, of what sort it is, and whether it is declared there.

What a name stands for is found in `declared.py`, which knows the other files too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from attrs import evolve, field, frozen

from dealcheck.model.facts import CUSTOMS_VALUE, EXCHANGE
from dealcheck.model.moments import DEAL_DATES
from dealcheck.model.scoping import ANY, EVERYONE, EVERYTHING_WORD, PARTNER
from dealcheck.model.trial_rows import AS_OF, SILENCE
from dealcheck.source import Span
from dealcheck.syntax import ast

DAYS = (*DEAL_DATES, "end")
"""The names of days that every deal has."""

SCOPE_WORDS = (EVERYTHING_WORD, EVERYONE, PARTNER, ANY)
"""Names in a scope that need no declaration."""

PARTY_WORDS = ("by", "from", "to", "toward")

NAMED = frozenset((
    "party", "product", "topic", "kind", "field", "choice", "layer", "source", "baseline", "text", "event", "fact",
    "line", "reading", "term",
))  # fmt: skip
"""The sorts of what a text can declare. The others are words with a meaning of their own: `word`, `day`, `verdict`,
`status`, `type`, `period`, `currency`, `column`, `source field`."""

WIDE = frozenset(("event", "fact", "layer"))
"""Sorts of which all that bear one name are one thing: an event of a deal is read by lines under its bare name, a fact
may be given anew, and a layer needs no declaration."""


@frozen
class Occurrence:
    """A name at its place.

    `owner` is whose it is where names of the sort belong to something: the kind of a field, `kind.field` of a choice,
    the party of a line, the full name of the line of a reading, the text of a term or of a source inside one.
    """

    span: Span
    sort: str
    name: str
    declares: bool = False
    owner: str = ""


class Env(Protocol):
    """What the walk must know of the declarations around a text."""

    def kind_node(self, name: str) -> ast.KindDeclaration | None:
        """The kind of that name."""

    def deal_node(self, name: str) -> ast.Deal | None:
        """The deal of that name."""

    def knows(self, sort: str, name: str) -> bool:
        """Whether something of that sort and name is declared."""


def text_key(node: ast.Node) -> str:
    """What names inside a text belong to: its name, or where it stands if it has none."""
    if isinstance(node, ast.Deal | ast.Letter | ast.Baseline) and node.name.text:
        return f"{type(node).__name__.lower()} {node.name.text}"
    return f"@{node.span[0]}"


def occurrences(tree: ast.File, env: Env) -> tuple[Occurrence, ...]:
    """Every name of a tree, in the order of the text."""
    walker = _Walker(env)
    for item in tree.items:
        walker.item(item)
    found = sorted(set(walker.found), key=lambda each: (each.span, not each.declares))
    return tuple(_once(found))


def _once(found: Iterable[Occurrence]) -> Iterator[Occurrence]:
    """The occurrences without those that begin inside another one."""
    end = 0
    for each in found:
        if each.span[0] >= end and each.span[0] < each.span[1]:
            yield each
            end = each.span[1]


@frozen
class _At:
    """Where the walk stands: whose names are around it."""

    text: str = ""
    """The text at hand, for its sources and terms."""
    kind: str = ""
    """The kind of which fields are read."""
    fields: bool = True
    """Whether a bare name may be a field."""
    want: tuple[str, str] = field(default=("", ""))
    """The kind and field that a value is for."""


class _Walker:
    def __init__(self, env: Env) -> None:
        self.env = env
        self.found: list[Occurrence] = []

    # ---- Notes -----------------------------------------------------------------------------------------------------

    def use(self, sort: str, name: ast.Node, text: str, owner: str = "") -> None:
        self.found.append(Occurrence(name.span, sort, text, False, owner))

    def declare(self, sort: str, name: ast.Name | ast.Dotted, owner: str = "") -> None:
        if name.text:
            self.found.append(Occurrence(name.span, sort, name.text, True, owner))

    def names(self, sort: str, names: Iterable[ast.Name]) -> None:
        for name in names:
            self.use(sort, name, name.text)

    # ---- Declarations ----------------------------------------------------------------------------------------------

    def item(self, item: ast.Node) -> None:
        at = _At()
        if isinstance(item, ast.PartyDeclaration | ast.GroupDeclaration):
            self.declare("party", item.name)
            self.names("party", item.members)
        elif isinstance(item, ast.ProductDeclaration):
            self.declare("product", item.name)
            if item.schedule is not None:
                self.use("party", item.schedule, item.schedule.text)
            self.scope(item.scope, "product")
        elif isinstance(item, ast.TopicDeclaration):
            self.declare("topic", item.name)
        elif isinstance(item, ast.KindDeclaration):
            self.kind(item)
        elif isinstance(item, ast.Policy):
            self.policy(item)
        elif isinstance(item, ast.Test):
            self.test(item)
        else:
            self.part(item, at)

    def kind(self, kind: ast.KindDeclaration) -> None:
        self.declare("kind", kind.name)
        for key in kind.keys:
            self.use("type", key.type, key.type.text)
            if key.default is not None:
                sort = {"party": "party", "name": "layer", "topic": "topic"}.get(key.type.text, "product")
                self.scope(ast.ScopeName(key.default.span, key.default.text), sort)
        for value in kind.values:
            self.declare("field", value.name, kind.name.text)
            if not value.choices:
                self.use("type", value.type, value.type.text)
            owner = f"{kind.name.text}.{value.name.text}"
            for choice in value.choices:
                self.declare("choice", choice, owner)
            inside = _At(kind=kind.name.text, fields=False, want=(kind.name.text, value.name.text))
            for constant in (value.absent, value.default):
                if constant is not None:
                    self.expression(constant, inside)
        for absent in kind.absents:
            self.use("word", absent.word, absent.word.text)
            if absent.layer is not None:
                self.use("layer", absent.layer, absent.layer.text)
        for displaces in kind.displacements:
            self.declare("layer", displaces.layer)
            self.names("layer", displaces.displaced)

    def part(self, item: ast.Node, at: _At) -> None:
        """What stands at the level of a file or in a text."""
        if isinstance(item, ast.SourceDeclaration):
            self.declare("source", item.name, at.text)
            for part in item.fields:
                self.use("source field", part.name, part.name.text)
        elif isinstance(item, ast.Fact):
            self.fact(item)
        elif isinstance(item, ast.Event):
            self.declare("event", item.name)
        elif isinstance(item, ast.Baseline | ast.Letter | ast.Deal):
            self.text(item)
        elif isinstance(item, ast.Include):
            self.use("baseline", item.name, item.name.text)
        elif isinstance(item, ast.Measure):
            self.measure(item, at)
        elif isinstance(item, ast.DealDate):
            if isinstance(item.moment, ast.Bracket):
                self.expression(item.moment, evolve(at, kind="", want=("", "")))
            else:
                self.moment(item.moment)
        elif isinstance(item, ast.Between):
            self.names("party", item.parties)
        elif isinstance(item, ast.Against):
            self.use("baseline", item.baseline, item.baseline.text)
            self.names("text", item.precedents)
        elif isinstance(item, ast.Term):
            self.term(item, at)
        elif isinstance(item, ast.Assess):
            self.line_reference(item.line)
            self.use("verdict", item.verdict, item.verdict.text)
        elif isinstance(item, ast.Waive):
            self.line_reference(item.line)

    def fact(self, fact: ast.Fact) -> None:
        if fact.name.text in (EXCHANGE, CUSTOMS_VALUE):
            self.use("word", fact.name, fact.name.text)
        else:
            self.declare("fact", fact.name)
        if fact.subject is not None:
            self.use("currency", fact.subject, fact.subject.text)
        if fact.scope is not None:
            self.scope(fact.scope, "product")
        self.expression(fact.value, _At(fields=False))

    def text(self, text: ast.Baseline | ast.Letter | ast.Deal) -> None:
        self.declare("baseline" if isinstance(text, ast.Baseline) else "text", text.name)
        if isinstance(text, ast.Letter):
            self.names("party", text.authors)
        at = _At(text=text_key(text))
        for item in text.items:
            self.part(item, at)

    def term(self, term: ast.Term, at: _At) -> None:
        self.declare("term", term.name, at.text)
        for names in (term.proposed_by, term.opposed_by, term.optional):
            self.names("party", names)
        if term.status is not None:
            self.use("status", term.status, term.status.text)
        for under in term.under:
            self.use("event", under.event, under.event.text)
        self.cites(term.cites, at)
        for measure in term.measures:
            self.measure(measure, at)

    def cites(self, cites: Iterable[ast.Cites], at: _At) -> None:
        for cited in cites:
            self.use("source", cited.source, cited.source.text, at.text)

    # ---- Measures --------------------------------------------------------------------------------------------------

    def measure(self, measure: ast.Measure, at: _At) -> None:
        kind = measure.kind.text
        self.use("kind", measure.kind, kind)
        at = evolve(at, kind=kind, fields=True)
        for key in measure.keys:
            self.key(key, kind)
        for each in measure.fields:
            if each.name.text == "per":  # Behind a bracket: `[10 t | 20 t] per year`.
                self.use("word", each.name, "per")
                for stage in each.stages:
                    self.use("period", stage, "")
                continue
            self.field_use(each.name, kind)
            inside = evolve(at, want=(kind, each.name.text))
            for stage in each.stages:
                self.stage(stage, inside)
        for moment in (measure.since, measure.until):
            if moment is not None:
                self.moment(moment)
        if measure.under is not None:
            self.use("event", measure.under.event, measure.under.event.text)
        if measure.table is not None:
            for column in measure.table.columns:
                self.column(column, kind)
        self.cites(measure.cites, at)

    def column(self, column: ast.Column, kind: str) -> None:
        node = self.env.kind_node(_declaring(kind))
        if node is not None and any(value.name.text == column.name.text for value in node.values):
            self.field_use(column.name, kind)
        else:
            self.use("word", column.name, column.name.text)
        if column.since is not None:
            self.moment(column.since)
        if isinstance(column.column, ast.Name):
            self.use("column", column.column, column.column.text)

    def field_use(self, name: ast.Name, kind: str) -> None:
        self.use("field", name, name.text, _declaring(kind))

    def key(self, key: ast.Key, kind: str) -> None:
        if key.word in PARTY_WORDS:
            self.scope(key.scope, "party")
        elif key.word == "layer":
            self.scope(key.scope, "layer")
        else:
            self.scope(key.scope, self.on_sort(kind))

    def on_sort(self, kind: str) -> str:
        """Whether `on` of a kind names goods or topics; `""` where the kind does not tell."""
        node = self.env.kind_node(_declaring(kind))
        sort = next((key.type.text for key in node.keys if key.word == "on"), "") if node is not None else ""
        return {"topic": "topic", "goods": "product"}.get(sort, "")

    def scope(self, scope: ast.Scope, sort: str) -> None:
        if isinstance(scope, ast.ScopeOperation):
            self.scope(scope.left, sort)
            self.scope(scope.right, sort)
        elif isinstance(scope, ast.TableScope):
            if isinstance(scope.column, ast.Name):
                self.use("column", scope.column, scope.column.text)
        elif isinstance(scope, ast.ScopeName):
            if scope.text in SCOPE_WORDS:
                self.use("word", scope, scope.text)
            else:
                topic = self.env.knows("topic", scope.text) and not self.env.knows("product", scope.text)
                self.use(sort or ("topic" if topic or "." in scope.text else "product"), scope, scope.text)

    # ---- Values ----------------------------------------------------------------------------------------------------

    def stage(self, stage: ast.Stage | ast.Linear, at: _At) -> None:
        if isinstance(stage, ast.Linear):
            self.expression(stage.first, at)
            self.expression(stage.last, at)
            self.use("period", stage.period, stage.period.text)
            self.moment(stage.since)
        else:
            self.expression(stage.value, at)
            if stage.since is not None:
                self.moment(stage.since)

    def moment(self, moment: ast.Moment) -> None:
        if isinstance(moment, ast.AfterMoment | ast.FirstOfMonth):
            self.moment(moment.moment)
        elif isinstance(moment, ast.NamedMoment):
            name = moment.name
            if name.text in DAYS:
                self.use("day", name, name.text)
            else:
                is_fact = self.env.knows("fact", name.text) and not self.env.knows("event", name.text)
                self.use("fact" if is_fact else "event", name, name.text)

    def expression(self, expr: ast.Expression, at: _At) -> None:
        if isinstance(expr, ast.Reference):
            self.reference(expr, at)
        elif isinstance(expr, ast.Old | ast.Extreme):
            self.reference(expr.reference, evolve(at, fields=True, want=("", "")))
        elif isinstance(expr, ast.Function):
            for each in expr.arguments:
                self.expression(each, at)
        elif isinstance(expr, ast.AllIn):
            self.expression(expr.limit, at)
        elif isinstance(expr, ast.Operation):
            for side in (expr.left, expr.right):
                if side is not None:
                    self.expression(side, at)
        elif isinstance(expr, ast.Bracket):
            for option in expr.options:
                self.option(option, at)

    def option(self, option: ast.Option, at: _At) -> None:
        if option.side is not None:
            self.names("party", option.side.names)
            self.names("party", option.side.opposed_by)
        for stage in option.stages:
            self.stage(stage, at)
        for end in (option.low, option.high):
            if end is not None:
                self.expression(end, at)

    def reference(self, reference: ast.Reference, at: _At) -> None:
        name = reference.name
        kind = at.kind
        if reference.kind is not None:
            kind = reference.kind.text
            self.use("kind", reference.kind, kind)
        if reference.kind is not None or reference.keys:
            self.field_use(name, kind)
            for key in reference.keys:
                self.key(key, kind)
            return
        own = self.fields_of(kind)
        wanted = self.fields_of(at.want[0]).get(at.want[1])
        if name.text in ("unlimited", SILENCE):
            self.use("word", name, name.text)
        elif wanted is not None and any(choice.text == name.text for choice in wanted.choices):
            self.use("choice", name, name.text, ".".join(at.want))
        elif wanted is not None and wanted.type.text == "name" and name.text not in own:
            self.use("word", name, name.text)
        elif at.fields and name.text in own:
            self.field_use(name, kind)
        elif wanted is not None and wanted.choices:
            self.use("choice", name, name.text, ".".join(at.want))
        elif name.text in DEAL_DATES:
            self.use("day", name, name.text)
        elif kind and at.fields and not self.env.knows("fact", name.text):
            self.field_use(name, kind)
        else:
            self.use("fact", name, name.text)

    def fields_of(self, kind: str) -> dict[str, ast.ValueDeclaration]:
        """The fields of a kind by name."""
        node = self.env.kind_node(_declaring(kind)) if kind else None
        return {} if node is None else {value.name.text: value for value in node.values}

    # ---- Policies --------------------------------------------------------------------------------------------------

    def policy(self, policy: ast.Policy) -> None:
        party = policy.party.text
        self.use("party", policy.party, party)
        at = _At(text=text_key(policy))
        for item in policy.items:
            if isinstance(item, ast.Line):
                self.line(item, party, at)
            else:
                self.part(item, at)
        for broken in policy.broken:
            self.declare("line", broken.name, party)

    def line(self, line: ast.Line, party: str, at: _At) -> None:
        self.declare("line", line.name, party)
        self.cites(line.cites, at)
        for active in line.active:
            for moment in (active.since, active.until):
                if moment is not None:
                    self.moment(moment)
        self.sentence(line.sentence)
        for reading in line.readings:
            self.declare("reading", reading.name, f"{party}.{line.name.text}")
            self.sentence(reading.sentence)

    def sentence(self, sentence: ast.Sentence | ast.Condition, kind: str = "") -> None:
        """A sentence, or a condition on what a kind says."""
        if isinstance(sentence, ast.Quantified):
            self.pattern(sentence.pattern)
            if sentence.condition is not None:
                self.sentence(sentence.condition, sentence.pattern.kind.text)
        elif isinstance(sentence, ast.Aggregate):
            self.pattern(sentence.pattern)
            inner = sentence.pattern.kind.text
            if sentence.field is not None:
                self.field_use(sentence.field, inner)
            if sentence.having is not None:
                self.sentence(sentence.having, inner)
            self.expression(sentence.limit, _At())
            if sentence.weights is not None:
                for column in sentence.weights.columns:
                    self.column(column, "")
        elif isinstance(sentence, ast.DealSentence):
            self.sentence(sentence.condition)
        elif isinstance(sentence, ast.IfThen):
            self.sentence(sentence.premise)
            self.sentence(sentence.conclusion)
        elif isinstance(sentence, ast.Unless):
            self.sentence(sentence.sentence)
            self.sentence(sentence.exception)
        elif isinstance(sentence, ast.Group):
            self.sentence(sentence.sentence)
        elif isinstance(sentence, ast.Not):
            self.sentence(sentence.operand, kind)
        elif isinstance(sentence, ast.And | ast.Or):
            for operand in sentence.operands:
                self.sentence(operand, kind)
        elif isinstance(sentence, ast.Compare | ast.Change | ast.Member):
            self.condition(sentence, kind)
        time = getattr(sentence, "time", None)
        if isinstance(time, ast.Time):
            self.moment(time.moment)
            if time.last is not None:
                self.moment(time.last)

    def pattern(self, pattern: ast.Pattern) -> None:
        self.use("kind", pattern.kind, pattern.kind.text)
        for key in (*pattern.keys, *pattern.excepts):
            self.key(key, pattern.kind.text)

    def condition(self, condition: ast.Compare | ast.Change | ast.Member, kind: str) -> None:
        at = _At(kind=kind)
        if isinstance(condition, ast.Change):
            self.expression(condition.value, at)
        elif isinstance(condition, ast.Member):
            self.expression(condition.value, at)
            for choice in condition.choices:
                self.expression(choice, evolve(at, want=self.field_read(condition.value, kind)))
        else:
            self.expression(condition.left, evolve(at, want=self.field_read(condition.right, kind)))
            self.expression(condition.right, evolve(at, want=self.field_read(condition.left, kind)))

    def field_read(self, expr: ast.Expression, kind: str) -> tuple[str, str]:
        """The kind and field that an expression reads; empty where it reads none."""
        if isinstance(expr, ast.Old | ast.Extreme):
            expr = expr.reference
        if not isinstance(expr, ast.Reference):
            return "", ""
        of = expr.kind.text if expr.kind is not None else kind
        return (_declaring(of), expr.name.text) if expr.name.text in self.fields_of(of) else ("", "")

    def line_reference(self, line: ast.LineReference) -> None:
        self.use("party", line.party, line.party.text)
        self.use("line", line.line, line.line.text, line.party.text)

    # ---- Tests -----------------------------------------------------------------------------------------------------

    def test(self, test: ast.Test) -> None:
        draft = next((item for item in test.items if isinstance(item, ast.Deal | ast.NamedDeal)), None)
        owner = text_key(draft) if draft is not None else ""
        if isinstance(draft, ast.NamedDeal):
            owner = f"deal {draft.name.text}"
        for item in test.items:
            if isinstance(item, ast.NamedDeal):
                self.use("text", item.name, item.name.text)
                for term in item.terms:
                    self.term(term, _At(text=owner))
            elif isinstance(item, ast.Event):
                self.use("event", item.name, item.name.text)
            elif isinstance(item, ast.Expect):
                self.line_reference(item.line)
                self.outcome(item.outcome, owner)
                self.expect_readings(item.readings, item.line, owner)
            elif isinstance(item, ast.TestTable):
                self.table(item, draft, owner)
            else:
                self.part(item, _At(text=owner))

    def outcome(self, outcome: ast.Outcome, owner: str) -> None:
        self.use("verdict", outcome.verdict, outcome.verdict.text)
        for part in outcome.parts:
            if isinstance(part, ast.CausedBy):
                silent = part.name.text == SILENCE
                self.use("word" if silent else "term", part.name, part.name.text, "" if silent else owner)
            elif isinstance(part, ast.Places):
                self.scope(part.scope, "")

    def expect_readings(self, readings: Iterable[ast.ExpectReading], line: ast.LineReference, owner: str) -> None:
        for reading in readings:
            self.use("reading", reading.name, reading.name.text, f"{line.party.text}.{line.line.text}")
            self.outcome(reading.outcome, owner)

    def table(self, table: ast.TestTable, draft: ast.Deal | ast.NamedDeal | None, owner: str) -> None:
        wants: list[tuple[str, str]] = []
        for column in table.columns:
            want = ("", "")
            if column.field is not None:
                self.use("term", column.name, column.name.text, owner)
                want = (self.kind_with(draft, column.name.text, column.field.text), column.field.text)
                self.field_use(column.field, want[0])
            elif column.name.text in DEAL_DATES:
                self.use("day", column.name, column.name.text)
            elif column.name.text == AS_OF:
                self.use("word", column.name, column.name.text)
            else:
                is_event = self.env.knows("event", column.name.text)
                self.use("event" if is_event else "fact", column.name, column.name.text)
            wants.append(want)
        for line in table.lines:
            self.line_reference(line)
        for row in table.rows:
            for cell, want in zip(row.cells, [*wants, *[("", "")] * len(row.cells)], strict=False):
                self.stage(cell, _At(kind=want[0], fields=False, want=want))
            for outcome, line in zip(row.outcomes, table.lines, strict=False):
                self.outcome(outcome.outcome, owner)
                self.expect_readings(outcome.readings, line, owner)

    def kind_with(self, draft: ast.Deal | ast.NamedDeal | None, term: str, name: str) -> str:
        """The kind of the measure of a term that sets a field; that of its first measure if none does."""
        terms: Sequence[ast.Node] = ()
        if isinstance(draft, ast.NamedDeal):
            base = self.env.deal_node(draft.name.text)
            terms = (*draft.terms, *(base.items if base is not None else ()))
        elif draft is not None:
            terms = draft.items
        for each in terms:
            if isinstance(each, ast.Term) and each.name.text == term:
                setting = [measure for measure in each.measures if any(f.name.text == name for f in measure.fields)]
                for measure in (*setting, *each.measures):
                    return _declaring(measure.kind.text)
        return ""


def _declaring(kind: str) -> str:
    """The kind that declares the fields of a kind: those of `duty` are the tariff's."""
    return "tariff" if kind == "duty" else kind
