"""Makes `grammar/deal.tables.json` from `grammar/deal.lark`: the only place that needs Lark.

Run `python -m dealcheck.syntax.tables` after every change to the grammar or the samples of malformed text; a test
compares the file with what this makes.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from lark import Lark
from lark.grammar import Rule, Symbol, Terminal
from lark.lexer import PatternStr

from dealcheck.syntax.grammar import GRAMMAR_NAME, TABLES_FORMAT, TABLES_NAME, grammar_folder
from dealcheck.syntax.language import CALL, MORE_LIST, NEW_LIST, PASS, Language
from dealcheck.syntax.samples import compile_samples, read_samples


def strict_lark(text: str, **options: Any) -> Lark:
    """Lark's own parser of a grammar, built strictly, so that a conflict is an error."""
    return Lark(text, parser="lalr", lexer="contextual", strict=True, maybe_placeholders=False, **options)


def build_tables(text: str) -> dict[str, Any]:
    """The tables of a grammar as plain data: states, rules and words."""
    lark = strict_lark(text)
    table = lark.parser.parser._parse_table
    terminals = sorted({name for row in table.states.values() for name in row if _is_terminal(name)})
    nonterminals = sorted({rule.origin.name for rule in lark.rules} | {"$root"})
    terminal_of = {name: index for index, name in enumerate(terminals)}
    nonterminal_of = {name: index for index, name in enumerate(nonterminals)}
    numbers = _numbering(table.states, table.start_states["start"])
    order = sorted(numbers, key=numbers.__getitem__)
    callbacks: list[str] = []
    rules = [_rule(rule, nonterminal_of, callbacks) for rule in lark.rules]
    rule_of = {_identity(rule): index for index, rule in enumerate(lark.rules)}

    accepts: list[set[int]] = []
    shifts: list[dict[int, int]] = []
    gotos: list[dict[int, int]] = []
    defaults: list[int] = []
    for state in order:
        row = table.states[state]
        accepts.append({terminal_of[name] for name in row if _is_terminal(name)})
        moves = {name: numbers[argument] for name, (action, argument) in row.items() if action.name == "Shift"}
        shifts.append({terminal_of[name]: target for name, target in moves.items() if _is_terminal(name)})
        gotos.append({nonterminal_of[name]: target for name, target in moves.items() if not _is_terminal(name)})
        # The empty file's rule is left to the driver: no other is empty.
        reductions = {_identity(rule) for action, rule in row.values() if action.name == "Reduce" and rule.expansion}
        if len(reductions) > 1:
            raise ValueError("a state with two reductions: the tables keep one for each state")
        defaults.append(rule_of[reductions.pop()] if reductions else -1)

    start = numbers[table.start_states["start"]]
    end = numbers[table.end_states["start"]]
    shifts[end][terminal_of["$END"]] = end
    landings = _collapse(shifts, gotos, defaults, rules)
    words = {
        t.pattern.value: terminal_of[t.name]
        for t in lark.terminals
        if isinstance(t.pattern, PatternStr) and t.name in terminal_of
    }
    patterns = {t.name: t.pattern.value for t in lark.terminals}
    accept_ids, accept_rows = _unique(tuple(sorted(row)) for row in accepts)
    shift_ids, shift_rows = _unique(
        tuple(part for terminal in sorted(row) for part in (terminal, row[terminal], landings[state][terminal]))
        for state, row in enumerate(shifts)
    )
    goto_ids, goto_rows = _unique(
        tuple(part for symbol in sorted(row) for part in (symbol, row[symbol])) for row in gotos
    )
    return {
        "format": TABLES_FORMAT,
        "start": start,
        "terminals": terminals,
        "nonterminals": nonterminals,
        "words": dict(sorted(words.items())),
        "units": _alternatives(patterns["UNIT"]),
        "rate_units": _alternatives(patterns["PER_UNIT"]),
        "scales": _alternatives(patterns["SCALE"]),
        "callbacks": callbacks,
        "rules": rules,
        "accepts": [format(sum(1 << terminal for terminal in row), "x") for row in accept_rows],
        "accept": accept_ids,
        "defaults": defaults,
        "shifts": shift_rows,
        "shift": shift_ids,
        "gotos": goto_rows,
        "goto": goto_ids,
        "messages": [],
        "samples": [],
    }


def tables_text(folder: Path) -> str:
    """What the tables file in a grammar folder should hold."""
    grammar = (folder / GRAMMAR_NAME).read_text(encoding="utf-8")
    samples = read_samples(folder)
    tables = build_tables(grammar)
    tables |= compile_samples(Language(tables), samples)
    digest = hashlib.sha256(grammar.encode())
    for sample in samples:
        digest.update(repr(sample).encode())
    tables = {"made_from": digest.hexdigest(), **tables}
    lines = [
        f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'), ensure_ascii=False)}"
        for key, value in tables.items()
    ]
    return "{" + ",\n".join(lines) + "}\n"


def _numbering(states: dict[int, dict[str, Any]], start: int) -> dict[int, int]:
    """A number for each state, in the order in which they are met; Lark's own numbers differ from run to run."""
    numbers = {start: 0}
    waiting = [start]
    for state in waiting:
        for _, (action, target) in sorted(states[state].items()):
            if action.name == "Shift" and target not in numbers:
                numbers[target] = len(numbers)
                waiting.append(target)
    return numbers


def _is_terminal(name: str) -> bool:
    return name == "$END" or name.lstrip("_")[0].isupper()


def _identity(rule: Rule) -> tuple[str, tuple[str, ...]]:
    return rule.origin.name, tuple(symbol.name for symbol in rule.expansion)


def _is_silent(symbol: Symbol) -> bool:
    """Whether a symbol is a sign or word that stands in quotation marks in the grammar, which the tree leaves out."""
    return isinstance(symbol, Terminal) and bool(symbol.filter_out)


def _rule(rule: Rule, nonterminal_of: dict[str, int], callbacks: list[str]) -> list[Any]:
    """`[left side, symbols, operation, callback, kept]`; a kept child is `2 * place + whether it is a list`."""
    name = rule.origin.name
    symbols = rule.expansion
    helper = name.startswith("__")
    kept = [2 * place + symbol.name.startswith("__") for place, symbol in enumerate(symbols) if not _is_silent(symbol)]
    if any(symbol.name.startswith("__ANON") and not _is_silent(symbol) for symbol in symbols):
        raise ValueError("a nameless terminal that is kept")
    left = nonterminal_of[name]
    if helper:
        if symbols[0].name == name:
            return [left, len(symbols), MORE_LIST, -1, [place for place in kept if place > 1]]
        return [left, len(symbols), NEW_LIST, -1, kept]
    inline = name.startswith("_") or (rule.options.expand1 and rule.alias is None)
    if inline and len(kept) == 1 and kept[0] % 2 == 0:
        return [left, len(symbols), PASS, -1, kept]
    if name.startswith("_"):
        raise ValueError(f"{name} must have one child in every alternative")
    callback = rule.alias or name
    if callback not in callbacks:
        callbacks.append(callback)
    return [left, len(symbols), CALL, callbacks.index(callback), kept]


def _collapse(
    shifts: list[dict[int, int]], gotos: list[dict[int, int]], defaults: list[int], rules: list[list[Any]]
) -> list[dict[int, int]]:
    """Goes through states whose one use is to pass a value on; returns where each shift lands in the end.

    A shift keeps the state that it leads to, since that one decides how the next word is read.
    """

    def passes(state: int) -> int:
        if defaults[state] < 0 or shifts[state]:
            return -1
        left, count, operation, _, _ = rules[defaults[state]]
        return left if operation == PASS and count == 1 else -1

    def landing(state: int, target: int) -> int:
        while (left := passes(target)) >= 0:
            target = gotos[state][left]
        return target

    landings = [
        {terminal: landing(state, target) for terminal, target in row.items()} for state, row in enumerate(shifts)
    ]
    gotos[:] = [{symbol: landing(state, target) for symbol, target in row.items()} for state, row in enumerate(gotos)]
    return landings


def _unique(rows: Any) -> tuple[list[int], list[tuple[int, ...]]]:
    """The place of each row among the unlike ones, and those."""
    places: dict[tuple[int, ...], int] = {}
    ids = [places.setdefault(row, len(places)) for row in rows]
    return ids, list(places)


def _alternatives(pattern: str) -> list[str]:
    """The words of a terminal such as `(?:t|kg|days?)(?!\\w)`."""
    inside = re.search(r"\(\?:((?:[\w?]+\|)+[\w?]+)\)", pattern[pattern.rindex("(?:") :])
    if inside is None:
        raise ValueError(f"not a list of words: {pattern}")
    words = [form for word in inside[1].split("|") for form in ([word[:-2], word[:-1]] if word[-1] == "?" else [word])]
    return sorted(words)


def main() -> None:
    """Writes the tables beside the grammar."""
    folder = grammar_folder()
    (folder / TABLES_NAME).write_text(tables_text(folder), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
