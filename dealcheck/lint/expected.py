"""What the tests of a text expect of its lines."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from attrs import define, field

from dealcheck.lint.context import Context
from dealcheck.model.records import LineRecord, TestRecord
from dealcheck.syntax import ast

SILENCE = "silence"


@define
class Expected:
    """What is expected of one line: verdicts, readings, and whether some test is silent about it."""

    verdicts: set[str] = field(factory=set)
    readings: set[str] = field(factory=set)
    silent: bool = False


def expectations(context: Context) -> dict[str, Expected]:
    """What the tests of the text expect, by line; of lines that no test names, nothing stands there."""
    found = _KNOWN.get(context)
    if found is None:
        found = _KNOWN[context] = _expectations(context)
    return found


_KNOWN: WeakKeyDictionary[Context, dict[str, Expected]] = WeakKeyDictionary()


def _expectations(context: Context) -> dict[str, Expected]:
    found: dict[str, Expected] = {}
    kinds: dict[str, frozenset[str]] = {}
    for line in context.lines:
        kinds[line.full_name] = kinds_of(context, line)
    for test in context.tests:
        touched = _touched(test)
        for each in test.expectations:
            expected = found.setdefault(each.line, Expected())
            expected.verdicts.add(each.outcome.verdict)
            outcomes = [each.outcome, *(outcome for _, outcome in each.readings)]
            expected.readings.update(name for name, _ in each.readings)
            by_silence = any(SILENCE in outcome.by for outcome in outcomes)
            about = kinds.get(each.line, frozenset())
            expected.silent = expected.silent or by_silence or (touched is not None and not about & touched)
    return found


def kinds_of(context: Context, line: LineRecord) -> frozenset[str]:
    """The kinds of measure that a line of the text looks at; `duty` is made of tariffs."""
    node = context.node_of(line)
    if node is None:
        return frozenset()
    found = {pattern.kind.text for pattern in context.nodes(ast.Pattern, below=node.sentence)}
    return frozenset(found | ({"tariff"} if "duty" in found else set()))


def has_tests(context: Context) -> bool:
    """Whether the text has a test."""
    return any(isinstance(item, ast.Test) for item in context.tree.items)


def _touched(test: TestRecord) -> set[str] | None:
    """The kinds that the draft of a test speaks of; None where it has an error."""
    return None if test.deal is None else {setting.kind.name for setting in test.deal.text.settings}
