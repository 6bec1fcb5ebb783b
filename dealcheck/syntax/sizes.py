"""Finds brackets that nest too deep for all that walks the tree."""

from __future__ import annotations

import re

from dealcheck import limits
from dealcheck.diagnostics import Diagnostic
from dealcheck.source import Source
from dealcheck.syntax.faults import Faults
from dealcheck.syntax.language import Language
from dealcheck.syntax.lexing import Tokens

_OPENERS = "({["
_CLOSERS = ")}]"


def too_deep(language: Language, tokens: Tokens, source: Source) -> dict[int, Diagnostic]:
    """The places in the text at which more brackets are open than may be, with what to say of each."""
    if sum(map(source.text.count, _OPENERS)) <= limits.NESTING:
        return {}
    found: dict[int, Diagnostic] = {}
    shape_of = language.lexer.shape_of
    openers = frozenset(map(shape_of, _OPENERS))
    brackets = bytes(map(shape_of, _OPENERS + _CLOSERS))
    # One byte for each token, so that only brackets are looked at one by one.
    depth = 0
    for match in re.finditer(b"[" + re.escape(brackets) + b"]", bytes(tokens.shapes)):
        index = match.start()
        if tokens.shapes[index] not in openers:
            depth -= depth > 0
            continue
        depth += 1
        if depth == limits.NESTING + 1:
            faults = Faults(source)
            faults.add(
                "DC113",
                f"brackets nest more than {limits.NESTING} deep",
                (tokens.starts[index], tokens.ends[index]),
                help="close some of them, or name a part with `product` or `fact` and use the name",
            )
            found[tokens.starts[index]] = faults.found[0]
    return found
