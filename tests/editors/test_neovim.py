"""A headless Neovim with the shipped configuration starts the server and lists what it says of a file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.editors.in_context import EDITORS

HERE = Path(__file__).parent
TEXT = """\
use "trade"

policy JP "Japan" {
  red line café "No é, 25%": no tariff by US may hav rate >= 25%
  red line free "None": no tarif by US
}
"""
WAIT = 60_000
"""Milliseconds until the test gives up on the server."""

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")


def neovims() -> list[str]:
    """The Neovim on the PATH, and those of $DEALCHECK_NEOVIM, which names further ones by a colon."""
    found = [shutil.which("nvim"), *os.environ.get("DEALCHECK_NEOVIM", "").split(os.pathsep)]
    return [program for program in found if program]


@pytest.fixture(params=neovims() or [None], ids=str)
def neovim(request: pytest.FixtureRequest) -> str:
    if request.param is None:
        pytest.skip("nvim is not installed")
    return str(request.param)


def opened(program: str, folder: Path, name: str, setup: str) -> dict[str, Any]:
    """What Neovim knows of a file once the server has spoken."""
    answer = folder / "answer.json"
    environment = {
        "DEALCHECK_ANSWER": str(answer),
        "DEALCHECK_WAIT": str(WAIT),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(
        [program, "--headless", "--clean", "-n", "--cmd", f"set runtimepath+={EDITORS / 'neovim'}",
         "--cmd", f"lua {setup}", name, "-c", f"luafile {HERE / 'list_diagnostics.lua'}"],
        cwd=folder,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )  # fmt: skip
    log = "".join(path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("lsp.log"))
    assert answer.exists(), done.stdout + done.stderr + log
    found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    assert done.stderr.strip() == "", done.stderr
    assert found["clients"], log
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a text of two faults, and a `dealcheck` on the PATH that is this one."""
    (tmp_path / "dealcheck.toml").write_text("", encoding="utf-8")
    (tmp_path / "lines").mkdir()
    (tmp_path / "lines" / "jp.policy").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "dealcheck"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dealcheck "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return tmp_path


def test_the_diagnostics_of_the_server_are_listed(neovim: str, project: Path) -> None:
    found = opened(neovim, project, "lines/jp.policy", 'require("dealcheck").setup()')
    assert found["filetype"] == found["syntax"] == "dealcheck"
    assert found["commentstring"] == "# %s"
    assert [(client["name"], Path(client["root"]).resolve()) for client in found["clients"]] == [
        ("dealcheck", project.resolve())
    ]
    shown = {(each["line"], each["column"]): each for each in found["diagnostics"]}
    # Columns are those of Neovim, in bytes: two letters before the slip have two each.
    slip = shown[4, TEXT.splitlines()[3].encode().index(b"hav ") + 1]
    assert slip["code"].startswith("DC1")
    assert slip["source"] == "dealcheck"
    assert "have" in slip["message"]


def test_names_are_looked_up_as_well(neovim: str, project: Path) -> None:
    path = project / "lines" / "jp.policy"
    path.write_text(TEXT.replace("hav ", "have "), encoding="utf-8")
    found = opened(neovim, project, "lines/jp.policy", 'require("dealcheck").setup()')
    assert any(each["line"] == 5 and "tarif" in each["message"] for each in found["diagnostics"])


def test_a_file_without_a_project_is_served_too(neovim: str, project: Path) -> None:
    (project / "dealcheck.toml").unlink()
    found = opened(neovim, project, "lines/jp.policy", 'require("dealcheck").setup({ root_markers = { "none.such" } })')
    assert found["diagnostics"]


def test_the_file_for_lsp_enable_is_a_configuration(neovim: str, project: Path) -> None:
    ask = (
        "local c = dofile(vim.env.CONFIG) io.stdout:write(vim.fn.json_encode("
        "{ cmd = c.cmd, filetypes = c.filetypes, root_markers = c.root_markers }))"
    )
    done = subprocess.run(
        [
            neovim,
            "--headless",
            "--clean",
            "--cmd",
            f"set runtimepath+={EDITORS / 'neovim'}",
            "-c",
            f"lua {ask}",
            "-c",
            "qall!",
        ],
        env=os.environ | {"CONFIG": str(EDITORS / "neovim" / "lsp" / "dealcheck.lua")},
        cwd=project,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout) == {
        "cmd": ["dealcheck", "lsp", "--stdio"],
        "filetypes": ["dealcheck"],
        "root_markers": ["dealcheck.toml", "pyproject.toml", ".git"],
    }
