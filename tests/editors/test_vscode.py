"""The extension for VS Code: what it contributes fits together, it bundles, starts the server and runs the commands."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dealcheck.source import Source
from dealcheck.syntax.parse import parse
from tests.editors.in_context import EDITORS, node_modules

HERE = Path(__file__).parent
VSCODE = EDITORS / "vscode"
PACKAGE = json.loads((VSCODE / "package.json").read_text(encoding="utf-8"))
CONTRIBUTES = PACKAGE["contributes"]
DRAFT = """\
use "trade"
use "goods"
use "baseline/2025-07-01"
use "jp"

deal d "A draft" { between US, JP  dated 2025-07-05  effective 2025-07-09  against mid_2025 }
policy KR { red line a "A": no tarif by US }
"""


def node(*arguments: str | Path) -> str:
    """Runs a program with Node, and gives what it printed."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is not installed")
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def asked(expression: str, *arguments: object) -> Any:
    """What a function of src/program.js answers."""
    script = f"const p = require({json.dumps(str(VSCODE / 'src' / 'program.js'))}); const a = {json.dumps(arguments)};"
    return json.loads(node("-e", f"{script} process.stdout.write(JSON.stringify({expression}))"))


def test_every_file_that_is_named_is_there() -> None:
    named = [
        *(each["path"] for each in (*CONTRIBUTES["grammars"], *CONTRIBUTES["snippets"])),
        *(each["configuration"] for each in CONTRIBUTES["languages"]),
    ]
    for name in named:
        json.loads((VSCODE / name).read_text(encoding="utf-8"))
    for grammar in CONTRIBUTES["grammars"]:
        assert json.loads((VSCODE / grammar["path"]).read_text(encoding="utf-8"))["scopeName"] == grammar["scopeName"]


def test_every_command_is_registered_and_every_menu_names_one() -> None:
    commands = {each["command"].removeprefix("dealcheck.") for each in CONTRIBUTES["commands"]}
    source = (VSCODE / "src" / "extension.js").read_text(encoding="utf-8")
    registered = re.search(r"const commands = \{ ([^}]+) \}", source)
    assert registered is not None
    assert {each.partition(":")[0] for each in registered[1].split(", ")} == {*commands, "report"}
    menus = {each["command"].removeprefix("dealcheck.") for menu in CONTRIBUTES["menus"].values() for each in menu}
    assert menus <= commands


def test_the_server_knows_every_setting() -> None:
    settings_of = pytest.importorskip("dealcheck.lsp.client", reason="the extra `lsp` is not installed").settings_of
    for name, schema in CONTRIBUTES["configuration"]["properties"].items():
        if name in ("dealcheck.path", "dealcheck.trace.server"):
            continue
        _, wrong = settings_of({name.removeprefix("dealcheck."): schema["default"]})
        assert wrong == [], name
    usual = {
        name.removeprefix("dealcheck."): schema["default"]
        for name, schema in CONTRIBUTES["configuration"]["properties"].items()
    }
    assert settings_of(usual) == settings_of({})


def test_the_problem_matcher_reads_what_the_commands_print(tmp_path: Path) -> None:
    (tmp_path / "d.deal").write_text(DRAFT, encoding="utf-8")
    [matcher] = CONTRIBUTES["problemMatchers"]
    command = [sys.executable, "-m", "dealcheck", "check", "--format", "concise", "d.deal"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    found = [re.search(matcher["pattern"]["regexp"], line) for line in done.stdout.splitlines()]
    assert any(each and each[1] == "d.deal" and each[4].startswith("DC") for each in found), done.stdout


def test_patterns_are_patterns() -> None:
    rules = json.loads((VSCODE / "language-configuration.json").read_text(encoding="utf-8"))
    patterns = [
        rules["wordPattern"]["pattern"],
        *rules["indentationRules"].values(),
        *(each["beforeText"] for each in rules["onEnterRules"]),
    ]
    node("-e", f"for (const each of {json.dumps(patterns)}) new RegExp(each, 'u')")
    deeper = "".join(
        f"new RegExp({json.dumps(rules['indentationRules']['increaseIndentPattern'])}).test(a[{index}]),"
        for index in range(7)
    )
    lines = [
        "deal d {",
        '  term a "A":',
        "  red line b",
        "  red line b: no tariff",
        "  term c: levy by US",
        "# deal {",
        'fact a = "{"',
    ]
    assert asked(f"[{deeper}]", *lines) == [True, True, True, False, False, False, False]


def test_the_program_is_looked_for_in_three_places() -> None:
    place = str(Path("/w/.venv/bin/dealcheck"))
    assert asked("p.programOf('', '/w', true, () => true, 'linux')") == place
    assert asked("p.programOf('', '/w', true, () => false, 'linux')") == "dealcheck"
    assert asked("p.programOf('', '/w', false, () => true, 'linux')") == "dealcheck", (
        "a folder that is not trusted has no say"
    )
    assert asked("p.programOf('', undefined, true, () => true, 'linux')") == "dealcheck"
    assert asked("p.programOf('/opt/dealcheck', '/w', true, () => true, 'linux')") == "/opt/dealcheck"
    assert asked("p.programOf('tools/dealcheck', '/w', true, () => true, 'linux')") == "/w/tools/dealcheck"


def test_no_name_of_a_file_is_taken_for_an_option() -> None:
    assert asked("p.argumentsOf('check', ['-x.deal'], { asOf: '2025-07-09' })") == [
        "check", "--format", "concise", "--as-of", "2025-07-09", "--", "-x.deal",
    ]  # fmt: skip
    assert asked("p.argumentsOf('test', [], { asOf: '2025-07-09' })") == ["test", "--format", "concise"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the extension with its packages, bundled."""
    modules = node_modules()
    if not (modules / "esbuild").is_dir() or not (modules / "vscode-languageclient").is_dir():
        pytest.skip("the packages of grammar/editors/vscode are not installed (DEALCHECK_NODE_MODULES)")
    folder = tmp_path_factory.mktemp("vscode") / "extension"
    shutil.copytree(VSCODE, folder, ignore=shutil.ignore_patterns("node_modules", "dist", "*.vsix"))
    (folder / "node_modules").symlink_to(modules)
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    done = subprocess.run([npm, "run", "bundle"], cwd=folder, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_extension_starts_the_server_and_runs_the_commands(built: Path, tmp_path: Path) -> None:
    pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
    (tmp_path / "d.deal").write_text(DRAFT, encoding="utf-8")
    program = tmp_path / "dealcheck"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dealcheck "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    seen = json.loads(node(HERE / "extension.cjs", built / "dist" / "extension.js", tmp_path / "d.deal", program))
    assert seen["errors"] == []
    assert any("tarif" in each["message"] for each in seen["diagnostics"])
    own = {each["command"] for each in CONTRIBUTES["commands"]} | {"dealcheck.report"}
    assert own <= set(seen["commands"])
    assert {"dealcheck.runTest", "dealcheck.evaluate", "dealcheck.explain", "dealcheck.fixAll"} <= set(seen["commands"])
    assert len(seen["commands"]) == len(set(seen["commands"])), (
        "a command that is registered twice is an error to VS Code"
    )
    file = str(tmp_path / "d.deal")
    day = ["--as-of", "2025-07-09"]
    assert [given[1:] for given in seen["tasks"]] == [
        ["test", "--format", "concise", "--", file],
        ["check", "--format", "concise", *day, "--", file],
        ["check", "--policies", file, "--format", "concise", *day, "--", "/drafts/a b.deal"],
    ]
    assert [(title, options["enableScripts"]) for title, _, options in seen["pages"]] == [("Report: d.deal", False)] * 2
    assert all(page.startswith("<!DOCTYPE html>") and "JP.autos" in page for _, page, _ in seen["pages"])


@pytest.mark.slow
def test_it_builds_to_a_vsix(built: Path) -> None:
    if not (built / "node_modules" / "@vscode" / "vsce").is_dir():
        pytest.skip("@vscode/vsce is not installed (DEALCHECK_NODE_MODULES)")
    npm = shutil.which("npm")
    assert npm is not None
    done = subprocess.run(
        [npm, "run", "package"],
        cwd=built,
        env=os.environ | {"CI": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(built / "dealcheck.vsix") as archive:
        names = set(archive.namelist())
    assert {
        "extension/package.json", "extension/dist/extension.js", "extension/language-configuration.json",
        "extension/syntaxes/dealcheck.tmLanguage.json", "extension/syntaxes/dealcheck.markdown.tmLanguage.json",
        "extension/snippets/dealcheck.json", "extension/readme.md", "extension/LICENSE.txt",
    } <= names  # fmt: skip
    assert not any("node_modules" in name or "/src/" in name for name in names)


def filled(body: str | list[str]) -> str:
    """A snippet as it stands after Tab has been pressed to its end: every place holds its first suggestion."""
    text = body if isinstance(body, str) else "\n".join(body)
    text = re.sub(r"\$\{\d+\|([^,|]+)[^}]*\}", r"\1", text)
    return re.sub(r"\$\{\d+:([^}]*)\}|\$\d", r"\1", text)


INSIDE = {
    "Term": "deal d {{ {} }}",
    "Brackets": "deal d {{ term a: tariff by US rate {} }}",
    "Red line": "policy P {{ {} }}",
    "Reading": "policy P {{ red line a: no tariff {} }}",
    "Test with a table": 'test "t" {{ {} }}',
}
"""Where a snippet belongs that is no declaration of its own."""
SNIPPETS = json.loads((VSCODE / "snippets" / "dealcheck.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_is_good_text(name: str) -> None:
    text = INSIDE.get(name, "{}").format(filled(SNIPPETS[name]["body"]))
    assert [found.headline for found in parse(Source("snippet", text)).diagnostics] == []


def test_every_snippet_has_its_place() -> None:
    assert set(INSIDE) <= set(SNIPPETS)
