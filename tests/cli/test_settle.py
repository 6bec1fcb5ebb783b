"""`dealcheck settle`, and `--choose` and `--assume` of the commands that judge."""

from __future__ import annotations

import io
import json
import stat
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from dealcheck.cli.main import dealcheck as group
from tests.cli.conftest import DRAFT, Run

OPEN = (DRAFT % "[US: 25% | JP: 10%]").replace("}\n", "  event done\n}\n")


@pytest.fixture
def draft(project: Path) -> Path:
    """A draft with a bracket and an event."""
    path = project / "open.deal"
    path.write_bytes(OPEN.encode())
    return path


def test_a_choice_is_judged_and_told(draft: Path, dealcheck: Run) -> None:
    assert dealcheck("check", "open.deal", "--line", "JP.cars").code == 1  # hs 8703.22 keeps its 25%
    ran = dealcheck("check", "open.deal", "--choose", "cars=JP", "--assume", "done", "--line", "JP.cars")
    assert "chosen:   cars takes the JP option (10%); done happens" in ran.out
    document = json.loads(dealcheck("check", "open.deal", "--choose", "cars=US", "--format", "json").out)
    assert document["chosen"] == ["cars takes the US option (25%)"]
    assert json.loads(dealcheck("check", "open.deal", "--format", "json").out)["chosen"] == []


def test_why_show_and_matrix_take_choices(draft: Path, dealcheck: Run) -> None:
    options = ("--choose", "cars=JP")
    why = dealcheck("why", "open.deal", "JP.cars", *options)
    assert "chosen:   cars takes the JP option (10%)" in why.out
    shown = dealcheck("show", "open.deal", "--on", "hs 8703.80", "--from", "JP", *options)
    assert "chosen:   cars takes the JP option (10%)" in shown.out
    assert "rate 10%" in shown.out
    table = dealcheck("matrix", "open.deal", "good.deal", *options)
    assert "chosen:   #1 offer: cars takes the JP option (10%)" in table.out
    for command in (("why", "open.deal", "JP.cars"), ("show", "open.deal"), ("matrix", "open.deal", "good.deal")):
        ran = dealcheck(*command, "--choose", "autos=JP", "--assume", "dun")
        assert ran.code == 2
        assert ran.out.count("DC940") == 2
        document = json.loads(dealcheck(*command, *options, "--format", "json").out)
        assert "cars takes the JP option (10%)" in json.dumps(document)


def test_a_choice_with_an_error_leaves_nothing_judged(draft: Path, dealcheck: Run) -> None:
    ran = dealcheck("check", "open.deal", "--choose", "cars=KR", "--exit-zero")
    assert ran.code == 2
    assert "DC942" in ran.out
    assert "what was chosen has errors" in ran.out
    assert "violates" not in ran.out


def test_a_choice_need_name_something_in_one_of_several_drafts_alone(draft: Path, dealcheck: Run) -> None:
    assert "DC940" not in dealcheck("check", "open.deal", "bad.deal", "--choose", "cars=JP").out
    assert "DC940" in dealcheck("check", "good.deal", "bad.deal", "--choose", "cars=JP").out


def test_the_settled_text_goes_to_standard_output(draft: Path, dealcheck: Run) -> None:
    ran = dealcheck("settle", "open.deal", "--choose", "cars=JP", "--assume", "done")
    assert ran.code == 0
    assert ran.out == OPEN.replace("[US: 25% | JP: 10%]", "10%").replace("event done", "event done on 2025-08-01")
    assert draft.read_text() == OPEN


def test_settling_nothing_writes_the_same_bytes(draft: Path, dealcheck: Run) -> None:
    raw = b"\xef\xbb\xbf" + OPEN.replace("\n", "\r\n").replace("offer ", "offer # ä\t \r\n ").encode()
    draft.write_bytes(raw)
    assert dealcheck("settle", "open.deal", "-o", "new.deal").code == 0
    assert Path("new.deal").read_bytes() == raw
    assert dealcheck("settle", "open.deal").out.encode() == raw
    ran = dealcheck("settle", "open.deal", "--in-place", "--choose", "cars=US")
    assert ran.code == 0
    assert draft.read_bytes() == raw.replace(b"[US: 25% | JP: 10%]", b"25%")


def test_the_file_is_named_with_what_was_done_and_what_is_left(draft: Path, dealcheck: Run) -> None:
    draft.write_text(
        OPEN.replace("event done", "term b if done: tariff by US from JP on cars layer x rate [1% .. 2%]\nevent done")
    )
    draft.chmod(0o640)
    ran = dealcheck("settle", "open.deal", "--choose", "cars=JP", "-o", "new.deal")
    assert ran.out == "wrote new.deal\n  offer: cars takes the JP option (10%); still open: b, done\n"
    ran = dealcheck("settle", "new.deal", "--choose", "b=1.5%", "--assume", "not done", "--in-place")
    assert ran.out == "wrote new.deal\n  offer: b is 1.5%; done does not happen; nothing is left open\n"
    assert "done" not in Path("new.deal").read_text()
    dealcheck("settle", "open.deal", "--choose", "cars=JP", "--in-place")
    assert stat.S_IMODE(draft.stat().st_mode) == 0o640


def test_a_difference_is_shown_and_nothing_written(draft: Path, dealcheck: Run) -> None:
    ran = dealcheck("settle", "open.deal", "--choose", "cars=JP", "--diff")
    assert ran.code == 0
    assert "\n-  term cars: tariff by US from JP on hs 8703.80 layer autos rate [US: 25% | JP: 10%]\n+" in ran.out
    assert draft.read_text() == OPEN
    assert dealcheck("settle", "open.deal", "--diff").out == ""
    dealcheck("settle", "open.deal", "--choose", "cars=JP", "--diff", "--in-place")
    assert draft.read_text() != OPEN


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (OPEN.replace("rate [", "rate ["), ["--choose", "car=JP"], "DC940"),
        (OPEN.replace("10%]", "10%"), ["--choose", "cars=JP"], "DC1"),
        (OPEN.replace("against now", "against never"), ["--choose", "cars=JP"], "DC208"),
        (OPEN.replace("effective 2025-08-01", "effective day of done"), ["--assume", "not done"], "DC945"),
        ("# nothing\n", [], "DC932"),
    ],
)
def test_a_draft_that_cannot_be_settled_is_left_as_it_is(
    draft: Path, dealcheck: Run, text: str, options: list[str], code: str
) -> None:
    draft.write_text(text)
    ran = dealcheck("settle", "open.deal", *options, "--in-place")
    assert ran.code == 2
    assert code in ran.err
    assert ran.out == ""
    assert draft.read_text() == text


def test_a_file_that_cannot_be_written(draft: Path, dealcheck: Run) -> None:
    ran = dealcheck("settle", "open.deal", "--choose", "cars=JP", "-o", "nowhere/new.deal")
    assert ran.code == 2
    assert "DC918" in ran.err
    assert sorted(path.name for path in draft.parent.iterdir() if "dealcheck" in path.name) == []


def test_usage(draft: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (("open.deal", "--in-place", "-o", "x.deal"), ("-", "--in-place")):
        ran = dealcheck("settle", *arguments)
        assert ran.code == 2
        assert "--in-place writes DRAFT itself" in ran.err
    assert dealcheck("settle", "missing.deal").code == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OPEN.encode())))
    ran = dealcheck("settle", "-", "--choose", "cars=10%", "--stdin-filename", "talks/d.deal")
    assert ran.out == OPEN.replace("[US: 25% | JP: 10%]", "10%")


def test_the_shell_offers_choices_and_events(draft: Path) -> None:
    complete = ShellComplete(group, {}, "dealcheck", "_DEALCHECK_COMPLETE")
    offered = complete.get_completions(["settle", "open.deal", "--choose"], "")
    assert [item.value for item in offered] == ["cars=US", "cars=JP"]
    offered = complete.get_completions(["check", "open.deal", "--assume"], "not")
    assert [item.value for item in offered] == ["not done"]
