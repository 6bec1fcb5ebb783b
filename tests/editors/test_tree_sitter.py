"""The grammar for tree-sitter: its corpus, and that each word of each text is to it what it is to the language."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dealcheck.syntax.words import keywords_by_role
from tests.editors.in_context import AMOUNTS, NAMES, TEXTS, TREE_SITTER, pieces, text_of

tree_sitter = pytest.importorskip("tree_sitter", reason="the package tree-sitter is not installed")

QUERIES = sorted(TREE_SITTER.glob("queries/*.scm"))
CASE = re.compile(r"={3,}\n(?P<name>[^\n]+)\n={3,}\n(?P<text>.*?)\n-{3,}\n(?P<tree>.*?)(?=\n={3,}\n|\Z)", re.DOTALL)
CORPUS = [
    pytest.param(found["text"].strip("\n") + "\n", found["tree"], id=f"{path.stem}: {found['name']}")
    for path in sorted(TREE_SITTER.glob("test/corpus/*.txt"))
    for found in CASE.finditer(path.read_text(encoding="utf-8"))
]
FIELD_WORDS = {"total", "number", "average", "share", "as_of", "dated", "signed", "effective", "expires"}
"""Keywords that are names of fields, and columns of a test's table, to the grammar for tree-sitter."""


@pytest.fixture(scope="module")
def language(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The language, built as editors build it: with a C compiler alone."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        pytest.skip("no C compiler is installed")
    library = tmp_path_factory.mktemp("tree-sitter") / "dealcheck.so"
    source = TREE_SITTER / "src"
    sources = [source / "parser.c", source / "scanner.c"]
    done = subprocess.run(
        [compiler, "-shared", "-fPIC", "-Wall", "-Werror", "-std=c11", "-I", source, *sources, "-o", library],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = ctypes.CDLL(str(library))
    loaded.tree_sitter_dealcheck.restype = ctypes.c_void_p
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype = ctypes.py_object
    capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    return tree_sitter.Language(capsule(loaded.tree_sitter_dealcheck(), b"tree_sitter.Language", None))


@pytest.fixture(scope="module")
def parser(language: Any) -> Any:
    return tree_sitter.Parser(language)


def nodes(root: Any) -> Iterator[tuple[str | None, Any]]:
    """Every node, with the name of the field that it is, in the order of the text."""
    cursor = root.walk()
    while True:
        yield cursor.field_name, cursor.node
        if cursor.goto_first_child() or cursor.goto_next_sibling():
            continue
        while cursor.goto_parent():
            if cursor.goto_next_sibling():
                break
        else:
            return


def drawn(root: Any) -> str:
    """A tree as the corpus writes it: the named nodes and their fields."""

    def draw(cursor: Any) -> str:
        parts = [cursor.node.type]
        if cursor.goto_first_child():
            while True:
                if cursor.node.is_named:
                    name = cursor.field_name
                    parts.append((f"{name}: " if name else "") + draw(cursor))
                if not cursor.goto_next_sibling():
                    break
            cursor.goto_parent()
        return f"({' '.join(parts)})"

    return draw(root.walk())


@pytest.mark.parametrize(("text", "tree"), CORPUS)
def test_the_corpus(parser: Any, text: str, tree: str) -> None:
    assert drawn(parser.parse(text.encode()).root_node) == re.sub(r"\s+", " ", tree).strip().replace(" )", ")")


def test_every_rule_is_in_the_corpus(parser: Any) -> None:
    """No sort of node of the grammar is without a case."""
    named = set(
        re.findall(r"^    ([a-z]\w*): (?:\$|_) =>", (TREE_SITTER / "grammar.js").read_text("utf-8"), re.MULTILINE)
    )
    seen = {word for case in CORPUS for word in re.findall(r"\((\w+)", str(case.values[1]))}
    assert named - seen - {"declaration"} == set()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_text_parses_and_each_word_is_what_it_is(parser: Any, path: Path) -> None:
    text = text_of(path)
    data = text.encode()
    root = parser.parse(data).root_node
    faults = [node.start_point for _, node in nodes(root) if node.is_error or node.is_missing]
    assert faults == []
    leaves = {
        node.start_byte: (field, node)
        for field, node in nodes(root)
        if node.child_count == 0 and node.end_byte > node.start_byte
    }
    wrong = []
    byte = at = 0
    for piece in pieces(path):
        byte += len(text[at : piece.offset].encode())
        at = piece.offset
        if not piece.is_word or piece.text in FIELD_WORDS:
            continue
        field, node = leaves[byte]
        right = (
            node.type == piece.text
            if piece.is_keyword
            else node.type in {"unit", "scale", "rate_unit"}
            if piece.terminal in AMOUNTS
            else node.type == "identifier" and (piece.terminal != "KIND" or field == "kind")
        )
        if piece.is_keyword and node.type == "level":
            right = True
        if piece.terminal in NAMES and node.text.decode() != piece.text:
            right = False
        if not right:
            wrong.append((piece.row + 1, piece.terminal, piece.text, field, node.type))
    assert wrong == []


def test_a_measure_is_found_wherever_there_is_one(parser: Any) -> None:
    for path in TEXTS:
        kinds = [piece for piece in pieces(path) if piece.terminal == "KIND"]
        root = parser.parse(text_of(path).encode()).root_node
        found = [node for field, node in nodes(root) if field == "kind" and node.type == "identifier"]
        assert len(kinds) <= len(found), path


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_queries_fit_the_grammar(language: Any, path: Path) -> None:
    query = tree_sitter.Query(language, path.read_text(encoding="utf-8"))
    assert query.pattern_count > 0


def captured(language: Any, parser: Any, text: str) -> dict[str, set[str]]:
    """What the highlight queries make of each piece of a text."""
    query = tree_sitter.Query(language, (TREE_SITTER / "queries" / "highlights.scm").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for name, listed in tree_sitter.QueryCursor(query).captures(parser.parse(text.encode()).root_node).items():
        for node in listed:
            found.setdefault(node.text.decode(), set()).add(name)
    return found


def test_highlights(language: Any, parser: Any) -> None:
    text = 'policy JP {\n  red line a "A": no tariff by US may have rate >= 25% # why\n}\nproduct p = hs 87\n'
    found = captured(language, parser, text)
    assert found["tariff"] == {"type"}
    assert found["a"] == {"function"}
    assert found["JP"] == {"module"}
    assert found['"A"'] == {"string"}
    assert found["# why"] == {"comment"}
    assert found["87"] == {"number", "constant"}
    assert found["no"] == {"keyword.repeat"}
    assert found["red"] == found["line"] == found["policy"] == {"keyword.type"}


def test_every_keyword_is_highlighted(language: Any, parser: Any) -> None:
    words: dict[str, str] = {}
    for path in TEXTS:
        for piece in pieces(path):
            if piece.is_keyword:
                words.setdefault(piece.text, path.name)
    assert set(words) == {word for listed in keywords_by_role().values() for word in listed}
    seen = set[str]()
    for path in TEXTS:
        seen.update(word for word, names in captured(language, parser, text_of(path)).items() if names & set(CAPTURES))
    assert set(words) - seen == set()


CAPTURES = [
    "keyword",
    *(f"keyword.{sort}" for sort in ("import", "type", "modifier", "repeat", "conditional", "operator")),
    "function.builtin",
]


def test_a_slip_stays_in_its_statement(parser: Any) -> None:
    root = parser.parse(
        b'policy JP {\n  red line a: no tariff may hav rate\n  red line b: no quota\n}\nuse x\nuse "y"\n'
    ).root_node
    assert root.has_error
    lines = [node for _, node in nodes(root) if node.type == "line" and node.is_named]
    assert [node.child_by_field_name("name").text for node in lines] == [b"a", b"b"]


HOSTILE = ["[", "(", '"', "a ", "{", "hs 1,", "a #\n", "a by ", "[a", "a.", "é by\n", "1_", "- "]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_no_longer_than_it_should(parser: Any, piece: str) -> None:
    data = (piece * 20_000).encode()
    start = time.perf_counter()
    parser.parse(data)
    assert time.perf_counter() - start < 5


def test_the_program_of_tree_sitter_says_the_same(tmp_path: Path) -> None:
    program = shutil.which("tree-sitter")
    if program is None:
        pytest.skip("tree-sitter is not installed")
    work = tmp_path / TREE_SITTER.name
    shutil.copytree(TREE_SITTER, work)
    done = subprocess.run([program, "test"], cwd=work, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
