"""A home to start the real platform in: the shipped settings, fifteen years of made-up daily bars, versions nobody trained."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bar_files import write_days
from benchmarks.trading_world import version_of
from rlbot.agents.registry import ModelRegistry
from rlbot.agents.version_files import write_version_files
from rlbot.market.normalizer import Normalizer
from rlbot.settings.loading import load
from rlbot.settings.platform import Settings

ROOT = Path(__file__).resolve().parents[1]
SYMBOLS = ("AAPL", "TNA", "IWM", "VIX")
LONGEST_S = 120.0


def make_house(home: Path) -> Path:
    """Settings, bars in `data/`, and a deployed version an agent. Returns the folder of bars."""
    shutil.copytree(ROOT / "configs", home / "configs")
    data = home / "data"
    data.mkdir()
    write_days(data, SYMBOLS)
    registry = ModelRegistry(home / "checkpoints")
    settings = load(home)
    assert isinstance(settings, Settings), settings
    for agent in settings.agents:
        files = version_of(agent)
        with registry.begin_version(agent.id) as draft:
            arrays = files.arrays
            write_version_files(
                draft.folder, arrays.kind, arrays.layers, Normalizer.restored(files.normalizer), arrays.reference
            )
            manifest = draft.commit(agent.algorithm, 0, details={"data": {"source": "recorded bars"}})
        registry.deploy(agent.id, manifest.version)
    return data


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def platform(home: Path, port: int, *words: str) -> Iterator[subprocess.Popen[str]]:
    """`rlbot up` with `words`, in a process of its own; ended at the end."""
    command = [sys.executable, "-m", "rlbot", "--home", str(home), "up", "--port", str(port), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (home / "up.log").open("w", encoding="utf-8") as log:
        child = subprocess.Popen(command, stdout=log, stderr=log, text=True, cwd=home, env=environment)
        try:
            yield child
        finally:
            child.terminate()
            child.wait(30)


def healthy_after(port: int, child: subprocess.Popen[str], path: str = "/api/health") -> float:
    """Seconds until `path` answers 200."""
    began = time.perf_counter()
    while time.perf_counter() - began < LONGEST_S and child.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return time.perf_counter() - began
        except OSError:
            time.sleep(0.02)
        finally:
            connection.close()
    raise RuntimeError(f"the platform did not answer {path} (status {child.poll()})")
