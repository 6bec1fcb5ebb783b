"""DC2xx: names that stand for nothing, or for two things, and texts that lack a part."""

from __future__ import annotations

from dealcheck.codes import Code

HEAD = 'use "trade"\nuse "goods"\nuse "baseline/2025-07-01"\n'
"""What most samples stand on."""


def draft(body: str, dates: str = "dated 2025-07-01") -> str:
    """A draft between the US and Japan with some terms or other parts."""
    return f"{HEAD}deal d {{ between US, JP  {dates}  against mid_2025\n  {body}\n}}\n"


def measure(text: str) -> str:
    """A draft with one term of one measure."""
    return draft(f"term t: {text}")


def line(sentence: str, more: str = "") -> str:
    """A policy of Japan with one line, and what follows it."""
    return f"{HEAD}policy JP {{ red line x: {sentence} }}\n{more}"


CARS = "tariff by US from JP on autos layer s232_autos rate"

CODES = (
    Code(
        code="DC201",
        name="unknown-party",
        title="No party is called so",
        page="""\
Every code of ISO 3166 is a party without being declared: JP, US, KR. The United Kingdom is UK, and EU is a union.
Anyone else is declared with `party X "label"`, and several together with `group asean = VN, KH`.
""",
        bad=measure("tariff by US from Japan on autos rate 5%"),
        good=measure("tariff by US from JP on autos rate 5%"),
    ),
    Code(
        code="DC202",
        name="unknown-product",
        title="No product is called so",
        page="""\
Goods are named by a product that some file declares, by codes (`hs 8703.23, 8703.80`), or by `everything`. `use
"goods"` brings the named goods that ship with dealcheck. Names are joined with `|`; a comma stands only before a
further code.
""",
        bad=measure("tariff by US from JP on autoss rate 5%"),
        good=measure("tariff by US from JP on autos rate 5%"),
    ),
    Code(
        code="DC203",
        name="unknown-topic",
        title="No topic is called so",
        page="""\
What has no HS code is a topic: a dotted name such as `digital.services_tax`, which some file declares with `topic`.
A topic holds its subtopics. `use "trade"` brings the usual ones.
""",
        bad=measure("regulation by JP on digital.services_tx action delay"),
        good=measure("regulation by JP on digital.services_tax action delay"),
    ),
    Code(
        code="DC204",
        name="unknown-kind",
        title="No kind of measure is called so",
        page="""\
A measure begins with its kind: `tariff by US ...`. Kinds are declared with `kind`; `use "trade"` brings those of
the trade vocabulary, and `duty`, the sum of the layers of tariff, comes with them.
""",
        bad=measure("tarif by US from JP on autos rate 5%"),
        good=measure("tariff by US from JP on autos rate 5%"),
    ),
    Code(
        code="DC205",
        name="unknown-source",
        title="No source is called so",
        page="""\
`cites` names a source that stands in the same text, in the same file or in a file it uses: `source wsj "title" {
publisher "..." }`.
""",
        bad=measure(f"{CARS} 15% cites joint_statement"),
        good='source joint_statement "Joint statement" { date 2025-07-22 }\n'
        + measure(f"{CARS} 15% cites joint_statement"),
    ),
    Code(
        code="DC206",
        name="unknown-event",
        title="No event or date is called so",
        page="""\
A date by name is a date of the deal (`effective`, `signed`, `dated`, `expires`, `end`), an event or a fact. An
event is declared with `event ratified "label"`; with `on DATE` it has happened, without a date the draft leaves it
open.
""",
        bad=draft(f"term t if ratified: {CARS} 15%"),
        good=draft(f'event ratified "Both parliaments have agreed"\n  term t if ratified: {CARS} 15%'),
    ),
    Code(
        code="DC207",
        name="unknown-value",
        title="A name stands for no value",
        page="""\
A value is written out, or it is the name of a fact: `fact ceiling = 15%`. A field of what was is read with `old`:
`old rate - 10 pp`.
""",
        bad=measure(f"{CARS} ceiling"),
        good="fact ceiling = 15%\n" + measure(f"{CARS} ceiling"),
    ),
    Code(
        code="DC208",
        name="unknown-baseline",
        title="No baseline is called so",
        page="""\
`against` and `include` name a baseline, which states what is in force. A file sees its own baselines and those of
the files it uses.
""",
        bad=HEAD + "deal d { between US, JP  dated 2025-07-01  against mid_2024 }\n",
        good=HEAD + "deal d { between US, JP  dated 2025-07-01  against mid_2025 }\n",
    ),
    Code(
        code="DC209",
        name="unknown-precedent",
        title="No deal or letter is called so",
        page="""\
`against BASELINE with X` lays the deal or letter X over the baseline before the draft. X is declared in the same
file or in one it uses.
""",
        bad=HEAD + "deal d { between US, JP  dated 2025-07-01  against mid_2025 with july_letter }\n",
        good=HEAD
        + "letter july_letter { by US  dated 2025-07-01  tariff by US from JP on everything layer mirror rate 25% }\n"
        + "deal d { between US, JP  dated 2025-07-02  against mid_2025 with july_letter }\n",
    ),
    Code(
        code="DC210",
        name="unknown-deal",
        title="No deal is called so",
        page="""\
A test names a deal of its file or of a file it uses, or writes one out: `deal { between US, JP against mid_2025 }`.
""",
        bad=line('judged "Fair?"', 'test "t" { deal offer  expect JP.x unknown }\n'),
        good=draft("") + line('judged "Fair?"').removeprefix(HEAD) + 'test "t" { deal d  expect JP.x unknown }\n',
    ),
    Code(
        code="DC211",
        name="unknown-line",
        title="No policy has that line",
        page="""\
`expect`, `assess` and `waive` name a line by its party and its own name: `JP.autos`. The file with that policy must
be part of the check.
""",
        bad=line('judged "Fair?"', 'waive JP.y because "the cabinet said so"\n'),
        good=line('judged "Fair?"', 'waive JP.x because "the cabinet said so"\n'),
    ),
    Code(
        code="DC212",
        name="unknown-term",
        title="The draft has no such term",
        page="""\
`expect LINE violated by X` says that the term X is a cause, or `silence`, which keeps what the baseline has.
""",
        bad=line(
            "no tariff by US", 'test "t" { deal { between US, JP  against mid_2025 }  expect JP.x violated by art1 }\n'
        ),
        good=line(
            "no tariff by US",
            'test "t" { deal { between US, JP  against mid_2025 }  expect JP.x violated by silence }\n',
        ),
    ),
    Code(
        code="DC213",
        name="unknown-reading",
        title="The line has no such reading",
        page="""\
A test expects an outcome of a line, and of the readings that the line declares with `reading NAME: SENTENCE`.
""",
        bad=line(
            "no tariff by US",
            'test "t" { deal { between US, JP  against mid_2025 }  expect JP.x violated reading total violated }\n',
        ),
        good=line(
            "no tariff by US reading total: no duty by US",
            'test "t" { deal { between US, JP  against mid_2025 }  expect JP.x violated reading total violated }\n',
        ),
    ),
    Code(
        code="DC214",
        name="duplicate-name",
        title="One name stands for two things",
        page="""\
Where a name is seen it stands for one thing. A party's lines may be spread over files, but two of them may not
share a name. Words that the language has already (ISO codes, `EU`, `everyone`, `partner`, `duty`) cannot be
declared anew.
""",
        bad="product vehicles = hs 87\nproduct vehicles = hs 8703\n",
        good="product vehicles = hs 87\nproduct cars = hs 8703\n",
    ),
    Code(
        code="DC215",
        name="not-used",
        title="A name is declared in a file that is not used",
        page="""\
A file sees what it declares itself and what the files that it uses declare. A name from another file of the same
check does not stand until the file says `use` of that one.
""",
        bad='product p = cars\n==> other.deal <==\nuse "cars"\n==> cars.policy <==\nproduct cars = hs 8703\n',
        good='use "cars"\nproduct p = cars\n==> cars.policy <==\nproduct cars = hs 8703\n',
    ),
    Code(
        code="DC216",
        name="circle",
        title="Something is defined by itself",
        page="""\
Products, groups, baselines and precedents may build on one another, but not in a circle, and not more than 50 deep.
Files may use one another in circles: that does no harm.
""",
        bad="product a = b | hs 01\nproduct b = a\n",
        good="product a = b | hs 01\nproduct b = hs 02\n",
    ),
    Code(
        code="DC217",
        name="incomplete-text",
        title="A part is missing",
        page="""\
A deal says between whom it is and what it is laid over: `between US, JP against mid_2025`. Without a baseline
nobody could tell what silence keeps. A test says which deal it checks.
""",
        bad=HEAD + "deal d { between US, JP  dated 2025-07-01 }\n",
        good=HEAD + "deal d { between US, JP  dated 2025-07-01  against mid_2025 }\n",
    ),
    Code(
        code="DC218",
        name="said-twice",
        title="A part is said twice",
        page="""\
A deal has one `effective`, one `against`, names each party once; a test has one deal. Which of two would hold?
""",
        bad=draft("effective 2025-08-01  effective 2025-09-01"),
        good=draft("effective 2025-08-01"),
    ),
    Code(
        code="DC219",
        name="beyond-calendar",
        title="A date lies beyond the calendar",
        page="""\
Dates run from year 1 to year 9999. A date so many years after another must lie within these.
""",
        bad=measure(f"{CARS} 15% from 9000 years after 2025-07-01"),
        good=measure(f"{CARS} 15% from 9 years after 2025-07-01"),
    ),
    Code(
        code="DC220",
        name="uk-not-gb",
        title="The United Kingdom is written UK",
        page="""\
ISO 3166 has GB; negotiators write UK, and so does this language. Of two spellings for one party only one is a name.
""",
        bad=measure("tariff by US from GB on autos rate 5%"),
        good=measure("tariff by US from UK on autos rate 5%"),
    ),
    Code(
        code="DC221",
        name="misplaced-bracket",
        title="A bracket stands where nothing can be left open",
        page="""\
Brackets are what negotiators write in a draft that is not agreed: for a field's value, or for a date of the deal. A
baseline, a letter or a line says what is the case, so nothing in it is open.
""",
        bad=HEAD + "baseline b on 2025-07-01 { tariff by US from JP on rice rate [5% | 6%] }\n",
        good=measure("tariff by US from JP on rice rate [5% | 6%]"),
    ),
    Code(
        code="DC222",
        name="misplaced-word",
        title="A word has no meaning where it stands",
        page="""\
`partner` is every party of the deal but the line's own, so it stands in lines only, and what is taken from it would
depend on the deal. `old` reads what was, so it has no meaning in a declaration. `all_in` is the rate of a layer of
duty. A condition on the deal itself compares dates and facts, for no measure is spoken of.
""",
        bad=measure("tariff by US from partner on autos rate 5%"),
        good=line("no tariff by US from partner on autos may have rate > 5%"),
    ),
    Code(
        code="DC223",
        name="unknown-word",
        title="A word is none of those that can stand here",
        page="""\
Verdicts are `violated`, `met`, `open`, `unknown` and `inactive`; a person finds a judged line `met` or `violated`;
a term is `agreed`, `in_principle` or `open`.
""",
        bad=line("no tariff by US", 'test "t" { deal { between US, JP  against mid_2025 }  expect JP.x violatd }\n'),
        good=line("no tariff by US", 'test "t" { deal { between US, JP  against mid_2025 }  expect JP.x violated }\n'),
    ),
    Code(
        code="DC224",
        name="people-disagree",
        title="One line is assessed as both met and violated",
        page="""\
A judged line has the verdict that a person gives it. Two people who differ leave none: settle it among them, and
keep the assessment that stands.
""",
        bad=line(
            'judged "Fair?"',
            'assess JP.x met by "A" on 2025-07-01 because "yes"\n'
            'assess JP.x violated by "B" on 2025-07-02 because "no"\n',
        ),
        good=line('judged "Fair?"', 'assess JP.x met by "A" on 2025-07-01 because "yes"\n'),
    ),
    Code(
        code="DC225",
        name="wrong-scope",
        title="A scope is of another sort",
        page="""\
Parties, layers and topics are named and joined with `|`; codes are goods and stand in scopes of goods alone. A
named fact has no subject; only customs values are `on` goods, and only exchange rates are of a currency.
""",
        bad=measure("tariff by US from hs 8703 on autos rate 5%"),
        good=measure("tariff by US from JP on hs 8703 rate 5%"),
    ),
    Code(
        code="DC226",
        name="unclear-stages",
        title="It is not clear from when a value holds",
        page="""\
Stages follow one another by their dates: `rate 25%, 15% from 2026-01-01, 0% from 2030-01-01`. After a lone value
`from DATE` starts the measure, so two fields cannot start it on two dates. Equal steps stand alone: `rate 25% to 0%
in 5 equal yearly steps from 2026-01-01`.
""",
        bad=measure(f"{CARS} 25%, 15%"),
        good=measure(f"{CARS} 25%, 15% from 2026-01-01"),
    ),
    Code(
        code="DC227",
        name="deep-topic",
        title="A topic lies too deep",
        page="""\
Topics are a tree of at most 32 levels: `digital.data_flows.location` has three.
""",
        bad="topic " + ".".join(["a"] * 40) + "\n",
        good="topic " + ".".join(["a"] * 4) + "\n",
    ),
    Code(
        code="DC228",
        name="not-its-author",
        title="A letter states a measure of somebody else",
        page="""\
A letter is unilateral: it says what its own author will do, and changes the baseline by that alone. What another
party does belongs in a deal with that party, or in the baseline.
""",
        bad=HEAD + "letter l { by US  dated 2025-07-07  tariff by JP from US on rice rate 5% }\n",
        good=HEAD + "letter l { by US  dated 2025-07-07  tariff by US from JP on rice rate 5% }\n",
    ),
    Code(
        code="DC229",
        name="open-precedent",
        title="A deal that is still open is laid under another",
        page="""\
What a draft is laid over is settled: a signed deal without brackets, a letter. Settle the other deal's brackets
first.
""",
        bad=draft("term t: tariff by US from JP on rice rate [5% | 6%]")
        + "deal e { between US, KR  dated 2025-08-01  against mid_2025 with d }\n",
        good=draft("term t: tariff by US from JP on rice rate 5%")
        + "deal e { between US, KR  dated 2025-08-01  against mid_2025 with d }\n",
    ),
    Code(
        code="DC230",
        name="misfitting-table",
        title="A table does not fit its test",
        page="""\
The columns of a test name what its rows change: a field that a term of the draft sets (`cars.rate`), a date of the
deal, `as_of`, a fact or an event. Each row has a value for each column and an outcome for each line; `silence` leaves
a value unsaid. A row changes only what stands in the file of the test.
""",
        bad=line(
            "no tariff by US from JP may have rate > 9%",
            'test "t" { deal { between US, JP  against mid_2025  term a: tariff by US from JP on autos rate 5% }\n'
            "  columns a.volume: JP.x row 5%: violated }\n",
        ),
        good=line(
            "no tariff by US from JP may have rate > 9%",
            'test "t" { deal { between US, JP  against mid_2025  term a: tariff by US from JP on autos rate 5% }\n'
            "  columns a.rate: JP.x row 5%: violated }\n",
        ),
    ),
    Code(
        code="DC231",
        name="upside-down-range",
        title="A range has its higher end first",
        page="""\
In `[10% .. 15%]` any value from the first to the second may be chosen, both among them. With the higher end first
there is none.
""",
        bad=measure("tariff by US from JP on rice rate [15% .. 10%]"),
        good=measure("tariff by US from JP on rice rate [10% .. 15%]"),
    ),
)
