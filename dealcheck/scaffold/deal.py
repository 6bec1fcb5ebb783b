"""The start of a draft: its parties, its days, what it changes, and a first term with open text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dealcheck.scaffold.writing import Named, laid_out, quoted, uses

_DEAL = """\
# A first draft between {all}: what it does not mention stays as the baseline has it.
#
# `dealcheck check` judges it against the parties' red lines, `dealcheck packages` counts its brackets' ways.
{uses}
deal {name} {label} {{
  between {between}
  dated {dated}
  effective {effective}
  against {against}

  # What is not agreed stands in brackets, with who wants what. [?] is blank, [1% .. 2%] a range.
  term art1 "Cars":
    tariff by {author} from {other} on autos layer mfn rate [{author}: 1% | {other}: 0%]
}}
"""


def deal_text(name: str, label: str, parties: Sequence[Named], against: Named, dated: date) -> str:
    """A draft between the parties, of that day, on that baseline."""
    names = [party.name for party in parties]
    return laid_out(
        _DEAL.format(
            name=name,
            label=quoted(label),
            uses=uses("trade", "goods", against.use, *(party.use for party in parties)),
            all=" and ".join([", ".join(names[:-1]), names[-1]]),
            between=", ".join(names),
            author=names[0],
            other=names[1],
            dated=dated,
            effective=first_of_a_month(dated),
            against=against.name,
        )
    )


def first_of_a_month(day: date) -> date:
    """The first day of a month that is at least four weeks later; the last day there is, at the end of time."""
    try:
        later = day + timedelta(days=28)
        return date(later.year + later.month // 12, later.month % 12 + 1, 1)
    except (OverflowError, ValueError):
        return date.max
