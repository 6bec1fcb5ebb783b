"""DC3xx: kinds, their keys and fields, and values that do not fit them."""

from __future__ import annotations

from dealcheck.codes import Code
from dealcheck.codes.names import CARS, HEAD, line, measure

CAP = "export_cap by JP to US on autos volume"

CODES = (
    Code(
        code="DC301",
        name="unknown-key",
        title="The kind has no such key",
        page="""\
The keys of a kind say which measure it is: by whom, from or to whom, on what, in which layer. A tariff falls on
goods `from` a party; a cap on exports is `to` one.
""",
        bad=measure("tariff by US to JP on autos rate 5%"),
        good=measure("tariff by US from JP on autos rate 5%"),
    ),
    Code(
        code="DC302",
        name="unknown-field",
        title="The kind has no such field",
        page="""\
A measure sets fields of its kind, and a condition compares them. A name that is neither field nor fact has no
value.
""",
        bad=measure("tariff by US from JP on autos rat 5%"),
        good=measure("tariff by US from JP on autos rate 5%"),
    ),
    Code(
        code="DC303",
        name="missing-key",
        title="A measure lacks a key",
        page="""\
A measure that sets something names every key of its kind, for `from everyone` and `on everything` are a good deal
to say by leaving a word out. A layer that is left out is the kind's own (mfn for a tariff). `end` and patterns
range over whatever they leave out.
""",
        bad=measure("tariff by US from JP rate 5%"),
        good=measure("tariff by US from JP on everything rate 5%"),
    ),
    Code(
        code="DC304",
        name="key-twice",
        title="A key or a field stands twice",
        page="""\
What a key covers is joined with `|`; what a field comes to in time is one list: `rate 25%, 15% from 2026-01-01`.
""",
        bad=measure("tariff by US from JP from KR on autos rate 5%"),
        good=measure("tariff by US from JP | KR on autos rate 5%"),
    ),
    Code(
        code="DC305",
        name="bad-kind",
        title="A kind is not declared as kinds are",
        page="""\
`by`, `from`, `to` and `toward` are keys of parties, `on` is one of goods or topics, `layer` one of names. A field
has a type: rate, percent, quantity, money, price, date, duration, text, name, number, or `one of a, b`.
""",
        bad="kind levy { key by: goods  value rate: rate }\n",
        good="kind levy { key by: party  value rate: rate }\n",
    ),
    Code(
        code="DC306",
        name="reserved-field",
        title="A field has the name of a word of the language",
        page="""\
A measure would read such a word otherwise than as a field: `from` begins a key, `if` a condition.
""",
        bad="kind levy { key by: party  value until: date }\n",
        good="kind levy { key by: party  value last_day: date }\n",
    ),
    Code(
        code="DC307",
        name="displaced-circle",
        title="Layers displace one another in a circle",
        page="""\
A layer that is displaced is absent wherever the displacing one is in force. Two that displace each other would both
be absent, and both in force.
""",
        bad="kind levy { key by: party  key layer: name  value r: rate  layer a displaces b  layer b displaces a }\n",
        good="kind levy { key by: party  key layer: name  value r: rate  layer a displaces b  layer b displaces c }\n",
    ),
    Code(
        code="DC308",
        name="percent-needed",
        title="A percentage lacks its sign",
        page="""\
A rate is written with its sign: `25%`. A plain number says how many, not how much of something.
""",
        bad=measure(f"{CARS} 25"),
        good=measure(f"{CARS} 25%"),
    ),
    Code(
        code="DC309",
        name="percent-of-what",
        title="A percentage is taken from a percentage",
        page="""\
"25% less 10%" is 15% to some and 22.5% to others. Percentage points are written `pp`: `old rate - 10 pp`. A part of
the rate is a product: `old rate * 0.9`. A percentage and a specific duty may be added: `8.5% + 6 c/kg`.
""",
        bad=measure(f"{CARS} old rate - 10%"),
        good=measure(f"{CARS} old rate - 10 pp"),
    ),
    Code(
        code="DC310",
        name="points-not-rate",
        title="Percentage points stand for a rate",
        page="""\
Points are a difference between rates. A rate itself is a percentage: `10%`, or `old rate - 10 pp`.
""",
        bad=measure(f"{CARS} 10 pp"),
        good=measure(f"{CARS} 10%"),
    ),
    Code(
        code="DC311",
        name="unit-needed",
        title="A number does not say of what",
        page="""\
A quantity has a unit, `1_000_000 units`, and an amount of money a currency, `USD 550 bn`. Zero needs neither.
""",
        bad=measure(f"{CAP} 1_000_000"),
        good=measure(f"{CAP} 1_000_000 units per year"),
    ),
    Code(
        code="DC312",
        name="unlike-units",
        title="Two values have units that do not go together",
        page="""\
Tons and kilograms convert; tons and units do not, nor do a flow per year and a single amount. State both in one
unit.
""",
        bad=measure("export_cap by JP to US on steel volume 5 t + 3 units"),
        good=measure("export_cap by JP to US on steel volume 5 t + 3_000 kg"),
    ),
    Code(
        code="DC313",
        name="unlike-currencies",
        title="Two currencies meet without an exchange rate",
        page="""\
Amounts in two currencies meet by a rate that somebody states: `fact exchange JPY = USD 0.0067 on 2025-07-01`.
""",
        bad=measure("investment by JP to US amount USD 5 bn + JPY 300 bn"),
        good="fact exchange JPY = USD 0.0067 on 2025-07-01\n" + measure("investment by JP to US amount USD 7 bn"),
    ),
    Code(
        code="DC314",
        name="wrong-sort",
        title="A value is of another sort",
        page="""\
Each field takes values of one sort, and only values of one sort compare or add up: a date with a date, money with
money.
""",
        bad=measure(f"{CAP} 25%"),
        good=measure(f"{CAP} 25_000 units per quarter"),
    ),
    Code(
        code="DC315",
        name="unknown-choice",
        title="The field has no such value",
        page="""\
A field that is `one of` some names takes one of these.
""",
        bad=measure("regulation by JP on digital.services_tax action dely"),
        good=measure("regulation by JP on digital.services_tax action delay"),
    ),
    Code(
        code="DC316",
        name="negative-value",
        title="A value lies below zero",
        page="""\
No duty is negative, nor is a quantity. `end MEASURE` takes a measure away; a subsidy is a kind of its own.
""",
        bad=measure(f"{CARS} -5%"),
        good=measure(f"{CARS} 0%"),
    ),
    Code(
        code="DC317",
        name="bare-field",
        title="A field stands alone as a value",
        page="""\
Inside the measure that sets it a field has no value yet. What it was is `old rate`; another point's is `rate(from
UK)`.
""",
        bad=measure(f"{CARS} rate * 0.9"),
        good=measure(f"{CARS} old rate * 0.9"),
    ),
    Code(
        code="DC318",
        name="no-order",
        title="Names and texts have no order",
        page="""\
Names and texts are the same or not: `action = delay`, `action in {delay, waive}`, `action unchanged`.
""",
        bad=line("no regulation by JP may have action < delay"),
        good=line("no regulation by JP may have action = delay"),
    ),
    Code(
        code="DC319",
        name="bad-value",
        title="A value cannot be read",
        page="""\
Units, scale words and currencies are a closed list, a duration is a whole number, and nothing is divided by 0.
""",
        bad=measure("investment by JP to US amount USX 5 bn"),
        good=measure("investment by JP to US amount USD 5 bn"),
    ),
    Code(
        code="DC320",
        name="at-which-key",
        title="Another kind is read without one of its keys",
        page="""\
`KIND.FIELD` reads another kind at the same keys. Where that kind has a key that this one lacks, the reference gives
it: `tariff.rate(from JP)`. A layer that is left out is the other kind's own.
""",
        bad=line("every e_transmission_duty by US must have rate <= tariff.rate"),
        good=line("every e_transmission_duty by US must have rate <= tariff.rate(on hs 85)"),
    ),
    Code(
        code="DC321",
        name="not-counted",
        title="A field cannot be added up",
        page="""\
Totals and averages are of rates, quantities, amounts of money and numbers.
""",
        bad=line("total action of regulation by JP must be <= 5"),
        good=line("number of regulation by JP must be <= 5"),
    ),
    Code(
        code="DC322",
        name="other-schedule",
        title="Codes of one party's schedule are used for another's",
        page="""\
The first six digits of a code are the same for everybody; the rest belong to the schedule of one party. `product X
in US` says whose: a measure of another party reads it at six digits, which may be more goods than the list has.
""",
        bad=measure("tariff by JP from US on auto_parts rate 5%"),
        good=measure("tariff by US from JP on auto_parts rate 5%"),
    ),
    Code(
        code="DC323",
        name="set-duty",
        title="A measure sets what is a sum",
        page="""\
`duty` is the sum of the layers of tariff in force. A measure sets a layer; lines may speak of the sum.
""",
        bad=measure("duty by US from JP on autos rate 15%"),
        good=measure("tariff by US from JP on autos layer s232_autos rate all_in 15%"),
    ),
    Code(
        code="DC324",
        name="sets-nothing",
        title="A measure sets nothing",
        page="""\
A measure whose kind has fields, none with a value of its own, says what it sets. `end` takes a measure away.
""",
        bad=measure("tariff by US from JP on autos layer s232_autos"),
        good=HEAD
        + "deal d { between US, JP  against mid_2025  term t: end tariff by US from JP on autos layer s232_autos }\n",
    ),
)
