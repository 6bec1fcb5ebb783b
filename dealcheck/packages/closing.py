"""A draft's text with brackets closed: the option taken stands in their place, and all else as it stood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import define, fields, frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.model.choices import TAKEN
from dealcheck.packages.choosing import Chosen, Made
from dealcheck.packages.edits import Edit, Words, edited, joins, phrase, statement
from dealcheck.packages.written import Written, brackets_of, period_of
from dealcheck.source import Place, Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse
from dealcheck.values import Money, Quantity, parse_date, read_value

WAY_OUT = "settle it by hand; `check --choose` judges it as it is"


class CannotWriteError(Exception):
    """A choice that the text cannot say; holds the diagnostic. Never leaves `closed` or its like."""

    def __init__(self, headline: str, place: Place, label: str, help_: str = WAY_OUT) -> None:
        super().__init__(headline)
        self.diagnostic = Diagnostic("DC945", headline, place, label, help=help_)


@frozen
class Closed:
    """A text with brackets closed, and what could not be (DC945)."""

    source: Source
    diagnostics: tuple[Diagnostic, ...] = ()


def closed(source: Source, chosen: Sequence[Chosen]) -> Closed:
    """The text of a draft with the brackets and optional articles closed for which a choice was made.

    The deals are those of this text. Where one bracket stands in an option of another, the outer goes first.
    """
    closer = _Closer(source)
    brackets: dict[int, Made] = {}
    articles: dict[int, Made] = {}
    for each in chosen:
        for record in each.deal.choices:
            made = each.made.get(record.number)
            if made is not None and record.sort == "bracket" and record.number not in each.moot:
                brackets[record.place.span[0]] = made
            elif made is not None and record.sort == "optional":
                articles[record.place.span[0]] = made
    try:
        if articles:
            brackets = closer.articles(articles, brackets)
        while brackets:
            brackets = closer.brackets(brackets)
    except CannotWriteError as fault:
        return Closed(source, (fault.diagnostic,))
    return Closed(closer.source)


@define(eq=False)
class _Closer:
    """A text while it is being settled, one layer of brackets after the other."""

    source: Source

    @property
    def text(self) -> str:
        """The text as it is now."""
        return self.source.text

    def _deals(self) -> Iterator[ast.Deal]:
        file = parse(self.source).file
        return (item for item in file.items if isinstance(item, ast.Deal))

    def _apply(self, edits: Sequence[Edit], waiting: dict[int, Made]) -> dict[int, Made]:
        """Make edits; gives what waits for its turn, by where it stands now."""
        found = edited(self.source, edits)
        self.source = found.source
        return {found.moved(offset): made for offset, made in waiting.items()}

    def articles(self, articles: dict[int, Made], brackets: dict[int, Made]) -> dict[int, Made]:
        """Take or drop optional articles, by where their names stand; gives the brackets that are left to close."""
        words = Words.of(self.text)
        edits: list[Edit] = []
        for term in (item for deal in self._deals() for item in deal.items if isinstance(item, ast.Term)):
            made = articles.get(term.name.span[0])
            if made is None:
                continue
            if TAKEN[made.option] == "dropped":
                edits.append(statement(self.text, term.span))
                brackets = {
                    offset: each for offset, each in brackets.items() if not term.span[0] <= offset < term.span[1]
                }
            else:
                opening, closing = words.before(term.optional[0].span[0]), words.after(term.optional[-1].span[1])
                edits.append(phrase(self.text, (opening[0], closing[1])))
        return self._apply(edits, brackets)

    def brackets(self, brackets: dict[int, Made]) -> dict[int, Made]:
        """Close the brackets that stand in no other that waits; gives those that are left, where they stand now."""
        closing = _Closing(self.source, Words.of(self.text))
        edits: list[Edit] = []
        waiting = dict(brackets)
        end = 0
        for written in (found for deal in self._deals() for found in brackets_of(deal)):
            start = written.bracket.span[0]
            if start not in waiting or start < end:
                continue
            end = written.bracket.span[1]
            made = waiting.pop(start)
            if made.value is not None:
                # A value stands first as the only option, and is then closed like any other.
                edits.append(Edit(*written.bracket.span, f"[{made.text}]"))
                waiting[start] = Made(0)
            else:
                edits.extend(closing.edits(written, written.bracket.options[made.option]))
        if len(waiting) == len(brackets) and not edits:
            raise ValueError("a bracket is not where it should be")
        return self._apply(edits, waiting)


@frozen(eq=False)
class _Closing:
    """What to change in a text to have an option in the place of its bracket."""

    source: Source
    words: Words

    @property
    def text(self) -> str:
        """The text as it is."""
        return self.source.text

    def edits(self, written: Written, option: ast.Option) -> list[Edit]:
        """The edits that close a bracket."""
        start, end = written.bracket.span
        stages = option.stages
        first: ast.Stage | ast.Linear = stages[0]
        last: ast.Stage | ast.Linear = stages[-1]
        found: list[Edit] = []
        if len(stages) > 1 or isinstance(first, ast.Linear) or first.since is not None:
            first, last, found = self._in_line(written, option)
        elif isinstance(first.value, ast.Operation) and isinstance(written.parent, ast.Operation | ast.AllIn):
            found.extend((Edit(first.span[0], first.span[0], "("), Edit(last.span[1], last.span[1], ")")))
        if written.period is not None and not _takes_period(option):
            kept = stages[stages.index(first) : stages.index(last) + 1]
            found = [*self._with_period(written.period, kept), *found]
        head, tail = Edit(start, first.span[0]), Edit(last.span[1], end)
        if start and joins(self.text[start - 1], self.text[first.span[0]]):
            head = Edit(head.start, head.end, " ")
        if end < len(self.text) and joins(self.text[last.span[1] - 1], self.text[end]):
            tail = Edit(tail.start, tail.end, " ")
        return [head, *found, tail]

    # ---- Periods ---------------------------------------------------------------------------------------------------

    def _with_period(self, period: ast.FieldValue, stages: Sequence[ast.Stage | ast.Linear]) -> Iterator[Edit]:
        """Give each amount the period that stands behind the bracket, and take it out there."""
        said = period.stages[0]
        assert isinstance(said, ast.Stage)  # noqa: S101 - or it were no period
        yield phrase(self.text, (period.name.span[0], said.value.span[1]))
        for number in numbers_in(stages):
            value = read_value(number.digits, number.unit, number.currency, number.scale, number.per)
            if isinstance(value, Quantity | Money) and not value.per:
                yield Edit(number.span[1], number.span[1], f" per {period_of(period)}")

    # ---- Several stages ---------------------------------------------------------------------------------------------

    def _in_line(
        self, written: Written, option: ast.Option
    ) -> tuple[ast.Stage | ast.Linear, ast.Stage | ast.Linear, list[Edit]]:
        """The first and the last stage of an option that stand in line with those around its bracket, and what changes
        in their starts.
        """
        outer, stages = written.stage, option.stages
        if not isinstance(outer, ast.Stage) or written.parent is not None or outer.span[0] != written.bracket.span[0]:
            raise self._cannot(option, "stages stand only where a field's whole value does")
        following = [stage for stage in written.listed[written.at + 1 :] if isinstance(stage, ast.Stage)]
        limit = following[0].since if following else None
        if isinstance(stages[0], ast.Linear):
            if outer.since is not None or len(written.listed) > 1:
                raise self._cannot(option, "equal steps stand alone")
            return stages[0], stages[0], []
        kept = [stage for stage in stages if isinstance(stage, ast.Stage)]
        if limit is not None:
            end = self._day(limit, option)
            kept = kept[:1] + [stage for stage in kept[1:] if self._day(stage.since, option) < end]
        if outer.since is None:
            return kept[0], kept[-1], []
        if len(kept) > 1 or kept[0].since is not None:
            begin = self._day(outer.since, option)
            begun = [at for at, stage in enumerate(kept) if not stage.since or self._day(stage.since, option) <= begin]
            if not begun:
                raise self._cannot(option, "its first stage starts after the stage that it is to be")
            kept = kept[begun[-1] :]
        return kept[0], kept[-1], self._starts(kept, outer.since)

    def _starts(self, kept: Sequence[ast.Stage], since: ast.Moment) -> list[Edit]:
        """Have the first of some stages start when the stage does that they stand for."""
        first = kept[0]
        said = (self.words.before(since.span[0])[0], since.span[1])
        found: list[Edit] = []
        if first.since is not None:
            found.append(phrase(self.text, (self.words.before(first.since.span[0])[0], first.span[1])))
        if len(kept) > 1:
            at = found[0].start if found else first.span[1]
            new = f" {self.text[slice(*said)]}"
            found = [Edit(at, found[0].end if found else at, new), phrase(self.text, said)]
        return found

    def _day(self, moment: ast.Moment | None, option: ast.Option) -> date:
        """A day that is written out."""
        day = parse_date(moment.text) if isinstance(moment, ast.DateMoment) else None
        if day is None:
            raise self._cannot(option, "which of its stages comes first cannot be told")
        return day

    def _cannot(self, option: ast.Option, why: str) -> CannotWriteError:
        span = (option.stages[0].span[0], option.stages[-1].span[1])
        return CannotWriteError(
            "an option cannot be written in the place of its bracket", Place(self.source, span), why
        )


def _takes_period(option: ast.Option) -> bool:
    """Whether an option reads with the period behind its bracket as it did before."""
    single = option.stages[0] if len(option.stages) == 1 else None
    if not isinstance(single, ast.Stage) or single.since is not None:
        return False
    value = single.value
    return isinstance(value, ast.Bracket) or (isinstance(value, ast.Number) and not value.per)


def numbers_in(part: object) -> Iterator[ast.Number]:
    """Every number in a piece of syntax."""
    if isinstance(part, ast.Number):
        yield part
    elif isinstance(part, ast.Node):
        for each in fields(type(part)):
            yield from numbers_in(getattr(part, each.name))
    elif isinstance(part, tuple | list):
        for each in part:
            yield from numbers_in(each)
