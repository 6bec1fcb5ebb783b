"""Chains of comparisons and sentences are grouped by precedence; every comparison goes to the sentence before it."""

from __future__ import annotations

import pytest

from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse


def told(node: object) -> str:
    """A sentence or condition with every grouping in brackets."""
    match node:
        case ast.Quantified():
            condition = f" {told(node.condition)}" if node.condition is not None else ""
            return f"{node.quantifier} {node.pattern.kind.text}{condition}{told(node.time)}"
        case ast.Aggregate():
            having = f" having {told(node.having)}" if node.having is not None else ""
            return f"{node.function}{having} {node.operator} {told(node.limit)}{told(node.time)}"
        case ast.DealSentence():
            return f"deal {told(node.condition)}{told(node.time)}"
        case ast.Judged():
            return f"judged{told(node.time)}"
        case ast.Group():
            return f"({told(node.sentence)}){told(node.time)}"
        case ast.IfThen():
            return f"[if {told(node.premise)} then {told(node.conclusion)}]"
        case ast.Unless():
            return f"[{told(node.sentence)} unless {told(node.exception)}]"
        case ast.Not():
            return f"[not {told(node.operand)}]"
        case ast.And():
            return "[" + " and ".join(map(told, node.operands)) + "]"
        case ast.Or():
            return "[" + " or ".join(map(told, node.operands)) + "]"
        case ast.Compare():
            return f"{told(node.left)}{node.operator}{told(node.right)}"
        case ast.Change():
            return f"{told(node.value)} {node.word}"
        case ast.Reference():
            return node.name.text
        case ast.Number():
            return node.digits
        case ast.Time():
            return f" {node.word} {told(node.moment)}"
        case ast.NamedMoment():
            return node.name.text
        case None:
            return ""
    raise AssertionError(node)


def sentence(text: str) -> ast.Sentence:
    parsed = parse(Source("a", f"policy JP {{ red line a: {text} }}"))
    assert parsed.diagnostics == ()
    policy = parsed.file.items[0]
    assert isinstance(policy, ast.Policy)
    line = policy.items[0]
    assert isinstance(line, ast.Line)
    return line.sentence


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("no t", "no t"),
        ("no t may have a>1", "no t a>1"),
        ("no t may have a>1 and b>2 or c>3 and d>4", "no t [[a>1 and b>2] or [c>3 and d>4]]"),
        ("no t may have a>1 and not b>2", "no t [a>1 and [not b>2]]"),
        ("no t may have not not a>1", "no t [not [not a>1]]"),
        ("no t may have (a>1 or b>2) and c>3", "no t [[a>1 or b>2] and c>3]"),
        ("no t may have not (a>1 or b>2)", "no t [not [a>1 or b>2]]"),
        ("no t may have ((a>1))", "no t a>1"),
        ("no t may have a>1 and no u may have b>2 and c>3", "[no t a>1 and no u [b>2 and c>3]]"),
        ("no t may have a>1 or (b>2 and c>3) and no u", "[no t [a>1 or [b>2 and c>3]] and no u]"),
        ("no t and no u or no v and no w", "[[no t and no u] or [no v and no w]]"),
        ("no t unless no u or no v", "[no t unless [no u or no v]]"),
        ("no t unless no u unless no v", "[[no t unless no u] unless no v]"),
        ("no t and no u unless no v and no w", "[[no t and no u] unless [no v and no w]]"),
        ("not no t and no u", "[[not no t] and no u]"),
        ("if no t then no u and no v", "[[if no t then no u] and no v]"),
        ("if no t or no u then no v", "[if [no t or no u] then no v]"),
        ("if no t then some u has a>1 and b>2 or no v", "[[if no t then some u [a>1 and b>2]] or no v]"),
        ("if no t may have a>1 and b>2 then no u", "[if no t [a>1 and b>2] then no u]"),
        ("if no t then if no u then no v may have a>1 or b>2", "[if no t then [if no u then no v [a>1 or b>2]]]"),
        ("not if no t then not no u", "[not [if no t then [not no u]]]"),
        ("if no t then (no u and no v) at end", "[if no t then ([no u and no v]) at end]"),
        ("(no t and no u) or no v", "[([no t and no u]) or no v]"),
        ("no t and (no u may have a>1 and b>2 or no v)", "[no t and ([no u [a>1 and b>2] or no v])]"),
        ("no t at end", "no t at end"),
        ("no t may have a>1 and b>2 at end and no u", "[no t [a>1 and b>2] at end and no u]"),
        ("no t may have (a>1 or b>2) at end", "no t [a>1 or b>2] at end"),
        ("(no t) at end and not judged \"q\" at signed", "[(no t) at end and [not judged at signed]]"),
        ("every t must have a>1 and b reduced", "every t [a>1 and b reduced]"),
        ("the deal must have signed > 1 and a<2 and no t", "[deal [signed>1 and a<2] and no t]"),
        (
            "share of t having a>1 or b>2 and not (c>3 or not d>4) must be >= 5",
            "share having [a>1 or [b>2 and [not [c>3 or [not d>4]]]]] >= 5",
        ),
        ("total a of t must be <= 5 at end and no t", "[total <= 5 at end and no t]"),
    ],
)  # fmt: skip
def test_chains_are_grouped(text: str, grouped: str) -> None:
    assert told(sentence(text)) == grouped


def test_a_time_phrase_goes_to_the_whole_simple_sentence() -> None:
    found = sentence("no t may have a>1 and (b>2 or c>3) by 2026-01-01 and no u")
    assert isinstance(found, ast.And)
    first = found.operands[0]
    assert isinstance(first, ast.Quantified)
    assert first.time is not None
    assert first.time.word == "by"
    assert isinstance(first.condition, ast.And)
    assert isinstance(found.operands[1], ast.Quantified)


def test_spans_reach_over_parentheses_and_negations() -> None:
    text = "policy JP { red line a: not no t may have not (a>1 or b>2) and (c>3) at end and (no u) at end }"
    policy = parse(Source("a", text)).file.items[0]
    assert isinstance(policy, ast.Policy)
    line = policy.items[0]
    assert isinstance(line, ast.Line)
    whole = line.sentence
    assert isinstance(whole, ast.And)
    negation, group = whole.operands
    assert text[slice(*negation.span)] == "not no t may have not (a>1 or b>2) and (c>3) at end"
    assert text[slice(*group.span)] == "(no u) at end"
    assert isinstance(negation, ast.Not)
    inner = negation.operand
    assert isinstance(inner, ast.Quantified)
    assert text[slice(*inner.span)] == "no t may have not (a>1 or b>2) and (c>3) at end"
    assert isinstance(inner.condition, ast.And)
    assert text[slice(*inner.condition.span)] == "not (a>1 or b>2) and (c>3)"
    assert [text[slice(*part.span)] for part in inner.condition.operands] == ["not (a>1 or b>2)", "c>3"]
