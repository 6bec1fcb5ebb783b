"""The start of a party's policy: two lines with their source, and tests that violate and that meet each."""

from __future__ import annotations

from collections.abc import Container

from dealcheck.scaffold.writing import Named, laid_out, quoted, unlike, uses

BASELINE = Named("mid_2025", "baseline/2025-07-01")
"""The status quo of the tests: a fixed one, so that they say the same whenever they are written."""

_POLICY = """\
# Lines of {who} in the talks with {partner}: a start.
#
# Put what was said in place of what stands here. `dealcheck test` runs the tests below,
# `dealcheck lint` looks for slips, and `dealcheck check` judges a draft.
{uses}
{declared}# Who said it, where and when. A line without a source convinces nobody.
source {source} "Title of the statement" {{
  publisher "Name of the paper"  date 2025-07-01  url "https://example.org/statement"
}}

policy {party} {label} {{
{line}

  # `new` is what the baseline has not. A concern is softer than a red line; a wish only ranks what can be accepted.
  concern {cap} "No voluntary export restriction"
    cites {source}
    : no new export_cap by {party}
}}

# What a draft does not mention stays as the baseline has it, so the first test says nothing at all.
test "silence keeps {kept}" {{
  deal {{ between {parties}  signed 2025-07-05  effective 2025-08-01  against {against} }}
  expect {party}.{duty} violated by silence only on {goods} from 2025-08-01
  expect {party}.{cap} met
}}

test "{kept} written down is {kept} kept" {{
  deal {{
    between {parties}  signed 2025-07-05  effective 2025-08-01  against {against}
    term cut: {measure} rate {limit}
  }}
  expect {party}.{duty} violated by cut only on {goods}
}}

test "just under {kept}" {{
  deal {{
    between {parties}  signed 2025-07-05  effective 2025-08-01  against {against}
    term cut: {measure} rate {under}
  }}
  expect {party}.{duty} met
}}

test "a cap on exports" {{
  deal {{
    between {parties}  signed 2025-07-05  effective 2025-08-01  against {against}
    term cap: export_cap by {party} to {other} on {capped} volume 500_000 {unit} per year
  }}
  expect {party}.{cap} violated by cap
}}
"""

_CARS = """\
  # A red line is hard. Say which layer is meant, for every layer is a measure of its own, and on which side of the line
  # the number itself falls: >= 25% forbids exactly 25% too.
  red line {duty} "No deal keeps the 25% car duty"
    cites {source} "the very words that were said"
    : no {measure} may have rate >= 25%"""

_RICE = """\
  # A red line is hard. Say which layer is meant, for every layer is a measure of its own, and on which side of the line
  # the number itself falls: >= 341 JPY/kg forbids exactly 341 JPY/kg too.
  red line {duty} "Japan's rice duty comes down"
    cites {source} "the very words that were said"
    : no {measure} may have rate >= 341 JPY/kg"""


def policy_text(party: Named, label: str, declare: bool, taken: Container[str] = ()) -> str:
    """The policy of a party, declared in the file itself where that is asked for.

    `taken` are the names of lines that the party has elsewhere in the project.
    """
    name = party.name
    washington = name == "US"
    other = "JP" if washington else "US"
    goods = "rice" if washington else "autos"
    words = {
        "party": name,
        "who": label,
        "partner": "Japan" if washington else "the United States",
        "label": quoted(label),
        "uses": uses("trade", "goods", BASELINE.use, party.use),
        "declared": f"party {name} {quoted(label)}\n\n" if declare else "",
        "source": f"{name.lower()}_statement",
        "parties": f"US, {other if washington else name}",
        "other": other,
        "against": BASELINE.name,
        "goods": goods,
        "duty": unlike(goods, taken),
        "cap": unlike("no_cap", taken),
        "measure": "tariff by JP from US on rice layer mfn"
        if washington
        else f"tariff by US from {name} on autos layer s232_autos",
        "limit": "341 JPY/kg" if washington else "25%",
        "kept": "341 JPY/kg" if washington else "25%",
        "under": "340 JPY/kg" if washington else "24.9%",
        "capped": "corn" if washington else "autos",
        "unit": "t" if washington else "units",
    }
    words["line"] = (_RICE if washington else _CARS).format(**words)
    return laid_out(_POLICY.format(**words))
