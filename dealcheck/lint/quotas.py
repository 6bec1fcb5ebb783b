"""Tariff-rate quotas of a text beside the measures that stand below them."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from dealcheck.evaluate.settling import texts_of
from dealcheck.lint.context import Context
from dealcheck.lint.drafts import own_texts
from dealcheck.model.records import Region, Setting, TextRecord

QUOTA = "tariff_quota"
DUTY = "tariff"
IN_RATE = "in_rate"
SIZES = ("volume", "amount")


@frozen(eq=False)
class Quota:
    """A new tariff-rate quota of a text, and the texts that it stands on, its own among them."""

    setting: Setting
    text: TextRecord
    texts: tuple[TextRecord, ...]
    same: tuple[Setting, ...]
    """Every measure of the texts that is the same pool, itself among them."""

    @property
    def fields(self) -> frozenset[str]:
        """What it sets."""
        return frozenset(plan.field for plan in self.setting.all_plans)

    @property
    def others(self) -> list[Setting]:
        """The other measures that are the same pool."""
        return [setting for setting in self.same if setting is not self.setting]


def quotas(context: Context) -> Iterator[Quota]:
    """The quotas with a size that a text opens."""
    for text in own_texts(context):
        opened = [each for each in text.settings if _opens(each) and context.own(each.place)]
        if not opened:
            continue
        texts = _texts(context, text)
        pools: dict[Region, list[Setting]] = {}
        for each in (setting for at in texts for setting in at.settings):
            if each.kind.name == QUOTA and not each.ends:
                pools.setdefault(each.region, []).append(each)
        for setting in opened:
            yield Quota(setting, text, texts, tuple(pools[setting.region]))


def _opens(setting: Setting) -> bool:
    """Whether a measure states the size of a quota and is no change of one."""
    if setting.kind.name != QUOTA or setting.ends or setting.reads_old:
        return False
    return any(plan.field in SIZES for plan in setting.all_plans)


def _texts(context: Context, text: TextRecord) -> tuple[TextRecord, ...]:
    if text.role == "deal":
        deal = context.model.deals.get(text.name)
        return tuple(texts_of(deal)) if deal is not None else (text,)
    found: list[TextRecord] = []
    waiting = [text]
    while waiting:
        at = waiting.pop()
        if not any(at is each for each in found):
            found.append(at)
            waiting.extend(at.includes)
    return tuple(found)
