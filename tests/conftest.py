"""Shared by all tests: expected outputs in files, and a way to write them anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reset-expected", action="store_true", help="write the files of expected outputs anew")


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a file in the folder `expected` beside the test; --reset-expected writes it anew."""

    def compare(name: str, text: str) -> None:
        file = Path(request.path).parent / "expected" / name
        if request.config.getoption("--reset-expected"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.exists(), f"{file} is missing: run pytest --reset-expected and read what it wrote"
        assert text == file.read_text(encoding="utf-8"), (
            f"{file} says otherwise; pytest --reset-expected writes it anew"
        )

    return compare
