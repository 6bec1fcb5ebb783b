"""The page in a browser: quiet, within its content policy, usable by keyboard, without a script, narrow and on paper.

Needs Playwright, axe-core and a Chromium of the system (`pip install 'dealcheck[browser]'`, `apt-get install
chromium`); skipped where one is missing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dealcheck.report import html
from dealcheck.report.record import Result
from dealcheck.report.style import RenderOptions
from tests.packs import ROOT, judged
from tests.report import records
from tests.report.whole import hostile, large, whole, wrong

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: dealcheck[browser]")
pytest.importorskip("axe_playwright_python", reason="axe-core is not installed: dealcheck[browser]")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine: apt-get install chromium")
]

SAMPLES = ["whole", "several", "hostile", "brackets", "wrong", "nothing"]
WIDTHS = [1440, 768, 390, 320]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

VIOLATIONS = """
  window.broken = [];
  document.addEventListener('securitypolicyviolation', (event) => window.broken.push(event.violatedDirective));
"""

STOPS = """() => [...document.querySelectorAll('a[href], button, select, input, summary, [tabindex="0"]')]
  .filter((each) => each.checkVisibility({visibilityProperty: true}))
  .map((each, at) => { each.dataset.stop = at; return String(at); })"""

AT = """() => {
  const now = document.activeElement, style = getComputedStyle(now), box = now.getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [now.dataset.stop || '', seen && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];
}"""


@cache
def result_of(name: str) -> Result:
    if name == "brackets":
        return judged(ROOT / "examples" / "us-japan" / "brackets.deal")
    if name == "several":
        return Result((*whole().drafts, *records.result(records.cap(True)).drafts))
    return {
        "whole": whole,
        "hostile": hostile,
        "wrong": wrong,
        "nothing": lambda: Result(()),
        "large": lambda: large(60, 12, 20),
    }[name]()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture
def opened(chromium: Any, folder: Path) -> Iterator[Callable[..., Any]]:
    """Opens a sample's page; at the end nothing may have been said, broken or asked for."""
    contexts: list[Any] = []
    said: list[str] = []
    asked: list[str] = []

    def open_page(name: str, width: int = 1440, **options: Any) -> Any:
        file = folder / f"{name}.html"
        if not file.exists():
            file.write_text(html.render(result_of(name), RenderOptions()), encoding="utf-8")
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(VIOLATIONS)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_page
    assert said == []
    assert len(asked) == len(contexts), asked
    for context in contexts:
        for page in context.pages:
            assert page.evaluate("window.broken || []") == []
        context.close()


def open_everything(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.wait_for_timeout(100)  # Then the page has seen which of its boxes scroll.


# ---- By anyone -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing(opened: Callable[..., Any], name: str, width: int, scheme: str) -> None:
    page = opened(name, width, color_scheme=scheme)
    open_everything(page)
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)
    assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found["violations"]] == []
    assert len(found["passes"]) > 10


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [*SAMPLES, "large"])
def test_the_page_does_not_scroll_sideways(opened: Callable[..., Any], name: str, width: int) -> None:
    page = opened(name, width)
    if name != "large":
        open_everything(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", SAMPLES)
def test_tab_comes_to_every_control_and_shows_where_it_is(opened: Callable[..., Any], name: str) -> None:
    page = opened(name, 768)
    open_everything(page)
    stops = page.evaluate(STOPS)
    come: list[str] = []
    for _ in stops:
        page.keyboard.press("Tab")
        stop, seen = page.evaluate(AT)
        assert seen, page.evaluate("document.activeElement.outerHTML").partition(">")[0]
        come.append(stop)
    assert come == stops


def test_every_control_is_large_enough_and_has_a_name(opened: Callable[..., Any]) -> None:
    page = opened("whole", 390)
    for role in ("checkbox", "button", "combobox", "searchbox"):
        for control in page.get_by_role(role).all():
            box = control.bounding_box()
            assert box is None or (box["width"] >= 24 and box["height"] >= 24)
            assert page.evaluate("(each) => (each.labels?.[0] ?? each).textContent.trim()", control.element_handle())


def test_nothing_moves_and_colour_is_never_alone(opened: Callable[..., Any]) -> None:
    page = opened("whole", forced_colors="active", reduced_motion="reduce")
    open_everything(page)
    assert page.evaluate("document.getAnimations().length") == 0
    words = page.locator(".v").all_inner_texts()
    assert all(any(letter.isalpha() for letter in each) and not each[0].isalpha() for each in words)
    borders = "[...document.querySelectorAll('.v')].map((each) => getComputedStyle(each).borderTopStyle)"
    assert "none" not in page.evaluate(borders)


# ---- With a script ---------------------------------------------------------------------------------------------------


def shown(page: Any) -> list[str]:
    return [each.get_attribute("id") for each in page.locator("details.line:visible").all()]


def test_entries_open_and_close(opened: Callable[..., Any]) -> None:
    page = opened("whole")
    cap = page.locator("[id='JP.cap']")
    assert cap.get_attribute("open") is None
    cap.locator("summary").focus()
    page.keyboard.press("Enter")
    assert cap.get_attribute("open") is not None
    assert cap.locator(".body").is_visible()
    page.get_by_role("button", name="close all").click()
    assert page.locator("main details[open]").count() == 0
    page.get_by_role("button", name="open all").click()
    assert page.locator("main details:not([open])").count() == 0


def test_filters(opened: Callable[..., Any]) -> None:
    page = opened("several")
    everything = shown(page)
    assert len(everything) == 5
    told = page.get_by_role("status")
    assert told.inner_text() == "5 of 5 lines shown"
    page.get_by_role("checkbox", name="violated").uncheck()
    assert [each for each in everything if each not in shown(page)] == ["deal-1.JP.autos", "deal-1.JP.rice"]
    assert told.inner_text() == "3 of 5 lines shown"
    assert page.locator("table.lines tbody tr:visible").count() == 3
    page.get_by_role("checkbox", name="bystanders").uncheck()
    assert len(shown(page)) == 2
    page.get_by_role("searchbox").fill("NATIONAL interest")
    assert shown(page) == ["deal-1.JP.spirit"]
    page.get_by_role("searchbox").fill("")
    page.get_by_role("combobox").select_option("US")
    assert shown(page) == []
    assert page.locator("table.matrix th[data-party=JP]:visible").count() == 0
    # A link to what a filter hides shows it.
    page.evaluate("location.hash = 'deal-1.JP.autos'")
    page.wait_for_function("document.activeElement.closest('details')?.id === 'deal-1.JP.autos'")
    assert shown(page) == everything


def test_a_link_of_the_matrix_opens_its_entry(opened: Callable[..., Any]) -> None:
    page = opened("whole")
    page.get_by_role("button", name="close all").click()
    page.locator("table.matrix a").first.click()
    entry = page.locator("[id='JP.autos']")
    page.wait_for_function("document.getElementById('JP.autos').open")
    assert entry.locator(".body").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.get_by_role("button", name="close all").click()
    page.locator("table.matrix a").first.click()
    assert entry.locator(".body").is_visible()


def test_arrows_go_from_entry_to_entry(opened: Callable[..., Any]) -> None:
    page = opened("whole")
    focused = "document.activeElement.closest('details')?.id"
    page.locator("details.line > summary").first.focus()
    came = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "ArrowDown", "Home"):
        page.keyboard.press(key)
        came.append(page.evaluate(focused))
    assert came == ["JP.spirit", "JP.rice", "JP.spirit", "JP.cap", "JP.cap", "JP.autos"]


def test_the_table_of_lines_is_sorted_by_its_heads(opened: Callable[..., Any]) -> None:
    page = opened("whole")
    table = page.locator("table.lines")
    names = table.locator("tbody th a")
    before = names.all_inner_texts()
    verdict = table.get_by_role("button", name="verdict")
    for way, verdicts in (("ascending", "violated"), ("descending", "met")):
        verdict.click()
        assert table.locator("th[aria-sort]").get_attribute("aria-sort") == way
        assert verdicts in table.locator("tbody .v").first.inner_text()
    verdict.click()
    assert table.locator("th[aria-sort]").count() == 0
    assert names.all_inner_texts() == before


# ---- Without, and on paper -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["whole", "several", "brackets"])
def test_all_is_there_without_a_script(opened: Callable[..., Any], name: str) -> None:
    page = opened(name, java_script_enabled=False)
    assert not page.locator("#tools").is_visible()
    lines = [line for deal in result_of(name).deals for line in deal.checked.lines]
    entries = page.locator("details.line")
    assert entries.count() == len(lines)
    for entry in entries.all():
        assert entry.locator("> summary").is_visible()
        if entry.get_attribute("open") is None:
            entry.locator("> summary").click()
        assert entry.locator(".body").is_visible()
    assert page.locator("table.lines tbody tr:visible").count() == len(lines)


def test_on_paper_everything_is_open_and_nothing_is_cut(opened: Callable[..., Any]) -> None:
    page = opened("brackets", java_script_enabled=False)
    page.emulate_media(media="print")
    assert page.locator("details.line:not([open])").count() > 5
    for entry in page.locator("details.line:not([open])").all():
        box = entry.locator(".body").bounding_box()
        assert box is not None
        assert box["height"] > 20
    for controls in ("nav", "#tools"):
        assert not page.locator(controls).first.is_visible()
    for region in page.locator(".wide").all():
        assert page.evaluate("(each) => getComputedStyle(each).overflowX", region.element_handle()) == "visible"


@pytest.mark.parametrize("name", ["brackets", "large"])
def test_no_table_is_wider_than_the_paper(opened: Callable[..., Any], name: str) -> None:
    inside = round((297 - 24) / 25.4 * 96)  # A4 landscape less its margins, in pixels.
    page = opened(name, inside)
    page.emulate_media(media="print")
    widest = page.evaluate("Math.max(...[...document.querySelectorAll('table, svg')].map((each) => each.scrollWidth))")
    assert widest <= inside
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
