"""A ceiling on the whole duty that mfn alone breaks on some goods."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.clauses import Asked, Clause, asked, clauses
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.lint.standing import Standing, rates_by_goods
from dealcheck.model.records import Literal
from dealcheck.scopes import dotted_code
from dealcheck.syntax import ast
from dealcheck.values import Num, Rate, Symbolic, show


def check(context: Context) -> Iterator[Found]:
    """Ceilings on `duty` in lines, readings left aside, below the mfn of some of their goods."""
    standing = Standing(context)
    comparisons = {node.span: node for node in context.nodes(ast.Compare)}
    for clause in clauses(context, readings=False):
        said = clause.quantified
        if said is None or said.pattern.kind.name != "duty" or said.quantifier == "some" or clause.role != "demand":
            continue
        for each in asked(said):
            if each.operator in ("<", "<=") and isinstance(each.other, Literal) and not each.found.word:
                limit = each.other.value
                node = comparisons.get(each.found.place.span)
                if isinstance(limit, Rate) and not limit.specific and limit.percent and node is not None:
                    above = _above(clause, limit.percent, each.operator == "<", standing)
                    if above is not None:
                        yield _found(context, each, limit, above, node)
                        break


def _above(clause: Clause, limit: Num, strict: bool, standing: Standing) -> tuple[str, Rate] | None:
    """A code of which mfn alone is above the limit, and what it is; None where none is known."""
    said = clause.quantified
    if said is None or isinstance(limit, Symbolic):
        return None
    for setting in standing.of(said.pattern, clause.line.party):
        if setting.region.layers is not None and "mfn" in setting.region.layers:
            for (low, high), rate in rates_by_goods(setting, "rate", said.pattern.region.on):
                part = rate.percent
                if not isinstance(part, Symbolic) and (part > limit or (strict and part == limit)):
                    return _code(low, high), rate
    return None


def _code(low: int, high: int) -> str:
    """The shortest code that begins a stretch of goods and stays within it."""
    digits = f"{low:010d}"
    for length in (4, 6, 8):
        size = 10 ** (10 - length)
        if low % size == 0 and low + size <= high:
            return dotted_code(digits[:length])
    return dotted_code(digits)


def _found(context: Context, each: Asked, limit: Rate, above: tuple[str, Rate], node: ast.Compare) -> Found:
    code, rate = above
    literal = node.right if isinstance(node.right, ast.Number) else node.left
    instead = f"max({show(limit)}, tariff.rate(layer mfn))"
    fix = None
    if isinstance(literal, ast.Number) and each.operator == "<=":
        fix = Fix("leave room for mfn", (Edit(context.place(literal), instead),), safe=False)
    return Found(
        context.place(literal),
        f"mfn alone is {show(rate)} on {code}, above a ceiling of {show(limit)} on the whole duty",
        "mfn is higher on some goods",
        f"write `{instead}` if `all_in {show(limit)}` is enough, or name the goods; leave it if mfn itself has to fall",
        fix=fix,
    )


RULE = Rule(
    code="DC417",
    name="mfn-above-the-ceiling",
    title="mfn alone breaks a ceiling",
    category=Category.MEANING,
    what="A line puts a ceiling on the whole `duty`, and a baseline at hand knows goods of which mfn alone is above"
    " it.",
    why="A deal at `all_in 15%` brings mfn and the layer to 15% together and adds nothing where mfn is above that; so"
    " a line without room for such goods is violated by the very deal that it asks for. Pickups at 25% are the"
    " well-known case.",
    bad="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP { red line cars: every duty by US from JP on autos | light_trucks must have rate <= 15% }
    """,
    good="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP {
          red line cars: every duty by US from JP on autos must have rate <= 15%
          red line trucks: every duty by US from JP on light_trucks must have rate <= max(15%, tariff.rate(layer mfn))
        }
    """,
    instead="Compare with `max(15%, tariff.rate(layer mfn))`, as `all_in 15%` does, or take those goods out. A party"
    " that wants mfn itself to fall keeps the line as it is, with `# dealcheck: ignore[DC417]` and why.",
    check=check,
    fix="unsafe",
)
