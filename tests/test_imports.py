"""The layers of the program: a module imports only from rows above its own."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "dealcheck"

ROWS: list[tuple[set[str], set[str]]] = [
    # modules of the row; packages from elsewhere that they may import
    ({"__init__", "limits", "shipped", "source", "diagnostics", "codes", "logic", "fences", "literate"}, {"attrs"}),
    ({"values"}, {"attrs", "pycountry"}),
    ({"scopes"}, {"attrs"}),
    ({"syntax"}, {"attrs", "lark"}),
    ({"highlighting"}, {"pygments"}),
    ({"model"}, {"attrs", "pycountry"}),
    ({"worlds"}, {"attrs"}),
    ({"evaluate"}, {"attrs"}),
    ({"packages"}, {"attrs"}),
    ({"changes"}, {"attrs"}),
    ({"solve"}, {"attrs", "z3"}),
    ({"lint"}, {"attrs"}),
    ({"report"}, {"attrs", "docx"}),
    ({"api", "opening", "consequences", "asked"}, {"attrs"}),
    ({"configuration", "loader", "saving", "terminal"}, {"attrs", "rich"}),
    ({"testing"}, {"attrs", "pytest", "hypothesis"}),
    # The editor runs tests beside the lines, so it stands above what runs them.
    ({"lsp"}, {"attrs", "pygls", "lsprotocol"}),
    ({"scaffold"}, {"attrs"}),
    # The commands start whatever there is, so they stand last.
    ({"cli", "__main__"}, {"attrs", "click"}),
]

ROW_OF = {name: row for row, (names, _) in enumerate(ROWS) for name in names}

IMPURE = {"os", "time", "pathlib", "shutil", "tempfile", "subprocess", "socket", "urllib", "glob", "random", "sys"}
"""What reads the machine. `sys` is among them for its streams and arguments."""

MACHINE = {
    "shipped": {"pathlib"},
    "syntax": {"pathlib", "sys"},
    "configuration": {"pathlib"},
    "loader": {"os", "pathlib", "sys"},
    "saving": {"os", "pathlib"},
    "terminal": {"os", "shutil", "sys", "time"},
    "testing": {"pathlib"},
    # Paths behind URIs, and whether a file has changed; what is read comes through the loader.
    "lsp": {"os", "pathlib"},
    "cli": {"os", "pathlib", "sys"},
}
"""The modules that may, and what of it."""


def place_of(path: Path) -> str:
    """The name under which a file stands in the rows: its folder or module right below `dealcheck`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> list[tuple[int, str]]:
    """Every module that a file imports, wherever the statement stands, with its line."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.extend((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            module = node.module or ""
            if module == "dealcheck":
                found.extend((node.lineno, f"dealcheck.{alias.name}") for alias in node.names)
            else:
                found.append((node.lineno, module))
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_to_rows_above(path: Path) -> None:
    here = place_of(path)
    assert here in ROW_OF, f"{here} has no row"
    allowed = ROWS[ROW_OF[here]][1]
    for line, module in imports_of(path):
        top, _, rest = module.partition(".")
        where = f"{path.relative_to(PACKAGE.parent)}:{line}: import of {module}"
        if top == "dealcheck":
            target = rest.partition(".")[0]
            if target in ("", "__version__") or target == here:
                continue
            assert target in ROW_OF, f"{where}: no such row"
            assert ROW_OF[target] <= ROW_OF[here], f"{where} goes down"
            same_row = ROW_OF[target] == ROW_OF[here]
            assert not same_row or ROW_OF[here] in (0, ROW_OF["api"], ROW_OF["loader"], ROW_OF["cli"]), (
                f"{where} goes sideways"
            )
        elif top not in sys.stdlib_module_names:
            assert top in allowed, f"{where}: its row may not"
        elif top in IMPURE:
            assert top in MACHINE.get(here, set()), f"{where}: nothing here may read the machine"


def test_every_row_is_known() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert folders <= set(ROW_OF)
