"""From text to syntax tree."""

from __future__ import annotations

import gc
from collections.abc import Sequence

from attrs import frozen

from dealcheck import limits
from dealcheck.diagnostics import Diagnostic
from dealcheck.source import Source, Span
from dealcheck.syntax import ast
from dealcheck.syntax.build import Builder
from dealcheck.syntax.driver import Callback, SyntaxFault, run
from dealcheck.syntax.faults import Faults
from dealcheck.syntax.grammar import language
from dealcheck.syntax.language import Language
from dealcheck.syntax.lexing import END, FAULT, Tokens
from dealcheck.syntax.sizes import too_deep


@frozen
class Parsed:
    """The tree of a text, without the statements that could not be read, and what is wrong with it."""

    file: ast.File
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source) -> Parsed:
    """The tree of a source and its faults (DC1xx), whatever the text holds."""
    return parse_tokens(source)[0]


def parse_tokens(source: Source) -> tuple[Parsed, Tokens]:
    """The tree of a source and its faults, with the tokens of its text: all of them where nothing is wrong with it."""
    # Nodes are many and none is in a cycle: the collector would only walk them again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        faults = Faults(source)
        items, tokens = _items(source, faults)
        if faults.found:
            from dealcheck.syntax.marking import marked

            items = marked(items, faults.found)
    finally:
        if collecting:
            gc.enable()
    return Parsed(ast.File((0, len(source.text)), source, items), faults.in_order()), tokens


def _items(source: Source, faults: Faults) -> tuple[tuple[ast.Item, ...], Tokens]:
    """The declarations of a text, and its tokens."""
    grammar = language()
    if len(source.text) > limits.FILE_BYTES // 4 and len(source.text.encode(errors="replace")) > limits.FILE_BYTES:
        faults.too_large(f"{limits.FILE_BYTES:,} bytes", (0, 1))
        return (), Tokens([], [], [], [])
    tokens = grammar.lexer.tokens(source.text)
    if tokens.cut:
        faults.too_large(f"{limits.TOKENS:,} words and signs", (tokens.starts[-1], tokens.ends[-1]))
        return (), tokens
    mended: Sequence[int] = ()
    if FAULT in tokens.shapes:
        # Only where something is wrong: a sound text never loads what words the messages.
        from dealcheck.syntax.mending import mend

        mended = mend(grammar, tokens, faults)
    barred = too_deep(grammar, tokens, source)
    if not barred:
        try:
            return _build(grammar, source, tokens, faults), tokens
        except SyntaxFault:
            pass
    from dealcheck.syntax.recovery import Recovery

    recovery = Recovery(grammar, tokens, faults, mended)
    recovery.run(barred)
    try:
        return _build(grammar, source, tokens, faults, recovery.broken), tokens
    except SyntaxFault as fault:
        # Recovery leaves what the grammar accepts; should it ever fail, the text is at least not taken to be sound.
        faults.add(
            "DC101", "the text cannot be read from here on", (tokens.starts[fault.index], tokens.ends[fault.index])
        )
        return (), tokens


def _build(
    grammar: Language, source: Source, tokens: Tokens, faults: Faults, broken: Sequence[Span] = ()
) -> tuple[ast.Item, ...]:
    """The tree of tokens that the grammar accepts; what the builder notes of broken statements is dropped."""
    if tokens.shapes[0] == END:
        return ()
    noted = Faults(source)
    builder = Builder(source, tokens, noted)
    callbacks: list[Callback] = [getattr(builder, _METHODS.get(name, name)) for name in grammar.callbacks]
    items: tuple[ast.Item, ...] = run(grammar, tokens, callbacks)
    faults.found.extend(fault for fault in noted.found if not (broken and _within(fault, broken)))
    return items


def _within(fault: Diagnostic, spans: Sequence[Span]) -> bool:
    """Whether a fault lies in one of the spans."""
    place = fault.place
    return place is not None and any(first <= place.span[0] < last for first, last in spans)


_METHODS = {"ends": "ends_at"}
"""Rules whose name is taken by something else in the builder."""
