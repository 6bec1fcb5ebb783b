"""The forms in which a check is reported: one module each, imported only when that form is asked for."""

from __future__ import annotations

from importlib import import_module

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.report.record import Result
from dealcheck.report.style import RenderOptions


@frozen
class Format:
    """A form of report: its module, how files of it end, and what it is for.

    `needs` is the package that it is made with, which `dealcheck[NAME]` brings; `""` where nothing is needed.
    """

    name: str
    module: str
    endings: tuple[str, ...]
    said: str
    needs: str = ""


class MissingPackageError(Exception):
    """A form of report that cannot be made, for the package that it needs is not installed."""

    def __init__(self, form: Format) -> None:
        super().__init__(form)
        self.form = form

    def diagnostic(self) -> Diagnostic:
        """What to tell the user (DC922)."""
        return Diagnostic(
            "DC922",
            f"the form {self.form.name} needs {self.form.needs}, which is not installed",
            help=f"pip install 'dealcheck[{self.form.name}]'",
        )


FORMATS = tuple(
    Format(*row)
    for row in (
        ("full", "full", (), "every finding with its excerpts, for a terminal"),
        ("concise", "concise", (), "one line for each finding"),
        ("json", "json", (".json",), "all there is, for programs; `dealcheck render` makes every other form of it"),
        ("jsonl", "jsonl", (".jsonl", ".ndjson"), "an object on each line that tells its whole matter, the tally last"),
        ("sarif", "sarif", (".sarif", ".sarif.json"), "code scanning: results at their places, pages of codes as help"),
        ("github", "github", (), "annotations of GitHub Actions"),
        ("gitlab", "gitlab", ("code-quality-report.json", ".codequality.json"), "Code Quality of GitLab"),
        ("azure", "azure", (), "logging commands of Azure Pipelines"),
        ("junit", "junit", (".xml",), "JUnit XML, a case for each line under each deal"),
        ("tap", "tap", (".tap",), "the Test Anything Protocol, version 14, a point for each line under each deal"),
        ("markdown", "markdown", (".md", ".markdown"), "a page for the comment on a pull request"),
        ("csv", "csv", (".csv",), "a row for each finding, for spreadsheets"),
        ("html", "html", (".html", ".htm"), "a page for a browser and for paper, in one file that loads nothing"),
        ("docx", "docx", (".docx",), "the issues list in Word, with columns to be filled in", "python-docx"),
    )
)
"""All of them; the first is the one that a command uses unasked."""

TERSE = frozenset({"full", "concise", "jsonl", "github", "gitlab", "azure", "junit", "tap", "markdown", "csv"})
"""Those that do not show the packages of a draft nor what a check rests on, so that neither is worked out for them."""

DETAILED = frozenset({"json", "html"})
"""Those that show contested measures over time and each open point with its options."""

NAMES = tuple(each.name for each in FORMATS)


def format_of(path: str) -> Format | None:
    """The form that the ending of a file's name tells, None where it tells none."""
    found = [each for each in FORMATS for ending in each.endings if path.casefold().endswith(ending)]
    return found[-1] if found else None


def render(result: Result, name: str, options: RenderOptions) -> str | bytes:
    """A result in the form of that name: a text that ends in a line break, or the bytes of a file that is none.

    Raises MissingPackageError where the form needs a package that is not installed.
    """
    form = next(each for each in FORMATS if each.name == name)
    try:
        module = import_module(f"dealcheck.report.{form.module}")
    except ModuleNotFoundError as fault:
        if form.needs and not (fault.name or "").startswith("dealcheck"):
            raise MissingPackageError(form) from fault
        raise
    told: str | bytes = module.render(result, options)
    return told
