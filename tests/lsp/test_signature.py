"""Signature help: which kind, and which key or field is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealcheck.lsp.features.signature import signature_help
from tests.lsp.texts import HEAD, opened

DEAL = "deal d { between US, JP  against mid_2025  term t: "
LINE = "policy JP { red line a: "

SAMPLES: list[tuple[str, str, str]] = [
    (DEAL + "tariff ▮", "tariff", "by party"),
    (DEAL + "tariff by ▮", "tariff", "by party"),
    (DEAL + "tariff by US ▮", "tariff", "from party"),
    (DEAL + "tariff by US from J▮", "tariff", "from party"),
    (DEAL + "tariff by US from JP on autos ▮", "tariff", "layer name = mfn"),
    (DEAL + "tariff by US from JP on autos rate ▮", "tariff", "rate rate"),
    (DEAL + "tariff by US from JP on autos rate 5 ▮", "tariff", "rate rate"),
    (DEAL + "tariff_quota by US from JP on autos volume 5 t, ▮", "tariff_quota", "volume quantity"),
    (DEAL + "export_cap by JP to ▮", "export_cap", "to party"),
    (DEAL + "regulation by JP on digital force ▮", "regulation", "force shall | commits | intends | expected"),
    (LINE + "no export_cap by ▮", "export_cap", "by party"),
    (LINE + "every tariff by US must have ▮", "tariff", "rate rate"),
    (LINE + "every tariff by US must have share ▮", "tariff", "share percent"),
    (LINE + "every duty by US ▮", "duty", "from party"),
    (LINE + "every duty by US must have rate <= tariff_quota.in_rate(from ▮", "tariff_quota", "from party"),
]


@pytest.mark.parametrize(("text", "kind", "active"), SAMPLES, ids=[text[-40:] for text, _, _ in SAMPLES])
def test_the_key_or_field_at_hand(tmp_path: Path, text: str, kind: str, active: str) -> None:
    desk = opened(tmp_path, HEAD + text)
    found = signature_help(desk.analysis, desk.position)
    assert found is not None
    signature = found.signatures[0]
    assert signature.label.split()[0] == kind
    shown = []
    for each in signature.parameters or ():
        assert not isinstance(each.label, str)
        start, end = each.label
        shown.append(signature.label[start:end])
    assert found.active_parameter is not None
    assert shown[found.active_parameter] == active


@pytest.mark.parametrize(
    "text",
    [
        "▮",
        "policy JP { ▮ }",
        "policy JP { red line a: ▮",
        "# tariff by ▮",
        'deal d "tariff by ▮" {',
        DEAL + "wonder by ▮",
    ],
)
def test_none_elsewhere(tmp_path: Path, text: str) -> None:
    desk = opened(tmp_path, HEAD + text)
    assert signature_help(desk.analysis, desk.position) is None
