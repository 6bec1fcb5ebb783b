"""The grammar, its tables and the samples of malformed text belong together."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dealcheck.source import Source
from dealcheck.syntax.driver import run
from dealcheck.syntax.grammar import GRAMMAR_NAME, TABLES_NAME, grammar_folder, language
from dealcheck.syntax.parse import parse
from dealcheck.syntax.samples import Sample, compile_samples, read_samples
from dealcheck.syntax.tables import strict_lark, tables_text
from tests.syntax.corpus import GOOD, ROOT, source_of

SAMPLES = read_samples(grammar_folder())


def test_the_grammar_is_lalr_without_conflicts_or_colliding_terminals() -> None:
    pytest.importorskip("interegular", reason="without it Lark would hide conflicts", exc_type=ImportError)
    strict_lark((grammar_folder() / GRAMMAR_NAME).read_text(encoding="utf-8"))


def test_the_tables_are_those_of_the_grammar_and_the_samples() -> None:
    written = (grammar_folder() / TABLES_NAME).read_text(encoding="utf-8")
    assert written == tables_text(grammar_folder()), "run python -m dealcheck.syntax.tables"


def test_the_tables_do_not_depend_on_the_run() -> None:
    code = "from dealcheck.syntax.tables import *; print(tables_text(grammar_folder()), end='')"
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_the_tables_load_into_a_language() -> None:
    tables = json.loads((grammar_folder() / TABLES_NAME).read_text(encoding="utf-8"))
    assert language().terminals == tables["terminals"]


def test_parsing_never_imports_lark() -> None:
    code = (
        "import sys; from dealcheck.source import Source; from dealcheck.syntax.parse import parse;"
        "parse(Source('a', 'use \"trade\"')); parse(Source('a', 'use trade {')); print('lark' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=True, text=True
    )
    assert said.stdout == "False\n"


def test_the_good_texts_use_every_rule() -> None:
    grammar = language()
    used: set[str] = set()
    for path in GOOD:
        callbacks = [lambda children, span, name=name: used.add(name) for name in grammar.callbacks]
        run(grammar, grammar.lexer.tokens(source_of(path).text), callbacks)
    # No text holds a sentence that recovery has put in place of an unreadable one.
    assert set(grammar.callbacks) - used == {"unreadable"}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample_gives_its_own_message_once(sample: Sample) -> None:
    for text in sample.texts:
        faults = parse(Source("sample", text)).diagnostics
        assert [fault.code for fault in faults] == [sample.code]
        assert faults[0].headline == sample.headline
        assert faults[0].help.split("`")[0] == sample.help.split("`")[0]


def test_samples_have_names_and_help_of_their_own() -> None:
    assert len({sample.name for sample in SAMPLES}) == len(SAMPLES)
    assert all(sample.help for sample in SAMPLES)


def test_a_sample_that_is_well_formed_is_refused() -> None:
    with pytest.raises(ValueError, match="well formed"):
        compile_samples(language(), [Sample("a", "DC101", False, ('use "trade"',), "", "")])


def test_two_samples_that_fail_alike_are_refused() -> None:
    twins = [Sample(name, "DC101", False, ("use trade",), "", "") for name in "ab"]
    with pytest.raises(ValueError, match="in the same way"):
        compile_samples(language(), twins)


def test_samples_are_read_from_blocks(tmp_path: Path) -> None:
    (tmp_path / "errors").mkdir()
    (tmp_path / "errors" / "a.txt").write_text(
        "# A comment.\n\n== one DC101 any\nuse\n  x\nor\ny\n-- Headline\n-- Help\n"
    )
    assert read_samples(tmp_path) == [Sample("one", "DC101", True, ("use\n  x", "y"), "Headline", "Help")]
