"""Sentences: what a line says, with its patterns as regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.model.comparing import comparable
from dealcheck.model.conditions import read_condition
from dealcheck.model.expressions import Formula
from dealcheck.model.moments import moment_of
from dealcheck.model.records import (
    AggregateRecord,
    AndRecord,
    DealSentenceRecord,
    Expr,
    GroupRecord,
    IfThenRecord,
    JudgedRecord,
    NotRecord,
    OrRecord,
    PatternRecord,
    QuantifiedRecord,
    Ref,
    SentenceRecord,
    TimeRecord,
    UnlessRecord,
)
from dealcheck.model.references import field_of, kind_of
from dealcheck.model.regions import pattern_region
from dealcheck.model.types import CONDITION, DATES, SORT_OF_TYPE, Typed
from dealcheck.model.weights import weights_of
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from dealcheck.model.names import Here


def read_sentence(here: Here, sentence: ast.Sentence) -> SentenceRecord | None:
    """The sentence with its names resolved; None after an error."""
    place = here.place(sentence)
    if isinstance(sentence, ast.Quantified):
        return _quantified(here, sentence)
    if isinstance(sentence, ast.Aggregate):
        return _aggregate(here, sentence)
    if isinstance(sentence, ast.DealSentence):
        condition = read_condition(Formula(here, DATES), sentence.condition)
        timed, time = _time(here, sentence.time)
        return None if condition is None or not timed else DealSentenceRecord(condition, time, place)
    if isinstance(sentence, ast.Judged):
        timed, time = _time(here, sentence.time)
        return JudgedRecord(sentence.question.text, time, place) if timed else None
    if isinstance(sentence, ast.IfThen):
        premise, conclusion = read_sentence(here, sentence.premise), read_sentence(here, sentence.conclusion)
        return None if premise is None or conclusion is None else IfThenRecord(premise, conclusion, place)
    if isinstance(sentence, ast.Unless):
        main, exception = read_sentence(here, sentence.sentence), read_sentence(here, sentence.exception)
        return None if main is None or exception is None else UnlessRecord(main, exception, place)
    if isinstance(sentence, ast.Group):
        inner = read_sentence(here, sentence.sentence)
        timed, time = _time(here, sentence.time)
        return None if inner is None or not timed else GroupRecord(inner, time, place)
    if isinstance(sentence, ast.Not):
        inner = read_sentence(here, sentence.operand)  # type: ignore[arg-type]  # a sentence holds sentences only
        return None if inner is None else NotRecord(inner, place)
    operands = [read_sentence(here, operand) for operand in sentence.operands]  # type: ignore[arg-type]
    known = tuple([operand for operand in operands if operand is not None])
    if len(known) < len(operands):
        return None
    return AndRecord(known, place) if isinstance(sentence, ast.And) else OrRecord(known, place)


def _time(here: Here, time: ast.Time | None) -> tuple[bool, TimeRecord | None]:
    """Whether the time phrase is sound, and the phrase if there is one."""
    if time is None:
        return True, None
    moment = moment_of(here, time.moment)
    last = None if time.last is None else moment_of(here, time.last)
    if moment is None or (time.last is not None and last is None):
        return False, None
    return True, TimeRecord(time.word, moment, last, here.place(time))


def read_pattern(here: Here, pattern: ast.Pattern) -> tuple[PatternRecord, Formula] | None:
    """The pattern, and what reads conditions on it; None after an error."""
    kind = kind_of(here, pattern.kind)
    if kind is None:
        return None
    covered = pattern_region(here, pattern, kind)
    if covered is None:
        return None
    if "on" not in kind.keys:
        for adjective in pattern.adjectives:
            if adjective.text == "general":
                here.problems.error(
                    "DC301",
                    f"`{kind.name}` has no key `on`, so none of its measures is general",
                    here.place(adjective),
                    "general in what?",
                    "leave out `general`",
                )
                return None
    record = PatternRecord(
        kind,
        covered.region,
        frozenset(adjective.text for adjective in pattern.adjectives),
        covered.codes,
        frozenset(key.word for key in pattern.keys),
        here.place(pattern),
    )
    return record, Formula(here, CONDITION, kind, covered.author)


def _quantified(here: Here, sentence: ast.Quantified) -> SentenceRecord | None:
    found = read_pattern(here, sentence.pattern)
    timed, time = _time(here, sentence.time)
    if found is None or not timed:
        return None
    pattern, formula = found
    condition = None
    if sentence.condition is not None:
        condition = read_condition(formula, sentence.condition)
        if condition is None:
            return None
    return QuantifiedRecord(sentence.quantifier, pattern, condition, time, here.place(sentence))


def _aggregate(here: Here, sentence: ast.Aggregate) -> SentenceRecord | None:
    found = read_pattern(here, sentence.pattern)
    timed, time = _time(here, sentence.time)
    if found is None or not timed:
        return None
    pattern, formula = found
    counted = _counted(here, sentence, pattern, formula)
    limit = Formula(here, CONDITION).read(sentence.limit)
    having = None if sentence.having is None else read_condition(formula, sentence.having)
    if counted is None or limit is None or (sentence.having is not None and having is None):
        return None
    pair = comparable(here, counted, sentence.operator, limit)
    weights = None if sentence.weights is None else weights_of(here, sentence.weights)
    if pair is None or (sentence.weights is not None and weights is None):
        return None
    bound: Expr = pair[1]
    return AggregateRecord(
        sentence.function,
        sentence.field.text if sentence.field else "",
        pattern,
        having,
        sentence.operator,
        bound,
        weights,
        time,
        here.place(sentence),
    )


def _counted(here: Here, sentence: ast.Aggregate, pattern: PatternRecord, formula: Formula) -> Typed | None:
    """What an aggregate comes to, as something to compare its limit with; None after an error."""
    place = here.place(sentence.pattern)
    if sentence.function in ("number", "share") or sentence.field is None:
        name = "number" if sentence.function == "number" else "share"
        return Typed(Ref(pattern.kind.name, name, (), False, "", place), "number" if name == "number" else "rate")
    spec = field_of(here, pattern.kind, sentence.field)
    if spec is None:
        return None
    sort = SORT_OF_TYPE[spec.type]
    if sort not in ("rate", "quantity", "money", "number"):
        here.problems.error(
            "DC321",
            f"there is no {sentence.function} of `{spec.name}`",
            here.place(sentence.field),
            f"a {spec.type}",
            "name a field of numbers: a rate, a quantity or an amount of money",
        )
        return None
    return Typed(Ref(pattern.kind.name, spec.name, (), False, "", here.place(sentence.field)), sort, None, spec)
