"""What becomes of open text: closed and in whose favour, opened, with other options."""

from __future__ import annotations

import pytest

from tests.changes.compared import CARS, DATES, changes, compared, draft, only

EVENT = 'event done "It is done"'
RATE = "[US: 25% | JP: 10%]"

Told = tuple[str, str, str, tuple[str, ...], str]

VALUES: dict[str, tuple[str, str, list[Told]]] = {
    "closed as one wanted": (RATE, "25%", [("closed", "a rate", "25%", ("US",), "as US wanted")]),
    "closed as two wanted": (
        "[US, KR: 25% | JP: 10%]",
        "25%",
        [("closed", "a rate", "25%", ("US", "KR"), "as US and KR wanted")],
    ),
    "closed against one": (
        "[US opposed by JP: 25% | 10%]",
        "25%",
        [("closed", "a rate", "25%", ("US",), "as US wanted, against JP")],
    ),
    "closed at nobody's": ("[25% | 10%]", "10%", [("closed", "a rate", "10%", (), "one of its options")]),
    "closed between": (RATE, "20%", [("closed", "a rate", "", (), "between its options, nearer to what US wanted")]),
    "closed in the middle": (RATE, "17.5%", [("closed", "a rate", "", (), "halfway between its options")]),
    "closed beyond": (RATE, "30%", [("closed", "a rate", "", (), "beyond its options")]),
    "closed at something else": (RATE, "old rate * 0.5", [("closed", "a rate", "", (), "none of its options")]),
    "a range closed within": (
        "[JP: 10% .. 15%]",
        "12%",
        [("closed", "a rate", "", (), "within the range 10% .. 15% of JP")],
    ),
    "a range left": ("[10% .. 15%]", "20%", [("closed", "a rate", "", (), "none of its options")]),
    "a blank filled in": ("[?]", "20%", [("closed", "a rate", "", (), "filled in")]),
    "stages closed": (
        "[US: 25% | JP: 10%, 5% from 2026-01-01]",
        "10%, 5% from 2026-01-01",
        [("closed", "a rate", "10%, 5% from 2026-01-01", ("JP",), "as JP wanted")],
    ),
    "one of two stages closed": (
        f"{RATE}, [US: 20% | JP: 0%] from 2026-01-01",
        f"{RATE}, 0% from 2026-01-01",
        [("closed", "a rate", "0%", ("JP",), "as JP wanted")],
    ),
    "both stages closed": (
        f"{RATE}, [US: 20% | JP: 0%] from 2026-01-01",
        "25%, 0% from 2026-01-01",
        [
            ("closed", "a rate", "25%", ("US",), "as US wanted"),
            ("closed", "a rate", "0%", ("JP",), "as JP wanted"),
        ],
    ),
    "closed within a value": (
        f"max({RATE}, 5%)",
        "max(10%, 5%)",
        [("closed", "a rate", "10%", ("JP",), "as JP wanted")],
    ),
    "closed within a value at another": (
        f"max({RATE}, 5%)",
        "max(17.5%, 5%)",
        [("closed", "a rate", "", (), "halfway between its options")],
    ),
    "nested, the outer one closed": (
        "[US: [20% | 25%] | JP: 10%]",
        "[20% | 25%]",
        [("closed", "a rate", "[20% | 25%]", ("US",), "as US wanted")],
    ),
    "nested, both closed": (
        "[US: [KR: 20% | 25%] | JP: 10%]",
        "20%",
        [
            ("closed", "a rate", "[KR: 20% | 25%]", ("US",), "as US wanted"),
            ("closed", "a rate", "20%", ("KR",), "as KR wanted"),
        ],
    ),
    "opened from what one wants": ("25%", RATE, [("opened", "a rate", "25%", ("US",), "US wants to keep it")]),
    "opened from what nobody wants": ("20%", RATE, [("opened", "a rate", "", (), "it was none of the options")]),
    "opened from one of the options": (
        "25%",
        "[25% | 10%]",
        [("opened", "a rate", "25%", (), "it was one of the options")],
    ),
    "another offer": (RATE, "[US: 25% | JP: 15%]", [("changed", "a rate", "", (), "gone: 10%; new: 15%")]),
    "an offer dropped": (
        "[US: 25% | KR: 20% | JP: 10%]",
        RATE,
        [("changed", "a rate", "", (), "gone: 20%")],
    ),
    "one changes sides": (
        "[US: 25% | 10%]",
        "[US opposed by JP: 25% | US: 10%]",
        [("changed", "a rate", "", (), "25% is now wanted by US, opposed by JP; 10% is now wanted by US")],
    ),
}


def told(old: list[str], new: list[str]) -> list[Told]:
    return [(each.change, each.name, each.took, each.favours, each.how) for each in changes(old, new).brackets]


@pytest.mark.parametrize("name", VALUES)
def test_brackets_for_a_value(name: str) -> None:
    old, new, expected = VALUES[name]
    assert told([f"a: {CARS} {old}"], [f"a: {CARS} {new}"]) == expected


CAP = "export_cap by JP to US on autos volume"

ARTICLES: dict[str, tuple[list[str], list[str], list[Told]]] = {
    "an article agreed": (
        [f"a [JP]: {CARS} 10%"],
        [f"b: {CARS} 10%"],
        [("closed", "b", "taken", ("JP",), "as JP proposed")],
    ),
    "an article dropped": (
        [f"a [JP]: {CARS} 10%", f"b: {CAP} 5 units per year"],
        [f"b: {CAP} 5 units per year"],
        [("closed", "a", "dropped", ("US",), "against JP")],
    ),
    "an article in question": (
        [f"a: {CARS} 10%"],
        [f"a [US, JP]: {CARS} 10%"],
        [("opened", "a", "taken", ("US", "JP"), "in question; US and JP propose it")],
    ),
    "a new article in question": ([], [f"a [US]: {CARS} 10%"], [("opened", "a", "", (), "new, proposed by US")]),
    "proposed by another": ([f"a [US]: {CARS} 10%"], [f"a [JP]: {CARS} 10%"], [("changed", "a", "", (), "")]),
    "a bracket gone with its article": (
        [f"a: {CARS} {RATE}"],
        [f"b: {CAP} 5 units per year"],
        [("closed", "a rate", "", (), "gone with a")],
    ),
    "a bracket in a new article": ([], [f"a: {CARS} {RATE}"], [("opened", "a rate", "", (), "new with a")]),
    "the period after a bracket": (
        [f"a: {CAP} [US: 5 units | JP: 8 units] per year"],
        [f"b: {CAP} 8 units per year"],
        [("closed", "b volume", "8 units per year", ("JP",), "as JP wanted")],
    ),
    "an event dated": (
        [EVENT, f"a if done: {CARS} 10%"],
        ['event done "It is done" on 2025-10-01', f"a if done: {CARS} 10%"],
        [("closed", "done", "happens", (), "it has a day now")],
    ),
    "an event on which nothing hangs now": (
        [EVENT, f"a if done: {CARS} 10%"],
        [EVENT, f"a: {CARS} 10%"],
        [("closed", "done", "", (), "nothing hangs on it now")],
    ),
    "a new event": (
        [f"a: {CARS} 10%"],
        [EVENT, f"a if done: {CARS} 10%"],
        [("opened", "done", "", (), "new")],
    ),
    "an event that loses its day": (
        ['event done "It is done" on 2025-10-01', f"a if done: {CARS} 10%"],
        [EVENT, f"a if done: {CARS} 10%"],
        [("opened", "done", "happens", (), "it has no day now")],
    ),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_and_events(name: str) -> None:
    old, new, expected = ARTICLES[name]
    assert told(old, new) == expected


def test_dates_of_the_deal() -> None:
    start = "dated 2025-07-05  effective [US: 2025-08-01 | JP: 2025-10-01]"
    for new, took, favours, how in (
        ("2025-10-01", "2025-10-01", ("JP",), "as JP wanted"),
        ("2025-08-02", "", (), "between its options, nearer to what US wanted"),
    ):
        text = draft(f"a: {CARS} 10%", head=f"dated 2025-07-05  effective {new}")
        (bracket,) = only(compared(draft(f"a: {CARS} 10%", head=start), text)).brackets
        assert (bracket.sort, bracket.name, bracket.took, bracket.favours, bracket.how) == (
            "date",
            "effective",
            took,
            favours,
            how,
        )
    found = only(compared(draft(f"a: {CARS} 10%", head=DATES), draft(f"a: {CARS} 10%", head=start)))
    assert [(each.change, each.how) for each in found.brackets] == [("opened", "US wants to keep it")]
    assert not found.head


def test_what_stays_open_is_not_said() -> None:
    assert only(compared(draft(f"a: {CARS} {RATE}"), draft(f"b: {CARS} {RATE}"))).is_empty
