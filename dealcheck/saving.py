"""The only writer of files: a file holds what it held or all of what is new, whatever happens on the way."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from dealcheck.loader import Fault


def save(path: Path, name: str, raw: bytes) -> Fault | None:
    """Put bytes into a new file, or in place of those of one that is there, its mode kept.

    None, or why that cannot be done (DC918).

    Where the path is a symbolic link, the file that it leads to is replaced and the link stays.
    """
    real = Path(os.path.realpath(path))
    beside = real.with_name(f".{real.name}.{os.getpid()}.dealcheck")
    try:
        mode = real.stat().st_mode if real.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            return Fault("DC918", f"{name} is no regular file", "name a file, or use `-`")
        if mode is not None and not os.access(real, os.W_OK):
            return Fault("DC918", f"{name} may not be written", "ask for the permission to write it")
        try:
            with os.fdopen(
                os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else 0o600), "wb"
            ) as stream:
                stream.write(raw)
            if mode is not None:
                beside.chmod(stat.S_IMODE(mode))
            beside.replace(real)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        return Fault("DC918", f"{name} cannot be written: {reason.lower()}", "the file is as it was")
    return None


def make_folder(path: Path, name: str) -> Fault | None:
    """Make a folder in one that is there, unless it is there itself. None, or why that cannot be done (DC918)."""
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        return Fault("DC918", f"the folder {name} cannot be made: {reason.lower()}", "make it, or name a file with -o")
    return None
