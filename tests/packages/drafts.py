"""Random small drafts with open text, each with the text of every one of its packages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

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
    "every tariff by US from JP on autos layer cars must have rate eliminated at end",
    "no export_cap by JP on autos may have volume < 2_000 units per year",
    "every general tariff by US from JP layer reciprocal must have rate >= 10%",
    "the deal must have effective <= 2025-12-31",
    "no changed tariff by US from JP on vans may have rate raised during 2026-01-01 .. 2026-12-31",
)


@frozen
class Hole:
    """A bracket: the texts of its options. Where it is `nested`, the last two stand in a bracket of their own."""

    options: tuple[str, ...]
    form: str
    """How the open draft writes it, `{0}`, `{1}`, ... for its options."""
    nested: bool = False

    def open(self) -> str:
        """The bracket as the open draft has it."""
        return self.form.format(*self.options)

    @property
    def widths(self) -> tuple[int, ...]:
        """How many options each of its brackets has, the outer one first."""
        return (len(self.options) - 1, 2) if self.nested else (len(self.options),)

    def settled(self, options: Sequence[int]) -> str:
        """What it says once an option of each bracket is taken."""
        outer = options[0]
        return self.options[outer + options[1] if self.nested and outer == self.widths[0] - 1 else outer]


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
    effective: Hole | None = None

    def text(self, articles: list[str], effective: str = "2025-08-01") -> str:
        """The file with these articles."""
        lines = "\n".join(f"  red line l{at}: {line}" for at, line in enumerate(self.lines))
        terms = "\n".join(articles)
        return (
            f"{KINDS}\npolicy JP {{\n{lines}\n}}\ndeal d {{ between US, JP  dated 2025-07-05  effective {effective}"
            f'  against now\n  event done "It is done"\n{terms}\n}}\n'
        )

    def open(self) -> str:
        """The file with everything open."""
        return self.text(
            [
                f"  term t{at}{' [JP]' if each.optional else ''}{each.under}: "
                + each.body.format(*[hole.open() for hole in each.holes])
                for at, each in enumerate(self.articles)
            ],
            self.effective.open() if self.effective is not None else "2025-08-01",
        )

    @property
    def widths(self) -> list[int]:
        """How many options each choice has: the deal's date, then of each article whether it is taken, its brackets."""
        found = list(self.effective.widths) if self.effective is not None else []
        for each in self.articles:
            found.extend([2] if each.optional else [])
            found.extend(width for hole in each.holes for width in hole.widths)
        return found

    def packages(self) -> Iterator[tuple[tuple[int, ...], str]]:
        """Each package of the brackets and articles, with the file in which they are settled."""
        for options in product(*map(range, self.widths)):
            rest = iter(options)
            effective = "2025-08-01"
            if self.effective is not None:
                effective = self.effective.settled([next(rest) for _ in self.effective.widths])
            terms: list[str] = []
            for at, each in enumerate(self.articles):
                dropped = each.optional and next(rest) == 1
                chosen = [hole.settled([next(rest) for _ in hole.widths]) for hole in each.holes]
                if not dropped:
                    terms.append(f"  term t{at}{each.under}: {each.body.format(*chosen)}")
            yield options, self.text(terms, effective)

    @property
    def count(self) -> int:
        """How many packages the brackets and articles make."""
        return prod(self.widths)


def holes(values: tuple[str, ...]) -> st.SearchStrategy[Hole]:
    """Brackets over values, attributed, opposed or of nobody, plain or nested."""
    forms = {
        2: (("[US: {0} | JP: {1}]", False), ("[{0} | {1}]", False), ("[US opposed by JP: {0} | {1}]", False)),
        3: (
            ("[US: {0} | JP: {1} | {2}]", False),
            ("[{0} | {1} | {2}]", False),
            ("[US: {0} | JP: [{1} | {2}]]", True),
        ),
    }

    @st.composite
    def hole(draw: st.DrawFn) -> Hole:
        size = draw(st.integers(2, 3))
        form, nested = draw(st.sampled_from(forms[size]))
        options = draw(st.lists(st.sampled_from(values), min_size=size, max_size=size, unique=True))
        return Hole(tuple(options), form, nested)

    return hole()


STAGED = (*RATES, "25%, 10% from 2026-06-01", "10%, 30% from 2027-01-01", "15% from 2026-03-01", "0% from 2026-10-01")
CUTS = ("old rate - 5 pp", "old rate * 0.5", "old rate - 20 pp")
VOLUMES = ("1_000 units per year", "500 units per quarter", "3_000 units per year")
DATES = ("2025-08-01", "2025-12-01", "2026-02-01")


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """A term of any sort, with up to two brackets."""
    sorts = ("tariff", "tariff", "tariff", "staged", "cut", "least", "cap", "investment", "end", "until")
    sort = draw(st.sampled_from(sorts))
    optional = draw(st.booleans())
    under = draw(st.sampled_from(("", "", "", " if done", " if not done", " in side_letter")))
    if sort == "end":
        goods = draw(st.sampled_from(GOODS[:2]))
        return Article(f"end tariff by US from JP on {goods} layer cars", (), optional, under)
    if sort == "cap":
        return Article("export_cap by JP to US on autos volume {}", (draw(holes(VOLUMES)),), optional, under)
    if sort == "investment":
        return Article("investment by JP to US amount {}", (draw(holes(AMOUNTS)),), optional, under)
    goods, layer = draw(st.sampled_from(GOODS)), draw(st.sampled_from(LAYERS))
    measure = f"tariff by US from JP on {goods} layer {layer}"
    if sort == "staged":
        two = (draw(holes(RATES)), draw(holes(RATES)))
        return Article(f"{measure} rate {{}}, {{}} from 2026-06-01", two, optional, under)
    if sort == "cut":
        return Article(f"{measure} rate {{}}", (draw(holes(CUTS)),), optional, under)
    if sort == "least":
        return Article(f"{measure} rate min({{}}, 20%)", (draw(holes(RATES)),), optional, under)
    if sort == "until":
        return Article(f"{measure} until 2026-12-31 rate {{}}", (draw(holes(STAGED)),), optional, under)
    # Of the mfn rate itself `all_in` would ask for what it sets.
    all_in = draw(st.sampled_from(("", "", "all_in "))) if layer != "mfn" else ""
    if draw(st.booleans()):
        return Article(f"{measure} rate {all_in}{{}}", (draw(holes(RATES)),), optional, under)
    return Article(f"{measure} rate {all_in}{draw(st.sampled_from(RATES))}", (), optional, under)


SUMS = (
    *(line for line in SENTENCES if line.startswith(("total", "number"))),
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
    dates = st.one_of(st.none(), st.none(), st.none(), holes(DATES))
    terms = st.lists(sum_articles() if sums else articles(), min_size=1, max_size=4)
    return st.builds(
        lambda found, effective: OpenDraft(tuple(found), SUMS if sums else SENTENCES, effective), terms, dates
    ).filter(lambda draft: 1 < draft.count <= most)
