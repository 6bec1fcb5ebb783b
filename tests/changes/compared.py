"""Two drafts compared in memory."""

from __future__ import annotations

from dealcheck import api
from dealcheck.changes.records import Changes
from dealcheck.report.changes import DiffResult
from dealcheck.source import Source
from tests.language.texts import Memory
from tests.packages.drafts import KINDS

POLICY = """\
policy JP {
  red line cars: no tariff by US from JP on autos layer cars may have rate >= 25%
  red line no_cap: no new export_cap by JP on autos
  wish low: every duty by US from JP on autos must have rate <= 10%
}
"""

MORE = """\
kind rule "Rule" {
  key by: party  key on: topic
  value action: one of keep, change
  absent none
}
kind office "Office" { key by: party  key to: party  absent none }
topic digital.tax
topic digital.acts
"""

CARS = "tariff by US from JP on autos layer cars rate"
DATES = "dated 2025-07-05  effective 2025-08-01"


def draft(*terms: str, head: str = DATES, policy: str = POLICY, name: str = "d", more: str = "") -> str:
    """A file with a policy and a draft of these terms and other items; `more` stands outside."""
    body = "\n".join(f"  {term}" if term.startswith("event ") else f"  term {term}" for term in terms)
    return f"{KINDS}{MORE}{more}{policy}deal {name} {{ between US, JP  {head}  against now\n{body}\n}}\n"


def compared(old: str | None, new: str, deal: str | None = None, **options: object) -> DiffResult:
    """Two texts, or silence and one text, compared."""
    sides = [None if text is None else api.Draft(Source(name, text), Memory()) for name, text in named(old, new)]
    assert sides[1] is not None
    return api.diff(sides[0], sides[1], api.CheckOptions(**options), deal)  # type: ignore[arg-type]


def named(old: str | None, new: str) -> tuple[tuple[str, str | None], tuple[str, str]]:
    return (("old.deal", old), ("new.deal", new))


def only(result: DiffResult) -> Changes:
    """The changes of the one deal, none of which may be hidden by an error."""
    assert not [found.headline for found in result.everything if found.is_error]
    (changes,) = result.pairs
    return changes


def changes(old: list[str], new: list[str], **more: str) -> Changes:
    """What the terms of a draft change of those of another."""
    return only(compared(draft(*old, **more), draft(*new, **more)))  # type: ignore[arg-type]


def verdicts(found: Changes) -> set[tuple[str, str, str]]:
    """The lines that changed, with their verdicts under the old and the new draft."""
    return {
        (each.line.full_name, each.old.verdict.value if each.old else "", each.new.verdict.value if each.new else "")
        for each in found.lines
    }
