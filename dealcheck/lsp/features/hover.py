"""Hover: what a word stands for, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from lsprotocol import types

from dealcheck.api import CheckOptions
from dealcheck.evaluate.settling import Surroundings
from dealcheck.evaluate.show import Asked, Shown, shown
from dealcheck.lint.nodes import walk
from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import Declaration, Scope, is_standard, scope_of
from dealcheck.lsp.features.pages import Page, code, link, own, plain, strong
from dealcheck.lsp.features.telling import describe, label_of, official, party_name
from dealcheck.lsp.features.words import NAMES, SAID, SOURCE_FIELDS, STATUSES, TYPES, VERDICTS
from dealcheck.lsp.slots import name_at
from dealcheck.lsp.standing import standing_at
from dealcheck.lsp.symbols import Occurrence, text_key
from dealcheck.model.facts import CUSTOMS_VALUE, EXCHANGE
from dealcheck.packages.check import Checker
from dealcheck.report.points import cause_name
from dealcheck.report.words import verdict_word
from dealcheck.scopes import IntervalSet, dotted_code
from dealcheck.source import Source, Span
from dealcheck.syntax import ast
from dealcheck.syntax.grammar import language
from dealcheck.syntax.parse import parse
from dealcheck.values.units import TIME_UNITS, UNITS

MOST_RATES = 8
"""So many rates are shown at once."""

UNIT_NAMES = {
    "t": "tonnes, 1 000 kg", "kg": "kilograms", "g": "grams", "lb": "pounds, 0.453 592 37 kg", "kt": "kilotonnes",
    "Mt": "megatonnes", "l": "litres", "hl": "hectolitres, 100 l", "kl": "kilolitres", "Ml": "megalitres",
    "bbl": "barrels, 42 US gallons", "gal": "US gallons, 3.785 411 784 l", "m": "metres", "m2": "square metres",
    "m3": "cubic metres", "units": "articles", "doz": "dozens, 12 units", "pairs": "pairs", "head": "animals",
    "gross": "gross, 144 units", "kWh": "kilowatt-hours", "MWh": "megawatt-hours", "GWh": "gigawatt-hours",
    "TWh": "terawatt-hours", "pp": "percentage points", "c": "US cents",
}  # fmt: skip
SCALE_NAMES = {"thousand": "times 1 000", "mn": "millions", "bn": "thousand millions", "tn": "million millions"}


def hover(analysis: Analysis, position: types.Position, *, markdown: bool = True) -> types.Hover | None:
    """What there is to say of what stands at a position; None where that is nothing."""
    offset = analysis.offset(position)
    scope = scope_of(analysis)
    page = Page()
    span = _Telling(analysis, scope, page).at(offset)
    if span is None or not page.parts:
        return None
    return types.Hover(page.markup(markdown=markdown), analysis.range(span))


class _Telling:
    def __init__(self, analysis: Analysis, scope: Scope, page: Page) -> None:
        self.analysis, self.scope, self.page = analysis, scope, page

    def at(self, offset: int) -> Span | None:
        """Fill the page; the text that it is about."""
        coded = self.code(offset)
        if coded is not None:
            return coded
        found = name_at(self.analysis.text, self.scope, offset)
        if found is not None:
            self.occurrence(found, offset)
            return found.span
        return self.word(offset)

    # ---- Names -----------------------------------------------------------------------------------------------------

    def occurrence(self, found: Occurrence, offset: int) -> None:
        page, scope = self.page, self.scope
        declared = scope.declaration(found)
        if found.sort == "party" and is_standard(found.name):
            page.text(strong(found.name), party_name(found.name, scope), "(party)")
        elif found.sort == "kind" and found.name == "duty":
            page.text(
                strong("duty"), "Total duty: the sum of rate and share over the layers of tariff in force", "(kind)"
            )
            node = scope.kind_node("tariff")
            keys = node.keys if node is not None else ()
            page.items(f"{code(key.word)} {key.type.text}" for key in keys if key.word != "layer")
        elif declared is not None:
            describe(declared, self.analysis, scope, page)
            if found.sort == "topic" and declared.name != found.name:
                page.parts.clear()
                page.text(strong(found.name), "(topic)", "declared by its subtopics")
        elif found.sort == "layer":
            page.text(strong(found.name), "(layer)")
        else:
            self.plain_word(found)
        if found.sort == "line":
            self.line(found, declared)
        elif found.sort == "source":
            self.quote(offset)
        elif found.sort in ("product", "word") and found.name != "unlimited":
            self.rates_at(offset)
        if declared is not None and not self.analysis.owns(declared.place):
            page.text(self.file_words(declared))

    def file_words(self, declared: Declaration) -> str:
        """Where a declaration stands."""
        desk, source = self.analysis.desk, declared.place.source
        path = desk.path_of(source)
        if path is None or path.is_relative_to(self.analysis.library.root) or not path.is_relative_to(desk.packs):
            return f"in {plain(source.name)}"
        return f"in {plain(path.relative_to(desk.packs).as_posix())}, which ships with dealcheck"

    def plain_word(self, found: Occurrence) -> None:
        """A name that no text declares."""
        tables: dict[str, dict[str, str]] = {
            "word": NAMES,
            "day": NAMES,
            "verdict": VERDICTS,
            "status": STATUSES,
            "type": TYPES,
            "source field": SOURCE_FIELDS,
        }
        said = tables.get(found.sort, {}).get(found.name, "")
        if found.name in (EXCHANGE, CUSTOMS_VALUE):
            said = NAMES[found.name]
        if said:
            self.page.text(strong(found.name), own(said))

    def quote(self, offset: int) -> None:
        """The words that are cited here."""
        for node in walk(self.analysis.tree):
            cited = isinstance(node, ast.Cites) and node.source.span[0] <= offset <= node.source.span[1]
            if isinstance(node, ast.Cites) and cited and node.quote is not None:
                self.page.quote(node.quote.text)

    # ---- Lines -----------------------------------------------------------------------------------------------------

    def line(self, found: Occurrence, declared: Declaration | None) -> None:
        page = self.page
        for verdict in self.verdicts(f"{found.owner}.{found.name}"):
            page.text(verdict)
        node = declared.node if declared is not None else None
        if not isinstance(node, ast.Line) or declared is None:
            return
        text = declared.place.source.text_of
        if node.says:
            page.text(f"says {', '.join(plain(voice.text) for voice in node.says)}")
        for active in node.active:
            said = [
                f"{word} {plain(text(moment.span))}"
                for word, moment in (("from", active.since), ("until", active.until))
                if moment is not None
            ]
            page.text(f"active {' '.join(said)}")
        page.written(text(node.sentence.span))
        readings = (" ".join(filter(None, _reading(each, text(each.sentence.span)))) for each in node.readings)
        page.items(readings, head="readings")
        for cited in node.cites:
            source = self.cited(declared, cited.source.text)
            title = label_of(source.node) if source is not None else ""
            page.text(f"cites {cited.source.text}", plain(title), *self.address(source))
            if cited.quote is not None:
                page.quote(cited.quote.text)

    def cited(self, line: Declaration, name: str) -> Declaration | None:
        """The source that a line cites: of its policy, of its file, or of what that uses."""
        inside = text_key(line.around) if line.around is not None else ""
        found = self.scope.every("source", name)
        own = [each for each in found if each.place.source is line.place.source and each.owner in (inside, "")]
        others = [each for each in found if not each.owner]
        return next(iter((*own, *others)), None)

    @staticmethod
    def address(source: Declaration | None) -> Iterator[str]:
        node = source.node if source is not None else None
        for part in node.fields if isinstance(node, ast.SourceDeclaration) else ():
            yield link(part.value.text) if part.name.text == "url" else f"({plain(part.value.text)})"

    def verdicts(self, name: str) -> Iterator[str]:
        """What the deals of this text make of a line, where that is known by now."""
        if not self.analysis.has("report"):
            return
        report = self.analysis.report
        for deal in report.deals if report is not None else ():
            for each in deal.checked.lines:
                if each.line.full_name == name:
                    yield f"{strong(verdict_word(each))} under {plain(deal.checked.deal)}"
                    for finding in each.judgement.findings[:3]:
                        needed = f", needed {finding.needed}" if finding.needed else ""
                        if finding.found:
                            yield plain(f"found {finding.found}{needed}: {finding.where.full}")

    # ---- Codes, units, keywords ------------------------------------------------------------------------------------

    def code(self, offset: int) -> Span | None:
        """The description of an HS code, and the duty on it."""
        for node in walk(self.analysis.tree):
            if isinstance(node, ast.CodeRange) and node.span[0] <= offset <= node.span[1]:
                start, _, end = self.analysis.source.text_of(node.span).partition("..")
                digits, span = node.first, (node.span[0], node.span[0] + len(start.rstrip()))
                if end and offset > span[1]:
                    digits, span = node.last, (node.span[1] - len(end.lstrip()), node.span[1])
                self.page.text(strong(f"HS {dotted_code(digits)}"), official(digits, self.analysis))
                above = [digits[:size] for size in (2, 4) if size < len(digits)]
                self.page.items(f"{code(dotted_code(each))} {official(each, self.analysis)}" for each in above)
                self.rates_at(offset, IntervalSet.codes([digits]) if len(digits) <= 10 else None)
                return span
        return None

    def word(self, offset: int) -> Span | None:
        """A keyword or a unit."""
        standing = standing_at(self.analysis.text, offset)
        if standing.comment or standing.quoted is not None:
            return None
        span = standing.span
        text = self.analysis.source.text_of(span)
        whole = standing_at(self.analysis.text, span[1]) if offset != span[1] else standing
        acceptable = whole.acceptable
        fits = "UNIT" in acceptable or "RATE_UNIT" in acceptable or text in ("pp", "c")
        if fits and (text in UNITS or text in UNIT_NAMES):
            unit = UNITS.get(text)
            self.page.text(strong(text), UNIT_NAMES.get(text, ""), f"({unit.dimension})" if unit is not None else "")
            return span
        if text in TIME_UNITS and "UNIT" in acceptable:
            self.page.text(strong(text), "a length of time")
            return span
        if text in SCALE_NAMES and "SCALE" in acceptable:
            self.page.text(strong(text), SCALE_NAMES[text])
            return span
        if text in language().keywords and text in SAID:
            self.page.text(strong(text), own(SAID[text]))
            return span
        return None

    # ---- Rates -----------------------------------------------------------------------------------------------------

    def rates_at(self, offset: int, goods: IntervalSet | None = None) -> None:
        """The duties in force on the goods at an offset, where the measure or pattern around it names its parties."""
        around = self.around(offset)
        if around is None:
            return
        keys = {key.word: key.scope for key in around.keys}
        kind_name = around.kind.text
        if kind_name not in ("tariff", "duty") or "by" not in keys or "from" not in keys:
            return
        scope = keys.get("on")
        if scope is None or not scope.span[0] <= offset <= scope.span[1]:
            return
        masks = [self.mask(keys[word]) for word in ("by", "from")]
        goods = goods or self.goods(scope, offset)
        if goods is None or not all(masks):
            return
        self.rates(masks[0] or 0, masks[1] or 0, goods)

    def around(self, offset: int) -> ast.Measure | ast.Pattern | None:
        found: ast.Measure | ast.Pattern | None = None
        for node in walk(self.analysis.tree):
            if isinstance(node, ast.Measure | ast.Pattern) and node.span[0] <= offset <= node.span[1]:
                found = node
        return found

    def mask(self, scope: ast.Scope) -> int | None:
        """The parties of a scope that names one."""
        parties = self.analysis.opened.model.parties
        return parties.mask(scope.text) if isinstance(scope, ast.ScopeName) else None

    def goods(self, scope: ast.Scope, offset: int) -> IntervalSet | None:
        """The goods of the name at an offset in a scope."""
        model = self.analysis.opened.model
        for node in walk(scope):
            if isinstance(node, ast.ScopeName) and node.span[0] <= offset <= node.span[1]:
                product = model.products.get(node.text)
                return product.goods if product is not None else None
        return None

    def rates(self, by: int, source: int, goods: IntervalSet) -> None:
        for name, checker in checkers(self.analysis, self.scope):
            day = self.analysis.settings.as_of or self.analysis.today()
            pieces = shown(checker, Asked(day, by=by, source=source, goods=goods, kinds=("tariff", "duty")))
            rows = list(dict.fromkeys(_rows(pieces)))
            if rows:
                self.page.items(rows, MOST_RATES, head=f"in force on {day} ({plain(name)})")
            return


def _reading(reading: ast.Reading, sentence: str) -> tuple[str, str, str]:
    """A reading's name, label and sentence."""
    return strong(reading.name.text), plain(label_of(reading)), code(sentence)


def _rows(pieces: Iterable[Shown]) -> Iterator[str]:
    for piece in pieces:
        if not piece.exists_before and not piece.exists_now and not piece.asleep:
            continue
        before = _fields(piece.before) if piece.exists_before else "none"
        now = _fields(piece.now) if piece.exists_now else "ended" if piece.exists_before else "none"
        if piece.asleep:
            now = f"displaced ({_fields(piece.now)})"
            before = before if piece.exists_before else now
        texts = ", ".join(dict.fromkeys(cause_name(cause) for cause in piece.causes))
        what = f"layer {piece.layer}" if piece.layer else "total duty"
        where = f" ({texts})" if texts and piece.layer else ""
        yield plain(f"{what}: {before}{'' if now == before else f', under the draft {now}'}{where}")


def _fields(fields: Iterable[tuple[str, str]]) -> str:
    """The values, the rate first and by itself; a share of all is not worth saying."""
    said = [
        value if name == "rate" else f"{name} {value}" for name, value in fields if (name, value) != ("share", "100%")
    ]
    return ", ".join(said) or "in force"


def checkers(analysis: Analysis, scope: Scope) -> Sequence[tuple[str, Checker]]:
    """What knows the duties in force: each deal of a text, else the latest baseline that it sees."""
    return analysis.part("rates", _checkers)


def _checkers(analysis: Analysis) -> Sequence[tuple[str, Checker]]:
    opened = analysis.opened
    options: CheckOptions = analysis.options
    if opened.blocked:
        return ()
    found = [(deal.name, Checker(opened.model, deal, options.around)) for deal in opened.deals if deal.against]
    return found or list(_of_baseline(analysis))


def _of_baseline(analysis: Analysis) -> Iterator[tuple[str, Checker]]:
    """The latest baseline that has begun, under a deal that says nothing."""
    scope = scope_of(analysis)
    today = analysis.settings.as_of or analysis.today()
    known = [(_day_of(each.node), each.name) for each in scope.all("baseline")]
    begun = [pair for pair in known if pair[0] <= today] or known
    if not begun:
        return
    name = max(begun)[1]
    text = f'test "rates" {{ deal {{ between US, JP  dated {today}  against {name} }} }}'
    node = parse(Source("<rates>", text)).file.items[0]
    if isinstance(node, ast.Test):
        record, problems = analysis.opened.further.test(analysis.source, node)
        if record.deal is not None and not problems:
            yield name, Checker(analysis.opened.model, record.deal, Surroundings(None, today))


def _day_of(node: ast.Node) -> date:
    if isinstance(node, ast.Baseline):
        try:
            return date.fromisoformat(node.date.text)
        except ValueError:
            return date.max
    return date.max
