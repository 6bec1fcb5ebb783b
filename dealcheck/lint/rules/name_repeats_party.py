"""The name of a line that says again whose it is, or how hard."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule

LEVELS = ("red_line", "redline", "concern", "wish")


def check(context: Context) -> Iterator[Found]:
    """Names that begin with the party or the level, and names that are nothing else."""
    for line in context.lines:
        party = line.party.lower()
        for said in (party, f"{party}_{line.level.replace(' ', '_')}", *LEVELS):
            rest = line.name.lower().removeprefix(f"{said}_")
            if rest != line.name.lower() and rest and not rest[0].isdigit():
                what = "whose it is" if said == party else "what it is"
                yield Found(
                    line.place,
                    f"the name of {line.full_name} says again {what}",
                    f"`{said}` once more",
                    f"call it `{rest}`: reports and tests say `{line.party}.{rest}`",
                )
                break


RULE = Rule(
    code="DC461",
    name="name-repeats-party",
    title="the name of a line says again whose it is",
    category=Category.STYLE,
    what="The name of a line begins with its party, or with its level.",
    why="A line is always called by party and name, `JP.autos`, and reports say its level. A second `jp` or `red_line`"
    " makes every test and report longer and tells nobody anything.",
    bad="""
        use "trade"

        policy JP {
          red line jp_autos "The 25% goes": no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line autos "The 25% goes": no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    instead="Name the line by what it is about.",
    check=check,
)
