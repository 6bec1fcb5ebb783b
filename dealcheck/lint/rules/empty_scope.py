"""A scope in which there is nothing."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.evaluate.conditions import read_refs
from dealcheck.evaluate.walk import simple_parts
from dealcheck.lint.book import book_of
from dealcheck.lint.context import Context
from dealcheck.lint.regions import nothing_in
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import (
    AggregateRecord,
    QuantifiedRecord,
    SentenceRecord,
    Setting,
    TextRecord,
)
from dealcheck.source import Place


def check(context: Context) -> Iterator[Found]:
    """Patterns, measures and products that cover nothing."""
    for spoken in book_of(context).spoken:
        yield from _in_sentence(context, spoken.sentence, spoken.line.full_name)
    for text in _texts(context):
        for setting in text.settings:
            yield from _in_measure(context, setting)
    for product in context.model.products.values():
        if product.place is not None and context.own(product.place) and not product.goods:
            yield Found(product.place, f"the product {product.name} holds nothing", "no goods are left", HELP)


HELP = "mend the scope: `-` and `&` take away, `|` joins"


def _texts(context: Context) -> Iterator[TextRecord]:
    model = context.model
    yield from (text for text in (*model.baselines.values(), *model.letters.values()) if context.own(text.place))
    yield from (deal.text for deal in context.deals)


def _in_sentence(context: Context, sentence: SentenceRecord, name: str) -> Iterator[Found]:
    for part in simple_parts(sentence):
        if not isinstance(part, QuantifiedRecord | AggregateRecord):
            continue
        pattern = part.pattern
        word = nothing_in(pattern.kind, pattern.region, context.model.parties, of_pattern=pattern)
        if word:
            yield _found(pattern.place, f"{name} speaks of nothing", word)
        for ref in read_refs(part.condition if isinstance(part, QuantifiedRecord) else part.having):
            for change in ref.changes:
                empty = change.on is not None and not change.on
                if not change.any and (empty or (change.on is None and change.layers is None and not change.parties)):
                    yield Found(ref.place, f"{name} reads at nothing", f"`{change.word}` holds nothing", HELP)


def _in_measure(context: Context, setting: Setting) -> Iterator[Found]:
    if not context.own(setting.place) or setting.rows is not None:
        return
    word = nothing_in(setting.kind, setting.region, context.model.parties)
    if word and word != "layer":
        yield _found(setting.place, "the measure covers nothing", word)


def _found(place: Place, headline: str, word: str) -> Found:
    if " and " in word:
        return Found(
            place,
            headline,
            f"`{word.replace(' and ', '` and `')}` name the same",
            "a party, or a customs union, has no measures against itself: name another party",
        )
    return Found(place, headline, f"`{word}` holds nothing", HELP)


RULE = Rule(
    code="DC406",
    name="empty-scope",
    title="a scope holds nothing",
    category=Category.DEAD,
    what="What a line or a measure speaks of is empty once its names are looked up: goods less themselves, two lists"
    " that share nothing, a party that is taken away again, or measures of a party against itself.",
    why="A line of `no` or `every` over nothing is met by every deal, and a measure on nothing changes nothing. Most"
    " often `&` stands where `|` is meant, or what is taken away holds all that it is taken from.",
    bad="""
        use "trade"

        policy JP { red line rice: no tariff by JP on hs 1006 & hs 0406 may have rate reduced }
    """,
    good="""
        use "trade"

        policy JP { red line rice: no tariff by JP on hs 1006 & hs 1006.30 may have rate reduced }
    """,
    instead="Join with `|` where both are meant, and take away only what is inside.",
    check=check,
)
