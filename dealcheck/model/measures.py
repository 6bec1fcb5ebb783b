"""From the measures of a text to settings: the region that each covers, and what it sets there."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from dealcheck.model.expressions import Formula
from dealcheck.model.moments import event_of, moment_of
from dealcheck.model.problems import listed
from dealcheck.model.records import Citation, FieldSpec, Kind, Moment, Plan, PlanStage, Setting
from dealcheck.model.references import field_of, kind_of
from dealcheck.model.regions import Covered, measure_region
from dealcheck.model.rows import rows_of
from dealcheck.model.staging import read_stages
from dealcheck.model.types import MEASURE
from dealcheck.source import Place
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dealcheck.model.names import Here


@frozen
class Belongs:
    """The term that a measure belongs to, with what holds for the whole of it."""

    term: str = ""
    place: Place | None = None
    under: tuple[tuple[str, bool], ...] = ()
    side_letter: bool = False
    choice: int | None = None
    cites: tuple[Citation, ...] = ()


NO_TERM = Belongs()


def setting_of(here: Here, measure: ast.Measure, belongs: Belongs = NO_TERM) -> Setting | None:
    """The setting that a measure states; None after an error."""
    kind = kind_of(here, measure.kind)
    if kind is None:
        return None
    if kind.derived:
        here.problems.error(
            "DC323",
            f"`{kind.name}` is the sum of the layers of tariff, so nothing sets it",
            here.place(measure.kind),
            "not set by a measure",
            "write `tariff ... layer NAME rate ...`",
        )
        return None
    errors = here.problems.errors
    covered = measure_region(here, measure, kind)
    formula = Formula(here, MEASURE, kind, covered.author if covered else 0)
    plans, begun = _plans(formula, kind, measure, belongs)
    start = _start(here, measure, begun)
    until = None if measure.until is None else moment_of(here, measure.until)
    under = list(belongs.under)
    if measure.under is not None:
        event = event_of(here, measure.under.event)
        if event is not None:
            under.append((event, measure.under.happens))
    cites = (*belongs.cites, *[citation_of(here, cited) for cited in measure.cites])
    if covered is None or here.problems.errors > errors or _sets_nothing(here, kind, measure):
        return None
    setting = Setting(
        kind,
        covered.region,
        plans,
        start,
        until,
        tuple(under),
        measure.ends,
        covered.general,
        covered.layer_any and not measure.ends,
        None,
        covered.codes,
        Place(here.unit.source, measure.head if measure.head != (0, 0) else measure.span),
        cites,
        belongs.term,
        belongs.place,
        belongs.side_letter,
        belongs.choice,
        formula.reads_old,
    )
    return setting if measure.table is None else _with_rows(here, measure.table, setting, covered)


def _sets_nothing(here: Here, kind: Kind, measure: ast.Measure) -> bool:
    """Whether a measure leaves out every field though some have no value of their own; if so, there is an error.

    Fields that have an order are what such a measure is for; names may be left out beside a name that has a default.
    """
    if measure.ends or measure.fields or measure.table:
        return False
    fields = kind.fields.values()
    ordered = any(spec.freer and spec.default is None for spec in fields)
    if not ordered and (not fields or any(spec.default is not None for spec in fields)):
        return False
    here.problems.error(
        "DC324",
        f"this `{kind.name}` sets nothing",
        here.place(measure.kind),
        "which value?",
        f"say what it sets: {listed(kind.fields)}",
    )
    return True


def _with_rows(here: Here, table: ast.TableRows, setting: Setting, covered: Covered) -> Setting | None:
    rows = rows_of(here, table, setting.kind, covered.region, setting.plans)
    if rows is None:
        return None
    region = evolve(covered.region, on=rows.on)
    return evolve(setting, region=region, rows=rows.rows, codes=rows.codes, gaps=rows.gaps, plans=(), general=False)


def _plans(
    formula: Formula, kind: Kind, measure: ast.Measure, belongs: Belongs
) -> tuple[tuple[Plan, ...], list[tuple[Moment, Place]]]:
    """What the fields are set to, and the starts that their first stages give."""
    here = formula.here
    plans: list[Plan] = []
    begun: list[tuple[Moment, Place]] = []
    seen: set[str] = set()
    for value, formula.per in _with_periods(measure.fields):
        spec: FieldSpec | None = field_of(here, kind, value.name)
        if spec is None:
            continue
        if spec.name in seen:
            here.problems.error(
                "DC304",
                f"`{spec.name}` is set twice",
                here.place(value.name),
                "here again",
                "write its stages in one list: `rate 25%, 15% from 2026-01-01`",
            )
            continue
        seen.add(spec.name)
        formula.name = f"{belongs.term} {spec.name}" if belongs.term else spec.name
        stages = read_stages(formula, value.stages, spec)
        if stages is None:
            continue
        first = stages[0]
        if first.since is not None:
            begun.append((first.since, first.place))
        # What starts the measure is no start of a stage.
        kept = [PlanStage(first.typed.expr, None, first.place)]
        kept.extend(PlanStage(stage.typed.expr, stage.since, stage.place) for stage in stages[1:])
        plans.append(Plan(spec.name, tuple(kept)))
    return tuple(plans), begun


def _with_periods(fields: Sequence[ast.FieldValue]) -> Iterator[tuple[ast.FieldValue, str]]:
    """Each field with the period after its bracket: `[5 t | 6 t] per year` reads as a field and one called `per`."""
    skip = False
    for field, after in zip_longest(fields, fields[1:]):
        value = field
        if skip:
            skip = False
            continue
        period = ""
        if after is not None and after.name.text == "per" and isinstance(value.stages[-1], ast.Stage):
            bracket, said = value.stages[-1], after.stages[0]
            if isinstance(bracket.value, ast.Bracket) and isinstance(said, ast.Stage):
                period = said.value.name.text if isinstance(said.value, ast.Reference) else ""
                skip = bool(period)
                if skip:
                    # What follows the period belongs to the field: when the bracket starts, and further stages.
                    last = evolve(bracket, since=said.since or bracket.since)
                    value = evolve(field, stages=(*field.stages[:-1], last, *after.stages[1:]))
        yield value, period


def _start(here: Here, measure: ast.Measure, begun: list[tuple[Moment, Place]]) -> Moment | None:
    """When a measure starts: where it says so, or where the first stage of a field does; the two must agree."""
    start = None if measure.since is None else moment_of(here, measure.since)
    for since, place in begun:
        if start is None:
            start = since
        elif since != start:
            here.problems.error(
                "DC226",
                "a measure starts but once",
                place,
                "another start",
                "write two measures, or give the later value as a stage: `rate 10%, 24% from 2025-07-09`",
            )
            return None
    return start


def citation_of(here: Here, cites: ast.Cites) -> Citation:
    """The source that is cited; where there is none of that name, an error and the bare name."""
    name = cites.source.text
    record = here.sources.get(name)
    quote = cites.quote.text if cites.quote else ""
    if record is None:
        declared = here.find("source", cites.source)
        if declared is None:
            here.unknown(
                "DC205",
                "source",
                cites.source,
                otherwise=f'declare it: `source {name} "title" {{ publisher "..." }}`',
                more=tuple(here.sources),
            )
        else:
            record = here.words.sources[id(declared.node)]
    return Citation(record, name, quote)
