"""A floor under the rate of each product, where the general rate may be meant."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.clauses import asked, clauses, clauses_of
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.model.records import LineRecord, Literal
from dealcheck.scopes import EVERYTHING
from dealcheck.source import Place
from dealcheck.syntax import ast
from dealcheck.values import Rate, show


def check(context: Context) -> Iterator[Found]:
    """Least rates on all goods by a pattern without `general`, in lines that say it nowhere."""
    patterns = {node.span: node for node in context.nodes(ast.Pattern)}
    for clause in clauses(context, readings=False):
        said = clause.quantified
        if said is None or said.quantifier == "some" or not clause.positive or said.pattern.region.on != EVERYTHING:
            continue
        kind = said.pattern.kind
        if not (kind.derived or "layer" in kind.keys):
            continue
        node = patterns.get(said.pattern.place.span)
        if node is None or {"general", "new", "written", "changed"} & said.pattern.adjectives:
            continue
        for each in asked(said):
            spec = kind.fields.get(each.ref.field)
            limit = each.other.value if isinstance(each.other, Literal) and not each.found.word else None
            if spec is None or spec.freer != "less" or each.operator not in (">", ">="):
                continue
            if isinstance(limit, Rate) and limit != Rate(0) and not _general(clause.line):
                yield Found(
                    context.place(node.kind),
                    f"a single product below {show(limit)} breaks a floor on all goods",
                    "asked of each product",
                    "write `general` for the rate on everything, which a list of exceptions leaves alone; or name the"
                    " goods with `on`, or give the general rate as a reading",
                    fix=Fix("ask it of the general rate", (Edit(_before(context, node), "general "),), safe=False),
                )
                break


def _before(context: Context, node: ast.Pattern) -> Place:
    return context.place((node.kind.span[0], node.kind.span[0]))


def _general(line: LineRecord) -> bool:
    """Whether the line, or a reading, speaks of the general rate."""
    return any(
        clause.quantified is not None and "general" in clause.quantified.pattern.adjectives
        for clause in clauses_of(line)
    )


RULE = Rule(
    code="DC424",
    name="floor-on-every-product",
    title="a floor is asked of each product",
    category=Category.MEANING,
    what="A line asks that no rate on any goods be below a floor; neither the line nor a reading says `general`.",
    why='"The rate never goes below ten" is said of the general rate. Nearly every deal comes with a list of aircraft'
    " parts, medicines or fruit at zero, and one such product breaks the line.",
    bad="""
        use "trade"

        policy US { red line floor: every tariff by US from KH layer reciprocal must have rate >= 10% }
    """,
    good="""
        use "trade"
        use "goods"

        policy US {
          red line floor: every general tariff by US from KH layer reciprocal must have rate >= 10%
          red line cars: every tariff by US from JP on autos layer s232_autos must have rate >= 15%
          red line ceiling: every tariff by US from JP layer reciprocal must have rate <= 15%
        }
    """,
    instead="Write `every general tariff ...`, and keep the demand on each product for a reading.",
    check=check,
    fix="unsafe",
)
