"""A draft with choices written into it: the text, what was done, and what is left open."""

from __future__ import annotations

from difflib import unified_diff

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.report.style import RenderOptions, printable, wrap
from dealcheck.source import Source


@frozen
class DealSettled:
    """A deal: the choices that were written into it, in words, and what it still leaves open."""

    name: str
    said: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@frozen
class Settlement:
    """A draft settled. `text` is None where it could not be; `diagnostics` say why."""

    source: Source
    text: str | None
    deals: tuple[DealSettled, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def render_difference(result: Settlement, name: str) -> str:
    """What has changed, as a unified diff; nothing where nothing has."""
    before, after = (text.splitlines(keepends=True) for text in (result.source.whole, result.text or ""))
    rows = unified_diff(before, after, result.source.name, name)
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows)


def render_summary(result: Settlement, name: str, options: RenderOptions) -> str:
    """What was written where, deal by deal."""
    rows = [f"wrote {name}"]
    for deal in result.deals:
        said = "; ".join(deal.said) or "nothing is chosen"
        left = f"still open: {', '.join(deal.left)}" if deal.left else "nothing is left open"
        first, *rest = wrap(printable(f"{deal.name}: {said}; {left}"), max(options.width - 2, 20))
        rows.extend((f"  {first}", *(f"    {row}" for row in rest)))
    return "".join(f"{row}\n" for row in rows)
