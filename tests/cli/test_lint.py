"""`dealcheck lint` and `dealcheck rules`: files, selections, fixes, outputs and exit codes."""

from __future__ import annotations

import io
import json
import os
import stat
from pathlib import Path
from threading import Timer

import pytest

from dealcheck.cli.completion import complete_rule
from dealcheck.lint import rule as rule_module
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule, all_rules
from tests.cli.conftest import VOCABULARY, Run

CLEAN = """\
use "words"
policy JP "Japan" {
  red line cars "No 25% on cars": no tariff by US from JP on cars layer autos may have rate >= 25%
}
"""
DOUBTFUL = """\
use "words"
use "words"  # twice
policy JP "Japan" {
  red line cars: no tariff by US from JP on (cars) layer autos may have rate >= 25%
}
"""
MENDED = """\
use "words"
# twice
policy JP "Japan" {
  red line cars: no tariff by US from JP on cars layer autos may have rate >= 25%
}
"""
STYLE = ("--select", "style")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a vocabulary, a text that is clean in style and one that is not; the current folder."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "words.policy").write_text(VOCABULARY, encoding="utf-8")
    (tmp_path / "clean.policy").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "doubtful.policy").write_text(DOUBTFUL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let a text stand on standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_findings_in_full(folder: Path, dealcheck: Run) -> None:
    ran = dealcheck("lint", "doubtful.policy", *STYLE)
    assert ran.code == 1
    assert ran.err == ""
    assert ran.out == (
        'warning[DC470]: "words" is used twice\n'
        " --> doubtful.policy:2:1\n"
        "  |\n"
        '1 | use "words"\n'
        "  | ----------- used here\n"
        '2 | use "words"  # twice\n'
        "  | ^^^^^^^^^^^ used again\n"
        "  |\n"
        "  = note: `--fix` does that\n"
        "  = help: take the second out\n"
        "\n"
        "warning[DC462]: the line `cars` has no label\n"
        " --> doubtful.policy:4:12\n"
        "  |\n"
        "4 |   red line cars: no tariff by US from JP on (cars) layer autos may have rate >= 25%\n"
        "  |            ^^^^ what is it about?\n"
        "  |\n"
        '  = help: say it in a few words: `red line cars "..."`\n'
        "\n"
        "warning[DC467]: the parentheses around a whole scope group nothing\n"
        " --> doubtful.policy:4:45\n"
        "  |\n"
        "4 |   red line cars: no tariff by US from JP on (cars) layer autos may have rate >= 25%\n"
        "  |                                             ^^^^^^ around a whole scope\n"
        "  |\n"
        "  = note: `--fix` does that\n"
        "  = help: take the parentheses out\n"
        "\n"
        "1 file: 3 findings, 2 can be mended by --fix\n"
    )


def test_findings_in_one_line_each(folder: Path, dealcheck: Run) -> None:
    ran = dealcheck("lint", "doubtful.policy", "--format", "concise", "--select", "DC462,DC470")
    assert ran.code == 1
    assert ran.out.splitlines() == [
        'doubtful.policy:2:1: DC470 warning: "words" is used twice; take the second out',
        "doubtful.policy:4:12: DC462 warning: the line `cars` has no label; say it in a few words:"
        ' `red line cars "..."`',
        "1 file: 2 findings, 1 can be mended by --fix",
    ]


def test_nothing_found(folder: Path, dealcheck: Run) -> None:
    ran = dealcheck("lint", "clean.policy", *STYLE)
    assert (ran.code, ran.out, ran.err) == (0, "1 file: nothing found\n", "")


def test_folders_in_the_order_of_their_files(folder: Path, dealcheck: Run) -> None:
    (folder / "a.deal").write_text(DOUBTFUL, encoding="utf-8")
    rows = dealcheck("lint", ".", *STYLE, "--format", "concise").out.splitlines()
    assert [row.partition(":")[0] for row in rows] == ["a.deal"] * 3 + ["doubtful.policy"] * 3 + ["4 files"]
    assert len(dealcheck("lint", "a.deal", "./a.deal", ".", *STYLE, "--format", "concise").out.splitlines()) == 7


def test_errors_keep_a_file_from_being_linted_and_others_are(folder: Path, dealcheck: Run) -> None:
    (folder / "broken.deal").write_text("deal {", encoding="utf-8")
    (folder / "lost.deal").write_text(CLEAN.replace("on cars", "on boats"), encoding="utf-8")
    ran = dealcheck("lint", "broken.deal", "lost.deal", "none.deal", "doubtful.policy", *STYLE, "--format", "concise")
    assert ran.code == 2
    assert "broken.deal:1" in ran.out
    assert "lost.deal:3" in ran.out
    assert "there is no file none.deal" in ran.out
    assert "doubtful.policy:2:1: DC470" in ran.out
    assert ran.out.endswith("1 file: 3 findings, 2 can be mended by --fix\n2 files not linted, because of errors\n")


def test_nothing_to_lint(folder: Path, dealcheck: Run) -> None:
    (folder / "empty").mkdir()
    ran = dealcheck("lint", "empty")
    assert ran.code == 2
    assert "DC935" in ran.out
    assert "empty holds no file to lint" in ran.out
    assert ran.out.endswith("no file linted\n")


# ---- Selections ------------------------------------------------------------------------------------------------------


def test_select_and_ignore(folder: Path, dealcheck: Run) -> None:
    out = dealcheck("lint", "doubtful.policy", *STYLE, "--ignore", "DC46", "--format", "concise").out
    assert [row.split()[1] for row in out.splitlines()[:-1]] == ["DC470"]
    out = dealcheck("lint", "doubtful.policy", "--select", "used-twice", "--select", "DC462", "--format", "concise").out
    assert [row.split()[1] for row in out.splitlines()[:-1]] == ["DC470", "DC462"]


def test_rules_that_are_not_there(folder: Path, dealcheck: Run) -> None:
    ran = dealcheck("lint", "doubtful.policy", "--select", "stile", "--ignore", "DC999")
    assert ran.code == 2
    assert "error[DC931]: no rule is called stile, which --select names" in ran.out
    assert "did you mean `style`?" in ran.out
    assert "no rule is called DC999, which --ignore names" in ran.out
    assert "warning" not in ran.out


def test_a_selection_that_leaves_no_rule_is_told(folder: Path, dealcheck: Run) -> None:
    ran = dealcheck("lint", "doubtful.policy", "--select", "DC470", "--ignore", "used-twice")
    assert ran.code == 2
    assert "error[DC931]: no rule is left to look at these files" in ran.out


def test_the_configuration_selects(folder: Path, dealcheck: Run) -> None:
    (folder / "pyproject.toml").write_text(
        '[tool.dealcheck.lint]\nselect = ["style"]\nignore = ["DC462"]\nname-letters = 3\n'
        'per-file-ignores = { "inner/*" = ["DC470"] }\n',
        encoding="utf-8",
    )
    (folder / "inner").mkdir()
    (folder / "inner" / "doubtful.policy").write_text(DOUBTFUL, encoding="utf-8")

    def codes(*arguments: str) -> list[str]:
        rows = dealcheck("lint", *arguments, "--format", "concise").out.splitlines()
        return [row.split()[1] for row in rows if ": DC" in row]

    assert codes("doubtful.policy") == ["DC470", "DC475", "DC467"]
    assert codes("inner") == ["DC475", "DC467"]
    assert codes("doubtful.policy", "--ignore", "DC475") == ["DC470", "DC467"]
    assert codes("doubtful.policy", "--select", "DC462") == []
    assert codes("doubtful.policy", "--select", "DC47") == ["DC470", "DC475"]


def test_a_configuration_with_slips(folder: Path, dealcheck: Run) -> None:
    (folder / "pyproject.toml").write_text('[tool.dealcheck.lint]\nselekt = ["style"]\n', encoding="utf-8")
    ran = dealcheck("lint", "clean.policy", "doubtful.policy", *STYLE)
    assert ran.code == 2
    assert ran.out.count("error[DC920]") == 1
    assert " --> pyproject.toml:2:1" in ran.out
    assert "did you mean `select`?" in ran.out
    (folder / "pyproject.toml").write_text("[tool.dealcheck]\nlint = 1\n", encoding="utf-8")
    ran = dealcheck("lint", "clean.policy", "doubtful.policy", *STYLE)
    assert (ran.code, ran.out.count("error[DC920]")) == (2, 1)


def test_rules_that_ask_for_a_day(folder: Path, dealcheck: Run) -> None:
    dated = [rule for rule in all_rules() if rule.as_of]
    assert dated
    out = dealcheck("lint", "clean.policy").out
    assert f"{dated[0].code}" in out.splitlines()[-1]
    assert out.splitlines()[-1].endswith("give `--as-of DATE`")
    assert "--as-of" not in dealcheck("lint", "clean.policy", "--as-of", "2025-07-01").out
    assert "--as-of" not in dealcheck("lint", "clean.policy", *STYLE).out
    ended = CLEAN.replace("cars: no", "cars active until 2025-07-01: no").replace(
        'cars"', 'cars" active until 2025-07-01'
    )
    (folder / "ended.policy").write_text(ended, encoding="utf-8")
    assert "until 2025-07-01" in ended
    before = dealcheck("lint", "ended.policy", "--select", dated[0].code, "--as-of", "2025-07-01")
    after = dealcheck("lint", "ended.policy", "--select", dated[0].code, "--as-of", "2025-07-02")
    assert (before.code, after.code) == (0, 1)


# ---- Fixes -----------------------------------------------------------------------------------------------------------


def test_fix_writes_what_is_safe(folder: Path, dealcheck: Run) -> None:
    path = folder / "doubtful.policy"
    path.chmod(0o640)
    ran = dealcheck("lint", ".", *STYLE, "--fix", "--format", "concise")
    assert ran.code == 1
    assert path.read_text(encoding="utf-8") == MENDED
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (folder / "clean.policy").read_text(encoding="utf-8") == CLEAN
    assert ran.out.splitlines() == [
        "doubtful.policy:4:12: DC462 warning: the line `cars` has no label; say it in a few words:"
        ' `red line cars "..."`',
        "2 findings mended in 1 file",
        "3 files: 1 finding",
    ]
    inode = path.stat().st_ino
    assert "mended" not in dealcheck("lint", ".", *STYLE, "--fix").out
    assert path.stat().st_ino == inode
    assert sorted(each.name for each in folder.iterdir()) == ["clean.policy", "doubtful.policy", "policies"]


def test_fixes_keep_line_ends_and_the_byte_order_mark(folder: Path, dealcheck: Run) -> None:
    path = folder / "doubtful.policy"
    path.write_bytes(b"\xef\xbb\xbf" + DOUBTFUL.replace("\n", "\r\n").encode())
    dealcheck("lint", "doubtful.policy", *STYLE, "--fix")
    assert path.read_bytes() == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()


def test_diff_writes_nothing(folder: Path, dealcheck: Run) -> None:
    ran = dealcheck("lint", "clean.policy", "doubtful.policy", *STYLE, "--diff")
    assert ran.code == 1
    assert ran.out == (
        "--- doubtful.policy\tbefore\n+++ doubtful.policy\tfixed\n@@ -1,5 +1,5 @@\n"
        ' use "words"\n-use "words"  # twice\n+# twice\n policy JP "Japan" {\n'
        "-  red line cars: no tariff by US from JP on (cars) layer autos may have rate >= 25%\n"
        "+  red line cars: no tariff by US from JP on cars layer autos may have rate >= 25%\n"
        " }\n"
    )
    assert ran.err == "2 findings would be mended in 1 file\n2 files: 1 finding\n"
    assert (folder / "doubtful.policy").read_text(encoding="utf-8") == DOUBTFUL
    assert dealcheck("lint", "doubtful.policy", "--select", "DC470", "--diff").code == 1
    assert dealcheck("lint", "clean.policy", *STYLE, "--diff").code == 0
    dealcheck("lint", "doubtful.policy", *STYLE, "--diff", "--fix")
    assert (folder / "doubtful.policy").read_text(encoding="utf-8") == DOUBTFUL


def test_unsafe_fixes_are_shown_and_written_only_where_asked_for(folder: Path, dealcheck: Run) -> None:
    path = folder / "wide.policy"
    text = CLEAN.replace("JP on cars", "JP on everything | cars")
    path.write_text(text, encoding="utf-8")
    ran = dealcheck("lint", "wide.policy", "--unsafe-fixes")
    assert ran.code == 2
    assert "--diff" in ran.err
    select = ("wide.policy", "--select", "DC469")
    assert "1 by --unsafe-fixes" in dealcheck("lint", *select).out
    assert "`--unsafe-fixes --diff` shows that" in dealcheck("lint", *select).out
    assert dealcheck("lint", *select, "--diff").out == ""
    assert "+  red line cars" in dealcheck("lint", *select, "--diff", "--unsafe-fixes").out
    dealcheck("lint", *select, "--fix")
    assert path.read_text(encoding="utf-8") == text
    assert dealcheck("lint", *select, "--fix", "--unsafe-fixes").code == 0
    assert path.read_text(encoding="utf-8") == CLEAN.replace("JP on cars", "JP on everything")


@pytest.fixture
def liar() -> Rule:
    """A rule whose fix is said to be safe and is not."""

    def check(context: object) -> list[Found]:
        text = context.source.text  # type: ignore[attr-defined]
        at = text.find("25%", text.find(">="))
        place = context.place((at, at + 3))  # type: ignore[attr-defined]
        return [Found(place, "25% is much", fix=Fix("make it 24%", (Edit(place, "24%"),), safe=True))]

    return Rule("DC479", "liar", "lies", Category.STYLE, "", "", "", "", "", check, fix="safe")


def test_a_fix_that_does_not_keep_its_promise(
    folder: Path, dealcheck: Run, liar: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dealcheck.cli.lint.all_rules", lambda: (*rule_module.all_rules(), liar))
    ran = dealcheck("lint", "doubtful.policy", "--select", "DC470,DC479", "--fix")
    assert ran.code == 3
    assert "failed on its own account: doubtful.policy: the fix of DC479 at line" in ran.err
    text = (folder / "doubtful.policy").read_text(encoding="utf-8")
    assert text == DOUBTFUL.replace('use "words"  # twice', "# twice")


def test_a_file_that_may_not_be_written(folder: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    ran = dealcheck("lint", "doubtful.policy", *STYLE, "--fix")
    assert ran.code == 2
    assert "DC918" in ran.out
    assert "mended in" not in ran.out
    assert (folder / "doubtful.policy").read_text(encoding="utf-8") == DOUBTFUL


def test_a_file_that_changes_meanwhile(folder: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "doubtful.policy"
    monkeypatch.setattr("dealcheck.cli.lint.read_bytes", lambda *_, **__: DOUBTFUL.replace("25", "24").encode())
    ran = dealcheck("lint", "doubtful.policy", *STYLE, "--fix")
    assert ran.code == 2
    assert "has changed while it was linted" in ran.out
    assert path.read_text(encoding="utf-8") == DOUBTFUL


def test_a_pipe_is_read_and_not_replaced(folder: Path, dealcheck: Run) -> None:
    os.mkfifo(folder / "pipe")
    writer = os.open(folder / "pipe", os.O_RDWR)
    os.write(writer, DOUBTFUL.encode())
    thread = Timer(0.5, os.close, (writer,))
    thread.start()
    ran = dealcheck("lint", "pipe", *STYLE, "--fix")
    thread.join()
    assert ran.code == 2
    assert "pipe is no regular file" in ran.out
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


def test_a_link_stays_a_link(folder: Path, dealcheck: Run) -> None:
    (folder / "link.policy").symlink_to(folder / "doubtful.policy")
    assert dealcheck("lint", "link.policy", *STYLE, "--fix").code == 1
    assert (folder / "link.policy").is_symlink()
    assert (folder / "doubtful.policy").read_text(encoding="utf-8") == MENDED


# ---- Standard input --------------------------------------------------------------------------------------------------


def test_standard_input(folder: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, DOUBTFUL)
    ran = dealcheck("lint", "-", "--stdin-filename", "talks.policy", *STYLE, "--format", "concise")
    assert ran.code == 1
    assert ran.out.startswith("talks.policy:2:1: DC470")
    typed(monkeypatch, DOUBTFUL)
    ran = dealcheck("lint", "-", "--stdin-filename", "clean.policy", *STYLE, "--format", "concise", "--fix")
    assert ran.code == 1
    assert ran.out == MENDED
    assert ran.err.splitlines()[1:] == ["2 findings mended in 1 file", "1 file: 1 finding"]
    assert (folder / "clean.policy").read_text(encoding="utf-8") == CLEAN
    typed(monkeypatch, DOUBTFUL)
    assert "+# twice\n" in dealcheck("lint", "-", *STYLE, "--diff").out
    assert dealcheck("lint", "-", "--fix", "--format", "json").code == 2


def test_standard_input_with_errors_is_given_back(
    folder: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "deal {")
    ran = dealcheck("lint", "-", "--fix")
    assert ran.code == 2
    assert ran.out == "deal {"
    assert "<stdin>:1" in ran.err


# ---- Outputs for programs --------------------------------------------------------------------------------------------


def test_json(folder: Path, dealcheck: Run) -> None:
    (folder / "let-be.policy").write_text(
        CLEAN.replace(' "No 25% on cars"', "").replace("  red", "  # dealcheck: ignore[DC462] so\n  red"),
        encoding="utf-8",
    )
    (folder / "broken.deal").write_text("deal {", encoding="utf-8")
    ran = dealcheck("lint", "let-be.policy", "doubtful.policy", "broken.deal", *STYLE, "--format", "json")
    assert ran.code == 2
    document = json.loads(ran.out)
    assert set(document) == {"version", "files", "counts", "skipped", "faults", "errors"}
    assert document["version"] == 1
    assert document["counts"] == {"DC462": 1, "DC467": 1, "DC470": 1}
    assert document["skipped"] == document["faults"] == []
    assert {error["file"] for error in document["errors"]} == {"broken.deal"}
    let_be, doubtful, broken = document["files"]
    assert (let_be["file"], let_be["linted"], let_be["findings"]) == ("let-be.policy", True, [])
    assert [(each["code"], each["reason"]) for each in let_be["let_be"]] == [("DC462", "so")]
    assert (broken["linted"], broken["findings"]) == (False, [])
    first, second, third = doubtful["findings"]
    assert set(first) >= {"code", "name", "category", "severity", "message", "help", "file", "line", "column", "fix"}
    assert (first["code"], first["name"], first["category"], first["severity"]) == (
        "DC470",
        "used-twice",
        "style",
        "warning",
    )
    assert (first["line"], first["column"], first["end_line"], first["end_column"]) == (2, 1, 2, 12)
    assert second["fix"] is None
    assert third["fix"]["safe"] is True
    assert [edit["text"] for edit in third["fix"]["edits"]] == ["", ""]
    assert third["fix"]["edits"][0]["line"] == 4
    assert "diff" not in doubtful
    document = json.loads(dealcheck("lint", "doubtful.policy", *STYLE, "--diff", "--format", "json").out)
    assert document["files"][0]["mended"] == ["DC470", "DC467"]
    assert document["files"][0]["diff"].startswith("--- doubtful.policy")


def test_statistics(folder: Path, dealcheck: Run) -> None:
    (folder / "other.policy").write_text(DOUBTFUL, encoding="utf-8")
    ran = dealcheck("lint", ".", "--select", "DC462,DC470", "--statistics", "--ignore", "DC475")
    assert ran.code == 1
    assert ran.out == (
        "2  DC462  line-without-label  a line has no label\n"
        "2  DC470  used-twice          a file is used twice\n"
        "4 files: 4 findings, 2 can be mended by --fix\n"
    )


def test_comments_that_let_findings_be_are_counted(folder: Path, dealcheck: Run) -> None:
    text = DOUBTFUL.replace('use "words"  # twice', 'use "words"  # dealcheck: ignore[DC470] on purpose')
    (folder / "doubtful.policy").write_text(text, encoding="utf-8")
    ran = dealcheck("lint", "doubtful.policy", "--select", "DC470")
    assert (ran.code, ran.out) == (0, "1 file: nothing found, 1 let be by comments\n")


# ---- rules and explain -----------------------------------------------------------------------------------------------


def test_rules_for_programs(folder: Path, dealcheck: Run) -> None:
    listed = json.loads(dealcheck("rules", "--format", "json").out)
    assert [each["code"] for each in listed] == [rule.code for rule in all_rules()]
    for each in listed:
        assert list(each) == ["code", "name", "category", "level", "fix"]
        assert each["category"] in {category.value for category in Category}
        assert each["level"] in {"error", "warning", "note"}
        assert each["fix"] in {"safe", "unsafe", "none"}


def test_rules_for_people(folder: Path, dealcheck: Run) -> None:
    ran = dealcheck("rules")
    assert ran.code == 0
    for rule in all_rules():
        assert f"  {rule.code}  {rule.name} " in ran.out
    assert ran.out.endswith(
        f"{len(all_rules())} rules. `dealcheck explain CODE` prints the page of one; `--fix` applies safe fixes.\n"
    )
    assert dealcheck("rules", "--select", "DC470").out == (
        "style\n  DC470  used-twice  safe    a file is used twice\n\n"
        "1 rule. `dealcheck explain CODE` prints the page of one; `--fix` applies safe fixes.\n"
    )
    ran = dealcheck("rules", "--select", "stile")
    assert ran.code == 2
    assert "Did you mean `style`?" in ran.err


def test_the_page_of_a_rule(folder: Path, dealcheck: Run) -> None:
    for name in ("DC470", "470", "used-twice", "dc470"):
        ran = dealcheck("explain", name)
        assert ran.code == 0
        assert ran.out.startswith("DC470 used-twice: a file is used twice\n")
    assert "category style. It offers a fix that is safe." in ran.out
    assert "# dealcheck: ignore[DC470] reason" in " ".join(ran.out.split())
    assert "DC470  used-twice" in dealcheck("explain").out
    assert dealcheck("explain", "used-twise").err.endswith("Did you mean used-twice?\n")
    page = json.loads(dealcheck("explain", "DC470", "--format", "json").out)
    assert page["bad"] == next(rule.bad for rule in all_rules() if rule.code == "DC470")


def test_the_shell_offers_rules() -> None:
    offered = [item.value for item in complete_rule(None, None, "DC462,sty")]  # type: ignore[arg-type]
    assert offered == ["DC462,style"]
    assert "used-twice" in [item.value for item in complete_rule(None, None, "used")]  # type: ignore[arg-type]
