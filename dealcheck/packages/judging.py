"""From a sentence over all packages to its verdict, with the choices that break it and those that save it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from dealcheck.evaluate.explain import VERDICTS, Explainer
from dealcheck.evaluate.findings import Finding, Judgement
from dealcheck.evaluate.sentences import Sentences
from dealcheck.evaluate.trace import Scan, Trace, Witness
from dealcheck.evaluate.walk import Simple, simple_parts
from dealcheck.logic import Truth, Verdict, all_of, any_of, negation
from dealcheck.model.records import QuantifiedRecord, SentenceRecord
from dealcheck.packages.cases import Case
from dealcheck.packages.diagrams import FALSE, TRUE, UNKNOWN
from dealcheck.packages.fewest import fewest, in_text
from dealcheck.packages.regions import Regions
from dealcheck.packages.spread import Packages, Sample, Spread


def judged(packages: Packages, sentence: SentenceRecord) -> Judgement:
    """A sentence's verdict over every package: alike in all, open where some meet and others violate, else unknown."""
    spread = packages.spread(sentence)
    if spread.diagram is None:
        return _sampled(packages, spread)
    ends = packages.diagrams.ends(spread.diagram)
    if len(ends) == 1:
        return _decided(packages, sentence, spread, next(iter(ends)))
    if True in ends and False in ends:
        return _open(packages, spread)
    return _unsure(packages, spread, spread.samples)


# ---- Decided ---------------------------------------------------------------------------------------------------------


def _decided(packages: Packages, sentence: SentenceRecord, spread: Spread, truth: Truth) -> Judgement:
    """One verdict for all packages, borne out by what hangs on no choice where that alone brings it about.

    Else by the findings that all packages tried share; where they share none, by those of the first, with the choices
    that they hang on.
    """
    first = spread.samples[0]
    if len(spread.samples) == 1:
        return judgement_of(first, first.trace)
    notes = _shared([list(_notes(sample.trace)) for sample in spread.samples])
    apart = _Apart(packages.cases[id(sentence)], first.sentences).whole(sentence)
    if apart.truth is truth:
        return evolve(judgement_of(first, apart), notes=notes)
    judgements = [judgement_of(sample, sample.trace) for sample in spread.samples]
    others = [set(judgement.findings) for judgement in judgements[1:]]
    shared = tuple(finding for finding in judgements[0].findings if all(finding in found for found in others))
    missing = _shared([judgement.missing for judgement in judgements])
    if judgements[0].findings and not shared:
        names = tuple(packages.variables[place].name for place in spread.scope)
        shared = tuple(evolve(finding, depends_on=names) for finding in judgements[0].findings)
    return Judgement(VERDICTS[truth], shared, notes, missing=missing)


def judgement_of(sample: Sample, trace: Trace[Truth]) -> Judgement:
    """What a sentence comes to under one package, with its findings."""
    findings = Explainer(sample.sentences).findings(trace)
    missing = dict.fromkeys(name for finding in findings for name in finding.missing)
    return Judgement(VERDICTS[trace.truth], findings, tuple(_notes(trace)), missing=tuple(missing))


def _shared(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(each for each in lists[0] if all(each in other for other in lists[1:]))


class _Apart(Sentences):
    """A sentence under one package, from what hangs on no choice alone: of all else it cannot tell."""

    def __init__(self, case: Case, sentences: Sentences) -> None:
        super().__init__(
            sentences.world,
            sentences.conditions,
            sentences.scanner.partner,
            sentences.stretches,
            sentences.assessment,
            sentences.line,
        )
        self.case = case
        self.inner = sentences
        self.scanner = sentences.scanner

    def simple(self, record: Simple, indices: list[int]) -> Trace[Truth]:
        """The trace of a simple sentence, without the points that hang on a choice."""
        regions = self.case.regions[id(record)]
        scans: dict[int, Scan] = {}
        for index in indices:
            day = self.stretches[index].first
            segment = regions.segment(day)
            scans[index] = self._fixed(record, self.inner.scan(record, day), regions, segment)
        return Trace(record, {index: scan.truth for index, scan in scans.items()}, False, None, scans=scans)

    def _fixed(self, record: Simple, scan: Scan, regions: Regions, segment: int) -> Scan:
        supports = regions.supports(segment)
        if self.case.outer:
            return evolve(scan, truth=None, witnesses=())
        if supports == [frozenset()]:
            return scan
        if not isinstance(record, QuantifiedRecord) or not regions.divides:
            return evolve(scan, truth=None, witnesses=())
        kept = tuple(witness for witness in scan.witnesses if self._hangs_on_none(witness, regions, segment))
        truths: list[Truth] = [*(witness.truth for witness in kept), None]
        truth = all_of(truths) if record.quantifier == "every" else any_of(truths)
        return evolve(scan, truth=negation(truth) if record.quantifier == "no" else truth, witnesses=kept)

    @staticmethod
    def _hangs_on_none(witness: Witness, regions: Regions, segment: int) -> bool:
        found = regions.over(witness.cell.parties, witness.low, witness.high, segment)
        return not any(found)


# ---- Open and unknown ------------------------------------------------------------------------------------------------


def _open(packages: Packages, spread: Spread) -> Judgement:
    diagrams = packages.diagrams
    diagram = spread.diagram
    if diagram is None:
        raise ValueError("nothing is known of all packages")
    variables = packages.variables
    breaks = in_text(variables, fewest(diagrams, diagram, FALSE))
    saves = in_text(variables, fewest(diagrams, diagram, TRUE))
    names = tuple(variables[place].name for place in diagrams.support(diagram))
    violated = [sample for sample in spread.samples if sample.trace.truth is False]
    if not violated:
        # Every local combination was tried, but none that breaks the line as a whole.
        package = diagrams.package(diagram, FALSE)
        violated = [] if package is None else [packages.sample(spread, package)]
    # Some set of choices always suffices: a whole package does.
    notes = () if breaks and saves else ("the fewest choices that decide it would take too many steps to find",)
    return Judgement(Verdict.OPEN, _depending(packages, violated, names), notes, breaks, saves)


def _depending(packages: Packages, samples: Iterable[Sample], names: tuple[str, ...]) -> tuple[Finding, ...]:
    """What violates in some packages, each with the choices of the terms that bring it about; else with all."""
    findings: dict[Finding, None] = {}
    for sample in samples:
        for finding in judgement_of(sample, sample.trace).findings:
            own = {name for cause in finding.causes for name in packages.names_at(cause.place)}
            hangs = tuple(name for name in names if name in own)
            findings[evolve(finding, verdict=Verdict.OPEN, depends_on=hangs or names)] = None
    return tuple(findings)


def _unsure(packages: Packages, spread: Spread, samples: Sequence[Sample], note: str = "") -> Judgement:
    """Unknown: in no two packages do the verdicts contradict each other, but they are not alike either."""
    wanted = next((sample for sample in samples if sample.trace.truth is None), None)
    if wanted is None and spread.diagram is not None:
        package = packages.diagrams.package(spread.diagram, UNKNOWN)
        wanted = None if package is None else packages.sample(spread, package)
    wanted = wanted or next((sample for sample in samples if sample.trace.truth is not True), samples[0])
    found = judgement_of(wanted, wanted.trace)
    notes = (*found.notes, note) if note else found.notes
    names = [packages.variables[place].name for place in spread.scope]
    missing = found.missing or (f"a choice on {', '.join(names)}",)
    unsure = tuple(evolve(finding, verdict=Verdict.UNKNOWN) for finding in found.findings)
    return Judgement(Verdict.UNKNOWN, unsure, notes, missing=missing)


def _sampled(packages: Packages, spread: Spread) -> Judgement:
    """Beyond the step limit: open where packages of both verdicts are at hand, else unknown."""
    truths = {sample.trace.truth for sample in spread.samples}
    names = tuple(packages.variables[place].name for place in spread.scope)
    if True in truths and False in truths:
        violated = [sample for sample in spread.samples if sample.trace.truth is False]
        return Judgement(
            Verdict.OPEN, _depending(packages, violated, names), ("there are too many packages to try them all",)
        )
    note = f"there are too many packages of {', '.join(names)} to try them all"
    return _unsure(packages, spread, spread.samples, note)


# ---- Notes -----------------------------------------------------------------------------------------------------------


def _notes(trace: Trace[Truth]) -> Iterable[str]:
    """What is worth saying of a line that is met: an empty window, a pattern that met nothing."""
    found: dict[str, None] = {}

    def walk(part: Trace[Truth]) -> None:
        if part.note:
            found[part.note] = None
        for child in part.children:
            walk(child)

    walk(trace)
    simple = simple_parts(trace.record)
    scans = [scan for part in _leaves(trace) for scan in part.scans.values()]
    if trace.truth is True and scans and simple and not any(scan.matched for scan in scans):
        found["nothing of the kind exists"] = None
    return found


def _leaves(trace: Trace[Truth]) -> Iterable[Trace[Truth]]:
    if not trace.children:
        yield trace
    for child in trace.children:
        yield from _leaves(child)
