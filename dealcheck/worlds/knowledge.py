"""What the facts of a check say about money and goods at a point."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from dealcheck.model.records import FactRecord
from dealcheck.scopes import IntervalSet
from dealcheck.values import NO_FACTS, ComparisonFacts, Exact, Money, Num, Rate
from dealcheck.values.exact import over

CUSTOMS_VALUE = "customs value of the goods in "
"""How the missing value is named: see `dealcheck.values.customs_unknown`."""


class Knowledge:
    """The exchange rates and customs values of a check. Of two facts on the same thing the later one counts."""

    def __init__(self, facts: Iterable[FactRecord]) -> None:
        self.exchange: dict[tuple[str, str], Exact] = {}
        self.customs: list[tuple[IntervalSet, Rate]] = []
        for fact in facts:
            if fact.kind == "exchange" and isinstance(fact.value, Money):
                number = fact.value.number
                if isinstance(number, Exact):
                    self.exchange[fact.name, fact.value.currency] = number
            elif fact.kind == "customs_value" and isinstance(fact.value, Rate) and fact.goods is not None:
                self.customs.append((fact.goods, fact.value))
        self.edges: Final = sorted({edge for goods, _ in self.customs for interval in goods for edge in interval})
        """Where along the goods a customs value may change."""

    def at(self, position: int) -> ComparisonFacts:
        """What is known at a line of goods."""
        if not self.exchange and not self.customs:
            return NO_FACTS
        return PointFacts(self, position)

    def what_is_missing(self, position: int) -> Callable[[str], str]:
        """Says of a missing customs value that it is rather an exchange rate, where the value is given in other
        money.
        """
        given = [rate for goods, rate in self.customs if position in goods]

        def name(missing: str) -> str:
            if not given or not missing.startswith(CUSTOMS_VALUE):
                return missing
            wanted, _, unit = missing.removeprefix(CUSTOMS_VALUE).strip().partition("/")
            for (currency, known_unit), _ in given[-1].specific:
                if known_unit == unit and currency != wanted:
                    return f"exchange rate of {wanted} and {currency}"
            return missing

        return name


class PointFacts(ComparisonFacts):
    """What is known at one line of goods."""

    def __init__(self, knowledge: Knowledge, position: int) -> None:
        self._knowledge = knowledge
        self._position = position

    def exchange(self, source: str, target: str) -> Exact | None:
        """How much of the target currency one of the source currency is; None where no fact says so."""
        return self._knowledge.exchange.get((source, target))

    def customs_value(self, currency: str, unit: str) -> Num | None:
        """What one base unit of the goods is worth, in the currency; None where no fact says so."""
        for goods, rate in reversed(self._knowledge.customs):
            if self._position in goods:
                for (known_currency, known_unit), amount in rate.specific:
                    if known_unit != unit:
                        continue
                    if known_currency == currency:
                        return amount
                    factor = self.exchange(known_currency, currency)
                    if factor is None:
                        back = self.exchange(currency, known_currency)
                        factor = None if not back else over(1, back)
                    if factor is not None and isinstance(amount, Exact):
                        return amount * factor
                return None
        return None
