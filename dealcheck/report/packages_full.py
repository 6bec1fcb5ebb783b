"""A count of packages for the terminal: how many suit whom, what each choice does, the best, and what clashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from dealcheck.packages.counted import ChoiceCount, Counted
from dealcheck.report.full import render_head, render_survey
from dealcheck.report.packages import (
    DealPackages,
    PackagesResult,
    basis_words,
    best_title,
    clash_words,
    count_words,
    headline,
    idle_words,
    line_words,
    lines_of,
    option_words,
    package_rows,
    package_words,
    remarks,
    settle_words,
    shared,
    shared_rows,
    turning,
)
from dealcheck.report.style import RenderOptions, clip, pad, printable, text_width, wrap

_GAP = 2
_NAME = 24
_OPTION = 40
"""Columns that the names of choices and of options get at most."""
_FEW = 10
"""Columns that each of them gets at least."""
_LEAST = len("lines that hang on it")
"""Columns that the lines which hang on a choice get at least; with less they stand in rows of their own."""


def render(result: PackagesResult, options: RenderOptions) -> str:
    """The whole report, ending in a line break."""

    def one(each: DealPackages) -> Iterator[str]:
        if each.counted is not None:
            yield render_head(each.draft.name, each.deal.checked, each.draft.policies, options, each.deal.chosen)
            yield from ("\n".join(rows) + "\n" for rows in _deal(each, each.counted, options) if rows)

    return render_survey(result, one, "no packages were counted", "the drafts themselves", options)


def _deal(each: DealPackages, counted: Counted | None, options: RenderOptions) -> Iterator[list[str]]:
    """The blocks on one deal."""
    if counted is None:
        return
    head = [options.paint(row, "bold") for row in wrap(printable(headline(counted)), options.width)]
    yield [*head, *(row for remark in remarks(counted) for row in _hung("- ", 2, remark, options))]
    yield list(_choices(counted, options))
    yield list(_clashes(each, counted, options))
    yield list(_best(each, counted, options))


# ---- Choices ---------------------------------------------------------------------------------------------------------


def _choices(counted: Counted, options: RenderOptions) -> Iterator[str]:
    """A row for each option of each choice, with the lines that hang on the choice beside them."""
    choices = turning(counted)
    if choices:
        widths = _widths(choices, options.width)
        heads = ["choice", "option", "suit all", "dead for", "lines that hang on it"]
        room = options.width - sum(widths) - 4 * _GAP
        beside = room >= _LEAST
        yield options.paint(_row(heads if beside else heads[:-1], widths), "bold")
        for choice in choices:
            yield from _choice(choice, widths, room if beside else 0, options)
    for said in (basis_words(counted), idle_words(counted)):
        if said:
            yield from (options.paint(row, "dim") for row in wrap(printable(said), options.width))


def _widths(choices: Sequence[ChoiceCount], width: int) -> list[int]:
    """The widths of the columns but the last. Where they do not fit, options are cut first, then the names."""
    names = max(text_width(printable(choice.name)) for choice in choices)
    taken = [option for choice in choices for option in choice.options]
    options = max(text_width(printable(option_words(option))) for option in taken)
    counts = max(len("suit all"), *(len(count_words(option.accepted)) for option in taken))
    dead = max(len("dead for"), *(len(", ".join(option.dead)) for option in taken))
    left = width - counts - dead - 3 * _GAP
    name = min(max(names, len("choice")), _NAME)
    option = min(max(options, len("option")), _OPTION, max(left - name, _FEW))
    return [min(name, max(left - option, _FEW)), option, counts, dead]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells in columns; the third is a number."""
    padded = [pad(cell, width) for cell, width in zip(cells, widths, strict=False)]
    padded[2] = " " * (widths[2] - text_width(cells[2])) + cells[2]
    return (" " * _GAP).join([*padded, *cells[len(widths) :]]).rstrip()


def _choice(choice: ChoiceCount, widths: Sequence[int], room: int, options: RenderOptions) -> Iterator[str]:
    lines = wrap(printable(", ".join(choice.lines)), room) if room else []
    for at, (option, beside) in enumerate(zip_longest(choice.options, lines)):
        name = clip(printable(choice.name), widths[0]) if not at else ""
        cells = [name, "", "", "", beside or ""]
        if option is not None:
            cells[1] = clip(printable(option_words(option)), widths[1])
            cells[2] = count_words(option.accepted)
            cells[3] = ", ".join(option.dead)
        row = _row(cells, widths)
        if option is not None and option.dead:
            dead = ", ".join(option.dead)
            at_dead = sum(widths[:3]) + 3 * _GAP
            plain = row if row.isascii() else ""
            if plain[at_dead : at_dead + len(dead)] == dead:
                row = row[:at_dead] + options.paint(dead, "red") + row[at_dead + len(dead) :]
        yield row
    if not room:
        yield from _hung("  ", 2, ", ".join(choice.lines), options)


# ---- Clashes and the best --------------------------------------------------------------------------------------------


def _clashes(each: DealPackages, counted: Counted, options: RenderOptions) -> Iterator[str]:
    """What keeps parties apart, with the lines and their sources."""
    for clash in counted.clashes:
        yield from (options.paint(row, "red") for row in wrap(printable(clash_words(clash)), options.width))
        for line in lines_of(each, clash.lines):
            place = line.line.place
            yield from _hung("  - ", 4, line_words(line), options)
            yield f"    {options.paint('-->', 'blue')} {place.source.name}:{place.line}:{place.column}"


def _best(each: DealPackages, counted: Counted, options: RenderOptions) -> Iterator[str]:
    """The best packages, each as its choices and what comes of it."""
    if not counted.choices:
        return
    if not counted.best:
        if not counted.is_searched:
            yield from wrap("the best packages were not found within the step limit", options.width)
        return
    yield from (options.paint(row, "bold") for row in wrap(best_title(counted), options.width))
    common = shared(each)
    margin = len(f"{len(counted.best)}.") + 3
    for word, text in shared_rows(common):
        yield from _labelled(word, text, "  ", "cyan", options)
    for number, package in enumerate(counted.best, 1):
        yield from _hung(f"{number:>{margin - 2}}. ", margin, package_words(package, common), options)
        for word, text in package_rows(package, common, each.deal.checked.lines):
            yield from _labelled(word, text, " " * margin, "green" if word == "wishes met" else "yellow", options)
    settle = settle_words(each, counted.best[0])
    if settle:
        which = "the first of them" if len(counted.best) > 1 else "it"
        yield from _hung("", 2, f"to write {which} into the draft: {settle}", options)


def _labelled(word: str, text: str, blank: str, paint: str, options: RenderOptions) -> Iterator[str]:
    """A text after a word in colour; nothing where there is no text."""
    if text:
        first, *rest = wrap(printable(f"{word}: {text}"), max(options.width - len(blank) - 2, 20))
        yield f"{blank}{options.paint(word, paint)}{first.removeprefix(word)}"
        yield from (f"{blank}  {row}" for row in rest)


def _hung(head: str, margin: int, text: str, options: RenderOptions) -> Iterator[str]:
    """A text after a head, wrapped `margin` columns in."""
    rows = wrap(printable(text), max(options.width - margin, 20))
    yield f"{head}{rows[0]}"
    yield from (f"{' ' * margin}{row}" for row in rows[1:])
