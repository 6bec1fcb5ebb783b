"""Texts checked in memory: what Python tests of the language stand on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from dealcheck import api
from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import LineVerdict
from dealcheck.model.lookup import LookupFault, TableText
from dealcheck.opening import PolicySet
from dealcheck.report.tests import TestOutcome
from dealcheck.source import Source
from dealcheck.testing.run import Suite

KINDS = """\
kind tariff "Customs duty" {
  key by: party  key from: party  key on: goods  key layer: name = mfn
  value rate: rate, less is freer, absent is 0%
  value share: percent = 100%
  absent none
  layer cars displaces reciprocal
}
kind tariff_quota "Tariff-rate quota" {
  key by: party  key from: party  key on: goods
  value volume: quantity, more is freer, absent is 0
  value in_rate: rate, less is freer
  absent none
}
"""


@frozen
class Memory:
    """Files that a text may use, by name; there are no policies but those of the text."""

    files: Mapping[str, str] = field(factory=dict)

    def read(self, name: str, near: Source | None, extensions: tuple[str, ...]) -> Source | LookupFault:
        """The text of a file for `use`."""
        return LookupFault(f"there is no file {name}") if name not in self.files else Source(name, self.files[name])

    def rows(self, name: str, near: Source) -> TableText | LookupFault:
        """The text of a table."""
        if name not in self.files:
            return LookupFault(f"there is no table {name}")
        return TableText(name, self.files[name])

    def policies(self) -> Iterator[PolicySet]:
        """None but those of the text."""
        return iter(())


@frozen
class Outcome:
    """What the draft of a text came to: verdicts by line, and all diagnostics."""

    verdicts: Mapping[str, LineVerdict]
    diagnostics: tuple[Diagnostic, ...]

    def verdict(self, line: str) -> str:
        """`met`, `violated`, `open`, `unknown` or `inactive`."""
        return self.verdicts[line].judgement.verdict.value

    @property
    def all_verdicts(self) -> dict[str, str]:
        """The verdict of every line."""
        return {name: self.verdict(name) for name in self.verdicts}

    @property
    def codes(self) -> list[str]:
        """The codes of all diagnostics, in their order."""
        return [found.code for found in self.diagnostics]

    @property
    def errors(self) -> list[str]:
        """The codes of the errors."""
        return [found.code for found in self.diagnostics if found.is_error]

    def said(self, code: str) -> str:
        """All that the first diagnostic of a code says, in one string."""
        found = next(each for each in self.diagnostics if each.code == code)
        places = [found.place, *(label.place for label in found.labels)]
        quoted = [place.text for place in places if place is not None]
        return "\n".join([found.headline, found.label, found.help, *found.notes, *quoted])


def checked(text: str, **tables: str) -> Outcome:
    """The last deal of a text against its lines; `tables` are CSV files, `us` being "us.csv"."""
    source = Source("draft.deal", text)
    files = Memory({f"{name}.csv": content for name, content in tables.items()})
    report = api.check_draft(api.Draft(source, files), api.CheckOptions())
    verdicts: dict[str, LineVerdict] = {}
    problems = list(report.diagnostics)
    for deal in report.deals[-1:]:
        for verdict in deal.checked.lines:
            verdicts[verdict.line.full_name] = verdict
        problems.extend(deal.checked.diagnostics)
    return Outcome(verdicts, tuple(dict.fromkeys(problems)))


def trial(text: str, **tables: str) -> list[TestOutcome]:
    """What the test blocks of a text come to."""
    files = Memory({f"{name}.csv": content for name, content in tables.items()})
    suite = Suite(api.Draft(Source("draft.policy", text), files))
    return [suite.run(record) for record in suite.tests]
