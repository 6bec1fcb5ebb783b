"""Pages in Markdown on the command line: every command reads them, and those that write leave the prose."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import DRAFT, Run

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = b"\xef\xbb\xbf"


def memo(code: str) -> str:
    """A page with a draft in two blocks, Windows line ends and a tab in its prose."""
    head, _, term = code.partition("  term")
    blocks = f"```deal\n{head}```\n\n> And then:\n\n```deal title=cars\n  term{term}```\n"
    return f"# Memo {{\n\nWhat stands:\tthis.\n\n{blocks}\nBye.\n".replace("\n", "\r\n")


@pytest.fixture
def page(project: Path) -> Path:
    """A page in Markdown with an open draft."""
    path = project / "memo.md"
    path.write_bytes(MARK + memo(DRAFT % "[US: 25% | JP: 10%]").encode())
    return path


COMMANDS = [
    ("check", "memo.md"),
    ("matrix", "memo.md"),
    ("packages", "memo.md"),
    ("ask", "memo.md"),
    ("diff", "memo.md", "good.deal"),
    ("diff", "good.deal", "memo.md"),
    ("show", "memo.md", "--on", "hs 8703.80"),
    ("why", "memo.md", "JP.cars"),
    ("check", "good.deal", "--since", "memo.md"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_reads_it_as_the_plain_text(page: Path, dealcheck: Run, command: tuple[str, ...]) -> None:
    (page.parent / "memo.deal").write_text(DRAFT % "[US: 25% | JP: 10%]")
    ran = dealcheck(*command, "--format", "json")
    plain = dealcheck(*(word.replace("memo.md", "memo.deal") for word in command), "--format", "json")
    assert "offer" in ran.out
    assert (ran.code, ran.err) == (plain.code, plain.err)
    assert shape(json.loads(ran.out)) == shape(json.loads(plain.out))


PLACED = {
    "line",
    "column",
    "end_line",
    "end_column",
    "endLine",
    "endColumn",
    "texts",
    "receipt",
    "file",
    "files",
    "name",
}


def shape(value: object) -> object:
    """A document without its places."""
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if key not in ("texts", "receipt")}
        return {key: shape(each) for key, each in kept.items() if key not in PLACED or isinstance(each, list | dict)}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return "" if isinstance(value, str) and "memo." in value else value


def test_the_frame_shows_the_line_of_the_page(page: Path, dealcheck: Run) -> None:
    page.write_text(memo(DRAFT % "25%"), newline="")
    ran = dealcheck("check", "memo.md")
    assert "--> memo.md:14:" in ran.out
    assert "14 |   term cars: tariff by US" in ran.out
    assert "Memo" not in ran.out


def test_settle_in_place_changes_the_block_alone(page: Path, dealcheck: Run) -> None:
    before = page.read_bytes()
    assert dealcheck("settle", "memo.md", "--choose", "cars=JP", "--in-place").code == 0
    assert page.read_bytes() == before.replace(b"[US: 25% | JP: 10%]", b"10%")


def test_an_article_that_is_dropped_leaves_its_words(project: Path, dealcheck: Run) -> None:
    text = memo(DRAFT.replace("term cars:", "term cars [JP]:") % "25%").replace("rate 25%\r\n}", "rate 25%\r\n\r\n}")
    (project / "memo.md").write_bytes(text.encode())
    ran = dealcheck("settle", "memo.md", "--choose", "cars=dropped", "-o", "out.md")
    assert ran.code == 0
    after = (project / "out.md").read_bytes().decode()
    start, end = text.index("  term cars"), text.index("}\r\n```\r\n\r\nBye")
    assert after == text[:start] + text[end:]
    shown = dealcheck("settle", "memo.md", "--choose", "cars=dropped", "--diff")
    assert "-  term cars" in shown.out
    assert " ```deal title=cars" in shown.out


def test_format_changes_the_blocks_alone(page: Path, dealcheck: Run) -> None:
    page.write_bytes(page.read_bytes().replace(b"dated 2025", b"dated    2025"))
    before = page.read_bytes()
    assert "would be formatted: memo.md" in dealcheck("format", "--check", "memo.md").out
    assert page.read_bytes() == before
    assert dealcheck("format", "memo.md").code == 0
    after = page.read_bytes()
    assert after.startswith(MARK)
    assert after.count(b"\n") == after.count(b"\r\n")
    assert [row for row in before.split(b"\r\n") if row not in after.split(b"\r\n")] == [
        b"  between US, JP  dated    2025-07-05  effective 2025-08-01  against now"
    ]
    assert dealcheck("format", "memo.md").out == "1 file left alone\n"


def test_lint_mends_the_blocks_alone(project: Path, dealcheck: Run) -> None:
    text = '# Lines\n\n```policy\nuse "words"\npolicy US {\n  wish w: (no tariff by US from KR)\n}\n```\n(done)\n'
    (project / "lines.md").write_text(text)
    ran = dealcheck("lint", "lines.md", "--select", "redundant-parentheses", "--fix")
    assert ran.code == 0
    assert (project / "lines.md").read_text() == text.replace("(no tariff by US from KR)", "no tariff by US from KR")


def test_tests_and_policies_in_a_page(project: Path, dealcheck: Run) -> None:
    (project / "lines.md").write_text(f"# Ours\n\n```policy\n{POLICY}```\n")
    ran = dealcheck("test", "lines.md")
    assert (ran.code, "1 passed" in ran.out) == (0, True)
    for arguments in (["good.deal", "--policies", "lines.md"], ["using.deal"]):
        (project / "using.deal").write_text('use "lines.md"\n' + DRAFT % "25%")
        ran = dealcheck("check", *arguments, "--format", "json")
        assert [line["line"] for line in json.loads(ran.out)["lines"]] == ["JP.none"]


POLICY = """\
use "words"
policy JP { red line none: no tariff by US from JP on cars layer autos may have rate > 100% }
test "none" {
  deal { between US, JP  dated 2025-07-05  against now }
  expect JP.none met
}
"""


def test_standard_input_by_the_name_of_a_page(page: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(page.read_bytes())))
    ran = dealcheck("check", "-", "--stdin-filename", "other.md", "--format", "concise")
    assert "other.md:7:6:" in ran.out


def test_folders_do_not_stand_for_pages(page: Path, dealcheck: Run) -> None:
    folder = page.parent / "talks"
    folder.mkdir()
    page.rename(folder / "memo.md")
    for command in (["check"], ["matrix"], ["lint"], ["format"]):
        ran = dealcheck(*command, "talks")
        assert ran.code == 2
        assert "DC935" in ran.out + ran.err
        assert "Markdown" in ran.out + ran.err
    assert dealcheck("check", "talks/memo.md").code != 2


def test_a_page_without_a_block(project: Path, dealcheck: Run) -> None:
    (project / "plain.md").write_text("# deal offer { }\n\n    ```deal\n    deal x { }\n    ```\n")
    ran = dealcheck("check", "plain.md")
    assert ran.code == 2
    assert "DC921" in ran.out + ran.err
    (project / "using.deal").write_text('use "plain.md"\n' + DRAFT % "25%")
    ran = dealcheck("check", "using.deal", "--format", "concise")
    assert ran.code == 2
    assert "using.deal:1:5: DC901" in ran.out
    assert "no block" in ran.out


def test_the_example(monkeypatch: pytest.MonkeyPatch, dealcheck: Run) -> None:
    monkeypatch.chdir(ROOT)
    name = "examples/us-japan/memo.md"
    ran = dealcheck("check", name, "--format", "json")
    document = json.loads(ran.out)
    assert (ran.code, document["errors"]) == (1, [])
    verdicts = {line["line"]: line["verdict"] for line in document["lines"]}
    assert verdicts["JP.autos"] == "met"
    assert verdicts["JP.no_cap"] == "met"  # What stands in a block of another sort is prose.
    text = (ROOT / name).read_text(encoding="utf-8").split("\n")
    causes = [cause for line in document["lines"] for each in line["findings"] for cause in [each["cause"]]]
    for cause in causes:
        if cause["file"] == name:
            assert text[cause["line"] - 1][cause["column"] - 1 :].startswith(("tariff", "us_japan_memo"))
    assert dealcheck("test", name).code == 0
    assert dealcheck("format", "--check", name).code == 0
    assert dealcheck("lint", name).code == 0
