"""The head of a deal: what it is, the verdict in one sentence, and the tally of each party."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.matrix import LEVELS
from dealcheck.report.page.markup import NONE, Html, rows, said, tag, text
from dealcheck.report.page.view import DealView, heads, mark_of, wide
from dealcheck.report.record import waived
from dealcheck.report.summary import ORDER
from dealcheck.report.words import joined, policies_words

SILENCE = "silence"


MOST_NAMED = 4
"""Parties that the sentence names; of more it says how many they are."""

_MANY = ("red lines", "concerns", "wishes")
"""The levels of lines, of several."""


def render_head(view: DealView) -> Html:
    """The deal's title, facts, verdict and tally."""
    checked = view.deal.checked
    named = said(title_of(view))
    name = tag("h2", named, id=view.anchor) if view.several else tag("h1", named)
    return rows(
        [
            tag("header", rows([name, _facts(view)]), class_="deal", data_deal=checked.deal),
            tag("p", said(verdict_sentence(view) + _unseen(view)), class_=f"verdict {_tone(view)}"),
            _tally(view),
        ]
    )


def title_of(view: DealView) -> str:
    """What a deal is called: its label, its name, or the file where errors leave none."""
    checked = view.deal.checked
    return checked.label or checked.deal or view.draft.name


def _facts(view: DealView) -> Html:
    """What a reader must know of the deal before all else."""
    checked = view.deal.checked
    facts = [
        ("deal", checked.deal if checked.label else ""),
        ("parties", joined(view.deal.head.parties) if view.deal.head else ""),
        ("effective", str(checked.effective or "")),
        ("as of", str(checked.as_of or "")),
        ("text", view.draft.name),
        ("policies", policies_words(view.draft.policies)),
        ("chosen", "; ".join(view.deal.chosen)),
    ]
    return facts_list((word, said(told)) for word, told in facts if told)


def facts_list(facts: Iterable[tuple[str, Html]]) -> Html:
    """Words with what is said to each, where there is something; none where there is nothing at all."""
    pairs = [tag("div", tag("dt", text(word)), tag("dd", told)) for word, told in facts if told]
    return tag("dl", *pairs, class_="facts") if pairs else NONE


def red_lines(lines: Sequence[LineVerdict]) -> list[LineVerdict]:
    """Those of the lines that decide whether a party can accept: the red lines that no waiver lifts."""
    return [line for line in lines if line.line.level == "red line" and not waived(line)]


def verdict_sentence(view: DealView) -> str:
    """`The draft violates 2 red lines of JP and 1 of US, 2 of these by its silence; 1 more depends on open choices.`"""
    if view.deal.checked.as_of is None:
        return "The draft could not be judged: its texts have errors."
    red = red_lines(view.own)
    lifted = [line for line in view.own if line.line.level == "red line" and waived(line)]
    if not red and not lifted:
        return "No red line of the deal's parties is held against this draft here."
    violated = [line for line in red if line.verdict is Verdict.VIOLATED]
    opened = sum(line.verdict is Verdict.OPEN for line in red)
    untold = sum(line.verdict is Verdict.UNKNOWN for line in red)
    if violated:
        first = f"The draft violates {_per_party(violated)}"
        silent = sum(by_silence(line) for line in violated)
        if silent:
            first += ", by its silence" if silent == len(violated) else f", {silent} of these by its silence"
    elif opened or untold:
        first = "The draft violates no red line of its parties as it stands"
    else:
        first = f"The draft meets {_all_of(red)}" if red else "Every red line that the draft does not meet is waived"
    more = " more" if violated else ""
    rest = []
    if opened:
        rest.append(f"{opened}{more} {'depends' if opened == 1 else 'depend'} on choices that are open")
    if untold:
        rest.append(f"for {untold}{more} it cannot be told")
    if lifted and (red or violated):
        rest.append(f"{len(lifted)} {'is' if len(lifted) == 1 else 'are'} waived")
    return "; ".join([first, *rest]) + "."


def _unseen(view: DealView) -> str:
    """What the sentence leaves out where the report is for some of the parties; `""` where it is for all."""
    if view.audience is None or all(map(view.whole, view.parties)):
        return ""
    return f" Of others than {joined(view.audience.parties)} only the lines shown here count."


def _per_party(lines: Sequence[LineVerdict]) -> str:
    """`2 red lines of JP and 1 of US`."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.line.party] = counts.get(line.line.party, 0) + 1
    if len(counts) > MOST_NAMED:
        return f"{len(lines)} red lines of {len(counts)} parties"
    (party, count), *others = counts.items()
    first = f"{count} {'red line' if count == 1 else 'red lines'} of {party}"
    return joined([first, *(f"{number} of {name}" for name, number in others)])


def _all_of(red: Sequence[LineVerdict]) -> str:
    """`all 7 red lines of JP and US that are held now`."""
    held = [line for line in red if line.verdict is Verdict.MET]
    parties = joined(list(dict.fromkeys(line.line.party for line in held)))
    return f"all {len(held)} red lines of {parties} that are held now" if len(held) > 1 else "the one red line held now"


def by_silence(line: LineVerdict) -> bool:
    """Whether nothing that the draft says is among the causes of a line's verdict, but what it does not say."""
    sorts = {cause.sort for finding in line.judgement.findings for cause in finding.causes}
    return sorts == {SILENCE}


def _tone(view: DealView) -> str:
    """The class of the verdict."""
    red = {line.verdict for line in red_lines(view.own)}
    if view.deal.checked.as_of is None:
        return "u"
    return next(
        name
        for verdict, name in ((Verdict.VIOLATED, "x"), (Verdict.UNKNOWN, "u"), (Verdict.OPEN, "o"), (None, "m"))
        if verdict is None or verdict in red
    )


def _tally(view: DealView) -> Html:
    """How many lines of each party come to what, by level, and whether it can accept."""
    lines = view.own
    if not lines:
        return NONE
    body = [_row(view, party, [line for line in lines if line.line.party == party]) for party in view.parties]
    titles = ["party", "on the whole", *(verdict.value for verdict in ORDER), *_MANY]
    caption = text("The lines of the parties at the table")
    return wide(caption, view.new("tally"), "tally", heads(*titles), tag("tbody", rows(body)))


def _row(view: DealView, party: str, lines: Sequence[LineVerdict]) -> Html:
    counts = [sum(line.verdict is verdict for line in lines) for verdict in ORDER]
    levels = [sum(line.line.level == level for line in lines) for level in LEVELS]
    cells = (tag("td", text(str(count)), class_="num" if count else "num nil") for count in (*counts, *levels))
    whole = tag("td", _whole(lines), NONE if view.whole(party) else text(" of those shown"))
    return tag("tr", tag("th", said(party), scope="row"), whole, *cells, data_party=party)


def _whole(lines: Sequence[LineVerdict]) -> Html:
    """Whether a party can accept the draft, as far as its red lines tell."""
    red = red_lines(lines)
    if not lines:
        return text("no lines here")
    verdict = next(
        (
            each
            for each in (Verdict.VIOLATED, Verdict.UNKNOWN, Verdict.OPEN)
            if any(line.verdict is each for line in red)
        ),
        Verdict.MET,
    )
    words = {
        Verdict.VIOLATED: "red lines violated",
        Verdict.UNKNOWN: "cannot tell",
        Verdict.OPEN: "depends on choices",
        Verdict.MET: "red lines met" if red else "no red line",
    }
    return mark_of(verdict, words[verdict])
