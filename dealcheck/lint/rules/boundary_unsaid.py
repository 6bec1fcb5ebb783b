"""A number on the other side of the boundary than the words say, or a reading that moves it without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from dealcheck.lint.clauses import Asked, asked, clauses_of
from dealcheck.lint.context import Context
from dealcheck.lint.nodes import walk
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.model.records import LineRecord, Literal
from dealcheck.syntax import ast

_NUMBER = r"(?:the |a |its )?(?:USD ?|\$ ?)?(?P<number>\d[\d_,]*(?:\.\d+)?)"
_WITHIN = re.compile(
    r"\b(?P<word>at most|at least|up to|capped at|maximum of|minimum of"
    r"|(?:no|not|never) (?:more|less|fewer|higher|lower) than"
    r"|(?:not|never) (?:goes? |pays? |lies? |falls? |rises? )?(?:above|over|below|under|more than|less than))\s+"
    + _NUMBER,
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"\b(?P<word>(?P<up>above|over|more than|higher than|exceeds?|exceeding)|below|under|less than|fewer than"
    r"|lower than)\s+" + _NUMBER,
    re.IGNORECASE,
)
_KEEPS = re.compile(r"\b(?P<word>keeps?|preserves?|retains?|as much as)\s+" + _NUMBER, re.IGNORECASE)
_OR_SO = re.compile(
    _NUMBER + r"\s?(?:%|per ?cent|[a-z]{0,10})\s+(?P<word>or (?:less|lower|fewer|more|higher))\b", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:no|not|never|none|nothing|nobody|without|neither|nor|cannot|refuses?)\b|n't\b", re.IGNORECASE
)
_UP = (">", ">=")
_STRICT = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def check(context: Context) -> Iterator[Found]:
    """Comparisons on the other side of a number than label or quote say, and readings that differ only so."""
    numbers = {node.span: node for node in context.nodes(ast.Number)}
    for line in context.lines:
        yield from _said_otherwise(context, line, numbers)
        node = context.node_of(line)
        for reading in node.readings if node is not None else ():
            if reading.label is None and _only_the_boundary(node, reading) and not _remarked(context, reading):
                yield Found(
                    context.place(reading.name),
                    f"reading {reading.name.text} differs from {line.full_name} at the boundary alone",
                    "which words move it?",
                    f'give it a label that says so: `reading {reading.name.text} "25% itself is fine": ...`',
                )


# ---- Words against signs ---------------------------------------------------------------------------------------------


def _said_otherwise(context: Context, line: LineRecord, numbers: dict[tuple[int, int], ast.Number]) -> Iterator[Found]:
    """At most one finding for each number of a line."""
    found: dict[str, list[Asked]] = {}
    for clause in clauses_of(line, readings=False):
        if clause.quantified is not None and clause.positive and clause.role == "demand":
            for each in asked(clause.quantified):
                if each.operator in _STRICT and isinstance(each.other, Literal) and not each.found.word:
                    number = numbers.get(each.other.place.span)
                    if number is not None:
                        found.setdefault(_digits(number.digits), []).append(each)
    for text in (line.label, *(cited.quote for cited in line.cites)):
        for digits, word, within in _said(text) if found else ():
            compared = found.pop(digits, [])
            wrong = [each for each in compared if not _agrees(each, word, within)]
            if wrong and len(wrong) == len(compared):
                yield _found(context, line, wrong[0], text, word, within, numbers)


def _said(text: str) -> Iterator[tuple[str, str, bool | None]]:
    """The numbers of a text with the words about them, and whether the number itself is still fine.

    None where that hangs on which way the words point.
    """
    taken: set[int] = set()
    for form in (_WITHIN, _OR_SO, _KEEPS, _BEYOND):
        for match in form.finditer(text):
            at = match.start("number")
            if at in taken:
                continue
            taken.add(at)
            negated = _NEGATED.search(text, 0, match.start()) is not None
            if form in (_WITHIN, _OR_SO):
                yield _digits(match["number"]), match["word"], not negated
            elif form is _BEYOND:
                yield _digits(match["number"]), match["word"], negated
            elif negated:
                yield _digits(match["number"]), match["word"], False


def _digits(text: str) -> str:
    plain = text.replace("_", "").replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _agrees(each: Asked, word: str, within: bool | None) -> bool:
    """Whether a comparison draws the boundary as the words do; words that point the other way say nothing of it."""
    beyond = _BEYOND.fullmatch(f"{word} 1")
    if beyond is not None:
        up = beyond["up"] is not None
        # `never above` asks for less, `above` alone for more.
        if (each.operator in _UP) != (up != within):
            return True
    return (each.operator in ("<=", ">=")) == within


def _found(
    context: Context,
    line: LineRecord,
    each: Asked,
    text: str,
    word: str,
    within: bool | None,
    numbers: dict[tuple[int, int], ast.Number],
) -> Found:
    number = each.other.place.text
    operator = each.found.operator
    side = "still fine" if within else "too much already" if each.operator in ("<", "<=") else "not enough"
    where = "label" if text == line.label else "quote"
    start = each.found.place.span[0] + _at(each)
    place = context.place((start, start + len(operator)))
    return Found(
        place,
        f'by the words "{word}" of the {where}, {number} itself is {side}, and `{operator}` says otherwise',
        f"write `{_STRICT[operator]}`?",
        "draw the boundary as the words do, or add a reading that does",
        fix=Fix(f"write `{_STRICT[operator]}`", (Edit(place, _STRICT[operator]),), safe=False),
    )


def _at(each: Asked) -> int:
    """Where the operator stands in the text of a comparison."""
    text, operator = each.found.place.text, each.found.operator
    before = text.rfind(operator, 0, each.other.place.span[0] - each.found.place.span[0])
    return before if before >= 0 else text.find(operator)


# ---- Readings --------------------------------------------------------------------------------------------------------


def _only_the_boundary(line: ast.Line | None, reading: ast.Reading) -> bool:
    if line is None or line.sentence == reading.sentence:
        return False
    kinds = ((type(one) for one in walk(sentence)) for sentence in (line.sentence, reading.sentence))
    if any(one is not other for one, other in zip_longest(*kinds)):
        return False
    return _loose(line.sentence) == _loose(reading.sentence)


def _loose(sentence: ast.Sentence) -> str:
    """A sentence as if no comparison were strict."""
    return repr(sentence).replace("operator='<='", "operator='<'").replace("operator='>='", "operator='>'")


def _remarked(context: Context, reading: ast.Reading) -> bool:
    """Whether a comment above a reading explains it."""
    line = context.source.position(reading.span[0])[0]
    return line > 1 and context.source.line_text(line - 1).lstrip().startswith("#")


RULE = Rule(
    code="DC423",
    name="boundary-unsaid",
    title="the words and the sign put the boundary in different places",
    category=Category.MEANING,
    what="The label or a quote of a line says `at most 15%`, `never below 10%` or `keeps the 25%`, and the comparison"
    " treats that very number the other way; or a reading differs from its line in `>` against `>=` alone, and has"
    " neither a label nor a comment that says why.",
    why="Drafts are written to land exactly on the number. Whether 25% itself is too much is then the whole question,"
    " and a sign that was typed in passing decides it.",
    bad="""
        use "trade"

        policy JP {
          red line cars "No deal keeps the 25%": no tariff by US from JP layer s232_autos may have rate > 25%
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line cars "No deal keeps the 25%": no tariff by US from JP layer s232_autos may have rate >= 25%
            reading lenient "25% itself can stay": no tariff by US from JP layer s232_autos may have rate > 25%
          red line general "Never above 15%": no tariff by US from JP layer reciprocal may have rate > 15%
        }
    """,
    instead="Ask of the number itself whether the party would sign. `keeps` and `as much as` take it, `>=`; `more"
    " than` and `above` do not, `>`; `at most 20` allows 20. A reading on the other side says in its label which words"
    " allow for it.",
    check=check,
    fix="unsafe",
)
