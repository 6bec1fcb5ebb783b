"""A term without a source in a deal whose terms have one."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.drafts import named_deals
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Terms that cite nothing where most terms of their deal do; a draft without sources is let be."""
    for node, _ in named_deals(context):
        terms = [item for item in node.items if isinstance(item, ast.Term)]
        bare = [term for term in terms if not term.cites and not any(measure.cites for measure in term.measures)]
        if 2 * len(bare) >= len(terms):
            continue
        for term in bare:
            yield Found(
                context.place(term.name),
                f"`{term.name.text}` cites no source, as other terms of the deal do",
                "no `cites`",
                "add `cites NAME` behind its name, or at its measures",
            )


RULE = Rule(
    code="DC459",
    name="term-without-source",
    title="a term cites no source, as the others of its deal do",
    category=Category.SOURCE,
    what="Most terms of a deal cite where they are taken from, and this one does not.",
    why="A deal with sources is a record of what was agreed, on which others are laid. A term in it without one may"
    " have been made up, or come from a report that was denied later.",
    bad="""
        use "trade"

        source order "Executive Order 14345" { publisher "Federal Register"  date 2025-09-09 }
        baseline now on 2025-08-07 { tariff by US from everyone on everything layer reciprocal rate 25% }

        deal d {
          between US, JP  signed 2025-09-04  effective 2025-09-16  against now
          term general cites order:
            tariff by US from JP on everything layer reciprocal rate all_in 15%
          term aircraft cites order:
            tariff by US from JP on hs 8802 layer reciprocal rate 0%
          term chips: tariff by US from JP on hs 8542 layer reciprocal rate 0%
        }
    """,
    good="""
        use "trade"

        source order "Executive Order 14345" { publisher "Federal Register"  date 2025-09-09 }
        baseline now on 2025-08-07 { tariff by US from everyone on everything layer reciprocal rate 25% }

        deal d {
          between US, JP  signed 2025-09-04  effective 2025-09-16  against now
          term general cites order:
            tariff by US from JP on everything layer reciprocal rate all_in 15%
          term aircraft: tariff by US from JP on hs 8802 layer reciprocal rate 0% cites order
        }

        deal draft {
          between US, JP  dated 2025-09-04  against now
          term general cites order:
            tariff by US from JP on everything layer reciprocal rate all_in 15%
          term chips: tariff by US from JP on hs 8542 layer reciprocal rate 0%
          term cars: tariff by US from JP on hs 8703 layer reciprocal rate 10%
        }
    """,
    instead="Cite the order, the statement or the report from which the term is taken, or take the term out.",
    check=check,
)
