"""Readers of every form of report, of another make than what writes it: what a form lists, and whether it is sound.

A new form gets a row in `LISTED`, and one in `SOUND`.
"""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from markdown_it import MarkdownIt

from dealcheck.report.matrix_csv import FORMULA
from tests.report.pages import parsed

Told = set[tuple[str, str, str]]
"""Deal, line and verdict."""

HELD = ("met", "inactive")
VERDICT = re.compile(r"(violated|open|unknown|met|inactive)\b")
OF_CODES = {"DC501": "violated", "DC502": "open", "DC503": "unknown"}

# ---- Readers ---------------------------------------------------------------------------------------------------------


def commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The workflow commands in a log of GitHub Actions, as its runner reads them; `""` for rows that are none."""
    for row in text.split("\n")[:-1]:
        # Its old form may stand anywhere in a row.
        assert "##[" not in row or row.startswith("::")
        if not row.lstrip().startswith("::"):
            yield "", {}, row
            continue
        head, _, data = row.lstrip()[2:].partition("::")
        name, _, properties = head.partition(" ")
        named = dict(part.split("=", 1) for part in properties.split(",")) if properties else {}
        yield name, {key: unquote(value) for key, value in named.items()}, unquote(data)


def logging_commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The logging commands of Azure Pipelines in a log, as its agent reads them."""
    for row in text.split("\n")[:-1]:
        start = row.find("##vso[")
        if start < 0:
            yield ("##" if row.startswith("##[") else ""), {}, row
            continue
        assert start == 0
        head, _, data = row[len("##vso[") :].partition("]")
        name, _, properties = head.partition(" ")
        named = dict(part.split("=", 1) for part in properties.split(";") if part)
        yield name, {key: unescaped(value) for key, value in named.items()}, unescaped(data)


def unescaped(text: str) -> str:
    for letter, code in ((";", "%3B"), ("]", "%5D"), ("\r", "%0D"), ("\n", "%0A"), ("%", "%AZP25")):
        text = text.replace(code, letter)
    return text


POINT = re.compile(r"(not )?ok (\d+) - ((?:[^\\#]|\\.)*?)(?: # (SKIP|TODO) (.*))?")


def points(text: str) -> list[tuple[bool, str, str, dict[str, Any]]]:
    """The points of TAP 14: whether it is ok, its description, its directive, its block."""
    version, plan, *rows = text.split("\n")[:-1]
    assert version == "TAP version 14"
    found: list[tuple[bool, str, str, dict[str, Any]]] = []
    block: dict[str, Any] | None = None
    for row in rows:
        if block is not None:
            if row == "  ...":
                block = None
            else:
                key, _, value = row.removeprefix("  ").partition(": ")
                block[key] = json.loads(value)
        elif row == "  ---":
            block = found[-1][3]
        elif not row.startswith("# "):
            point = POINT.fullmatch(row)
            assert point, row
            assert int(point[2]) == len(found) + 1
            found.append((not point[1], re.sub(r"\\(.)", r"\1", point[3]), point[4] or "", {}))
    assert plan == (f"1..{len(found)}" if found else "1..0 # SKIP nothing was judged")
    return found


def tokens(text: str) -> Iterator[Any]:
    """The tokens of a page in Markdown, those inside of others after them."""
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        yield token
        yield from token.children or ()


def paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """The sort of each block of a page, and its words."""
    parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    for at, token in enumerate(parsed):
        if token.type == "inline":
            words = "".join(child.content for child in token.children or () if child.type != "softbreak")
            yield parsed[at - 1].type, words.replace("\u200b", "")
        elif token.type == "tr_open":
            yield "tr_open", ""


# ---- What each lists -------------------------------------------------------------------------------------------------


def _full(text: str) -> Told:
    found: Told = set()
    deal, inside = "", False
    for row in text.splitlines():
        head = re.match(r"\S+\.deal: (\w+)(?: \"|,|$)", row)
        if head:
            deal = head[1]
        if re.match(r"(line|bystander's line) +verdict", row):
            inside = True
        elif not row:
            inside = False
        elif inside:
            name, verdict = row.split()[:2]
            found.add((deal, name, verdict.rstrip(",")))
    return found


def _concise(text: str) -> Told:
    found: Told = set()
    pending: list[tuple[str, str]] = []
    for row in text.splitlines():
        tally = re.match(r"(\w+): (?:\d+ lines? of|bystanders:)", row)
        if tally:
            found |= {(tally[1], *each) for each in pending}
            pending = []
        issue = re.match(r"\S+: (DC50[123]) (?:violates|depends on choices:|cannot tell:) ([\w.]+)", row)
        if issue:
            pending.append((issue[2], OF_CODES[issue[1]]))
    assert not pending
    return found


def _json(text: str) -> Told:
    document = json.loads(text)
    deals = document.get("deals", [document])
    return {(deal["deal"], line["line"], line["verdict"]) for deal in deals for line in deal["lines"]}


def _jsonl(text: str) -> Told:
    rows = [json.loads(row) for row in text.splitlines()]
    assert [row["type"] for row in rows].count("tally") == 1
    assert rows[-1]["type"] == "tally"
    listed = {(row["deal"], row["line"], row["verdict"]) for row in rows if row["type"] in ("finding", "line")}
    counts = {deal["deal"]: {**deal["counts"]} for deal in rows[-1]["deals"]}
    for deal in rows[-1]["deals"]:
        for verdict, count in deal["bystanders"].items():
            counts[deal["deal"]][verdict] += count
    for name, own in counts.items():
        assert own == {verdict: sum(deal == name and said == verdict for deal, _, said in listed) for verdict in own}
    return listed


def _sarif(text: str) -> Told:
    run = json.loads(text)["runs"][0]
    results = [each["properties"] for each in run["results"] if each["ruleId"] in OF_CODES]
    assert all(OF_CODES[each["ruleId"]] == each["properties"]["verdict"] for each in run["results"] if each in results)
    every = {
        (deal["deal"], line["line"], line["verdict"]) for deal in run["properties"]["deals"] for line in deal["lines"]
    }
    listed = {(each["deal"], each["line"], each["verdict"]) for each in results}
    assert listed == {each for each in every if each[2] not in HELD}
    return every


def _issues(found: list[tuple[str, str]]) -> Told:
    """What issues list: their codes, and what they say."""
    listed: Told = set()
    for code, said in found:
        if code in OF_CODES:
            line = re.search(r"(?:violates|depends on choices:|cannot tell:) ([\w.]+)", said)
            deal = re.search(r"[;\n] ?deal: (\w+)", said)
            assert line
            assert deal
            listed.add((deal[1], line[1], OF_CODES[code]))
    return listed


def _gitlab(text: str) -> Told:
    issues = json.loads(text)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return _issues([(issue["check_name"], issue["description"]) for issue in issues])


def _grouped(rows: list[str], title: str) -> Told:
    """The lines in the groups of a log."""
    found: Told = set()
    deal = ""
    for row in rows:
        head = re.match(rf"{title}dealcheck: (\w+): ", row)
        deal = head[1] if head else deal
        line = re.match(r"- ([\w.]+): (\w+)", row)
        if line:
            found.add((deal, line[1], line[2]))
    return found


def _github(text: str) -> Told:
    every = _grouped(text.splitlines(), "::group::")
    issues = [(named["title"][:5], data) for name, named, data in commands(text) if "title" in named]
    assert _issues(issues) == {each for each in every if each[2] not in HELD}
    return every


def _azure(text: str) -> Told:
    every = _grouped(text.splitlines(), r"##\[group\]")
    issues = [(named["code"], data) for _, named, data in logging_commands(text) if named]
    notes = [row for name, _, row in logging_commands(text) if row.startswith("dealcheck: note DC50")]
    issues += [(row.split()[2].rstrip(":"), row) for row in notes]
    assert _issues(issues) == {each for each in every if each[2] not in HELD}
    return every


def _junit(text: str) -> Told:
    found: Told = set()
    for case in ET.fromstring(text).iter("testcase"):  # noqa: S314 - our own
        skipped, failure = case.find("skipped"), case.find("failure")
        said = "violated" if failure is not None else "met" if skipped is None else skipped.get("message", "")
        verdict = VERDICT.match(said)
        assert verdict
        if case.get("classname") != "dealcheck":
            found.add((case.get("classname", "").rpartition(": ")[2], case.get("name", ""), verdict[1]))
    return found


def _tap(text: str) -> Told:
    found: Told = set()
    for passed, said, directive, block in points(text):
        deal, _, line = said.partition(" ")
        found.add((deal, line, block["verdict"]))
        assert passed is (block["verdict"] in HELD)
        assert (directive == "SKIP") is (block["verdict"] == "inactive")
    return found


def _markdown(text: str) -> Told:
    found: Told = set()
    deal, row = "", []
    for sort, words in [*paragraphs(text), ("tr_open", "")]:
        if sort in ("heading_open", "tr_open"):
            if row and row[0] != "line":
                verdict = VERDICT.search(row[2])
                assert verdict
                found.add((deal, row[0], verdict[1]))
            row = []
        if sort == "heading_open":
            deal = words.partition(": ")[2].split(" ")[0].rstrip(",")
        elif sort in ("td_open", "th_open"):
            row.append(words)
    return found


def _csv(text: str) -> Told:
    rows = csv.DictReader(StringIO(text))
    return {(row["deal"], row["line"], row["verdict"]) for row in rows if row["row"] in ("finding", "line")}


def _html(text: str) -> Told:
    found: Told = set()
    root = parsed(text)
    deals = list(root.all("article")) or list(root.all("main"))
    for deal in deals:
        names = [each.get("data-deal") for each in deal.all("header") if "data-deal" in each.attributes]
        entries = [
            (next(each.all("h3", "h4")).text, each.get("data-verdict"), next(each.of_class("v")).text)
            for each in deal.of_class("line")
        ]
        assert all(verdict in word for _, verdict, word in entries)
        found |= {(name, line, verdict) for name in names for line, verdict, _ in entries}
    return found


WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_text(raw: bytes) -> str:
    """The text of a Word document as its XML."""
    with ZipFile(BytesIO(raw)) as parts:
        return parts.read("word/document.xml").decode()


def _words(element: ET.Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{WORD}t"))


def _docx(text: str) -> Told:
    found: Told = set()
    deal = ""
    for each in ET.fromstring(text)[0]:  # noqa: S314 - our own
        if each.tag == f"{WORD}p" and _words(each).startswith("deal "):
            deal = _words(each).removeprefix("deal ")
        heads, *rows = [
            [[_words(p) for p in cell] for cell in row.iter(f"{WORD}tc")] for row in each.iter(f"{WORD}tr")
        ] or [[]]
        names = [head[-1] for head in heads]
        for row in rows if "Verdict" in names else []:
            line, verdict = row[names.index("Line")][1], VERDICT.search(row[names.index("Verdict")][1])
            assert verdict
            found.add((deal, line, verdict[1]))
    return found


LISTED: dict[str, tuple[bool, Callable[[str], Told]]] = {
    "full": (True, _full),
    "concise": (False, _concise),
    "json": (True, _json),
    "jsonl": (True, _jsonl),
    "sarif": (True, _sarif),
    "github": (True, _github),
    "gitlab": (False, _gitlab),
    "azure": (True, _azure),
    "junit": (True, _junit),
    "tap": (True, _tap),
    "markdown": (True, _markdown),
    "csv": (True, _csv),
    "html": (True, _html),
    "docx": (True, _docx),
}
"""Whether a form has every line or only those that do not hold, and what lists them."""


# ---- Whether each is sound -------------------------------------------------------------------------------------------


def _seen(text: str) -> None:
    """Nothing steers what shows the text."""
    assert all(letter.isprintable() or letter in "\n\t\xa0" for letter in text)


def _shape_of_json(value: Any) -> Any:
    """A document without its texts."""
    if isinstance(value, dict):
        return [_shape_of_json(each) for each in value.values()]
    return [_shape_of_json(each) for each in value] if isinstance(value, list) else type(value)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value


def _terminal_shape(text: str) -> Any:
    _seen(text)
    return len(text.splitlines()) > 0


def _json_shape(text: str) -> Any:
    _seen(text)
    return _shape_of_json(json.loads(text))


def _jsonl_shape(text: str) -> Any:
    _seen(text)
    return [_shape_of_json(json.loads(row)) for row in text.splitlines()]


def _sarif_shape(text: str) -> Any:
    _seen(text)
    run = json.loads(text)["runs"][0]
    for result in run["results"]:
        for said in [result["message"], *(each["message"] for each in result.get("relatedLocations", ()))]:
            assert "](" not in said["text"]
            _seen(said["text"])
        for place in result["locations"]:
            assert re.fullmatch(r"(?:[\w./~-]|%[0-9A-F]{2})+", place["physicalLocation"]["artifactLocation"]["uri"])
    return [[len(result), len(result.get("relatedLocations", ()))] for result in run["results"]]


def _gitlab_shape(text: str) -> Any:
    for issue in json.loads(text):
        _seen(issue["description"])
    return _json_shape(text)


def _github_shape(text: str) -> Any:
    _seen(text)
    rows = list(commands(text))
    for name, named, row in rows:
        assert name in ("", "error", "warning", "notice", "group", "endgroup")
        assert set(named) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert name or row.startswith(("dealcheck: ", "- "))
    return [(name, sorted(named)) for name, named, _ in rows]


def _azure_shape(text: str) -> Any:
    _seen(text)
    rows = list(logging_commands(text))
    for name, named, row in rows:
        assert name in ("", "##", "task.logissue")
        assert set(named) <= {"type", "sourcepath", "linenumber", "columnnumber", "code"}
        assert name == "task.logissue" or "##" not in row[2:]
        assert name or row.startswith(("dealcheck: ", "- "))
    return [(name, sorted(named)) for name, named, _ in rows]


def _junit_shape(text: str) -> Any:
    return [(element.tag, sorted(element.attrib)) for element in ET.fromstring(text).iter()]  # noqa: S314


def _tap_shape(text: str) -> Any:
    _seen(text)
    return [(passed, directive, sorted(block)) for passed, _, directive, block in points(text)]


DETAILS = re.compile(r"<details>\n<summary><code>[^<>]*</code>: [^<>]*</summary>|</details>")
REFERS = re.compile(r"@\w|[#!~$]\d|\w+://|www\.|:\w+:")


def _markdown_shape(text: str) -> Any:
    _seen(text)
    shape = []
    for token in tokens(text):
        shape.append(token.type)
        if token.type == "html_block":
            assert DETAILS.fullmatch(token.content.strip()), token.content
            assert not REFERS.search(re.sub("<code>.*</code>", "", token.content))
        elif token.type.startswith("text"):
            shape.pop()  # One run of words or several, as escapes divide them.
        elif token.type == "inline":
            assert not REFERS.search("".join(child.content for child in token.children or ())), token.content
    allowed = ("paragraph", "heading", "inline", "strong", "bullet_list", "list_item", "html_block", "softbreak")
    assert all(sort.startswith((*allowed, "table", "thead", "tbody", "tr_", "th_", "td_")) for sort in shape), shape
    return shape


def _csv_shape(text: str) -> Any:
    _seen(text)
    rows = list(csv.reader(StringIO(text)))
    assert not [cell for row in rows for cell in row if cell.startswith((*FORMULA, "\r"))]
    return [(len(row), row[0]) for row in rows]


def _html_shape(text: str) -> Any:
    _seen(text)
    elements = [each for each in parsed(text).all() if each.name != "bdi"]
    return [(each.name, each.get("class"), sorted(each.attributes)) for each in elements]


def _docx_shape(text: str) -> Any:
    elements = list(ET.fromstring(text).iter())  # noqa: S314 - our own
    _seen("".join(each.text or "" for each in elements))
    names = [each.tag.removeprefix(WORD) for each in elements]
    assert not {"fldSimple", "instrText", "fldChar", "hyperlink", "object", "drawing", "pict"} & set(names)
    return [(name, sorted(each.attrib)) for name, each in zip(names, elements, strict=True)]


SOUND: dict[str, Callable[[str], Any]] = {
    "full": _terminal_shape,
    "concise": _terminal_shape,
    "json": _json_shape,
    "jsonl": _jsonl_shape,
    "sarif": _sarif_shape,
    "github": _github_shape,
    "gitlab": _gitlab_shape,
    "azure": _azure_shape,
    "junit": _junit_shape,
    "tap": _tap_shape,
    "markdown": _markdown_shape,
    "csv": _csv_shape,
    "html": _html_shape,
    "docx": _docx_shape,
}
"""Checks that a report can be read and that nothing in it steers its reader; what comes back is its shape, which no
words in a draft may change.
"""
