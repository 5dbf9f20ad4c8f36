"""What one client has subscribed to, and what each second brings it: ticks, real-time bars, updates of kept history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rlbot.bridge.fake_gateway.faults import kinds
from rlbot.bridge.fake_gateway.faults.broken_bar import broken
from rlbot.bridge.fake_gateway.market.history import BAR_SIZES, date_text
from rlbot.bridge.fake_gateway.market.hours import BAR_S
from rlbot.bridge.fake_gateway.market.instruments import Instrument
from rlbot.bridge.fake_gateway.wire import messages
from rlbot.bridge.fake_gateway.wire.codec import Message

if TYPE_CHECKING:
    from rlbot.bridge.fake_gateway.gateway import FakeGateway
    from rlbot.bridge.fake_gateway.session import Session

BID, ASK, LAST, CLOSE = 1, 2, 4, 9
BID_SIZE, ASK_SIZE, LAST_SIZE = 0, 3, 5
DELAYED = {BID: 66, ASK: 67, LAST: 68, CLOSE: 75, BID_SIZE: 69, ASK_SIZE: 70, LAST_SIZE: 71}


@dataclass
class Feed:
    """One subscription. `push(second)` sends what that second brings."""

    instrument: Instrument
    push: Callable[[int], None]
    muted: bool = False


class Feeds:
    """A client's subscriptions by request id."""

    def __init__(self, session: Session, gateway: FakeGateway) -> None:
        self._session, self._gateway = session, gateway
        self.by_request: dict[int, Feed] = {}

    def quotes(self, request: int, instrument: Instrument, *, delayed: bool) -> None:
        """Bid, ask and last whenever they change."""
        said: dict[int, float] = {}

        def push(second: int) -> None:
            for message in self.ticks(request, instrument, second, said, delayed=delayed):
                self._session.send(message)

        self.by_request[request] = Feed(instrument, push)

    def bars(self, request: int, instrument: Instrument) -> None:
        """A bar every 5 s, when it is over."""

        def push(second: int) -> None:
            start = second - BAR_S
            if second % BAR_S == 0 and self._gateway.settings.hours.is_open(start):
                bar = self._gateway.prices.bar(instrument, start)
                fault = self._gateway.pending.take(kinds.BadBar, instrument.symbol)
                fields = messages.bar_fields(bar)
                self._session.send(messages.realtime_bar(request, broken(fields, fault.kind) if fault else fields))

        self.by_request[request] = Feed(instrument, push)

    def history(self, request: int, instrument: Instrument, size: str, style: int) -> None:
        """The bar in progress, every 5 s."""
        length = BAR_SIZES[size]

        def push(second: int) -> None:
            start = (second - 1) // length * length
            if second % BAR_S == 0 and length < 86_400 and self._gateway.settings.hours.is_open(second - 1):
                bar = self._gateway.prices.bar(instrument, start, second - start)
                self._session.send(messages.historical_update(request, date_text(start, size, style), bar))

        self.by_request[request] = Feed(instrument, push)

    def cancel(self, request: int) -> None:
        """No more of that; unknown ids change nothing."""
        self.by_request.pop(request, None)

    def push(self, second: int) -> None:
        """Everything that second brings, unless a feed is muted."""
        for feed in list(self.by_request.values()):
            if not feed.muted:
                feed.push(second)

    def ticks(
        self, request: int, instrument: Instrument, second: int, said: dict[int, float], *, delayed: bool
    ) -> list[Message]:
        """tickPrice, and tickSize beside it, for each price that differs from what was `said`."""
        quote = self._gateway.prices.quote(instrument, second)
        sides = [(LAST, LAST_SIZE, quote.last, quote.last_size)]
        if instrument.tradable:
            sides += [(BID, BID_SIZE, quote.bid, quote.bid_size), (ASK, ASK_SIZE, quote.ask, quote.ask_size)]
        if not said:
            sides.append((CLOSE, -1, self._gateway.prices.last(instrument, second - second % 86_400), 0))
        made: list[Message] = []
        for kind, size_kind, price, size in sides:
            if said.get(kind) == price:
                continue
            said[kind] = price
            made.append(messages.tick_price(request, DELAYED[kind] if delayed else kind, price, size))
            if size_kind >= 0:
                made.append((2, 6, request, DELAYED[size_kind] if delayed else size_kind, size))
        return made
