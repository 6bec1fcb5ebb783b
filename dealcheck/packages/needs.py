"""What a line lacks, told apart by how it can be found out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import frozen

from dealcheck.model.records import Kind
from dealcheck.worlds.knowledge import CUSTOMS_VALUE
from dealcheck.worlds.texts import DATES_IN_TURN


@frozen
class Need:
    """Something that is missing.

    `sort` is `choice` or `event` (`subject` its name, `number` its number), `person` (the line), `customs_value` (the
    goods), `exchange` (the two currencies), `schedule` (the field with its keys), `date` or `fact` (its name), `end`
    (the line that adds up a flow without one), `general` (a pattern), `line` (with an error), else `other`.
    """

    sort: str
    subject: str
    number: int = -1


_GIVEN = re.compile(r"`(\w+)` is not given")
_BLANK = re.compile(r"(?:what )?line (\d+) leaves (?:it )?open")
_GENERAL = re.compile(r"a measure on everything for `(.*)`", re.DOTALL)
_EXCHANGE = "exchange rate of "
_PERSON = "a person's judgement"
_END = "the flow has no end"
_ERROR = "the line itself"


def unit_of(missing: str) -> str:
    """The unit of a customs value that is missing, `JPY/kg`; `""` of anything else."""
    return missing.removeprefix(CUSTOMS_VALUE) if missing.startswith(CUSTOMS_VALUE) else ""


def need_of(missing: str, goods: str, line: str, kinds: Mapping[str, Kind]) -> Need:
    """What a finding says is missing; `goods` are those of the finding, `line` is whose finding it is."""
    if unit_of(missing):
        return Need("customs_value", goods)
    if missing.startswith(_EXCHANGE):
        return Need("exchange", missing.removeprefix(_EXCHANGE))
    if missing.startswith(_PERSON):
        return Need("person", line)
    if missing.startswith(_END):
        return Need("end", line)
    if missing.startswith(_ERROR):
        return Need("line", line)
    given = _GIVEN.fullmatch(missing)
    if given is not None:
        return Need("date" if given[1] in DATES_IN_TURN else "fact", given[1])
    blank = _BLANK.fullmatch(missing)
    if blank is not None:
        return Need("choice", "", number=int(blank[1]))
    general = _GENERAL.fullmatch(missing)
    if general is not None:
        return Need("general", " ".join(general[1].split()))
    plain = missing.removeprefix("the ").removesuffix(" is not known")
    words = plain.split()
    if any(words[at] in kinds and words[at + 1] in kinds[words[at]].fields for at in range(min(2, len(words) - 1))):
        return Need("schedule", plain)
    return Need("other", missing)
