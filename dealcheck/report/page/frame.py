"""The page around its parts: head, content policy, landmarks, contents."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256

from dealcheck.report.page.markup import NONE, Html, link, rows, tag, text, void
from dealcheck.report.page.script import SCRIPT
from dealcheck.report.page.style import STYLE


def document(title: str, contents: Sequence[tuple[str, Html]], main: Html, after: Html) -> Html:
    """The whole document; `contents` are the places of its sections with their titles."""
    head = [
        Html('<meta charset="utf-8">'),
        void("meta", http_equiv="Content-Security-Policy", content=policy()),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="color-scheme" content="light dark">'),
        Html('<meta name="referrer" content="no-referrer">'),
        tag("title", text(title)),
        Html(f"<style>{STYLE}</style>"),
    ]
    places = tag("ul", *(tag("li", link(anchor, said)) for anchor, said in contents))
    body = [
        tag("a", text("to the report"), href="#report", class_="skip"),
        tag("nav", places, aria_label="Contents") if contents else NONE,
        tag("main", main, id="report", tabindex="-1"),
        tag("footer", after) if after else NONE,
        Html(f"<script>{SCRIPT}</script>"),
    ]
    page = [
        Html("<!DOCTYPE html>"),
        Html('<html lang="en" dir="ltr">'),
        tag("head", rows(head)),
        tag("body", rows(body)),
        Html("</html>"),
    ]
    return Html("\n".join(page) + "\n")


def policy() -> str:
    """The content policy: nothing is loaded, and no style or script runs but the page's own, told by its hash."""
    return (
        f"default-src 'none'; style-src {_hash(STYLE)}; script-src {_hash(SCRIPT)}; base-uri 'none'; form-action 'none'"
    )


def _hash(code: str) -> str:
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"
