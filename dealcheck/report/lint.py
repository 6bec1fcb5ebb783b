"""What linting came to: the record, its summary and its counts by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from dealcheck.diagnostics import Diagnostic, Severity
from dealcheck.lint.engine import Finding, Linted
from dealcheck.lint.fixing import fixable
from dealcheck.lint.rule import Rule
from dealcheck.report.formatting import counted, unified
from dealcheck.report.record import FINDINGS, INTERNAL, NOT_JUDGED, OK
from dealcheck.report.style import RenderOptions, printable


@frozen
class LintedFile:
    """A file with what was found in it.

    `linted` is the text as it is once fixes are applied, `before` as it was; `rules` looked at it. `faults` say what
    dealcheck itself did wrong, `trouble` why the outcome could not be written.
    """

    name: str
    before: str
    linted: Linted
    rules: tuple[Rule, ...]
    applied: tuple[Finding, ...] = ()
    faults: tuple[str, ...] = ()
    trouble: tuple[Diagnostic, ...] = ()
    printed: bool = False
    """Whether it came from standard input, so that its text goes to standard output."""

    @property
    def changed(self) -> bool:
        """Whether fixes change its text."""
        return self.linted.source.whole != self.before

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What kept it from being linted or written."""
        return (*self.linted.errors, *self.trouble)


@frozen
class LintReport:
    """The files of a run; `problems` keep others from being linted, `fixes` tells what was to become of fixes.

    `fixes` is `write`, `show` or `""`; `skipped` are the rules that were left out because no day was given.
    """

    files: tuple[LintedFile, ...]
    problems: tuple[Diagnostic, ...] = ()
    skipped: tuple[Rule, ...] = ()
    fixes: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules find in the texts as they are now, by file and place."""
        return tuple(finding for file in self.files for finding in file.linted.findings)

    @property
    def applied(self) -> tuple[Finding, ...]:
        """What fixes have mended, or would mend."""
        return tuple(finding for file in self.files for finding in file.applied)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What kept files from being linted, each once."""
        return tuple(dict.fromkeys((*self.problems, *(found for file in self.files for found in file.errors))))

    @property
    def faults(self) -> tuple[str, ...]:
        """What dealcheck itself did wrong, by file."""
        return tuple(f"{file.name}: {fault}" for file in self.files for fault in file.faults)

    @property
    def exit_code(self) -> int:
        """0 with nothing found, 1 with findings above notes, 2 where a file is not linted, 3 where that is our fault.

        What `--diff` would mend still stands in the files, so it counts.
        """
        if self.faults:
            return INTERNAL
        if self.errors or not self.files:
            return NOT_JUDGED
        left = [*self.findings, *(self.applied if self.fixes == "show" else ())]
        return FINDINGS if any(finding.rule.level is not Severity.NOTE for finding in left) else OK

    @property
    def counts(self) -> list[tuple[Rule, int]]:
        """How often each rule found something, the most first."""
        found = Counter(finding.rule.code for finding in self.findings)
        rules = {finding.rule.code: finding.rule for finding in self.findings}
        return [(rules[code], found[code]) for code in sorted(found, key=lambda code: (-found[code], code))]


def said(finding: Finding) -> Diagnostic:
    """A finding as it is reported, with the fix that its rule offers."""
    diagnostic, fix = finding.diagnostic, finding.found.fix
    if fix is None:
        return diagnostic
    how = "`--fix` does that" if fix.safe else "`--unsafe-fixes --diff` shows that"
    note = f"{how}: {fix.said}" if finding.found.help else how
    return evolve(diagnostic, notes=(*diagnostic.notes, note))


def difference(file: LintedFile, options: RenderOptions) -> str:
    """What fixes change in a file, as a unified difference."""
    return unified(file.name, file.before, file.linted.source.whole, "fixed", options) if file.changed else ""


def summary(report: LintReport) -> str:
    """How many files, findings and fixes there are, and what was not looked at; a line each."""
    return "".join(f"{row}\n" for row in _summary(report))


def _summary(report: LintReport) -> Iterator[str]:
    sound = [file for file in report.files if not file.linted.errors]
    applied = report.applied
    if applied:
        files = counted(sum(bool(file.applied) for file in report.files), "file")
        done = "would be mended" if report.fixes == "show" else "mended"
        yield f"{counted(len(applied), 'finding')} {done} in {files}"
    if sound:
        yield _found(report, len(sound))
    left = len(report.files) - len(sound)
    if left:
        yield f"{counted(left, 'file')} not linted, because of errors"
    if not report.files:
        yield "no file linted"
    if report.skipped:
        codes = ", ".join(rule.code for rule in report.skipped)
        yield f"{counted(len(report.skipped), 'rule')} left out for want of a day: {codes}; give `--as-of DATE`"


def _found(report: LintReport, files: int) -> str:
    """`3 files: 12 findings, 4 of them mended by --fix, 2 let be by comments`."""
    findings = report.findings
    safe = sum(fixable(finding, unsafe=False) for finding in findings)
    unsafe = sum(fixable(finding, unsafe=True) for finding in findings) - safe
    let_be = sum(len(file.linted.suppressed) for file in report.files)
    parts = [counted(len(findings), "finding") if findings else "nothing found"]
    parts.extend([f"{safe} can be mended by --fix"] if safe else [])
    parts.extend([f"{unsafe} by --unsafe-fixes"] if unsafe else [])
    parts.extend([f"{let_be} let be by comments"] if let_be else [])
    return f"{counted(files, 'file')}: {', '.join(parts)}"


def statistics(report: LintReport, options: RenderOptions) -> str:
    """How often each rule found something, a row each."""
    rows = report.counts
    wide = max((len(str(count)) for _, count in rows), default=0)
    names = max((len(rule.name) for rule, _ in rows), default=0)
    return "".join(
        f"{count:>{wide}}  {options.paint(rule.code, 'bold')}  {rule.name:<{names}}  {rule.title}".rstrip() + "\n"
        for rule, count in rows
    )


def fault_lines(faults: Sequence[str]) -> str:
    """What dealcheck itself did wrong, a line each."""
    return "".join(
        f"dealcheck failed on its own account: {printable(fault)}. Please report the file.\n" for fault in faults
    )
