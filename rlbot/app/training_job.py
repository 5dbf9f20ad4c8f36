"""Trains in a process of its own, so that torch never enters the process that trades, and shows how far it is."""

from __future__ import annotations

import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from rlbot.app.failure import CommandError
from rlbot.app.home import Home
from rlbot.app.output import note, progress

MARK = "PROGRESS "  # how a training child tells: `PROGRESS 0.42 what it does`
KEPT_LINES = 20


def train_in_child(home: Home, agent_id: str, arguments: Sequence[str]) -> str:
    """Run `rlbot train AGENT ARGUMENTS`; returns the new version's name. Raises CommandError with the child's sentence."""
    command = [sys.executable, "-m", "rlbot", "--home", str(home.root), "train", agent_id, "--tell", *arguments]
    label = f"training {agent_id}"
    last: deque[str] = deque(maxlen=KEPT_LINES)
    version = ""
    progress(label, 0.0)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=Path.cwd()) as child:
        try:
            for line in child.stdout or ():
                text = line.rstrip()
                if text.startswith(MARK):
                    done, _, detail = text[len(MARK) :].partition(" ")
                    progress(label, float(done), detail)
                elif text.startswith("VERSION "):
                    version = text.split()[1]
                elif text:
                    last.append(text)
        except KeyboardInterrupt:
            child.terminate()
            raise
    if child.returncode != 0 or not version:
        said = "\n".join(last) or f"the training process ended with status {child.returncode}"
        raise CommandError(f"{agent_id} could not be trained: {said}")
    for text in last:
        note(text)
    return version
