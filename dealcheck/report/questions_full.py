"""What to find out next, for the terminal: the questions in the order of how many lines they decide."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.report.full import render_head, render_survey
from dealcheck.report.questions import DealQuestions, QuestionsResult, headline, question_words, rows_of
from dealcheck.report.style import RenderOptions, pad, printable, text_width, wrap

_LABEL = 30
"""Columns that the words before a row get at most."""


def render(result: QuestionsResult, options: RenderOptions) -> str:
    """The whole report, ending in a line break."""

    def one(each: DealQuestions) -> Iterator[str]:
        if each.asked is not None:
            yield render_head(each.draft.name, each.deal.checked, each.draft.policies, options, each.deal.chosen)
            yield from ("\n".join(rows) + "\n" for rows in _deal(each, options))

    return render_survey(result, one, "the draft was not judged", "the draft itself", options)


def _deal(each: DealQuestions, options: RenderOptions) -> Iterator[list[str]]:
    """The blocks on one deal."""
    asked = each.asked
    if asked is None:
        return
    yield [options.paint(row, "bold") for row in wrap(printable(headline(each, asked)), options.width)]
    margin = len(f"{len(asked.all)}.") + 1
    for number, question in enumerate(asked.all, 1):
        first, *rest = wrap(printable(question_words(question)), max(options.width - margin, 20))
        rows = [f"{f'{number}.':>{margin - 1}} {options.paint(first, 'bold')}"]
        rows.extend(" " * margin + options.paint(row, "bold") for row in rest)
        yield [*rows, *_rows(list(rows_of(question, each)), margin, options)]


def _rows(rows: list[tuple[str, str]], margin: int, options: RenderOptions) -> Iterator[str]:
    """Words and texts in two columns."""
    blank = " " * margin
    width = max((text_width(word) for word, _ in rows if text_width(word) <= _LABEL), default=0)
    hang = margin + width + 2
    for word, text in rows:
        fits = text_width(word) <= _LABEL
        if not fits:
            # A long answer stands in rows of its own.
            long = wrap(printable(word), max(options.width - margin, 20))
            yield from (blank + options.paint(row, "cyan") for row in long)
        first, *rest = wrap(printable(text), max(options.width - hang, 20))
        yield f"{blank}{options.paint(pad(printable(word) if fits else '', width), 'cyan')}  {first}"
        yield from (" " * hang + row for row in rest)
