"""A ceiling on the whole duty that mfn alone breaks on some goods."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from dealcheck.lint.clauses import Asked, asked, clauses
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.lint.standing import Standing, rates_by_goods, standing_of
from dealcheck.model.records import Literal, QuantifiedRecord, Region
from dealcheck.scopes import Interval, dotted_code
from dealcheck.syntax import ast
from dealcheck.values import Exact, Rate, Symbolic, show


def check(context: Context) -> Iterator[Found]:
    """Ceilings on `duty` in lines, readings left aside, below the mfn of some of their goods."""
    standing = standing_of(context)
    known: dict[tuple[str, Region], _Rises] = {}
    comparisons = {node.span: node for node in context.nodes(ast.Compare)}
    for clause in clauses(context, readings=False):
        said = clause.quantified
        if said is None or said.pattern.kind.name != "duty" or said.quantifier == "some" or clause.role != "demand":
            continue
        for each in asked(said):
            if each.operator in ("<", "<=") and isinstance(each.other, Literal) and not each.found.word:
                limit = each.other.value
                node = comparisons.get(each.found.place.span)
                if not isinstance(limit, Rate) or isinstance(limit.percent, Symbolic):
                    continue
                if not limit.specific and limit.percent and node is not None:
                    key = (clause.line.party, said.pattern.region)
                    rises = known.get(key)
                    if rises is None:
                        rises = known[key] = _Rises(_mfn(said, clause.line.party, standing))
                    above = rises.above(limit.percent, or_at=each.operator == "<")
                    if above is not None:
                        yield _found(context, each, limit, above, node)
                        break


class _Rises:
    """The rates of a scope that are above all before them, in the order of the table.

    Only such a rate can be the first above a limit, so that many lines on one scope read its rates once. They are read
    no further than some limit asks for.
    """

    def __init__(self, rates: Iterator[tuple[Interval, Rate]]) -> None:
        self._rates = rates
        self._percents: list[Exact] = []
        self._found: list[tuple[Interval, Rate]] = []

    def above(self, limit: Exact, *, or_at: bool) -> tuple[Interval, Rate] | None:
        """The first rate above a limit, or at it if that is enough, with its goods; None where there is none."""
        find = bisect_left if or_at else bisect_right
        at = find(self._percents, limit)
        while at == len(self._found):
            following = next(self._rates, None)
            if following is None:
                return None
            part = following[1].percent
            if not isinstance(part, Symbolic) and (not self._percents or part > self._percents[-1]):
                self._percents.append(part)
                self._found.append(following)
                at = find(self._percents, limit)
        return self._found[at]


def _mfn(said: QuantifiedRecord, party: str, standing: Standing) -> Iterator[tuple[Interval, Rate]]:
    """What mfn is on the goods of a sentence, by the baselines at hand."""
    for setting in standing.of(said.pattern, party):
        if setting.region.layers is not None and "mfn" in setting.region.layers:
            yield from rates_by_goods(setting, "rate", said.pattern.region.on)


def _code(low: int, high: int) -> str:
    """The shortest code that begins a stretch of goods and stays within it."""
    digits = f"{low:010d}"
    for length in (4, 6, 8):
        size = 10 ** (10 - length)
        if low % size == 0 and low + size <= high:
            return dotted_code(digits[:length])
    return dotted_code(digits)


def _found(context: Context, each: Asked, limit: Rate, above: tuple[Interval, Rate], node: ast.Compare) -> Found:
    (low, high), rate = above
    code = _code(low, high)
    literal = node.right if isinstance(node.right, ast.Number) else node.left
    instead = f"max({show(limit)}, tariff.rate(layer mfn))"
    fix = None
    if isinstance(literal, ast.Number) and each.operator == "<=":
        fix = Fix("leave room for mfn", (Edit(context.place(literal), instead),), safe=False)
    return Found(
        context.place(literal),
        f"mfn alone is {show(rate)} on {code}, above a ceiling of {show(limit)} on the whole duty",
        "mfn is higher on some goods",
        f"write `{instead}` if `all_in {show(limit)}` is enough, or name the goods; leave it if mfn itself has to fall",
        fix=fix,
    )


RULE = Rule(
    code="DC417",
    name="mfn-above-the-ceiling",
    title="mfn alone breaks a ceiling",
    category=Category.MEANING,
    what="A line puts a ceiling on the whole `duty`, and a baseline at hand knows goods of which mfn alone is above"
    " it.",
    why="A deal at `all_in 15%` brings mfn and the layer to 15% together and adds nothing where mfn is above that; so"
    " a line without room for such goods is violated by the very deal that it asks for. Pickups at 25% are the"
    " well-known case.",
    bad="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP { red line cars: every duty by US from JP on autos | light_trucks must have rate <= 15% }
    """,
    good="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP {
          red line cars: every duty by US from JP on autos must have rate <= 15%
          red line trucks: every duty by US from JP on light_trucks must have rate <= max(15%, tariff.rate(layer mfn))
        }
    """,
    instead="Compare with `max(15%, tariff.rate(layer mfn))`, as `all_in 15%` does, or take those goods out. A party"
    " that wants mfn itself to fall keeps the line as it is, with `# dealcheck: ignore[DC417]` and why.",
    check=check,
    fix="unsafe",
)
