"""A second, slow reading of LANGUAGE.md section 3 for small texts: point by point and day by day, without any
cleverness.

It shares no code with the program. Points are few: some goods, parties and layers, each standing for all that nothing
here tells apart. Rates are plain percentages.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import field, frozen

GOODS = {
    "hs 8703.22": {"hs 8703.22"},
    "hs 8703.80": {"hs 8703.80"},
    "hs 8703": {"hs 8703.22", "hs 8703.80", "hs 8703.90"},
    "hs 87": {"hs 8703.22", "hs 8703.80", "hs 8703.90", "hs 8702"},
    "hs 7208": {"hs 7208"},
    "hs 8703.80 | hs 7208": {"hs 8703.80", "hs 7208"},
    "hs 8703 - hs 8703.22": {"hs 8703.80", "hs 8703.90"},
    "everything": {"hs 8703.22", "hs 8703.80", "hs 8703.90", "hs 8702", "hs 7208", "hs 01"},
}
"""Scopes as they are written, and the goods that they hold; each of these stands for all goods that it stands beside.
"""

PARTIES = {
    "JP": {"JP"},
    "KR": {"KR"},
    "JP | KR": {"JP", "KR"},
    "everyone": {"JP", "KR", "BR"},
    "everyone - KR": {"JP", "BR"},
}
LAYERS = ("mfn", "reciprocal", "cars")
DISPLACES = {"cars": ("reciprocal",)}

BEGINNING, NEVER = date(1, 1, 1), date(9999, 12, 31)


@frozen
class Value:
    """A value as it is written: `number` percent; or `old rate` times or less it; or all in."""

    sort: str
    """`plain`, `times`, `less` or `all_in`."""
    number: Fraction

    def text(self) -> str:
        """As the language writes it."""
        number = decimal(self.number)
        if self.sort == "times":
            return f"old rate * {number}"
        if self.sort == "less":
            return f"old rate - {number} pp"
        return f"all_in {number}%" if self.sort == "all_in" else f"{number}%"


@frozen
class Measure:
    """A measure, or the end of one (`rate` empty)."""

    parties: str
    goods: str
    layer: str
    rate: tuple[tuple[Value, date | None], ...]
    share: Fraction | None = None
    until: date | None = None
    event: str = ""
    """`if NAME` or `if not NAME`, or nothing."""
    start: date | None = None
    """Of an end; a measure starts with its first stage."""

    def text(self) -> str:
        """As the language writes it, without a term's name."""
        keys = f"tariff by US from {self.parties} on {self.goods}"
        if not self.rate:
            keys += f" layer {self.layer}" if self.layer != "any" else ""
            since = f" from {self.start}" if self.start else ""
            return f"end {keys}{since}"
        keys += f" layer {self.layer}" if self.layer != "mfn" else ""
        stages = ", ".join(value.text() + (f" from {since}" if since else "") for value, since in self.rate)
        share = f" share {decimal(self.share)}%" if self.share is not None else ""
        end = f" until {self.until}" if self.until else ""
        return f"{keys}{share} rate {stages}{end}{' if ' + self.event if self.event else ''}"

    @property
    def region(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """The keys that it covers."""
        layers = LAYERS if self.layer == "any" else (self.layer,)
        return frozenset(PARTIES[self.parties]), frozenset(GOODS[self.goods]), frozenset(layers)

    @property
    def reads_old(self) -> bool:
        """Whether a value uses what was."""
        return any(value.sort in ("times", "less") for value, _ in self.rate)


@frozen
class Text:
    """A baseline (`effective` None), a signed deal, or a draft."""

    measures: tuple[Measure, ...]
    effective: date | None = None
    expires: date | None = None


Point = tuple[str, str, str]
"""Party, goods, layer."""

Stored = tuple[Fraction | None, Fraction | None] | None
"""Rate and share, each None where the text contradicts itself; None for a point that does not exist."""


@frozen
class Reading:
    """What texts say, read point by point. `texts` end with the draft; `events` are those that happen, with their
    days.
    """

    texts: tuple[Text, ...]
    events: dict[str, date] = field(factory=dict)
    presumed: Fraction | None = None
    """The mfn of which nothing is said, where the kind says `absent unknown for layer mfn`; None where it says
    `absent none`.
    """

    def days(self, text: Text, measure: Measure) -> tuple[date, date] | None:
        """The first and the last day of a measure; None where it never holds."""
        own = measure.start if not measure.rate else measure.rate[0][1]
        first = own or text.effective or BEGINNING
        last = measure.until or text.expires or NEVER
        name = measure.event.removeprefix("not ")
        if name:
            happens = self.events.get(name)
            if measure.event.startswith("not "):
                if happens is not None:
                    last = min(last, date.fromordinal(happens.toordinal() - 1))
            elif happens is None:
                return None
            else:
                first = max(first, happens)
        return (first, last) if first <= last else None

    def covers(self, text: Text, measure: Measure, point: Point, day: date) -> bool:
        """Whether a measure holds at a point on a day."""
        days = self.days(text, measure)
        inside = all(key in keys for key, keys in zip(point, measure.region, strict=True))
        if days is None or not days[0] <= day <= days[1] or not inside:
            return False
        if measure.layer == "any" and measure.rate:
            return self.visible(point, day, len(self.texts) - 1) is not None
        return True

    def beats(self, text: Text, one: Measure, other: Measure) -> bool:
        """Whether one measure of a text wins over another where both hold."""
        if bool(one.event) != bool(other.event):
            return bool(one.event)
        if one.region == other.region:
            mine, theirs = self.days(text, one), self.days(text, other)
            return mine is not None and theirs is not None and mine[0] > theirs[0]
        return all(mine <= theirs for mine, theirs in zip(one.region, other.region, strict=True))

    def unbeaten(self, text: Text, measures: list[Measure]) -> list[Measure]:
        """Those over which no other wins."""
        return [one for one in measures if not any(self.beats(text, other, one) for other in measures)]

    def stored(self, point: Point, day: date, upto: int) -> Stored:
        """What is stored at a point under the first `upto` texts, displaced or not."""
        held: Stored = None
        if self.presumed is not None and point[2] == "mfn":
            held = (self.presumed, Fraction(100))
        for text in self.texts[:upto]:
            here = [
                measure
                for measure in text.measures
                if self.covers(text, measure, point, day) and not (measure.reads_old and held is None)
            ]
            if not here:
                continue
            winners = self.unbeaten(text, here)
            if not any(measure.rate for measure in winners):
                held = None
                continue
            if not all(measure.rate for measure in winners):
                held = (None, None)
                continue
            sharing = self.unbeaten(text, [measure for measure in here if measure.share is not None])
            share = held[1] if held is not None else Fraction(100)
            if sharing:
                shares = {measure.share for measure in sharing}
                share = shares.pop() if len(shares) == 1 else None
            rates = {self.rate(measure, point, day, upto, share) for measure in winners}
            held = (rates.pop() if len(rates) == 1 else None, share)
        return held

    def rate(self, measure: Measure, point: Point, day: date, upto: int, share: Fraction | None) -> Fraction | None:
        """The rate that a measure sets; None where it is not known. Only a draft's measure uses what was."""
        value = next(value for value, since in reversed(measure.rate) if since is None or since <= day)
        if value.sort == "plain":
            return value.number
        if value.sort == "all_in":
            mfn = self.stored((point[0], point[1], "mfn"), day, upto)
            mfn_rate = mfn[0] if mfn is not None else Fraction(0)
            if mfn_rate is None or share is None:
                return None
            return max(Fraction(0), value.number - mfn_rate) / share * 100
        old = self.stored(point, day, len(self.texts) - 1)
        was = old[0] if old is not None else None
        if was is None:
            return None
        return was * value.number if value.sort == "times" else max(Fraction(0), was - value.number)

    def visible(self, point: Point, day: date, upto: int) -> Stored:
        """What is in force at a point: what is stored, unless another layer that is in force displaces it."""
        for other, displaced in DISPLACES.items():
            if point[2] in displaced and self.visible((point[0], point[1], other), day, upto) is not None:
                return None
        return self.stored(point, day, upto)

    def outcome(self, point: Point, day: date) -> Stored:
        """What is in force under the draft."""
        return self.visible(point, day, len(self.texts))

    def stored_before(self, point: Point, day: date) -> Stored:
        """What `old` reads: the status quo, at a displaced layer what is stored there."""
        return self.stored(point, day, len(self.texts) - 1)

    def before(self, point: Point, day: date) -> Stored:
        """What was in force without the draft."""
        return self.visible(point, day, len(self.texts) - 1)

    def duty(self, party: str, goods: str, day: date, old: bool = False) -> Fraction | str | None:
        """The sum over the layers in force; None where it is not known, `absent` where no layer is in force."""
        world = self.before if old else self.outcome
        layers = [world((party, goods, layer), day) for layer in LAYERS]
        held = [each for each in layers if each is not None]
        if not held:
            return "absent"
        total = Fraction(0)
        for rate, share in held:
            if rate is None or share is None:
                return None
            total += rate * share / 100
        return total


def decimal(number: Fraction) -> str:
    """A number with a finite decimal expansion, in digits."""
    for digits in range(12):
        scaled = number * 10**digits
        if scaled.denominator == 1:
            whole = str(abs(scaled.numerator)).rjust(digits + 1, "0")
            sign = "-" if number < 0 else ""
            return sign + (f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole)
    raise ValueError(number)
