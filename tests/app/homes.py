"""Small homes and data folders for whole-command tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from rlbot.clock import iso
from rlbot.market.calendar import NYSE, Session

Row = tuple[str, float, float, float, float, int]
JANUARY_2020 = 1_577_836_800_000_000_000


def sessions(start_ns: int, count: int) -> list[Session]:
    """`count` sessions from the first one after `start_ns`."""
    found = [NYSE.next_session(start_ns)]
    while len(found) < count:
        found.append(NYSE.next_session(found[-1].day_ns))
    return found


def daily_rows(
    count: int, seed: int = 1, start_ns: int = 1_577_836_800_000_000_000
) -> list[tuple[str, float, float, float, float, int]]:
    """A random walk of `count` daily bars from January 2020, prices with four decimals as vendors have them."""
    rng = np.random.default_rng(seed)
    close = 100.0
    rows: list[Row] = []
    for session in sessions(start_ns, count):
        open_ = round(close * float(np.exp(rng.normal(0.0, 0.012))), 4)
        close = round(open_ * float(np.exp(rng.normal(0.0, 0.018))), 4)
        high = round(max(open_, close) * (1.0 + abs(float(rng.normal(0.0, 0.01)))), 4)
        low = round(min(open_, close) * (1.0 - abs(float(rng.normal(0.0, 0.01)))), 4)
        rows.append((iso(session.day_ns), open_, high, low, close, int(rng.integers(10**6, 10**7))))
    return rows


def write_rows(path: Path, rows: list[Row]) -> None:
    """One series as a file."""
    lines = ["timestamp,open,high,low,close,volume", *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_agent(home: Path, agent_id: str, text: str) -> None:
    """One agent's file."""
    folder = home / "configs" / "agents"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{agent_id}.toml").write_text(text, encoding="utf-8")
