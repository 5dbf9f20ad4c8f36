"""`python -m rlbot.bridge.fake_gateway --port 4002`: a gateway without an account, until interrupted."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys

from rlbot.bridge.fake_gateway import control
from rlbot.bridge.fake_gateway.faults import script
from rlbot.bridge.fake_gateway.faults.injector import FaultInjector
from rlbot.bridge.fake_gateway.gateway import FakeGateway
from rlbot.bridge.fake_gateway.gateway_clock import MachineClock, ScaledClock
from rlbot.bridge.fake_gateway.market.hours import AlwaysOpen, RegularHours
from rlbot.bridge.fake_gateway.server import HOST, FakeGatewayServer
from rlbot.bridge.fake_gateway.settings import GatewaySettings
from rlbot.bridge.fake_gateway.wire import versions
from rlbot.clock import WallClock, from_iso

WRONG_USE = 2


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m rlbot.bridge.fake_gateway", description="A fake IB Gateway on loopback.")
    parser.add_argument("--port", type=int, default=4002, help="the API's port (4002: a paper gateway's); 0 takes a free one")
    parser.add_argument("--control-port", type=int, help="a second port that takes JSON lines; 0 takes a free one")
    parser.add_argument(
        "--max-version", type=int, default=versions.DEFAULT, help=f"newest protocol, up to {versions.LAST_TEXT}"
    )
    parser.add_argument(
        "--account", action="append", help="DU1234567 by default; may be repeated; the first is the default of orders"
    )
    parser.add_argument("--cash", type=float, default=1_000_000.0, help="USD to begin with")
    parser.add_argument("--seed", type=int, default=7, help="of prices, latencies and mixes")
    parser.add_argument("--start", help="the time it begins at, 2026-01-05T14:30:00Z; now if absent")
    parser.add_argument("--speed", type=float, default=1.0, help="gateway seconds for each of the machine's")
    parser.add_argument("--hours", choices=("always", "regular"), default="always", help="regular: the sessions of the NYSE")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME[,KEY=VALUE…][@SECONDS]", help="may be repeated")
    parser.add_argument("--mix", type=int, metavar="SEED", help="five faults at random moments of the first 30 s")
    return parser.parse_args(arguments)


async def _serve(asked: argparse.Namespace, settings: GatewaySettings, steps: list[script.Step]) -> None:
    clock = WallClock() if asked.start is None and asked.speed == 1.0 else _scaled(asked)
    gateway = FakeGateway(settings, clock, MachineClock())
    injector = FaultInjector(gateway)
    script.play(steps, injector, gateway.timers)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C raises there
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with (
        FakeGatewayServer(gateway, asked.port, speed=asked.speed) as server,
        control.listening(asked.control_port, gateway, injector, server.rearm) as control_words,
    ):
        words = f"fake gateway: {HOST}:{server.port}, account {', '.join(settings.accounts)}"
        print(f"{words}, versions to {settings.max_version}{control_words}", flush=True)  # noqa: T201  # the ports are read here
        await stop.wait()


def _scaled(asked: argparse.Namespace) -> ScaledClock:
    start_ns = WallClock().now_ns() if asked.start is None else from_iso(asked.start)
    return ScaledClock(start_ns, asked.speed)


def main(arguments: list[str]) -> int:
    """Exit status: 0 interrupted, 1 the port is taken, 2 wrong use."""
    asked = _arguments(arguments)
    try:
        if not asked.speed > 0.0:
            raise ValueError(f"--speed is {asked.speed}; it must be above 0")
        settings = GatewaySettings(
            accounts=tuple(asked.account or ("DU1234567",)),
            max_version=asked.max_version,
            seed=asked.seed,
            cash=asked.cash,
            hours=AlwaysOpen() if asked.hours == "always" else RegularHours(),
        )
        steps = [script.parse(text) for text in asked.fault] + (script.mix(asked.mix) if asked.mix is not None else [])
        if asked.start is not None:
            from_iso(asked.start)
    except ValueError as error:
        print(f"fake gateway: {error}", file=sys.stderr)  # noqa: T201  # a program of its own
        return WRONG_USE
    try:
        asyncio.run(_serve(asked, settings, steps))
    except (OSError, OverflowError) as error:
        print(f"fake gateway: cannot listen on port {asked.port}: {error}", file=sys.stderr)  # noqa: T201  # as above
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
