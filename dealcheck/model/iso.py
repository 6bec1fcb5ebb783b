"""The parties that need no declaration: the codes of ISO 3166-1, UK for GB, and the EU with its members by date.

The codes are written out: the library that keeps them takes longer to load than a small check. A test compares the two.
"""

from __future__ import annotations

from datetime import date
from functools import cache

COUNTRIES: tuple[str, ...] = tuple(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
    CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GD GE
    GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI
    KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX
    MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD
    SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UK UM US UY
    UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905 - a list of literals would be no plainer
)
"""Every alpha-2 code, in alphabetical order, with UK in place of GB."""

_NEVER = date.max

# First day of membership, and the first day after it. Source: the treaties of accession and of withdrawal.
_EU: tuple[tuple[date, date, str], ...] = (
    (date(1958, 1, 1), _NEVER, "BE DE FR IT LU NL"),
    (date(1973, 1, 1), _NEVER, "DK IE"),
    (date(1973, 1, 1), date(2020, 2, 1), "UK"),
    (date(1981, 1, 1), _NEVER, "GR"),
    (date(1986, 1, 1), _NEVER, "ES PT"),
    (date(1995, 1, 1), _NEVER, "AT FI SE"),
    (date(2004, 5, 1), _NEVER, "CY CZ EE HU LT LV MT PL SI SK"),
    (date(2007, 1, 1), _NEVER, "BG RO"),
    (date(2013, 7, 1), _NEVER, "HR"),
)


def eu_members(day: date | None) -> tuple[str, ...]:
    """The members of the EU on a day; without one, those of today's treaties."""
    found: list[str] = []
    for joined, left, members in _EU:
        if (joined <= day < left) if day is not None else left is _NEVER:
            found.extend(members.split())
    return tuple(sorted(found))


@cache
def code_for(name: str) -> str:
    """The code of a country that somebody wrote by its name, or `""`: `Japan` gives JP."""
    import pycountry  # Only where something is wrong: it takes longer to load than a small check.

    wanted = name.replace("_", " ").casefold()
    for country in pycountry.countries:
        names = (country.name, getattr(country, "common_name", ""), country.alpha_3)
        if wanted in {known.casefold() for known in names if known}:
            return "UK" if country.alpha_2 == "GB" else str(country.alpha_2)
    return ""


def name_of(code: str) -> str:
    """What a country is called whose code is known, or `""`: JP gives Japan."""
    import pycountry  # Only where a text is begun: it takes longer to load than a small check.

    if code == "EU":
        return "European Union"
    country = pycountry.countries.get(alpha_2="GB" if code == "UK" else code)
    return str(getattr(country, "common_name", country.name)) if country is not None else ""
