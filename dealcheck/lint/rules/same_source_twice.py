"""One page under two names."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import SourceRecord


def check(context: Context) -> Iterator[Found]:
    """Sources of this text that have the address, or the title, the publisher and the date, of another."""
    known: dict[tuple[str, ...], SourceRecord] = {}
    # What other texts declare comes first, so that the finding stands here.
    for record in sorted(context.model.sources.values(), key=lambda each: (context.own(each.place), each.place.span)):
        for mark in _marks(record):
            first = known.setdefault(mark, record)
            if first is not record and context.own(record.place):
                what = "the publisher and the address" if len(mark) == 2 else "the title, the publisher and the date"
                yield Found(
                    record.place,
                    f"`{record.name}` has {what} of `{first.name}`",
                    "the same source",
                    f"cite `{first.name}`, and take this one out; or correct its address",
                    (Label(first.place, "declared here"),),
                )
                break


def _marks(record: SourceRecord) -> Iterator[tuple[str, ...]]:
    """What makes a source the same as another."""
    url = record.fields.get("url", "").strip().rstrip("/").casefold()
    publisher = record.fields.get("publisher", "")
    if url:
        # Archives keep documents of many publishers at one address.
        yield url.removeprefix("https://").removeprefix("http://").removeprefix("www."), publisher.casefold()
    parts = (record.title, publisher, record.fields.get("date", ""))
    if all(parts):
        yield tuple(part.casefold() for part in parts)


RULE = Rule(
    code="DC458",
    name="same-source-twice",
    title="one source is declared under two names",
    category=Category.SOURCE,
    what="Two sources of one publisher have the same address, or the same title and date.",
    why="A line that cites both seems to rest on two grounds and rests on one. When the page moves, one of the two"
    " is forgotten.",
    bad="""
        source press "Japan says no" { publisher "A paper"  date 2025-07-01  url "https://example.org/no" }
        source paper "Tokyo refuses" {
          publisher "A paper"  date 2025-07-02  url "https://www.example.org/no/"
        }
    """,
    good="""
        source press "Japan says no" { publisher "A paper"  date 2025-07-01  url "https://example.org/no" }
        source paper "Japan says no" {
          publisher "A paper"  date 2025-07-02  url "https://example.org/no?page=2"
        }
        source other "An archive" {
          publisher "Another paper"  date 2025-07-02  url "https://example.org/no"
        }
    """,
    instead="Keep one of the two and cite it in both places; different pages of one document have different addresses.",
    check=check,
)
