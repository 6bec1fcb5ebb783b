"""Findings of the linter, one line each."""

from __future__ import annotations

from dealcheck.report.diagnostics import concise_diagnostic
from dealcheck.report.lint import LintReport
from dealcheck.report.style import RenderOptions


def render(report: LintReport, options: RenderOptions) -> str:
    """What keeps files from being linted, then every finding as `path:line:column: CODE level: headline; help`."""
    everything = (*report.errors, *(finding.diagnostic for finding in report.findings))
    return "".join(f"{concise_diagnostic(each)}\n" for each in everything)
