"""Vim's and Emacs's modes and Kate's syntax, each in its own program: colours and indentation."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dealcheck.syntax.words import Role, keywords_by_role
from tests.editors.in_context import AMOUNTS, EDITORS, ROOT, Piece, pieces, text_of

HERE = Path(__file__).parent
TEXTS = [
    ROOT / "policies" / "jp.policy",
    ROOT / "policies" / "trade.policy",
    ROOT / "examples" / "sorts-of-term.deal",
    ROOT / "examples" / "us-japan" / "brackets.deal",
    ROOT / "policies" / "baseline" / "2025-07-01.deal",
    ROOT / "tests" / "syntax" / "good" / "first_look.policy",
]
FLAT = """\
deal d "Draft" {
between US, JP
dated 2025-06-30

term cars "Cars":
tariff by US from JP on autos rate [
US: 25%
]
event ratified
}

policy JP {
red line a "A"
cites wsj
: no tariff by US
wish b weight 2: some quota
}
"""
INDENTED = """\
deal d "Draft" {
  between US, JP
  dated 2025-06-30

  term cars "Cars":
    tariff by US from JP on autos rate [
      US: 25%
    ]
  event ratified
}

policy JP {
  red line a "A"
    cites wsj
    : no tariff by US
  wish b weight 2: some quota
}
"""


@cache
def program(*names: str) -> str:
    """The first of some programs that is there; skips where none is."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    pytest.skip(f"{' or '.join(names)} is not installed")


def vim(path: Path, *commands: str, **environment: str) -> None:
    """Runs commands over a file in a bare Vim, or Neovim, with the shipped folder."""
    found = program("vim", "nvim")
    quiet = ["--headless"] if Path(found).name == "nvim" else ["-N", "-e", "-s"]
    before = f"set runtimepath^={EDITORS / 'vim'} | filetype plugin indent on | syntax on"
    after = [part for command in commands for part in ("-c", command)]
    subprocess.run(
        [
            found,
            *quiet,
            "-u",
            "NONE",
            "-i",
            "NONE",
            "-n",
            "--cmd",
            "set nocompatible",
            "-c",
            before,
            "-c",
            f"edit {path}",
            *after,
        ],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=True,
    )


def emacs(*arguments: str | Path) -> str:
    """Runs a bare Emacs with the shipped folder, and gives what it printed."""
    done = subprocess.run(
        [program("emacs"), "-Q", "--batch", "-L", EDITORS / "emacs", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def place_in_bytes(lines: list[str], piece: Piece) -> tuple[int, int]:
    return piece.row + 1, len(lines[piece.row][: piece.column].encode()) + 1


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_vim_colours_every_word(path: Path, tmp_path: Path) -> None:
    lines = text_of(path).split("\n")
    places, answer = tmp_path / "places.json", tmp_path / "answer.json"
    places.write_text(json.dumps([place_in_bytes(lines, piece) for piece in pieces(path)]))
    commands = f"source {HERE / 'syntax_groups.vim'}"
    vim(path, commands, DEALCHECK_PLACES=str(places), DEALCHECK_ANSWER=str(answer))
    groups = json.loads(answer.read_text())
    roles = {f"dealcheck{role.value.title()}" for role in Role}
    wrong = []
    for piece, group in zip(pieces(path), groups, strict=True):
        right = (
            group in roles
            if piece.is_keyword
            else group == "dealcheckUnit"
            if piece.terminal in AMOUNTS
            else group == "dealcheckString"
            if piece.terminal == "STRING"
            else group == "dealcheckDate"
            if piece.terminal == "DATE"
            else group in {"dealcheckNumber", "dealcheckCode"}
            if piece.terminal == "NUMBER"
            else group == "dealcheckKind"
            if piece.terminal == "KIND"
            else True
        )
        if not right:
            wrong.append((piece.row + 1, piece.terminal, piece.text, group))
    assert wrong == []


def test_vim_sets_in_what_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "flat.deal"
    path.write_text(FLAT)
    vim(path, "normal gg=G", "write", "quitall!")
    assert path.read_text() == INDENTED


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_vim_keeps_what_is_laid_out(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    shutil.copyfile(path, copy)
    vim(copy, "normal gg=G", "write", "quitall!")
    assert copy.read_bytes() == path.read_bytes()


def test_emacs_compiles_the_mode(tmp_path: Path) -> None:
    shutil.copyfile(EDITORS / "emacs" / "dealcheck-mode.el", tmp_path / "dealcheck-mode.el")
    emacs("--eval", "(setq byte-compile-error-on-warn t)", "-f", "batch-byte-compile", tmp_path / "dealcheck-mode.el")
    assert (tmp_path / "dealcheck-mode.elc").exists()


def test_emacs_sets_in_what_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "flat.deal"
    path.write_text(FLAT)
    emacs("-l", "dealcheck-mode", path, "--eval", "(progn (indent-region (point-min) (point-max)) (save-buffer))")
    assert path.read_text() == INDENTED


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_emacs_keeps_what_is_laid_out(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    shutil.copyfile(path, copy)
    emacs("-l", "dealcheck-mode", copy, "--eval", "(progn (indent-region (point-min) (point-max)) (save-buffer))")
    assert copy.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_emacs_colours_every_word(path: Path) -> None:
    places = " ".join(str(piece.offset + 1) for piece in pieces(path))
    ask = (
        f"(progn (font-lock-ensure) (dolist (at '({places})) (princ (format \"%s\\n\" (get-text-property at 'face)))))"
    )
    faces = emacs("-l", "dealcheck-mode", path, "--eval", ask).splitlines()
    wrong = []
    for piece, face in zip(pieces(path), faces, strict=True):
        right = (
            face.startswith("font-lock-") and "string" not in face and "comment" not in face
            if piece.is_keyword
            else face == "font-lock-string-face"
            if piece.terminal == "STRING"
            else face in {"font-lock-type-face", "font-lock-constant-face"}
            if piece.terminal in {*AMOUNTS, "NUMBER", "DATE", "KIND"}
            else True
        )
        if not right:
            wrong.append((piece.row + 1, piece.terminal, piece.text, face))
    assert wrong == []


def test_emacs_lists_what_is_declared(tmp_path: Path) -> None:
    path = tmp_path / "flat.deal"
    path.write_text(INDENTED)
    shown = emacs(
        "-l",
        "dealcheck-mode",
        path,
        "--eval",
        "(progn (require 'imenu) (princ (mapcar #'car (imenu--make-index-alist t))))",
    )
    assert all(word in shown for word in ("Lines", "Terms", "JP"))


def test_kate_knows_every_style_and_context_that_it_names() -> None:
    root = ET.fromstring((EDITORS / "kate" / "dealcheck.xml").read_text(encoding="utf-8"))  # noqa: S314 - our own
    styles = {item.get("name") for item in root.iter("itemData")}
    contexts = {context.get("name") for context in root.iter("context")}
    for rule in root.iter():
        style, leads = rule.get("attribute"), rule.get("context", "#stay")
        assert style is None or style in styles, ET.tostring(rule)
        assert leads in contexts or re.fullmatch(r"#stay|(#pop)+", leads) or rule.tag == "IncludeRules"
    used = {rule.get("String") for rule in root.iter("keyword") if rule.get("attribute")}
    assert {role.value for role in keywords_by_role()} <= used


def test_kate_colours(tmp_path: Path) -> None:
    shown = program("kate-syntax-highlighter")
    folder = tmp_path / "org.kde.syntax-highlighting" / "syntax"
    folder.mkdir(parents=True)
    shutil.copyfile(EDITORS / "kate" / "dealcheck.xml", folder / "dealcheck.xml")
    path = tmp_path / "a.deal"
    path.write_text('# why\nuse "trade"\nproduct p = hs 87\nno tariff by US\n')
    done = subprocess.run(
        [shown, "-s", "dealcheck", "-f", "html", path],
        env=os.environ | {"XDG_DATA_DIRS": f"{tmp_path}:/usr/share", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for words in ("# why", "use", "&quot;trade&quot;", "87", "no", "tariff", "by"):
        assert re.search(rf'<span style="[^"]+">{words}\s?</span>', done.stdout), words
