"""The tokens of a text as the grammar takes them: which words are keywords where they stand, and which are names."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from tests.syntax.corpus import GOOD, ROOT, SHIPPED
from tests.syntax.lark_parser import lark_parser

EDITORS = ROOT / "grammar" / "editors"
TREE_SITTER = EDITORS / "tree-sitter-dealcheck"
TEXTS = [*GOOD, *SHIPPED, *sorted(ROOT.glob("examples/**/*.policy")), *sorted(ROOT.glob("tests/cases/*.policy"))]
NAMES = {"NAME", "KIND", "SIDE"}
AMOUNTS = {"UNIT", "SCALE", "RATE_UNIT", "PER_UNIT"}


@frozen
class Piece:
    """A token: its terminal in the grammar, its text, its row and column (both from 0) and its offset."""

    terminal: str
    text: str
    row: int
    column: int
    offset: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha() or self.text[0] == "_"

    @property
    def is_keyword(self) -> bool:
        return self.is_word and self.terminal not in NAMES | AMOUNTS


def text_of(path: Path) -> str:
    """A text with a blank in the place of its byte order mark, which Lark would stumble over."""
    text = path.read_bytes().decode("utf-8")
    return " " + text[1:] if text.startswith("\ufeff") else text


@cache
def _parser() -> Any:
    return lark_parser((ROOT / "grammar" / "deal.lark").read_text(encoding="utf-8"))


@cache
def pieces(path: Path) -> tuple[Piece, ...]:
    """The tokens of a text without errors."""
    found = _parser().parse_interactive(text_of(path)).iter_parse()
    return tuple(Piece(each.type, str(each), each.line - 1, each.column - 1, each.start_pos) for each in found)


def node_modules() -> Path:
    """Where the packages of tests/editors/package.json are installed; skips where they are not."""
    folder = Path(os.environ.get("DEALCHECK_NODE_MODULES") or Path(__file__).parent / "node_modules")
    if not (folder / "vscode-textmate").is_dir() or not (folder / "vscode-oniguruma").is_dir():
        pytest.skip("the packages of tests/editors/package.json are not installed (DEALCHECK_NODE_MODULES)")
    return folder
