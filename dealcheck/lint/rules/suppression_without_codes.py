"""A comment that is meant to let something be and does not say what."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.lint.suppression import IGNORE
from dealcheck.model.problems import closest

OTHERS = ("allow", "disable", "noqa", "nolint", "skip", "suppress")
"""What other linters call it."""


def check(context: Context) -> Iterator[Found]:
    """Comments without codes, and with a word that is not quite `ignore`."""
    for comment in context.review.comments:
        codes = ", ".join(comment.codes) or "DC4.."
        example = f"`# dealcheck: ignore[{codes}] why`"
        if comment.word == IGNORE:
            if not comment.codes:
                headline = "it is not said which finding is let be"
                yield Found(comment.place, headline, "lets nothing be", f"name the rule: {example}")
        elif comment.codes or comment.word.casefold() in OTHERS or closest(comment.word, (IGNORE,)):
            headline = f"`dealcheck: {comment.word}` lets nothing be"
            yield Found(comment.place, headline, "not `ignore`", f"write {example}")


RULE = Rule(
    code="DC493",
    name="suppression-without-codes",
    title="a comment is meant to let something be and does not say what",
    category=Category.SUPPRESSION,
    what="A comment has `dealcheck: ignore` without a rule in brackets behind it, or another word where `ignore` is"
    " meant.",
    why="It lets nothing be. One that let everything be would hide what nobody has looked at, so there is none.",
    bad="""
        use "trade"

        policy JP {
          # dealcheck: ignore DC450, said in a closed meeting
          red line autos "No deal keeps the 25%": no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        use "trade"

        policy JP {
          # dealcheck: ignore[DC450] said in a closed meeting
          red line autos "No deal keeps the 25%": no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    instead="Name each rule in brackets right behind `ignore`: `# dealcheck: ignore[DC450, DC480] why`. What a whole"
    " project does not want goes into `ignore` of its configuration.",
    check=check,
)
