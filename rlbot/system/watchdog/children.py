"""One child process: started with its two pipes, watched, ended. The only file here that knows processes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import msgspec

from rlbot.system.watchdog.progress import LIFELINE_FD, PROGRESS_FD, Beat, Beats

Probe = Callable[[], Awaitable[bool]]
READ_BYTES = 65_536


class ChildSpec(msgspec.Struct, frozen=True, kw_only=True):
    """How to start it. `environment` is added to the parent's. `pid_file`: where its process id stands while it runs.

    Progress shows by its own beats, by a `probe` that it must answer, or by another child that tells of it: the first of
    `told_by`; while any of these is away, nobody can tell. `final`: exit statuses that a first start has when starting again
    would change nothing. Later they are ends like any other: the others are at work, and a disk that was full may have room.
    """

    name: str
    command: tuple[str, ...]
    pid_file: Path
    environment: Mapping[str, str] = {}
    probe: Probe | None = None
    told_by: tuple[str, ...] = ()
    final: frozenset[int] = frozenset()


class Child:
    """The running process of a spec, if there is one."""

    def __init__(self, spec: ChildSpec, on_beat: Callable[[Beat], None], on_end: Callable[[str, int], None]) -> None:
        self.spec = spec
        self._on_beat = on_beat
        self._on_end = on_end
        self._process: asyncio.subprocess.Process | None = None
        self._pipes: list[int] = []

    @property
    def pid(self) -> int:
        """Of the process, 0 without one."""
        return self._process.pid if self._process is not None else 0

    async def start(self) -> str:
        """Start it; a sentence if that cannot be."""
        read_fd, write_fd = os.pipe()
        life_read, life_write = os.pipe()
        told = {PROGRESS_FD: str(write_fd), LIFELINE_FD: str(life_read)}
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self.spec.command,
                env={**os.environ, **self.spec.environment, **told},
                pass_fds=(write_fd, life_read),
                start_new_session=True,  # a Ctrl-C at the terminal is the parent's to pass on, in order
            )
        except OSError as error:
            for fd in (read_fd, life_write):
                os.close(fd)
            return f"{self.spec.name} cannot be started: {self.spec.command[0]}: {error.strerror}."
        finally:
            os.close(write_fd)
            os.close(life_read)
        self._pipes = [read_fd, life_write]
        self._listen(read_fd)
        self.spec.pid_file.parent.mkdir(parents=True, exist_ok=True)
        self.spec.pid_file.write_text(f"{self._process.pid}\n", encoding="utf-8")
        return ""

    async def ended(self) -> None:
        """Wait for its end, and tell how it ended."""
        process = self._process
        if process is None:
            return
        status = await process.wait()
        for fd in self._pipes:
            asyncio.get_running_loop().remove_reader(fd)
            os.close(fd)
        self._pipes = []
        self._process = None
        self.spec.pid_file.unlink(missing_ok=True)
        self._on_end(f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}", status)

    def end(self, *, hard: bool) -> None:
        """Ask it to end, or end it; a frozen process hears only the latter."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)

    def _listen(self, fd: int) -> None:
        beats = Beats()
        os.set_blocking(fd, False)

        def on_readable() -> None:
            try:
                data = os.read(fd, READ_BYTES)
            except BlockingIOError:
                return
            if not data:
                asyncio.get_running_loop().remove_reader(fd)
            for beat in beats.feed(data):
                self._on_beat(beat)

        asyncio.get_running_loop().add_reader(fd, on_readable)


def leftover(pid_file: Path, marker: str) -> int:
    """The process that an earlier watchdog left behind, 0 if none. `marker`: a word its command line must hold."""
    try:
        pid = int(pid_file.read_text(encoding="utf-8"))
        os.kill(pid, 0)
    except (OSError, ValueError):
        return 0
    import psutil

    try:
        line = " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return 0
    return pid if marker in line else 0
