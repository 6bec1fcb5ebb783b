"""Completion: what fits at the cursor, by the parser's own tables, and the names that are known there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import define, field
from lsprotocol import types

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import Declaration, Scope, is_standard, layers_named, scope_of
from dealcheck.lsp.features.pages import Page, own
from dealcheck.lsp.features.snippets import SNIPPETS
from dealcheck.lsp.features.telling import label_of, one_line, party_name
from dealcheck.lsp.features.words import NAMES, SAID, SOURCE_FIELDS, STATUSES, TYPES, VERDICTS
from dealcheck.lsp.files import usable_files
from dealcheck.lsp.slots import Slot, is_kind_name, kind_at, kind_index, slots, terms_before
from dealcheck.lsp.standing import Standing, standing_at
from dealcheck.lsp.symbols import DAYS
from dealcheck.model.iso import COUNTRIES
from dealcheck.model.kinds import KEY_TYPES
from dealcheck.scopes import dotted_code
from dealcheck.source import Span
from dealcheck.syntax import ast
from dealcheck.syntax.grammar import language
from dealcheck.syntax.repairs import START_WORDS
from dealcheck.syntax.words import PERIODS, scales
from dealcheck.values.units import TIME_UNITS, UNITS

Kind = types.CompletionItemKind

_CODE = re.compile(r"\b[A-Z]{2}\b")

MOST_CODES = 100
"""So many codes of the nomenclature are offered at once; typing on narrows them down."""

TRIGGERS = (".", '"', " ", "|", "/")
"""What is typed to ask for completion without a word."""

COMMON_CURRENCIES = ("USD", "EUR", "JPY", "GBP", "CNY", "KRW", "CHF", "CAD", "INR", "MXN", "TWD", "VND", "IDR", "MYR")

_DIRECTIONS = {"less": "less is freer", "more": "more is freer", "": ""}

_KIND_OF_SORT = {
    "party": Kind.Module,
    "product": Kind.Constant,
    "topic": Kind.Constant,
    "kind": Kind.Class,
    "source": Kind.Reference,
    "baseline": Kind.Struct,
    "text": Kind.Struct,
    "event": Kind.Event,
    "fact": Kind.Variable,
    "line": Kind.Interface,
    "reading": Kind.Interface,
    "term": Kind.Method,
    "layer": Kind.EnumMember,
    "field": Kind.Field,
    "choice": Kind.EnumMember,
}

_FOLLOWS = frozenset(["in", "is", "be", "have", "of", "line", "freer", "displaces", "equal", "steps", "month", "day"])
"""Words that stand where hardly anything else can."""

_ONCE = frozenset(["between", "against", "dated", "signed", "effective", "expires", "as_of"])
"""Words of which one is enough in a text."""

_LIKELY = frozenset(["red", "term", "between", "against", "deal", "expect", "use", "policy", "test", "key", "value"])
"""Words that begin most statements."""

_VALUE_WORDS = {
    "old": 0,
    "min": 6,
    "max": 6,
    "lowest": 6,
    "highest": 6,
    "all_in": 5,
    "total": 6,
    "average": 6,
    "number": 6,
    "share": 6,
}


def completion(
    analysis: Analysis, position: types.Position, *, snippets: bool = True, markdown: bool = True
) -> types.CompletionList:
    """What can be written at a position, the likeliest first. `snippets` and `markdown` are what the client shows."""
    scope = scope_of(analysis)
    standing = standing_at(analysis.text, analysis.offset(position), lambda name: is_kind_name(scope, name))
    return _Offers(analysis, standing, scope, snippets, markdown).all()


@define(eq=False)
class _Offers:
    analysis: Analysis
    standing: Standing
    scope: Scope
    snippets: bool
    markdown: bool
    items: dict[str, types.CompletionItem] = field(init=False, factory=dict)
    more: bool = field(init=False, default=False)

    def all(self) -> types.CompletionList:
        standing = self.standing
        if standing.comment:
            return types.CompletionList(False, [])
        if standing.quoted is not None:
            self.files()
            return types.CompletionList(self.more, list(self.items.values()))
        if self.code_fits():
            self.codes(standing.typed)
        if not standing.typed[:1].isdigit():
            fits = slots(standing, self.scope)
            self.units()
            for slot in fits:
                self.names(slot)
            self.keywords(fits)
            if self.snippets:
                self.beginnings()
        return types.CompletionList(self.more, list(self.items.values()))

    # ---- Items -----------------------------------------------------------------------------------------------------

    def offer(
        self,
        label: str,
        kind: types.CompletionItemKind,
        rank: int,
        detail: str = "",
        said: str = "",
        put: str = "",
        span: Span | None = None,
        snippet: bool = False,
        sought: str = "",
        far: bool = False,
    ) -> None:
        if label in self.items:
            return
        text = put or label
        self.items[label] = types.CompletionItem(
            label=label,
            kind=kind,
            detail=one_line(detail) or None,
            documentation=self.page(said) if said else None,
            sort_text=f"{rank:02}{int(far)}{len(self.items):05}",
            filter_text=sought or None,
            insert_text_format=types.InsertTextFormat.Snippet if snippet else None,
            text_edit=types.TextEdit(self.analysis.range(span or self.standing.span), text),
        )

    def page(self, said: str) -> types.MarkupContent | str:
        page = Page()
        page.text(own(said))
        return page.documentation(markdown=self.markdown)

    def declared(self, found: Iterable[Declaration], rank: int, span: Span | None = None) -> None:
        for each in found:
            far = each.place.source is not self.analysis.source
            self.offer(each.name, _KIND_OF_SORT[each.sort], rank, label_of(each.node), span=span, far=far)

    # ---- Names -----------------------------------------------------------------------------------------------------

    def names(self, slot: Slot) -> None:
        making = getattr(self, f"_{slot.sort.replace(' ', '_')}", None)
        if making is not None:
            making(slot)

    def _party(self, slot: Slot) -> None:
        texts = self.standing.tokens.texts
        named = [each.name for each in self.scope.occurrences() if each.sort == "party"]
        written = [name for name in _CODE.findall(self.analysis.text) if is_standard(name)]
        near = dict.fromkeys((*named, *written))
        here = [name for name in near if name in texts]
        for name in here:
            self.offer(name, Kind.Module, 0, party_name(name, self.scope))
        for name in near:
            self.offer(name, Kind.Module, 1, party_name(name, self.scope))
        in_line = any(word in texts for word in ("red", "concern", "wish"))
        if slot.owner == "key":
            self.word("everyone", 2)
            if in_line:
                self.word("partner", 2)
            if "(" in texts:
                self.word("any", 3)
        self.declared(self.scope.all("party"), 3)
        self.offer("EU", Kind.Module, 4, "European Union")
        for name in COUNTRIES:
            self.offer(name, Kind.Module, 5, party_name(name, self.scope))

    def word(self, name: str, rank: int) -> None:
        self.offer(name, Kind.Constant, rank, NAMES.get(name, ""))

    def _product(self, slot: Slot) -> None:
        self.declared(self.scope.all("product"), 0)
        self.word("everything", 1)

    def _goods(self, slot: Slot) -> None:
        self._product(slot)
        self._topic(slot)

    def _topic(self, slot: Slot) -> None:
        for each in self.scope.all("topic"):
            if not slot.owner or each.name.startswith(slot.owner):
                self.offer(
                    each.name, Kind.Constant, 0, label_of(each.node),
                    put=each.name[len(slot.owner) :], sought=each.name[len(slot.owner) :],
                )  # fmt: skip
        if not slot.owner:
            self.word("everything", 1)

    def _layer(self, slot: Slot) -> None:
        node = self.scope.kind_node(slot.kind) if slot.kind else None
        default = next((key.default.text for key in node.keys if key.default is not None), "") if node else ""
        if default:
            self.offer(default, Kind.EnumMember, 0, "what is meant where no layer is named")
        self.declared(self.scope.all("layer"), 1)
        for each in self.scope.occurrences():
            if each.sort == "layer":
                self.offer(each.name, Kind.EnumMember, 1)
        for file in self.scope.files:
            for name in layers_named(file):
                self.offer(name, Kind.EnumMember, 2)
        self.word("any", 3)

    def _kind(self, slot: Slot) -> None:
        # In a measure that goes on, the next one is less likely.
        self.declared(self.scope.all("kind"), 6 if slot.sets and self.standing.slot("NAME") is not None else 0)
        if not slot.sets and self.scope.knows("kind", "tariff"):
            self.offer("duty", Kind.Class, 0, "Total duty: the sum over the layers of tariff", far=True)

    def _source(self, slot: Slot) -> None:
        self.earlier("source", Kind.Reference)
        self.declared(self.scope.all("source"), 0)

    def _baseline(self, slot: Slot) -> None:
        found = sorted(self.scope.all("baseline"), key=lambda each: _day(each.node), reverse=True)
        self.declared(found, 0)

    def _text(self, slot: Slot) -> None:
        self.declared(self.scope.all("text"), 0)

    def _event(self, slot: Slot) -> None:
        self.declared(self.scope.all("event"), 0)
        self.earlier("event", Kind.Event)

    def earlier(self, word: str, kind: types.CompletionItemKind) -> None:
        """Names that the statement at hand declares itself, where it cannot be read."""
        texts = self.standing.tokens.texts
        for at in range(len(texts) - 2):
            if texts[at] == word and texts[at + 1][:1].isalpha():
                self.offer(texts[at + 1], kind, 0)

    def _moment(self, slot: Slot) -> None:
        for day in DAYS:
            self.offer(day, Kind.Constant, 1, NAMES[day])
        self._event(slot)
        self.declared((each for each in self.scope.all("fact") if _is_date(each.node)), 0)

    def _line(self, slot: Slot) -> None:
        known = {(each.owner, each.name): each for each in self.scope.all("line")}
        for each in self.scope.met("line"):
            known.setdefault((each.owner, each.name), each)
        for (party, name), each in known.items():
            if not slot.owner:
                self.offer(f"{party}.{name}", Kind.Interface, 0, label_of(each.node))
            elif slot.owner == party:
                self.offer(name, Kind.Interface, 0, label_of(each.node))

    def _reading(self, slot: Slot) -> None:
        found = [each for each in (*self.scope.all("reading"), *self.scope.met("reading")) if each.owner == slot.owner]
        self.declared(found, 0)

    def _term(self, slot: Slot) -> None:
        for name in terms_before(self.standing, self.scope):
            self.offer(name, Kind.Method, 0)
        self.word("silence", 1)

    def _tested(self, slot: Slot) -> None:
        for name in terms_before(self.standing, self.scope):
            self.offer(name, Kind.Method, 0, put=f"{name}.", sought=name)
        for day in ("effective", "signed", "dated", "expires", "as_of"):
            self.offer(day, Kind.Constant, 2, NAMES[day])
        self.declared(self.scope.all("fact"), 1)
        self.declared(self.scope.all("event"), 1)

    def _verdict(self, slot: Slot) -> None:
        assess = self.standing.tokens.texts[-5:-4] == ["assess"]
        for name, said in VERDICTS.items():
            if not assess or name in ("met", "violated"):
                self.offer(name, Kind.EnumMember, 0, said)

    def _status(self, slot: Slot) -> None:
        for name, said in STATUSES.items():
            self.offer(name, Kind.EnumMember, 0, said)

    def _period(self, slot: Slot) -> None:
        for name in PERIODS:
            self.offer(name, Kind.Unit, 0)

    def _rhythm(self, slot: Slot) -> None:
        for name in ("yearly", "quarterly", "monthly"):
            self.offer(name, Kind.EnumMember, 0)

    def _type(self, slot: Slot) -> None:
        for name, said in TYPES.items():
            of_key = name in ("party", "goods", "topic", "name")
            wanted = name in KEY_TYPES.get(slot.kind, ()) if slot.owner == "key" else not of_key or name == "name"
            if wanted and name != "choice":
                self.offer(name, Kind.TypeParameter, 0, said)

    def _absence(self, slot: Slot) -> None:
        for name in ("none", "unknown"):
            self.word(name, 0)

    def _source_field(self, slot: Slot) -> None:
        given = self.standing.tokens.texts
        for name, said in SOURCE_FIELDS.items():
            if name not in given[-12:]:
                self.offer(name, Kind.Property, 0, said)

    def _currency(self, slot: Slot) -> None:
        for name in COMMON_CURRENCIES:
            self.offer(name, Kind.Unit, 0)

    def _mapping(self, slot: Slot) -> None:
        self.offer("on", Kind.Field, 0, "the column with the codes")
        if slot.kind:
            self.fields(slot.kind, 0)
        else:
            self.offer("weight", Kind.Field, 0, "the column with the weights")

    def _field(self, slot: Slot) -> None:
        if slot.sets and self.standing.tokens.texts[-2:-1] == ["]"]:
            self.word("per", 0)
        if slot.kind:
            given = self.given(slot.kind) if slot.sets else frozenset()
            self.fields(slot.kind, 0, given)
        elif not slot.sets:
            for each in self.scope.all("field"):
                self.offer(each.name, Kind.Field, 2, each.owner)

    def _aggregated(self, slot: Slot) -> None:
        seen: dict[str, list[str]] = {}
        for each in self.scope.all("field"):
            if isinstance(each.node, ast.ValueDeclaration) and each.node.type.text in ("quantity", "money", "rate"):
                seen.setdefault(each.name, []).append(each.owner)
        for name, owners in seen.items():
            self.offer(name, Kind.Field, 0, ", ".join(owners[:4]))

    def fields(self, kind: str, rank: int, given: frozenset[str] = frozenset()) -> None:
        node = self.scope.kind_node("tariff" if kind == "duty" else kind)
        for value in node.values if node is not None else ():
            if value.name.text not in given and (kind != "duty" or value.name.text == "rate"):
                detail = ", ".join(filter(None, (value.type.text, _DIRECTIONS[value.freer])))
                said = f"one of {', '.join(each.text for each in value.choices)}" if value.choices else ""
                self.offer(value.name.text, Kind.Field, rank, said or detail)

    def given(self, kind: str) -> frozenset[str]:
        """The words that stand in the measure or pattern at hand behind its kind."""
        at = kind_index(self.standing, kind)
        return frozenset(self.standing.tokens.texts[at + 1 :]) if at >= 0 else frozenset()

    def _value(self, slot: Slot) -> None:
        node = self.scope.kind_node("tariff" if slot.kind == "duty" else slot.kind) if slot.kind else None
        if node is None and slot.want:
            kinds = (each.around for each in self.scope.all("field") if each.name == slot.want)
            node = next((each for each in kinds if isinstance(each, ast.KindDeclaration)), None)
        values = {value.name.text: value for value in node.values} if node is not None else {}
        wanted = values.get(slot.want)
        if wanted is not None:
            for choice in wanted.choices:
                self.offer(choice.text, Kind.EnumMember, 0, f"{slot.kind} {slot.want}")
            if wanted.type.text in ("quantity", "money"):
                self.word("unlimited", 3)
            if wanted.type.text in ("money", "price"):
                self._currency(slot)
        elif self.standing.tokens.texts[-3:-1] == ["absent", "is"]:
            self.word("unlimited", 3)
        elif slot.want == "per":
            self._period(slot)
        texts = self.standing.tokens.texts
        if slot.sets and not (len(texts) > 1 and texts[-2] == "old"):
            if "row" in texts:
                self.word("silence", 4)
        elif slot.kind:
            self.fields(slot.kind, 0 if wanted is None or not wanted.choices else 4)
        if "have" in texts[-6:] and "deal" in texts[-8:]:
            for day in ("effective", "signed", "dated", "expires"):
                self.offer(day, Kind.Constant, 0, NAMES[day])
        texts = self.standing.tokens.texts
        self.declared(self.scope.all("fact"), 4 if slot.kind or not slot.sets else 0)
        if slot.kind and not slot.sets:
            for each in self.scope.all("kind"):
                self.offer(each.name, Kind.Class, 7, label_of(each.node), put=f"{each.name}.", sought=each.name)

    # ---- Codes, units, keywords ------------------------------------------------------------------------------------

    def code_fits(self) -> bool:
        opened = self.standing.slot("NUMBER")
        if opened is None:
            return False
        names = [each.name for each in opened]
        return names[-1] in ("HS", "MORE_CODES") or (names[-1] == "__ANON_2" and "HS" in names)

    def codes(self, typed: str) -> None:
        """The codes of the nomenclature that begin with what is typed."""
        nomenclature = self.analysis.desk.nomenclature()
        if nomenclature is None:
            return
        digits = typed.replace(".", "").replace("_", "")
        level = 2 if not digits else 4 if len(digits) < 4 else 6
        found = [code for code in nomenclature.starting(digits) if len(code) <= level or len(digits) >= 4]
        for code in found[:MOST_CODES]:
            shown = dotted_code(code)
            self.offer(shown, Kind.Constant, len(code) // 2 - 1, nomenclature.names[code], sought=shown)
        self.more = True

    def units(self) -> None:
        acceptable = self.standing.acceptable
        wanted = _unit_first(self.wanted_type())
        if "PERCENT" in acceptable:
            self.offer("%", Kind.Unit, wanted.get("%", 1), "percent")
        if "PP" in acceptable:
            self.offer("pp", Kind.Unit, wanted.get("pp", 3), SAID["pp"])
        if "UNIT" in acceptable:
            for name, known in UNITS.items():
                self.offer(name, Kind.Unit, wanted.get("unit", 3), known.dimension)
            for name in TIME_UNITS:
                self.offer(name, Kind.Unit, wanted.get("time", 4), "time")
        if "SCALE" in acceptable:
            for name in scales():
                self.offer(
                    name,
                    Kind.Unit,
                    wanted.get("scale", 5),
                    {"thousand": "1 000", "mn": "10⁶", "bn": "10⁹", "tn": "10¹²"}.get(name, ""),
                )
        if "RATE_UNIT" in acceptable:
            for name in ("c", *COMMON_CURRENCIES):
                for unit in ("kg", "t", "l", "units"):
                    self.offer(f"{name}/{unit}", Kind.Unit, 6, "specific duty")

    def wanted_type(self) -> str:
        """The type of the field whose value is at hand, where a kind tells."""
        texts = self.standing.tokens.texts
        node = self.scope.kind_node(kind_at(self.standing, self.scope))
        for index in range(len(texts) - 2, max(len(texts) - 12, 0), -1):
            for value in node.values if node is not None else ():
                if value.name.text == texts[index]:
                    return value.type.text
        return ""

    def keywords(self, fits: list[Slot]) -> None:
        grammar = language()
        new_name = bool(fits) and all(slot.sort == "new" for slot in fits)
        of_goods = not fits or any(slot.sort in ("product", "goods") for slot in fits)
        keys = _Keys(self, kind_at(self.standing, self.scope))
        late = ("SINCE", "BY_DATE")  # `by` is rather that of a party.
        for terminal in sorted(self.standing.acceptable, key=lambda name: (name in late, name)):
            text = {"SINCE": "from", "BY_DATE": "by"}.get(terminal) or grammar.text_of.get(
                grammar.terminal_of[terminal], ""
            )
            if not text[:1].isalpha() or text == "pp":
                continue
            if (new_name and text not in ("less", "more", "absent")) or (text in ("hs", "table") and not of_goods):
                continue
            if text == "old" and not keys.known:
                self.offer(text, Kind.Keyword, 6, said=SAID[text])
                continue
            is_key = terminal == text.upper() and text in KEY_TYPES
            rank = keys.rank(text) if is_key else self.rank_of(text)
            if rank is not None:
                self.offer(text, Kind.Keyword, rank, said=SAID[text])

    def rank_of(self, text: str) -> int | None:
        """How likely a keyword is."""
        if text in ("must", "may", "has", "no", "every", "reduced", "raised", "hs"):
            return 2
        if text in _FOLLOWS or text in ("some", "unchanged", "eliminated"):
            return 3
        if text in _VALUE_WORDS:
            return _VALUE_WORDS[text]
        if text in START_WORDS:
            texts = self.standing.tokens.texts
            given = text in ("between", "against", "dated", "signed", "effective", "expires", "as_of") and text in texts
            first = text in (
                "red",
                "term",
                "between",
                "against",
                "deal",
                "expect",
                "use",
                "policy",
                "test",
                "key",
                "value",
            )
            return 11 if given else (5 if first else 8) + (0 if self.begins_line else 3)
        return 7

    @property
    def begins_line(self) -> bool:
        """Whether nothing stands before the word on its line."""
        text, start = self.analysis.text, self.standing.span[0]
        return not text[text.rfind("\n", 0, start) + 1 : start].strip()

    # ---- Snippets --------------------------------------------------------------------------------------------------

    def beginnings(self) -> None:
        acceptable, texts = self.standing.acceptable, self.standing.tokens.texts
        opened = texts.count("{") - texts.count("}")
        within = "top" if opened <= 0 else texts[0]
        for each in SNIPPETS:
            if each.terminal in acceptable and each.within in ("", within):
                word = each.label.partition(" ")[0]
                self.offer(
                    each.label,
                    Kind.Snippet,
                    4 if self.begins_line else 10,
                    each.said,
                    put=each.body,
                    snippet=True,
                    sought=each.label if each.label.startswith("red") else word,
                )

    # ---- Files -----------------------------------------------------------------------------------------------------

    def files(self) -> None:
        opened = self.standing.slot("STRING")
        if not opened:
            return
        top = opened[-1].name
        if top == "USE":
            for name in usable_files(self.analysis):
                self.offer(name, Kind.File, 0 if "/" not in name else 1)
        elif top == "TABLE" or (top == "BY" and any(each.name == "WEIGHTED" for each in opened)):
            for name in usable_files(self.analysis, tables=True):
                self.offer(name, Kind.File, 0)


_BEFORE_KEYS = ("KIND", "NAME", "__measure_plus_11", "__pattern_star_28", "__ending_star_12")
"""What stands before a key of a measure or a pattern."""


class _Keys:
    """The key words of the kind at hand, and which of them are given."""

    def __init__(self, offers: _Offers, kind: str) -> None:
        self.standing = offers.standing
        node = offers.scope.kind_node("tariff" if kind == "duty" else kind) if kind else None
        self.known = {key.word for key in node.keys} if node is not None else set()
        if kind == "duty":
            self.known.discard("layer")
        self.given = offers.given(kind) if kind else frozenset()

    def rank(self, word: str) -> int | None:
        """How likely a key word is; None where the kind has no such key, or has it already."""
        opened = self.standing.slot(word.upper())
        top = opened[-1].name if opened else ""
        free = top in ("LPAR", "COMMA", "EXCEPT")
        if not self.known or not (free or top in _BEFORE_KEYS):
            return 1
        if word not in self.known or (word in self.given and not free):
            return None
        return 1 if word != "layer" else 2


def _unit_first(sort: str) -> dict[str, int]:
    return {
        "rate": {"%": 0, "pp": 1},
        "percent": {"%": 0, "pp": 1},
        "quantity": {"unit": 0, "%": 7, "pp": 8},
        "money": {"scale": 0},
        "duration": {"time": 0},
    }.get(sort, {})


def _day(node: ast.Node) -> str:
    return node.date.text if isinstance(node, ast.Baseline) else ""


def _is_date(node: ast.Node) -> bool:
    return isinstance(node, ast.Fact) and isinstance(node.value, ast.DateValue)
