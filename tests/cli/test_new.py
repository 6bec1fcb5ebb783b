"""`dealcheck new`: what it writes checks clean, whatever the name, and nothing that is there is lost."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dealcheck.cli.main import dealcheck as group
from dealcheck.cli.main import run
from dealcheck.scaffold.deal import first_of_a_month
from dealcheck.scaffold.trials import _beside
from dealcheck.source import Source
from dealcheck.syntax.grammar import language
from dealcheck.syntax.parse import parse
from tests.cli.conftest import Run
from tests.packs import shipped_lines

PARTIES = sorted({name.partition(".")[0] for name in shipped_lines()})
DRAFTED = ("--between", "US,JP", "--dated", "2025-07-05")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project; the current folder."""
    (tmp_path / "dealcheck.toml").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEALCHECK_TRACEBACK", "1")
    return tmp_path


def clean(dealcheck: Run, path: str, tests: int) -> str:
    """The text of a file, of which nothing is said by any command."""
    assert dealcheck("format", "--check", path).code == 0
    ran = dealcheck("lint", path)
    assert ran.code == 0, ran.out
    assert ran.out.startswith("1 file: nothing found\n")
    if tests:
        ran = dealcheck("test", path)
        assert ran.code == 0, ran.out
        assert f"{tests} passed, 0 failed" in ran.out
        assert "DC" not in ran.out
    text = Path(path).read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 120
    return text


def wrote(dealcheck: Run, *arguments: str) -> str:
    """The name of the file that a command wrote."""
    ran = dealcheck("new", *arguments)
    assert ran.code == 0, ran.err
    return ran.out.splitlines()[0].removeprefix("wrote ")


# ---- Policies --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("party", PARTIES)
def test_a_policy_checks_clean_for_every_party_of_the_packs(dealcheck: Run, party: str) -> None:
    assert wrote(dealcheck, "policy", party) == f"policies/{party.lower()}.policy"
    text = clean(dealcheck, f"policies/{party.lower()}.policy", 4)
    assert f"policy {party} " in text
    assert "\nsource " in text
    assert text.count("    cites ") == 2
    assert "violated by silence" in text


@pytest.mark.parametrize("party", ["DE", "MX", "UM", "GB", "XX", "Japan", "jp"])
def test_parties_that_no_pack_speaks_of(dealcheck: Run, party: str) -> None:
    known = party in ("DE", "MX", "UM")
    ran = dealcheck("new", "policy", party)
    assert ran.code == (0 if known else 2)
    if known:
        clean(dealcheck, f"policies/{party.lower()}.policy", 4)
    else:
        assert "DC951" in ran.err
        assert {"GB": "`UK`", "Japan": "`JP`", "jp": "`JP`", "XX": "--label"}[party] in ran.err
        assert not Path("policies").exists()


def test_a_party_may_be_declared_in_the_file_or_in_another(dealcheck: Run) -> None:
    assert "--label" in dealcheck("new", "policy", "freedonia").err
    path = wrote(dealcheck, "policy", "freedonia", "--label", 'The "free" \\ land')
    text = clean(dealcheck, path, 4)
    assert 'party freedonia "The \\"free\\" \\\\ land"\n' in text
    Path(path).write_text('party freedonia "Freedonia"\n', encoding="utf-8")
    other = wrote(dealcheck, "policy", "freedonia", "-o", "policies/lines.policy")
    assert 'use "freedonia"\n' in clean(dealcheck, other, 4)
    draft = wrote(dealcheck, "deal", "talks", "--between", "freedonia,US")
    assert 'use "freedonia"\n' in clean(dealcheck, draft, 0)


def test_lines_get_names_that_the_party_has_not_yet(dealcheck: Run) -> None:
    wrote(dealcheck, "policy", "JP")
    path = wrote(dealcheck, "policy", "JP", "-o", "policies/more.policy")
    assert "red line autos_2 " in clean(dealcheck, path, 4)
    wrote(dealcheck, "deal", "talks", *DRAFTED)
    assert "DC2" not in dealcheck("check", "talks.deal").out


def test_a_configured_folder_takes_the_policy(dealcheck: Run, folder: Path) -> None:
    (folder / "lines").mkdir()
    (folder / "dealcheck.toml").write_text('policies = ["lines"]', encoding="utf-8")
    assert wrote(dealcheck, "policy", "JP") == "lines/jp.policy"
    (folder / "dealcheck.toml").write_text("policies = 1", encoding="utf-8")
    ran = dealcheck("new", "policy", "KR")
    assert ran.code == 2
    assert "DC920" in ran.err


# ---- Deals -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("party", PARTIES)
def test_a_deal_checks_clean_for_every_party_of_the_packs(dealcheck: Run, party: str) -> None:
    other = "JP" if party == "US" else "US"
    path = wrote(dealcheck, "deal", "talks", "--between", f"{other},{party}", "--dated", "2026-04-01")
    text = clean(dealcheck, path, 0)
    assert f"between {other}, {party}\n" in text
    assert "against march_2026\n" in text
    assert "term art1" in text
    checked = dealcheck("check", path, "--party", party)
    assert checked.code in (0, 1)
    assert " error" not in checked.out


def test_the_baseline_is_the_latest_of_the_day_or_the_one_named(dealcheck: Run, folder: Path) -> None:
    assert "against mid_2025\n" in dealcheck("new", "deal", "talks", *DRAFTED, "--stdout").out
    named = dealcheck("new", "deal", "talks", *DRAFTED, "--against", "april_2025", "-o", "-").out
    assert 'use "baseline/2025-04-01"\n' in named
    assert "effective 2025-09-01\n" in named
    for options in (("--between", "US,JP", "--dated", "1999-01-01"), (*DRAFTED, "--against", "mid_2052")):
        ran = dealcheck("new", "deal", "talks", *options)
        assert ran.code == 2
        assert "DC953" in ran.err
    assert "did you mean `mid_2025`" in ran.err
    (folder / "policies").mkdir()
    (folder / "policies" / "now.deal").write_text('use "trade"\nbaseline today on 2025-07-02 { }\n', encoding="utf-8")
    assert 'use "now"\n' in clean(dealcheck, wrote(dealcheck, "deal", "talks", *DRAFTED), 0)
    assert [path.name for path in folder.iterdir() if path.suffix == ".deal"] == ["talks.deal"]


def test_three_parties_and_one(dealcheck: Run) -> None:
    path = wrote(dealcheck, "deal", "usmca", "--between", "US, MX,CA", "--label", "Round two")
    text = clean(dealcheck, path, 0)
    assert "between US, MX, CA\n" in text
    assert 'deal usmca "Round two" {' in text
    for parties in ("US", "US,US", ""):
        assert dealcheck("new", "deal", "talks", "--between", parties).code == 2
    assert "DC951" in dealcheck("new", "deal", "talks", "--between", "US,Japan").err
    assert dealcheck("new", "deal", "talks").code == 2


def test_a_month_later() -> None:
    from datetime import date

    assert first_of_a_month(date(2025, 7, 5)) == date(2025, 9, 1)
    assert first_of_a_month(date(2025, 11, 5)) == date(2026, 1, 1)
    assert first_of_a_month(date(9999, 12, 20)) == date.max


# ---- Tests -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["JP.autos", "JP.package", "KR.cash", "UK.digital", "MY.raw_rare_earths"])
def test_tests_of_a_shipped_line_violate_and_meet_it(dealcheck: Run, line: str) -> None:
    path = wrote(dealcheck, "test", line)
    assert path == f"{line.lower().replace('.', '_')}_tests.policy"  # Beside the packs there is no place.
    text = Path(path).read_text(encoding="utf-8")
    clean(dealcheck, path, text.count("\ntest "))
    assert f" {line}" in text.partition("\n")[0]
    assert 'test "silence ' in text
    assert f"expect {line} violated" in text
    assert f"expect {line} met" in text
    assert "No draft was found" not in text


def test_tests_of_a_project_stand_beside_its_policy(dealcheck: Run) -> None:
    wrote(dealcheck, "policy", "JP")
    path = wrote(dealcheck, "test", "JP")
    assert path == "policies/jp_tests.policy"
    text = clean(dealcheck, path, 5)
    assert 'use "jp"\n' in text
    assert "rate 24.9%" in text
    assert dealcheck("test", ".").code == 0
    ran = dealcheck("new", "test", "JP.auto")
    assert ran.code == 2
    assert "DC931" in ran.err
    assert "did you mean `JP.autos`" in ran.err


def test_what_a_person_says_and_what_no_draft_shows(dealcheck: Run, folder: Path) -> None:
    (folder / "policies").mkdir()
    lines = """\
use "trade"
use "goods"
use "baseline/2025-07-01"
policy JP {
  red line fair: judged "Is it fair?"
  red line early: the deal must have effective <= 2025-09-01
  wish nothing: no end_of_days by JP
  red line past active until 2020-01-01: no new export_cap by JP
}
kind end_of_days { key by: party  key on: topic  value day: date  absent none }
"""
    (folder / "policies" / "jp.policy").write_text(lines, encoding="utf-8")
    assert wrote(dealcheck, "test", "JP") == "policies/jp_tests.policy"
    text = (folder / "policies" / "jp_tests.policy").read_text(encoding="utf-8")
    assert dealcheck("test", "policies/jp_tests.policy").code == 0
    assert 'assess JP.fair violated by "Name of the judge"' in text
    assert "silence leaves JP.fair unknown" in text
    assert "effective 2026-09-01" in text
    assert "expect JP.early violated" in text
    assert "expect JP.past inactive" in text
    assert "# No draft was found under which JP.past is violated: write a test of one." in text


def test_a_project_with_errors_is_told(dealcheck: Run, folder: Path) -> None:
    (folder / "policies").mkdir()
    (folder / "policies" / "jp.policy").write_text(
        'use "nothing"\npolicy JP { wish a: no x by JP }\n', encoding="utf-8"
    )
    ran = dealcheck("new", "test", "JP.a")
    assert ran.code == 2
    assert "DC901" in ran.err


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("25%", ["25%", "24.9%", "25.1%", "0%", "51%"]),
        ("USD 20 bn", ["USD 20 bn", "USD 19 bn", "USD 21 bn", "USD 0 bn", "USD 41 bn"]),
        ("0%", ["0%", "0.1%", "0%", "1%"]),
        ("1_600_000 units", ["1_600_000 units", "1_599_999 units", "1_600_001 units", "0 units", "3_200_001 units"]),
        ("2.5 pp", ["2.5 pp", "2.4 pp", "2.6 pp", "0 pp", "6 pp"]),
        ("free", ["free"]),
    ],
)
def test_numbers_beside_a_limit(text: str, beside: list[str]) -> None:
    assert list(_beside(text)) == beside


# ---- Places ----------------------------------------------------------------------------------------------------------


def test_nothing_is_replaced_unless_that_is_said(dealcheck: Run, folder: Path) -> None:
    path = folder / wrote(dealcheck, "policy", "JP")
    path.write_text("# mine\n", encoding="utf-8")
    for arguments in (
        ("policy", "JP"),
        ("policy", "JP", "-o", "policies/jp.policy"),
        ("policy", "JP", "-o", "policies"),
    ):
        ran = dealcheck("new", *arguments)
        assert ran.code == 2
        assert "DC950" in ran.err
        assert "--force" in ran.err
        assert path.read_text(encoding="utf-8") == "# mine\n"
    assert dealcheck("new", "policy", "JP", "--stdout").code == 0
    wrote(dealcheck, "policy", "JP", "--force")
    clean(dealcheck, "policies/jp.policy", 4)
    path.rename(path.with_name("JP.policy"))
    ran = dealcheck("new", "policy", "JP", "--force")
    assert "policies/JP.policy is there already" in ran.err


def test_printing_writes_nothing(dealcheck: Run, folder: Path) -> None:
    printed = dealcheck("new", "policy", "JP", "--stdout")
    assert printed.code == 0
    assert dealcheck("new", "policy", "JP", "-o", "-").out == printed.out
    assert [path.name for path in folder.iterdir()] == ["dealcheck.toml"]
    wrote(dealcheck, "policy", "JP")
    assert Path("policies/jp.policy").read_text(encoding="utf-8") == printed.out


def test_a_link_out_of_the_project_is_not_followed(
    dealcheck: Run, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (folder / "policies").symlink_to(outside)
    ran = dealcheck("new", "policy", "JP")
    assert ran.code == 2
    assert "DC917" in ran.err
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(dealcheck: Run, folder: Path) -> None:
    folder.chmod(0o500)
    ran = dealcheck("new", "policy", "JP")
    folder.chmod(0o700)
    assert ran.code == 2
    assert "DC918" in ran.err


def test_a_place_that_cannot_be(dealcheck: Run, folder: Path) -> None:
    for place in ("nowhere/jp.policy", "dealcheck.toml/jp.policy", "a" * 300 + ".policy"):
        ran = dealcheck("new", "policy", "JP", "-o", place)
        assert ran.code == 2
        assert "DC918" in ran.err
    (folder / "policies").touch()
    assert "DC918" in dealcheck("new", "policy", "JP").err


def test_a_file_never_hides_what_it_uses(dealcheck: Run) -> None:
    assert wrote(dealcheck, "deal", "trade", *DRAFTED) == "trade_1.deal"
    clean(dealcheck, "trade_1.deal", 0)
    assert wrote(dealcheck, "policy", "Goods", "--label", "Goods") == "policies/goods_1.policy"
    clean(dealcheck, "policies/goods_1.policy", 4)
    ran = dealcheck("new", "deal", "talks", *DRAFTED, "-o", "trade.deal")
    assert ran.code == 2
    assert "DC954" in ran.err
    assert not Path("trade.deal").exists()


def test_what_would_not_check_is_not_written(dealcheck: Run, folder: Path) -> None:
    (folder / "policies").mkdir()
    (folder / "policies" / "trade.policy").write_text('kind tariff "Tariff" { key by: party }\n', encoding="utf-8")
    ran = dealcheck("new", "policy", "JP")
    assert ran.code == 2
    assert "DC954" in ran.err
    assert not (folder / "policies" / "jp.policy").exists()


# ---- Odd names -------------------------------------------------------------------------------------------------------

ODD = [
    *sorted(language().keywords),
    "",
    " ",
    ".",
    "..",
    "../x",
    "/etc/x",
    "a/b",
    "a\\b",
    "a.b",
    "a-b",
    "ünïcode",
    "日本",
    "İ",
    "ﬀ",
    "1st",
    "_",
    "CON",
    "a\nb",
    "a\x00b",
    "x" * 61,
    "x" * 5000,
    '"',
    "JP",
    "jP",
    "everyone",
    "partner",
    "any",
    "mid_2025",
    "tariff",
    "autos",
    "EU",
    "{x}",
    "%s",
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(ODD) | st.text(max_size=8),
    sort=st.sampled_from(["policy", "declared", "deal", "between", "test"]),
    label=st.sampled_from(["A label", '"', "\\", "{x} %s"]) | st.text(max_size=5),
)
@example(name="hs", sort="declared", label="x")
@example(name="everyone", sort="declared", label="x")
@example(name="日本", sort="declared", label="日本")
@example(name="../x", sort="declared", label="x")
@example(name="\x00", sort="deal", label="x")
def test_an_odd_name_gives_a_sound_file_or_a_diagnostic(
    tmp_path_factory: pytest.TempPathFactory, name: str, sort: str, label: str
) -> None:
    outer = tmp_path_factory.mktemp("odd")
    inner = outer / "project"
    inner.mkdir()
    (inner / "dealcheck.toml").touch()
    command = {
        "policy": ["policy", name],
        "declared": ["policy", f"--label={label}", "--", name],
        "deal": ["deal", *DRAFTED, f"--label={label}", "--", name],
        "between": ["deal", "talks", f"--between=US,{name}", "--dated", "2025-07-05"],
        "test": ["test", "--", name],
    }[sort]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(inner), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["new", *command])
        assert code in (0, 2)
        files = [path for path in outer.rglob("*") if path.is_file() and path.name != "dealcheck.toml"]
        assert all(path.is_relative_to(inner) for path in files)
        assert len(files) == (1 if code == 0 else 0)
        if code == 0:
            written = str(files[0].relative_to(inner))
            assert run(["format", "--check", written]) == 0
            assert not parse(Source("x", files[0].read_text(encoding="utf-8"))).diagnostics
            if sort in ("policy", "declared"):
                assert run(["test", written]) == 0


def test_the_shell_offers_parties_lines_and_baselines(dealcheck: Run) -> None:
    wrote(dealcheck, "policy", "JP")
    complete = ShellComplete(group, {}, "dealcheck", "_DEALCHECK_COMPLETE")

    def offered(arguments: list[str], incomplete: str) -> list[str]:
        return [item.value for item in complete.get_completions(arguments, incomplete)]

    assert offered(["new"], "") == ["deal", "policy", "test"]
    assert offered(["new", "policy"], "J") == ["JE", "JM", "JO", "JP"]
    assert offered(["new", "deal", "x", "--between"], "US,JP") == ["US,JP"]
    assert offered(["new", "deal", "x", "--against"], "mid") == ["mid_2025"]
    assert offered(["new", "test"], "J") == ["JP", "JP.autos", "JP.no_cap"]
    Path("dealcheck.toml").write_text("policies = 1", encoding="utf-8")
    assert offered(["new", "deal", "x", "--against"], "mid") == []


@pytest.mark.parametrize("sort", ["policy", "deal", "test"])
def test_every_sort_has_help_with_an_example(dealcheck: Run, sort: str) -> None:
    ran = dealcheck("new", sort, "--help")
    assert ran.code == 0
    assert f"Example:\n    dealcheck new {sort} " in ran.out
