"""A tariff-rate quota that does not say what is paid inside it."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.quotas import IN_RATE, quotas
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Quotas with a size and without a rate, which no measure of the same parties and goods gives them."""
    for quota in quotas(context):
        if IN_RATE in quota.fields or IN_RATE not in quota.setting.kind.fields:
            continue
        if any(plan.field == IN_RATE for each in quota.others for plan in each.all_plans):
            continue
        yield Found(
            quota.setting.place,
            "this quota does not say what is paid inside it",
            "no `in_rate`",
            "write `in_rate 0%`, or the rate that is meant; `import_quota` is a quota beyond which nothing is admitted",
        )


RULE = Rule(
    code="DC442",
    name="quota-without-in-rate",
    title="nothing says what is paid inside a quota",
    category=Category.MEANING,
    what="A tariff-rate quota has a volume and no `in_rate`, and no earlier quota of the same parties and goods has"
    " one.",
    why="The rate inside is what a tariff-rate quota is for. Without it a comparison with `in_rate` is false for"
    " want of a value, and the quota looks like a limit on imports, which is another kind.",
    bad="""
        use "trade"

        baseline now on 2025-07-01 { tariff by JP from everyone on hs 1006 rate 341 JPY/kg }

        deal d {
          between US, JP  dated 2025-07-05  against now
          term rice: tariff_quota by JP from US on hs 1006 volume 100_000 t per year
        }
    """,
    good="""
        use "trade"

        baseline now on 2025-07-01 {
          tariff by JP from everyone on hs 1006 rate 341 JPY/kg
          tariff_quota by JP from US on hs 1006 volume 50_000 t per year in_rate 0%
        }

        deal d {
          between US, JP  dated 2025-07-05  against now
          term rice: tariff_quota by JP from US on hs 1006 volume 100_000 t per year
          term beef: import_quota by JP from US on hs 0202 volume 5_000 t per year
        }
    """,
    instead="Add `in_rate`; write `import_quota` for a limit beyond which nothing comes in, `export_cap` for one"
    " that the exporting side keeps.",
    check=check,
)
