"""Parties, topics, products and kinds as a check knows them."""

from __future__ import annotations

from datetime import date

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.model.iso import COUNTRIES, code_for, eu_members
from dealcheck.model.records import Model
from dealcheck.scopes import EVERYTHING, IntervalSet, code_interval
from dealcheck.values import UNLIMITED, Rate, Word
from tests.model.files import resolved


def _model(text: str, *, packs: bool = False) -> Model:
    found = resolved(text, packs=packs)
    assert found.diagnostics == ()
    return found.model


# ---- Parties ---------------------------------------------------------------------------------------------------------


def test_the_codes_are_those_of_the_standard() -> None:
    standard = {country.alpha_2 for country in pycountry.countries} - {"GB"} | {"UK"}
    assert set(COUNTRIES) == standard
    assert list(COUNTRIES) == sorted(COUNTRIES)


@pytest.mark.parametrize(
    ("day", "count", "uk"),
    [
        (date(1957, 12, 31), 0, False),
        (date(1972, 12, 31), 6, False),
        (date(2004, 5, 1), 25, True),
        (date(2020, 1, 31), 28, True),
        (date(2020, 2, 1), 27, False),
        (None, 27, False),
    ],
)
def test_members_of_the_eu_by_date(day: date | None, count: int, uk: bool) -> None:
    members = eu_members(day)
    assert len(members) == count
    assert ("UK" in members) == uk
    assert set(members) <= set(COUNTRIES)


def test_a_country_by_its_name_or_long_code() -> None:
    assert (code_for("Japan"), code_for("GBR"), code_for("united_kingdom"), code_for("Atlantis")) == (
        "JP",
        "UK",
        "UK",
        "",
    )


def test_unions_groups_and_new_parties() -> None:
    universe = _model('party X "A new one"\nparty XU "A union" members X, JP\ngroup g = XU, KR').parties
    assert universe.members(universe.unions["g"]) == ("JP", "KR", "X")
    assert universe.unions["XU"] in universe.blocs
    assert universe.unions["g"] not in universe.blocs
    assert universe.partner == 1 << len(universe.names)
    assert universe.partner & universe.everyone == 0


def test_a_deal_before_2020_has_the_uk_in_the_eu() -> None:
    text = """
    kind levy { key by: party  value rate: rate }
    baseline b on 2019-01-01 { levy by EU rate 5% }
    deal old { between EU, JP  dated 2019-02-01  against b  term t: levy by EU rate 4% }
    deal new { between EU, JP  dated 2025-02-01  against b  term t: levy by EU rate 4% }
    """
    model = _model(text)
    uk = model.parties.bits["UK"]
    assert model.baselines["b"].settings[0].region.parties[0] & uk
    assert model.deals["old"].text.settings[0].region.parties[0] & uk
    assert not model.deals["new"].text.settings[0].region.parties[0] & uk


def _party_mask(scope: str, party: str = "JP") -> tuple[Model, int]:
    model = _model(
        f"kind levy {{ key by: party  key from: party }}\npolicy {party} {{ red line x: no levy by US from {scope} }}"
    )
    sentence = model.lines[0].sentence
    return model, sentence.pattern.region.parties[1]  # type: ignore[union-attr]


def test_everyone_is_all_but_the_author() -> None:
    model, mask = _party_mask("everyone")
    assert mask == model.parties.everyone & ~model.parties.bits["US"]


def test_partner_is_a_bit_of_its_own() -> None:
    model, mask = _party_mask("partner | KR")
    assert mask == model.parties.partner | model.parties.bits["KR"]


def test_what_is_taken_away() -> None:
    model, mask = _party_mask("everyone - (EU | JP)")
    assert mask == model.parties.everyone & ~(
        model.parties.bits["US"] | model.parties.bits["JP"] | model.parties.unions["EU"]
    )


_LEAVES = st.sampled_from(["US", "JP", "KR", "everyone", "partner"])
_SCOPES = st.recursive(
    _LEAVES,
    lambda inner: st.tuples(inner, st.sampled_from("|&-"), inner).map(
        lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
    ),
    max_leaves=5,
)


@given(_SCOPES, st.sets(st.sampled_from(["JP", "KR", "CN"])))
def test_a_scope_of_parties_means_the_same_once_the_partners_are_known(scope: str, partners: set[str]) -> None:
    text = f"kind levy {{ key by: party  key from: party }}\npolicy JP {{ red line x: no levy by US from {scope} }}"
    found = resolved(text)
    universe = found.model.parties
    everyone = set(universe.names) - {"US"}
    if found.diagnostics:
        # What is taken from the partners, or what they are taken from, has no bit of its own.
        assert [fault.code for fault in found.diagnostics] == ["DC222"]
        assert "partner" in scope
        return
    mask = found.model.lines[0].sentence.pattern.region.parties[1]  # type: ignore[union-attr]
    bound = set(universe.members(mask & universe.everyone)) | (partners if mask & universe.partner else set())
    names = {"US": {"US"}, "JP": {"JP"}, "KR": {"KR"}, "everyone": everyone, "partner": partners}
    assert bound == eval(scope, {"__builtins__": {}}, names)  # noqa: S307 - sets combine by the same signs


# ---- Topics ----------------------------------------------------------------------------------------------------------

_NAMES = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(".".join)


@given(st.lists(_NAMES, unique=True, max_size=12))
def test_a_topic_holds_itself_and_its_subtopics(names: list[str]) -> None:
    topics = _model("\n".join(f"topic {name}" for name in names)).topics
    assert set(names) <= set(topics)
    own = {name: topic.held.intervals[0][0] for name, topic in topics.items()}
    assert sorted(own.values()) == list(range(len(topics)))
    for name, topic in topics.items():
        inside = {other for other in topics if own[other] in topic.held}
        assert inside == {other for other in topics if other == name or other.startswith(name + ".")}


# ---- Products --------------------------------------------------------------------------------------------------------


def test_the_codes_of_a_product_are_those_written() -> None:
    products = _model(
        "product a = hs 8703.22, 8407.31 .. 8407.34\nproduct b = a - hs 8407.32\nproduct c = b | hs 01"
    ).products
    first, second = code_interval("870322"), (code_interval("840731")[0], code_interval("840734")[1])
    assert products["a"].codes == (first, second)
    assert products["a"].goods == IntervalSet.of([first, second])
    cut = code_interval("840732")
    assert products["b"].codes == (first, (second[0], cut[0]), (cut[1], second[1]))
    assert products["b"].goods == products["a"].goods - IntervalSet((cut,))
    assert products["c"].codes == (*products["b"].codes, code_interval("01"))


def test_everything_has_no_codes() -> None:
    products = _model("product a = everything\nproduct b = everything - hs 01\nproduct c = everything & hs 01").products
    assert products["a"].goods == EVERYTHING
    assert products["a"].codes == products["b"].codes == ()
    assert products["c"].codes == (code_interval("01"),)


def test_codes_of_a_table() -> None:
    rows = 'name,HS code\n"x, y",8703.22.00\nz,0101\n,\nw,0101\n'
    text = 'product a = table "p.csv" column "HS code"\n==> p.csv <==\n' + rows
    assert _model(text).products["a"].codes == (code_interval("87032200"), code_interval("0101"))


def test_another_partys_schedule_is_read_at_six_digits() -> None:
    text = """
    kind levy { key by: party  key on: goods  value rate: rate }
    kind cap { key by: party  key to: party  key on: goods  value rate: rate }
    product p in US = hs 8703.22.01, 0101
    product q = p | hs 02.01.10.05
    baseline b on 2025-01-01 {
      levy by US on p rate 5%
      levy by JP on q rate 5%
      cap by JP to US on p rate 5%
      cap by US to JP on p rate 5%
    }
    """
    found = resolved(text.replace("02.01.10.05", "0201.10.05"))
    assert [fault.code for fault in found.diagnostics] == ["DC322", "DC322"]
    settings = found.model.baselines["b"].settings
    exact, wide = IntervalSet.codes(["87032201", "0101"]), IntervalSet.codes(["870322", "0101"])
    assert settings[0].region.on == exact
    assert settings[1].region.on == wide | IntervalSet.codes(["02011005"])
    assert settings[2].region.on == exact
    assert settings[3].region.on == wide
    assert settings[3].codes == (code_interval("870322"), code_interval("0101"))


# ---- Kinds -----------------------------------------------------------------------------------------------------------


def test_a_kind_and_the_sum_of_its_layers() -> None:
    kinds = _model("", packs=True).kinds
    tariff, duty = kinds["tariff"], kinds["duty"]
    assert tariff.keys == {"by": "party", "from": "party", "on": "goods", "layer": "name"}
    assert tariff.layer_default == "mfn"
    assert (tariff.absent_unknown, tariff.unknown_layers) == (True, frozenset({"mfn"}))
    assert "reciprocal" in tariff.displaces["s232_autos"]
    assert tariff.fields["rate"].absent == Rate(0)
    assert tariff.fields["share"].default == Rate(100)
    assert duty.derived
    assert duty.keys == {"by": "party", "from": "party", "on": "goods"}
    assert kinds["export_cap"].fields["volume"].absent is UNLIMITED
    assert kinds["regulation"].fields["force"].default == Word("shall")
    assert not kinds["regulation"].absent_unknown


def test_no_tariff_no_duty() -> None:
    assert set(_model("kind levy { key by: party  value rate: rate }").kinds) == {"levy"}


def test_layers_are_those_that_measures_and_kinds_name() -> None:
    text = """
    kind levy { key by: party  key layer: name = low  value rate: rate  layer top displaces low }
    baseline b on 2025-01-01 { levy by US layer extra rate 5% }
    policy JP { red line x: no levy by US layer other }
    """
    model = _model(text)
    assert model.layers == {"low", "top", "extra", "other"}
