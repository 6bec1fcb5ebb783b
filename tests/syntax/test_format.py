"""The one layout: what it looks like, what it leaves alone, and what it refuses."""

from __future__ import annotations

from textwrap import dedent

import pytest

from dealcheck.source import Source
from dealcheck.syntax import format as layout
from dealcheck.syntax.format import LayoutFault, format_text
from dealcheck.syntax.parse import parse
from tests.syntax.corpus import HERE


def formatted(text: str, width: int = layout.WIDTH) -> str:
    """The layout of a sound text."""
    outcome = format_text(Source("a text", text), width)
    assert not outcome.diagnostics, outcome.diagnostics[0].headline
    return outcome.text


LAYOUTS = {
    "declarations on a line each": (
        """
        use"trade"
        use   "goods"
        group asean"South-East Asia"=VN,KH , TH
        """,
        """
        use "trade"
        use "goods"
        group asean "South-East Asia" = VN, KH, TH
        """,
    ),
    "signs": (
        """
        product rest=everything-cars&( parts|hs 87 )|hs 8703.22,8703.23 .. 8703.24
        topic digital . services_tax
        fact a=1+2*-3- -4/( 5-6 )
        fact b=min( rate( from UK,on autos ),2 % )
        fact c=[ US:25 %|JP:0% | ? ]
        fact d=USD 1.00 /kg
        fact e = 8.5%+6 c/kg
        fact f = all_in( 5% )
        """,
        """
        product rest
          = everything - cars & (parts | hs 87) | hs 8703.22, 8703.23 .. 8703.24
        topic digital.services_tax
        fact a = 1 + 2 * -3 - -4 / (5 - 6)
        fact b = min(rate(from UK, on autos), 2%)
        fact c = [US: 25% | JP: 0% | ?]
        fact d = USD 1.00/kg
        fact e = 8.5% + 6 c/kg
        fact f = all_in (5%)
        """,
    ),
    "a minus that is a sign, and one that takes away": (
        """
        baseline b on 2025-07-01 {
          tariff by US rate - 5%
          tariff by US rate old rate -5 pp
          tariff by US on everything -cars rate -(1% + 2%)
        }
        """,
        """
        baseline b on 2025-07-01 {
          tariff by US rate -5%
          tariff by US rate old rate - 5 pp
          tariff by US on everything - cars rate -(1% + 2%)
        }
        """,
    ),
    "small blocks on one line": (
        """
        kind rule {
          key by: party key on: topic
          absent none
        }
        baseline now on 2025-07-01 {
          include older
          tariff by US rate 5%
        }
        policy KR {
          concern only: no tariff by US may have rate > 5%
        }
        test "named" {
          deal us_japan
        }
        deal none { }
        source titled "A title" { publisher "P" date 2025-07-01 }
        """,
        """
        kind rule { key by: party  key on: topic  absent none }
        baseline now on 2025-07-01 { include older  tariff by US rate 5% }
        policy KR { concern only: no tariff by US may have rate > 5% }
        test "named" { deal us_japan }
        deal none { }
        source titled "A title" { publisher "P"  date 2025-07-01 }
        """,
    ),
    "a kind": (
        """
        kind tariff "Customs duty" { key by: party key from: party value rate: rate, less is freer, absent is 0%
        value action: one of keep,change=keep
        absent none layer a displaces b,c }
        """,
        """
        kind tariff "Customs duty" {
          key by: party  key from: party
          value rate: rate, less is freer, absent is 0%
          value action: one of keep, change = keep
          absent none
          layer a displaces b, c
        }
        """,
    ),
    "tables of tests": (
        """
        test "t" { deal d columns cars.rate,floor:JP.cars,JP.soon row 5%,[US:1|JP:-2]:met,open # one
        # two
        row 24.9 %,silence:violated by cars on hs 8703,met

        row silence,1:met,met
        columns as_of:JP.cars row 2025-07-20:met row 2025-07-21:inactive }
        """,
        """
        test "t" {
          deal d
          columns cars.rate, floor: JP.cars, JP.soon
            row 5%,      [US: 1 | JP: -2]: met,                         open  # one
            # two
            row 24.9%,   silence:          violated by cars on hs 8703, met

            row silence, 1:                met,                         met
          columns as_of: JP.cars
            row 2025-07-20: met
            row 2025-07-21: inactive
        }
        """,
    ),
    "a deal and its terms": (
        """
        deal d "A draft" { between US, JP dated 2025-06-30 effective 2025-08-01 against now
        event e
        term a: tariff by US rate 5%
        term b "With a label" proposed by US: tariff by US rate 5%
        term c: tariff by US rate 5% end tariff by JP
        }
        """,
        """
        deal d "A draft" {
          between US, JP
          dated 2025-06-30
          effective 2025-08-01
          against now
          event e
          term a: tariff by US rate 5%
          term b "With a label" proposed by US:
            tariff by US rate 5%
          term c:
            tariff by US rate 5%
            end tariff by JP
        }
        """,
    ),
    "a letter": (
        """
        letter l "To Japan" { by US dated 2025-07-07 effective 2025-08-01 tariff by US from JP rate 25% }
        """,
        """
        letter l "To Japan" {
          by US
          dated 2025-07-07
          effective 2025-08-01
          tariff by US from JP rate 25%
        }
        """,
    ),
    "a measure on two lines, the sources below": (
        """
        baseline b on 2025-07-01 { tariff by US from JP on everything layer reciprocal rate 10% cites order cites notice
        include c
        tariff by US from JP on everything layer reciprocal rate 10% from 2025-04-05, 24% from 2025-07-09 cites order
        }
        """,
        """
        baseline b on 2025-07-01 {
          tariff by US from JP on everything layer reciprocal rate 10%
            cites order cites notice
          include c
          tariff by US from JP on everything layer reciprocal
            rate 10% from 2025-04-05, 24% from 2025-07-09 cites order
        }
        """,
    ),
    "a measure with a field to a line": (
        """
        baseline b on 2025-07-01 {
          rule_of_origin by US from MX on autos regional_content 75% from 2020-07-01, 80% from 2021-07-01,
          85% from 2022-07-01
          labour_content 40% cites usmca
          tariff by US from CA | MX | JP | KR | VN | TH on autos | light_trucks | auto_parts layer s232_autos rate 25%
          tariff by US from everyone table "us.csv" complete { on=HS8 rate=general rate from 2026-01-01="column 1" }
          cites hts
        }
        """,
        """
        baseline b on 2025-07-01 {
          rule_of_origin by US from MX on autos
            regional_content 75% from 2020-07-01, 80% from 2021-07-01,
              85% from 2022-07-01
            labour_content 40%
            cites usmca
          tariff by US from CA | MX | JP | KR | VN | TH
            on autos | light_trucks | auto_parts layer s232_autos rate 25%
          tariff by US from everyone
            table "us.csv" complete { on = HS8  rate = general
              rate from 2026-01-01 = "column 1" }
            cites hts
        }
        """,
    ),
    "a line": (
        """
        policy JP "Japan" {
          red line a "Short" says "Akazawa": no tariff by US
          reading b: no tariff
          red line c "Long" says "Akazawa" cites wsj "quote" cites post active from 2025-06-01: no tariff by US
          red line d "Neither short nor long": no tariff by US from JP on autos may have rate > 5%
          wish e weight 3: no tariff
        }
        """,
        """
        policy JP "Japan" {
          red line a "Short" says "Akazawa": no tariff by US
            reading b: no tariff
          red line c "Long" says "Akazawa"
            cites wsj "quote"
            cites post
            active from 2025-06-01
            : no tariff by US
          red line d "Neither short nor long"
            : no tariff by US from JP on autos may have rate > 5%
          wish e weight 3: no tariff
        }
        """,
    ),
    "sentences, a part to a line": (
        """
        policy JP {
          concern a: no tariff by JP on rice may have rate reduced and
          no tariff_quota by JP on rice may have volume raised
          concern b: every duty by US from JP on autos must have rate <= 15% unless some tariff_quota by US
            has in_rate <= 10% and volume >= 100_000 units
          concern c: if some tariff_quota by JP from US on dairy then (some tariff_quota by JP has volume raised
            or some tariff by JP has rate reduced) and not no tariff by US
          concern d: every tariff by US from JP on autos | light_trucks | auto_parts layer s232_autos must
          have rate < 25%
          reading e: no tariff by US from JP on autos | light_trucks | steel | aluminium may have rate >= 25%
          and no duty by US
        }
        """,
        """
        policy JP {
          concern a
            : no tariff by JP on rice may have rate reduced
              and no tariff_quota by JP on rice may have volume raised
          concern b
            : every duty by US from JP on autos must have rate <= 15%
              unless some tariff_quota by US
                has in_rate <= 10% and volume >= 100_000 units
          concern c
            : if some tariff_quota by JP from US on dairy
                then (some tariff_quota by JP has volume raised
                  or some tariff by JP has rate reduced)
              and not no tariff by US
          concern d
            : every tariff by US from JP on autos | light_trucks | auto_parts
              layer s232_autos must have rate < 25%
            reading e: no tariff by US from JP
                on autos | light_trucks | steel | aluminium may have rate >= 25%
              and no duty by US
        }
        """,
    ),
    "longer chains and heads": (
        """
        policy JP {
          concern long_name "A label of some length" says "The first" says "The second" weight 3 active from 2025-01-01:
            no tariff may have action in { keep , change }
          concern b: not (no tariff by US from JP on autos or no tariff by US from JP on rice)
          and no quota by US from JP
          concern c: no tariff by US from JP on autos unless judged "One question?" unless judged "Another question?"
          waive JP.a until 2025-09-01 because "the cabinet has decided so, at length"
          source s { }
        }
        policy EU { source s { } }
        policy KR { waive KR.a because "b" }
        """,
        """
        policy JP {
          concern long_name "A label of some length"
            says "The first"
            says "The second"
            weight 3
            active from 2025-01-01
            : no tariff may have action in {keep, change}
          concern b
            : not (no tariff by US from JP on autos
                or no tariff by US from JP on rice)
              and no quota by US from JP
          concern c
            : no tariff by US from JP on autos
              unless judged "One question?"
              unless judged "Another question?"
          waive JP.a until 2025-09-01
            because "the cabinet has decided so, at length"
          source s { }
        }

        policy EU {
          source s { }
        }

        policy KR { waive KR.a because "b" }
        """,
    ),
    "sources": (
        """
        source a "A title" { publisher "The Wall Street Journal" date 2025-07-01 url "https://example.org/a" note "b" }
        """,
        """
        source a "A title" {
          publisher "The Wall Street Journal"  date 2025-07-01
          url "https://example.org/a"  note "b"
        }
        """,
    ),
    "fields on one line, sources on the next": (
        """
        baseline b on 2025-07-01 { include c include d
          tariff by US from JP on autos | light_trucks | auto_parts layer s232_autos rate 25% from 2025-04-03, 15% from
            2025-09-16 cites autos_order cites parts_notice "quoted"
        }
        """,
        """
        baseline b on 2025-07-01 {
          include c
          include d
          tariff by US from JP on autos | light_trucks | auto_parts
              layer s232_autos
            rate 25% from 2025-04-03, 15% from 2025-09-16
            cites autos_order cites parts_notice "quoted"
        }
        """,
    ),
    "tests": (
        """
        test "one" { deal { between US, JP against now } expect JP.a met reading b met }
        test "two" {
          deal { between US, JP dated 2025-07-05 effective 2025-08-01 against now
            term a: tariff by US from JP on autos rate 5%
            term b: tariff by US from KR on autos rate 5% }
          expect JP.autos violated by a only on autos reading total violated by a reading final met
        }
        test "three" { deal { between US, JP against now term a: tariff by US rate 5% } }
        test "short" { deal us_japan with term a: tariff by US rate 5% expect JP.a met }
        test "four" { deal us_japan with term a: tariff by US rate 5% term b: tariff by US rate 5% as_of 2025-07-01 }
        """,
        """
        test "one" {
          deal { between US, JP  against now }
          expect JP.a met reading b met
        }

        test "two" {
          deal {
            between US, JP  dated 2025-07-05  effective 2025-08-01  against now
            term a: tariff by US from JP on autos rate 5%
            term b: tariff by US from KR on autos rate 5%
          }
          expect JP.autos violated by a only on autos
            reading total violated by a
            reading final met
        }

        test "three" {
          deal { between US, JP  against now  term a: tariff by US rate 5% }
        }

        test "short" {
          deal us_japan with term a: tariff by US rate 5%
          expect JP.a met
        }

        test "four" {
          deal us_japan with
            term a: tariff by US rate 5%
            term b: tariff by US rate 5%
          as_of 2025-07-01
        }
        """,
    ),
    "a product too long for a line": (
        """
        product critical "Critical minerals" = ores | metals | hs 2504, 2602, 2604, 2605, 2610, 2611
        product steel "Steel" = hs 7206, 7207, 7208, 7209, 7210, 7211, 7212, 7213, 7214, 7215, 7216, 7217, 7218, 7219
        """,
        """
        product critical "Critical minerals"
          = ores | metals | hs 2504, 2602, 2604, 2605, 2610, 2611
        product steel "Steel" = hs 7206, 7207, 7208, 7209, 7210, 7211, 7212,
          7213, 7214, 7215, 7216, 7217, 7218, 7219
        """,
    ),
    "comments stay where they are": (
        """
           # before all
        use "a"# behind
        use "bc"   #   behind too
            # before the deal

        # and once more
        deal d {# behind the brace


          # before the parties
          between US,# the first
          JP
          # before the date
          dated 2025-07-01



          term a: # behind the head
            tariff by US   # behind a part
              # before the rate
              rate 5%

          # before the end

        }
        # after all
        """,
        """
        # before all
        use "a"   # behind
        use "bc"  #   behind too

        # before the deal

        # and once more
        deal d {  # behind the brace
          # before the parties
          between US,  # the first
            JP
          # before the date
          dated 2025-07-01

          term a:  # behind the head
            tariff by US  # behind a part
              # before the rate
              rate 5%

          # before the end
        }
        # after all
        """,
    ),
    "comments in a line": (
        """
        policy JP {
          # of the line
          red line a "A" cites x # where
            # of the sentence
            : no tariff by US # first
              # then
              and no tariff by JP
            # of the reading
            reading b: no tariff # last
        }
        """,
        """
        policy JP {
          # of the line
          red line a "A"
            cites x  # where
            # of the sentence
            : no tariff by US  # first
              # then
              and no tariff by JP
            # of the reading
            reading b: no tariff  # last
        }
        """,
    ),
    "neighbouring comments below one another": (
        """
        fact a = 1 # one
        fact bcd = 1 # two
        fact e = 1
        fact f = 1 # three

        fact gh = 1 # four
        fact a_name_that_is_far_too_long = 1 # five
        """,
        """
        fact a = 1    # one
        fact bcd = 1  # two
        fact e = 1
        fact f = 1    # three

        fact gh = 1  # four
        fact a_name_that_is_far_too_long = 1  # five
        """,
    ),
    "blank lines": (
        """


        use "a"



        use "b"
        policy JP {

          concern a: no tariff


          concern b: no tariff
          concern c: no tariff

        }
        use "c"


        """,
        """
        use "a"

        use "b"

        policy JP {
          concern a: no tariff

          concern b: no tariff
          concern c: no tariff
        }

        use "c"
        """,
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts(name: str) -> None:
    ugly, fair = (dedent(text).removeprefix("\n") for text in LAYOUTS[name])
    assert formatted(ugly, 72) == fair
    assert formatted(fair, 72) == fair


def test_the_width_is_120_columns() -> None:
    """A statement of 120 columns stays on its line, one of 121 does not."""
    fits = f"group a = {', '.join(['AB'] * 26)}, ABCDEF"
    assert len(fits) == 120
    assert formatted(fits) == f"{fits}\n"
    assert formatted(f"{fits}G") == fits.replace(" =", "\n  =") + "G\n"
    assert formatted(f"{fits}  # a comment takes no room") == f"{fits}  # a comment takes no room\n"


def test_what_cannot_be_broken_is_left_too_long() -> None:
    text = f'source a "{"word " * 40}" {{\n  url "{"x" * 200}"\n}}\n'
    assert formatted(text) == text


@pytest.mark.parametrize(
    ("text", "fair"),
    [
        ("", ""),
        ("\n\n", ""),
        ("\ufeff", ""),
        ("# only a comment", "# only a comment\n"),
        ("\n\n# a\n\n\n# b\n\n", "# a\n\n# b\n"),
        ('\ufeffuse "a"', 'use "a"\n'),
        ('\ufeff# a\nuse "a"', '# a\nuse "a"\n'),
        ('use "a"\r\n# b\r\n\r\n\r\nuse "c"\r\n', 'use "a"\n# b\n\nuse "c"\n'),
        ('use "a"\r', 'use "a"\n'),
        ('use\t"a"\t# b \t\r\n', 'use "a"  # b\n'),
        ('use "a" #', 'use "a"  #\n'),
        ("deal d {\n\n}", "deal d { }\n"),
        ("deal d { # a\n\n\n# b\n\n}", "deal d {  # a\n  # b\n}\n"),
    ],
)
def test_ends_of_lines_and_texts(text: str, fair: str) -> None:
    assert formatted(text) == fair


def test_texts_and_numbers_stay_as_they_are_written() -> None:
    text = 'fact a = "two  blanks # and \\"no\\" comment\\t"\nfact b = 1_000_000.00 t per year\nfact c = 007%\n'
    assert formatted(text) == text


def test_layout_decides_nothing() -> None:
    """`JPY/kg` may be a division of names; no layout may make a unit of it."""
    for text in ("fact a = JPY/kg + b", "fact a = JPY / kg + b", "fact a = b /kg", "fact a = b/ kg"):
        assert parse(Source("a text", formatted(text))).file.items == parse(Source("a text", text)).file.items


@pytest.mark.parametrize("path", sorted(HERE.glob("bad/**/*.*")), ids=lambda path: path.stem)
def test_a_text_with_errors_is_refused(path) -> None:  # type: ignore[no-untyped-def]
    text = path.read_bytes().decode("utf-8", "replace")
    source = Source(path.name, text)
    faults = parse(source).diagnostics
    outcome = format_text(source)
    assert outcome.diagnostics == faults
    if faults:
        assert outcome.text == text
        assert not outcome.changed


def test_a_layout_that_says_something_else_goes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    from dealcheck.syntax.format.page import Page

    source = Source("a text", 'use  "a" # b\n')
    for wrong in ('use "b"  # b\n', 'use "a"\n', 'use "a"  # c\n', 'use "a"\nuse "a"  # b\n', "use a # b\n"):
        monkeypatch.setattr(Page, "text", lambda self, wrong=wrong: wrong)
        with pytest.raises(LayoutFault, match="a text"):
            format_text(source)


def test_a_layout_that_is_too_large_goes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "policy JP { concern a: no tariff concern b: no tariff }"
    monkeypatch.setattr("dealcheck.limits.FILE_BYTES", len(text))
    outcome = format_text(Source("a text", text))
    assert [found.code for found in outcome.diagnostics] == ["DC114"]
    assert outcome.text == text


DEEP = {
    "parentheses": "policy JP { red line a: " + "(no tariff and " * 140 + "no tariff" + ")" * 140 + " }",
    "negations": "policy JP { red line a: " + "not " * 298 + "no tariff }",
    "conditions": "policy JP { red line a: " + "if no tariff then " * 298 + "no tariff }",
    "exceptions": "policy JP { red line a: " + "no tariff unless " * 298 + "no tariff }",
    "sums": "fact a = " + "1 + " * 299 + "1",
    "signs": "fact a = " + "- " * 290 + "1",
    "brackets": "deal d { term t: tariff by US rate " + "[" * 190 + "5%" + "]" * 190 + " }",
}


@pytest.mark.parametrize("name", DEEP)
def test_the_deepest_texts(name: str) -> None:
    fair = formatted(DEEP[name])
    assert formatted(fair) == fair
