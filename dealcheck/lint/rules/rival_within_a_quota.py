"""A comparison with a rival whose better rate stands in a quota."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.clauses import Clause, clauses, fields_read, references
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.lint.standing import Standing, standing_of
from dealcheck.model.records import Ref, Setting


def check(context: Context) -> Iterator[Found]:
    """`rate(from X)` of a duty, where X has a quota on these goods and the line looks at no quota."""
    standing = standing_of(context)
    for clause in clauses(context):
        said = clause.quantified
        if said is None or "tariff_quota" not in context.model.kinds:
            continue
        for ref in references(said.condition):
            quota = _quota(context, clause, ref, standing)
            if quota is not None and not any(each.kind == "tariff_quota" for each in fields_read(clause.line)):
                yield Found(
                    ref.place,
                    f"`{ref.place.text}` is what is paid beyond the quota",
                    "the duty, quota or no quota",
                    "compare with `tariff_quota.in_rate(...)` for what is paid within the quota, at least as a reading",
                    labels=(Label(quota.place, "the quota"),),
                )
                break


def _quota(context: Context, clause: Clause, ref: Ref, standing: Standing) -> Setting | None:
    """A quota that the party compared with has on goods of the pattern."""
    said = clause.quantified
    change = next((each for each in ref.changes if each.word == "from"), None)
    if said is None or change is None or change.any or ref.old or ref.kind not in ("duty", "tariff"):
        return None
    if any(each.word == "by" for each in ref.changes) or "by" not in said.pattern.named:
        return None
    goods = said.pattern.region.on
    author = standing.fixed(said.pattern.region, clause.line.party).parties[said.pattern.kind.party_words.index("by")]
    for setting in standing.of_kind("tariff_quota"):
        words = setting.kind.party_words
        by, rival = setting.region.parties[words.index("by")], setting.region.parties[words.index("from")]
        held = setting.region.on
        if by & author and rival & change.parties and (goods is None or held is None or bool(goods & held)):
            return setting
    return None


RULE = Rule(
    code="DC427",
    name="rival-within-a-quota",
    title="a rival's better rate stands in a quota",
    category=Category.MEANING,
    what="A line compares a duty with `rate(from X)`, a baseline at hand has a tariff quota for X on these goods, and"
    " no sentence of the line reads the rate within it.",
    why='"As good as what Britain got" is 10% for the cars within the British quota and 27.5% beyond it. `rate(from'
    " UK)` reads the second, and a draft far from what was meant passes.",
    bad="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP { red line cars: every duty by US from JP on autos must have rate <= rate(from UK) }
    """,
    good="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP {
          red line cars: every duty by US from JP on autos must have rate <= rate(from UK)
            reading within: every duty by US from JP on autos must have rate <= tariff_quota.in_rate(from UK)
          red line korea: every duty by US from JP on autos must have rate <= rate(from KR)
        }
    """,
    instead="Compare with `tariff_quota.in_rate(from X)`, and keep the other comparison as a reading, or the other"
    " way.",
    check=check,
)
