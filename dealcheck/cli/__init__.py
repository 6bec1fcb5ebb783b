"""The command `dealcheck`: options, the api, a rendering, an exit code."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line. The version is answered before anything else is imported, for scripts ask it often."""
    if sys.argv[1:] == ["--version"]:
        from dealcheck import __version__

        sys.stdout.write(f"dealcheck {__version__}\n")
        return
    # A command lives for a moment and keeps nearly all that it makes: the collector would only walk it again and again.
    gc.disable()
    from dealcheck.cli.main import run

    sys.exit(run())
