"""No keyword of the grammar is missing from the package of any editor, and the lists of words are those of today."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from dealcheck.syntax.words import VERDICTS, keywords_by_role, scales, units
from tests.editors.in_context import EDITORS, ROOT

GRAMMAR = (ROOT / "grammar" / "deal.lark").read_text(encoding="utf-8")
_RULES = re.sub(r"(^|\s)//.*|(?<=: )/.*/$", "", GRAMMAR, flags=re.MULTILINE)
KEYWORDS = {word for word in re.findall(r'"([^"\n]+)"', _RULES) if word[0].isalpha()}
"""Read from the grammar itself."""


def read(name: str) -> str:
    return (EDITORS / name).read_text(encoding="utf-8")


def textmate() -> set[str]:
    rules = json.loads(read("vscode/syntaxes/dealcheck.tmLanguage.json"))["repository"]
    included = {each["include"].removeprefix("#") for each in rules["keywords"]["patterns"]}
    return {word for name in included for word in KEYWORDS if re.fullmatch(rules[name]["match"], word)}


def vim() -> set[str]:
    groups = "|".join(role.value.title() for role in keywords_by_role())
    rows = re.findall(
        rf"^syn keyword dealcheck(?:{groups}) (?:nextgroup=\w+ skipwhite )?(.+)$",
        read("vim/syntax/dealcheck.vim"),
        re.MULTILINE,
    )
    return {word for row in rows for word in row.split()}


def kate() -> set[str]:
    text = read("kate/dealcheck.xml")
    used = set(re.findall(r'<keyword String="(\w+)"', text))
    lists = re.findall(r'<list name="(\w+)">(.*?)</list>', text, re.DOTALL)
    return {word for name, items in lists if name in used for word in re.findall(r"<item>(\w+)</item>", items)}


def emacs() -> set[str]:
    text = read("emacs/dealcheck-mode.el")
    used = set(re.findall(r"\(dealcheck--words '(\w+)\)", text))
    lists = re.findall(r"^ +(?:'\()?\((\w+)\n((?: +\"[^)]*)+)\)", text, re.MULTILINE)
    return {word for name, words in lists if name in used for word in re.findall(r'"(\w+)"', words)}


def tree_sitter_grammar() -> set[str]:
    def strings(rule: Any) -> set[str]:
        if isinstance(rule, dict):
            own = {rule["value"]} if rule.get("type") == "STRING" else set()
            return own.union(*map(strings, rule.values()))
        return set[str]().union(*map(strings, rule)) if isinstance(rule, list) else set()

    return strings(json.loads(read("tree-sitter-dealcheck/src/grammar.json"))["rules"])


def tree_sitter_queries() -> set[str]:
    return set(re.findall(r'"(\w+)"', read("tree-sitter-dealcheck/queries/highlights.scm")))


PACKAGES = [textmate, vim, kate, emacs, tree_sitter_grammar, tree_sitter_queries]


def test_the_keywords_are_those_of_the_one_list() -> None:
    assert {word for words in keywords_by_role().values() for word in words} == KEYWORDS


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_no_keyword_is_missing(package: Callable[[], set[str]]) -> None:
    assert KEYWORDS - package() == set(), "run python grammar/editors/generate.py"


@pytest.mark.parametrize("package", [vim, kate, emacs], ids=lambda package: package.__name__)
def test_no_word_is_left_over(package: Callable[[], set[str]]) -> None:
    assert package() - KEYWORDS <= {*units(), *scales(), *VERDICTS}


def test_tree_sitter_knows_the_units() -> None:
    assert {*units(), *scales()} <= tree_sitter_grammar()


def generator() -> Any:
    spec = importlib.util.spec_from_file_location("generate", EDITORS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lists_are_as_the_generator_writes_them() -> None:
    module = generator()
    for name in module.WRITERS:
        assert module.renewed(name, read(name)) == read(name), "run python grammar/editors/generate.py"


def test_the_parser_of_tree_sitter_is_made_from_its_grammar() -> None:
    assert generator().parser_is_of_today(), "run python grammar/editors/generate.py, with tree-sitter on the PATH"
