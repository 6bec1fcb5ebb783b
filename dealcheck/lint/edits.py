"""Edits that fixes are made of."""

from __future__ import annotations

from dealcheck.lint.rule import Edit
from dealcheck.source import Place, Source, Span


def removal(source: Source, span: Span) -> Edit:
    """Takes a piece out: with its lines where nothing else stands on them, else with the blanks before it."""
    text = source.text
    start, end = span
    before = len(text[:start].rstrip(" \t"))
    after = end
    while after < len(text) and text[after] in " \t\r":
        after += 1
    opens = before == 0 or text[before - 1] == "\n"
    closes = after == len(text) or text[after] == "\n"
    if opens and closes:
        return Edit(Place(source, (before, min(after + 1, len(text)))), "")
    if opens:
        return Edit(Place(source, (start, after)), "")
    return Edit(Place(source, (before, end)), "")


def bare(text: str) -> str:
    """A text with what stands in comments and quotation marks blanked out, every letter in its place."""
    if '"' not in text and "#" not in text:
        return text
    return "\n".join(_bare(row) if '"' in row or "#" in row else row for row in text.split("\n"))


def _bare(row: str) -> str:
    kept = list(row)
    quoted = False
    at = 0
    while at < len(row):
        letter = row[at]
        if letter == "#" and not quoted:
            kept[at:] = " " * (len(row) - at)
            break
        if quoted and letter == "\\":
            kept[at : at + 2] = "__"[: len(row) - at]
            at += 2
            continue
        if letter == '"':
            quoted = not quoted
        elif quoted:
            kept[at] = "_"
        at += 1
    return "".join(kept)
