"""A code of more than six digits of which nothing says whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.goods import SIX_DIGITS, code_lists, named_in
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast

MANY = ("everyone", "any", "partner")


def check(context: Context) -> Iterator[Found]:
    """Long codes in products without `in PARTY`, and in measures and patterns that have no author or several."""
    for product in context.nodes(ast.ProductDeclaration):
        if product.schedule is None:
            part = _long_code(product.scope)
            if part is not None:
                yield Found(
                    context.place(part),
                    f"{context.text(part)} has digits of a party's own schedule, and nothing says whose",
                    "more than six digits",
                    f"write `product {product.name.text} ... in US = ...`, or cut the code to six digits",
                    notes=("without a party the code is read in the schedule of whoever uses the product",),
                )
    stating: tuple[ast.Measure | ast.Pattern, ...] = (*context.nodes(ast.Measure), *context.nodes(ast.Pattern))
    for node in stating:
        keys = (*node.keys, *node.excepts) if isinstance(node, ast.Pattern) else node.keys
        part = next((found for key in keys if (found := _long_code(key.scope)) is not None), None)
        if part is not None and not any(_is_one(key.scope) for key in keys if key.word in ("by", "to")):
            yield Found(
                context.place(part),
                f"{context.text(part)} has digits of a party's own schedule, and more than one party can be meant",
                "more than six digits",
                "name the author, `by US`, or cut the code to six digits",
            )


def _long_code(scope: ast.Scope) -> ast.CodeRange | None:
    """The first code of a scope that goes beyond six digits."""
    for written in code_lists(scope):
        for each in written:
            if max(len(each.part.first), len(each.part.last)) > SIX_DIGITS:
                return each.part
    return None


def _is_one(scope: ast.Scope) -> bool:
    """Whether a scope names one party, or one union."""
    names = list(named_in(scope))
    return len(names) == 1 and isinstance(names[0], ast.ScopeName) and names[0].text not in MANY


RULE = Rule(
    code="DC436",
    name="national-code-of-nobody",
    title="nothing says whose schedule a long code belongs to",
    category=Category.MEANING,
    what="A code of more than six digits stands in a product without `in PARTY`, or in a measure or a line that"
    " names no author or several.",
    why="The first six digits are the same all over the world. What follows is each party's own: 8703.23.01 is one"
    " car in the American schedule, another in the Mexican, and nothing at all in the Japanese.",
    bad="""
        product engines "Engines" = hs 8407.34, 8408.20.20
    """,
    good="""
        use "trade"

        product engines "Engines" in US = hs 8407.34, 8408.20.20
        product six "Engines, in any schedule" = hs 8407.34, 8408.20
        policy JP { red line engines: no tariff by US from JP on hs 8408.20.20 may have rate > 2.5% }
    """,
    instead="Say whose schedule it is, `product X in US = ...`; name one author in the measure or the line; or stop"
    " at six digits.",
    check=check,
)
