"""The head of a deal that does not come first, or not in its order."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.source import Place
from dealcheck.syntax import ast

ORDER = ("between", "dated", "signed", "effective", "expires", "against", "terms")


def check(context: Context) -> Iterator[Found]:
    """What stands in a deal behind something that should follow it; the first such of each deal."""
    for deal in context.nodes(ast.Deal):
        last: ast.Node | None = None
        for item in deal.items:
            rank = _rank(item)
            if rank is None:
                continue
            if last is not None and rank < (_rank(last) or 0):
                yield Found(
                    context.place(item),
                    f"`{ORDER[rank]}` stands below {_what(last)}",
                    "move it up",
                    f"the head of a deal has the order {', '.join(ORDER[:-1])}; its terms follow",
                    (Label(_head(context, last), "should follow it"),),
                )
                break
            last = item


def _rank(item: ast.Node) -> int | None:
    """The place of an item in the order; sources, facts, events and the like may stand anywhere."""
    if isinstance(item, ast.Between):
        return 0
    if isinstance(item, ast.DealDate):
        return ORDER.index(item.word)
    if isinstance(item, ast.Against):
        return 5
    return 6 if isinstance(item, ast.Term) else None


def _what(item: ast.Node) -> str:
    return f"the term `{item.name.text}`" if isinstance(item, ast.Term) else f"`{ORDER[_rank(item) or 0]}`"


def _head(context: Context, item: ast.Node) -> Place:
    return context.place(item.name if isinstance(item, ast.Term) else item)


RULE = Rule(
    code="DC473",
    name="deal-order",
    title="the head of a deal is out of order",
    category=Category.STYLE,
    what="In a deal, `between`, its dates (`dated`, `signed`, `effective`, `expires`) and `against` do not stand in"
    " that order above its terms.",
    why="Who agrees, when, and against what status quo decides what every term does. In one order, above the terms, a"
    " reader finds it at a glance and sees what is missing.",
    bad="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        deal rice_quota "A quota for rice" {
          between US, JP
          against mid_2025
          term rice: tariff_quota by JP from US on rice volume 50_000 t per year in_rate 0%
          dated 2025-07-05
        }
    """,
    good="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        deal rice_quota "A quota for rice" {
          between US, JP
          dated 2025-07-05
          against mid_2025
          term rice: tariff_quota by JP from US on rice volume 50_000 t per year in_rate 0%
        }
    """,
    instead="First `between`, then the dates, then `against`, then the terms.",
    check=check,
)
