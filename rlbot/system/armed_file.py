"""The file that arms live trading: written whole, readable by its owner alone, believed only if nobody else could write it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import msgspec

from rlbot.settings.atomic_file import replace_file
from rlbot.system.arming import Armed, NotArmed

MODE = 0o600
LARGEST = 4_096  # bytes


def read_armed(path: Path) -> Armed | NotArmed:
    """What it says. A file of somebody else, open to others, a link, or not as `write_armed` writes it arms nothing."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return NotArmed("live trading is not armed")
    except OSError as error:
        return NotArmed(f"{path} cannot be read ({error.strerror})")
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            return NotArmed(f"{path} is no file")
        if found.st_uid != os.geteuid():
            return NotArmed(f"{path} belongs to another user")
        if stat.S_IMODE(found.st_mode) & ~MODE:
            return NotArmed(f"others may read or write {path} (its mode is {stat.S_IMODE(found.st_mode):o}, not {MODE:o})")
        return msgspec.json.decode(os.read(handle, LARGEST), type=Armed)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        return NotArmed(f"{path} is damaged ({error})")
    finally:
        os.close(handle)


def write_armed(path: Path, armed: Armed) -> None:
    """Take the place of what stood there. Raises OSError; then what stood there stands."""
    replace_file(path, msgspec.json.encode(armed) + b"\n", mode=MODE)


def remove_armed(path: Path) -> bool:
    """Disarm; whether there was anything to remove. Raises OSError."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True
