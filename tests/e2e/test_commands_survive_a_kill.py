"""SIGKILL right after the answer: what a person was told is done is still done at the next start."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.app.homes import daily_rows, write_agent, write_rows
from tests.e2e.house import started
from tests.e2e.test_running_platform import free_port


class Api:
    """A session with the platform of `home`."""

    def __init__(self, home: Path, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._headers = {"Origin": self._base, "Content-Type": "application/json"}
        token = (home / "checkpoints" / "token").read_text(encoding="utf-8").strip()
        self._headers["Authorization"] = "Bearer " + self("POST", "/api/session", {"token": token})["session"]

    def __call__(self, method: str, path: str, body: dict[str, str] | None = None) -> Any:
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self._base + path, data=data, headers=self._headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def agents(self) -> dict[str, Any]:
        return {agent["id"]: agent for agent in self("GET", "/api/agents")["items"]}


@contextmanager
def platform(home: Path, speed: str) -> Iterator[tuple[subprocess.Popen[str], Api]]:
    port = free_port()
    words = ("up", "--feed", "csv", "--data", home / "market", "--from", "2020-06-01", "--speed", speed, "--port", port)
    with started(home, *words) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any("dashboard:" in line for line in lines)
        yield process, Api(home, port)


def until(api: Api, holds: Callable[[dict[str, Any]], bool]) -> bool:
    """Ask until it `holds`; the feed's own pace is the clock, so many questions are a limit in time too."""
    return any(holds(api.agents()) for _ in range(20_000))


def test_a_flatten_and_a_pause_are_not_forgotten(tmp_path: Path) -> None:
    (tmp_path / "market").mkdir()
    write_rows(tmp_path / "market" / "AAPL_1d.csv", daily_rows(400, 1))
    for name in ("one", "two"):
        write_agent(tmp_path, name, 'algorithm = "hold"\nsymbol = "AAPL"\n[features]\nnames = ["price"]\n')
    with platform(tmp_path, "8") as (process, api):
        assert until(api, lambda agents: all(agent["shares"] > 0 for agent in agents.values()))
        api("POST", "/api/flatten", {"agent_id": "one"})
        api("POST", "/api/agents/two/pause")
        process.kill()
        process.wait()
    with platform(tmp_path, "40") as (_, api):
        agents = api.agents()
        assert [agents[name]["state"] for name in ("one", "two")] == ["paused", "paused"]
        assert until(api, lambda agents: bool(agents["one"]["shares"] == 0))
        assert api.agents()["two"]["shares"] > 0
