"""A deal in which somebody acts who is not a party to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.drafts import named_deals
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import DealRecord
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Measures whose author is not among `between`, and sides of terms and brackets that are not."""
    for node, deal in named_deals(context):
        between = ", ".join(deal.parties)
        authors = {
            setting.place.span: setting.region.parties[setting.kind.party_words.index("by")]
            for setting in deal.text.settings
            if "by" in setting.kind.party_words and context.own(setting.place)
        }
        for term in (item for item in node.items if isinstance(item, ast.Term)):
            for measure in term.measures:
                author = authors.get(measure.head if measure.head != (0, 0) else measure.span)
                if author is not None and not author & deal.party_mask:
                    by = next((key for key in measure.keys if key.word == "by"), None)
                    name = context.text(by.scope) if by is not None else "its author"
                    yield Found(
                        context.place(by.scope if by is not None else measure.kind),
                        f"`{term.name.text}` says what {name} does, which is no party of the deal",
                        f"the deal is between {between}",
                        "name a party of the deal as the author, or add this one to `between`",
                    )
        yield from _sides(context, node, deal)


def _sides(context: Context, node: ast.Deal, deal: DealRecord) -> Iterator[Found]:
    """Who proposes a term or an option without being a party; anybody may oppose one."""
    start, end = node.span
    brackets = deque(each for each in context.nodes(ast.Bracket) if start <= each.span[0] < end)
    for term in (item for item in node.items if isinstance(item, ast.Term)):
        names = [*term.proposed_by, *term.optional]
        while brackets and brackets[0].span[0] < term.span[1]:
            bracket = brackets.popleft()
            if bracket.span[0] >= term.span[0]:
                sides = (option.side for option in bracket.options if option.side is not None)
                names.extend(name for side in sides for name in side.names)
        for name in names:
            mask = context.model.parties.mask(name.text)
            if mask and not mask & deal.party_mask:
                yield Found(
                    context.place(name),
                    f"{name.text} proposes a text in a deal to which it is no party",
                    f"the deal is between {', '.join(deal.parties)}",
                    "name the side that wants it; `opposed by` may name others",
                )


RULE = Rule(
    code="DC440",
    name="outsider-in-deal",
    title="somebody acts in a deal who is no party of it",
    category=Category.MEANING,
    what="A term states a measure by somebody who is not among `between`, or says that such a one proposes a term or"
    " an option of a bracket.",
    why="Parties can promise what they do themselves. A code that has slipped (CH for CN, AU for AT) gives the"
    " promise to a country that is not in the room, and the lines that look for it do not find it.",
    bad="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from everyone on everything layer reciprocal rate 10% }

        deal d {
          between US, CH  dated 2025-07-05  against now
          term beef: tariff_quota by CN from US on hs 0202 volume 500 t per year in_rate 0%
          term rate: tariff by US from CH on everything layer reciprocal rate [US: 15% | CN: 10%]
        }
    """,
    good="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from everyone on everything layer reciprocal rate 10% }

        deal d {
          between US, EU  dated 2025-07-05  against now
          term third: tariff by US from CN on hs 8703 layer reciprocal rate 60%
          term rate: tariff by US from EU on everything layer reciprocal rate [US: 15% | FR opposed by JP: 10%]
        }
    """,
    instead="Correct the party, or add it to `between`. What somebody else does belongs in the baseline or in a"
    " letter.",
    check=check,
)
