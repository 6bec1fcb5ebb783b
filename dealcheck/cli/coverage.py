"""The options of `dealcheck test` about clause coverage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import define, field

from dealcheck.diagnostics import Diagnostic
from dealcheck.report.coverage import CoverageResult, render_concise, render_full, show_percent, total
from dealcheck.report.coverage_json import render_json
from dealcheck.report.coverage_lcov import render_lcov
from dealcheck.report.diagnostics import concise_diagnostic, render_diagnostic
from dealcheck.report.record import FINDINGS, OK
from dealcheck.report.style import RenderOptions
from dealcheck.saving import save
from dealcheck.testing.coverage import Coverage
from dealcheck.testing.run import Suite
from dealcheck.values.exact import Exact, is_number, parse_digits

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class PercentType(click.ParamType[Exact]):
    """A percentage from 0 to 100, exactly as it is written."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Exact:
        """The number, or a usage error that says how to write one."""
        text = str(value).removesuffix("%")
        if not is_number(text) or parse_digits(text) > 100:
            self.fail(f"{value!r} is no percentage from 0 to 100: write it like 80 or 87.5", param, ctx)
        return parse_digits(text)


@define
class Covering:
    """What the user asks about coverage, and what came of it."""

    report: bool
    json: Path | None
    lcov: Path | None
    least: Exact | None
    result: CoverageResult | None = None
    code: int = OK
    said: list[Diagnostic] = field(factory=list)
    """That less is covered than asked for."""

    @property
    def asked(self) -> bool:
        """Whether anything is asked."""
        return self.report or self.json is not None or self.lcov is not None or self.least is not None

    def start(self, suites: Sequence[Suite]) -> Coverage | None:
        """What watches the tests of some files; None where nothing is asked."""
        if not self.asked:
            return None
        coverage = Coverage()
        for suite in suites:
            suite.declare(coverage)
        return coverage

    def finish(self, coverage: Coverage | None, suites: Sequence[Suite]) -> list[Diagnostic]:
        """Take the result and write the files asked for; what kept that from being done."""
        if coverage is None:
            return []
        result = self.result = coverage.result(sum(len(suite.tests) + suite.left_out for suite in suites))
        problems: list[Diagnostic] = []
        for path, render in ((self.json, render_json), (self.lcov, render_lcov)):
            fault = None if path is None else save(path, str(path), render(result).encode())
            if fault is not None:
                problems.append(fault.diagnostic())
        if not result.all and result.tests:
            problems.append(
                Diagnostic(
                    "DC938",
                    "the files tested declare no line, and their tests expect nothing of one",
                    help="name the policy file that the tests are about",
                )
            )
        elif self.least is not None and result.tests and result.percent < self.least:
            self.code = FINDINGS
            headline = f"{total(result)}: less than {show_percent(self.least)}"
            self.said = [Diagnostic("DC937", headline, help="--coverage lists what no test does")]
        return problems

    def rendered(self, output: str, options: RenderOptions) -> str:
        """What to print below the report on the tests; nothing where that is JSON."""
        if self.result is None or output == "json":
            return ""
        if output == "concise":
            text = render_concise(self.result) if self.report else f"{total(self.result)}\n"
            return text + "".join(f"{concise_diagnostic(each)}\n" for each in self.said)
        text = render_full(self.result, options) if self.report else f"{total(self.result)}\n"
        return "\n".join(["", text, *(f"{render_diagnostic(each, options)}\n" for each in self.said)])


def coverage_options(command: Decorated) -> Decorated:
    """`--coverage`, `--fail-under PERCENT`, `--coverage-json FILE` and `--lcov FILE`, as one `covering`."""

    @wraps(command)
    def covered(
        *arguments: Any,
        coverage: bool,
        coverage_json: Path | None,
        lcov: Path | None,
        fail_under: Exact | None,
        **options: Any,
    ) -> Any:
        return command(*arguments, covering=Covering(coverage, coverage_json, lcov, fail_under), **options)

    path = click.Path(path_type=Path)
    for option in (
        click.option("--lcov", metavar="FILE", type=path, help="Write the clause coverage to FILE in the lcov form."),
        click.option("--coverage-json", metavar="FILE", type=path, help="Write the clause coverage to FILE as JSON."),
        click.option(
            "--fail-under",
            metavar="PERCENT",
            type=PercentType(),
            help="Exit with 1 where fewer clauses are covered: 80, 87.5. An exact number.",
        ),
        click.option(
            "--coverage",
            is_flag=True,
            help="Report by line which clauses some test makes true and some test false, and what no test does.",
        ),
    ):
        covered = option(covered)
    return covered  # type: ignore[return-value]  # the command with options in the place of one
