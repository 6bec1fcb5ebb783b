"""SARIF 2.1.0, as code scanning takes it: a result for each issue, with the page of its code as help.

No time, host or folder is written: the same check gives the same bytes.
"""

from __future__ import annotations

from typing import Any

from dealcheck.codes import Code, all_codes
from dealcheck.diagnostics import Diagnostic, Label, Severity
from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.model.records import Waiver
from dealcheck.report.issues import Issue, issues_of, plain
from dealcheck.report.json_parts import VERSION, day_json
from dealcheck.report.json_text import written
from dealcheck.report.record import FINDINGS, NOT_JUDGED, OK, DealReport, DraftReport, Receipt, Result, waived
from dealcheck.report.style import RenderOptions
from dealcheck.report.words import VERDICT_CODES
from dealcheck.source import Place

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

LEVELS = 4
"""A row for each result."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_OF_VERDICTS = {code: "error" if verdict is Verdict.VIOLATED else "warning" for verdict, code in VERDICT_CODES.items()}
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_PROBLEMS = {"error": "error", "warning": "warning", "note": "recommendation"}
_EXITS = {
    OK: "nothing at the fail level",
    FINDINGS: "lines at the fail level",
    NOT_JUDGED: "something could not be judged",
}


def render(result: Result, options: RenderOptions) -> str:
    """The log, with one run."""
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(result, options)]}, levels=LEVELS) + "\n"


def _run(result: Result, options: RenderOptions) -> dict[str, Any]:
    """The run."""
    issues = [issue for issue in issues_of(result, options) if issue.place is not None]
    codes = sorted({*VERDICT_CODES.values(), *(issue.code for issue in issues)})
    levels = {issue.code: _LEVELS[issue.severity] for issue in issues if issue.line is None} | _OF_VERDICTS
    pages = {page.code: page for page in all_codes()}
    numbers = {code: number for number, code in enumerate(codes)}
    known = _Known()
    lifted = any(_waiver(issue) for issue in issues)
    audience = result.audience
    made_for = "" if audience is None else f"for-{_quoted('-'.join(audience.parties)).replace('/', '%2F')}/"
    return {
        "tool": {
            "driver": {
                **_tool(result.receipt),
                "rules": [_rule(code, pages.get(code), levels.get(code, "note")) for code in codes],
            }
        },
        "automationDetails": {"id": f"dealcheck/{made_for}"},
        "columnKind": "utf16CodeUnits",
        "language": "en",
        "artifacts": [
            {"location": _location(each.name), "hashes": {"sha-256": each.sha256}}
            for each in (result.receipt.inputs if result.receipt else ())
        ],
        "invocations": [_invocation(result, options, known)],
        "results": [_result(issue, numbers[issue.code], lifted, known) for issue in issues],
        "properties": {
            "audience": None if audience is None else f"made for {plain(audience.words)}",
            "version": VERSION,
            "deals": [_deal(draft, deal) for draft in result.drafts for deal in draft.deals],
        },
    }


def _tool(receipt: Receipt | None) -> dict[str, str]:
    """The tool's name and version, as the receipt has them."""
    name, _, version = (receipt.tool if receipt else "").partition(" ")
    return {"name": plain(name) or "dealcheck", **({"semanticVersion": plain(version)} if version else {})}


def _rule(code: str, page: Code | None, level: str) -> dict[str, Any]:
    """A code with its page."""
    title = page.title if page else code
    text = page.page.strip() if page else title
    return {
        "id": code,
        **({"name": "".join(part.capitalize() for part in page.name.split("-"))} if page else {}),
        "shortDescription": {"text": title},
        "fullDescription": {"text": text.partition("\n\n")[0].replace("\n", " ")},
        "help": {"text": text, "markdown": f"**{title}**\n\n{text}\n\n`dealcheck explain {code}`"},
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": ["trade", "red-lines" if code.startswith("DC5") else "draft"],
            "precision": "medium" if code in ("DC502", "DC503") else "very-high",
            "problem.severity": _PROBLEMS[level],
        },
    }


def _invocation(result: Result, options: RenderOptions, known: _Known) -> dict[str, Any]:
    """How the check came out, and what kept something from being judged."""
    code = result.exit_code(options.fail_on)
    return {
        "executionSuccessful": code != NOT_JUDGED,
        "exitCode": code,
        "exitCodeDescription": _EXITS[code],
        "toolExecutionNotifications": [_notification(found, known) for found in result.everything if found.is_error],
    }


def _notification(found: Diagnostic, known: _Known) -> dict[str, Any]:
    """An error of the texts, the ones included that stand at no place."""
    said = [found.headline, *found.notes, *([f"help: {found.help}"] if found.help else [])]
    return {
        "descriptor": {"id": found.code},
        "level": _LEVELS[found.severity],
        "message": {"text": _unlinked("\n".join(map(plain, said)))},
        **({"locations": [{"physicalLocation": known.of(found.place)}]} if found.place is not None else {}),
    }


def _result(issue: Issue, rule: int, lifted: bool, known: _Known) -> dict[str, Any]:
    """An issue. Where some are waived, each says whether it is."""
    told: dict[str, Any] = {
        "ruleId": issue.code,
        "ruleIndex": rule,
        "level": _LEVELS[issue.severity],
        "message": {"text": _unlinked(issue.said)},
        "locations": [{"physicalLocation": known.of(issue.place)}] if issue.place is not None else [],
        # The name that GitHub knows issues by, else it takes the text of the row, which several issues may share.
        "partialFingerprints": {"dealcheckIssue/v1": issue.key, "primaryLocationLineHash": f"{issue.key[:16]}:1"},
    }
    if issue.related:
        told["relatedLocations"] = [known.related(number, label) for number, label in enumerate(issue.related, 1)]
    if lifted:
        waiver = _waiver(issue)
        told["suppressions"] = [] if waiver is None else [_suppression(waiver, known)]
    if issue.line is not None:
        told["properties"] = known.properties(issue.line, issue.deal)
    return told


def _waiver(issue: Issue) -> Waiver | None:
    """The waiver that lifts an issue, which is one of a verdict."""
    line = issue.line
    if line is None or line.waiver is None or issue.code != VERDICT_CODES.get(line.verdict):
        return None
    return line.waiver if waived(line) else None


def _suppression(waiver: Waiver, known: _Known) -> dict[str, Any]:
    until = f" (until {waiver.until})" if waiver.until else ""
    return {
        "kind": "external",
        "status": "accepted",
        "justification": _unlinked(plain(f"{waiver.because}{until}")),
        "location": {"physicalLocation": known.of(waiver.place)},
    }


class _Known:
    """What many results of one run have in common, made once: their places, and what there is to say of their lines."""

    def __init__(self) -> None:
        self.known: dict[Place, dict[str, Any]] = {}
        self.lines: dict[tuple[int, str], dict[str, Any]] = {}
        self.labels: dict[tuple[int, int], dict[str, Any]] = {}

    def related(self, number: int, label: Label) -> dict[str, Any]:
        """A further place; the one of its line is the same for all results of a line."""
        key = (number, id(label))
        if key not in self.labels:
            message = {"text": _unlinked(label.text)}
            self.labels[key] = {"id": number, "physicalLocation": self.of(label.place), "message": message}
        return self.labels[key]

    def properties(self, line: LineVerdict, deal: str) -> dict[str, Any]:
        """A line under a deal."""
        key = (id(line), deal)
        if key not in self.lines:
            record = line.line
            self.lines[key] = {
                "line": record.full_name,
                "level": record.level,
                "bystander": line.bystander,
                "verdict": line.verdict.value,
                "waived": waived(line),
                "deal": deal,
            }
        return self.lines[key]

    def of(self, place: Place) -> dict[str, Any]:
        """A place, with its columns in UTF-16 code units from 1."""
        if place not in self.known:
            self.known[place] = _physical(place)
        return self.known[place]


def _physical(place: Place) -> dict[str, Any]:
    """A place, the last column behind its end."""
    start, end = _position(place, place.span[0]), _position(place, place.span[1])
    region: dict[str, int] = {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}
    return {"artifactLocation": _location(place.source.name), "region": region}


def _position(place: Place, offset: int) -> tuple[int, int]:
    """The line and column of an offset: a character beyond the first 65,536 counts as two."""
    line, column = place.source.position(offset)
    before = place.source.text[offset - column + 1 : offset]
    return line, column if before.isascii() else column + sum(letter > "\uffff" for letter in before)


def _location(name: str) -> dict[str, str]:
    """A file as a relative reference, or as a URI where its name is that of a place on the machine."""
    path = _quoted(name)
    return {"uri": f"file://{path}"} if path.startswith("/") else {"uri": path, "uriBaseId": "%SRCROOT%"}


def _quoted(text: str) -> str:
    """A text as a part of a URI: what is not a letter, a digit or one of `-._~/` is written by its bytes."""
    raw = text.encode("utf-8", "surrogatepass")
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in raw)


def _unlinked(text: str) -> str:
    """A message in which no words of a draft are a link."""
    return text.replace("](", "] (")


def _deal(draft: DraftReport, deal: DealReport) -> dict[str, Any]:
    """All lines under a deal with their verdicts, those among them that are no result."""
    checked = deal.checked
    return {
        "file": draft.name,
        "deal": checked.deal or None,
        "as_of": day_json(checked.as_of),
        "lines": [
            {
                "line": line.line.full_name,
                "verdict": line.verdict.value,
                "bystander": line.bystander,
                "waived": waived(line),
            }
            for line in checked.lines
        ],
        "notes": list(checked.notes),
    }
