"""`dealcheck new`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from dealcheck import terminal
from dealcheck.cli import common
from dealcheck.cli.completion import complete_any_party, complete_baseline, complete_line_or_party
from dealcheck.cli.starting import Desk, Refused, Wish, output_options, told
from dealcheck.diagnostics import Diagnostic
from dealcheck.model.problems import meant
from dealcheck.scaffold.writing import LETTERS, Named, is_label, is_name

if TYPE_CHECKING:
    from dealcheck.model.records import LineRecord
    from dealcheck.scaffold.blocks import Setting, Tried


@click.group("new")
def new() -> None:
    """Start a policy, a deal or tests with a small file that checks clean.

    A file that is there is never replaced unless --force says so. The text is checked and its tests are run before it
    is written.

    \b
    Example:
      dealcheck new policy JP
      dealcheck new deal us_japan --between US,JP
      dealcheck new test JP.autos
    """


@new.command("policy")
@click.argument("party", shell_complete=complete_any_party)
@click.option("--label", metavar="TEXT", help="The party's name in words; declares a party that nothing declares.")
@output_options
def policy(party: str, label: str | None, output: str | None, stdout: bool, force: bool, color: str) -> int:
    """Write policies/PARTY.policy: two lines of PARTY with their source, and tests that violate and meet them.

    PARTY is a code of ISO 3166 (and UK, EU), or a party that a file of the project declares; --label declares another.

    \b
    Example:
      dealcheck new policy JP
      dealcheck new policy freedonia --label "Freedonia"
    """
    from dealcheck.model.iso import name_of
    from dealcheck.scaffold.policy import BASELINE, policy_text

    wish = Wish(output, stdout, force, color)
    try:
        _named(party, "a party")
        if label is not None and not is_label(label):
            raise Refused(_no_label(label))
        desk = Desk()
        used = ("trade", "goods", BASELINE.use)
        path = desk.target(wish, desk.folder, f"{party.lower()}.policy", used)
        known = desk.party(party, path.parent)
        if known is None and label is None:
            raise Refused(desk.unknown_party(party, '--label "..." declares it in the file'))
        words = label or name_of(party) or party
        taken = _lines_of(party, desk, desk.shelf.name_of(path))
        text = policy_text(known or Named(party), words, known is None, taken)
        return desk.write(path, text, wish, "dealcheck test {name}    runs its tests")
    except Refused as refused:
        return told(refused, wish)


@new.command("deal")
@click.argument("name")
@click.option(
    "--between", metavar="A,B", required=True, help="The parties, joined by commas.", shell_complete=complete_any_party
)
@click.option("--label", metavar="TEXT", default="First draft", show_default=True, help="The draft's name in words.")
@click.option("--dated", type=common.DateType(), metavar="DATE", help="The day of the draft. Default: today.")
@click.option(
    "--against",
    metavar="BASELINE",
    shell_complete=complete_baseline,
    help="The status quo that it changes. Default: the latest baseline of the day.",
)
@output_options
def deal(
    name: str,
    between: str,
    label: str,
    dated: date | None,
    against: str | None,
    output: str | None,
    stdout: bool,
    force: bool,
    color: str,
) -> int:
    """Write NAME.deal: a draft with its parties, its days, the baseline that it changes, and a first term.

    \b
    Example:
      dealcheck new deal us_japan --between US,JP
      dealcheck new deal us_japan --between US,JP --dated 2025-07-05 --against mid_2025 -o talks/draft-1.deal
    """
    from dealcheck.scaffold.deal import deal_text

    wish = Wish(output, stdout, force, color)
    day = dated or common.today()
    try:
        _named(name, "a deal")
        if not is_label(label):
            raise Refused(_no_label(label))
        desk = Desk()
        used = ("trade", "goods")
        path = desk.target(wish, desk.shelf.current, f"{name}.deal", used)
        parties: list[Named] = []
        for each in between.split(","):
            known = desk.party(each.strip(), path.parent)
            if known is None:
                raise Refused(desk.unknown_party(each.strip(), 'declare it in a file of policies/: party X "label"'))
            parties.append(known)
        if len({party.name for party in parties}) < len(parties) or len(parties) < 2:
            raise click.UsageError("--between takes two parties or more, each once: --between US,JP")
        status = desk.baseline(against, day, path.parent)
        text = deal_text(name, label, parties, status, day)
        return desk.write(path, text, wish, "dealcheck check {name}    judges it against the parties' lines")
    except Refused as refused:
        return told(refused, wish)


@new.command("test")
@click.argument("line", shell_complete=complete_line_or_party)
@output_options
def test(line: str, output: str | None, stdout: bool, force: bool, color: str) -> int:
    """Write tests of LINE (JP.autos), or of all lines of a party (JP), to a file beside the party's policy.

    Drafts are tried that set what the line speaks of, on each side of its numbers. Kept are silence, one that violates
    the line and one that meets it; a comment says where none was found. They say what dealcheck finds: whether that is
    what the party means, you say.

    \b
    Example:
      dealcheck new test JP.autos
      dealcheck new test JP.autos --stdout >> policies/jp.policy
    """
    from dealcheck.scaffold.blocks import setting_of, tested, tests_text

    wish = Wish(output, stdout, force, color)
    try:
        desk = Desk()
        opened = desk.opened()
        lines = [each for each in opened.lines if line in (each.full_name, each.party)]
        if not lines:
            names = [name for each in opened.lines for name in (each.full_name, each.party)]
            raise Refused(Diagnostic("DC931", f"there is no line {line}", help=meant(line, names, "write JP.autos")))
        if opened.blocked:
            raise Refused(*(found for found in opened.diagnostics if found.is_error))
        paths = {each.place.source: desk.path_of(each.place.source) for each in lines}
        home = paths[lines[0].place.source].parent
        own = home.is_relative_to(desk.root) and not home.is_relative_to(desk.shelf.packs)
        name = f"{line.lower().replace('.', '_')}_tests.policy"
        path = desk.target(wish, home if own else desk.shelf.current, name, ())
        reopen = desk.opener(path)
        found: list[tuple[LineRecord, Setting, list[Tried]]] = []
        for each in terminal.progress(lines, "Trying drafts"):
            use = desk.use_of(paths[each.place.source], path.parent)
            setting = setting_of(each, use, opened, desk.seen_from(use, path, each.place.source))
            found.append((each, setting, tested(each, setting, reopen)))
        text = tests_text(line, found)
        return desk.write(path, text, wish, "dealcheck test {name}    runs them")
    except Refused as refused:
        return told(refused, wish)


def _named(name: str, noun: str) -> None:
    """Refuse what is no name in the language."""
    if not is_name(name):
        help_text = f"a name has letters, digits and _, begins with no digit and has at most {LETTERS} of them"
        raise Refused(Diagnostic("DC952", f"{name!r} cannot be the name of {noun}", help=help_text))


def _no_label(label: str) -> Diagnostic:
    return Diagnostic("DC952", f"{label!r} cannot be a label", help="write some words on one line")


def _lines_of(party: str, desk: Desk, but: str) -> set[str]:
    """The names of a party's lines in the project, those of one file left out."""
    opened = desk.opened()
    if opened.policies.how not in ("project", "configured"):
        return set()
    return {line.name for line in opened.lines if line.party == party and line.place.source.name != but}
