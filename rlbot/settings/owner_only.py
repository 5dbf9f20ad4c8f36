"""Files that tell accounts, orders, fills or passwords are their owner's alone."""

from __future__ import annotations

import contextlib
import stat
from pathlib import Path

OWNER_ONLY = 0o600


def close_to_others(path: Path) -> None:
    """Nobody but the owner may read or write it any more; where that cannot be, it stays as it is."""
    with contextlib.suppress(OSError):  # another user's, a file system without modes, or not there: whoever writes it goes on
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & ~OWNER_ONLY:
            path.chmod(mode & OWNER_ONLY)
