"""A wheel made from the sdist, an editable install and a source checkout all find the grammar and the packs."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DRAFT = """\
use "trade"
use "goods"
use "baseline/2025-07-01"
deal d { between US, JP  dated 2025-07-05  effective 2025-07-09  against mid_2025 }
"""

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sdist and of the wheel built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


def environment(folder: Path, *install: str | Path) -> Path:
    """A fresh environment with dealcheck installed. What it depends on is borrowed, to need no network."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-build-isolation", *install, cwd=folder)
    return folder / "bin"


def shows_that_it_works(programs: Path, folder: Path, grammar: Path) -> None:
    """The command runs far from the checkout, with the packs and the grammar that it is expected to find."""
    work = folder / "elsewhere"
    work.mkdir()
    (work / "d.deal").write_text(DRAFT)
    assert run(programs / "dealcheck", "--version", cwd=work) == "dealcheck 0.1.0\n"
    said = run(programs / "dealcheck", "check", "d.deal", "--format", "concise", cwd=work)
    assert "DC501 violates JP.autos by silence" in said
    where = "from dealcheck.shipped import shipped_folder as f; print(f('grammar')); print(f('policies'))"
    found = [Path(line).resolve() for line in run(programs / "python", "-c", where, cwd=work).split("\n")[:2]]
    assert found == [grammar.resolve(), grammar.resolve().parent / "policies"]
    assert (grammar / "deal.lark").exists()


def test_the_sdist_holds_what_the_wheel_is_made_of(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"grammar/deal.lark", "policies/trade.policy", "LICENSE", "README.md", "tests/test_install.py"} <= names
    assert not any(part in name for name in names for part in ("__pycache__", ".venv", ".mypy_cache", ".ruff_cache"))


def test_the_wheel_holds_the_program_and_its_packs_alone(built: Path) -> None:
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    assert {name.partition("/")[0] for name in names} == {"dealcheck", "dealcheck-0.1.0.dist-info"}
    assert "dealcheck/_shipped/policies/baseline/2025-07-01.deal" in names
    assert "dealcheck/_shipped/grammar/deal.tables.json" in names
    assert "dealcheck/py.typed" in names
    assert not any("editors" in name for name in names), "the packages for editors are no part of the program"
    assert not any("_cache" in name or name.endswith(".pyc") for name in names)


def test_a_wheel(built: Path, tmp_path: Path) -> None:
    programs = environment(tmp_path / "venv", next(built.glob("*.whl")))
    site = next((tmp_path / "venv" / "lib").glob("python*")) / "site-packages"
    shows_that_it_works(programs, tmp_path, site / "dealcheck" / "_shipped" / "grammar")


def test_an_editable_install(tmp_path: Path) -> None:
    programs = environment(tmp_path / "venv", "-e", ROOT)
    shows_that_it_works(programs, tmp_path, ROOT / "grammar")


def test_a_source_checkout(tmp_path: Path) -> None:
    (tmp_path / "d.deal").write_text(DRAFT)
    said = run(sys.executable, "-m", "dealcheck", "check", "d.deal", cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert "violates JP.autos" in said
