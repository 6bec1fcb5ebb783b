"""`dealcheck lsp`."""

from __future__ import annotations

import logging
import sys

import click

from dealcheck.cli import common
from dealcheck.loader import Shelf

LOOPBACK = "127.0.0.1"
"""The only address on which it listens: nobody but programs on this machine may ask."""

SWITCH = 0.001
"""Seconds after which a thread lets another one on: requests shall not wait for a check."""


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output; this is what it does anyway.")
@click.option("--tcp", is_flag=True, help="Wait for one client on a port of this machine instead.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="The port for --tcp.")
def lsp(stdio: bool, tcp: bool, port: int | None) -> int:
    """Serve an editor: what is wrong with a text, and what its deals violate, while it is typed.

    Editors start it by themselves; grammar/editors/README.md has two lines for each. It needs the extra `lsp`:
    pip install 'dealcheck[lsp]'.

    \b
    Example:
      dealcheck lsp
      dealcheck lsp --tcp --port 4711
    """
    if stdio and tcp:
        raise click.UsageError("--stdio and --tcp exclude each other")
    if tcp != (port is not None):
        raise click.UsageError("--tcp needs --port N" if tcp else "--port goes with --tcp")
    try:
        from dealcheck.lsp.server import DealServer
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("pygls", "lsprotocol", "cattrs"):
            raise
        raise click.UsageError(f"this needs {error.name}: pip install 'dealcheck[lsp]'") from None
    for name in ("pygls", "asyncio"):  # What goes wrong is told to the client.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    sys.setswitchinterval(SWITCH)
    server = DealServer(Shelf().current, common.today)
    if port is not None:
        server.start_tcp(LOOPBACK, port)
    else:
        server.start_io()
    return 0
