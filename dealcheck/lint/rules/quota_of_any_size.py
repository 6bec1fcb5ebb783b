"""A quota asked for without a word on its size."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.clauses import clauses, references
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import Kind

_SIZES = ("quantity", "money")


def check(context: Context) -> Iterator[Found]:
    """`some` quota at a rate, with no condition on its volume, as a demand or as what excuses the draft."""
    for clause in clauses(context):
        said = clause.quantified
        if said is None or said.quantifier != "some" or not clause.positive or not _is_quota(said.pattern.kind):
            continue
        fields = said.pattern.kind.fields
        read = {fields[ref.field].type for ref in references(said.condition) if ref.field in fields}
        if "rate" in read and not read.intersection(_SIZES):
            size = next(spec for spec in fields.values() if spec.type in _SIZES)
            excuse = " and so excuses the draft" if clause.role == "exception" else ""
            yield Found(
                said.pattern.place,
                f"a `{said.pattern.kind.name}` of any size meets this{excuse}",
                f"no word on its {size.name}",
                f"say how large it must be: `and {size.name} >= ...`; beyond it the full duty is due, so ask for that"
                " as well where it counts",
            )


def _is_quota(kind: Kind) -> bool:
    """Whether a kind gives a low rate to so much of trade."""
    return any(spec.type == "rate" and spec.freer == "less" for spec in kind.fields.values()) and any(
        spec.type in _SIZES and spec.freer == "more" for spec in kind.fields.values()
    )


RULE = Rule(
    code="DC425",
    name="quota-of-any-size",
    title="a quota of any size will do",
    category=Category.MEANING,
    what="A line asks for `some tariff_quota` at a low rate, or lets one excuse the draft behind `unless`, and says"
    " nothing of its volume.",
    why="A quota for a single car meets it. All other cars pay the duty beyond the quota, which the line does not look"
    " at.",
    bad="""
        use "trade"
        use "goods"

        policy JP {
          red line cars
            : every duty by US from JP on autos must have rate <= 15%
              unless some tariff_quota by US from JP on autos has in_rate <= 10%
        }
    """,
    good="""
        use "trade"
        use "goods"

        policy JP {
          red line cars
            : every duty by US from JP on autos must have rate <= 15%
              unless some tariff_quota by US from JP on autos has in_rate <= 10% and volume >= 100_000 units
        }
    """,
    instead="Add the volume that counts as enough, or ask of the `duty`, which is what is paid beyond the quota.",
    check=check,
)
