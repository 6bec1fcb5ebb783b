"""A tariff-rate quota beyond which nothing says what is paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from dealcheck.lint.context import Context
from dealcheck.lint.quotas import DUTY, IN_RATE, quotas
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import TextRecord
from dealcheck.scopes import EVERYTHING, IntervalSet

Duties: TypeAlias = dict[tuple[int, ...], IntervalSet]


def check(context: Context) -> Iterator[Found]:
    """New quotas of deals whose author has duties in the texts, but none on these goods."""
    duties: dict[int, Duties] = {}
    near: dict[tuple[int, tuple[int, ...]], list[IntervalSet]] = {}
    for quota in quotas(context):
        if quota.text.role != "deal" or IN_RATE not in quota.fields or quota.others:
            continue
        known = duties.get(id(quota.text))
        if known is None:
            known = duties[id(quota.text)] = _duties(quota.texts)
        region = quota.setting.region
        key = (id(quota.text), region.parties)
        if key not in near:
            near[key] = _between(region.parties, known)
        same = near[key]
        if not same or region.on is None or any(on.meets(region.on) for on in same):
            continue
        yield Found(
            quota.setting.place,
            f"nothing says what is paid beyond the quota of `{quota.setting.term}`",
            "no duty on these goods",
            "state the duty beyond it in the same term: `tariff by ... rate ...`, or in the baseline",
        )


def _duties(texts: Iterable[TextRecord]) -> Duties:
    """The goods on which the texts state duties, by their parties."""
    found: dict[tuple[int, ...], list[IntervalSet]] = {}
    for setting in (each for text in texts for each in text.settings):
        if setting.kind.name == DUTY and not setting.ends:
            on = EVERYTHING if setting.region.on is None else setting.region.on
            found.setdefault(setting.region.parties, []).append(on)
    return {
        parties: IntervalSet.of(interval for on in goods for interval in on.intervals)
        for parties, goods in found.items()
    }


def _between(region: tuple[int, ...], duties: Duties) -> list[IntervalSet]:
    """The goods of the duties between some parties."""
    return [
        on for parties, on in duties.items() if all(mine & theirs for mine, theirs in zip(parties, region, strict=True))
    ]


RULE = Rule(
    code="DC441",
    name="quota-without-over-quota-rate",
    title="nothing says what is paid beyond a quota",
    category=Category.MEANING,
    what="A draft opens a tariff-rate quota with a rate inside it, and neither the draft nor what it is laid over"
    " states any duty of that party on these goods, though duties of it on other goods are stated.",
    why="A quota is worth the gap between the rate inside and the duty beyond. Without that duty nobody can say"
    " whether the quota is a gift or none, and lines on the duty are `unknown`.",
    bad="""
        use "trade"

        baseline now on 2025-07-01 { tariff by JP from everyone on hs 1006 rate 341 JPY/kg }

        deal d {
          between US, JP  dated 2025-07-05  against now
          term wheat: tariff_quota by JP from US on hs 1001 volume 100_000 t per year in_rate 0%
        }
    """,
    good="""
        use "trade"

        baseline now on 2025-07-01 { tariff by JP from everyone on hs 1006 rate 341 JPY/kg }

        deal d {
          between US, JP  dated 2025-07-05  against now
          term rice: tariff_quota by JP from US on hs 1006 volume 100_000 t per year in_rate 0%
          term wheat:
            tariff_quota by JP from US on hs 1001 volume 100_000 t per year in_rate 0%
            tariff by JP from US on hs 1001 rate 55 JPY/kg
        }

        deal other {
          between US, UK  dated 2025-07-05  against now
          term beef "No British schedule is loaded":
            tariff_quota by UK from US on hs 0202 volume 13_000 t in_rate 0%
        }
    """,
    instead="State the duty beyond the quota as a `tariff`, in the draft if it sets it and in the baseline if it"
    " stands.",
    check=check,
)
