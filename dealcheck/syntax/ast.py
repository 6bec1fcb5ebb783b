"""The syntax tree: one class for each construct of `grammar/deal.lark`, every node with its span.

Two trees are equal when they say the same, wherever it stands: spans take no part in comparison.
"""

from __future__ import annotations

from typing import TypeAlias

from attrs import fields, frozen

from dealcheck.source import Source, Span


@frozen(eq=False, repr=False)
class Node:
    """A piece of text and what it says.

    Comparison and repr are written here once: attrs would compile them anew for each of the classes below, which every
    start of the program would pay for.
    """

    span: Span

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _meaning(self))

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in _meaning(self))))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in _meaning(self))
        return f"{type(self).__name__}({said})"


_MEANINGS: dict[str, tuple[str, ...]] = {}


def _meaning(node: Node) -> tuple[str, ...]:
    """The fields of a node that say something; spans and sources only tell where it stands."""
    name = type(node).__name__
    if name not in _MEANINGS:
        found = fields(type(node))
        _MEANINGS[name] = tuple(each.name for each in found if each.type not in ("Span", "Source"))
    return _MEANINGS[name]


@frozen(eq=False, repr=False)
class Name(Node):
    """A single name."""

    text: str


@frozen(eq=False, repr=False)
class Text(Node):
    """A quoted text; `text` is what stands between the quotation marks, escapes resolved."""

    text: str


@frozen(eq=False, repr=False)
class Dotted(Node):
    """Names joined by dots: `digital.services_tax`."""

    text: str


# ---- Scopes --------------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class ScopeName(Node):
    """A name in a scope: a product, topic, party, group or layer, or `everything`, `everyone`, `partner`, `any`."""

    text: str


@frozen(eq=False, repr=False)
class CodeRange(Node):
    """HS codes as digits without dots, from `first` to `last` (the same for a single code)."""

    first: str
    last: str


@frozen(eq=False, repr=False)
class Codes(Node):
    """`hs 8703.22, 8407.31 .. 8407.34`."""

    ranges: tuple[CodeRange, ...]


@frozen(eq=False, repr=False)
class TableScope(Node):
    """`table "FILE.csv" column COL`."""

    file: Text
    column: Name | Text


@frozen(eq=False, repr=False)
class ScopeOperation(Node):
    """`left | right`, `left & right` or `left - right`."""

    operator: str
    left: Scope
    right: Scope


Scope: TypeAlias = ScopeName | Codes | TableScope | ScopeOperation


# ---- Moments -------------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class DateMoment(Node):
    """A date as written, `2025-07-09`, not yet known to exist in the calendar."""

    text: str


@frozen(eq=False, repr=False)
class NamedMoment(Node):
    """A date by name: `effective`, `signed`, `dated`, `expires`, `end`, a fact or an event (also `day of EVENT`)."""

    name: Name


@frozen(eq=False, repr=False)
class AfterMoment(Node):
    """`7 days after X`."""

    count: str
    unit: str
    moment: Moment


@frozen(eq=False, repr=False)
class FirstOfMonth(Node):
    """`first day of month of X`."""

    moment: Moment


Moment: TypeAlias = DateMoment | NamedMoment | AfterMoment | FirstOfMonth


# ---- Values --------------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Number(Node):
    """A number with whatever makes it a value, as written.

    `unit` is `""` for a bare number, `%`, `pp`, a unit of goods or time, `JPY/kg` for a specific duty or a price;
    `currency` is set for money; `scale` is a scale word or `""`; `per` the period of a flow (`quarter`) or `""`.
    """

    digits: str
    unit: str = ""
    currency: str = ""
    scale: str = ""
    per: str = ""


@frozen(eq=False, repr=False)
class DateValue(Node):
    """A date standing as a value."""

    text: str


@frozen(eq=False, repr=False)
class Key(Node):
    """A key word and its scope: `from JP`."""

    word: str
    scope: Scope


@frozen(eq=False, repr=False)
class Reference(Node):
    """A field, or a bare name: `rate`, `rate(from UK)`, `tariff.rate(layer mfn)`; `kind` is None if none is named."""

    name: Name
    kind: Name | None = None
    keys: tuple[Key, ...] = ()


@frozen(eq=False, repr=False)
class Old(Node):
    """`old rate`: the status quo's value on the same date."""

    reference: Reference


@frozen(eq=False, repr=False)
class Extreme(Node):
    """`lowest rate(...)` or `highest rate(...)`."""

    word: str
    reference: Reference


@frozen(eq=False, repr=False)
class Function(Node):
    """`min(...)` or `max(...)`."""

    name: str
    arguments: tuple[Expression, ...]


@frozen(eq=False, repr=False)
class AllIn(Node):
    """`all_in X`."""

    limit: Expression


@frozen(eq=False, repr=False)
class Operation(Node):
    """`left + right` and so on; for a negative number `left` is None."""

    operator: str
    left: Expression | None
    right: Expression


@frozen(eq=False, repr=False)
class Side(Node):
    """Who wants an option of a bracket, and who opposes it."""

    names: tuple[Name, ...]
    opposed_by: tuple[Name, ...] = ()


@frozen(eq=False, repr=False)
class Option(Node):
    """One option of a bracket: its stages, or a range (`low .. high`), or blank (no stages)."""

    side: Side | None
    stages: tuple[Stage, ...] = ()
    low: Expression | None = None
    high: Expression | None = None


@frozen(eq=False, repr=False)
class Bracket(Node):
    """`[US: 25% | JP: 0%]`: text that is not agreed."""

    options: tuple[Option, ...]


Expression: TypeAlias = Number | DateValue | Text | Reference | Old | Extreme | Function | AllIn | Operation | Bracket


@frozen(eq=False, repr=False)
class Stage(Node):
    """A value and, in a list, when it starts."""

    value: Expression
    since: Moment | None = None


@frozen(eq=False, repr=False)
class Linear(Node):
    """`25% to 0% in 5 equal yearly steps from D`; `period` is `yearly`, `quarterly` or `monthly` as written."""

    first: Expression
    last: Expression
    steps: str
    period: Name
    since: Moment


@frozen(eq=False, repr=False)
class FieldValue(Node):
    """`rate 25%, 15% from 2026-01-01`: a field and its stages."""

    name: Name
    stages: tuple[Stage | Linear, ...]


# ---- Measures ------------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Cites(Node):
    """`cites SOURCE "quote"`."""

    source: Name
    quote: Text | None


@frozen(eq=False, repr=False)
class Under(Node):
    """`if EVENT` or `if not EVENT`."""

    event: Name
    happens: bool


@frozen(eq=False, repr=False)
class Column(Node):
    """One line of a table's mapping: `rate from 2026-01-01 = y1`."""

    name: Name
    since: Moment | None
    column: Name | Text


@frozen(eq=False, repr=False)
class TableRows(Node):
    """`table "us.csv" complete { on = HS8  rate = general }`; a complete one lists all goods there are."""

    file: Text
    columns: tuple[Column, ...]
    complete: bool = False


@frozen(eq=False, repr=False)
class Measure(Node):
    """A measure with its keys and fields; `ends` tells `end MEASURE`, which removes.

    `head` is the span of the kind and its keys, what a finding points at.
    """

    kind: Name
    keys: tuple[Key, ...]
    fields: tuple[FieldValue, ...] = ()
    since: Moment | None = None
    until: Moment | None = None
    under: Under | None = None
    table: TableRows | None = None
    cites: tuple[Cites, ...] = ()
    ends: bool = False
    head: Span = (0, 0)


# ---- Conditions and sentences --------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Pattern(Node):
    """`new tariff by US from JP on autos except layer mfn`."""

    adjectives: tuple[Name, ...]
    kind: Name
    keys: tuple[Key, ...]
    excepts: tuple[Key, ...] = ()


@frozen(eq=False, repr=False)
class Compare(Node):
    """`left <= right`."""

    left: Expression
    operator: str
    right: Expression


@frozen(eq=False, repr=False)
class Change(Node):
    """`rate reduced`, `raised`, `unchanged` or `eliminated`."""

    value: Expression
    word: str


@frozen(eq=False, repr=False)
class Member(Node):
    """`action in {delay, waive}`."""

    value: Expression
    choices: tuple[Expression, ...]


@frozen(eq=False, repr=False)
class Not(Node):
    """`not X`, of conditions or of sentences."""

    operand: Condition | Sentence


@frozen(eq=False, repr=False)
class And(Node):
    """Conditions or sentences, all of them."""

    operands: tuple[Condition | Sentence, ...]


@frozen(eq=False, repr=False)
class Or(Node):
    """Conditions or sentences, any of them."""

    operands: tuple[Condition | Sentence, ...]


Condition: TypeAlias = "Compare | Change | Member | Not | And | Or"


@frozen(eq=False, repr=False)
class Time(Node):
    """`at D`, `by D`, `after D`, `before D` or `during D .. last`."""

    word: str
    moment: Moment
    last: Moment | None = None


@frozen(eq=False, repr=False)
class Quantified(Node):
    """`no P`, `no P may have C`, `every P must have C`, `some P`, `some P has C`."""

    quantifier: str
    pattern: Pattern
    condition: Condition | None
    time: Time | None


@frozen(eq=False, repr=False)
class Weights(Node):
    """`weighted by "trade.csv" { on = HS6  weight = value }`."""

    file: Text
    columns: tuple[Column, ...]


@frozen(eq=False, repr=False)
class Aggregate(Node):
    """`total F of P must be <= V`; `function` is total, number, average or share."""

    function: str
    field: Name | None
    pattern: Pattern
    having: Condition | None
    operator: str
    limit: Expression
    weights: Weights | None
    time: Time | None


@frozen(eq=False, repr=False)
class DealSentence(Node):
    """`the deal must have effective <= 2025-07-09`."""

    condition: Condition
    time: Time | None


@frozen(eq=False, repr=False)
class Judged(Node):
    """`judged "QUESTION"`: a person says whether it holds."""

    question: Text
    time: Time | None


@frozen(eq=False, repr=False)
class IfThen(Node):
    """`if S then S`."""

    premise: Sentence
    conclusion: Sentence


@frozen(eq=False, repr=False)
class Unless(Node):
    """`S unless S`."""

    sentence: Sentence
    exception: Sentence


@frozen(eq=False, repr=False)
class Group(Node):
    """A sentence in parentheses, with the time phrase that follows it if one does."""

    sentence: Sentence
    time: Time | None


Sentence: TypeAlias = "Quantified | Aggregate | DealSentence | Judged | IfThen | Unless | Group | Not | And | Or"


# ---- Declarations --------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Use(Node):
    """`use "trade"`."""

    path: Text


@frozen(eq=False, repr=False)
class SourceField(Node):
    """`publisher "..."` or `date 2025-07-01`."""

    name: Name
    value: Text | DateValue


@frozen(eq=False, repr=False)
class SourceDeclaration(Node):
    """`source wsj "title" { ... }`."""

    name: Name
    title: Text | None
    fields: tuple[SourceField, ...]


@frozen(eq=False, repr=False)
class PartyDeclaration(Node):
    """`party X "label" members A, B`."""

    name: Name
    label: Text | None
    members: tuple[Name, ...]


@frozen(eq=False, repr=False)
class GroupDeclaration(Node):
    """`group asean = VN, KH`."""

    name: Name
    label: Text | None
    members: tuple[Name, ...]


@frozen(eq=False, repr=False)
class ProductDeclaration(Node):
    """`product autos "label" in US = SCOPE`."""

    name: Name
    label: Text | None
    schedule: Name | None
    scope: Scope


@frozen(eq=False, repr=False)
class TopicDeclaration(Node):
    """`topic digital.services_tax "label"`."""

    name: Dotted
    label: Text | None


@frozen(eq=False, repr=False)
class KeyDeclaration(Node):
    """`key layer: name = mfn`."""

    word: str
    type: Name
    default: Name | None


@frozen(eq=False, repr=False)
class ValueDeclaration(Node):
    """`value rate: rate, less is freer, absent is 0%`.

    `choices` are those of `one of`, whose type is named so; `freer` is `less`, `more` or `""`.
    """

    name: Name
    type: Name
    choices: tuple[Name, ...]
    freer: str
    absent: Expression | None
    default: Expression | None


@frozen(eq=False, repr=False)
class AbsentDeclaration(Node):
    """`absent none` or `absent unknown for layer mfn`."""

    word: Name
    layer: Name | None


@frozen(eq=False, repr=False)
class DisplaceDeclaration(Node):
    """`layer s232_autos displaces reciprocal, s232_steel`."""

    layer: Name
    displaced: tuple[Name, ...]


@frozen(eq=False, repr=False)
class KindDeclaration(Node):
    """`kind tariff "Customs duty" { ... }`."""

    name: Name
    label: Text | None
    keys: tuple[KeyDeclaration, ...]
    values: tuple[ValueDeclaration, ...]
    absents: tuple[AbsentDeclaration, ...]
    displacements: tuple[DisplaceDeclaration, ...]


@frozen(eq=False, repr=False)
class Fact(Node):
    """`fact exchange JPY = USD 0.0067 on 2025-07-01`, `fact customs_value on hs 2003.10.01 = USD 1.00/kg`."""

    name: Name
    subject: Name | None
    scope: Scope | None
    value: Expression
    date: DateMoment | None


@frozen(eq=False, repr=False)
class Event(Node):
    """`event bill_tabled "label" on 2025-11-26`."""

    name: Name
    label: Text | None
    date: DateMoment | None


@frozen(eq=False, repr=False)
class LineReference(Node):
    """`JP.autos`."""

    party: Name
    line: Name


@frozen(eq=False, repr=False)
class Assess(Node):
    """`assess JP.spirit met by "NAME" on DATE because "..."`."""

    line: LineReference
    verdict: Name
    by: Text
    date: DateMoment
    because: Text


@frozen(eq=False, repr=False)
class Waive(Node):
    """`waive JP.rice until DATE because "..."`."""

    line: LineReference
    until: DateMoment | None
    because: Text


# ---- Texts ---------------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Include(Node):
    """`include OTHER`."""

    name: Name


BaselineItem: TypeAlias = "Include | Measure | Event | Fact | SourceDeclaration"


@frozen(eq=False, repr=False)
class Baseline(Node):
    """`baseline NAME on DATE { ... }`; `broken` tells that something in it cannot be read."""

    name: Name
    label: Text | None
    date: DateMoment
    items: tuple[BaselineItem, ...]
    broken: bool = False


@frozen(eq=False, repr=False)
class DealDate(Node):
    """`dated`, `signed`, `effective` or `expires` with its date or bracket."""

    word: str
    moment: Moment | Bracket


@frozen(eq=False, repr=False)
class Between(Node):
    """`between US, JP`."""

    parties: tuple[Name, ...]


@frozen(eq=False, repr=False)
class Against(Node):
    """`against mid_2025 with us_uk`."""

    baseline: Name
    precedents: tuple[Name, ...]


@frozen(eq=False, repr=False)
class Letter(Node):
    """`letter NAME { by US dated D ... }`; `broken` tells that something in it cannot be read."""

    name: Name
    label: Text | None
    authors: tuple[Name, ...]
    items: tuple[DealDate | Measure | Event | Fact | SourceDeclaration, ...]
    broken: bool = False


@frozen(eq=False, repr=False)
class Term(Node):
    """`term art1 "Automobiles" proposed by US: MEASURE ...`."""

    name: Name
    label: Text | None
    proposed_by: tuple[Name, ...]
    opposed_by: tuple[Name, ...]
    side_letter: bool
    under: tuple[Under, ...]
    status: Name | None
    optional: tuple[Name, ...]
    cites: tuple[Cites, ...]
    measures: tuple[Measure, ...]


DealItem: TypeAlias = "Between | DealDate | Against | Term | Event | Fact | SourceDeclaration | Assess | Waive"


@frozen(eq=False, repr=False)
class Deal(Node):
    """`deal NAME "label" { ... }`, in a test with an empty name; `broken` tells that something in it cannot be read."""

    name: Name
    label: Text | None
    items: tuple[DealItem, ...]
    broken: bool = False


# ---- Policies ------------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Reading(Node):
    """`reading total: SENTENCE`."""

    name: Name
    label: Text | None
    sentence: Sentence


@frozen(eq=False, repr=False)
class Active(Node):
    """`active from D until D`."""

    since: Moment | None
    until: Moment | None


@frozen(eq=False, repr=False)
class Line(Node):
    """A red line, concern or wish; `level` is `red line`, `concern` or `wish`."""

    level: str
    name: Name
    label: Text | None
    says: tuple[Text, ...]
    cites: tuple[Cites, ...]
    active: tuple[Active, ...]
    weight: Number | None
    sentence: Sentence
    readings: tuple[Reading, ...]


@frozen(eq=False, repr=False)
class BrokenLine(Node):
    """A line in which something cannot be read: it keeps its name, and what it says is unknown."""

    level: str
    name: Name
    label: Text | None


@frozen(eq=False, repr=False)
class Policy(Node):
    """`policy JP "Japan" { ... }`; `broken` are the lines that cannot be read."""

    party: Name
    label: Text | None
    items: tuple[Line | SourceDeclaration | Assess | Waive, ...]
    broken: tuple[BrokenLine, ...] = ()


# ---- Tests ---------------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class NamedDeal(Node):
    """`deal NAME with term ...`."""

    name: Name
    terms: tuple[Term, ...]


@frozen(eq=False, repr=False)
class AsOf(Node):
    """`as_of DATE`."""

    date: DateMoment


@frozen(eq=False, repr=False)
class CausedBy(Node):
    """`by TERM` or `by silence`."""

    name: Name


@frozen(eq=False, repr=False)
class Places(Node):
    """`on SCOPE`, or with `only` there and nowhere else."""

    only: bool
    scope: Scope


@frozen(eq=False, repr=False)
class Begins(Node):
    """`from DATE`, or `only from DATE`."""

    only: bool
    date: DateMoment


@frozen(eq=False, repr=False)
class Ends(Node):
    """`until DATE`, or `only until DATE`."""

    only: bool
    date: DateMoment


@frozen(eq=False, repr=False)
class Outcome(Node):
    """`violated by silence only on autos from 2025-08-01`."""

    verdict: Name
    parts: tuple[CausedBy | Places | Begins | Ends, ...]


@frozen(eq=False, repr=False)
class ExpectReading(Node):
    """`reading total violated`."""

    name: Name
    outcome: Outcome


@frozen(eq=False, repr=False)
class Expect(Node):
    """`expect JP.autos violated by silence {reading NAME OUTCOME}`."""

    line: LineReference
    outcome: Outcome
    readings: tuple[ExpectReading, ...]


@frozen(eq=False, repr=False)
class TestColumn(Node):
    """What a table of a test changes: `cars.rate`, a date of the deal, `as_of`, a fact or an event."""

    name: Name
    field: Name | None = None


@frozen(eq=False, repr=False)
class RowOutcome(Node):
    """`violated by cars reading total met`: what a row expects of one line."""

    outcome: Outcome
    readings: tuple[ExpectReading, ...]


@frozen(eq=False, repr=False)
class TestRow(Node):
    """`row 25%: violated by cars`: values in the order of the columns, outcomes in the order of the lines."""

    cells: tuple[Stage | Linear, ...]
    outcomes: tuple[RowOutcome, ...]


@frozen(eq=False, repr=False)
class TestTable(Node):
    """`columns cars.rate: JP.autos` and its rows."""

    columns: tuple[TestColumn, ...]
    lines: tuple[LineReference, ...]
    rows: tuple[TestRow, ...]


@frozen(eq=False, repr=False)
class Test(Node):
    """`test "name" { deal {...} expect ... }`; `broken` tells that something in it cannot be read."""

    name: Text
    items: tuple[Deal | NamedDeal | Fact | Event | Assess | Waive | AsOf | Expect | TestTable, ...]
    broken: bool = False


Item: TypeAlias = (
    "Use | SourceDeclaration | PartyDeclaration | GroupDeclaration | ProductDeclaration | TopicDeclaration"
    " | KindDeclaration | Fact | Event | Baseline | Letter | Deal | Policy | Assess | Waive | Test"
)


@frozen(eq=False, repr=False)
class File(Node):
    """A whole file."""

    source: Source
    items: tuple[Item, ...]
