"""A home: the folder that holds configs/, checkpoints/, logs/ and data/ of one platform."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rlbot.app.failure import CommandError


@dataclass(frozen=True, slots=True)
class Home:
    """Where everything lies. Nothing is created by looking."""

    root: Path

    @property
    def configs(self) -> Path:
        """Settings: `rlbot.toml`, `agents/*.toml`."""
        return self.root / "configs"

    @property
    def checkpoints(self) -> Path:
        """Models, journal, last state, kill file."""
        return self.root / "checkpoints"

    @property
    def logs(self) -> Path:
        """Structured logs and the agents' CSV."""
        return self.root / "logs"

    @property
    def data(self) -> Path:
        """Datasets of this home."""
        return self.root / "data"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time."""
        return self.root / ".cache"

    @property
    def mosquitto(self) -> Path:
        """Files of the private MQTT broker."""
        return self.checkpoints / "mosquitto"

    @property
    def processes(self) -> Path:
        """Process ids of the children, for the next watchdog."""
        return self.checkpoints / "processes"

    @property
    def kill_file(self) -> Path:
        """While it exists, nothing new is risked."""
        return self.checkpoints / "kill"

    @property
    def armed_file(self) -> Path:
        """While it stands and has not expired, live trading takes new risk."""
        return self.checkpoints / "armed"

    def bridge_memory(self, mode: str) -> Path:
        """What our end of the bridge remembers; paper and live never share it."""
        return self.checkpoints / ("bridge.json" if mode == "paper" else f"bridge-{mode}.json")

    def bridge_state(self, mode: str) -> Path:
        """The bridge's own journal, likewise."""
        return self.checkpoints / ("bridge" if mode == "paper" else f"bridge-{mode}")

    @property
    def journal(self) -> Path:
        """The append-only journal."""
        return self.checkpoints / "journal.sqlite3"

    @property
    def state(self) -> Path:
        """The last state, for people and for a quick start."""
        return self.checkpoints / "state.json"

    @property
    def token(self) -> Path:
        """The dashboard's start token, readable by its owner only."""
        return self.checkpoints / "token"

    @property
    def address(self) -> Path:
        """Where the running platform's API listens; written at start, removed at the end."""
        return self.checkpoints / "address"

    def is_running(self) -> bool:
        """Whether a platform holds this home now; an address that a killed one left behind is not to be trusted."""
        try:
            with (self.checkpoints / "running.lock").open("r", encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two who look do not take each other for a platform
                return False
        except BlockingIOError:
            return True
        except OSError:
            return False

    def runs_live(self) -> bool:
        """Whether the platform that holds this home said it trades live."""
        try:
            return (self.checkpoints / "running.lock").read_text(encoding="utf-8").split()[1:] == ["live"]
        except (OSError, UnicodeDecodeError):
            return False

    @contextmanager
    def running(self, mode: str = "simulate") -> Iterator[None]:
        """Hold the home for one running platform; a second one is refused with a sentence."""
        path = self.checkpoints / "running.lock"
        try:
            self.checkpoints.mkdir(parents=True, exist_ok=True)
            opened = path.open("a+", encoding="utf-8")
        except OSError as error:
            what = f"{self.checkpoints} cannot be written ({error.strerror or error})"
            raise CommandError(f"{what}; free the place, or choose another --home") from None
        with opened as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.seek(0)
                pid = " ".join(file.read().split()[:1]) or "unknown"
                raise CommandError(
                    f"a platform already runs in {self.root} (process {pid}); stop it, or give this one another --home"
                ) from None
            file.truncate(0)
            file.write(f"{os.getpid()} {mode}")
            file.flush()
            yield
