"""How a child shows progress, and notices that its watchdog is gone: two pipes, handed over by number in the environment.

The child writes a line for each heartbeat that came through its bus; what it knows of others (the bridge's state) it tells
along. Nothing is ever written to the other pipe: it ends when the parent does, however that happens.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping

import msgspec

PROGRESS_FD = "RLBOT_PROGRESS_FD"
LIFELINE_FD = "RLBOT_LIFELINE_FD"


class Beat(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line. `bridge_ts_ns`: of the newest state the bridge told, 0 while there is none. `deaf`: who tells cannot
    hear the bridge now (the MQTT broker is away; it trains a model, it replays a journal)."""

    seq: int
    bridge_ts_ns: int = 0
    deaf: bool = False


class Beats:
    """The parent's side: bytes in, beats out; a broken line is skipped."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Beat]:
        """Whole lines of what came so far."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        found = []
        for line in lines:
            with contextlib.suppress(msgspec.DecodeError):
                found.append(msgspec.json.decode(line, type=Beat))
        return found


class Supervised:
    """The child's side. `lifeline`: a descriptor that reads as ended once the watchdog is gone."""

    def __init__(self, progress_fd: int, lifeline: int) -> None:
        self._fd = progress_fd
        self.lifeline = lifeline
        os.set_blocking(progress_fd, False)
        os.set_blocking(lifeline, False)

    def tell(self, beat: Beat) -> bool:
        """Write a line; False where nobody reads any more. A full pipe loses the line: the reader is slow, not gone."""
        try:
            os.write(self._fd, msgspec.json.encode(beat) + b"\n")
        except BlockingIOError:
            return True
        except OSError:
            return False
        return True

    def orphaned(self) -> bool:
        """Whether the watchdog is gone."""
        try:
            return os.read(self.lifeline, 1) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True


def supervised(environment: Mapping[str, str]) -> Supervised | None:
    """What a watchdog handed over; None where none did."""
    try:
        found = int(environment[PROGRESS_FD]), int(environment[LIFELINE_FD])
        for fd in found:
            os.fstat(fd)
    except (KeyError, ValueError, OSError):
        return None
    return Supervised(*found)
