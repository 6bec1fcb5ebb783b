"""A comment that names a rule which does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.codes import all_codes
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule, all_rules
from dealcheck.lint.suppression import IGNORE
from dealcheck.model.problems import meant


def check(context: Context) -> Iterator[Found]:
    """Codes in comments that neither a rule nor anything else bears."""
    named = [
        (code, place)
        for comment in context.review.comments
        if comment.word == IGNORE
        for code, place in zip(comment.codes, comment.code_places, strict=True)
    ]
    if not named:
        return
    rules = [name for rule in all_rules() for name in (rule.code, rule.name)]
    known = {name.casefold() for name in rules}
    known.update(name.casefold() for code in all_codes() for name in (code.code, code.name))
    for code, place in named:
        if code.casefold() not in known:
            help_text = meant(code, rules, "`dealcheck rules` lists them; a comment names a rule by code or name")
            yield Found(place, f"no rule is called {code}", "lets nothing be", help_text)


RULE = Rule(
    code="DC492",
    name="unknown-code-in-suppression",
    title="a comment names a rule that does not exist",
    category=Category.SUPPRESSION,
    what="A comment `# dealcheck: ignore[...]` names something that is neither the code nor the name of a rule.",
    why="Such a comment lets nothing be, and looks as if it did. Categories, and beginnings of codes, work in the"
    " configuration alone: a comment is about one finding.",
    bad="""
        use "trade"

        policy JP {
          # dealcheck: ignore[line-without-sauce] said in a closed meeting
          red line autos "No deal keeps the 25%": no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        use "trade"

        policy JP {
          # dealcheck: ignore[line-without-source] said in a closed meeting
          red line autos "No deal keeps the 25%": no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    instead="Name the rule by its code or its name; `dealcheck rules` lists both.",
    check=check,
)
