"""What to find out next, for programs, version 1. Keys are added, never renamed, within a version."""

from __future__ import annotations

import json
from typing import Any

from dealcheck.packages.asking import Question
from dealcheck.report.json import diagnostic_json, head_json, of_deals, place_json
from dealcheck.report.questions import DealQuestions, QuestionsResult, question_words, written
from dealcheck.report.style import RenderOptions


def render(result: QuestionsResult, options: RenderOptions) -> str:
    """One JSON document: of a single deal the object itself, of several `{"version", "deals": [...], "errors"}`."""
    return json.dumps(document(result), indent=2, ensure_ascii=False) + "\n"


def document(result: QuestionsResult) -> dict[str, Any]:
    """The document as plain values."""
    deals = [_deal(each) for each in result.deals]
    errors = [diagnostic_json(found) for found in result.everything]
    return of_deals(deals, {"undecided": [], "questions": []}, errors)


def _deal(each: DealQuestions) -> dict[str, Any]:
    """One deal with its questions. They are null where it was not judged."""
    asked = each.asked
    return {
        **head_json(each.draft, each.deal),
        "undecided": None if asked is None else list(asked.undecided),
        "questions": None if asked is None else [_question(question, each.draft.name) for question in asked.all],
    }


def _question(question: Question, file: str) -> dict[str, Any]:
    """A question; `at` is the place of the choice that it asks for, null for anything else."""
    return {
        "sort": question.need.sort,
        "subject": question.need.subject,
        "goods": list(question.goods),
        "units": list(question.units),
        "question": question_words(question),
        "decides": list(question.decides),
        "needed_by": list(question.needed_by),
        "answers": [
            {
                "option": answer.name,
                "said": answer.said,
                "argument": answer.argument,
                "wanted_by": list(answer.wanted_by),
                "decides": {name: "met" if truth else "violated" for name, truth in answer.decides},
            }
            for answer in question.answers
        ],
        "write": list(written(question, file)),
        "at": None if question.record is None else place_json(question.record.place),
    }
