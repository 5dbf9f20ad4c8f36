"""Trains in a process of its own, so that torch never enters the process that trades, and shows how far it is."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from rlbot.app.failure import INTERRUPTED, CommandError
from rlbot.app.home import Home
from rlbot.app.output import note, progress

MARK = "PROGRESS "  # how a training child tells: `PROGRESS 0.42 what it does`
KEPT_LINES = 20
CLEARS_UP_S = 10.0  # what a stopped child may take to remove its draft; it needs well under a second


def train_in_child(home: Home, agent_id: str, arguments: Sequence[str], moved: Callable[[], None] = lambda: None) -> str:
    """Run `rlbot train AGENT ARGUMENTS`; returns the new version's name. Raises CommandError with the child's sentence.

    `moved`: called whenever the child tells something.
    """
    command = [sys.executable, "-m", "rlbot", "--home", str(home.root), "train", agent_id, "--tell", *arguments]
    try:
        status, version, told = _followed(command, agent_id, moved)
    except KeyboardInterrupt:  # before there was a child to end
        raise CommandError(
            f"training {agent_id} was stopped before it began; nothing of this run is kept", INTERRUPTED
        ) from None
    if status != 0 or not version:
        said = "\n".join(told) or f"the training process ended with status {status}"
        raise CommandError(f"{agent_id} could not be trained: {said}")
    for text in told:
        note(text)
    return version


def _followed(command: Sequence[str], agent_id: str, moved: Callable[[], None]) -> tuple[int, str, Sequence[str]]:
    """Run the child to its end: its status, the version it named, and its last lines. Ctrl-C ends it, as a CommandError."""
    label = f"training {agent_id}"
    last: deque[str] = deque(maxlen=KEPT_LINES)
    version = ""
    progress(label, 0.0)
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=Path.cwd(),
        process_group=0,  # the terminal's Ctrl-C reaches it through us alone: twice would interrupt its clearing up
    ) as child:
        try:
            for line in child.stdout or ():
                moved()
                text = line.rstrip()
                if text.startswith(MARK):
                    done, _, detail = text[len(MARK) :].partition(" ")
                    progress(label, float(done), detail)
                elif text.startswith("VERSION "):
                    version = text.split()[1]
                elif text:
                    last.append(text)
        except KeyboardInterrupt:
            raise CommandError(_stopped(child, agent_id), INTERRUPTED) from None
    return child.returncode, version, last


def _stopped(child: subprocess.Popen[str], agent_id: str) -> str:
    """End the child, and say in its own words what is kept."""
    child.send_signal(signal.SIGINT)
    try:
        told, _ = child.communicate(timeout=CLEARS_UP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        told = ""
    said = [line for line in told.splitlines() if line and not line.startswith(MARK)]
    return f"training {agent_id} was {said[-1]}" if said else f"training {agent_id} was stopped; nothing of this run is kept"
