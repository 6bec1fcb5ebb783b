"""The hooks for pre-commit: their file is well formed, and each entry does what a hook should on good and bad files."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
KEYS = ["name", "description", "entry", "language", "files", "pass_filenames", "require_serial"]

GOOD = """\
use "trade"
use "goods"
use "baseline/2025-07-01"

source paper "What was said" { publisher "The paper"  date 2025-07-01 }

policy JP "Japan" {
  red line no_cap "No export caps"
    cites paper
    : no new export_cap by JP
}

test "silence" {
  deal { between US, JP  dated 2025-07-05  against mid_2025 }
  expect JP.no_cap met
}

test "a cap" {
  deal {
    between US, JP  dated 2025-07-05  against mid_2025
    term cap: export_cap by JP to US on autos volume 100_000 units per year
  }
  expect JP.no_cap violated by cap
}
"""


def read_hooks() -> dict[str, dict[str, str]]:
    """The hooks by their ids. The file keeps to one level of plain keys, so that no reader of YAML is needed."""
    hooks: dict[str, dict[str, str]] = {}
    for line in TEXT.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = re.fullmatch(r"(- id|  [a-z_]+): (\S.*)", line)
        assert found is not None, line
        key, value = found[1].strip(), found[2].strip("'")
        if key == "- id":
            hooks[value] = {}
        else:
            assert ": " not in value, "a value that YAML would read as a mapping"
            assert " #" not in value
            list(hooks.values())[-1][key] = value
    return hooks


HOOKS = read_hooks()


def test_there_is_a_hook_for_each_command_that_a_commit_wants() -> None:
    assert list(HOOKS) == ["dealcheck-format", "dealcheck-lint", "dealcheck-test"]
    for hook in HOOKS.values():
        assert list(hook) == KEYS
        assert hook["language"] == "python"
        assert {hook["pass_filenames"], hook["require_serial"]} <= {"true", "false"}
        pattern = re.compile(hook["files"])
        assert all(pattern.search(name) for name in ("policies/jp.policy", "a b.deal"))
        assert not any(pattern.search(name) for name in ("policy.py", "x.policy.bak", "deal"))


def test_the_file_is_what_pre_commit_reads() -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML is no dependency; read_hooks reads the file without it")
    found = {hook.pop("id"): hook for hook in yaml.safe_load(TEXT)}
    assert {name: {key: str(value).lower() for key, value in hook.items()} for name, hook in found.items()} == {
        name: {key: value.lower() for key, value in hook.items()} for name, hook in HOOKS.items()
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a good policy, a draft without tests, and a vocabulary."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "jp.policy").write_text(GOOD, encoding="utf-8")
    (tmp_path / "policies" / "words.policy").write_text('product toys "Toys" = hs 9503\n', encoding="utf-8")
    return tmp_path


def run_hook(name: str, folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """A hook run as pre-commit would: with the changed files, where it takes them."""
    hook = HOOKS[name]
    program, *arguments = shlex.split(hook["entry"])
    assert program == "dealcheck"
    named = {"true": files, "false": ()}[hook["pass_filenames"]]
    return subprocess.run(
        [sys.executable, "-m", "dealcheck", *arguments, *named], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", HOOKS)
def test_good_files_pass_and_stay(project: Path, name: str) -> None:
    done = run_hook(name, project, "policies/jp.policy", "policies/words.policy")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (project / "policies" / "jp.policy").read_text(encoding="utf-8") == GOOD


@pytest.mark.parametrize("name", HOOKS)
def test_a_file_with_errors_fails(project: Path, name: str) -> None:
    (project / "policies" / "jp.policy").write_text("policy JP {", encoding="utf-8")
    done = run_hook(name, project, "policies/jp.policy")
    assert done.returncode == 2
    assert "policies/jp.policy:1" in done.stdout + done.stderr


def test_the_format_hook_changes_the_file_which_pre_commit_takes_as_a_failure(project: Path) -> None:
    path = project / "policies" / "jp.policy"
    path.write_text(GOOD.replace("    cites", "cites"), encoding="utf-8")
    assert run_hook("dealcheck-format", project, "policies/jp.policy").returncode == 0
    assert path.read_text(encoding="utf-8") == GOOD


def test_the_lint_hook_fails_on_what_is_doubtful(project: Path) -> None:
    (project / "policies" / "jp.policy").write_text(GOOD.replace("    cites paper\n", ""), encoding="utf-8")
    done = run_hook("dealcheck-lint", project, "policies/jp.policy")
    assert done.returncode == 1
    assert "DC4" in done.stdout


def test_the_test_hook_fails_where_a_test_does(project: Path) -> None:
    (project / "policies" / "jp.policy").write_text(GOOD.replace("JP.no_cap met", "JP.no_cap violated"), "utf-8")
    assert run_hook("dealcheck-test", project, "policies/jp.policy").returncode == 1


def test_the_test_hook_runs_the_tests_of_files_that_use_the_changed_one(project: Path) -> None:
    own = 'use "words"\n' + GOOD.replace("on autos", "on toys")
    (project / "policies" / "jp.policy").write_text(own, encoding="utf-8")
    assert run_hook("dealcheck-test", project, "policies/words.policy").returncode == 0
    (project / "policies" / "words.policy").write_text('product toy "Toys" = hs 9503\n', encoding="utf-8")
    assert run_hook("dealcheck-test", project, "policies/words.policy").returncode != 0


def test_the_test_hook_passes_where_there_is_no_test(project: Path) -> None:
    (project / "policies" / "jp.policy").unlink()
    done = run_hook("dealcheck-test", project, "policies/words.policy")
    assert done.returncode == 0
    assert "0 tests" in done.stdout
    (project / "policies" / "words.policy").unlink()
    (project / "policies").rmdir()
    assert run_hook("dealcheck-test", project, "draft.deal").returncode == 0


def test_without_the_option_no_test_is_an_error(project: Path) -> None:
    (project / "policies" / "jp.policy").unlink()
    for arguments in ((), ("--allow-none", "-k", "nothing", "policies/other.policy"), ("policies/words.policy",)):
        (project / "policies" / "other.policy").write_text(GOOD if arguments[:1] == ("--allow-none",) else "", "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "dealcheck", "test", *arguments], cwd=project, capture_output=True, check=False
        )
        assert done.returncode == 2, arguments


def test_the_tests_of_a_project_are_those_of_its_configured_policies(project: Path) -> None:
    (project / "dealcheck.toml").write_text('policies = ["lines/*.policy"]', encoding="utf-8")
    (project / "lines").mkdir()
    (project / "lines" / "kr.policy").write_text(GOOD.replace("JP", "KR"), encoding="utf-8")
    done = run_hook("dealcheck-test", project)
    assert "2 tests in 1 file: 2 passed" in done.stdout
    (project / "dealcheck.toml").write_text("policies = 1", encoding="utf-8")
    done = run_hook("dealcheck-test", project)
    assert done.returncode == 2
    assert "policies is no list of paths" in done.stderr


def test_the_readme_shows_the_hooks() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"- id: {name}" in readme for name in HOOKS)
