"""The start of a policy's tests: for each line silence, a draft that violates it and one that meets it, where found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from attrs import frozen

from dealcheck import api
from dealcheck.lint.nodes import walk
from dealcheck.logic import Verdict
from dealcheck.model.records import LineRecord, TestRecord
from dealcheck.opening import Opened
from dealcheck.scaffold.trials import Table, Trial, table_of, trials
from dealcheck.scaffold.writing import Status, laid_out, quoted, uses
from dealcheck.syntax import ast
from dealcheck.testing.matching import caused_by

SILENCE = Trial("silence")
NAME_LETTERS = 80


@frozen
class Setting:
    """Where a line is tried: with its policy's file, on which baseline, on which day, and who is there."""

    use: str
    against: Status
    day: date
    table: Table


@frozen
class Tried:
    """A draft with what a line said of it: a verdict, and the cause to expect."""

    trial: Trial
    verdict: str
    by: str = ""
    readings: tuple[tuple[str, str], ...] = ()


def setting_of(line: LineRecord, use: str, opened: Opened, statuses: Sequence[Status]) -> Setting:
    """Where to try a line: on the latest of the baselines that the line's window leaves, within that window.

    `use` names the line's file. The baselines come in the order of their days.
    """
    since, until = (each if isinstance(each, date) else None for each in (line.active_from, line.active_until))
    fitting = [each for each in statuses if until is None or each.day <= until] or statuses[:1]
    against = fitting[-1]
    day = against.day if since is None else max(against.day, since)
    return Setting(use, against, day, table_of(node_of(line), line.party, opened.model))


def node_of(line: LineRecord) -> ast.Line:
    """The syntax of a line."""
    tree = api.parse(line.place.source).file
    return next(node for node in walk(tree) if isinstance(node, ast.Line) and node.name.span == line.place.span)


def tested(line: LineRecord, setting: Setting, reopen: Callable[[str], Opened]) -> list[Tried]:
    """Silence, and one draft for each of violated and met, where one of those tried comes to it.

    `reopen` resolves a text.
    """
    head = uses(setting.use, setting.against.use)
    model = reopen(head).model
    tried = [SILENCE, *trials(node_of(line), line.place.source, model, setting.table, str(setting.day))]
    text = head + "".join(_block(line, setting, Tried(trial, "met"), f"{number}") for number, trial in enumerate(tried))
    opened = reopen(text)
    record = next(each for each in opened.lines if each.full_name == line.full_name)
    spoilt = [
        found.place.span[0] for found in opened.diagnostics if found.place and found.place.source is opened.source
    ]
    found: list[Tried] = []
    wanted = {Verdict.VIOLATED, Verdict.MET}
    for test in sorted(opened.model.tests, key=lambda each: each.place.span):
        if test.place.source is not opened.source or not wanted:
            continue
        if any(test.place.span[0] <= at < test.place.span[1] for at in spoilt):
            continue
        trial = tried[int(test.name)]
        came = _judged(opened, test, record, trial)
        if came is None:
            continue
        verdict = Verdict(came.verdict)
        if trial is SILENCE or verdict in wanted:
            found.append(came)
        if trial is not SILENCE:
            wanted.discard(verdict)
    return found


def _judged(opened: Opened, test: TestRecord, line: LineRecord, trial: Trial) -> Tried | None:
    """What a line says of a trial; None where something is wrong with it."""
    if test.deal is None:
        return None
    checked = api.judge_test(opened, test, [line])
    if checked.diagnostics:
        return None
    judged = checked.lines[0]
    names = ["silence"] if trial is SILENCE else [f"t{number + 1}" for number in range(len(trial.terms))]
    verdict = judged.judgement.verdict
    causes = [name for name in names if any(caused_by(each, name) for each in judged.judgement.findings)]
    by = causes[0] if causes and verdict is Verdict.VIOLATED else ""
    unlike = [(name, each.verdict.value) for name, each in judged.readings if each.verdict is not verdict]
    return Tried(trial, verdict.value, by, tuple(unlike))


# ---- The text --------------------------------------------------------------------------------------------------------


def tests_text(whose: str, tests: Sequence[tuple[LineRecord, Setting, Sequence[Tried]]]) -> str:
    """A file of tests for lines, each with what was found of it; `whose` says in a word whose lines these are."""
    used = [use for _, setting, _ in tests for use in (setting.use, setting.against.use)]
    start = (
        f"# Tests of {whose}: a start.\n#\n"
        "# They say what dealcheck finds. Read each before you keep it: is that what the party means?\n"
    )
    return laid_out(f"{start}{uses(*used)}\n" + "\n".join(_section(*each) for each in tests))


def _section(line: LineRecord, setting: Setting, done: Sequence[Tried]) -> str:
    """The tests of one line, and what is still to be written."""
    verdicts = {each.verdict for each in done}
    missing = [verdict for verdict in ("violated", "met") if verdict not in verdicts]
    blocks = [_block(line, setting, each, _name(line, each)) for each in done]
    rest = [
        f"# No draft was found under which {line.full_name} is {verdict}: write a test of one.\n" for verdict in missing
    ]
    return "\n".join([*blocks, *rest])


_VERBS = {"violated": "violates", "met": "meets"}


def _name(line: LineRecord, each: Tried) -> str:
    """`rate 24.9% meets JP.autos`."""
    words = each.trial.words
    verb = _VERBS.get(each.verdict)
    name = f"{words} {verb} {line.full_name}" if verb else f"{words} leaves {line.full_name} {each.verdict}"
    return (
        name
        if len(name) <= NAME_LETTERS
        else f"{words[: NAME_LETTERS - len(name) - 3].rstrip()}...{name[len(words) :]}"
    )


def _block(line: LineRecord, setting: Setting, each: Tried, name: str) -> str:
    trial = each.trial
    terms = "".join(f"    term t{number}: {text}\n" for number, text in enumerate(trial.terms, 1))
    effective = trial.effective or str(setting.day)
    table = setting.table
    days = f"signed {setting.day}  effective {effective}  against {setting.against.name}"
    expected = f"{each.verdict}{f' by {each.by}' if each.by else ''}"
    readings = "".join(f" reading {reading} {verdict}" for reading, verdict in each.readings)
    beside = f"  {trial.beside}\n" if trial.beside else ""
    return (
        f"test {quoted(name)} {{\n  deal {{ between {table.ours}, {table.other}  {days}\n{terms}  }}\n{beside}"
        f"  expect {line.full_name} {expected}{readings}\n}}\n"
    )
