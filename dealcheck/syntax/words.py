"""The words of the language by what they do in a sentence, for highlighters of every sort.

`keywords_by_role` is the one list: a highlighter takes its words from it, or a test compares them with it. That no
keyword of the grammar is missing here is tested in its turn.
"""

from __future__ import annotations

from enum import Enum
from functools import cache

from dealcheck.syntax.grammar import language


class Role(Enum):
    """What a keyword does in a sentence."""

    USE = "use"
    """Takes in another text."""
    DECLARATION = "declaration"
    """Opens a declaration, or a part of one."""
    CLAUSE = "clause"
    """Says something more about what is declared: its day, its source, who stands behind it."""
    KEY = "key"
    """Says which measure is meant: by whom, from or to whom, on what."""
    QUANTIFIER = "quantifier"
    """Says how many measures a sentence speaks of, or which."""
    MODAL = "modal"
    """Says what must be, or may not."""
    CONNECTIVE = "connective"
    """Joins conditions and sentences."""
    CHANGE = "change"
    """Compares with what was."""
    TIME = "time"
    """Says when."""
    VALUE = "value"
    """Is a part of a value, or a function of values."""


_WORDS = {
    Role.USE: "use include",
    Role.DECLARATION: (
        "source party group product topic kind fact event baseline letter deal term policy red line concern wish"
        " reading test expect key value"
    ),
    Role.CLAUSE: (
        "absent active against as_of assess because between cites column complete dated displaces effective expires for"
        " freer is judged less members more of one opposed proposed says side_letter signed status table waive weight"
        " weighted with the end columns row"
    ),
    Role.KEY: "by from to on layer toward in hs",
    Role.QUANTIFIER: "no every some total number average share only new changed kept written general except",
    Role.MODAL: "must may have has having be",
    Role.CONNECTIVE: "and or not unless if then",
    Role.CHANGE: "reduced raised unchanged eliminated old",
    Role.TIME: "after at before during until first day month steps equal per",
    Role.VALUE: "all_in lowest highest min max pp",
}

VERDICTS = ("violated", "met", "open", "unknown", "inactive")
"""Names to the grammar, which `expect` gives a meaning."""

PERIODS = ("day", "week", "month", "quarter", "year")
"""Names to the grammar, which `per` gives a meaning."""


@cache
def keywords_by_role() -> dict[Role, tuple[str, ...]]:
    """Every keyword of the language, each under one role, in alphabetical order."""
    return {role: tuple(sorted(words.split())) for role, words in _WORDS.items()}


def units() -> tuple[str, ...]:
    """The units of quantities and durations, in alphabetical order."""
    return tuple(sorted(language().units))


def scales() -> tuple[str, ...]:
    """The words that stand for powers of ten, in alphabetical order."""
    return tuple(sorted(language().scales))
