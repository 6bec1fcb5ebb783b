"""The record of a count of packages, and what every output for people says of it in the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.packages.counted import BestPackage, ChoiceCount, Clash, Count, Counted, OptionCount, Tally
from dealcheck.report.record import FINDINGS, NOT_JUDGED, OK, DealReport, DraftReport, Survey
from dealcheck.report.words import joined, source_words
from dealcheck.values import show


@frozen(eq=False)
class DealPackages:
    """A deal with its packages. `counted` is None where errors keep it from being judged."""

    draft: DraftReport
    deal: DealReport
    counted: Counted | None


@frozen(eq=False)
class PackagesResult(Survey[DealPackages]):
    """The packages of all deals of the drafts."""

    @property
    def exit_code(self) -> int:
        """0 where some package may suit all, 1 where certainly none of a deal does, 2 where it was not judged."""
        if not self.is_judged:
            return NOT_JUDGED
        return FINDINGS if any(each.counted is not None and is_hopeless(each.counted) for each in self.deals) else OK


def is_hopeless(counted: Counted) -> bool:
    """Whether every package violates a red line of one of the parties."""
    tallies = counted.tallies
    return tallies.acceptable.all.is_none and tallies.undecided.all.is_none


# ---- In words --------------------------------------------------------------------------------------------------------

_SORTS = {"bracket": "bracket", "optional": "optional article", "event": "event"}


def plural(number: int, noun: str) -> str:
    """`1 package`, `48 packages`."""
    return f"{grouped(number)} {noun}" if number == 1 else f"{grouped(number)} {noun}s"


def grouped(number: int) -> str:
    """A number as the language writes it: `1_152_921_504`, four digits unbroken."""
    return f"{number:_}" if number >= 10_000 else str(number)


def count_words(count: Count) -> str:
    """`8`, `at least 8`, or `unknown`."""
    if count.number is not None:
        return grouped(count.number)
    return f"at least {grouped(count.least)}" if count.least else "unknown"


def tally_words(tally: Tally) -> str:
    """`JP can accept 8, US 18, all 2`."""
    if not tally.parties:
        return "no party holds a line, so any will do"
    (first, count), *others = tally.parties
    said = [f"{first} can accept {count_words(count)}", *(f"{party} {count_words(each)}" for party, each in others)]
    return ", ".join([*said, f"all {count_words(tally.all)}"] if others else said)


def headline(counted: Counted) -> str:
    """`48 packages of 5 brackets and 1 event: JP can accept 8, US 18, all 2`."""
    tallies = counted.tallies
    said = tally_words(tallies.acceptable)
    if not counted.choices:
        return f"nothing is left open, so there is 1 package: {_alone(counted)}"
    sorts = [choice.record.sort for choice in counted.choices]
    of = [plural(sorts.count(sort), noun) for sort, noun in _SORTS.items() if sort in sorts]
    total = tallies.total
    many = plural(total.least, "package") if total.number is not None else f"at least {plural(total.least, 'package')}"
    return f"{many} of {joined(of)}: {said}"


def _alone(counted: Counted) -> str:
    """`US can accept it, JP cannot`."""
    tallies = counted.tallies
    undecided = [party for party, count in tallies.undecided.parties if not count.is_none]
    able = [party for party, count in tallies.acceptable.parties if not count.is_none]
    unable = [party for party, _ in tallies.acceptable.parties if party not in (*able, *undecided)]
    said = [f"{joined(names)} {verb}" for names, verb in ((able, "can accept it"), (unable, "cannot")) if names]
    if unable and not able:
        said = [f"{joined(unable)} cannot accept it"]
    if undecided:
        said.append(f"of {joined(undecided)} it cannot be told")
    return ", ".join(said) or tally_words(tallies.acceptable)


def remarks(counted: Counted) -> Iterator[str]:
    """What is to be known of the counts: lines that no choice decides, what cannot be told, parties without lines."""
    tallies = counted.tallies
    every = "every package" if counted.choices else "it"
    if tallies.violated:
        yield f"{joined(tallies.violated)} {_is(tallies.violated)} violated in {every}"
    if tallies.untold:
        until = "it is" if len(tallies.untold) == 1 else "they are"
        any_ = "any package" if counted.choices else "it"
        yield (
            f"{joined(tallies.untold)} cannot be told in {any_}, and until {until} no package counts as accepted;"
            " `dealcheck ask` says what is missing"
        )
    if tallies.left_aside and counted.choices:
        these = "this line" if len(tallies.left_aside) == 1 else "these lines"
        yield f"leaving {these} aside, {tally_words(tallies.apart)}"
    undecided = [(party, count) for party, count in tallies.undecided.counts if not count.is_none and party != "all"]
    if undecided and counted.choices:
        said = ", ".join(f"{party} {count_words(count)}" for party, count in undecided)
        if not tallies.undecided.all.is_none:
            said += f", all {count_words(tallies.undecided.all)}"
        yield f"undecided: {said} (no red line is violated, but some cannot be told)"
    for party in counted.without_lines:
        yield f"{party} holds no line, so any package will do for it"
    if counted.beyond:
        yield (
            f"there are too many packages to try for {joined(counted.beyond)}: where that leaves a count unknown, it is"
            " said how many there are at least"
        )


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def clash_words(clash: Clash) -> str:
    """`no package suits both JP and US: JP.autos and US.cars_25 clash`."""
    parties = clash.parties
    whom = f"{'both ' if len(parties) == 2 else ''}{joined(parties)}{' together' if len(parties) > 2 else ''}"
    if len(clash.lines) == 1:
        return f"no package suits {whom}: {clash.lines[0]} is violated in each"
    less = "" if clash.smallest else " (fewer of them may do; the step limit was met)"
    return f"no package suits {whom}: {joined(clash.lines)} clash{less}"


def line_words(line: LineVerdict) -> str:
    """`JP.autos "No deal keeps the 25% car tariff" (the sources)`."""
    record = line.line
    label = f' "{record.label}"' if record.label else ""
    sources = "; ".join(source_words(citation) for citation in record.cites)
    return f"{record.full_name}{label}" + (f" ({sources})" if sources else "")


def option_words(option: OptionCount) -> str:
    """`25% (US)`."""
    return f"{option.name} ({', '.join(option.wanted_by)})" if option.wanted_by else option.name


def turning(counted: Counted) -> tuple[ChoiceCount, ...]:
    """The choices that some line hangs on."""
    return tuple(choice for choice in counted.choices if choice.lines)


def idle_words(counted: Counted) -> str:
    """What is said of the choices that no line hangs on; `""` where there are none."""
    names = [choice.name for choice in counted.choices if not choice.lines]
    return f"no line hangs on {', '.join(names)}" if names else ""


def basis_words(counted: Counted) -> str:
    """What is left aside where packages are counted choice by choice; `""` where nothing is."""
    names = counted.tallies.left_aside
    return f"how many suit all is counted here leaving {joined(names)} aside" if names and turning(counted) else ""


_TITLES = {
    "acceptable": "packages that suit all",
    "apart": "packages that suit all but for the lines left aside",
    "undecided": "packages in which no choice violates a red line, though some lines cannot be told",
}


def best_title(counted: Counted) -> str:
    """What the best packages are."""
    title = _TITLES[counted.basis]
    if counted.is_searched:
        return f"{title}, best first"
    return f"{title}; the step limit was met, so there may be better ones"


@frozen
class Shared:
    """What the best packages have in common: choices, concerns that they violate, lines that cannot be told in any."""

    choices: tuple[tuple[str, str], ...] = ()
    concerns: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


def shared(each: DealPackages) -> Shared:
    """What all of the best packages have in common; nothing where there is but one."""
    best = each.counted.best if each.counted is not None else ()
    if len(best) < 2:
        return Shared()
    return Shared(
        tuple(choice for choice in best[0].choices if all(choice in other.choices for other in best)),
        tuple(name for name in best[0].concerns if all(name in other.concerns for other in best)),
        tuple(name for name in best[0].untold if all(name in other.untold for other in best)),
        tuple(name for name in best[0].free if all(name in other.free for other in best)),
    )


def choices_words(choices: Sequence[tuple[str, str]]) -> str:
    """`cheese old volume; holders retailers; steel 25%`."""
    return "; ".join(f"{name} {option}" for name, option in choices)


def package_words(package: BestPackage, common: Shared) -> str:
    """The choices of a package that not all of the best make alike."""
    return choices_words([choice for choice in package.choices if choice not in common.choices]) or "whatever is chosen"


def package_rows(package: BestPackage, common: Shared, lines: Sequence[LineVerdict]) -> Iterator[tuple[str, str]]:
    """What comes of a package, as far as not all of the best have it in common."""
    weights = {line.line.full_name: line.line.weight for line in lines}
    wishes = [f"{name} (weight {show(weights[name])})" if weights[name] != 1 else name for name in package.wishes]
    yield "wishes met", ", ".join(wishes)
    yield "concerns violated", ", ".join(name for name in package.concerns if name not in common.concerns)
    yield "cannot tell", ", ".join(name for name in package.untold if name not in common.untold)
    yield "may be anything", ", ".join(name for name in package.free if name not in common.free)


def shared_rows(common: Shared) -> Iterator[tuple[str, str]]:
    """What is said once of all the best packages."""
    yield "in each of them", choices_words(common.choices)
    yield "each violates the concerns", ", ".join(common.concerns)
    yield "in none can be told", ", ".join(common.untold)
    yield "may be anything", ", ".join(common.free)


def settle_words(each: DealPackages, package: BestPackage) -> str:
    """The command that writes a package into the draft; `""` where nothing is to be chosen."""
    return f"dealcheck settle {each.draft.name} {' '.join(package.arguments)}" if package.arguments else ""


def lines_of(each: DealPackages, names: Sequence[str]) -> list[LineVerdict]:
    """The lines of these names."""
    return [line for name in names for line in each.deal.checked.lines if line.line.full_name == name]
