"""A term that says what the status quo says anyway."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.effects import Effect, effects
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.source import Place


def check(context: Context) -> Iterator[Found]:
    """Terms, or single measures of them, that leave every point as it is on every day; `end` is another rule's."""
    of_term: dict[Place | None, list[Effect]] = {}
    for effect in effects(context):
        of_term.setdefault(effect.setting.term_place, []).append(effect)
    for place, together in of_term.items():
        idle = [effect for effect in together if _is_idle(effect)]
        whole = len(idle) == len(together) and place is not None and context.own(place)
        for effect in idle[:1] if whole else idle:
            setting = effect.setting
            what = "changes nothing that is in force" if setting.reads_old else "restates the status quo"
            said = f"`{setting.term}`" if whole else f"a measure of `{setting.term}`"
            yield Found(
                place if whole and place is not None else setting.place,
                f"{said} {what}",
                "the same holds without it" if effect.meets else "nothing stands here in the status quo",
                "leave it out, or let it say what the deal changes; `dealcheck show` tells what is in force",
                notes=("a line on what a deal has `written` sees the term all the same",) if effect.meets else (),
            )


def _is_idle(effect: Effect) -> bool:
    setting = effect.setting
    if setting.ends or effect.changes or not effect.alone:
        return False
    return effect.holds or (setting.reads_old and not effect.meets)


RULE = Rule(
    code="DC437",
    name="term-changes-nothing",
    title="a term changes nothing",
    category=Category.MEANING,
    what="A term sets, on every one of its goods and on every day, what is in force without it; or it changes what"
    " was where there is nothing. The worlds before and under the draft are compared at its own points.",
    why="Silence keeps the status quo, so such a term buys nothing. It often has the wrong layer, the wrong party or"
    " an old rate, and the side that asked for it believes that it has won something.",
    bad="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from everyone on everything layer reciprocal rate 10% }

        deal d {
          between US, UK  dated 2025-07-05  against now
          term general: tariff by US from UK on everything layer reciprocal rate 10%
        }
    """,
    good="""
        use "trade"

        baseline now on 2025-07-01 {
          tariff by US from everyone on everything layer reciprocal rate 10%, 24% from 2025-08-01
        }

        deal d {
          between US, UK  dated 2025-07-05  against now
          term general: tariff by US from UK on everything layer reciprocal rate 10%
        }

        deal exception {
          between US, JP  dated 2025-07-05  effective 2025-08-01  against now
          term general: tariff by US from JP on everything layer reciprocal rate 15%
          term rice "As before":
            tariff by US from JP on hs 1006 layer reciprocal rate 24%
        }
    """,
    instead="Leave the term out, or correct what it is about. If the text of the deal says so in as many words and a"
    " line turns on it, keep it with `# dealcheck: ignore[DC437]` and the reason.",
    check=check,
)
