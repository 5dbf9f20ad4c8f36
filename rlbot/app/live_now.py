"""Whether a home trades live now, or may."""

from __future__ import annotations

from rlbot.app.home import Home
from rlbot.clock import WallClock, iso
from rlbot.system.armed_file import read_armed
from rlbot.system.arming import Armed, standing


def armed_now(home: Home) -> Armed | None:
    """The arming that stands, of whatever account."""
    found = read_armed(home.armed_file)
    if isinstance(found, Armed):
        found = standing(found, found.account, WallClock().now_ns())
    return found if isinstance(found, Armed) else None


def live_now(home: Home) -> str:
    """How it is live, in words: armed, or running though it was disarmed; empty where it is neither."""
    armed = armed_now(home)
    if armed is not None:
        return f"live trading is armed for {armed.account} until {iso(armed.until_ns)}"
    return "live trading runs" if home.is_running() and home.runs_live() else ""
