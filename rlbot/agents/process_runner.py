"""An agent in a process of its own: its crash, memory or delay is not the core's.

Asked and answered within the instant, so that events keep one order whatever the child does, and a resumed run replays. Where
the clock is the wall's there is a deadline, past which the answer is `Late`; a replay waits however long it takes, so that it
gives the same decisions on a slow machine. A child that died is started again at once, one that hangs with the question after;
after three failures in a row it rests for longer and longer. The child ends by itself when its input does.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections import deque
from typing import BinaryIO, cast

import msgspec
import numpy as np

from rlbot.agents.agent import Agent, Observation
from rlbot.agents.process_messages import LENGTH, Failure, Hello, Question, Reply, Start, Watched, framed
from rlbot.agents.runners import Answer, Failed, Late, OnAnswer
from rlbot.events.agent import DecisionExplained

CHUNK = 65_536
START_S = 30.0  # to load an agent; about 0.5 s are usual
KEPT = 2_048  # watched bars that a child started anew is told again
PATIENCE = 3  # failures in a row before a child rests
LONGEST_REST = 64  # questions, reached by doubling


class ChildError(ValueError):
    """An agent that its process could not load; the message is the child's own sentence."""


class ProcessRunner:
    """Asks one child. `deadline_s` None: wait for each answer. Raises ChildError where the agent cannot be loaded."""

    def __init__(self, start: Start, *, deadline_s: float | None = None) -> None:
        self._start = start
        self._deadline_s = deadline_s
        self._seq = 0
        self._buffer = b""
        self._child: subprocess.Popen[bytes] | None = None
        self._watched: deque[Watched] = deque(maxlen=KEPT)
        self._failures = 0
        self._rests = 0
        self._overdue = False  # the last question has no answer yet
        self.version = ""
        self.needed = -1
        self.why: DecisionExplained | None = None  # the agent's own words about its latest answer
        self._spawn()
        hello = self._heard(0, time.monotonic() + START_S)
        if not isinstance(hello, Hello):
            self.close()
            told = hello.error if isinstance(hello, Failure | Failed) else f"its process said nothing within {START_S:g} s"
            raise ChildError(told)

    @property
    def pid(self) -> int:
        """Process id of the child, 0 where there is none."""
        return self._child.pid if self._child is not None else 0

    def ask(self, observation: Observation, answered: OnAnswer) -> None:
        """One question, one answer before this returns: a decision, `Late` or `Failed`."""
        self._seq += 1
        self.why = None
        if self._rests:
            answered(self._resting())
            return
        answer = self._asked(observation)
        self._failures = 0 if not isinstance(answer, Failed | Late) else self._failures + 1
        if self._failures >= PATIENCE:
            self.close()
            self._rests = min(1 << min(self._failures - PATIENCE, 16), LONGEST_REST)
        answered(answer)

    def watch(self, close: float, log_return: float) -> None:
        """A bar for the agent's own series."""
        bar = Watched(close, log_return)
        self._watched.append(bar)
        if self._child is not None:
            self._send(bar)

    def use(self, agent: Agent) -> None:
        """Another version decides from now on, in a new child."""
        self._start = msgspec.structs.replace(self._start, version=agent.version)
        self._failures = self._rests = 0
        self._respawn()

    def close(self) -> None:
        """End the child; a second time changes nothing."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        child.wait()

    def _asked(self, observation: Observation) -> Answer:
        if self._overdue or self._child is None:
            self._respawn()
        question = Question(
            self._seq,
            np.ascontiguousarray(observation.vector, "<f4").tobytes(),
            observation.features,
            observation.weight,
            observation.bar_ns,
            observation.close,
            observation.exited,
            observation.inputs,
            observation.equity,
        )
        if not self._send(question):
            self._respawn()
            return Failed("the agent's process takes no question")
        deadline = None if self._deadline_s is None else time.monotonic() + self._deadline_s
        reply = self._heard(self._seq, deadline)
        if isinstance(reply, Reply):
            self.why = reply.why
            return reply.decision
        if reply is None:
            self._overdue = True
            return Late(int((self._deadline_s or 0.0) * 1e9))
        if isinstance(reply, Failed):
            self._respawn()
            return reply
        return Failed(reply.error if isinstance(reply, Failure) else "the agent's process answered out of turn")

    def _resting(self) -> Failed:
        self._rests -= 1
        if not self._rests:
            self._respawn()  # ready by the question after this one
        return Failed(f"the agent's process failed {self._failures} times in a row and rests")

    def _spawn(self) -> None:
        self._buffer, self._overdue = b"", False
        self._child = subprocess.Popen(
            [sys.executable, "-m", "rlbot.agents.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # an interrupt at the terminal is the core's to handle
        )
        self._send(msgspec.structs.replace(self._start, modules=tuple(sys.path)))
        os.set_blocking(self._pipe("stdin").fileno(), False)  # a child that reads nothing must not stop the core

    def _respawn(self) -> None:
        self.close()
        self._spawn()
        for bar in self._watched:
            self._send(bar)

    def _send(self, message: msgspec.Struct) -> bool:
        content = framed(message)
        try:
            return os.write(self._pipe("stdin").fileno(), content) == len(content)
        except OSError:
            return False

    def _pipe(self, name: str) -> BinaryIO:
        return cast(BinaryIO, getattr(self._child, name))

    def _heard(self, seq: int, deadline: float | None) -> Hello | Failure | Reply | Failed | None:
        """The message for `seq`; Failed where the child ended, None past the deadline (on the monotonic clock, seconds)."""
        while True:
            for message in self._messages():
                if isinstance(message, Hello):
                    self.version, self.needed = message.version, message.needed
                    if seq == 0:
                        return message
                elif message.seq == seq or (isinstance(message, Failure) and message.seq == 0):
                    return message
            left = None if deadline is None else max(deadline - time.monotonic(), 0.0)
            output = self._pipe("stdout").fileno()
            if not select.select([output], [], [], left)[0]:
                return None
            chunk = os.read(output, CHUNK)
            if not chunk:
                return Failed("the agent's process ended")
            self._buffer += chunk

    def _messages(self) -> list[Hello | Failure | Reply]:
        found = []
        while len(self._buffer) >= LENGTH:
            end = LENGTH + int.from_bytes(self._buffer[:LENGTH], "big")
            if len(self._buffer) < end:
                break
            content, self._buffer = self._buffer[LENGTH:end], self._buffer[end:]
            found.append(msgspec.msgpack.decode(content, type=Hello | Failure | Reply))
        return found
