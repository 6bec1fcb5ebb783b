"""How large a text may be before it is refused: stated here, named in the messages, tested."""

from __future__ import annotations

FILE_BYTES = 5_000_000
"""Bytes in one file; about forty thousand statements with their comments."""

TOKENS = 1_000_000
"""Words, numbers, texts and signs in one file."""

NESTING = 200
"""Brackets of any sort open at one place."""

OPERATORS = 300
"""Operators, parentheses and words such as `not`, `if` and `unless` in one statement: its tree is never deeper."""

DIGITS = 30
"""Digits in one number."""

SYNTAX_ERRORS = 50
"""Syntax errors that one file may show before the rest of it is left unread."""
