"""The record of what to find out next, and what every output says of it in the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.packages.asking import Answer, Question, Questions
from dealcheck.report.record import NOT_JUDGED, OK, DealReport, DraftReport, Survey
from dealcheck.report.words import joined, shortened

MOST_LETTERS = 160
"""Letters of a list of goods; it may be far longer."""

FEW_LETTERS = 40
"""Letters of goods in what is to be written."""


@frozen(eq=False)
class DealQuestions:
    """A deal with what to find out. `asked` is None where errors keep it from being judged."""

    draft: DraftReport
    deal: DealReport
    asked: Questions | None


@frozen(eq=False)
class QuestionsResult(Survey[DealQuestions]):
    """What to find out about all deals of a draft."""

    @property
    def exit_code(self) -> int:
        """0, or 2 where something could not be judged."""
        return OK if self.is_judged else NOT_JUDGED


# ---- In words --------------------------------------------------------------------------------------------------------


def headline(each: DealQuestions, asked: Questions) -> str:
    """`5 of 26 lines are open or unknown: JP.autos, US.deadline, ...`."""
    all_ = len(each.deal.checked.lines)
    waiting = len(asked.undecided)
    if not waiting:
        return f"nothing is open or unknown: each of {all_} lines is decided" if all_ else "there is no line to decide"
    verb = "is" if waiting == 1 else "are"
    return f"{waiting} of {all_} lines {verb} open or unknown: {', '.join(asked.undecided)}"


def question_words(question: Question) -> str:
    """What is asked, as one would ask it aloud."""
    need = question.need
    goods = shortened(" and ".join(question.goods), MOST_LETTERS)
    record = question.record
    if record is not None and record.sort == "event":
        label = f' ("{question.question}")' if question.question else ""
        return f"does {record.name}{label} happen?"
    if record is not None and record.sort == "optional":
        return f"is {record.name} taken or dropped?"
    if record is not None:
        options = [answer_words(answer) for answer in question.answers]
        return f"what does {record.name} come to{': ' + ' or '.join(options) if len(options) > 1 else ''}?"
    return {
        "person": f"{need.subject} asks a person: {question.question}",
        "customs_value": f"what is the customs value of {goods or 'the goods'}, in {joined(question.units)}?",
        "exchange": f"what is the exchange rate of {need.subject}?",
        "schedule": f"what is the {need.subject}{f' on {goods}' if goods else ''}?",
        "date": f"when is the deal {need.subject}?"
        if need.subject in ("signed", "dated", "effective")
        else f"what is `{need.subject}` of the deal?",
        "fact": f"what is `{need.subject}`?",
        "end": f"when does the flow end that {need.subject} adds up?",
        "general": f"which measure on everything is there for `{need.subject}`?",
        "line": f"what is {need.subject} meant to say? It has an error",
    }.get(need.sort, need.subject)


def answer_words(answer: Answer) -> str:
    """`25% (US)`."""
    return f"{answer.name} ({', '.join(answer.wanted_by)})" if answer.wanted_by else answer.name


def answer_rows(question: Question) -> Iterator[tuple[str, str]]:
    """What each answer decides; those that decide nothing are left out."""
    for answer in question.answers:
        met = [name for name, truth in answer.decides if truth]
        violated = [name for name, truth in answer.decides if not truth]
        said = [f"{verb} {joined(names)}" for verb, names in (("meets", met), ("violates", violated)) if names]
        if said:
            yield answer_words(answer), "; ".join(said)


def written(question: Question, file: str) -> tuple[str, ...]:
    """What to write, or to run, to answer it: in the words of the language, capitals standing for what is asked."""
    need = question.need
    record = question.record
    if record is not None:
        to_run = tuple(f"dealcheck settle {file} {answer.argument}" for answer in question.answers)
        happened = f'event {record.name} "..." on DATE, once it has happened'
        return (*to_run, happened) if record.sort == "event" else to_run
    kind = _words_of_schedule(need.subject) if need.sort == "schedule" else ("", "", "")
    return {
        "person": (f'assess {need.subject} met by "NAME" on DATE because "..."',),
        "customs_value": tuple(
            f"fact customs_value on {_few(need.subject)} = {_amount(unit)}" for unit in question.units
        ),
        "exchange": (_exchange(need.subject),),
        "schedule": (
            f'{kind[0]} {kind[2]} table "FILE.csv" {{ on = COLUMN  {kind[1]} = COLUMN }} in the baseline',
            f"{kind[0]} {kind[2]} on GOODS {kind[1]} VALUE, for single goods",
        ),
        "date": (f"{need.subject} DATE in the head of the deal",),
        "fact": (f"fact {need.subject} = VALUE",),
        "end": ("until DATE in the measure, or expires DATE in the head of the deal",),
        "general": ("a measure on everything, in the baseline or as a term",),
        "line": (f"the sentence of {need.subject} again: `dealcheck check` says what is wrong with it",),
    }.get(need.sort, ())


def _few(goods: str) -> str:
    """Goods as they are named, where that is short; a fact is of goods that are alike."""
    return goods if 0 < len(goods) <= FEW_LETTERS else "GOODS"


def _amount(unit: str) -> str:
    """`USD AMOUNT/kg` of `USD/kg`."""
    currency, _, per = unit.partition("/")
    return f"{currency} AMOUNT/{per}"


def _exchange(pair: str) -> str:
    one, _, other = pair.partition(" and ")
    return f"fact exchange {other} = {one} RATE on DATE"


def _words_of_schedule(subject: str) -> tuple[str, str, str]:
    """The kind, the field, and the keys of `mfn tariff rate by JP from US`, the layer among the keys."""
    before, by, keys = subject.partition(" by ")
    *layer, kind, field = before.split()
    return kind, field, f"by {keys}{f' layer {layer[0]}' if layer else ''}" if by else ""


def level_words(names: Sequence[str], lines: Sequence[LineVerdict]) -> str:
    """The names, those that are no red lines of parties at the table with what they are."""
    known = {line.line.full_name: line for line in lines}
    said = []
    for name in names:
        line = known[name]
        level = line.line.level if line.line.level != "red line" else ""
        whose = "bystander" if line.bystander else ""
        remark = ", ".join(word for word in (whose, level) if word)
        said.append(f"{name} ({remark})" if remark else name)
    return ", ".join(said)


def rows_of(question: Question, each: DealQuestions) -> Iterator[tuple[str, str]]:
    """What there is to say of a question: what it decides, what else waits for it, answers, what to write."""
    lines = each.deal.checked.lines
    others = [name for name in question.needed_by if name not in question.decides]
    if question.decides:
        yield "decides", level_words(question.decides, lines)
    if others:
        yield "also needed by" if question.decides else "needed by", level_words(others, lines)
    for answer, said in answer_rows(question):
        yield f"if {answer}", said
    word = "write"
    for said in _ways(question, each.draft.name):
        yield word, said
        word = ""


def _ways(question: Question, file: str) -> Iterator[str]:
    """What to write, the options of one command together."""
    ways = written(question, file)
    arguments = [answer.argument for answer in question.answers]
    if len(arguments) > 1:
        first, *others = arguments
        yield f"dealcheck settle {file} {first}, or {', '.join(others)}"
        ways = ways[len(arguments) :]
    yield from ways
