"""An agent in a process of its own: its crash, memory or delay is not the core's.

On an event loop the answer comes as a callback and the deadline as `Late`; without a loop (replay) the caller waits for the
answer, however long it takes, so that a replay gives the same decisions on a slow machine. A dead child is started again
with the next question. The child ends by itself when its input does.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import BinaryIO, cast

import msgspec
import numpy as np

from rlbot.agents.agent import Observation
from rlbot.agents.child import LENGTH, Failure, Hello, Question, Reply, Start, framed
from rlbot.agents.runners import Answer, Failed, Late, OnAnswer

CHUNK = 65_536


class ProcessRunner:
    """Asks one child. `loop` None: wait for each answer. `deadline_s`: how long the position may be in doubt."""

    def __init__(self, start: Start, *, loop: asyncio.AbstractEventLoop | None = None, deadline_s: float = 1.0) -> None:
        self._start = start
        self._loop = loop
        self._deadline_s = deadline_s
        self._seq = 0
        self._asked: OnAnswer | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._buffer = b""
        self._version = ""
        self._child: subprocess.Popen[bytes] | None = None
        self._spawn()

    @property
    def version(self) -> str:
        """As the child said; empty until it has."""
        return self._version

    @property
    def pid(self) -> int:
        """Process id of the child, 0 where there is none."""
        return self._child.pid if self._child is not None else 0

    def ask(self, observation: Observation, answered: OnAnswer) -> None:
        """One question. An earlier one still open is given up: its answer, should it come, counts for nothing."""
        self._answer(Late(int(self._deadline_s * 1e9)))
        self._seq += 1
        self._asked = answered
        question = Question(
            self._seq,
            np.ascontiguousarray(observation.vector, "<f4").tobytes(),
            observation.features,
            observation.weight,
            observation.bar_ns,
            observation.close,
            observation.exited,
        )
        if self._child is None:
            self._spawn()
        try:
            os.write(self._pipe("stdin").fileno(), framed(question))  # far below PIPE_BUF or refused whole
        except OSError as error:
            self._gone(f"the agent's process takes no question ({error.strerror})")
            return
        if self._loop is None:
            while self._asked is not None:
                self._readable()
        else:
            self._timer = self._loop.call_later(self._deadline_s, self._expire, self._seq)

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        if self._loop is not None and child.stdout is not None and not self._loop.is_closed():
            self._loop.remove_reader(child.stdout.fileno())
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        child.wait()

    def _spawn(self) -> None:
        self._buffer = b""
        self._child = subprocess.Popen(
            [sys.executable, "-m", "rlbot.agents.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # an interrupt at the terminal is the core's to handle
        )
        os.set_blocking(self._pipe("stdin").fileno(), False)
        os.write(self._pipe("stdin").fileno(), framed(self._start))
        if self._loop is not None:
            os.set_blocking(self._pipe("stdout").fileno(), False)
            self._loop.add_reader(self._pipe("stdout").fileno(), self._readable)

    def _pipe(self, name: str) -> BinaryIO:
        return cast(BinaryIO, getattr(self._child, name))

    def _readable(self) -> None:
        try:
            chunk = os.read(self._pipe("stdout").fileno(), CHUNK)
        except BlockingIOError:
            return
        if not chunk:
            self._gone("the agent's process ended")
            return
        self._buffer += chunk
        while len(self._buffer) >= LENGTH:
            end = LENGTH + int.from_bytes(self._buffer[:LENGTH], "big")
            if len(self._buffer) < end:
                return
            content, self._buffer = self._buffer[LENGTH:end], self._buffer[end:]
            self._heard(msgspec.msgpack.decode(content, type=Hello | Failure | Reply))

    def _heard(self, message: Hello | Failure | Reply) -> None:
        if isinstance(message, Hello):
            self._version = message.version
        elif isinstance(message, Reply):
            if message.seq == self._seq:
                self._answer(message.decision)
        elif message.seq in (0, self._seq):
            self._answer(Failed(message.error))

    def _expire(self, seq: int) -> None:
        if seq == self._seq:
            self._answer(Late(int(self._deadline_s * 1e9)))

    def _gone(self, why: str) -> None:
        self.close()
        self._answer(Failed(why))

    def _answer(self, answer: Answer) -> None:
        asked, self._asked = self._asked, None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if asked is not None:
            asked(answer)
