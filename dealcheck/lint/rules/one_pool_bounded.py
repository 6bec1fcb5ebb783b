"""A bound on each quota or commitment, past which a second one leads."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.clauses import Clause, asked, clauses, clauses_of
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import AggregateRecord, Kind, Literal, QuantifiedRecord
from dealcheck.values import Money, Quantity


def check(context: Context) -> Iterator[Found]:
    """Most that each pool may hold, in lines that neither add the pools up nor forbid a new one."""
    for clause in clauses(context):
        said = clause.quantified
        if said is None or said.quantifier == "some" or not clause.positive or clause.role != "demand":
            continue
        name = _bounded(said)
        if name and not _closed(clause, said.pattern.kind):
            kind = said.pattern.kind.name
            yield Found(
                said.pattern.place,
                f"a second `{kind}` beside the first passes a bound on the {name} of each",
                "each by itself",
                f"add `and no new {kind} ...`, or bound the sum: `total {name} of {kind} ... must be <= ...`",
            )


def _bounded(said: QuantifiedRecord) -> str:
    """The field of amounts that a sentence sets a most for, other than nothing at all; else ""."""
    if not said.pattern.kind.pooled:
        return ""
    for each in asked(said):
        spec = said.pattern.kind.fields.get(each.ref.field)
        if spec is None or spec.type not in ("quantity", "money") or each.operator not in ("<", "<="):
            continue
        if each.found.word == "raised":
            return spec.name
        value = each.other.value if isinstance(each.other, Literal) else None
        if isinstance(value, Quantity | Money) and value.number != 0:
            return spec.name
    return ""


def _closed(clause: Clause, kind: Kind) -> bool:
    """Whether the same sentence adds the pools up, or forbids more of them."""
    for other in clauses_of(clause.line):
        if other.reading is not clause.reading or not isinstance(other.said, QuantifiedRecord | AggregateRecord):
            continue
        if other.said.pattern.kind is not kind:
            continue
        if isinstance(other.said, AggregateRecord):
            return True
        if other.said.quantifier == "no" and other.said.condition is None:
            return True
    return False


RULE = Rule(
    code="DC426",
    name="one-pool-bounded",
    title="a bound holds for each quota, and not for their sum",
    category=Category.MEANING,
    what="A line bounds the volume or amount of every quota or commitment of a kind, or forbids that it be raised; it"
    " neither adds them up with `total` nor forbids a new one.",
    why="A quota for other goods or partners is a pool of its own beside the first. Opening a second one of 50,000 t"
    " leaves the first at its volume and lets 50,000 t more in.",
    bad="""
        use "trade"
        use "goods"

        policy JP { red line rice: no tariff_quota by JP on rice may have volume > 770_000 t per year }
    """,
    good="""
        use "trade"
        use "goods"

        policy JP {
          red line rice: total volume of tariff_quota by JP on rice must be <= 770_000 t per year
          red line stays
            : no tariff_quota by JP on rice may have volume raised and no new tariff_quota by JP on rice
        }
    """,
    instead="Bound the sum with `total`, or join the line with `and no new ...`.",
    check=check,
)
