"""What to find out next, in Markdown: a numbered list, what there is to say of each question below it."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.report.diagnostics import concise_diagnostic
from dealcheck.report.matrix_markdown import escaped
from dealcheck.report.questions import DealQuestions, QuestionsResult, headline, question_words, rows_of
from dealcheck.report.style import RenderOptions


def render(result: QuestionsResult, options: RenderOptions) -> str:
    """The whole page, ending in a line break. Nothing that a draft says is markup."""
    rows: list[str] = []
    for each in result.deals:
        if each.asked is not None:
            rows.extend([*_deal(each), ""])
    if result.errors or not rows:
        rows.extend(["### Errors", ""])
        rows.extend(f"- {escaped(concise_diagnostic(found))}" for found in result.errors)
        rows.extend(["", "Not all could be judged.", ""])
    return "\n".join(rows).rstrip("\n") + "\n"


def _deal(each: DealQuestions) -> Iterator[str]:
    """One deal."""
    asked, checked = each.asked, each.deal.checked
    if asked is None:
        return
    label = f' "{checked.label}"' if checked.label else ""
    yield f"## {escaped(f'{checked.deal}{label} ({each.draft.name})')}"
    yield from ("", escaped(headline(each, asked)))
    if asked.all:
        yield ""
    for number, question in enumerate(asked.all, 1):
        yield f"{number}. {escaped(question_words(question))}"
        indent = " " * (len(str(number)) + 2)
        for word, text in rows_of(question, each):
            yield f"{indent}- {escaped(f'{word}: {text}' if word else text)}"
