"""Facts, events and sources: what texts declare beside measures and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.diagnostics import Label
from dealcheck.model.expressions import Formula
from dealcheck.model.goods import goods_of
from dealcheck.model.names import Here
from dealcheck.model.problems import listed, meant
from dealcheck.model.records import Event, FactRecord, Literal, SourceRecord
from dealcheck.model.types import CONSTANT, sort_of
from dealcheck.source import Place
from dealcheck.syntax import ast
from dealcheck.values import Money, Rate, describe, is_currency, suggest_currency

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dealcheck.model.vocabulary import Vocabulary

EXCHANGE, CUSTOMS_VALUE = "exchange", "customs_value"

SOURCE_FIELDS = ("publisher", "date", "url", "note", "author")


def gather_facts(words: Vocabulary) -> None:
    """Read every fact once, so that names of facts have a sort wherever they stand."""
    tables = words.names.tables
    for known in [*tables.get("fact", {}).values(), *tables.get("given", {}).values()]:
        for declared in known:
            here = Here(words.names, words.problems, words, declared.unit)
            record = take_fact(here, declared.node_as(ast.Fact))
            if record is None:
                continue
            if record.kind == "named":
                first = words.facts.setdefault(record.name, record.value)
                if sort_of(first) != sort_of(record.value):
                    words.problems.error(
                        "DC314",
                        f"the fact `{record.name}` is given values of two sorts",
                        record.place,
                        f"this is {describe(record.value)}",
                        f"give {describe(first)}, as where it was first declared",
                        labels=(Label(known[0].place, f"this is {describe(first)}"),),
                    )
            elif isinstance(record.value, Money):
                words.currencies.add(frozenset({record.name, record.value.currency}))


def take_fact(here: Here, node: ast.Fact) -> FactRecord | None:
    """Read a fact and enter its record; None after an error."""
    record = fact_of(here, node)
    if record is not None:
        here.words.fact_records[id(node)] = record
    return record


def facts_in(words: Vocabulary, items: Iterable[ast.Node]) -> tuple[FactRecord, ...]:
    """The facts among the items of a text."""
    return tuple(
        [
            words.fact_records[id(item)]
            for item in items
            if isinstance(item, ast.Fact) and id(item) in words.fact_records
        ]
    )


def fact_of(here: Here, fact: ast.Fact) -> FactRecord | None:
    """The fact that a text states; None after an error."""
    typed = Formula(here, CONSTANT).read(fact.value)
    day = None if fact.date is None else here.date(fact.date)
    if typed is None or (fact.date is not None and day is None):
        return None
    if not isinstance(typed.expr, Literal):
        here.problems.error(
            "DC314", "a fact is a plain value", here.place(fact.value), "not a value", "write the value itself"
        )
        return None
    place = here.place(fact)
    if fact.name.text == EXCHANGE:
        return _exchange(here, fact, typed.expr, day)
    if fact.name.text == CUSTOMS_VALUE:
        return _customs_value(here, fact, typed.expr, day)
    odd = fact.subject or fact.scope
    if odd is not None:
        here.problems.error(
            "DC225",
            f"the fact `{fact.name.text}` has no subject",
            here.place(odd),
            "of nothing",
            "write `fact NAME = ...`, `fact exchange JPY = USD 0.0067` or `fact customs_value on GOODS = USD 1/kg`",
        )
        return None
    return FactRecord("named", fact.name.text, typed.expr.value, day, place)


def _exchange(here: Here, fact: ast.Fact, literal: Literal, day: date | None) -> FactRecord | None:
    subject = fact.subject
    if subject is None or not is_currency(subject.text) or not isinstance(literal.value, Money) or literal.value.per:
        place = here.place(subject or fact.name) if subject is None or not is_currency(subject.text) else literal.place
        known = suggest_currency(subject.text) if subject is not None else ""
        here.problems.error(
            "DC314",
            "an exchange rate says what one unit of a currency is worth in another",
            place,
            "not a currency" if place is not literal.place else "not an amount of money",
            f"did you mean `{known}`?"
            if known and place is not literal.place
            else "write `fact exchange JPY = USD 0.0067 on 2025-07-01`",
        )
        return None
    return FactRecord(EXCHANGE, subject.text, literal.value, day, here.place(fact))


def _customs_value(here: Here, fact: ast.Fact, literal: Literal, day: date | None) -> FactRecord | None:
    value = literal.value
    if fact.scope is None or not isinstance(value, Rate) or value.percent != 0 or len(value.specific) != 1:
        here.problems.error(
            "DC314",
            "a customs value says what a unit of some goods is worth",
            here.place(fact.name) if fact.scope is None else literal.place,
            "of which goods?" if fact.scope is None else "not money per unit",
            "write `fact customs_value on hs 2003.10.01 = USD 1.00/kg`",
        )
        return None
    goods = goods_of(here, fact.scope)
    if goods is None:
        return None
    return FactRecord(CUSTOMS_VALUE, CUSTOMS_VALUE, value, day, here.place(fact), goods.held)


# ---- Events ----------------------------------------------------------------------------------------------------------


def events_in(here: Here, items: Iterable[ast.Node]) -> tuple[Event, ...]:
    """The events among the items of a text; two of one name are an error at both."""
    found: dict[str, Event] = {}
    for item in items:
        if isinstance(item, ast.Event):
            place = Place(here.unit.source, item.name.span)
            if item.name.text in found:
                here.names.duplicate("event", item.name.text, place, found[item.name.text].place)
                continue
            day = None if item.date is None else here.date(item.date)
            found[item.name.text] = Event(item.name.text, item.label.text if item.label else "", day, place)
    return tuple(found.values())


# ---- Sources ---------------------------------------------------------------------------------------------------------


def gather_sources(words: Vocabulary) -> None:
    """Read every source that stands at the level of a file."""
    for known in words.names.tables.get("source", {}).values():
        for declared in known:
            here = Here(words.names, words.problems, words, declared.unit)
            words.sources[id(declared.node)] = source_of(here, declared.node_as(ast.SourceDeclaration))


def sources_in(here: Here, items: Iterable[ast.Node]) -> dict[str, SourceRecord]:
    """The sources that stand inside a text; two of one name are an error at both."""
    found: dict[str, SourceRecord] = {}
    for item in items:
        if isinstance(item, ast.SourceDeclaration):
            record = source_of(here, item)
            if record.name in found:
                here.names.duplicate("source", record.name, record.place, found[record.name].place)
                continue
            found[record.name] = record
            here.words.inner_sources.append(record)
    return found


def source_of(here: Here, node: ast.SourceDeclaration) -> SourceRecord:
    """A source with what is known of it."""
    fields: dict[str, str] = {}
    for part in node.fields:
        name = part.name.text
        if name not in SOURCE_FIELDS:
            here.problems.error(
                "DC302",
                f"a source has no field `{name}`",
                here.place(part.name),
                "not a field",
                meant(name, SOURCE_FIELDS, f"its fields are {listed(SOURCE_FIELDS)}"),
            )
        elif name in fields:
            here.problems.error(
                "DC304", f"`{name}` stands twice", here.place(part.name), "here again", "leave one of them out"
            )
        elif isinstance(part.value, ast.DateValue):
            day = here.date(part.value)
            fields[name] = day.isoformat() if day else part.value.text
        else:
            fields[name] = part.value.text
    return SourceRecord(
        node.name.text, node.title.text if node.title else "", fields, Place(here.unit.source, node.name.span)
    )
