"""`dealcheck lint`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from attrs import define, evolve, field

from dealcheck import api, limits, terminal
from dealcheck.cli import common
from dealcheck.configuration import Configuration, Section
from dealcheck.diagnostics import Diagnostic
from dealcheck.lint.context import LintOptions
from dealcheck.lint.fixing import Fixed
from dealcheck.lint.rule import Rule, all_rules
from dealcheck.lint.selection import Selection, unknown_words
from dealcheck.lint.settings import LintSettings, read_settings
from dealcheck.loader import EXTENSIONS, STDIN, Fault, Library, Shelf, read, read_bytes
from dealcheck.report.diagnostics import render_diagnostic
from dealcheck.report.lint import LintedFile, LintReport, difference, fault_lines, statistics, summary
from dealcheck.report.style import RenderOptions
from dealcheck.saving import save

LINTABLE = common.Wanted("file to lint", EXTENSIONS, lambda source: True)


@click.command("lint")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@common.rules_option("--select", "Only these rules: codes, their beginnings (DC46), names, or categories.")
@common.rules_option("--ignore", "Not these rules, whatever is selected.")
@click.option(
    "--as-of",
    type=common.DateType(),
    metavar="DATE",
    help="The day on which what has an end may be over. Without it, rules that ask for a day are left out.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what the text says, in place.")
@click.option("--unsafe-fixes", is_flag=True, help="With --diff or --fix: fixes too that may change what a text says.")
@click.option("--diff", is_flag=True, help="Write nothing; print what --fix would change.")
@click.option("--statistics", "counting", is_flag=True, help="Print how often each rule found something.")
@common.format_option("full", "concise", "json")
@common.stdin_option
@common.color_option
def lint(
    files: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    as_of: date | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    counting: bool,
    output: str,
    stdin_filename: str | None,
    color: str,
) -> int:
    """Say what is doubtful in FILEs that can be read: lines that nothing violates, words that are easily misread.

    A folder stands for every .policy and .deal file in it and below it; `-` reads standard input. The rules are those
    of [tool.dealcheck.lint] in the project's pyproject.toml, by default all; `dealcheck rules` lists them, and
    `dealcheck explain DC450` has the page of one. A comment `# dealcheck: ignore[DC450] reason` lets a finding be.

    Exits with 1 where something is found, and with 2 where a file cannot be linted.

    \b
    Example:
      dealcheck lint policies/ --as-of 2026-03-01
      dealcheck lint policies/jp.policy --select tests,DC46 --diff
    """
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes goes with --diff, which shows them, or with --fix, which writes them")
    if output == "json" and fix and not diff and "-" in files:
        raise click.UsageError("what is read from - goes to standard output, and so would --format json: use --diff")
    rules = all_rules()
    problems = [*_unknown("--select", select, rules), *_unknown("--ignore", ignore, rules)]
    drafts: Sequence[api.Draft] = ()
    if not problems:
        drafts, problems = common.open_drafts(files, stdin_filename, wanted=LINTABLE)
    fixes = "show" if diff else "write" if fix else ""
    printed = _stdin_name(stdin_filename) if "-" in files else ""
    desk = _Desk(rules, select, ignore, as_of, fixes, unsafe_fixes, printed)
    linted = [desk.linted(draft) for draft in common.in_turn(drafts, "Linting")]
    problems.extend(desk.problems)
    if linted and not desk.problems and not any(file.rules for file in linted):
        words = "what is selected is ignored too"
        problems.append(Diagnostic("DC931", "no rule is left to look at these files", help=words))
    asked = {rule.code: rule for file in linted for rule in file.rules}
    skipped = tuple(rule for rule in asked.values() if rule.as_of and as_of is None)
    report = LintReport(tuple(linted), tuple(problems), skipped, fixes)
    _say(report, output, counting, color)
    return report.exit_code


def _unknown(option: str, words: Sequence[str], rules: Sequence[Rule]) -> list[Diagnostic]:
    """An error for each word that means no rule."""
    return [
        Diagnostic("DC931", f"no rule is called {word}, which {option} names", help=way_out)
        for word, way_out in unknown_words(words, rules)
    ]


@define
class _Desk:
    """Lints drafts, each by the rules of its project, and writes what it mends."""

    rules: Sequence[Rule]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    as_of: date | None
    fixes: str
    unsafe: bool
    printed: str
    """The name of the text that comes from standard input, and goes to standard output."""
    problems: list[Diagnostic] = field(factory=list)
    _settings: dict[str, LintSettings] = field(factory=dict)

    def linted(self, draft: api.Draft) -> LintedFile:
        """What is found in a draft, once its fixes are applied where that is asked for."""
        files = draft.files
        if not isinstance(files, Library):
            raise TypeError(files)
        settings = self._settings_of(files.configuration)
        path = files.shelf.path_of(draft.source)
        rules = self._selection(settings).rules_for(_below(path, files.root), self.rules)
        options = LintOptions(self.as_of, files.shelf.nomenclature, settings.limits)
        source = draft.source
        if not self.fixes:
            return LintedFile(source.name, source.whole, api.lint(draft, options, rules), tuple(rules))
        fixed = api.fix(draft, options, rules, self.unsafe)
        printed = self.fixes == "write" and source.name == self.printed
        file = LintedFile(
            source.name, source.whole, fixed.linted, tuple(rules), fixed.applied, fixed.faults, (), printed
        )
        if self.fixes == "write" and file.changed and path is not None and not printed:
            fault = _written(path, fixed)
            if fault is not None:
                was = api.lint(draft, options, rules)
                return evolve(file, linted=was, applied=(), trouble=(fault.diagnostic(),))
        return file

    def _settings_of(self, configuration: Configuration) -> LintSettings:
        """The settings of a project, read once; what is wrong with them is told once."""
        section = configuration.lint
        key = section.head if section else ""
        if key not in self._settings:
            found = self._read(section)
            self._settings[key] = found
            self.problems.extend(found.diagnostics)
        for problem in configuration.diagnostics:
            if problem not in self.problems:
                self.problems.append(problem)
        return self._settings[key]

    def _read(self, section: Section | None) -> LintSettings:
        if section is None:
            return LintSettings()
        return read_settings(section.values, section.head, section.place_of, self.rules)

    def _selection(self, settings: LintSettings) -> Selection:
        """What the project selects; `--select` stands instead of that, `--ignore` comes on top."""
        found = settings.selection
        return evolve(found, select=self.select or found.select, ignore=(*found.ignore, *self.ignore))


def _below(path: Path | None, root: Path) -> str:
    """A file's path from the project's root, with slashes."""
    if path is None:
        return ""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _written(path: Path, fixed: Fixed) -> Fault | None:
    """Put the fixed text in place of the file's, which must be what was linted; None, or why that cannot be done."""
    name = fixed.before.name
    raw = read_bytes(path, name, limits.FILE_BYTES, named=False)  # A pipe cannot be read again, nor replaced.
    now = raw if isinstance(raw, Fault) else read(name, raw)
    if isinstance(now, Fault):
        return now
    if now.whole != fixed.before.whole or isinstance(raw, Fault):
        return Fault("DC918", f"{name} has changed while it was linted", "lint it again")
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    return save(path, name, mark + fixed.after.whole.encode())


def _say(report: LintReport, output: str, counting: bool, color: str) -> None:
    """Write the report, differences, or the text of standard input; the summary goes where it does not mix."""
    options = common.render_options(color)
    if output == "json":
        from dealcheck.report import lint_json

        terminal.write(lint_json.render(report, options))
        return
    on_error = RenderOptions(terminal.wants_color(sys.stderr, color), terminal.columns(sys.stderr))
    printed = [file for file in report.files if file.printed]
    if report.fixes == "show" or printed:
        for found in () if printed else report.errors:
            terminal.write_error(f"{render_diagnostic(found, on_error)}\n")
        for file in report.files:
            if file.printed:
                terminal.write_whole(file.linted.source.whole)
            elif report.fixes == "show":
                terminal.write(difference(file, options))
        terminal.write_error(_rendered(report, output, on_error) if printed else "")
        terminal.write_error(fault_lines(report.faults) + summary(report))
        return
    if counting:
        terminal.write(_rendered(evolve(report, files=(), problems=report.errors), output, options))
        terminal.write(statistics(report, options))
    else:
        terminal.write(_rendered(report, output, options))
    terminal.write_error(fault_lines(report.faults))
    terminal.write(summary(report))


def _rendered(report: LintReport, output: str, options: RenderOptions) -> str:
    """The findings in the format asked for; only that format is imported."""
    if output == "concise":
        from dealcheck.report import lint_concise

        return lint_concise.render(report, options)
    from dealcheck.report import lint_full

    return lint_full.render(report, options)


def _stdin_name(filename: str | None) -> str:
    """How messages name what stands on standard input."""
    shelf = Shelf()
    return shelf.name_of(shelf.current / (filename or STDIN))
