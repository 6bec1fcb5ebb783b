"""The limits that a line's sentence sets: what is compared with what, in which sense, on which days."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from dealcheck.evaluate.conditions import NEGATED, read_refs
from dealcheck.evaluate.walk import lent_time, parts_of_sentence, time_of
from dealcheck.model.records import (
    AggregateRecord,
    AndRecord,
    CompareRecord,
    ConditionRecord,
    Expr,
    GroupRecord,
    IfThenRecord,
    Kind,
    MemberRecord,
    NotRecord,
    Op,
    QuantifiedRecord,
    Ref,
    SentenceRecord,
    TimeRecord,
)
from dealcheck.worlds.texts import parts_of

SENSES = ("<", "<=", "=", ">=", ">")
"""The signs of limits that can be drawn; `!=` and the like are said in words alone."""

TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""The signs of comparisons read from right to left."""

NUMERIC = ("rate", "percent", "quantity", "money", "price", "number")
"""The types of fields that can be drawn."""


@frozen(eq=False)
class Limit:
    """A limit that a simple sentence sets to a field of its points, on the days of all of `times`.

    `sense` is the sign by which it lets values pass, `""` where none says it; `against` what the field is compared
    with, None where it is no comparison with a value: then `text` says what is asked for. `alone` tells that nothing
    else will do in its place: it stands under no `or`, `unless`, `if` or `some`.
    """

    simple: QuantifiedRecord | AggregateRecord
    field: str
    sense: str
    against: Expr | None
    text: str
    alone: bool
    times: tuple[TimeRecord, ...]

    def reads_elsewhere(self, kind: Kind) -> bool:
        """Whether what the field is compared with is read beside the point itself."""
        parts = parts_of(self.against) if self.against is not None else ()
        return any(
            (isinstance(part, Ref) and bool(part.changes or part.extreme or part.kind != kind.name))
            or (isinstance(part, Op) and part.operator == "all_in")
            for part in parts
        )


def limits_of(sentence: SentenceRecord) -> list[Limit]:
    """The limits of a sentence, in the order written."""
    return list(_of_sentence(sentence, (), True, True))


def main_field(kind: Kind) -> str:
    """The field by which a measure is drawn where no comparison names one; `""` where the kind has none."""
    numeric = [spec.name for spec in kind.fields.values() if spec.type in NUMERIC]
    return next(iter([*numeric, *kind.fields]), "")


def _of_sentence(record: SentenceRecord, times: tuple[TimeRecord, ...], wanted: bool, alone: bool) -> Iterator[Limit]:
    """The limits of a sentence that should come out as `wanted`."""
    for time in (time_of(record), lent_time(record)):
        if time is not None and time not in times:
            times = (*times, time)
    if isinstance(record, QuantifiedRecord):
        yield from _of_quantified(record, times, wanted, alone)
    elif isinstance(record, AggregateRecord):
        sign = record.operator if wanted else NEGATED.get(record.operator, "")
        field = record.field or main_field(record.pattern.kind)
        yield Limit(record, field, sign if sign in SENSES else "", record.limit, "", alone, times)
    elif isinstance(record, NotRecord):
        yield from _of_sentence(parts_of_sentence(record)[0], times, not wanted, alone)
    elif isinstance(record, IfThenRecord):
        yield from _of_sentence(record.premise, times, not wanted, False)
        yield from _of_sentence(record.conclusion, times, wanted, False)
    else:
        # Of `A and B` each has to hold, of `not (A or B)` each has to fail; else another may do in its place.
        together = isinstance(record, GroupRecord) or isinstance(record, AndRecord) is wanted
        for part in parts_of_sentence(record):
            yield from _of_sentence(part, times, wanted, alone and together)


def _of_quantified(
    record: QuantifiedRecord, times: tuple[TimeRecord, ...], wanted: bool, alone: bool
) -> Iterator[Limit]:
    """The limits of `no P may have C`, `every P must have C`, `some P has C`, or of its negation."""
    # Of a `some`, and of what is not to hold of every point, one point is enough.
    alone = alone and (record.quantifier != "some") is wanted
    kind = record.pattern.kind
    if record.condition is None:
        exists = (record.quantifier != "no") is wanted
        yield Limit(record, main_field(kind), "", None, "some" if exists else "none", alone, times)
        return
    has = (record.quantifier != "no") is wanted
    comparisons = list(_comparisons(record.condition, has, alone))
    # What is compared with what at another kind's points is no limit of this one, where there is one beside it.
    own = [each for each in comparisons if any(ref.kind == kind.name for ref in read_refs(each[0]))]
    for condition, asked, needed in own or comparisons:
        yield _compared(record, condition, asked, needed, times)


def _comparisons(
    condition: ConditionRecord | SentenceRecord, wanted: bool, alone: bool
) -> Iterator[tuple[CompareRecord | MemberRecord, bool, bool]]:
    """The comparisons of a condition, each with how it should come out, and whether no other will do in its place."""
    if isinstance(condition, CompareRecord | MemberRecord):
        yield condition, wanted, alone
    elif isinstance(condition, NotRecord):
        yield from _comparisons(condition.operand, not wanted, alone)
    else:
        together = isinstance(condition, AndRecord) is wanted
        # What is no comparison and no `not` is an `and` or an `or`: a condition holds no sentence.
        for operand in condition.operands:  # type: ignore[union-attr]
            yield from _comparisons(operand, wanted, alone and together)


def _compared(
    record: QuantifiedRecord,
    condition: CompareRecord | MemberRecord,
    wanted: bool,
    alone: bool,
    times: tuple[TimeRecord, ...],
) -> Limit:
    """A comparison as a limit: of the field that stands alone on one side, where one does."""
    kind = record.pattern.kind
    if isinstance(condition, CompareRecord):
        sign = condition.operator if wanted else NEGATED.get(condition.operator, "")
        sense = sign if sign in SENSES else ""
        text = "" if sense else f"{sign} {{}}"
        left, right = condition.left, condition.right
        if isinstance(left, Ref) and _is_plain(left, kind):
            return Limit(record, left.field, sense, right, text, alone, times)
        if isinstance(right, Ref) and _is_plain(right, kind):
            return Limit(record, right.field, TURNED.get(sense, sense), left, text, alone, times)
    written = " ".join(condition.place.text.split())
    read = [ref.field for ref in read_refs(condition) if ref.kind == kind.name and ref.field in kind.fields]
    field = next(iter(read), main_field(kind))
    return Limit(record, field, "", None, written if wanted else f"not {written}", alone, times)


def _is_plain(ref: Ref, kind: Kind) -> bool:
    """Whether a reference reads a field of the point itself."""
    return ref.kind == kind.name and not (ref.changes or ref.old or ref.extreme)
