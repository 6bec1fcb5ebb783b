"""Code Quality of GitLab: a list of issues that a merge request shows beside its changes."""

from __future__ import annotations

from dealcheck.diagnostics import Severity
from dealcheck.logic import Verdict
from dealcheck.report.issues import Issue, issues_of
from dealcheck.report.json_text import written
from dealcheck.report.record import Result
from dealcheck.report.style import RenderOptions

_GRAVITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(result: Result, options: RenderOptions) -> str:
    """A JSON list; an issue that stands in no file is shown at the first draft, for GitLab wants a place."""
    fallback = result.drafts[0].name if result.drafts else "."
    issues = [
        {
            "description": issue.in_a_row,
            "check_name": issue.code,
            "fingerprint": issue.key,
            "severity": _gravity(issue),
            "location": {
                "path": fallback if issue.place is None else issue.place.source.name,
                "lines": {"begin": 1 if issue.place is None else issue.place.line},
            },
        }
        for issue in issues_of(result, options)
    ]
    return written(issues, levels=1) + "\n"


def _gravity(issue: Issue) -> str:
    """What keeps a text from being judged is a blocker; a violated line that fails nothing is still major."""
    if issue.line is None:
        return "blocker" if issue.severity is Severity.ERROR else _GRAVITIES[issue.severity]
    if issue.severity is Severity.WARNING and issue.line.verdict is Verdict.VIOLATED:
        return "major"
    return _GRAVITIES[issue.severity]
