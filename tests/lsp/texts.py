"""Documents for tests: texts with a `▮` where the cursor stands, in a folder of their own."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path

from attrs import frozen
from lsprotocol import types

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.documents import Document, Workspace, uri_of
from dealcheck.lsp.positions import Encoding

CURSOR = "▮"
TODAY = date(2025, 7, 1)

HEAD = 'use "trade"\nuse "goods"\nuse "baseline/2025-07-01"\n'
"""What most texts use."""


@frozen
class Desktop:
    """A workspace with a document in it, and where the cursor stands there."""

    workspace: Workspace
    analysis: Analysis
    position: types.Position
    folder: Path

    def text_of(self, where: types.Range) -> str:
        """The text of a range of the document."""
        start, end = self.analysis.positions.span(where)
        return self.analysis.text[start:end]

    def other(self, name: str) -> Analysis:
        """Another open document."""
        found = self.workspace.analysis(uri_of(self.folder / name))
        assert found is not None
        return found


def opened(folder: Path, text: str, name: str = "main.policy", encoding: Encoding = "utf-16", **others: str) -> Desktop:
    """A document of that text beside others, all of them open; `a_policy="..."` is the file `a.policy`."""
    text = textwrap.dedent(text)
    offset = text.find(CURSOR)
    text = text.replace(CURSOR, "")
    workspace = Workspace(folder, lambda: TODAY, encoding=encoding, folders=[folder])
    for file, content in (*((_file(each), textwrap.dedent(said)) for each, said in others.items()), (name, text)):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(content, encoding="utf-8")
        workspace.open(Document(uri_of(folder / file), 1, content))
    analysis = workspace.analysis(uri_of(folder / name))
    assert analysis is not None
    return Desktop(workspace, analysis, analysis.positions.position(max(offset, 0)), folder)


def _file(name: str) -> str:
    stem, _, ending = name.rpartition("_")
    return f"{stem}.{ending}"
