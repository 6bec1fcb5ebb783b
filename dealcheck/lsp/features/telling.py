"""What there is to say of a declaration, for hover and completion."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import Declaration, Scope, is_standard
from dealcheck.lsp.features.pages import Page, code, link, own, plain, strong
from dealcheck.lsp.features.words import TYPES
from dealcheck.model.iso import name_of
from dealcheck.scopes import Interval, dotted_code
from dealcheck.syntax import ast

MOST_CODES = 12
_DIRECTIONS = {"less": "less is freer", "more": "more is freer"}


def one_line(text: str) -> str:
    """A text of an acceptable length on one line."""
    text = plain(text)
    return text if len(text) <= 120 else f"{text[:118]} …"


def label_of(node: ast.Node) -> str:
    """What a declaration is called, in words."""
    for name in ("label", "title"):
        text = getattr(node, name, None)
        if isinstance(text, ast.Text):
            return text.text
    return ""


@cache
def _standard_name(code: str) -> str:
    return name_of(code)


def party_name(name: str, scope: Scope) -> str:
    """What a party is called, in words."""
    if is_standard(name):
        return _standard_name(name)
    found = scope.find("party", name)
    return label_of(found.node) if found is not None else ""


def describe(found: Declaration, analysis: Analysis, scope: Scope, page: Page) -> None:
    """Say on a page what a declaration declares."""
    node = found.node
    label = label_of(node)
    said = plain(label)
    if found.sort == "choice":
        _, _, of = found.owner.partition(".")
        page.text(strong(found.name), f"a value of {of}")
    elif found.sort == "line" and isinstance(node, ast.Line | ast.BrokenLine):
        page.text(strong(f"{found.owner}.{found.name}"), said, f"({node.level})")
    elif found.sort == "field":
        page.text(strong(found.name), f"a field of {found.owner}")
    else:
        nouns = {"text": "letter" if isinstance(node, ast.Letter) else "deal", "party": "party"}
        page.text(strong(found.name), said, f"({nouns.get(found.sort, found.sort)})")
    for part in _parts(found, analysis, scope, page):
        page.text(part)


def _parts(found: Declaration, analysis: Analysis, scope: Scope, page: Page) -> Iterator[str]:
    node = found.node
    if isinstance(node, ast.PartyDeclaration | ast.GroupDeclaration):
        if node.members:
            yield f"members {', '.join(each.text for each in node.members)}"
    elif isinstance(node, ast.ProductDeclaration):
        _product(node, found, analysis, page)
    elif isinstance(node, ast.KindDeclaration):
        kind(node, page)
    elif isinstance(node, ast.ValueDeclaration):
        if found.sort == "field":
            field(node, page)
    elif isinstance(node, ast.SourceDeclaration):
        source(node, page)
    elif isinstance(node, ast.Event):
        yield (
            f"happens on {node.date.text}" if node.date is not None else "may happen or not: no text says on which day"
        )
    elif isinstance(node, ast.Fact):
        text = found.place.source.text_of(node.value.span)
        yield f"{plain(text)}{f' on {node.date.text}' if node.date is not None else ''}"
    elif isinstance(node, ast.Term):
        yield from _term(node)
    elif isinstance(node, ast.Baseline):
        yield f"what is in force on {node.date.text}"
    elif isinstance(node, ast.Deal):
        yield from _deal(node)
    elif isinstance(node, ast.Letter):
        yield f"by {', '.join(each.text for each in node.authors)}"
    elif isinstance(node, ast.DisplaceDeclaration):
        yield f"displaces {', '.join(each.text for each in node.displaced)}"


def _term(node: ast.Term) -> Iterator[str]:
    for word, names in (("proposed by", node.proposed_by), ("opposed by", node.opposed_by), ("only", node.optional)):
        if names:
            yield f"{word} {', '.join(each.text for each in names)}"
    if node.status is not None:
        yield f"status {node.status.text}"
    if node.side_letter:
        yield "stands in a side letter"


def _deal(node: ast.Deal) -> Iterator[str]:
    for item in node.items:
        if isinstance(item, ast.Between):
            yield f"between {', '.join(each.text for each in item.parties)}"
        elif isinstance(item, ast.DealDate) and isinstance(item.moment, ast.DateMoment):
            yield f"{item.word} {item.moment.text}"
        elif isinstance(item, ast.Against):
            yield f"against {item.baseline.text}"


# ---- Products and codes ----------------------------------------------------------------------------------------------


def _product(node: ast.ProductDeclaration, found: Declaration, analysis: Analysis, page: Page) -> None:
    if node.schedule is not None:
        page.text(f"codes beyond six digits belong to the schedule of {node.schedule.text}")
    codes = list(codes_of(found, analysis))
    if codes:
        page.items((code_line(each, analysis) for each in codes), MOST_CODES)
    else:
        page.written(found.place.source.text_of(node.span))


def codes_of(found: Declaration, analysis: Analysis) -> Iterator[str]:
    """The codes of a product as written, ranges as `first .. last`."""
    model = analysis.opened.model
    for product in model.products.values():
        place = product.place
        here = place is not None and place.source.name == found.place.source.name
        if place is not None and here and place.span == found.place.span:
            yield from (interval_words(each) for each in product.codes)
            return


def interval_words(interval: Interval) -> str:
    """The code that holds these lines, or the first and last one."""
    low, high = interval
    for digits in (2, 4, 6, 8, 10):
        width = 10 ** (10 - digits)
        if high - low == width and low % width == 0:
            return f"{low // width:0{digits}d}"
    for digits in (2, 4, 6, 8, 10):
        width = 10 ** (10 - digits)
        if low % width == 0 and high % width == 0:
            return f"{low // width:0{digits}d} .. {high // width - 1:0{digits}d}"
    return ""


def code_line(words: str, analysis: Analysis) -> str:
    """A code with its official description."""
    first, _, last = words.partition(" .. ")
    shown = dotted_code(first) + (f" .. {dotted_code(last)}" if last else "")
    said = "" if last else official(first, analysis)
    return f"{code(shown)} {said}".rstrip()


def official(digits: str, analysis: Analysis) -> str:
    """The description of a code in the Harmonized System of 2022: of its first six digits, if it has more."""
    nomenclature = analysis.desk.nomenclature()
    if nomenclature is None:
        return ""
    said = nomenclature.names.get(digits[:6], "")
    if said and len(digits) > 6:
        return f"{said} (in {dotted_code(digits[:6])})"
    return said


# ---- Kinds and fields ------------------------------------------------------------------------------------------------


def kind(node: ast.KindDeclaration, page: Page) -> None:
    """Say what keys and fields a kind has."""
    keys = []
    for key in node.keys:
        default = f", {key.default.text} if left out" if key.default is not None else ""
        keys.append(f"{code(key.word)} {key.type.text}{default}")
    page.items(keys, head="keys")
    page.items((f"{code(value.name.text)} {field_words(value)}" for value in node.values), head="fields")
    for absent in node.absents:
        of = f" for layer {absent.layer.text}" if absent.layer is not None else ""
        none = absent.word.text == "none"
        page.text("where nothing is said there is none" if none else f"where nothing is said it is unknown{of}")


def field_words(value: ast.ValueDeclaration) -> str:
    """What a field holds, and which way is freer."""
    sort = f"one of {', '.join(each.text for each in value.choices)}" if value.choices else value.type.text
    direction = _DIRECTIONS.get(value.freer, "")
    return ", ".join(filter(None, (sort, direction)))


def field(value: ast.ValueDeclaration, page: Page) -> None:
    """Say what a field holds."""
    page.text(field_words(value))
    if not value.choices and value.type.text in TYPES:
        page.text(own(TYPES[value.type.text]))


def source(node: ast.SourceDeclaration, page: Page) -> None:
    """Say where a source is to be found."""
    said = []
    for part in node.fields:
        text = part.value.text
        said.append(f"{part.name.text} {link(text) if part.name.text == 'url' else plain(text)}")
    page.items(said)
