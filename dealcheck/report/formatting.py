"""What formatting came to: the record, its summary, its differences, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from difflib import unified_diff

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.report.json import VERSION, diagnostic_json
from dealcheck.report.record import FINDINGS, INTERNAL, NOT_JUDGED, OK
from dealcheck.report.style import RenderOptions, printable

_PAINTS = {"---": "bold", "+++": "bold", "@": "cyan", "-": "red", "+": "green"}


@frozen
class FormattedFile:
    """A file, its text before and in the one layout, and what keeps it from being formatted.

    `fault` says what dealcheck itself did wrong; `printed` tells a text that comes from standard input.
    """

    name: str
    before: str = ""
    after: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    fault: str = ""
    printed: bool = False

    @property
    def sound(self) -> bool:
        """Whether there is a layout of it."""
        return not self.diagnostics and not self.fault

    @property
    def changed(self) -> bool:
        """Whether its layout is another one."""
        return self.sound and self.before != self.after


def exit_code(files: Sequence[FormattedFile], problems: Sequence[Diagnostic], check: bool) -> int:
    """0, or with `check` 1 where a layout is another; 2 where a file cannot be formatted, 3 where that is our fault."""
    if any(file.fault for file in files):
        return INTERNAL
    if problems or not all(file.sound for file in files):
        return NOT_JUDGED
    return FINDINGS if check and any(file.changed for file in files) else OK


def summary(files: Sequence[FormattedFile], written: bool) -> str:
    """The files whose layout is another one, a line each, and how many there are of each sort."""
    done, rest = ("formatted", "left alone") if written else ("would be formatted", "formatted already")
    changed = [file for file in files if file.changed]
    sound = [file for file in files if file.sound]
    counts = [(len(changed), done), (len(sound) - len(changed), rest), (len(files) - len(sound), "cannot be formatted")]
    rows = [f"{done}: {printable(file.name)}" for file in changed]
    said = [f"{counted(count, 'file')} {what}" for count, what in counts if count]
    return "".join(f"{row}\n" for row in (*rows, ", ".join(said) or "no file formatted"))


def counted(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count} {noun}" + ("" if count == 1 else "s")


def difference(file: FormattedFile, options: RenderOptions) -> str:
    """What formatting changes of a file, as a unified difference."""
    return unified(file.name, file.before, file.after, "formatted", options)


def unified(name: str, before: str, after: str, what: str, options: RenderOptions) -> str:
    """The unified difference of a file before and after; `what` was done stands in its head."""
    lines = unified_diff(_lines(before), _lines(after), name, name, "before", what)
    return "".join(f"{row}\n" for row in _painted(lines, options))


def _lines(text: str) -> list[str]:
    """The lines with their ends, as in a file whose last line may lack its own."""
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _painted(lines: Iterator[str], options: RenderOptions) -> Iterator[str]:
    for line in lines:
        text = printable(line.removesuffix("\n"))
        paint = next((paint for start, paint in _PAINTS.items() if text.startswith(start)), None)
        yield text if paint is None else options.paint(text, paint)
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def render_json(files: Sequence[FormattedFile], problems: Sequence[Diagnostic]) -> str:
    """The outcome as one JSON document, version 1."""
    errors = [*problems, *(found for file in files for found in file.diagnostics)]
    document = {
        "version": VERSION,
        "changed": sum(file.changed for file in files),
        "files": [
            {
                "file": file.name,
                "readable": file.sound,
                "changed": file.changed,
                "diff": difference(file, RenderOptions()) if file.changed else "",
            }
            for file in files
        ],
        "faults": [file.fault for file in files if file.fault],
        "errors": [diagnostic_json(found) for found in errors],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
