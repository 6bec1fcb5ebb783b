"""Findings of the linter as framed excerpts."""

from __future__ import annotations

from dealcheck.report.diagnostics import render_diagnostic
from dealcheck.report.lint import LintReport, said
from dealcheck.report.style import RenderOptions


def render(report: LintReport, options: RenderOptions) -> str:
    """What keeps files from being linted, then every finding, a blank line behind each."""
    everything = (*report.errors, *(said(finding) for finding in report.findings))
    return "".join(f"{render_diagnostic(each, options)}\n" for each in everything)
