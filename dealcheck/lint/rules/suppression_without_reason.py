"""A comment that lets a finding be and does not say why."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.lint.suppression import IGNORE


def check(context: Context) -> Iterator[Found]:
    """Comments with codes and not a word behind them."""
    for comment in context.review.comments:
        if comment.word == IGNORE and comment.codes and not any(letter.isalnum() for letter in comment.reason):
            yield Found(
                comment.place,
                f"no reason is given for letting {', '.join(comment.codes)} be",
                "why?",
                f"write it behind the bracket: `# dealcheck: ignore[{', '.join(comment.codes)}] ...`",
            )


RULE = Rule(
    code="DC491",
    name="suppression-without-reason",
    title="a comment lets a finding be and does not say why",
    category=Category.SUPPRESSION,
    what="Behind the bracket of `# dealcheck: ignore[...]` stands no reason.",
    why="Somebody looked at the finding and judged that it does not matter here. Without the reason nobody can tell"
    " later whether that still holds, and the comment stays for ever.",
    bad="""
        use "trade"

        policy JP {
          # dealcheck: ignore[DC450]
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
    instead="A few words will do: `# dealcheck: ignore[DC450] said in a closed meeting`.",
    check=check,
)
