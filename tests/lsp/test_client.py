"""What a client can, and what its settings say."""

from __future__ import annotations

from datetime import date

import pytest
from lsprotocol import types
from pytest_lsp import client_capabilities

from dealcheck.lsp.analysis import Settings
from dealcheck.lsp.client import Client, client_of, encoding_of, settings_of

SETTINGS: list[tuple[object, Settings, str]] = [
    (None, Settings(), ""),
    ({}, Settings(), ""),
    ({"dealcheck": None}, Settings(), ""),
    ({"dealcheck": {"lint": {"enable": False}}}, Settings(lint=False), ""),
    ({"lint": {"select": ["DC45", "style"]}}, Settings(select=("DC45", "style")), ""),
    ({"lint.select": "DC45, style"}, Settings(select=("DC45", "style")), ""),
    ({"lint": {"ignore": ["tests"]}, "check": {"enable": False}}, Settings(ignore=("tests",), check=False), ""),
    ({"check": {"asOf": "2025-07-09"}}, Settings(as_of=date(2025, 7, 9)), ""),
    ({"check": {"asOf": ""}}, Settings(), ""),
    ({"codeLens": {"enable": False}, "inlayHints": {"enable": False}}, Settings(lenses=False, hints=False), ""),
    ({"codePage": "https://example.org/{code}"}, Settings(page="https://example.org/{code}"), ""),
    ({"path": "/usr/bin/dealcheck", "trace": {"server": "off"}}, Settings(), ""),
    ([], Settings(), "no table"),
    ("lint", Settings(), "no table"),
    ({"check": {"asOf": "9 July"}}, Settings(), "no date"),
    ({"lint": {"enable": "yes"}}, Settings(), "neither true nor false"),
    ({"lint": {"select": [1]}}, Settings(), "no list of rules"),
    ({"lint": {"selct": []}}, Settings(), "did you mean `lint.select`?"),
    ({"lint": {"select": ["DC999"]}}, Settings(select=("DC999",)), "no rule is called so"),
    ({"test": {"enable": False}, "check": {"enable": 1}}, Settings(tests=False), "neither true nor false"),
]


@pytest.mark.parametrize(("given", "wanted", "wrong"), SETTINGS)
def test_settings(given: object, wanted: Settings, wrong: str) -> None:
    settings, said = settings_of(given)
    assert settings == wanted
    assert bool(said) == bool(wrong)
    assert wrong in "".join(said)


@pytest.mark.parametrize(
    ("name", "encoding", "wanted"),
    [
        (
            "visual_studio_code",
            "utf-16",
            {"watches": True, "refreshes_lenses": True, "related": True, "pages": True, "versioned_edits": True},
        ),
        ("neovim", "utf-8", {"refreshes_hints": True, "watches": False, "related": True, "pulls": False}),
        ("emacs", "utf-32", {"watches": True, "related": False, "pages": False, "progress": True}),
    ],
)
def test_recorded_clients(name: str, encoding: str, wanted: dict[str, object]) -> None:
    can = client_capabilities(name)
    client = client_of(can)
    assert {key: getattr(client, key) for key in wanted} == wanted
    assert encoding_of(can) == encoding


def test_a_client_that_tells_nothing() -> None:
    assert client_of(types.ClientCapabilities()) == Client()
    assert encoding_of(types.ClientCapabilities()) == "utf-16"
    strange = types.ClientCapabilities(general=types.GeneralClientCapabilities(position_encodings=["utf-7"]))
    assert encoding_of(strange) == "utf-16"
