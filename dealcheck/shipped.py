"""Where the grammar and the packs of policies lie that ship with the program."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped_folder(name: str) -> Path:
    """The folder `grammar` or `policies`: inside an installed wheel, else beside the package in a source checkout.

    An editable install has no `_shipped` folder, so an edited grammar or pack takes effect at once.
    """
    installed = PACKAGE / "_shipped" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
