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
PID_FILE = "RLBOT_PID_FILE"  # in a child's environment: whose it is, told apart from another home's under a number used again


class ChildSpec(msgspec.Struct, frozen=True, kw_only=True):
    """How to start it. `environment` is added to the parent's. `pid_file`: where its process id stands while it runs.

    Progress shows by its own beats, by a `probe` that it must answer, or by another child that tells of it: the first of
    `told_by`; while any of these is away, nobody can tell but itself, by beats of its own if it gave any. `final`: exit
    statuses that a first start has when starting again would change nothing. Later they are ends like any other: the others
    are at work, and a disk that was full may have room.
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
        self._noted = True
        self._note_failed = False

    @property
    def pid(self) -> int:
        """Of the process, 0 without one."""
        return self._process.pid if self._process is not None else 0

    async def start(self) -> str:
        """Start it; a sentence if that cannot be."""
        try:
            read_fd, write_fd, life_read, life_write = _two_pipes()
        except OSError as error:
            return f"{self.spec.name} cannot be started: there is no pipe for it ({error.strerror})."
        os.set_blocking(write_fd, False)  # for whoever writes there: a parent that does not read holds nobody up
        told = {PROGRESS_FD: str(write_fd), LIFELINE_FD: str(life_read), PID_FILE: _whose(self.spec)}
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
        self._noted = self._note_failed = False
        return ""

    def note_pid(self) -> str:
        """Leave the process id where the next watchdog looks for it; a sentence, once, if that cannot be. Called until it can:
        a full disk is no reason to end a child that works."""
        if self._process is None or self._noted:
            return ""
        pid_file = self.spec.pid_file
        try:
            pid_file.parent.mkdir(parents=True, exist_ok=True)
            pid_file.write_text(f"{self._process.pid}\n", encoding="utf-8")
        except OSError as error:
            said, self._note_failed = self._note_failed, True
            why = f"{pid_file} cannot be written ({error.strerror}): process {self._process.pid} would not be found"
            return "" if said else f"{why} if it outlived this one. It goes on; free space or rights there."
        self._noted = True
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
        forget_pid(self.spec)
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


def leftover(spec: ChildSpec) -> int:
    """The process of this spec that an earlier watchdog left behind, 0 if none."""
    try:
        pid = int(spec.pid_file.read_text(encoding="utf-8"))
        os.kill(pid, 0)
    except (OSError, ValueError):
        return 0
    import psutil

    try:
        return pid if psutil.Process(pid).environ().get(PID_FILE) == _whose(spec) else 0
    except (psutil.Error, OSError):
        return 0


def forget_pid(spec: ChildSpec) -> None:
    """It runs no more; a note that cannot be removed names a process that is not this child's."""
    with contextlib.suppress(OSError):
        spec.pid_file.unlink(missing_ok=True)


def _whose(spec: ChildSpec) -> str:
    return str(spec.pid_file.resolve())


def _two_pipes() -> tuple[int, int, int, int]:
    """Both, or none. Raises OSError."""
    one = os.pipe()
    try:
        return *one, *os.pipe()
    except OSError:
        for fd in one:
            os.close(fd)
        raise
