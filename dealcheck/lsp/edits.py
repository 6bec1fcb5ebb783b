"""Changes of a text as an editor applies them: small ones, so that cursors and marks stay where they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from lsprotocol import types

from dealcheck.lsp.analysis import Analysis
from dealcheck.source import Span

_WORD = re.compile(r"[^ \t\r\n]+")

MOST_LINES = 3_000
"""So many lines are compared one by one; of more, all between the first and the last that differ is replaced."""


def gap_edits(before: str, after: str) -> list[tuple[Span, str]] | None:
    """What turns one text into another that differs in blanks and line ends alone; None where it differs in more."""
    old, new = [*_WORD.finditer(before)], [*_WORD.finditer(after)]
    if [word[0] for word in old] != [word[0] for word in new]:
        return None
    found: list[tuple[Span, str]] = []
    for (start, end), (low, high) in zip(_gaps(old, before), _gaps(new, after), strict=True):
        if before[start:end] != after[low:high]:
            found.append(_smallest(start, before[start:end], after[low:high]))
    return found


def _gaps(words: Sequence[re.Match[str]], text: str) -> Iterator[Span]:
    """What stands before, between and after words, nothing included."""
    ends = [0, *(word.end() for word in words)]
    return zip(ends, [*(word.start() for word in words), len(text)], strict=True)


def _smallest(at: int, old: str, new: str) -> tuple[Span, str]:
    """What turns a piece of text into another, less what both begin and end with; no line end is torn apart."""
    most = min(len(old), len(new))
    first = 0
    while first < most and old[first] == new[first]:
        first += 1
    if first and old[first - 1] == "\r":
        first -= 1
    last = 0
    while last < most - first and old[-1 - last] == new[-1 - last]:
        last += 1
    if last and old[-last] == "\n" and ("\r" in (old[-last - 1 : -last], new[-last - 1 : -last])):
        last -= 1
    return (at + first, at + len(old) - last), new[first : len(new) - last]


def line_edits(before: str, after: str) -> list[tuple[Span, str]]:
    """What turns one text into another, line by line."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    ours, theirs = old[first : len(old) - last], new[first : len(new) - last]
    start = sum(map(len, old[:first]))
    if len(ours) + len(theirs) > MOST_LINES:
        return [((start, start + sum(map(len, ours))), "".join(theirs))]
    return [*_hunks(ours, theirs, start)]


def _hunks(ours: list[str], theirs: list[str], start: int) -> Iterator[tuple[Span, str]]:
    starts = [start]
    for line in ours:
        starts.append(starts[-1] + len(line))
    for tag, low, high, begin, end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            yield (starts[low], starts[high]), "".join(theirs[begin:end])


def text_edits(analysis: Analysis, edits: Iterable[tuple[Span, str]]) -> list[types.TextEdit]:
    """Edits of a document's text as the protocol has them."""
    return [types.TextEdit(analysis.range(span), text) for span, text in edits]


def workspace_edit(analysis: Analysis, edits: list[types.TextEdit], versioned: bool) -> types.WorkspaceEdit:
    """Edits of a document alone, bound to its version where the client can tell."""
    if not versioned:
        return types.WorkspaceEdit(changes={analysis.uri: edits})
    document = types.OptionalVersionedTextDocumentIdentifier(uri=analysis.uri, version=analysis.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [*edits])])
