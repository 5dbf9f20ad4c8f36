"""The Protocol every source of bars satisfies. One conformance suite (`tests/contracts/`) runs against all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Protocol

import msgspec

from rlbot.events.base import Interval
from rlbot.events.market import (
    Bar,
    BarGapFound,
    BarRejected,
    DividendPaid,
    FeedStateChanged,
    SentimentScored,
    Source,
    SplitApplied,
)


class Subscription(msgspec.Struct, frozen=True):
    """One series a feed is asked for."""

    symbol: str
    interval: Interval


class Batch(msgspec.Struct, frozen=True, gc=False):
    """All that becomes known at one instant, already validated. `actions` take effect before the bars' opens.

    Batches come in rising `ts_ns`; within one, bars are in the order of the subscriptions. `seen_ns`: as in `InstantClosed`.
    """

    ts_ns: int
    bars: tuple[Bar, ...]
    actions: tuple[SplitApplied | DividendPaid, ...] = ()
    notices: tuple[BarRejected | BarGapFound | FeedStateChanged, ...] = ()
    scores: tuple[SentimentScored, ...] = ()
    seen_ns: int = 0


class MarketFeed(Protocol):
    """Delivers validated bars in the order in which they became known."""

    @property
    def source(self) -> Source:
        """Where the bars come from, shown wherever they are shown."""
        ...

    def history(self, before_ns: int, bars: int) -> Iterator[Batch]:
        """Batches known before `before_ns`, enough for at least `bars` bars of each series where they exist."""
        ...

    def stream(self) -> AsyncIterator[Batch]:
        """Batches from the feed's start on, paced as the feed's settings say; ends when there will be no more."""
        ...

    def subscriptions(self) -> Sequence[Subscription]:
        """The series delivered."""
        ...


class ReplayFeed(MarketFeed, Protocol):
    """A feed whose bars are all on disk or made by rule: it can be read without waiting."""

    def batches(self) -> Iterator[Batch]:
        """The same batches as `stream`, at once."""
        ...
