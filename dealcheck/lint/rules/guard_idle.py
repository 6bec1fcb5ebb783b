"""An `unless` or an `if` that is settled before any deal is seen."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.book import book_of
from dealcheck.lint.context import Context
from dealcheck.lint.entailment import Entailment
from dealcheck.lint.idle import Guard, guards
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import UnlessRecord


def check(context: Context) -> Iterator[Found]:
    """Guards that always hold, never do, or change nothing."""
    book = book_of(context)
    for spoken in book.spoken:
        if spoken.speaks_of_nothing:
            continue
        proofs = Entailment(context.model, spoken.line)
        for guard in guards(book.claimant(spoken.line), spoken.sentence):
            found = _settled(guard, spoken.name) or _idle(guard, proofs, spoken.name)
            if found is not None:
                yield found
                break


def _settled(guard: Guard, name: str) -> Found | None:
    """What to say of a guard that comes out one way whatever the deal."""
    record = guard.record
    excused, kept = guard.guard.outcome is True, guard.guard.outcome is False
    if isinstance(record, UnlessRecord):
        if excused:
            help_ = "leave the line out, or mend the exception"
            return Found(
                record.exception.place, f"{name} is never violated: its exception always holds", "always so", help_
            )
        if kept:
            help_ = "leave `unless` and what follows it out, or mend it"
            return Found(record.exception.place, f"the exception of {name} never holds", "never so", help_)
        if guard.main.outcome is False:
            help_ = "write the exception alone, or mend what stands before it"
            return Found(record.sentence.place, f"{name} holds only by its exception", "never so", help_)
        return None
    if excused:
        help_ = "leave the line out, or mend its `if`"
        return Found(record.premise.place, f"{name} never applies: its premise never holds", "never so", help_)
    if kept:
        help_ = "leave `if` and `then` out, or mend the premise"
        return Found(record.premise.place, f"the premise of {name} always holds", "always so", help_)
    return None


def _idle(guard: Guard, proofs: Entailment, name: str) -> Found | None:
    """What to say of a guard that changes nothing."""
    record = guard.record
    if guard.main.outcome is True:
        return None
    if proofs.follows(guard.guard, guard.main):
        if isinstance(record, UnlessRecord):
            place, said = record.exception.place, f"the exception of {name} changes nothing"
            label = "wherever this holds, the line is met without it"
        else:
            place, said = record.premise.place, f"the premise of {name} changes nothing"
            label = "wherever this does not hold, the rest does"
        return Found(place, said, label, "leave the guard out, or mend its number or its scope")
    if proofs.follows(guard.main, guard.guard):
        if isinstance(record, UnlessRecord):
            return Found(
                record.sentence.place,
                f"{name} says no more than its exception",
                "wherever this holds, the exception does",
                "write the exception alone, or mend one of the two",
            )
        return Found(
            record.conclusion.place,
            f"{name} only says that its premise does not hold",
            "this holds only where the premise does not",
            "say so with `not`, or mend one of the two",
        )
    return None


RULE = Rule(
    code="DC407",
    name="guard-idle",
    title="a guard that is always so, never so, or changes nothing",
    category=Category.DEAD,
    what="The exception after `unless`, or the premise after `if`, holds whatever the deal, or never does; or it holds"
    " only where the line is met without it.",
    why="With an exception that always holds the line protects nothing; with one that never holds, or that changes"
    " nothing, a reader takes the line to be softer than it is.",
    bad="""
        use "trade"

        policy JP {
          red line autos
            : no duty by US from JP on hs 8703 may have rate > 15%
              unless some tariff_quota by US from JP on hs 8703 has in_rate < 0%
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line autos
            : no duty by US from JP on hs 8703 may have rate > 15%
              unless some tariff_quota by US from JP on hs 8703 has in_rate <= 0%
        }
    """,
    instead="Write the guard so that some deals pass it and some do not, or leave it out.",
    check=check,
)
