"""Logging commands of Azure Pipelines: an entry of the run's summary for each issue, and all verdicts in the log.

The summary knows errors and warnings; what is a note stands in the log alone.
"""

from __future__ import annotations

from dealcheck.diagnostics import Severity
from dealcheck.report.diagnostics import at_place
from dealcheck.report.issues import Issue
from dealcheck.report.log import annotated, quiet
from dealcheck.report.record import Result
from dealcheck.report.style import RenderOptions, printable


def render(result: Result, options: RenderOptions) -> str:
    """A row for each issue, the gravest first, then a group for each deal."""
    return annotated(result, options, _row, _group, "##[endgroup]")


def _group(title: str) -> str:
    """The head of a deal's verdicts."""
    return f"##[group]{title}"


def _row(issue: Issue) -> str:
    """`##vso[task.logissue type=error;sourcepath=offer.deal;linenumber=5;columnnumber=10;code=DC501]...`."""
    place = issue.place
    if issue.severity is Severity.NOTE:
        return quiet(f"dealcheck: note {issue.code}: {at_place(place)}{issue.in_a_row}")
    properties = {"type": issue.severity.value}
    if place is not None:
        line, column = place.source.position(place.span[0])
        properties |= {"sourcepath": printable(place.source.name), "linenumber": str(line), "columnnumber": str(column)}
    properties["code"] = issue.code
    said = ";".join(f"{name}={_property(text)}" for name, text in properties.items())
    return f"##vso[task.logissue {said}]{_data(issue.said)}"


def _data(text: str) -> str:
    """A text as the data of a command."""
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A text as the value of a property."""
    return _data(text).replace("]", "%5D").replace(";", "%3B")
