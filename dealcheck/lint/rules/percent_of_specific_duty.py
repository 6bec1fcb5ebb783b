"""A percentage asked of a duty by weight or number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dealcheck.lint.clauses import asked, clauses
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.lint.standing import rates_by_goods, standing_of
from dealcheck.model.records import Literal, PatternRecord, Region, Setting
from dealcheck.scopes import EVERYTHING, IntervalSet
from dealcheck.values import Num, Rate, Symbolic, show


def check(context: Context) -> Iterator[Found]:
    """Comparisons with a percentage that no fact decides, on named goods that pay by weight or number."""
    standing = standing_of(context)
    valued = IntervalSet()
    # Where a test states the value, the line waits for it knowingly.
    for fact in (*context.model.facts, *(fact for test in context.tests for fact in test.facts)):
        if fact.kind == "customs_value" and fact.goods is not None:
            valued |= fact.goods
    known: dict[tuple[str, str, Region], tuple[Rate, ...]] = {}
    for clause in clauses(context):
        said = clause.quantified
        goods = None if said is None else said.pattern.region.on
        if said is None or goods is None or goods == EVERYTHING or "general" in said.pattern.adjectives:
            continue
        for each in asked(said):
            limit = each.other.value if isinstance(each.other, Literal) and not each.found.word else None
            if not isinstance(limit, Rate) or limit.specific or not limit.percent:
                continue
            key = (clause.line.party, said.pattern.kind.name, said.pattern.region)
            if key not in known:
                # Of rates with the same percentage the first will do, and there are few of those.
                firsts: dict[Num, Rate] = {}
                for rate in _by_weight(standing.of(said.pattern, clause.line.party), said.pattern, goods - valued):
                    firsts.setdefault(rate.percent, rate)
                known[key] = tuple(firsts.values())
            below = next((rate for rate in known[key] if _is_below(rate.percent, limit.percent)), None)
            if below is not None:
                yield Found(
                    each.other.place,
                    f"a duty of {show(below)} is not a percentage until somebody says what the goods are worth",
                    "a percentage",
                    "compare in the unit of the duty, as in `rate >= 341 JPY/kg`, or state"
                    " `fact customs_value on ... = USD 1.00/kg`; until then the answer is unknown",
                )
                break


def _is_below(part: Num, limit: Num) -> bool:
    """Whether the percentage of a compound duty does not reach a limit by itself."""
    return not isinstance(part, Symbolic) and not isinstance(limit, Symbolic) and part < limit


def _by_weight(settings: Iterable[Setting], pattern: PatternRecord, goods: IntervalSet) -> Iterator[Rate]:
    """The specific and compound duties of goods whose value nobody has stated."""
    for setting in settings:
        layers = pattern.region.layers
        if layers is None or setting.region.layers is None or layers & setting.region.layers:
            for _, rate in rates_by_goods(setting, "rate", goods):
                if rate.specific:
                    yield rate


RULE = Rule(
    code="DC418",
    name="percent-of-specific-duty",
    title="a percentage is asked of a duty by weight or number",
    category=Category.MEANING,
    what="A line compares the rate of named goods with a percentage, a baseline at hand knows that some of them pay an"
    " amount per kilogram or piece, and no `fact customs_value` says what they are worth.",
    why="341 JPY/kg is much or little, as the price goes. Without the value the answer is unknown, whatever the draft"
    " says: the line neither holds nor breaks.",
    bad="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP { red line rice: every tariff by JP from US on rice must have rate >= 200% }
    """,
    good="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP {
          red line rice: every tariff by JP from US on rice must have rate >= 341 JPY/kg
          red line falls: no tariff by JP from US on rice may have rate reduced
        }
    """,
    instead="Compare in the unit of the duty, ask for `reduced` or `raised`, or state the value of the goods as a fact"
    " with its source.",
    check=check,
)
