"""What is wrong or doubtful in a document, and which lines its deals violate: what the command line says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from dealcheck.diagnostics import Diagnostic, Label, Severity
from dealcheck.lint.engine import Finding
from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.client import Client
from dealcheck.report.issues import Issue, issues_of
from dealcheck.report.record import Result
from dealcheck.report.style import RenderOptions
from dealcheck.source import Place, Source, Span
from dealcheck.syntax import ast

SOURCE = "dealcheck"

ABOUT_THE_COMMAND = frozenset({"DC930", "DC932"})
"""What is said of a command that had nothing to do: of a text that holds no deal there is nothing to mend."""

SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}

IDLE = frozenset({
    "covered-in-scope", "guard-idle", "idle-condition", "idle-stage", "idle-waiver", "redundant-parentheses",
    "repeated-in-scope", "same-source-twice", "source-never-used", "term-changes-nothing", "unused-suppression",
    "unused-use", "used-twice", "cited-twice",
})  # fmt: skip
"""Rules that find what could as well be left out: editors show it faded."""

OUTDATED = frozenset({"window-past"})
"""Rules that find what time has passed over: editors strike it through."""

MOST_RELATED = 20


def faults(analysis: Analysis) -> list[Diagnostic]:
    """What is wrong with the text or with what it uses, without judging its deals."""
    if not isinstance(analysis.found, Source):
        return [analysis.found.diagnostic()]
    found = [*analysis.opened.diagnostics]
    if analysis.alone is not analysis.opened and analysis.settings.lint:
        found.extend(analysis.linted.errors)
    return _once([*analysis.plan.problems, *found])


def judged_faults(analysis: Analysis) -> list[Diagnostic]:
    """What judging the deals of the text has brought up besides: that they contradict themselves, and the like."""
    report = analysis.report
    if report is None:
        return []
    known = {*faults(analysis)}
    return [each for each in _once(report.everything) if each not in known and each.code not in ABOUT_THE_COMMAND]


def findings(analysis: Analysis) -> Sequence[Finding]:
    """What the linter finds; nothing where it is off or the text has errors."""
    if not analysis.settings.lint or not isinstance(analysis.found, Source):
        return ()
    return analysis.linted.findings


def issues(analysis: Analysis) -> list[Issue]:
    """The lines that the deals of the text do not meet, as reviews show them.

    Where errors in the texts keep every line from being told, the errors say enough.
    """
    report = analysis.report
    if report is None or analysis.opened.blocked:
        return []
    return [each for each in issues_of(Result((report,)), RenderOptions()) if each.line is not None]


def diagnostics(analysis: Analysis, client: Client, judged: bool) -> list[types.Diagnostic]:
    """All diagnostics of the text, in its order; those of its deals only where they are `judged`."""
    write = _Writer(analysis, client)
    found = [*write.of_faults(faults(analysis)), *map(write.of_finding, findings(analysis))]
    if judged and analysis.settings.check:
        found.extend(write.of_faults(judged_faults(analysis)))
        found.extend(map(write.of_issue, issues(analysis)))
    return sorted(found, key=lambda each: (each.range.start.line, each.range.start.character, str(each.code)))


def _once(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [*dict.fromkeys(found)]


class _Writer:
    """Writes diagnostics as the protocol has them, as far as the client understands."""

    def __init__(self, analysis: Analysis, client: Client) -> None:
        self.analysis = analysis
        self.client = client

    def of_faults(self, found: Iterable[Diagnostic]) -> Iterator[types.Diagnostic]:
        """The faults of this text one by one; those of another file at the `use` that leads there, together."""
        elsewhere: dict[str, list[Diagnostic]] = {}
        for each in found:
            if each.place is None or self.analysis.owns(each.place):
                yield self.of_fault(each)
            elif each.is_error:
                elsewhere.setdefault(each.place.source.name, []).append(each)
        for name, errors in elsewhere.items():
            count = f"{len(errors)} errors, the first being" if len(errors) > 1 else "an error"
            yield self._write(
                self._use_of(errors[0].place),
                Severity.ERROR,
                errors[0].code,
                f"{name} has {count}: {errors[0].headline}",
                [Label(each.place, each.headline) for each in errors if each.place is not None],
            )

    def of_fault(self, found: Diagnostic, tags: Sequence[types.DiagnosticTag] = ()) -> types.Diagnostic:
        """A fault of this text."""
        rows = [found.headline, *([found.label] if found.label else []), *(f"note: {note}" for note in found.notes)]
        rows.extend([f"help: {found.help}"] if found.help else [])
        span = found.place.span if found.place is not None else (0, 0)
        return self._write(span, found.severity, found.code, "\n".join(rows), found.labels, tags)

    def of_finding(self, finding: Finding) -> types.Diagnostic:
        """What a rule of the linter found."""
        name = finding.rule.name
        tags = [types.DiagnosticTag.Unnecessary] if name in IDLE else []
        tags.extend([types.DiagnosticTag.Deprecated] if name in OUTDATED else [])
        return self.of_fault(finding.diagnostic, tags)

    def of_issue(self, issue: Issue) -> types.Diagnostic:
        """A line that a deal does not meet."""
        place, related = issue.place, [*issue.related]
        if place is None or not self.analysis.owns(place):
            related = [*([Label(place, issue.title)] if place is not None else []), *related]
            place = self._deal(issue.deal)
        span = place.span if place is not None else (0, 0)
        return self._write(span, issue.severity, issue.code, issue.said, related)

    def _write(
        self,
        span: Span,
        severity: Severity,
        code: str,
        message: str,
        labels: Sequence[Label] = (),
        tags: Sequence[types.DiagnosticTag] = (),
    ) -> types.Diagnostic:
        related: list[types.DiagnosticRelatedInformation] = []
        for label in labels[:MOST_RELATED]:
            location = self.analysis.location(label.place) if self.client.related else None
            if location is not None:
                related.append(types.DiagnosticRelatedInformation(location, label.text))
            else:
                where = f"{label.place.source.name}:{label.place.line}:{label.place.column}"
                message = f"{message}\n{where}: {label.text}"
        page = self.analysis.settings.page
        href = types.CodeDescription(page.replace("{code}", code)) if page and self.client.pages else None
        known = [tag for tag in tags if tag.value in self.client.tags]
        return types.Diagnostic(
            self.analysis.range(span),
            message,
            severity=SEVERITIES[severity],
            code=code,
            code_description=href,
            source=SOURCE,
            tags=known or None,
            related_information=related or None,
        )

    def _use_of(self, place: Place | None) -> Span:
        """The `use` through which another file comes in; the start of the text where none does."""
        analysis = self.analysis
        uses = [item for item in analysis.tree.items if isinstance(item, ast.Use)]
        for item in uses:
            closure = {each.source.name for each in analysis.reach(item.path.text)}
            if place is not None and place.source.name in closure:
                return item.path.span
        return (0, 0)

    def _deal(self, name: str) -> Place | None:
        deals = {deal.name: deal.place for deal in self.analysis.opened.deals}
        return deals.get(name) or next(iter(deals.values()), None)
