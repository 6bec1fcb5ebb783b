"""A point as a user writes it on the command line: scopes and parties in the words of the language."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.show import Asked
from dealcheck.model.problems import meant
from dealcheck.model.records import Model
from dealcheck.scopes import EVERYTHING, IntervalSet
from dealcheck.source import Place, Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse


@frozen
class Question:
    """A point as asked for: each key a scope in the words of the language, None where it is left open."""

    day: date | None = None
    by: str | None = None
    source: str | None = None
    to: str | None = None
    toward: str | None = None
    layer: str | None = None
    on: str | None = None
    kinds: tuple[str, ...] = field(default=())

    def in_words(self) -> str:
        """`by US from JP on hs 8703.23`, or `everything in force`."""
        keys = (("by", self.by), ("from", self.source), ("to", self.to), ("toward", self.toward), ("on", self.on))
        said = " ".join(f"{word} {scope}" for word, scope in (*keys, ("layer", self.layer)) if scope)
        return " ".join(part for part in (", ".join(self.kinds), said) if part) or "everything in force"


class AskedFault(Exception):
    """The question cannot be read; holds the diagnostics. Never leaves this module's callers in the api."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics


def read_question(question: Question, model: Model, day: date) -> Asked:
    """The point in the model's terms; raises AskedFault with what is wrong."""
    for name in question.kinds:
        if name not in model.kinds:
            raise AskedFault(Diagnostic("DC931", f"there is no kind `{name}`", help=meant(name, model.kinds)))
    if question.layer is not None and question.layer not in model.layers:
        raise AskedFault(
            Diagnostic("DC931", f"there is no layer `{question.layer}`", help=meant(question.layer, model.layers))
        )
    goods = topics = None
    if question.on is not None:
        scope = _scope("--on", question.on)
        if any(name.text in model.topics for name in _names(scope)):
            topics = _set(scope, "--on", question.on, {name: topic.held for name, topic in model.topics.items()})
        else:
            known = {name: product.goods for name, product in model.products.items()}
            goods = _set(scope, "--on", question.on, {**known, "everything": EVERYTHING})
    return Asked(
        day,
        _parties("--by", question.by, model),
        _parties("--from", question.source, model),
        _parties("--to", question.to, model),
        _parties("--toward", question.toward, model),
        goods,
        topics,
        None if question.layer is None else frozenset((question.layer,)),
        question.kinds,
    )


def _scope(option: str, text: str) -> ast.Scope:
    """The scope that a text writes; faults point into the text of the option."""
    head = "product asked = "
    source = Source(option, head + text)
    parsed = parse(source)
    item = parsed.file.items[0] if len(parsed.file.items) == 1 else None
    if parsed.diagnostics or not isinstance(item, ast.ProductDeclaration):
        shown = Source(option, text)
        found = [_moved(each, shown, len(head)) for each in parsed.diagnostics[:1]]
        raise AskedFault(*(found or [_not_a_scope(shown)]))
    return item.scope


def _not_a_scope(shown: Source) -> Diagnostic:
    """A text that says more than a scope."""
    return Diagnostic(
        "DC931", f"`{shown.text}` is no scope", Place(shown, (0, len(shown.text))), help='write "hs 8703.23" or a name'
    )


def _moved(found: Diagnostic, shown: Source, by: int) -> Diagnostic:
    """A diagnostic in the text of the option itself."""
    start, end = found.place.span if found.place else (0, 0)
    place = Place(shown, (max(start - by, 0), max(end - by, 0)))
    return Diagnostic(found.code, found.headline, place, found.label, (), found.notes, found.help)


def _names(scope: ast.Scope) -> list[ast.ScopeName]:
    """The names in a scope."""
    if isinstance(scope, ast.ScopeName):
        return [scope]
    return _names(scope.left) + _names(scope.right) if isinstance(scope, ast.ScopeOperation) else []


def _set(scope: ast.Scope, option: str, text: str, known: dict[str, IntervalSet]) -> IntervalSet:
    """The goods or topics of a scope."""
    if isinstance(scope, ast.ScopeName):
        if scope.text not in known:
            raise AskedFault(
                Diagnostic("DC931", f"{option} names `{scope.text}`, which is not known", help=meant(scope.text, known))
            )
        return known[scope.text]
    if isinstance(scope, ast.Codes):
        return IntervalSet.of(_codes(each) for each in scope.ranges)
    if isinstance(scope, ast.TableScope):
        raise AskedFault(Diagnostic("DC931", f"{option} takes codes and names, not a table: {text}"))
    left, right = (_set(side, option, text, known) for side in (scope.left, scope.right))
    return left | right if scope.operator == "|" else left & right if scope.operator == "&" else left - right


def _codes(each: ast.CodeRange) -> tuple[int, int]:
    """The lines of a code or a range of codes."""
    return int(each.first.ljust(10, "0")), int(each.last.ljust(10, "9")) + 1


def _parties(option: str, text: str | None, model: Model) -> int | None:
    """The parties of a scope, None where there is none."""
    if text is None:
        return None
    return _mask(_scope(option, text), option, model)


def _mask(scope: ast.Scope, option: str, model: Model) -> int:
    """The parties of a scope."""
    parties = model.parties
    if isinstance(scope, ast.ScopeName):
        mask = parties.everyone if scope.text == "everyone" else parties.mask(scope.text)
        if mask is None:
            known = (*parties.names, *parties.unions)
            raise AskedFault(
                Diagnostic("DC931", f"{option} names `{scope.text}`, which is no party", help=meant(scope.text, known))
            )
        return mask
    if not isinstance(scope, ast.ScopeOperation):
        raise AskedFault(Diagnostic("DC931", f"{option} takes parties, as JP or JP | KR"))
    left, right = _mask(scope.left, option, model), _mask(scope.right, option, model)
    return left | right if scope.operator == "|" else left & right if scope.operator == "&" else left & ~right
