"""Lines of policies, and what people say about them: assessments and waivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.diagnostics import Label
from dealcheck.model.facts import sources_in
from dealcheck.model.measures import citation_of
from dealcheck.model.moments import moment_of
from dealcheck.model.problems import meant
from dealcheck.model.records import Assessment, LineRecord, Moment, ReadingRecord, Waiver
from dealcheck.model.scoping import party_mask
from dealcheck.model.sentences import read_sentence
from dealcheck.source import Place
from dealcheck.syntax import ast
from dealcheck.values import Exact, parse_digits
from dealcheck.values.exact import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealcheck.model.names import Here


def lines_of(here: Here, policy: ast.Policy) -> tuple[LineRecord, ...]:
    """The lines of a policy. A line with an error keeps its place, without its sentence."""
    party_mask(here, policy.party)
    here = here.inside(party=policy.party.text, sources=sources_in(here, policy.items))
    lines = [line_of(here, item) for item in policy.items if isinstance(item, ast.Line)]
    return (*lines, *[_unread(here, broken) for broken in policy.broken])


def _unread(here: Here, line: ast.BrokenLine) -> LineRecord:
    """A line that cannot be read: it is still a line, of which nothing can be told."""
    label = line.label.text if line.label else ""
    place = Place(here.unit.source, line.name.span)
    return LineRecord(here.party, line.name.text, line.level, label, (), (), None, None, 1, None, (), place)


def line_of(here: Here, line: ast.Line) -> LineRecord:
    """One line of the party of its surroundings. With an error in its sentence, it has none."""
    sentence = read_sentence(here, line.sentence)
    readings: dict[str, ReadingRecord] = {}
    places: dict[str, Place] = {}
    for reading in line.readings:
        name = reading.name.text
        if name in places:
            here.names.duplicate("reading", name, here.place(reading.name), places[name])
            continue
        places[name] = here.place(reading.name)
        other = read_sentence(here, reading.sentence)
        if other is not None:
            readings[name] = ReadingRecord(name, reading.label.text if reading.label else "", other)
    since, until = _activity(here, line)
    return LineRecord(
        here.party,
        line.name.text,
        line.level,
        line.label.text if line.label else "",
        tuple([voice.text for voice in line.says]),
        tuple([citation_of(here, cited) for cited in line.cites]),
        since,
        until,
        _weight(here, line),
        sentence,
        tuple(readings.values()),
        Place(here.unit.source, line.name.span),
        tuple([here.place(active) for active in line.active]),
        here.place(line),
    )


def _activity(here: Here, line: ast.Line) -> tuple[Moment | None, Moment | None]:
    """From when until when the party holds the line; either given twice is an error."""
    found: dict[str, Moment | None] = {}
    for active in line.active:
        for word, moment in (("from", active.since), ("until", active.until)):
            if moment is None:
                continue
            if word in found:
                here.problems.error(
                    "DC218", f"`active {word}` stands twice", here.place(moment), "here again", "leave one of them out"
                )
            found[word] = moment_of(here, moment)
    return found.get("from"), found.get("until")


def _weight(here: Here, line: ast.Line) -> Exact:
    if line.weight is None:
        return 1
    if not is_number(line.weight.digits):
        here.problems.error(
            "DC319",
            f"{line.weight.digits} is no weight",
            here.place(line.weight),
            "not a number",
            "write such as `weight 2`",
        )
        return 1
    return parse_digits(line.weight.digits)


# ---- Assessments and waivers -----------------------------------------------------------------------------------------


def line_name(here: Here, reference: ast.LineReference) -> str | None:
    """The full name of a line that some policy has; None after an error."""
    name = f"{reference.party.text}.{reference.line.text}"
    known = here.words.lines
    if name in known:
        return name
    party = reference.party.text
    of_party = [line.partition(".")[2] for line in known if line.partition(".")[0] == party]
    if of_party:
        here.problems.error(
            "DC211",
            f"{party} has no line `{reference.line.text}`",
            here.place(reference.line),
            "not a line of theirs",
            meant(reference.line.text, of_party, "name one of their lines"),
        )
    else:
        here.problems.error(
            "DC211",
            f"no policy of {party} is known here",
            here.place(reference),
            "no such line",
            meant(name, known, "`use` the file that has the policy"),
        )
    return None


def assessments_in(here: Here, items: Iterable[ast.Node]) -> tuple[Assessment, ...]:
    """What people say of judged lines among the items of a text."""
    found: list[Assessment] = []
    for item in items:
        if not isinstance(item, ast.Assess):
            continue
        line, day = line_name(here, item.line), here.date(item.date)
        if item.verdict.text not in ("met", "violated"):
            here.problems.error(
                "DC223",
                f"a person cannot find a line `{item.verdict.text}`",
                here.place(item.verdict),
                "met or violated?",
                meant(item.verdict.text, ("met", "violated"), "write `met` or `violated`"),
            )
        elif line is not None and day is not None:
            found.append(
                Assessment(line, item.verdict.text == "met", item.by.text, day, item.because.text, here.place(item))
            )
    return tuple(found)


def check_agreement(here: Here, assessments: Sequence[Assessment], known: Sequence[Assessment] = ()) -> None:
    """Two people who find unlike things of one line are an error at both; `known` agree among themselves."""
    first = {assessment.line: assessment for assessment in known}
    for assessment in assessments:
        other = first.setdefault(assessment.line, assessment)
        if other.met != assessment.met:
            here.problems.error(
                "DC224",
                f"{assessment.line} is assessed as both met and violated",
                assessment.place,
                "here met" if assessment.met else "here violated",
                "keep the assessment that stands, and take the other away",
                labels=(Label(other.place, "here met" if other.met else "here violated"),),
            )


def waivers_in(here: Here, items: Iterable[ast.Node]) -> tuple[Waiver, ...]:
    """The waivers among the items of a text."""
    found: list[Waiver] = []
    for item in items:
        if isinstance(item, ast.Waive):
            line = line_name(here, item.line)
            until = None if item.until is None else here.date(item.until)
            if line is not None and (item.until is None or until is not None):
                found.append(Waiver(line, until, item.because.text, here.place(item)))
    return tuple(found)
