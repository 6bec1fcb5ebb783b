"""What to find out next: the facts, persons and choices that the open and unknown lines of a deal wait for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.evaluate.settling import events_of
from dealcheck.evaluate.walk import simple_parts
from dealcheck.logic import Truth, Verdict
from dealcheck.model.records import ChoiceRecord, JudgedRecord
from dealcheck.packages.counting import LEVELS
from dealcheck.packages.diagrams import FALSE, TRUE, TRUTH_OF, UNKNOWN, Diagram, TooManyError
from dealcheck.packages.judging import judgement_of
from dealcheck.packages.lines import LineDiagram, line_diagrams
from dealcheck.packages.needs import Need, need_of, unit_of
from dealcheck.packages.runs import Runs
from dealcheck.packages.spread import Packages, Sample

MOST_LOOKED = 32
"""Packages of one line that are looked at for what is missing in them."""

OPEN = (Verdict.OPEN, Verdict.UNKNOWN)


@frozen
class Answer:
    """What a choice may come to, with the lines that this alone decides, each with whether it is met then."""

    name: str
    said: str
    argument: str
    """The option of a command that takes it."""
    wanted_by: tuple[str, ...]
    decides: tuple[tuple[str, bool], ...]


@frozen(eq=False)
class Question:
    """Something to find out. `needed_by` are the lines that wait for it, `decides` those that wait for nothing else.

    `answers` are what a choice can come to; `record` is that choice; `question` what a person is asked, or the label of
    an event; `units` are those in which a customs value is wanted; `goods` those of which something is looked at.
    """

    need: Need
    needed_by: tuple[str, ...]
    decides: tuple[str, ...]
    answers: tuple[Answer, ...] = ()
    record: ChoiceRecord | None = None
    question: str = ""
    units: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()


@frozen(eq=False)
class Questions:
    """The questions of a deal, those first that would decide most, and the lines that are open or unknown."""

    all: tuple[Question, ...]
    undecided: tuple[str, ...]


@frozen(eq=False)
class _Waiting:
    """A line that is open or unknown, with all that it waits for and what would decide it alone."""

    line: LineDiagram
    needs: tuple[Need, ...]
    alone: tuple[Need, ...]


class Asker:
    """Finds what the lines of one deal wait for."""

    def __init__(self, packages: Packages, verdicts: Iterable[LineVerdict]) -> None:
        self.packages = packages
        self.diagrams = packages.diagrams
        self.lines = [line for line in line_diagrams(packages, verdicts) if line.verdict.verdict in OPEN]
        self.runs = Runs(packages, self.lines)
        self._units: dict[Need, dict[str, None]] = {}
        self._goods: dict[Need, dict[str, None]] = {}

    def questions(self) -> Questions:
        """The questions, ranked by the lines that they decide and then by those that wait for them."""
        waiting = [self._waiting(line) for line in self.lines]
        whose: dict[Need, list[_Waiting]] = {}
        for each in waiting:
            for need in each.needs:
                whose.setdefault(need, []).append(each)
        ranked = sorted(whose, key=lambda need: self._rank(need, whose[need]))
        return Questions(
            tuple(self._question(need, whose[need]) for need in ranked), tuple(line.name for line in self.lines)
        )

    @staticmethod
    def _class(line: LineDiagram) -> tuple[bool, int]:
        """Lines of the parties at the table first, and of these red lines."""
        return line.verdict.bystander, LEVELS.index(line.level)

    def _rank(self, need: Need, waiting: Sequence[_Waiting]) -> tuple[list[tuple[int, int]], int, str]:
        """How many lines of each class it decides and how many of them wait for it, the most first."""
        classes = [(bystander, level) for bystander in (False, True) for level in range(len(LEVELS))]
        counts = []
        for each in classes:
            own = [found for found in waiting if self._class(found.line) == each]
            counts.append((-sum(need in found.alone for found in own), -len(own)))
        return counts, need.number, need.subject

    # ---- What a line waits for -------------------------------------------------------------------------------------

    def _waiting(self, line: LineDiagram) -> _Waiting:
        facts = self._facts(line)
        diagram = line.diagram
        if diagram is None:
            scope = self._scope(line)
            return _Waiting(line, tuple(dict.fromkeys((*map(self._choice, scope), *facts))), ())
        support = self.diagrams.support(diagram)
        alone = [self._choice(place) for place in support if self._decides(diagram, place)]
        if diagram == UNKNOWN and len(facts) == 1:
            alone.extend(facts)
        return _Waiting(line, tuple(dict.fromkeys((*map(self._choice, support), *facts))), tuple(alone))

    def _scope(self, line: LineDiagram) -> tuple[int, ...]:
        sentence = line.verdict.line.sentence
        return () if sentence is None else self.packages.spread(sentence).scope

    def _decides(self, diagram: Diagram, place: int) -> bool:
        """Whether a line is decided whichever option a choice takes."""
        try:
            left = [self.diagrams.given(diagram, place, run[0]) for run in self.runs.of[place]]
        except TooManyError:
            return False
        return all(each in (TRUE, FALSE) for each in left)

    def _choice(self, place: int) -> Need:
        record = self.packages.variables[place].record
        return Need("event" if record.event else "choice", record.name, number=record.number)

    def _facts(self, line: LineDiagram) -> tuple[Need, ...]:
        """What is missing where a line cannot be told, choices apart."""
        unknown = line.diagram is None or None in self.diagrams.ends(line.diagram)
        if not unknown:
            return ()
        found: dict[Need, None] = {}
        for sample in self._unknown_samples(line):
            judgement = judgement_of(sample, sample.trace)
            for finding in judgement.findings:
                for missing in finding.missing:
                    found[self._need(missing, finding.where.text, line)] = None
        if not found:
            told = [each for each in line.verdict.judgement.missing if not each.startswith("a choice on ")]
            found.update(dict.fromkeys(self._need(each, "", line) for each in told))
        if not found and line.diagram is not None:
            found[Need("other", f"something that no text says of {line.name}")] = None
        return tuple(found)

    def _unknown_samples(self, line: LineDiagram) -> Iterator[Sample]:
        """Packages in which a line cannot be told."""
        sentence = line.verdict.line.sentence
        if sentence is None:
            return
        spread = self.packages.spread(sentence)
        samples = [sample for sample in spread.samples if sample.trace.truth is None][:MOST_LOOKED]
        if not samples and line.diagram is not None:
            package = self.diagrams.package(line.diagram, UNKNOWN)
            samples = [] if package is None else [self.packages.sample(spread, package)]
        yield from samples

    def _need(self, missing: str, goods: str, line: LineDiagram) -> Need:
        found = need_of(missing, goods, line.name, self.packages.grounds.model.kinds)
        if unit_of(missing):
            self._units.setdefault(found, {})[unit_of(missing)] = None
        if goods and found.sort in ("customs_value", "schedule"):
            self._goods.setdefault(found, {})[goods] = None
        if found.sort != "choice":
            return found
        # A blank of which nothing tells what it may be, known by the line of the text that it stands in.
        records = [record for record in self.packages.records if record.place.line == found.number]
        return evolve(found, subject=records[0].name, number=records[0].number) if records else Need("other", missing)

    # ---- What is asked ---------------------------------------------------------------------------------------------

    def _question(self, need: Need, waiting: Sequence[_Waiting]) -> Question:
        ordered = sorted(waiting, key=lambda each: self._class(each.line))
        needed_by = tuple(each.line.name for each in ordered)
        decides = tuple(each.line.name for each in ordered if need in each.alone)
        if need.sort in ("choice", "event"):
            record = next(record for record in self.packages.records if record.number == need.number)
            answers = tuple(self._answers(self.packages.place[need.number], [each.line for each in ordered]))
            return Question(need, needed_by, decides, answers, record, self._label_of(record))
        question = self._asked_of_person(need, ordered)
        units, goods = (tuple(noted.get(need, ())) for noted in (self._units, self._goods))
        return Question(need, needed_by, decides, question=question, units=units, goods=goods)

    def _label_of(self, record: ChoiceRecord) -> str:
        """What an event is said to be; `""` of any other choice."""
        grounds = self.packages.grounds
        event = events_of(grounds.model, grounds.deal, grounds.around).get(record.event) if record.event else None
        return event.label if event is not None else ""

    @staticmethod
    def _asked_of_person(need: Need, waiting: Sequence[_Waiting]) -> str:
        sentence = waiting[0].line.verdict.line.sentence
        if need.sort != "person" or sentence is None:
            return ""
        questions = [part.question for part in simple_parts(sentence) if isinstance(part, JudgedRecord)]
        return "; ".join(dict.fromkeys(questions))

    def _answers(self, place: int, lines: Sequence[LineDiagram]) -> Iterator[Answer]:
        for run in self.runs.of[place]:
            decided: list[tuple[str, bool]] = []
            for line in lines:
                truth = self._given(line.diagram, place, run[0])
                if truth is not None:
                    decided.append((line.name, truth))
            yield Answer(
                *self.runs.in_words(place, run),
                self.runs.argument(place, run),
                self.runs.wanted_by(place, run),
                tuple(decided),
            )

    def _given(self, diagram: Diagram | None, place: int, option: int) -> Truth:
        if diagram is None:
            return None
        try:
            return TRUTH_OF.get(self.diagrams.given(diagram, place, option))
        except TooManyError:
            return None
