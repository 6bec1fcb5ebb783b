"""Small policies with their tests, opened for mutation."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck import api
from dealcheck.model.lookup import LookupFault, TableText
from dealcheck.opening import PolicySet
from dealcheck.source import Source
from dealcheck.testing.mutation.bench import Bench

VOCABULARY = """\
product cars = hs 8703
product trucks = hs 8704
product vehicles = hs 87
topic digital "Digital rules"
topic digital.tax "Digital tax"
kind levy "A levy" {
  key by: party  key from: party  key on: goods  key layer: name = mfn
  value rate: rate, less is freer, absent is 0%
  absent none
}
kind quota "A quota" {
  key by: party  key from: party  key on: goods
  value volume: quantity, more is freer, absent is 0
  absent none
}
kind rule "A rule" {
  key by: party  key on: topic
  value action: one of keep, change, repeal
  absent none
}
baseline before on 2025-01-01 {
  levy by US from JP on vehicles rate 25%
  rule by JP on digital action keep
}
"""

HEAD = "between US, JP  signed 2025-07-01  effective 2025-07-01  against before"


class NoFiles:
    """Nothing around a text."""

    def read(self, name: str, near: Source | None, extensions: tuple[str, ...]) -> Source | LookupFault:
        return LookupFault(f"there is no {name}")

    def rows(self, name: str, near: Source) -> TableText | LookupFault:
        return LookupFault(f"there is no {name}")

    def policies(self) -> Iterator[PolicySet]:
        return iter(())


def policy(sentence: str, *, heads: str = "", tests: str = "", line: str = "line") -> str:
    """A file with one red line of JP and tests of it."""
    return f"{VOCABULARY}policy JP {{\n  red line {line} {heads}\n    : {sentence}\n}}\n{tests}"


def case(expected: str, *terms: str, head: str = HEAD, name: str = "") -> str:
    """A test of the line."""
    said = "  ".join(f"term t{at}: {term}" for at, term in enumerate(terms, 1))
    return f'test "{name or expected} {len(terms)}" {{ deal {{ {head}  {said} }}  expect JP.line {expected} }}\n'


def draft(text: str, name: str = "jp.policy") -> api.Draft:
    """The text as a draft."""
    return api.Draft(Source(name, text), NoFiles())


def bench(text: str) -> Bench:
    """A text opened for mutation, which must have no error."""
    opened = Bench(draft(text))
    assert [found.headline for found in opened.opened.diagnostics if found.is_error] == []
    return opened
