"""Finds the grammar that ships with the package and gives its tables, read once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from dealcheck.shipped import shipped_folder
from dealcheck.syntax.language import Language

GRAMMAR_NAME = "deal.lark"
TABLES_NAME = "deal.tables.json"
TABLES_FORMAT = 1
"""Raised whenever `Language` reads the tables in another way."""


def grammar_folder() -> Path:
    """The folder of the grammar, its tables and the samples of malformed text."""
    return shipped_folder("grammar")


@cache
def language() -> Language:
    """The language that the shipped tables describe."""
    tables: dict[str, Any] = json.loads((grammar_folder() / TABLES_NAME).read_text(encoding="utf-8"))
    if tables["format"] != TABLES_FORMAT:
        raise ValueError(f"{TABLES_NAME} was made for another version: run python -m dealcheck.syntax.tables")
    return Language(tables)
