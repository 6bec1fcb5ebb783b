"""A comment that names what no comment can silence."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.codes import all_codes
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule, all_rules
from dealcheck.lint.suppression import IGNORE


def check(context: Context) -> Iterator[Found]:
    """Codes in comments that are those of verdicts, of errors, or of the rules about comments."""
    named = [
        (code, place)
        for comment in context.review.comments
        if comment.word == IGNORE
        for code, place in zip(comment.codes, comment.code_places, strict=True)
    ]
    if not named:
        return
    others = {name.casefold(): code.code for code in all_codes() for name in (code.code, code.name)}
    about = {
        name.casefold()
        for rule in all_rules()
        if rule.category is Category.SUPPRESSION
        for name in (rule.code, rule.name)
    }
    for code, place in named:
        folded = code.casefold()
        if folded in about:
            help_text = "mend the comment that it finds, or `ignore` the rule in the project's configuration"
            yield Found(place, f"{code} is about comments, and no comment lets it be", "lets nothing be", help_text)
        elif folded in others:
            if others[folded].startswith("DC5"):
                headline = f"{code} is a verdict, which is never silenced, only waived"
                help_text = 'write `waive JP.autos until 2025-09-01 because "..."`: the verdict is still shown'
            else:
                headline = f"{code} is no rule of the linter"
                help_text = f"mend what `dealcheck explain {code}` tells of; comments let be what rules find"
            yield Found(place, headline, "lets nothing be", help_text)


RULE = Rule(
    code="DC494",
    name="suppression-of-no-rule",
    title="a comment names what no comment can silence",
    category=Category.SUPPRESSION,
    what="A comment `# dealcheck: ignore[...]` names a verdict, an error, or a rule about such comments.",
    why="Rules say what is doubtful, and an author may know better. A verdict is what the text says of a deal: it is"
    " never silenced, only waived, by somebody who says why and until when. An error has to be mended.",
    bad="""
        use "trade"

        policy JP {
          # dealcheck: ignore[DC501] the cabinet has decided
          red line autos "No deal keeps the 25%": no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line autos "No deal keeps the 25%": no tariff by US from JP layer s232_autos may have rate >= 25%
        }

        waive JP.autos until 2025-09-01 because "the cabinet has decided"
    """,
    instead='For a verdict: `waive JP.autos until 2025-09-01 because "..."`. For an error: mend the text.',
    check=check,
)
