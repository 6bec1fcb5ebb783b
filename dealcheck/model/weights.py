"""Weights of lines of goods, from a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.diagnostics import Label
from dealcheck.model.problems import listed, meant
from dealcheck.model.tables import CODE_HELP, BadCells, column_index, open_table, read_code
from dealcheck.values import Exact, parse_digits
from dealcheck.values.exact import is_number

if TYPE_CHECKING:
    from dealcheck.model.names import Here
    from dealcheck.syntax import ast


def weights_of(here: Here, weights: ast.Weights) -> tuple[tuple[int, int, Exact], ...] | None:
    """The weight of each code, in ascending order; None after an error."""
    table = open_table(here, weights.file)
    if table is None:
        return None
    at: dict[str, int] = {}
    for column in weights.columns:
        if column.name.text not in ("on", "weight"):
            here.problems.error(
                "DC908",
                f"`{column.name.text}` is not part of a weight",
                here.place(column.name),
                "not known here",
                meant(column.name.text, ("on", "weight"), "write `{ on = HS6  weight = value }`"),
            )
            return None
        index = column_index(here, table, column.column)
        if index is None:
            return None
        at[column.name.text] = index
    if len(at) < 2:
        here.problems.error(
            "DC908",
            "a weight needs `on` and `weight`",
            here.place(weights),
            "one is missing",
            f"write `{{ on = HS6  weight = value }}`; its columns are {listed(table.columns)}",
        )
        return None
    bad = BadCells(here, table, here.place(weights.file))
    found: dict[tuple[int, int], tuple[Exact, int]] = {}
    for number, row in enumerate(table.rows):
        if not any(row):
            continue
        code = read_code(row[at["on"]].strip() if at["on"] < len(row) else "")
        text = row[at["weight"]].strip() if at["weight"] < len(row) else ""
        if isinstance(code, str):
            bad.add(number, at["on"], code, CODE_HELP, "DC904")
        elif not is_number(text):
            bad.add(number, at["weight"], f"`{text[:40]}` is no number", "write a plain number, 0 or more")
        elif code in found and found[code][0] != parse_digits(text):
            first = found[code][1]
            here.problems.error(
                "DC906",
                f"{table.source.name}: rows {first + 2} and {number + 2} give unlike weights for one code",
                table.cell(number, at["on"]),
                f"row {number + 2}",
                "take one of them away",
                labels=(Label(table.cell(first, at["on"]), f"row {first + 2}"),),
            )
            bad.count += 1
        else:
            found[code] = (parse_digits(text), number)
    bad.close()
    return None if bad.count else tuple(sorted((*code, weight) for code, (weight, _) in found.items()))
