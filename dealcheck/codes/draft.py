"""DC6xx: what is wrong with a draft itself, found when its terms are laid over the status quo."""

from __future__ import annotations

from dealcheck.codes import Code

VOCABULARY = """kind tariff {
  key by: party  key from: party  key on: goods  key layer: name = mfn
  value rate: rate, less is freer, absent is 0%
  absent none
}
kind tariff_quota {
  key by: party  key from: party  key on: goods
  value volume: quantity, more is freer, absent is 0  value in_rate: rate, less is freer
  absent none
}
baseline b on 2025-07-01 { tariff by US from JP on hs 8703 rate 25% }
"""
"""What the samples below stand on."""


def _deal(terms: str, dates: str = "dated 2025-07-01") -> str:
    return f"{VOCABULARY}deal d {{ between US, JP  {dates}  against b\n{terms}\n}}\n"


def _policy(sentence: str) -> str:
    return f"policy JP {{ red line l: {sentence} }}\n"


CODES = (
    Code(
        "DC601",
        "contradiction",
        "Two measures of one text contradict each other",
        """Inside one text a measure on narrower goods, parties or layers is the exception and wins over the wider one
        that holds
it. Two measures that overlap with neither inside the other have no such order: if they set different values, nothing
tells which holds there, and every line that looks at those points is unknown. Narrow one of them, or write the overlap
as a measure of its own.""",
        _deal("term a: tariff by US from JP on hs 8703 rate 10%\nterm b: tariff by US from JP on hs 8703 rate 15%"),
        _deal("term a: tariff by US from JP on hs 8703 rate 10%\nterm b: tariff by US from JP on hs 8703.80 rate 15%"),
    ),
    Code(
        "DC602",
        "below-zero",
        "A rate would fall below 0%",
        """A cut that is larger than the rate it cuts leaves 0%, never a negative duty. Often the cut was meant as a
        share of the
rate (`old rate * 0.5`) rather than in percentage points (`old rate - 10 pp`). Write `max(0%, ...)` where the floor is
meant.""",
        _deal("term a: tariff by US from JP on hs 8703 rate old rate - 30 pp")
        + _policy("no tariff by US may have rate > 5%"),
        _deal("term a: tariff by US from JP on hs 8703 rate old rate - 20 pp")
        + _policy("no tariff by US may have rate > 5%"),
    ),
    Code(
        "DC603",
        "later-term",
        "A term takes over from one that covers the same",
        """Two terms of one draft that cover exactly the same points do not contradict each other when one starts
        later: it holds
from its start on. That is often meant, but reads better as the stages of one term.""",
        _deal(
            "term a: tariff by US from JP on hs 8703 rate 20%\n"
            "term b: tariff by US from JP on hs 8703 rate 10% from 2026-01-01"
        ),
        _deal("term a: tariff by US from JP on hs 8703 rate 20%, 10% from 2026-01-01"),
    ),
    Code(
        "DC604",
        "idle-term",
        "A term changes nothing",
        """`end` removes what is in force, and a value that uses `old` changes what is in force. Where no such measure
        is in force
the term does nothing, which is seldom meant: the parties, the goods or the layer may be others than those of the status
quo. `dealcheck show` tells what is in force.""",
        _deal("term a: end tariff by US from KR on hs 8703"),
        _deal("term a: end tariff by US from JP on hs 8703"),
    ),
    Code(
        "DC607",
        "before-effective",
        "A line looks at a day before the deal takes effect",
        """Lines are judged from the day on which the deal takes effect. `at` a day before that names a world without
        the deal.
Write `at effective` for its first day.""",
        _deal("") + _policy("no tariff by US may have rate > 30% at 2025-01-01"),
        _deal("") + _policy("no tariff by US may have rate > 30% at effective"),
    ),
    Code(
        "DC608",
        "several-values",
        "A reference reads several different values",
        """A field read with other keys may meet several measures: the pools of several quotas, or the members of a
        union with
unlike rates. Say which is meant: `lowest` or `highest`.""",
        _deal(
            "term a: tariff_quota by US from UK on hs 8703.22 volume 10 units in_rate 5%\n"
            "term b: tariff_quota by US from UK on hs 8703 volume 10 units in_rate 7%"
        )
        + _policy("every tariff by US from JP must have rate <= tariff_quota.in_rate(from UK)"),
        _deal(
            "term a: tariff_quota by US from UK on hs 8703.22 volume 10 units in_rate 5%\n"
            "term b: tariff_quota by US from UK on hs 8703 volume 10 units in_rate 7%"
        )
        + _policy("every tariff by US from JP must have rate <= lowest tariff_quota.in_rate(from UK)"),
    ),
    Code(
        "DC609",
        "units-do-not-fit",
        "Two values have units that do not fit",
        """Values of unlike units met where a text is evaluated: tonnes and pieces, or two currencies without an
        exchange rate.
The point is then unknown. Use one unit throughout, or state the rate as a fact:
`fact exchange JPY = USD 0.0067 on 2025-07-01`.""",
        _deal("term a: tariff_quota by US from JP on hs 8703 volume 10 units in_rate 5%")
        + _policy("total volume of tariff_quota by US must be <= 10 t"),
        _deal("term a: tariff_quota by US from JP on hs 8703 volume 10 units in_rate 5%")
        + _policy("total volume of tariff_quota by US must be <= 10 units"),
    ),
    Code(
        "DC610",
        "own-partner",
        "A reference makes a party its own partner",
        """A measure is taken by one party against another. Replacing a key so that both are the same names a point
        that cannot
exist, as `rate(from US)` does in a line about the duties of the US. Replace both keys: `rate(by partner, from US)`.""",
        _deal("") + _policy("every tariff by US from JP must have rate <= rate(from US)"),
        _deal("") + _policy("every tariff by US from JP must have rate <= rate(by JP, from US)"),
    ),
    Code(
        "DC611",
        "circular-values",
        "Values read each other in a circle",
        """A term's value may use another point's value, but not one that comes back to itself: then neither has a
        value. Write
one of them out as a number.""",
        _deal(
            "term a: tariff by US from JP on hs 8703 rate rate(from KR)\n"
            "term b: tariff by US from KR on hs 8703 rate rate(from JP)"
        )
        + _policy("no tariff by US from JP may have rate > 5%"),
        _deal(
            "term a: tariff by US from JP on hs 8703 rate rate(from KR)\n"
            "term b: tariff by US from KR on hs 8703 rate 5%"
        )
        + _policy("no tariff by US from JP may have rate > 5%"),
    ),
)
