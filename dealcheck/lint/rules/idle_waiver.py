"""A waiver, or a person's judgement, that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import frozen

from dealcheck.diagnostics import Label
from dealcheck.evaluate.walk import simple_parts
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import Assessment, JudgedRecord, LineRecord, Waiver


@frozen(eq=False)
class _Text:
    """What people say of lines in one text: a file, a deal or a test. A test is no text of today."""

    waivers: Sequence[Waiver]
    assessments: Sequence[Assessment]
    as_of: date | None


def check(context: Context) -> Iterator[Found]:
    """Waivers that are over, stand twice or come before their line; judgements of lines that ask for none."""
    lines = {line.full_name: line for line in context.model.lines}
    asks = _asking(context)
    today = context.options.as_of
    model = context.model
    for text in (
        _Text(model.waivers, model.assessments, today),
        *(_Text(deal.waivers, deal.assessments, today) for deal in context.deals),
        *(_Text(test.waivers, test.assessments, None) for test in context.tests),
    ):
        seen: dict[str, Waiver] = {}
        for waiver in text.waivers:
            earlier = seen.setdefault(waiver.line, waiver)
            if context.own(waiver.place):
                yield from _waiver(waiver, lines.get(waiver.line), earlier, text.as_of)
        for assessment in text.assessments:
            line = lines.get(assessment.line)
            if context.own(assessment.place) and line is not None and line.sentence and assessment.line not in asks:
                yield Found(
                    assessment.place,
                    f"{assessment.line} asks for nobody's judgement",
                    "never looked at",
                    'a person answers for `judged "QUESTION"` alone: leave this out, or name the line that asks',
                    (Label(line.place, "the line"),),
                )


def _waiver(waiver: Waiver, line: LineRecord | None, earlier: Waiver, today: date | None) -> Iterator[Found]:
    since = line.active_from if line is not None else None
    if earlier is not waiver:
        yield Found(
            waiver.place,
            f"{waiver.line} is waived twice",
            "the last one counts",
            "keep the waiver that stands",
            (Label(earlier.place, "waived here first"),),
        )
    elif waiver.until is not None and isinstance(since, date) and waiver.until < since:
        yield Found(
            waiver.place,
            f"the waiver of {waiver.line} is over on {waiver.until}, before the line is held from {since}",
            "over too early",
            "leave the waiver out, or let it last longer",
        )
    elif waiver.until is not None and today is not None and waiver.until < today:
        yield Found(
            waiver.place,
            f"the waiver of {waiver.line} has been over since {waiver.until}",
            f"past on {today}",
            "leave it out, or have it decided anew",
        )


def _asking(context: Context) -> set[str]:
    """The lines that ask for a person's judgement, in a reading at least."""
    found: set[str] = set()
    for line in context.model.lines:
        for sentence in (line.sentence, *(reading.sentence for reading in line.readings)):
            if sentence is not None and any(isinstance(part, JudgedRecord) for part in simple_parts(sentence)):
                found.add(line.full_name)
    return found


RULE = Rule(
    code="DC414",
    name="idle-waiver",
    title="a waiver or a judgement changes nothing",
    category=Category.CLASH,
    what="A line is waived twice in one text, waived only until before it is held at all, or, with `--as-of`, waived"
    " until a day that is past; or a person's judgement (`assess`) is given on a line that asks for none.",
    why="A waiver or a judgement is a decision that somebody will be asked about. One that contradicts the line it is"
    " given for shows that the line has moved, or that the wrong line is named.",
    bad="""
        use "trade"

        policy JP {
          red line rice
            active from 2025-07-01
            : no new tariff_quota by JP on hs 1006
        }

        waive JP.rice until 2025-06-30 because "cabinet decision"
    """,
    good="""
        use "trade"

        policy JP {
          red line rice
            active from 2025-07-01
            : no new tariff_quota by JP on hs 1006
        }

        waive JP.rice until 2025-07-01 because "cabinet decision"
    """,
    instead="Take out what no longer counts, and name the line and the days that were decided on.",
    check=check,
)
