"""A gateway's market data on a wall clock that only waiting moves: history on request, five-second bars in a session."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rlbot.bridge.bridge_feed import BridgeFeed
from rlbot.bridge.history import HistoryDesk
from rlbot.bridge.wire.commands import Command, HistoryRequest
from rlbot.bridge.wire.events import History, HistoryBar, WireBar
from rlbot.clock import from_iso
from rlbot.events.base import INTERVAL_NS
from rlbot.market.calendar import NYSE
from rlbot.market.csv_file import Row
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds.feed import Subscription
from rlbot.market.instruments import close_delay_ns

FINE_NS = 5_000_000_000
MINUTE_NS = 60_000_000_000
PAGE = 400


class GatewayMarket:
    """`rows` as traded, by series. `lost`: starts of five-second bars that never come; `silent`: history is not answered."""

    def __init__(self, at: str, rows: Mapping[Subscription, Sequence[Row]]) -> None:
        self.ns = from_iso(at)
        self.rows = rows
        self.lost: set[int] = set()
        self.silent = False
        self.asked: list[HistoryRequest] = []
        self.feed: BridgeFeed | None = None
        self.history = HistoryDesk(self.send, self, lambda: f"h{len(self.asked)}", lambda: 1)

    def now_ns(self) -> int:
        return self.ns

    def advance_to(self, ts_ns: int) -> None:
        """Nothing, as a wall clock."""

    def send(self, command: Command) -> None:
        """Pages of what is finished now, at once."""
        assert isinstance(command, HistoryRequest)
        self.asked.append(command)
        if self.silent:
            self.history.on_unanswered(command)
            return
        series = Subscription(command.symbol, command.interval)
        found = [
            r
            for r in self.rows[series]
            if command.start_ts_ns <= r[0] < command.end_ts_ns and self._known(series, r) <= self.ns
        ]
        for number in range(max(1, -(-len(found) // PAGE))):
            page = found[number * PAGE : (number + 1) * PAGE]
            bars = tuple(HistoryBar(start_ts_ns=r[0], open=r[1], high=r[2], low=r[3], close=r[4], volume=r[5]) for r in page)
            told = History(
                id=f"p{number}",
                ts_ns=self.ns,
                run="r",
                seq=1,
                request_id=command.id,
                symbol=command.symbol,
                interval=command.interval,
                page=number + 1,
                bars=bars,
                complete=(number + 1) * PAGE >= len(found),
            )
            self.history.on_history(told)

    async def turn(self, _: asyncio.Event) -> None:
        """Time goes on to the next minute of trading, or by ten minutes."""
        session = NYSE.session(self.ns)
        trading = session is not None and session.open_ns <= self.ns < session.close_ns
        after_ns = self.ns + (MINUTE_NS if trading else 10 * MINUTE_NS)
        if session is not None and self.ns < session.open_ns < after_ns:
            after_ns = session.open_ns
        for series in self.rows:
            if series.interval != "1d":
                for bar in self.fine(series, self.ns, after_ns):
                    assert self.feed is not None
                    self.feed.on_bar(bar)
        self.ns = after_ns
        await asyncio.sleep(0)

    def fine(self, series: Subscription, after_ns: int, until_ns: int) -> Iterator[WireBar]:
        """Five-second bars that end within the time."""
        step = INTERVAL_NS[series.interval]
        for start_ns, open_, high, low, close, volume in self.rows[series]:
            if start_ns + step <= after_ns or start_ns >= until_ns:
                continue
            parts = step // FINE_NS
            for i in range(parts):
                begins_ns = start_ns + i * FINE_NS
                if not after_ns < begins_ns + FINE_NS <= until_ns or begins_ns in self.lost:
                    continue
                first, last = open_ if i == 0 else close, close
                yield WireBar(
                    id="b",
                    ts_ns=begins_ns,
                    run="r",
                    seq=1,
                    symbol=series.symbol,
                    interval="5s",
                    start_ts_ns=begins_ns,
                    open=first,
                    high=high if i == 1 else max(first, last),
                    low=low if i == 2 else min(first, last),
                    close=last,
                    volume=volume if i == 0 else 0.0,
                    delayed=False,
                )

    @staticmethod
    def _known(series: Subscription, row: Row) -> int:
        if series.interval != "1d":
            return row[0] + INTERVAL_NS[series.interval]
        session = NYSE.session(row[0])
        assert session is not None
        return session.close_ns + close_delay_ns(series.symbol)


def feed_over(
    folder: Path, market: GatewayMarket, series: tuple[Subscription, ...], start: str, end: str | None = None
) -> BridgeFeed:
    """The feed over a folder of history, live from `start` on."""
    end_ns = None if end is None else from_iso(end)
    feed = BridgeFeed(DataFolder(folder), series, market.history, market, from_iso(start), end_ns, market.turn)
    market.feed = feed
    return feed
