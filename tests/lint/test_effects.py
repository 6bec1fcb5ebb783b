"""What is said of a term's effect, held against the deal without the term: the same world, or another."""

from __future__ import annotations

from datetime import date

from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealcheck import api
from dealcheck.evaluate.grounds import Grounds
from dealcheck.evaluate.settling import Surroundings
from dealcheck.scopes import code_interval
from dealcheck.worlds.states import Cell
from dealcheck.worlds.world import Side
from tests.lint.samples import draft, linted

KIND = """\
kind tariff "Customs duty" {
  key by: party  key from: party  key on: goods  key layer: name = mfn
  value rate: rate, less is freer, absent is 0%
  value share: percent = 100%
  absent none
}
"""
CODES = ("870322", "870323", "870421")
SCOPES = ("hs 87", "hs 8703", "hs 8703.22", "hs 8703.23", "hs 8704", "hs 8703.22, 8704")
LAYERS = ("mfn", "s232")
DAYS = [date(year, month, 1) for year in (2025, 2026, 2027) for month in (1, 4, 7, 10)]
SLOW = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@frozen
class Part:
    """One measure of a text."""

    scope: str
    layer: str
    values: str

    @property
    def text(self) -> str:
        """It as it is written."""
        return f"tariff by US from JP on {self.scope} layer {self.layer} {self.values}"


RATES = st.sampled_from(["5%", "10%"])
LATER = st.sampled_from([f"{day}" for day in DAYS[2:]])
VALUES = st.one_of(
    st.builds("rate {}".format, RATES),
    st.builds("rate {}, {} from {}".format, RATES, RATES, LATER),
    st.builds("rate {} from {}".format, RATES, LATER),
    st.builds("rate {} until {}".format, RATES, LATER),
    st.builds("rate {} share 50%".format, RATES),
)
PARTS = st.builds(Part, st.sampled_from(SCOPES), st.sampled_from(LAYERS), VALUES)
TERMS = st.one_of(PARTS, st.builds(Part, st.sampled_from(SCOPES), st.sampled_from(LAYERS), st.just("rate old rate")))


def text_of(below: list[Part], terms: dict[str, Part]) -> str:
    """A deal over a baseline."""
    status = "\n".join(part.text for part in below)
    written = "\n".join(f"term {name}: {part.text}" for name, part in terms.items())
    return (
        f"{KIND}baseline now on 2025-01-01 {{\n{status}\n}}\n"
        f"deal d {{ between US, JP  effective 2025-04-01  against now\n{written}\n}}\n"
    )


def world_of(text: str) -> dict[object, object]:
    """What holds under the deal of a text, point by point, on each day."""
    opened = api.open_alone(draft(text))
    world = Grounds(opened.model, opened.model.deals["d"], Surroundings()).world({}, {})
    kind, parties = opened.model.kinds["tariff"], opened.model.parties.bits
    found: dict[object, object] = {}
    for layer in LAYERS:
        cell = Cell((parties["US"], parties["JP"]), layer)
        for day in DAYS[1:]:
            slab = world.raw(kind, cell, Side.NEW, day, world.window(world.space(kind)))
            for code in CODES:
                state = slab.at(code_interval(code)[0])
                found[layer, day, code] = None if state is None else dict(state.values)
    return found


def meets(one: Part, other: Part) -> bool:
    """Whether two measures may touch a point."""
    held = [{code for code in CODES if any(code.startswith(each) for each in _digits(part))} for part in (one, other)]
    return one.layer == other.layer and bool(held[0] & held[1])


def _digits(part: Part) -> list[str]:
    return part.scope.removeprefix("hs ").replace(".", "").split(", ")


@SLOW
@given(st.lists(PARTS, max_size=2), st.lists(TERMS, min_size=1, max_size=3))
def test_a_term_is_called_idle_where_the_deal_is_the_same_without_it(below: list[Part], parts: list[Part]) -> None:
    terms = {f"t{at}": part for at, part in enumerate(parts)}
    text = text_of(below, terms)
    opened = api.open_alone(draft(text))
    if any(found.is_error for found in opened.diagnostics):
        return
    with_all = world_of(text)
    if "NotKnown" in repr(with_all):
        return
    said = linted(text, "DC437", "DC438").findings
    idle = {finding.found.headline.split("`")[1] for finding in said}
    for name, part in terms.items():
        same = world_of(text_of(below, {other: each for other, each in terms.items() if other != name})) == with_all
        if name in idle:
            assert same, (name, text)
        elif not any(meets(part, each) for other, each in terms.items() if other != name):
            assert not same, (name, text)
