"""Reads the samples of malformed text, from which the messages of syntax errors come.

`grammar/errors/*.txt` holds blocks such as

    == until-needs-a-date DC122
    deal d { term a: tariff by US rate 5% until }
    -- `until` needs a date
    -- write a day, as in `until 2028-12-31`

The text is run, and the message stands for the state and the sort of token at which it fails; with `any` behind the
code, for that state whatever the token. `FOUND` is the text of the token. A line `or` stands between several texts of
one message, as where a label makes another state.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from dealcheck.syntax.language import Language
from dealcheck.syntax.machine import Machine


@frozen
class Sample:
    """Malformed texts and what to say of them."""

    name: str
    code: str
    any_token: bool
    texts: tuple[str, ...]
    headline: str
    help: str


def read_samples(folder: Path) -> list[Sample]:
    """The samples that stand in a grammar folder, in the order of files and lines."""
    files = sorted((folder / "errors").glob("*.txt"))
    return [sample for file in files for sample in _samples_of(file.read_text(encoding="utf-8"))]


def compile_samples(language: Language, samples: Sequence[Sample]) -> dict[str, Any]:
    """The messages, and for each state and terminal which of them it calls for, as plain data."""
    texts = [[sample.code, sample.headline, sample.help] for sample in samples]
    places: dict[tuple[int, int], int] = {}
    for number, sample in enumerate(samples):
        for text in sample.texts:
            state, terminal = _failure(language, sample.name, text)
            place = state, -1 if sample.any_token else terminal
            if places.setdefault(place, number) != number:
                raise ValueError(f"samples {samples[places[place]].name} and {sample.name} fail in the same way")
    return {"messages": texts, "samples": [[*place, number] for place, number in sorted(places.items())]}


def _failure(language: Language, name: str, text: str) -> tuple[int, int]:
    """The state in which a text of a sample fails, and the terminal at which it does."""
    machine = Machine(language)
    tokens = language.lexer.tokens(text)
    position = machine.beginning()
    for index in range(len(tokens.texts)):
        after = machine.step(position, tokens, index, split=True)
        if after is None:
            return machine.stuck(position, tokens, index)
        position = after
    raise ValueError(f"sample {name} is well formed")


def _samples_of(text: str) -> list[Sample]:
    """The samples of one file; lines before the first block are its comment."""
    samples = []
    for block in text.split("\n== ")[1:]:
        head, *lines = block.rstrip().split("\n")
        name, code, *flags = head.split()
        said = [line[3:] for line in lines if line.startswith("-- ")]
        written = "\n".join(line for line in lines if not line.startswith("--"))
        texts = tuple(written.split("\nor\n"))
        samples.append(Sample(name, code, flags == ["any"], texts, said[0], said[1] if len(said) > 1 else ""))
    return samples
