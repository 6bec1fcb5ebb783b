"""Workflow commands of GitHub Actions: an annotation for each issue, and the verdicts of all lines in the log.

GitHub shows ten annotations of each level for a step; all of them stand in the log.
"""

from __future__ import annotations

from dealcheck.diagnostics import Severity
from dealcheck.report.issues import Issue
from dealcheck.report.log import annotated
from dealcheck.report.record import Result
from dealcheck.report.style import RenderOptions, printable

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(result: Result, options: RenderOptions) -> str:
    """A row for each annotation, the gravest first, then a group for each deal."""
    return annotated(result, options, _command, _group, "::endgroup::")


def _group(title: str) -> str:
    """The head of a deal's verdicts."""
    return f"::group::{_data(title)}"


def _command(issue: Issue) -> str:
    """`::error file=offer.deal,line=5,col=10,endLine=5,endColumn=20,title=DC501 JP.autos%3A violated::...`.

    Columns are told where a place stands on a single line, for GitHub takes them there alone.
    """
    properties = {}
    place = issue.place
    if place is not None:
        start, end = place.source.position(place.span[0]), place.source.position(place.span[1])
        properties = {"file": printable(place.source.name), "line": str(start[0]), "endLine": str(end[0])}
        if start[0] == end[0]:
            properties |= {"col": str(start[1]), "endColumn": str(end[1])}
    properties["title"] = f"{issue.code} {issue.title}"
    said = ",".join(f"{name}={_property(text)}" for name, text in properties.items())
    return f"::{_LEVELS[issue.severity]} {said}::{_data(issue.said)}"


def _data(text: str) -> str:
    """A text as the data of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A text as the value of a property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
