"""A level asked of each layer, where the sum of the layers may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealcheck.lint.clauses import Clause, asked, clauses, kinds_named
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.lint.standing import Standing, standing_of
from dealcheck.model.records import Literal, QuantifiedRecord
from dealcheck.source import Span
from dealcheck.syntax import ast
from dealcheck.values import Rate, show

_IN_ALL = re.compile(
    r"\b(?:in (?:all|total|sum)|all[- ]in|total|altogether|everything included|pays?|paid)\b", re.IGNORECASE
)


def check(context: Context) -> Iterator[Found]:
    """Levels of a kind with layers where no layer is named, or where the label speaks of what is paid in all."""
    standing = standing_of(context)
    patterns = {node.span: node for node in context.nodes(ast.Pattern)}
    for clause in clauses(context):
        said = clause.quantified
        if said is not None and "layer" in said.pattern.kind.keys and _level(said):
            found = _unsaid(context, clause, said, standing, patterns) or _in_all(context, clause, said)
            if found is not None:
                yield found


def _level(said: QuantifiedRecord) -> str:
    """The level that is compared with; a level of 0% is the same for each layer and for all of them."""
    for each in asked(said):
        value = each.other.value if isinstance(each.other, Literal) else None
        if isinstance(value, Rate) and value != Rate(0) and not each.found.word:
            return show(value)
    return ""


def _unsaid(
    context: Context,
    clause: Clause,
    said: QuantifiedRecord,
    standing: Standing,
    patterns: dict[Span, ast.Pattern],
) -> Found | None:
    """What to say of a level without a layer; None where one layer is all that there is."""
    node = patterns.get(said.pattern.place.span)
    if node is None or any(key.word == "layer" for key in (*node.keys, *node.excepts)):
        return None
    layers = standing.layers(said.pattern, clause.line.party) if standing.is_known else said.pattern.region.layers
    if layers is None or len(layers) < 2:
        return None
    kind = said.pattern.kind.name
    some = ", ".join(sorted(layers, key=lambda name: (name != "mfn", name))[:3])
    fix = None
    if kind == "tariff":
        fix = Fix("compare the sum", (Edit(context.place(node.kind), "duty"),), safe=False)
    return Found(
        context.place(node.kind),
        f"{_level(said)} is asked of each layer of `{kind}` by itself",
        "of each layer, not of their sum",
        "write `duty` for all that is paid, or name the `layer` that is meant",
        notes=(f"layers that may apply here: {some}" + (" and others" if len(layers) > 3 else ""),),
        fix=fix,
    )


def _in_all(context: Context, clause: Clause, said: QuantifiedRecord) -> Found | None:
    """What to say where the label speaks of what is paid, and the line of one layer alone."""
    words = _IN_ALL.search(clause.line.label)
    if clause.reading is not None or words is None or said.pattern.kind.name != "tariff":
        return None
    level = _level(said)
    if level not in clause.line.label or "duty" in kinds_named(clause.line):
        return None
    return Found(
        said.pattern.place,
        f'the label of {clause.line.full_name} says "{words[0]}", and the line looks at a layer alone',
        "what a layer adds",
        "write `duty ...` for all that is paid, at least as a reading, or say in the label what is added",
    )


RULE = Rule(
    code="DC416",
    name="total-or-layer-unsaid",
    title="it is not said whether a level is that of a layer or of the sum",
    category=Category.MEANING,
    what="A line compares the rate of a `tariff` with a level, and names no layer though several may apply: each layer"
    " is compared by itself. Or its label speaks of what is paid, and the line of what one layer adds.",
    why="Three layers of 10% pass a line against anything above 15%, and the importer pays 30%. What is paid in all is"
    " `duty`, the sum of the layers in force.",
    bad="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP { red line cars: no tariff by US from JP on autos may have rate > 15% }
    """,
    good="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP {
          red line cars: no duty by US from JP on autos may have rate > 15%
          red line layer: no tariff by US from JP on autos layer s232_autos may have rate > 15%
          red line falls: every tariff by US from JP on autos must have rate <= old rate
        }
    """,
    instead="Write `duty` for the whole, or name the `layer`; where the words may mean either, write one as the line"
    " and the other as a `reading`.",
    check=check,
    fix="unsafe",
)
