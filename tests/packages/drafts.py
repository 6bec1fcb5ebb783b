"""Random small drafts with open text, each with the text of every one of its packages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from attrs import field, frozen
from hypothesis import strategies as st

KINDS = """\
kind tariff "Customs duty" {
  key by: party  key from: party  key on: goods  key layer: name = mfn
  value rate: rate, less is freer, absent is 0%
  absent none
  layer cars displaces reciprocal
}
kind export_cap "Export cap" {
  key by: party  key to: party  key on: goods
  value volume: quantity, more is freer, absent is unlimited
  absent none
}
kind investment "Investment" {
  key by: party  key to: party
  value amount: money, absent is 0
  absent none
}
product autos = hs 8703
product vans = hs 8704
baseline now on 2025-07-01 {
  tariff by US from everyone on autos | vans rate 5%
  tariff by US from JP on autos | vans layer cars rate 25%
  tariff by US from everyone on everything layer reciprocal rate 10%, 20% from 2026-01-01
}
"""

GOODS = ("autos", "vans", "autos | vans", "hs 8703.80", "everything")
LAYERS = ("cars", "reciprocal", "mfn")
RATES = ("0%", "10%", "15%", "25%", "30%")
AMOUNTS = ("USD 5 bn", "USD 10 bn", "USD 20 bn")

SENTENCES = (
    "no tariff by US from JP on autos layer cars may have rate >= 25%",
    "no duty by US from JP on autos | vans may have rate > 20%",
    "every tariff by US from JP on vans layer cars | reciprocal must have rate reduced",
    "some tariff by US from JP on autos | vans layer cars has rate <= 10%",
    "some written tariff by US from JP on autos",
    "no new export_cap by JP on autos",
    "every duty by US from JP on autos must have rate <= rate(from UK)",
    "total amount of investment by JP must be <= USD 25 bn",
    "number of investment by JP must be <= 1",
    "average rate of duty by US from JP on hs 8703, 8704 must be <= 20%",
    "no tariff by US from JP on autos layer cars may have rate >= 25% unless some export_cap by JP on autos",
    "if some export_cap by JP on autos then no tariff by US from JP on autos layer cars may have rate >= 10%",
    "no tariff by US from JP on autos | vans layer cars may have rate >= 15% after 2026-01-01",
    "not some tariff by US from JP on vans layer cars has rate > 15%",
    "every kept tariff by US from JP on autos | vans must have rate <= 25%",
)


@frozen
class Hole:
    """A bracket: the texts of its options. `inner` are the brackets that stand in one of them."""

    options: tuple[str, ...]
    form: str
    """How the open draft writes it, `{0}`, `{1}`, ... for its options."""

    def open(self) -> str:
        """The bracket as the open draft has it."""
        return self.form.format(*self.options)


@frozen
class Article:
    """A term: its text with `{}` for each bracket; `optional` ones stand in brackets themselves."""

    body: str
    holes: tuple[Hole, ...] = ()
    optional: bool = False
    under: str = ""


@frozen
class OpenDraft:
    """A draft and its packages: an option for each choice, in the order of the text."""

    articles: tuple[Article, ...]
    lines: tuple[str, ...] = field(default=SENTENCES)

    def text(self, articles: list[str]) -> str:
        """The file with these articles."""
        lines = "\n".join(f"  red line l{at}: {line}" for at, line in enumerate(self.lines))
        terms = "\n".join(articles)
        return (
            f'{KINDS}\npolicy JP {{\n{lines}\n}}\ndeal d {{ between US, JP  dated 2025-07-05  effective 2025-08-01'
            f'  against now\n  event done "It is done"\n{terms}\n}}\n'
        )

    def open(self) -> str:
        """The file with everything open."""
        return self.text(
            [
                f"  term t{at}{' [JP]' if each.optional else ''}{each.under}: "
                + each.body.format(*[hole.open() for hole in each.holes])
                for at, each in enumerate(self.articles)
            ]
        )

    def packages(self) -> Iterator[tuple[tuple[int, ...], str]]:
        """Each package of the brackets and articles, with the file in which they are settled.

        The options stand in the order of the text: of each article first whether it is taken, then its brackets.
        """
        widths = [
            range(width)
            for each in self.articles
            for width in ([2] if each.optional else []) + [len(hole.options) for hole in each.holes]
        ]
        for options in product(*widths):
            rest = iter(options)
            terms: list[str] = []
            for at, each in enumerate(self.articles):
                dropped = each.optional and next(rest) == 1
                chosen = [hole.options[next(rest)] for hole in each.holes]
                if not dropped:
                    terms.append(f"  term t{at}{each.under}: {each.body.format(*chosen)}")
            yield options, self.text(terms)

    @property
    def count(self) -> int:
        """How many packages the brackets and articles make."""
        count = 1
        for each in self.articles:
            count *= 2 if each.optional else 1
            for hole in each.holes:
                count *= len(hole.options)
        return count


def holes(values: tuple[str, ...]) -> st.SearchStrategy[Hole]:
    """Brackets over values, attributed, opposed or of nobody."""
    forms = {
        2: ("[US: {0} | JP: {1}]", "[{0} | {1}]", "[US opposed by JP: {0} | {1}]"),
        3: ("[US: {0} | JP: {1} | {2}]", "[{0} | {1} | {2}]"),
    }
    return st.integers(2, 3).flatmap(
        lambda size: st.builds(
            Hole,
            st.lists(st.sampled_from(values), min_size=size, max_size=size, unique=True).map(tuple),
            st.sampled_from(forms[size]),
        )
    )


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """A term of any sort, with up to two brackets."""
    sort = draw(st.sampled_from(("tariff", "tariff", "tariff", "staged", "cap", "investment", "end")))
    optional = draw(st.booleans())
    under = draw(st.sampled_from(("", "", "", " if done", " if not done")))
    if sort == "end":
        goods = draw(st.sampled_from(GOODS[:2]))
        return Article(f"end tariff by US from JP on {goods} layer cars", (), optional, under)
    if sort == "cap":
        return Article("export_cap by JP to US on autos volume 1_000 units per year", (), optional, under)
    if sort == "investment":
        hole = draw(holes(AMOUNTS))
        return Article("investment by JP to US amount {}", (hole,), optional, under)
    goods, layer = draw(st.sampled_from(GOODS)), draw(st.sampled_from(LAYERS))
    if sort == "staged":
        two = (draw(holes(RATES)), draw(holes(RATES)))
        body = f"tariff by US from JP on {goods} layer {layer} rate {{}}, {{}} from 2026-06-01"
        return Article(body, two, optional, under)
    all_in = draw(st.sampled_from(("", "", "all_in ")))
    body = f"tariff by US from JP on {goods} layer {layer} rate {all_in}{{}}"
    if draw(st.booleans()):
        return Article(body, (draw(holes(RATES)),), optional, under)
    return Article(body.format(draw(st.sampled_from(RATES))), (), optional, under)


SUMS = tuple(line for line in SENTENCES if line.startswith(("total", "number"))) + (
    "total amount of investment by JP must be > USD 15 bn",
    "total amount of investment by JP must be = USD 20 bn",
    "number of investment by JP must be != 2",
)


@st.composite
def sum_articles(draw: st.DrawFn) -> Article:
    """A term that adds to a sum: an investment, in one pool with others or in its own."""
    partner = draw(st.sampled_from(("US", "US | EU", "EU", "everyone")))
    optional = draw(st.booleans())
    under = draw(st.sampled_from(("", "", " if done")))
    return Article(f"investment by JP to {partner} amount {{}}", (draw(holes(AMOUNTS)),), optional, under)


def drafts(most: int = 24, sums: bool = False) -> st.SearchStrategy[OpenDraft]:
    """Drafts of a few terms with at most so many packages, under lines of every sort or under those about sums."""
    return (
        st.lists(sum_articles() if sums else articles(), min_size=1, max_size=4)
        .map(lambda found: OpenDraft(tuple(found), SUMS if sums else SENTENCES))
        .filter(lambda draft: 1 < draft.count <= most)
    )
