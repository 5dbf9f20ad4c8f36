"""The kill switch: one small file. While it exists nothing new is risked, whoever wrote it and whatever it says.

`rlbot kill`, the watchdog and the bridge use the same file, so it works while the core hangs and survives every restart. Fail
safe: a file that cannot be looked at counts as present, and a kill that cannot be stored still holds in memory.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec


class KillState(msgspec.Struct, frozen=True):
    """Who killed, and why, as far as the file tells."""

    reason: str
    origin: str
    ts_ns: int = 0


class KillSwitch:
    """`path` None keeps it in memory: backtests."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._held: KillState | None = None

    def state(self) -> KillState | None:
        """Why trading is killed, None when it is not. One look at the file system, a few microseconds."""
        if self._path is None:
            return self._held
        try:
            self._path.stat()
        except FileNotFoundError:
            return self._held
        except OSError as error:
            return self._held or KillState(f"the kill file {self._path} cannot be looked at ({error})", "file")
        return self._held or self._read(self._path)

    @property
    def held(self) -> KillState | None:
        """What holds as far as it was told of; the file is not looked at."""
        return self._held

    @property
    def active(self) -> bool:
        """Whether trading is killed."""
        return self.state() is not None

    def hold(self, state: KillState) -> None:
        """Killed, in memory only: what a journal being replayed says. The file is not touched."""
        self._held = state

    def release(self) -> None:
        """No longer held in memory; a file that exists still kills."""
        self._held = None

    def attach(self, path: Path) -> str:
        """From now on the file counts too. What is held is written there if it is not; a sentence if that failed."""
        self._path = path
        held = self._held
        if held is not None and not path.exists():
            return self.activate(held.reason, held.origin, held.ts_ns)
        return ""

    def activate(self, reason: str, origin: str, ts_ns: int) -> str:
        """Kill. Returns a sentence if it could not be stored (it holds in memory nevertheless), else nothing."""
        self._held = KillState(reason, origin, ts_ns)
        if self._path is None:
            return ""
        text = json.dumps({"ts_ns": ts_ns, "reason": reason, "origin": origin}) + "\n"
        fresh = self._path.with_name(self._path.name + ".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
            _sync_folder(self._path.parent)
        except OSError as error:
            return f"The kill switch is on, but {self._path} could not be written ({error}): it would not survive a restart."
        return ""

    def reset(self) -> str:
        """Lift the kill. Returns a sentence if the file would not go: then it stays on."""
        if self._path is not None:
            try:
                self._path.unlink(missing_ok=True)
                _sync_folder(self._path.parent)
            except OSError as error:
                return f"The kill switch stays on: {self._path} could not be removed ({error}). Remove it by hand."
        self._held = None
        return ""

    @staticmethod
    def _read(path: Path) -> KillState:
        """What the file says; an empty, torn or foreign file kills just the same."""
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return KillState(str(found["reason"]), str(found["origin"]), int(found["ts_ns"]))
        except (OSError, ValueError, KeyError, TypeError):
            return KillState("the kill file exists", "file")


def _sync_folder(folder: Path) -> None:
    """Make the entry itself durable; a folder that is not there has nothing to lose."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
