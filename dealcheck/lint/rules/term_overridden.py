"""A term that another term of the same deal leaves no room."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.effects import effects
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Measures of a deal that hold nowhere and on no day, because others of the deal do."""
    for effect in effects(context):
        setting, other = effect.setting, effect.instead
        if effect.holds or other is None or not other.term or not context.own(setting.place):
            continue
        yield Found(
            setting.place,
            f"`{setting.term}` never holds: `{other.term}` does in its place"
            if other.term != setting.term
            else f"a measure of `{setting.term}` never holds: another of the same term does in its place",
            "holds nowhere",
            "take one of the two out, or give them goods, parties or days of their own",
            (Label(other.place, "holds here"),),
        )


RULE = Rule(
    code="DC438",
    name="term-overridden",
    title="a term is overridden everywhere by others of its deal",
    category=Category.MEANING,
    what="A measure of a deal holds at none of its points on any day: narrower terms cover all of its goods, or one"
    " of the same goods starts no later. A term that hangs on an event is looked at in the world in which that"
    " happens.",
    why="Within one text the special beats the general. Who reads only the general term believes that it says"
    " something.",
    bad="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from everyone on everything layer reciprocal rate 10% }

        deal d {
          between US, JP  dated 2025-07-05  against now
          term vehicles: tariff by US from JP on hs 8702, 8703 layer reciprocal rate 5%
          term cars: tariff by US from JP on hs 8703 layer reciprocal rate 7%
          term buses: tariff by US from JP on hs 8702 layer reciprocal rate 0%
        }
    """,
    good="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from everyone on everything layer reciprocal rate 10% }

        deal d {
          between US, JP  dated 2025-07-05  against now
          event late "The money is late"
          term cars: tariff by US from JP on hs 8703 layer reciprocal rate 5%
          term electric: tariff by US from JP on hs 8703.80 layer reciprocal rate 0%
          term snapback if late: tariff by US from JP on hs 8703 layer reciprocal rate 20%
        }
    """,
    instead="Say in one term what is meant for these goods, or narrow one of the two.",
    check=check,
)
