"""A rate or an amount that has to be met, or missed, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.clauses import asked, clauses
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.model.records import Literal
from dealcheck.syntax import ast
from dealcheck.values import Money, Quantity, Rate, Symbolic, show


def check(context: Context) -> Iterator[Found]:
    """`=` and `!=` between a rate, an amount or a volume and a number other than 0."""
    comparisons = {node.span: node for node in context.nodes(ast.Compare)}
    for clause in clauses(context):
        said = clause.quantified
        for each in asked(said) if said is not None else ():
            if each.written not in ("=", "!=") or each.found.word or not isinstance(each.other, Literal):
                continue
            value = each.other.value
            node = comparisons.get(each.found.place.span)
            spec = said.pattern.kind.fields.get(each.ref.field) if said is not None else None
            if node is None or spec is None or not _is_amount(value):
                continue
            side = {"less": "<=", "more": ">="}.get(spec.freer, "")
            if said is not None and said.quantifier == "no":
                side = {"<=": ">=", ">=": "<="}.get(side, "")
            place = context.place(_operator(context, node))
            yield Found(
                place,
                f"`{each.ref.field} {each.written} {show(value)}` turns on the last digit",
                "only this very number" if each.written == "=" else "all but this very number",
                f"write `{side} {show(value)}`" if side else "compare with `<=` or `>=`",
                fix=Fix(f"write `{side}`", (Edit(place, side),), safe=False) if side and each.written == "=" else None,
            )


def _is_amount(value: object) -> bool:
    """Whether a value is an amount other than nothing and all: one that has others beside it."""
    if isinstance(value, Rate):
        return value not in (Rate(0), Rate(100))
    return isinstance(value, Quantity | Money) and (isinstance(value.number, Symbolic) or value.number != 0)


def _operator(context: Context, node: ast.Compare) -> tuple[int, int]:
    """Where the operator of a comparison stands."""
    between = context.source.text[node.left.span[1] : node.right.span[0]]
    start = node.left.span[1] + between.rindex(node.operator)
    return start, start + len(node.operator)


RULE = Rule(
    code="DC422",
    name="exact-amount",
    title="a line turns on one exact number",
    category=Category.MEANING,
    what="A line compares a rate, an amount or a volume with a number by `=` or `!=`. Nothing and all, 100%, are let"
    " be, and so is another party's rate.",
    why="`no tariff may have rate = 25%` lets 24.9% pass, and 26% as well. A line is drawn at a number, and what lies"
    " beyond it is meant too.",
    bad="""
        use "trade"

        policy JP { red line cars: no tariff by US from JP layer s232_autos may have rate = 25% }
    """,
    good="""
        use "trade"
        use "goods"

        policy JP {
          red line cars: no tariff by US from JP layer s232_autos may have rate >= 25%
          red line gone: every tariff by US from JP on steel layer s232_steel must have rate = 0%
          red line same: every duty by US from JP on autos must have rate = rate(by JP, from US)
        }
    """,
    instead="Ask on which side of the number the party would still sign, and write `>=`, `>`, `<=` or `<`.",
    check=check,
    fix="unsafe",
)
