"""What paper and live stand on: a bridge that answers, an account of the right kind, history to warm up on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import msgspec

from rlbot.app.bridge_parts import BridgeParts, cancelled
from rlbot.app.failure import REFUSED, CommandError
from rlbot.app.home import Home
from rlbot.bridge.history import HistoryProblem
from rlbot.bridge.history_store import goes_on, keep, stored
from rlbot.clock import Clock
from rlbot.events.base import INTERVAL_NS
from rlbot.market.calendar import DAY_NS
from rlbot.market.csv_file import Row
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.feed import Subscription
from rlbot.market.plan import HISTORY_BARS
from rlbot.system.arming import is_paper

SAY_EVERY_S = 10.0
LOOK_S = 0.1
AWAKE_S = 0.5
AGAIN_S = 10.0
OVERLAP_NS = 5 * DAY_NS
SESSION_MINUTES = 390


class Ground(msgspec.Struct, frozen=True):
    """The account traded, and the folder its history lies in."""

    account: str
    folder: DataFolder


async def prepare(
    parts: BridgeParts,
    home: Home,
    mode: str,
    wanted: str,
    series: tuple[Subscription, ...],
    wall: Clock,
    say: Callable[[str], None],
) -> Ground:
    """Wait for the gateway, look at the account, fetch what history is missing. Raises CommandError with a sentence."""
    async with asyncio.TaskGroup() as group:
        link = group.create_task(parts.run(), name="link")
        awake = group.create_task(_awake(parts), name="awake")
        try:
            account = await _account(parts, mode, wanted, say)
            folder = home.data / "ibkr"
            folder.mkdir(parents=True, exist_ok=True)
            for one in series:
                await _fetch(parts, folder, one, wall, say)
        finally:
            await cancelled(link)
            await cancelled(awake)
    try:
        return Ground(account, DataFolder(folder))
    except DataError as error:
        raise CommandError(str(error)) from None


async def _awake(parts: BridgeParts) -> None:
    """Whoever waits for the gateway, over a weekend if need be, is not stuck."""
    while True:
        parts.pulse.moved()
        await asyncio.sleep(AWAKE_S)


async def _account(parts: BridgeParts, mode: str, wanted: str, say: Callable[[str], None]) -> str:
    waited = 0.0
    while True:
        state = parts.session.watch.state
        if state is not None and state.gateway == "connected" and state.accounts and parts.session.heard_all.is_set():
            break
        if waited % SAY_EVERY_S < LOOK_S:
            say(waiting(mode, parts.gateway, parts.session.watch.sentence()))
        await asyncio.sleep(LOOK_S)
        waited += LOOK_S
    account = chosen(state.accounts, wanted, mode)
    before = parts.settle(account)
    if before:
        raise CommandError(
            f"this home has traded {before}, whose orders stand in the bridge's journal; give {account} a home of its own with "
            "--home",
            REFUSED,
        )
    return account


def waiting(mode: str, gateway: str, sentence: str) -> str:
    """What a start says without a gateway, and what a person can do. `gateway`: host:port; `sentence`: what is wrong."""
    wrong = sentence.rstrip(".")
    do = f"start TWS or IB Gateway, log it in for {mode} trading, with its API on and on that port"
    return f"{mode.upper()}: waiting for the gateway at {gateway} ({wrong}); {do}"


def chosen(accounts: Sequence[str], wanted: str, mode: str) -> str:
    """Which of the gateway's accounts is traded; `wanted` empty: the only one. Raises CommandError with a sentence."""
    names = ", ".join(accounts)
    if not wanted and len(accounts) > 1:
        raise CommandError(f'the gateway serves {names}; say which one is traded: [bridge] account = "{accounts[0]}"', REFUSED)
    account = wanted or accounts[0]
    if account not in accounts:
        raise CommandError(f"the gateway serves {names}, not {account}; mend [bridge] account, or log the other in", REFUSED)
    if any((mode == "paper") is not is_paper(one) for one in accounts):
        other = next(one for one in accounts if (mode == "paper") is not is_paper(one))
        kind = "paper" if is_paper(other) else "live"
        raise CommandError(
            f"{other} is a {kind} account and this is {mode} mode; log the gateway in to the other kind", REFUSED
        )
    return account


async def _fetch(parts: BridgeParts, path: Path, series: Subscription, wall: Clock, say: Callable[[str], None]) -> None:
    now_ns = wall.now_ns()
    say(f"asking the gateway for {series.symbol} {series.interval}")

    async def since(start_ns: int) -> list[Row] | HistoryProblem:
        return await parts.session.history.ask(series, start_ns, now_ns)

    answer: list[Row] | HistoryProblem | None = await newer_bars(path, series, since, say)
    if answer is None:
        answer = await first_bars(lambda: since(_reach_ns(series, now_ns)), say, _pause)
    if isinstance(answer, HistoryProblem):
        raise CommandError(f"no history of {series.symbol} {series.interval}: {answer.text}")
    kept = keep(path, series, answer)
    if isinstance(kept, DataError):
        raise CommandError(str(kept))
    if kept.tag:
        say(f"history of {series.symbol} was adjusted since; the earlier file is kept as {kept.tag}")


async def newer_bars(
    path: Path, series: Subscription, since: Callable[[int], Awaitable[list[Row] | HistoryProblem]], say: Callable[[str], None]
) -> list[Row] | None:
    """What came since the newest bar stored, nothing where there is no answer; None where all of it must be asked for.

    That is so with nothing stored, and after a split: what is stored is of another level then.
    """
    old = stored(path, series)
    if not old:
        return None
    answer = await since(old[-1][0] - OVERLAP_NS)
    if isinstance(answer, HistoryProblem):
        say(f"no newer history of {series.symbol} {series.interval}: {answer.text}")
        return []
    return answer if goes_on(old, answer) else None


async def first_bars(
    ask: Callable[[], Awaitable[list[Row] | HistoryProblem]], say: Callable[[str], None], pause: Callable[[], Awaitable[None]]
) -> list[Row] | HistoryProblem:
    """Ask until there are bars, or a reason that does not pass by itself: nothing can begin without them."""
    while True:
        answer = await ask()
        if not isinstance(answer, HistoryProblem) or not answer.passes:
            return answer
        say(f"no history of {answer.symbol} yet: {answer.text}; asked again in {AGAIN_S:.0f} s")
        await pause()


async def _pause() -> None:
    await asyncio.sleep(AGAIN_S)


def _reach_ns(series: Subscription, now_ns: int) -> int:
    """From where on there are bars enough to warm up, days off included."""
    if series.interval == "1d":
        sessions = HISTORY_BARS
    else:
        a_day = SESSION_MINUTES * 60_000_000_000 // INTERVAL_NS[series.interval]
        sessions = -(-HISTORY_BARS // a_day) + 1
    return now_ns - (sessions * 7 // 5 + 14) * DAY_NS
