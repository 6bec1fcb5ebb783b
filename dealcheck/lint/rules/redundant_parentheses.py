"""Parentheses that group nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.edits import bare
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.source import Span
from dealcheck.syntax import ast

_KEY = re.compile(r"(?<!\w)(by|from|to|on|layer|toward)\s*$")
_ATOM = re.compile(r"\s*[\w.]+%?\s*")
_OPENS = re.compile(
    r"(?<!\w)(and|or|not|unless|if|then|have|has|having|be|by|from|to|on|layer|toward)\s*$|[-+*/&|<>=:({,]\s*$"
)
_SIGN = re.compile(r"\S")
_WORD = re.compile(r"\w")
_REACH = 80
"""Letters before a parenthesis that tell what it is."""


def check(context: Context) -> Iterator[Found]:
    """Doubled parentheses, those around one word or number, around a whole scope, and around a whole sentence."""
    if "(" not in context.source.text:
        return
    text = bare(context.source.text)
    pairs = _pairs(text)
    doubled = {pair for pair in pairs if _inner(text, pair) in pairs and not text[pair[0] - 1].isalnum()}
    whole = [node.sentence for node in context.nodes(ast.Line)]
    whole += [node.sentence for node in context.nodes(ast.Reading)]
    sentences = {each.span for each in whole if isinstance(each, ast.Group) and each.time is None}
    for pair in sorted(pairs):
        start, end = pair
        before, after = text[max(0, start - _REACH) : start], _SIGN.search(text, end)
        if pair in doubled:
            what = "doubled"
        elif pair in sentences:
            what = "around a whole sentence"
        elif _KEY.search(before) and not (after and after[0] in "|&-"):
            what = "around a whole scope"
        elif _OPENS.search(before) and _ATOM.fullmatch(text, start + 1, end - 1):
            what = "around one word"
        else:
            continue
        spaces = [" " if _WORD.match(text[at : at + 1]) else "" for at in (start - 1, end)]
        places = [context.place((at, at + 1)) for at in (start, end - 1)]
        edits = tuple(Edit(place, space) for place, space in zip(places, spaces, strict=True))
        fix = Fix("take the parentheses out", edits, safe=True)
        yield Found(context.place(pair), f"the parentheses {what} group nothing", what, fix=fix)


def _pairs(text: str) -> set[Span]:
    """Every parenthesis with the one that closes it, as a span."""
    found: set[Span] = set()
    waiting: list[int] = []
    for at in (match.start() for match in re.finditer(r"[()]", text)):
        if text[at] == "(":
            waiting.append(at)
        elif waiting:
            found.add((waiting.pop(), at + 1))
    return found


def _inner(text: str, pair: Span) -> Span:
    """What a parenthesis holds, blanks aside."""
    start, end = pair[0] + 1, pair[1] - 1
    inner = text[start:end] if end - start < 2000 else ""
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


RULE = Rule(
    code="DC467",
    name="redundant-parentheses",
    title="parentheses group nothing",
    category=Category.STYLE,
    what="Parentheses stand around one word or number, around the whole scope of a key, around a whole sentence"
    " without a time, or twice around the same.",
    why="Parentheses tell a reader that something binds otherwise than it would. Where nothing does, he looks for it"
    " in vain, and the next pair is overlooked.",
    bad="""
        use "trade"
        use "goods"

        policy JP {
          red line autos "The 25% goes"
            : no tariff by US from JP on (autos | light_trucks) layer s232_autos may have rate >= (25%)
        }
    """,
    good="""
        use "trade"
        use "goods"

        policy JP {
          red line autos "The 25% goes"
            : no tariff by US from JP on (autos | light_trucks) & everything layer s232_autos may have rate >= 25%
        }
    """,
    instead="Take them out. Those that only remind of the order in which `and` and `or` bind are let be.",
    check=check,
    fix="safe",
)
