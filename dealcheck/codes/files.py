"""DC901 to DC909: files that a text uses, and the cells of its tables.

The further files of a sample stand below lines `==> NAME <==`.
"""

from __future__ import annotations

from dealcheck.codes import Code

LEVY = "kind levy { key by: party  key on: goods  value rate: rate }\n"


def _table(rows: str, mapping: str = "on = code  rate = rate") -> str:
    """A baseline whose levies stand in a table, with that table."""
    return f'{LEVY}baseline b on 2025-07-01 {{ levy by US table "levy.csv" {{ {mapping} }} }}\n==> levy.csv <==\n{rows}'


def _weights(mapping: str) -> str:
    """A line with an average that a table weighs, with that table."""
    sentence = f'average rate of levy by US must be <= 5% weighted by "trade.csv" {{ {mapping} }}'
    return f"{LEVY}policy JP {{ wish w: {sentence} }}\n==> trade.csv <==\ncode,value\n870323,17\n"


CODES = (
    Code(
        code="DC901",
        name="use-not-found",
        title="A file that is used cannot be had",
        page="""\
`use "NAME"` looks beside the file that says it, then in the project's `policies/`, then in the packs that ship with
dealcheck. The ending `.policy` or `.deal` may be left out. Nothing outside the project and the packs is read.
""",
        bad='use "goodz"\n',
        good='use "goods"\n==> goods.policy <==\nproduct cars = hs 8703\n',
    ),
    Code(
        code="DC902",
        name="table-not-found",
        title="A table cannot be had",
        page="""\
A table is looked for where `use` looks for files, by its name with its ending: `table "schedules/us.csv"`.
""",
        bad='product cars = table "cars.csv" column code\n',
        good='product cars = table "cars.csv" column code\n==> cars.csv <==\ncode\n870323\n',
    ),
    Code(
        code="DC903",
        name="unknown-column",
        title="The table has no such column",
        page="""\
The first row of a table names its columns. A name with blanks stands in quotation marks: `column "HS code"`.
""",
        bad='product cars = table "cars.csv" column HS\n==> cars.csv <==\ncode\n870323\n',
        good='product cars = table "cars.csv" column code\n==> cars.csv <==\ncode\n870323\n',
    ),
    Code(
        code="DC904",
        name="bad-code-cell",
        title="A cell holds no HS code",
        page="""\
A code has 2, 4, 6, 8 or 10 digits, with or without dots. Spreadsheets like to drop a leading zero, which leaves an
odd number of digits: store the column as text.
""",
        bad=_table("code,rate\n101.21.00,2%\n"),
        good=_table("code,rate\n0101.21.00,2%\n"),
    ),
    Code(
        code="DC905",
        name="bad-cell",
        title="A cell does not hold what its field takes",
        page="""\
A cell is written as the value would be in a text: `2.5%`, `6 c/kg`, `8.5% + 6 c/kg`, and `Free` for 0%. `?` leaves
the value unknown, where the kind says `absent unknown`.
""",
        bad=_table("code,rate\n870323,2.5\n"),
        good=_table("code,rate\n870323,2.5%\n"),
    ),
    Code(
        code="DC906",
        name="rows-disagree",
        title="Two rows give unlike values for one code",
        page="""\
A longer code wins over a shorter one that holds it. Two rows of the same code have no such order.
""",
        bad=_table("code,rate\n8703,2.5%\n8703,10%\n"),
        good=_table("code,rate\n8703,2.5%\n870380,10%\n"),
    ),
    Code(
        code="DC907",
        name="not-a-table",
        title="A file is no table",
        page="""\
A table is CSV with commas, in UTF-8, and its first row names the columns.
""",
        bad=_table(""),
        good=_table("code,rate\n"),
    ),
    Code(
        code="DC908",
        name="mapping-incomplete",
        title="It is not said which column is what",
        page="""\
A table of measures maps its codes and at least one field: `{ on = HS8 rate = general }`. A table of weights maps
codes and weights: `{ on = HS6 weight = value }`.
""",
        bad=_weights("on = code"),
        good=_weights("on = code  weight = value"),
    ),
    Code(
        code="DC909",
        name="rows-of-what",
        title="A kind without goods has no table",
        page="""\
A table lists goods, so its kind has a key `on` for goods.
""",
        bad="kind rule { key by: party  value rate: rate }\n"
        'baseline b on 2025-07-01 { rule by US table "r.csv" { on = code  rate = rate } }\n'
        "==> r.csv <==\ncode,rate\n8703,5%\n",
        good=_table("code,rate\n8703,5%\n"),
    ),
)
