"""The other side's rate, read in a layer that it need not have."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.clauses import clauses, references
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """`rate(by X, ...)` of a kind with layers, at the layer of the point itself and not mfn alone."""
    for clause in clauses(context):
        said = clause.quantified
        if said is None or said.pattern.region.layers in (None, frozenset({"mfn"})):
            continue
        for ref in references(said.condition):
            words = {change.word for change in ref.changes}
            kind = context.model.kinds.get(ref.kind)
            if "by" not in words or "layer" in words or kind is None or "layer" not in kind.keys:
                continue
            start = ref.place.span[0]
            own = ref.kind == "tariff" and "duty" in context.model.kinds and ref.place.text.startswith(ref.field)
            edit = Edit(context.place((start, start)), "duty.")
            yield Found(
                ref.place,
                f"`{ref.place.text}` reads the other side's rate in the same layer, which it may not have",
                "0% where there is no such layer",
                "write `duty.rate(...)` for all that the other side takes, or name a layer: `rate(by ..., layer mfn)`",
                fix=Fix("read the sum", (edit,), safe=False) if own else None,
            )


RULE = Rule(
    code="DC432",
    name="mirror-of-a-layer",
    title="the other side's rate is read in a layer that it may not have",
    category=Category.MEANING,
    what="A line on a `tariff` compares with `rate(by X, ...)`, the same point with the sides exchanged, in a layer"
    " other than mfn.",
    why="One side's reciprocal duty or duty under section 232 is the other's customs duty. In the same layer the other"
    " side has 0%, so a line that both sides charge the same asks for something else.",
    bad="""
        use "trade"
        use "goods"

        policy US {
          concern same: every tariff by US from EU on autos layer s232_autos must have rate = rate(by EU, from US)
        }
    """,
    good="""
        use "trade"
        use "goods"

        policy US {
          concern same: every duty by US from partner on autos must have rate = rate(by partner, from US)
          concern sum: every tariff by US from EU on autos layer s232_autos must have rate = duty.rate(by EU, from US)
          concern mfn: every tariff by US from partner on autos layer mfn must have rate <= rate(by partner, from US)
        }
    """,
    instead="Compare `duty` with `duty`, or name the layer of the other side.",
    check=check,
    fix="unsafe",
)
