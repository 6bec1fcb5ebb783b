"""Writes the words of the language into the packages for editors: `python grammar/editors/generate.py`.

The words are those of `dealcheck/syntax/words.py`. A file is written by hand but for its lists of words: the lines
between `GENERATED` and `END GENERATED`, and in the TextMate grammar, which knows no comments, the patterns named in
`textmate`. A test compares, so that no list stays behind the grammar.

Where the grammar for tree-sitter has changed, its parser is made anew, for which `tree-sitter` must be on the PATH.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from dealcheck.syntax.words import PERIODS, VERDICTS, Role, keywords_by_role, scales, units

HERE = Path(__file__).resolve().parent

NAME = r"[^\W\d]\w*"
NUMBER = r"[0-9](?:_?[0-9])*(?:\.[0-9](?:_?[0-9])*)*"
DURATIONS = re.compile(r"(?:day|week|month|quarter|year)s?")


def longest_first(words: Iterable[str]) -> str:
    """Words as the alternatives of a pattern, none hidden behind one that it begins with."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def weights_and_measures() -> list[str]:
    """The units that may stand after a slash: all but durations."""
    return [unit for unit in units() if not DURATIONS.fullmatch(unit)]


def textmate(text: str) -> str:
    """The TextMate grammar with its lists of words."""
    grammar = json.loads(text)
    rules = grammar["repository"]
    for role, words in keywords_by_role().items():
        rules[f"keywords-{role.value}"]["match"] = rf"(?<!\w)(?:{longest_first(words)})(?!\w)"
    verdicts = longest_first(VERDICTS)
    rules["verdict"]["patterns"][0]["match"] = (
        rf"(?<=[:,])\s*(?:{verdicts})(?!\w)|(?<![\w.])(?:{verdicts})(?=\s+(?:by|on|only|from|until|reading)(?!\w))"
    )
    expectation = rules["test-outcome"]["patterns"]
    expectation[0]["match"] = rf"(?<![\w.])(expect|waive|assess)(?!\w)\s+({NAME})(\.)({NAME})(?:\s+({verdicts})(?!\w))?"
    expectation[1]["match"] = rf"(?<![\w.])(reading)(?!\w)\s+({NAME})\s+({verdicts})(?!\w)"
    per = longest_first(weights_and_measures())
    value = rules["value"]["patterns"]
    value[1]["match"] = rf"(?<!\w)(?:[A-Z]{{3}}|c)/(?:{per})(?!\w)"
    value[3]["match"] = (
        rf"(?<!\w)({NUMBER})(?!\w)(?:\s+({longest_first(scales())})(?!\w))?"
        rf"(?:\s*(%|/(?:{per})(?!\w))|\s+(pp(?!\w)|(?:{longest_first(units())})(?![\w/])))?"
    )
    value[4]["match"] = rf"(?<![\w.])(per)\s+({longest_first(PERIODS)})(?!\w)"
    rules["kind"]["match"] = rf"(?<![\w.])(?!(?:proposed|opposed|weighted)(?!\w)){NAME}(?=\s+by(?!\w)(?!\s+[0-9\"]))"
    return json.dumps(grammar, indent=2, ensure_ascii=False) + "\n"


def lists() -> list[tuple[str, tuple[str, ...]]]:
    """The lists of words by what they do: the keywords of each role, units and verdicts."""
    roles = [(role.value, words) for role, words in keywords_by_role().items()]
    return [*roles, ("unit", (*units(), *scales())), ("verdict", VERDICTS)]


VIM_OPTIONS = {
    "declaration": "nextgroup=dealcheckName skipwhite ",
    "unit": "contained nextgroup=dealcheckUnit skipwhite ",
}
"""What follows the words of a list in Vim."""


def vim(_: str) -> str:
    """The lines of a Vim syntax file."""
    return "".join(
        f"syn keyword dealcheck{name.title()} {VIM_OPTIONS.get(name, '')}{' '.join(words)}\n" for name, words in lists()
    )


def kate(_: str) -> str:
    """The lists of a Kate syntax definition."""
    return "".join(
        f'    <list name="{name}">\n' + "".join(f"      <item>{word}</item>\n" for word in words) + "    </list>\n"
        for name, words in lists()
    )


def emacs(_: str) -> str:
    """The lists of the Emacs mode."""
    rows = "\n    ".join(f"({name}\n     {filled(words)})" for name, words in lists())
    said = "The words of the language, each list after what its words do."
    return f'(defconst dealcheck-words\n  \'({rows})\n  "{said}")\n'


def filled(words: Iterable[str]) -> str:
    """Words in quotes, as many to a line as fit."""
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 90:
            lines.append("")
        lines[-1] += f' "{word}"'
    return "\n     ".join(line.strip() for line in lines)


CAPTURES = {
    Role.USE: "@keyword.import",
    Role.DECLARATION: "@keyword.type",
    Role.CLAUSE: "@keyword",
    Role.KEY: "@keyword.modifier",
    Role.QUANTIFIER: "@keyword.repeat",
    Role.MODAL: "@keyword.conditional",
    Role.CONNECTIVE: "@keyword.operator",
    Role.CHANGE: "@keyword.operator",
    Role.TIME: "@keyword.conditional",
    Role.VALUE: "@function.builtin",
}
"""What a keyword of each role is to the highlighter of tree-sitter."""


def tree_sitter(_: str) -> str:
    """The keywords of the highlight queries."""
    return "\n".join(
        "[\n" + "".join(f'  "{word}"\n' for word in words) + f"] {CAPTURES[role]}\n"
        for role, words in keywords_by_role().items()
    )


WRITERS: dict[str, Callable[[str], str]] = {
    "vscode/syntaxes/dealcheck.tmLanguage.json": textmate,
    "vim/syntax/dealcheck.vim": vim,
    "kate/dealcheck.xml": kate,
    "emacs/dealcheck-mode.el": emacs,
    "tree-sitter-dealcheck/queries/highlights.scm": tree_sitter,
}
"""What writes the lists of each file."""

REGION = re.compile(r"(?s)(^[^\n]*\bGENERATED\b(?<!END GENERATED)[^\n]*\n).*?(^[^\n]*\bEND GENERATED\b)", re.MULTILINE)


def renewed(name: str, text: str) -> str:
    """A file with the words of today."""
    write = WRITERS[name]
    if write is textmate:
        return write(text)
    changed, count = REGION.subn(lambda found: found[1] + write(text) + found[2], text)
    if count != 1:
        raise ValueError(f"{name} has {count} regions between GENERATED and END GENERATED, not one")
    return changed


TREE_SITTER = HERE / "tree-sitter-dealcheck"
MADE = ("src/parser.c", "src/grammar.json", "src/tree_sitter/parser.h")
"""What tree-sitter makes of grammar.js and the package keeps, so that editors need no more than a C compiler."""
SUMS = TREE_SITTER / "src" / "sha256"


def sums() -> str:
    """The digests of the grammar for tree-sitter and of what was made from it."""
    rows = ((hashlib.sha256((TREE_SITTER / name).read_bytes()).hexdigest(), name) for name in ("grammar.js", *MADE))
    return "".join(f"{digest}  {name}\n" for digest, name in rows)


def parser_is_of_today() -> bool:
    """Whether the parser was made from the grammar as it is."""
    return SUMS.exists() and SUMS.read_text(encoding="utf-8") == sums()


def make_parser(program: str) -> None:
    """Makes the parser anew, in a folder of its own, for the program leaves bindings for other languages beside it."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / TREE_SITTER.name
        shutil.copytree(TREE_SITTER, work)
        subprocess.run([program, "generate"], cwd=work, check=True)
        for name in MADE:
            shutil.copyfile(work / name, TREE_SITTER / name)
    SUMS.write_text(sums(), encoding="utf-8")


def main() -> int:
    """Writes every file anew."""
    for name in WRITERS:
        path = HERE / name
        path.write_text(renewed(name, path.read_text(encoding="utf-8")), encoding="utf-8")
    if not parser_is_of_today():
        program = shutil.which("tree-sitter")
        if program is None:
            print("the parser is older than its grammar: put tree-sitter on the PATH", file=sys.stderr)
            return 1
        make_parser(program)
    return 0


if __name__ == "__main__":
    sys.exit(main())
