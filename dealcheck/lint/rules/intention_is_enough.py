"""A demand that is met by somebody's intention."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.clauses import clauses, references
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.model.records import QuantifiedRecord
from dealcheck.syntax import ast

_WORDS = ("intends", "expected")


def check(context: Context) -> Iterator[Found]:
    """`some P` of a kind with a `force`, in a line that says nothing of it; wishes are let be."""
    sentences = {node.span: node for node in context.nodes(ast.Quantified)}
    for clause in clauses(context, readings=False):
        said = clause.quantified
        if said is None or said.quantifier != "some" or not clause.positive or clause.line.level == "wish":
            continue
        force = said.pattern.kind.fields.get("force")
        if force is None or not set(_WORDS) & set(force.choices):
            continue
        if any(ref.field == "force" for ref in references(said.condition)):
            continue
        acts = ", ".join(choice for choice in force.choices if choice not in _WORDS)
        outcome = "excuses the draft" if clause.role == "exception" else "meets the line"
        yield Found(
            said.pattern.place,
            f"a merely intended `{said.pattern.kind.name}` {outcome}",
            "no word on its force",
            f"add `force in {{{acts}}}` if it has to oblige; if a word is enough, name all of them",
            fix=_fix(context, said, sentences.get(said.place.span), acts),
        )


def _fix(context: Context, said: QuantifiedRecord, node: ast.Quantified | None, acts: str) -> Fix | None:
    """Add the condition; none where `or` would have to be put in parentheses."""
    if node is None or isinstance(node.condition, ast.Or):
        return None
    word, end = (" has", node.pattern.span[1]) if node.condition is None else (" and", node.condition.span[1])
    edit = Edit(context.place((end, end)), f"{word} force in {{{acts}}}")
    return Fix("ask for an obligation", (edit,), safe=False)


RULE = Rule(
    code="DC428",
    name="intention-is-enough",
    title="a demand is met by an intention",
    category=Category.MEANING,
    what="A line demands `some` measure of a kind that has a `force`, or lets one excuse the draft, and says nothing"
    " of the force.",
    why="`shall` and `commits` oblige, `intends` and `expected` do not. Joint statements are full of the latter, and"
    " the line counts them as what it asked for.",
    bad="""
        use "trade"
        use "goods"

        policy US { red line energy: some new purchase by EU from US on energy has amount >= USD 750 bn }
    """,
    good="""
        use "trade"
        use "goods"

        policy US {
          red line energy: some purchase by EU from US on energy has amount >= USD 750 bn and force in {shall, commits}
        }

        policy EU { red line none: no new purchase by EU from US on energy }
    """,
    instead="Add `and force in {shall, commits}`; where a word is enough, say so with `force in {shall, commits,"
    " intends, expected}`.",
    check=check,
    fix="unsafe",
)
