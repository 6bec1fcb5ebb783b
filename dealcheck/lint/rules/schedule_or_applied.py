"""`reduced` or `raised` where the status quo is going to move by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dealcheck.diagnostics import Label
from dealcheck.lint.clauses import Clause, asked, clauses, clauses_of, comparisons, references
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.lint.standing import Standing, chain, day_of, latest, standing_of
from dealcheck.model.records import CompareRecord, LineRecord, Literal, PatternRecord, QuantifiedRecord, Region, Setting


def check(context: Context) -> Iterator[Found]:
    """Comparisons with the status quo of a field that a baseline at hand changes on a later day."""
    scheduled = list(_scheduled(context))
    if not scheduled:
        return
    standing = standing_of(context)
    for clause in clauses(context, readings=False):
        said = clause.quantified
        if said is None or not clause.positive or not _of_two(said.pattern, context.model.parties.partner):
            continue
        for found, _ in comparisons(said.condition):
            name = _against_old(found) if isinstance(found, CompareRecord) else ""
            change = _change(scheduled, clause, said, name, standing) if name else None
            if change is not None and not _has_level(clause.line, said, name):
                setting, day = change
                yield Found(
                    found.place,
                    f"the status quo of `{name}` moves by itself on {day}",
                    "against the status quo of the same day",
                    f"a return that is scheduled counts as there already; add a reading with a level, such as"
                    f" `{name} <= 10%`, for what is applied on the day of the talks",
                    labels=(Label(setting.place, f"changes on {day}"),),
                )
                break


def _of_two(pattern: PatternRecord, partner: int) -> bool:
    """Whether a pattern names who is on either side: of a partner, whoever it is, no schedule is meant."""
    return set(pattern.kind.party_words) <= pattern.named and not any(mask & partner for mask in pattern.region.parties)


def _against_old(found: CompareRecord) -> str:
    """The field that is compared with its status quo by more than whether it has gone; "" if none is."""
    if found.word in ("unchanged", "eliminated"):
        return ""
    old = [ref for side in (found.left, found.right) for ref in references(side) if ref.old]
    return old[0].field if old and found.operator in ("<", "<=", ">", ">=") else ""


def _scheduled(context: Context) -> Iterator[tuple[Setting, str, date]]:
    """What the latest baselines at hand change after their own day, where nothing later is laid over it."""
    for text in latest(tuple(context.model.baselines.values())):
        today = day_of(text)
        laid = chain(text)
        for at, below in enumerate(laid):
            for setting in below.settings:
                for plan in setting.plans:
                    spec = setting.kind.fields[plan.field]
                    if spec.type != "rate":
                        continue
                    days = [stage.since for stage in plan.stages if isinstance(stage.since, date)]
                    later = [day for day in days if today is not None and day > today]
                    if later and not any(
                        setting.kind.name == over.kind.name and setting.region.inside(over.region)
                        for text_above in laid[at + 1 :]
                        for over in text_above.settings
                    ):
                        yield setting, plan.field, later[0]


def _change(
    scheduled: list[tuple[Setting, str, date]], clause: Clause, said: QuantifiedRecord, name: str, standing: Standing
) -> tuple[Setting, date] | None:
    kind = "tariff" if said.pattern.kind.name == "duty" else said.pattern.kind.name
    region: Region = standing.fixed(said.pattern.region, clause.line.party)
    for setting, field, day in scheduled:
        if setting.kind.name == kind and field == name and region.overlaps(setting.region):
            return setting, day
    return None


def _has_level(line: LineRecord, said: QuantifiedRecord, name: str) -> bool:
    """Whether the line says elsewhere, in a reading at least, what level it means."""
    for clause in clauses_of(line):
        other = clause.quantified
        if other is not None and {other.pattern.kind.name, said.pattern.kind.name} <= {"duty", said.pattern.kind.name}:
            for each in asked(other):
                if each.ref.field == name and isinstance(each.other, Literal) and not each.found.word:
                    return True
    return False


RULE = Rule(
    code="DC419",
    name="schedule-or-applied",
    title="the status quo that a line compares with moves by itself",
    category=Category.MEANING,
    what="A line asks for `reduced`, `raised` or a comparison with `old`, and a baseline at hand changes that field on"
    " a later day: a pause that ends, a rise that is scheduled. No reading names a level.",
    why="`old` is the status quo of the same day. When 10% are applied and 24% are scheduled, 15% is a cut against"
    " what would have come and a rise against what is paid. Both sides will say that the number proves them right.",
    bad="""
        use "trade"
        use "baseline/2025-07-01"

        policy JP { red line reciprocal: no tariff by US from JP layer reciprocal may have rate raised }
    """,
    good="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP {
          red line reciprocal: no tariff by US from JP layer reciprocal may have rate raised
            reading applied: no tariff by US from JP layer reciprocal may have rate > 10%
          red line cars: no tariff by US from JP on autos layer s232_autos may have rate raised
        }
    """,
    instead="Keep the comparison for what is scheduled, write the number for what is applied, and give the other as a"
    " `reading`.",
    check=check,
)
