"""A demand on every measure of a kind of which there need be none."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.clauses import Clause, asked, clauses, clauses_of
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.lint.standing import standing_of
from dealcheck.model.records import Literal, QuantifiedRecord
from dealcheck.values import Money, Quantity, Rate, Value, show


def check(context: Context) -> Iterator[Found]:
    """`every P must have` so much of a commitment, where a baseline knows none and the line asks for none."""
    standing = standing_of(context)
    for clause in clauses(context, readings=False):
        said = clause.quantified
        if said is None or not clause.positive or clause.role != "demand" or said.quantifier == "some":
            continue
        kind = said.pattern.kind
        if kind.derived or kind.absent_unknown or "layer" in kind.keys:
            continue
        wanted = _wanted(said)
        if wanted and not _asked_for(clause) and not standing.of(said.pattern, clause.line.party):
            yield Found(
                said.pattern.place,
                f"a draft without any `{kind.name}` meets the demand for {wanted}",
                "there need be none",
                f"write `some {kind.name} ... has {wanted}`, or add `and some {kind.name} ...`",
            )


def _wanted(said: QuantifiedRecord) -> str:
    """What the line asks of each measure, where it is something that frees trade or commits money; else ""."""
    fields = said.pattern.kind.fields
    if not any(_is_nothing(spec.absent) and spec.freer != "less" for spec in fields.values()):
        return ""
    for each in asked(said):
        spec = fields.get(each.ref.field)
        if spec is None or not isinstance(each.other, Literal) or each.found.word:
            continue
        least = each.operator in (">", ">=") and (spec.freer == "more" or spec.type == "money")
        most = each.operator in ("<", "<=") and spec.freer == "less"
        if least or most:
            return f"{each.ref.field} {each.operator} {show(each.other.value)}"
    return ""


def _is_nothing(value: Value | None) -> bool:
    """Whether a field at an absent point is nothing: then the kind gives something, and its absence gives nothing."""
    if isinstance(value, Rate):
        return value == Rate(0)
    return value == 0 or (isinstance(value, Quantity | Money) and value.number == 0)


def _asked_for(clause: Clause) -> bool:
    """Whether the line asks elsewhere that there be something of the kind, or that there be none."""
    kind = clause.quantified.pattern.kind if clause.quantified is not None else None
    for other in clauses_of(clause.line, readings=False):
        said = other.quantified
        if said is None or said.pattern.kind is not kind or other.said is clause.said:
            continue
        if said.quantifier == "some" or said.condition is None:
            return True
    return False


RULE = Rule(
    code="DC421",
    name="every-of-nothing",
    title="a demand on every measure of a kind is met by there being none",
    category=Category.MEANING,
    what="`every P must have` asks for an amount, a volume or a low rate of a kind of which nothing need exist, and no"
    " baseline at hand has one: purchases, investments, quotas.",
    why="`every` speaks of what there is. A draft that promises no purchase at all meets a line that every purchase be"
    " of 8 billion, and the demand is lost.",
    bad="""
        use "trade"
        use "goods"

        policy US {
          red line energy: every purchase by JP from US on energy must have amount >= USD 8 bn per year
        }
    """,
    good="""
        use "trade"
        use "goods"

        policy US { red line energy: some purchase by JP from US on energy has amount >= USD 8 bn per year }
        policy JP { red line farm: every tariff_quota by JP on beef must have volume <= 10_000 t per year }
    """,
    instead="Ask with `some` for what must be there; keep `every` for what must hold of all that is there, and join"
    " the two with `and` where both are meant.",
    check=check,
)
