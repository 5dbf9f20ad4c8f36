"""A home made for a test, and commands run in it: in this process (quick) or in one of their own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rlbot.app.cli import run

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 240  # for one command; none comes near it unless it hangs

# Rules of the account that would stop a single agent from doing what its script says.
NO_ACCOUNT_RULES = """
[risk]
max_exposure_per_asset = 100.0
max_exposure = 100.0
daily_loss = 1.0
drawdown_reduce = 0.99
drawdown_halt = 1.0
orders_per_minute = 1000000
price_collar = 1.0
buying_power = 100.0
"""


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)


def make_home(root: Path, agents: Mapping[str, str], platform: str = NO_ACCOUNT_RULES) -> Path:
    """Write `configs/`; returns the home."""
    folder = root / "configs" / "agents"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "configs" / "rlbot.toml").write_text(platform, encoding="utf-8")
    for name, text in agents.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return root


def rlbot(home: Path, *words: object) -> Ran:
    """Run a command here and now."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run([str(word) for word in words] + ["--home", str(home)])
    return Ran(status, out.getvalue(), err.getvalue())


def command(home: Path, *words: object) -> list[str]:
    """The same as a command line of its own."""
    return [sys.executable, "-m", "rlbot", "--home", str(home), *(str(word) for word in words)]


def rlbot_process(home: Path, *words: object, cwd: Path | None = None, **environment: str) -> Ran:
    """Run a command in a process of its own."""
    done = subprocess.run(
        command(home, *words),
        capture_output=True,
        text=True,
        cwd=cwd or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        timeout=LONGEST_S,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@contextmanager
def started(home: Path, *words: object) -> Iterator[subprocess.Popen[str]]:
    """A command that goes on, with its output as one stream; it is killed at the end if it still runs."""
    process = subprocess.Popen(
        command(home, *words),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
