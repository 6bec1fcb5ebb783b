"""A deal as the parts of the page look at it: with the names of its places."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.page.markup import NONE, Anchors, Html, link, rows, said, tag, text
from dealcheck.report.record import Audience, DealReport, DraftReport, Result, waived
from dealcheck.report.words import unique, verdict_word

HOLDING = (Verdict.MET, Verdict.INACTIVE)
"""The verdicts that leave nothing to be done."""

_MARKS = {
    Verdict.VIOLATED: ("x", "×"),
    Verdict.OPEN: ("o", "~"),
    Verdict.UNKNOWN: ("u", "?"),
    Verdict.MET: ("m", "✓"),
    Verdict.INACTIVE: ("n", "–"),
}
"""The class and the sign of each verdict."""


@frozen(eq=False)
class DealView:
    """One deal of the page. `several`: there are more; `names`: the places taken; `audience`: for whom it is."""

    draft: DraftReport
    deal: DealReport
    several: bool
    anchor: str
    names: Anchors
    audience: Audience | None = None
    _of_lines: dict[int, str] = field(init=False, factory=dict)
    _of_names: dict[str, str] = field(init=False, factory=dict)
    contents: list[tuple[str, str]] = field(init=False, factory=list)
    """The places of its sections so far, with their titles."""

    def __attrs_post_init__(self) -> None:
        for line in self.deal.checked.lines:
            name = line.line.full_name
            anchor = self.names.new(f"{self.anchor}.{name}" if self.several else name)
            self._of_lines[id(line)] = anchor
            self._of_names.setdefault(name, anchor)

    @property
    def own(self) -> list[LineVerdict]:
        """The lines of the deal's parties."""
        return [line for line in self.deal.checked.lines if not line.bystander]

    @property
    def others(self) -> list[LineVerdict]:
        """The lines of bystanders."""
        return [line for line in self.deal.checked.lines if line.bystander]

    @property
    def parties(self) -> list[str]:
        """The parties to the deal, then others of those whose lines count as theirs."""
        named = self.deal.head.parties if self.deal.head else ()
        return unique([*named, *(line.line.party for line in self.own)])

    def whole(self, party: str) -> bool:
        """Whether all lines of a party may be among those shown."""
        return self.audience is None or party in self.audience.parties

    def at(self, line: LineVerdict) -> str:
        """The place of a line."""
        return self._of_lines[id(line)]

    def new(self, wanted: str) -> str:
        """The name of a further place."""
        return self.names.new(f"{self.anchor}.{wanted}" if self.several else wanted)

    def named(self, names: Iterable[str]) -> Html:
        """Names of lines, each a link where the page has the line."""
        links = (
            link(self._of_names[name], said(name)) if name in self._of_names else said(name) for name in unique(names)
        )
        return Html(", ".join(links))

    def heading(self, depth: int, *inside: Html, **attributes: str | None) -> Html:
        """A heading, the first depth being that of the deal's sections."""
        return tag(f"h{depth + (2 if self.several else 1)}", *inside, **attributes)

    def section(self, name: str, title: str, *inside: Html) -> Html:
        """A part of the deal under its heading; none where there is nothing in it."""
        if not any(inside):
            return NONE
        anchor = self.new(name)
        self.contents.append((anchor, title))
        head = self.heading(1, text(title), id=anchor)
        named = None if self.several else anchor  # Of two deals the parts are called alike: they are no landmarks.
        return tag("section", rows([head, *inside]), class_=f"of-{name}", aria_labelledby=named)


def views_of(result: Result, names: Anchors) -> list[DealView]:
    """The deals of a result that there is something to say of."""
    found = [
        (draft, deal)
        for draft in result.drafts
        for deal in draft.deals
        if deal.checked.lines or deal.checked.diagnostics or deal.checked.deal
    ]
    several = len(found) > 1
    return [
        DealView(draft, deal, several, names.new(f"deal-{number}") if several else "deal", names, result.audience)
        for number, (draft, deal) in enumerate(found, 1)
    ]


def badge(line: LineVerdict) -> Html:
    """A line's verdict: a sign and a word on a colour."""
    return mark_of(line.verdict, verdict_word(line), waived(line))


def mark_of(verdict: Verdict, word: str = "", lifted: bool = False) -> Html:
    """A verdict: a sign and a word on a colour; what is waived has a broken edge."""
    name, sign = _MARKS[verdict]
    shown = tag("i", text(sign), aria_hidden="true")
    return tag("span", shown, Html(" "), text(word or verdict.value), class_=f"v {name} w" if lifted else f"v {name}")


def sign_of(verdict: Verdict) -> str:
    """The sign of a verdict."""
    return _MARKS[verdict][1]


def wide(caption: Html, anchor: str, table: str, *inside: Html, note: Html = NONE) -> Html:
    """A table in a box of its own that scrolls sideways where it has to, and can be reached by keyboard."""
    titled = tag("caption", caption, id=anchor)
    region = tag(
        "div",
        tag("table", titled, *inside, class_=table),
        class_="wide",
        role="group",
        aria_labelledby=anchor,
        tabindex="0",
    )
    return rows([region, note])


def heads(*titles: str) -> Html:
    """The head of a table."""
    return tag("thead", tag("tr", *(tag("th", text(title), scope="col") for title in titles)))
