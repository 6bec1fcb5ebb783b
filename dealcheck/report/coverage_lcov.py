"""Clause coverage as lcov: a branch for each side of each clause, a line for each line of text where one begins."""

from __future__ import annotations

from dealcheck.report.coverage import ClauseCount, CoverageResult, lines_of_files


def render_lcov(result: CoverageResult) -> str:
    """The tracefile: a record for each file that declares lines. Counts are of tests."""
    return "".join(
        "".join(f"{row}\n" for row in _file(name, [each for line in lines for each in line.clauses]))
        for name, lines in lines_of_files(result).items()
    )


def _file(name: str, clauses: list[ClauseCount]) -> list[str]:
    """The record of one file."""
    by_line: dict[int, list[ClauseCount]] = {}
    for each in clauses:
        by_line.setdefault(each.clause.place.line, []).append(each)
    rows = ["TN:", f"SF:{' '.join(name.splitlines())}"]
    found = hit = 0
    for number, here in sorted(by_line.items()):
        for block, each in enumerate(here):
            for branch, count in enumerate(each.counts):
                # A dash says that no test came to the clause at all.
                rows.append(f"BRDA:{number},{block},{branch},{count if each.judged else '-'}")
                found += 1
                hit += count > 0
    rows.extend([f"BRF:{found}", f"BRH:{hit}"])
    reached = {number: max(each.judged for each in here) for number, here in sorted(by_line.items())}
    rows.extend(f"DA:{number},{count}" for number, count in reached.items())
    return [*rows, f"LF:{len(reached)}", f"LH:{sum(count > 0 for count in reached.values())}", "end_of_record"]
