"""The resolved model: what the texts say once every name has found what it stands for.

Made by `dealcheck.model.resolve` from syntax trees; read by `worlds` and `evaluate`. Records are compared by identity:
two measures that say the same are still two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from dealcheck.scopes import EMPTY

if TYPE_CHECKING:
    from datetime import date

    from dealcheck.scopes import IntervalSet, PartyUniverse
    from dealcheck.source import Place
    from dealcheck.values import Exact, Value

# ---- Vocabulary ----------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class FieldSpec:
    """A value field of a kind.

    `type` is rate, percent, quantity, money, price, date, duration, text, name, number or `choice` (`one of`); `freer`
    is `less`, `more` or `""`; `absent` is the value of the field at an absent point, `default` that of a measure which
    does not name the field.
    """

    name: str
    type: str
    choices: tuple[str, ...] = ()
    freer: str = ""
    absent: Value | None = None
    default: Value | None = None


@frozen(eq=False, repr=False)
class Kind:
    """A sort of measure. `keys` gives the type of each key word: party, goods, topic or name."""

    name: str
    label: str
    keys: dict[str, str]
    fields: dict[str, FieldSpec]
    layer_default: str | None = None
    absent_unknown: bool = False
    """Whether a point of which nothing is said exists with unknown values."""
    unknown_layers: frozenset[str] | None = None
    """The layers for which that holds; None for all."""
    displaces: dict[str, frozenset[str]] = field(factory=dict)
    derived: bool = False
    """True of `duty`, which is the sum over the layers of `tariff`."""
    place: Place | None = None
    defaults: dict[str, str] = field(factory=dict)
    """The name that a measure means where it leaves a key out, by key word; a pattern means everything."""

    party_words: tuple[str, ...] = field(init=False)
    """The key words that name parties, in the fixed order by, from, to, toward."""
    pooled: bool = field(init=False)
    """Whether each measure is a pool of its own: one volume or amount shared by all that it covers."""

    def __attrs_post_init__(self) -> None:
        words = tuple(word for word in ("by", "from", "to", "toward") if self.keys.get(word) == "party")
        object.__setattr__(self, "party_words", words)
        object.__setattr__(self, "pooled", any(spec.type in ("quantity", "money") for spec in self.fields.values()))


@frozen(eq=False, repr=False)
class Product:
    """Named goods. `codes` are the codes as written, each a line of goods for `average` and `share`."""

    name: str
    label: str
    goods: IntervalSet
    codes: tuple[tuple[int, int], ...]
    schedule: str | None = None
    place: Place | None = None


@frozen(eq=False, repr=False)
class Topic:
    """A topic: the interval that it holds, its own number first, its subtopics after."""

    name: str
    label: str
    held: IntervalSet


@frozen(eq=False, repr=False)
class SourceRecord:
    """What a line or a measure cites."""

    name: str
    title: str
    fields: dict[str, str]
    place: Place


@frozen(eq=False, repr=False)
class Citation:
    """A source and, where one is given, the words cited."""

    source: SourceRecord | None
    name: str
    quote: str = ""


# ---- Regions ------------------------------------------------------------------------------------------------------


@frozen(repr=False)
class Region:
    """The points that a measure or a pattern covers: a set for each key of its kind.

    `parties` follows the kind's `party_words`; `on` and `layers` are None where the kind has no such key.
    """

    parties: tuple[int, ...]
    on: IntervalSet | None = None
    layers: frozenset[str] | None = None

    def inside(self, other: Region) -> bool:
        """Whether every point here is in `other`."""
        return (
            all(mine & ~others == 0 for mine, others in zip(self.parties, other.parties, strict=True))
            and (self.on is None or other.on is None or self.on <= other.on)
            and (self.layers is None or other.layers is None or self.layers <= other.layers)
        )

    def overlaps(self, other: Region) -> bool:
        """Whether some point is in both."""
        return (
            all(mine & others for mine, others in zip(self.parties, other.parties, strict=True))
            and (self.layers is None or other.layers is None or not self.layers.isdisjoint(other.layers))
            and (self.on is None or other.on is None or self.on.meets(other.on))
        )


# ---- Moments ------------------------------------------------------------------------------------------------------


@frozen(repr=False)
class OfEvent:
    """The day an event happens."""

    event: str


@frozen(repr=False)
class OfDeal:
    """A date of the deal: `effective`, `signed`, `dated`, `expires` or `end`."""

    word: str


@frozen(repr=False)
class OfFact:
    """The date that a named fact gives."""

    name: str


@frozen(repr=False)
class After:
    """So many days, weeks, months or years after a moment."""

    count: int
    unit: str
    moment: Moment


@frozen(repr=False)
class FirstOfMonth:
    """The first day of the month in which a moment lies."""

    moment: Moment


Moment: TypeAlias = "date | OfEvent | OfDeal | OfFact | After | FirstOfMonth"


# ---- Expressions --------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Literal:
    """A value written out."""

    value: Value
    place: Place


@frozen(eq=False, repr=False)
class KeyChange:
    """One key replaced in a reference: `from UK`, `layer mfn`; `any` for `from any`, every other value of the key."""

    word: str
    parties: int = 0
    on: IntervalSet | None = None
    layers: frozenset[str] | None = None
    any: bool = False


@frozen(eq=False, repr=False)
class Ref:
    """A field read: of the point itself, of the point with keys replaced, or of another kind at the same keys.

    `kind` is the kind that is read (`duty` included). `old` reads the status quo. `extreme` is `lowest`, `highest` or
    `""`.
    """

    kind: str
    field: str
    changes: tuple[KeyChange, ...]
    old: bool
    extreme: str
    place: Place


@frozen(eq=False, repr=False)
class FactRef:
    """A named fact, or a date of the deal (`effective`, `signed`, ...) in a `the deal must have` condition."""

    name: str
    place: Place


@frozen(eq=False, repr=False)
class Op:
    """`+ - * /` (two operands), `neg` (one), `min`, `max` (one or more), or `all_in` (one)."""

    operator: str
    operands: tuple[Expr, ...]
    place: Place


@frozen(eq=False, repr=False)
class Choice:
    """One option of an open choice: who wants it, who opposes it, how reports name it, and its stages.

    A blank or a range has `low` and `high` instead of stages (None where it has no such bound).
    """

    wanted_by: tuple[str, ...]
    opposed_by: tuple[str, ...]
    name: str
    stages: tuple[PlanStage, ...] = ()
    low: Value | None = None
    high: Value | None = None
    open_value: bool = False
    """True of a blank or a range, whose value is not known."""


@frozen(eq=False, repr=False)
class BracketExpr:
    """A bracket standing as a value: its options, under the number by which packages choose."""

    choice: int
    options: tuple[Choice, ...]
    type: str
    place: Place


Expr: TypeAlias = "Literal | Ref | FactRef | Op | BracketExpr"


# ---- Measures -----------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class PlanStage:
    """A value from a moment on; None: from the measure's own start."""

    value: Expr
    since: Moment | None
    place: Place


@frozen(eq=False, repr=False)
class Plan:
    """What a measure sets a field to, in stages in the order of their starts.

    A linear cut is already one stage for each step. A bracket that holds stages stands as the value of a single stage.
    """

    field: str
    stages: tuple[PlanStage, ...]


@frozen(eq=False, repr=False)
class TableRow:
    """A row of a table: the lines it holds and its plans, with the row's number in the file (the header is 1).

    `code` are the lines of the code as written, of which a longer code of another row may have taken some.
    """

    low: int
    high: int
    plans: tuple[Plan, ...]
    row: int
    code: tuple[int, int]


@frozen(eq=False, repr=False)
class Columns:
    """A table's rows column by column: the first line of each, one more than its last, its plans."""

    lows: list[int]
    highs: list[int]
    plans: list[tuple[Plan, ...]]


@frozen(eq=False, repr=False)
class Setting:
    """A measure in a text: the region it covers and what it sets there.

    `start` None means the text's own start (a deal's `effective`, a baseline's beginning of time); `until` None means
    the text's own end. `under` are the events it hangs on. `rows` replaces `plans` for a table, in ascending order and
    disjoint. `general` tells that its goods are `everything`, or everything less named goods. `choice` is the number
    of the optional article it belongs to, if it does.
    """

    kind: Kind
    region: Region
    plans: tuple[Plan, ...]
    start: Moment | None
    until: Moment | None
    under: tuple[tuple[str, bool], ...]
    ends: bool
    general: bool
    layer_any: bool
    """True of `layer any` in a term: it sets only the layers in force."""
    rows: tuple[TableRow, ...] | None
    codes: tuple[tuple[int, int], ...]
    """The codes as written, for `average` and `share`."""
    place: Place
    """The kind and its keys."""
    cites: tuple[Citation, ...] = ()
    term: str = ""
    """The name of the term it belongs to, in a deal."""
    term_place: Place | None = None
    side_letter: bool = False
    choice: int | None = None
    reads_old: bool = False
    """True where a value uses what was: such a term touches only points that exist."""
    gaps: IntervalSet = EMPTY
    """The codes that a complete table does not use: no goods bear them. Its rows are stretched over them."""
    _all_plans: list[Plan] = field(init=False, factory=list)
    _columns: list[Columns] = field(init=False, factory=list)

    @property
    def columns(self) -> Columns:
        """The rows column by column, made once."""
        if not self._columns:
            rows = self.rows or ()
            self._columns.append(
                Columns([row.low for row in rows], [row.high for row in rows], [row.plans for row in rows])
            )
        return self._columns[0]

    @property
    def all_plans(self) -> list[Plan]:
        """Every plan of the measure, those of its rows included, each once."""
        if not self._all_plans:
            of_rows = {id(row.plans): row.plans for row in self.rows or ()}
            self._all_plans.extend([*self.plans, *(plan for plans in of_rows.values() for plan in plans)])
        return self._all_plans


@frozen(eq=False, repr=False)
class Event:
    """Something that may happen; with a date it has, or will."""

    name: str
    label: str
    date: date | None
    place: Place


@frozen(eq=False, repr=False)
class FactRecord:
    """A fact. `kind` is `exchange` (subject and currency), `customs_value` (goods) or `named`."""

    kind: str
    name: str
    value: Value
    date: date | None
    place: Place
    goods: IntervalSet | None = None


@frozen(eq=False, repr=False)
class TextRecord:
    """A text whose measures are laid over what came before: a baseline, a letter or a deal.

    `dates` holds `on` for a baseline, else dated, signed, effective, expires as written; `includes` are the baselines
    that come before it; `role` is `baseline`, `letter` or `deal`.
    """

    name: str
    label: str
    role: str
    settings: tuple[Setting, ...]
    dates: dict[str, Moment | BracketExpr]
    place: Place
    includes: tuple[TextRecord, ...] = ()
    events: tuple[Event, ...] = ()
    facts: tuple[FactRecord, ...] = ()
    authors: tuple[str, ...] = ()
    """Whose letter it is."""
    hangs_on: frozenset[str] = frozenset()
    """The events that its measures and dates hang on, those of what it includes among them."""


@frozen(eq=False, repr=False)
class TermRecord:
    """An article of a deal, for reports: its settings are in the deal's text."""

    name: str
    label: str
    place: Place
    proposed_by: tuple[str, ...] = ()
    opposed_by: tuple[str, ...] = ()
    side_letter: bool = False
    status: str = ""
    optional: int | None = None
    """The number of the choice to take or drop it."""
    optional_by: tuple[str, ...] = ()
    statement: Place | None = None
    """All of it, where `place` is its name."""


@frozen(eq=False, repr=False)
class Assessment:
    """A person's answer to a `judged` line."""

    line: str
    met: bool
    by: str
    date: date
    because: str
    place: Place


@frozen(eq=False, repr=False)
class Waiver:
    """A line waived: `until` is the last day."""

    line: str
    until: date | None
    because: str
    place: Place


@frozen(eq=False, repr=False)
class DealRecord:
    """A deal: its parties, its text, and the texts that it is laid over, in their order."""

    name: str
    label: str
    parties: tuple[str, ...]
    """The names as written in `between`."""
    party_mask: int
    text: TextRecord
    against: TextRecord | None
    precedents: tuple[TextRecord, ...]
    terms: tuple[TermRecord, ...]
    assessments: tuple[Assessment, ...]
    waivers: tuple[Waiver, ...]
    place: Place
    choices: tuple[ChoiceRecord, ...] = ()


@frozen(eq=False, repr=False)
class ChoiceRecord:
    """An open choice of a draft: a bracket, an optional article or an undated event.

    `name` is how a report speaks of it (`art1`, `art1 rate`, an event's name); `options` are its options' names.
    """

    number: int
    sort: str
    """`bracket`, `optional` or `event`."""
    name: str
    options: tuple[str, ...]
    place: Place
    event: str = ""


# ---- Policies -----------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class PatternRecord:
    """P of a sentence: a kind, a region and adjectives. `codes` are the codes as written, empty for a scope without
    codes.

    `named` tells which keys P names, for `general`.
    """

    kind: Kind
    region: Region
    adjectives: frozenset[str]
    codes: tuple[tuple[int, int], ...]
    named: frozenset[str]
    place: Place


@frozen(eq=False, repr=False)
class CompareRecord:
    """`left OP right`. `word` is `reduced`, `raised`, `unchanged` or `eliminated` where the text says it so."""

    left: Expr
    operator: str
    right: Expr
    place: Place
    word: str = ""


@frozen(eq=False, repr=False)
class MemberRecord:
    """`left in {choices}`."""

    left: Expr
    choices: tuple[Expr, ...]
    place: Place


@frozen(eq=False, repr=False)
class NotRecord:
    """The negation of a condition or a sentence."""

    operand: ConditionRecord | SentenceRecord
    place: Place


@frozen(eq=False, repr=False)
class AndRecord:
    """All of them."""

    operands: tuple[ConditionRecord | SentenceRecord, ...]
    place: Place


@frozen(eq=False, repr=False)
class OrRecord:
    """Any of them."""

    operands: tuple[ConditionRecord | SentenceRecord, ...]
    place: Place


ConditionRecord: TypeAlias = "CompareRecord | MemberRecord | NotRecord | AndRecord | OrRecord"


@frozen(eq=False, repr=False)
class TimeRecord:
    """A time phrase: `at`, `by`, `after`, `before`, `during`."""

    word: str
    moment: Moment
    last: Moment | None
    place: Place


@frozen(eq=False, repr=False)
class QuantifiedRecord:
    """`no`, `every` or `some` with a pattern and perhaps a condition."""

    quantifier: str
    pattern: PatternRecord
    condition: ConditionRecord | None
    time: TimeRecord | None
    place: Place


@frozen(eq=False, repr=False)
class AggregateRecord:
    """`total`, `number`, `average` or `share` over a pattern, against a limit. `weights` maps code intervals to
    weights.
    """

    function: str
    field: str
    pattern: PatternRecord
    having: ConditionRecord | None
    operator: str
    limit: Expr
    weights: tuple[tuple[int, int, Exact], ...] | None
    time: TimeRecord | None
    place: Place


@frozen(eq=False, repr=False)
class DealSentenceRecord:
    """`the deal must have C`."""

    condition: ConditionRecord
    time: TimeRecord | None
    place: Place


@frozen(eq=False, repr=False)
class JudgedRecord:
    """`judged "QUESTION"`."""

    question: str
    time: TimeRecord | None
    place: Place


@frozen(eq=False, repr=False)
class IfThenRecord:
    """`if S then S`."""

    premise: SentenceRecord
    conclusion: SentenceRecord
    place: Place


@frozen(eq=False, repr=False)
class UnlessRecord:
    """`S unless S`."""

    sentence: SentenceRecord
    exception: SentenceRecord
    place: Place


@frozen(eq=False, repr=False)
class GroupRecord:
    """A sentence in parentheses, with its time phrase if it bears one."""

    sentence: SentenceRecord
    time: TimeRecord | None
    place: Place


SentenceRecord: TypeAlias = (
    "QuantifiedRecord | AggregateRecord | DealSentenceRecord | JudgedRecord | IfThenRecord | UnlessRecord"
    " | GroupRecord | NotRecord | AndRecord | OrRecord"
)


@frozen(eq=False, repr=False)
class ReadingRecord:
    """Another honest reading of a line's words."""

    name: str
    label: str
    sentence: SentenceRecord


@frozen(eq=False, repr=False)
class LineRecord:
    """A red line, concern or wish. `sentence` is None where it has an error of its own: the line is then unknown,
    never lost.
    """

    party: str
    name: str
    level: str
    label: str
    says: tuple[str, ...]
    cites: tuple[Citation, ...]
    active_from: Moment | None
    active_until: Moment | None
    weight: Exact
    sentence: SentenceRecord | None
    readings: tuple[ReadingRecord, ...]
    place: Place
    active: tuple[Place, ...] = ()
    """Where it says when the party holds it."""
    statement: Place | None = None
    """All of it, where `place` is its name."""

    @property
    def full_name(self) -> str:
        """`JP.autos`."""
        return f"{self.party}.{self.name}"


@frozen(eq=False, repr=False)
class ExpectedOutcome:
    """What a test expects: a verdict, by which cause, on which goods or topics, from when until when."""

    verdict: str
    by: tuple[str, ...]
    on: IntervalSet | None
    only_on: bool
    begins: date | None
    only_from: bool
    ends: date | None
    only_until: bool
    place: Place
    places: str = ""
    """`on` as it is written."""


@frozen(eq=False, repr=False)
class Expectation:
    """`expect P.line OUTCOME {reading NAME OUTCOME}`."""

    line: str
    outcome: ExpectedOutcome
    readings: tuple[tuple[str, ExpectedOutcome], ...]
    place: Place


@frozen(eq=False, repr=False)
class TestRecord:
    """A test block or a row of its table, with its draft already resolved.

    `deal` is None where the draft has an error of its own. `block` is the whole test block, `row` the number of the
    row in it, from 1, None for the block as it is written; a row's name tells it: `the limit [row 2]`.
    """

    name: str
    deal: DealRecord | None
    as_of: date | None
    facts: tuple[FactRecord, ...]
    events: tuple[Event, ...]
    assessments: tuple[Assessment, ...]
    waivers: tuple[Waiver, ...]
    expectations: tuple[Expectation, ...]
    place: Place
    block: Place
    row: int | None = None


# ---- The whole ----------------------------------------------------------------------------------------------------


@frozen(eq=False, repr=False)
class Model:
    """Everything that the files of one check declare.

    `layers` are all layer names; `goods_names` and `topic_names` help reports to name scopes; `facts` and `events` are
    those of file level, in the order of the files.
    """

    parties: PartyUniverse
    kinds: dict[str, Kind]
    products: dict[str, Product]
    topics: dict[str, Topic]
    layers: frozenset[str]
    sources: dict[str, SourceRecord]
    baselines: dict[str, TextRecord]
    letters: dict[str, TextRecord]
    deals: dict[str, DealRecord]
    lines: tuple[LineRecord, ...]
    facts: tuple[FactRecord, ...]
    events: tuple[Event, ...]
    assessments: tuple[Assessment, ...]
    waivers: tuple[Waiver, ...]
    tests: tuple[TestRecord, ...]
