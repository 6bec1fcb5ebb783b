"""Good texts with something wrong in them."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from hypothesis import strategies as st

from dealcheck.syntax.grammar import language
from tests.syntax.corpus import GOOD, source_of

INSERTED = (
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    ",",
    "|",
    "=",
    "-",
    "/",
    ".",
    "..",
    "?",
    "%",
    "by",
    "from",
    "on",
    "not",
    "and",
)
STRANGE = (
    "“",
    "”",
    '"',
    "'",
    "\u00a0",
    "\x00",
    "\\",
    ";",
    "==",
    "é",
    "\n",
    "#",
    "\r",
    "٣",
    "\ud800",
    "e\u0301",
    "@",
    "//",
)


@cache
def _pieces() -> list[list[str]]:
    """Each good text cut into its tokens, each with the blanks before it."""
    cut = []
    for path in GOOD:
        text = source_of(path).text
        tokens = language().lexer.tokens(text)
        edges = [0, *tokens.ends]
        cut.append([text[first:last] for first, last in pairwise(edges)])
    return cut


@st.composite
def mutated_texts(draw: st.DrawFn, strange: tuple[str, ...] = ()) -> str:
    """A stretch of a good text in which some tokens are left out, doubled, swapped or put in."""
    pieces = draw(st.sampled_from(_pieces()))
    first = draw(st.integers(0, max(len(pieces) - 1, 0)))
    whole = draw(st.booleans())
    chosen = list(pieces if whole else pieces[first : first + 60])
    for _ in range(draw(st.integers(1, 3))):
        if not chosen:
            break
        place = draw(st.integers(0, len(chosen) - 1))
        change = draw(st.sampled_from(("leave out", "double", "swap", "put in", "put in")))
        if change == "leave out":
            del chosen[place]
        elif change == "double":
            chosen.insert(place, chosen[place])
        elif change == "swap":
            other = draw(st.integers(0, len(chosen) - 1))
            chosen[place], chosen[other] = chosen[other], chosen[place]
        else:
            chosen.insert(place, " " + draw(st.sampled_from(INSERTED + strange)) + " ")
    return "".join(chosen)
