"""Paper mode without an account: the whole chain against the fake gateway, in a home of its own. `make demo-paper`.

    python -m rlbot.app.demo_paper [--home DIR]

The market is that of the last session from ten in New York on, made up by a seed, in real time; agents decide every minute.
DIR is deleted at each start, hence it must be absent, empty, or marked as made here.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

from rlbot.app.end_signals import end_signals
from rlbot.app.failure import WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.app.output import note
from rlbot.app.paper import MARKET_MADE_UP, MARKET_OFFSET
from rlbot.app.supervise import end_leftovers
from rlbot.clock import Clock, WallClock, iso
from rlbot.market.calendar import NYSE

TEN_NS = 30 * 60 * 1_000_000_000  # half an hour after the open
SEED = 7
MARKER = "DEMONSTRATION"
MARK = "Made by python -m rlbot.app.demo_paper, which deletes this whole folder when it starts again.\n"
PLATFORM = """[bridge]
gateway_port = {port}
reconcile_s = 30.0
"""
AGENTS = {
    "demo_stock": 'algorithm = "vol_target"\nsymbol = "AAPL"\n',
    "demo_etf": 'algorithm = "vol_target"\nsymbol = "TNA"\nunderlying = "IWM"\nleverage = 3.0\n',
}
EVERY_MINUTE = """interval = "1m"
budget = 50_000
[features]
names = ["price", "volume", "rsi", "macd", "ema_10", "ema_50"]
[limits]
stop_loss = 0.05
no_trade_band = 0.02
"""


def make_home(home: Path, port: int) -> None:
    """Settings of a demonstration, anew each time. Raises CommandError where one still runs in this home, or what lies there is
    somebody else's."""
    home = home.resolve()  # a link's own target is deleted and made anew, not the link
    if not _is_ours(home):
        wrong = f"{home} was not made by a demonstration, and each start of one deletes its home"
        raise CommandError(f"{wrong}: empty it yourself, or choose another with --home", WRONG_USE)
    with Home(home).running("paper"):
        end_leftovers(Home(home))
        shutil.rmtree(home, ignore_errors=True)
    agents = home / "configs" / "agents"
    agents.mkdir(parents=True)
    (home / MARKER).write_text(MARK, encoding="utf-8")
    (home / "configs" / "rlbot.toml").write_text(PLATFORM.format(port=port), encoding="utf-8")
    for name, head in AGENTS.items():
        (agents / f"{name}.toml").write_text(head + EVERY_MINUTE, encoding="utf-8")


def _is_ours(home: Path) -> bool:
    """Whether nothing is lost if it goes; a file in its place is not ours either."""
    if (home / MARKER).is_file() or not home.exists():
        return True
    return home.is_dir() and not any(home.iterdir())


def market_environment(ahead_ns: int) -> dict[str, str]:
    """What the platform is told of its market: how far its clock is from the wall's, and that no price was ever quoted."""
    return {MARKET_OFFSET: str(ahead_ns / 1e9), MARKET_MADE_UP: "1"}


def begins_ns(clock: Clock) -> int:
    """Ten in New York of the last session that is over, UTC nanoseconds."""
    return NYSE.previous_session(clock.now_ns()).open_ns + TEN_NS


def main() -> int:
    """Until Ctrl-C."""
    parser = argparse.ArgumentParser(description="paper mode against a fake gateway")
    parser.add_argument("--home", type=Path, default=Path(".cache") / "demo-paper")
    parser.add_argument("--port", type=int, default=0, help="the dashboard's port; 0: the usual one")
    home, dashboard = (chosen := parser.parse_args()).home.resolve(), chosen.port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    try:
        make_home(home, port)
    except CommandError as error:
        note(error.text)
        return error.status
    clock = WallClock()
    start_ns = begins_ns(clock)
    gateway = [sys.executable, "-m", "rlbot.bridge.fake_gateway", "--port", str(port), "--seed", str(SEED)]
    up = [sys.executable, "-m", "rlbot", "--home", str(home), "up", "--mode", "paper"]
    up += ["--port", str(dashboard)] if dashboard else []
    environment = {**os.environ, **market_environment(start_ns - clock.now_ns())}
    with subprocess.Popen([*gateway, "--start", iso(start_ns)]) as market:
        try:
            with subprocess.Popen(up, env=environment) as platform:
                for number in end_signals():
                    signal.signal(number, lambda *_: platform.terminate())
                return platform.wait()
        finally:
            market.terminate()


if __name__ == "__main__":
    sys.exit(main())
