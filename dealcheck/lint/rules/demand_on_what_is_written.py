"""A demand that is asked only of what the draft speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.clauses import asked, clauses, clauses_of
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.model.records import LineRecord, PatternRecord, QuantifiedRecord
from dealcheck.syntax import ast

_OF_THE_DRAFT = ("written", "new", "changed")


def check(context: Context) -> Iterator[Found]:
    """`every written P must have` less than there was, with nothing that asks for a P at all."""
    patterns = {node.span: node for node in context.nodes(ast.Pattern)}
    for clause in clauses(context, readings=False):
        said = clause.quantified
        if said is None or said.quantifier == "some" or not clause.positive or clause.role != "demand":
            continue
        words = [word for word in _OF_THE_DRAFT if word in said.pattern.adjectives]
        node = patterns.get(said.pattern.place.span)
        if not words or node is None or not _asks_for_a_move(said) or _asked_for(clause.line, said.pattern):
            continue
        adjective = next(each for each in node.adjectives if each.text == words[0])
        fix = None
        if words == ["written"]:
            edit = Edit(context.place((adjective.span[0], _next(context, adjective.span[1]))), "")
            fix = Fix("ask it of all that is in force", (edit,), safe=False)
        yield Found(
            context.place(adjective),
            f"a draft that says nothing meets `{said.quantifier} {words[0]} {said.pattern.kind.name}`",
            "asked only of what the draft speaks of",
            f"leave out `{words[0]}` to ask it of all that is in force, or add `and some {words[0]}"
            f" {said.pattern.kind.name} ...`",
            fix=fix,
        )


def _next(context: Context, at: int) -> int:
    text = context.source.text
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _asks_for_a_move(said: QuantifiedRecord) -> bool:
    """Whether a field has to become freer than it was: asking that it stay is no demand."""
    for each in asked(said):
        spec = said.pattern.kind.fields.get(each.ref.field)
        freer = {"less": ("<", "reduced"), "more": (">", "raised")}.get(spec.freer if spec else "")
        if freer and each.operator == freer[0] and each.found.word == freer[1]:
            return True
        if each.found.word == "eliminated" and each.operator == "=":
            return True
    return False


def _asked_for(line: LineRecord, pattern: PatternRecord) -> bool:
    """Whether the line asks elsewhere that there be something of the kind."""
    return any(
        clause.quantified is not None
        and clause.quantified.quantifier == "some"
        and clause.positive
        and clause.quantified.pattern.kind is pattern.kind
        for clause in clauses_of(line, readings=False)
    )


RULE = Rule(
    code="DC420",
    name="demand-on-what-is-written",
    title="a demand is asked only of what the draft speaks of",
    category=Category.MEANING,
    what="A line demands that every `written`, `new` or `changed` measure be reduced or gone, and asks nowhere that"
    " there be such a measure.",
    why="`written` looks at what the draft speaks of. A draft without a word on the subject meets the line, and the"
    " duty that had to fall stays: silence preserves the status quo.",
    bad="""
        use "trade"
        use "goods"

        policy JP {
          red line cars: every written tariff by US from JP on autos layer s232_autos must have rate reduced
        }
    """,
    good="""
        use "trade"
        use "goods"

        policy JP {
          red line cars: every tariff by US from JP on autos layer s232_autos must have rate reduced
          red line rice: no written tariff by JP on rice may have rate reduced
        }
    """,
    instead="Leave the adjective out, or join the line with `and some written ...`, so that silence does not pass.",
    check=check,
    fix="unsafe",
)
