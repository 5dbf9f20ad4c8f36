"""What the market said: bars, corporate actions, marks, and whose turn it is to decide."""

from __future__ import annotations

from typing import Literal

import msgspec

from rlbot.events.base import Event, Interval

Source = Literal["csv", "yahoo", "synthetic", "ibkr"]
BarFault = Literal[
    "not_finite",
    "not_positive",
    "high_low",
    "bad_print",
    "unit_error",
    "duplicate",
    "out_of_order",
    "off_grid",
    "outside_hours",
    "partial",
]


class Bar(msgspec.Struct, frozen=True, gc=False):
    """One finished price bar, prices as traded on that day, in USD.

    `start_ns`: the bar's own timestamp (session date at 00:00Z for daily bars).
    `known_ns`: when it became known: its end, or the session's close for daily bars (VIX 15 minutes later).
    `session_end`: whether this is the last bar of its session (always true for daily bars).
    """

    symbol: str
    interval: Interval
    start_ns: int
    known_ns: int
    open: float
    high: float
    low: float
    close: float
    volume: float
    source: Source = "csv"
    session_end: bool = True


class BarClosed(Event, frozen=True, kw_only=True, gc=False):
    """A bar passed validation and is known from `ts_ns` on."""

    bar: Bar
    in_sample: tuple[str, ...] = ()  # agents whose deployed model was trained on this bar


class BarRejected(Event, frozen=True, kw_only=True, gc=False):
    """A bar was refused at the edge; `detail` says what was expected."""

    symbol: str
    interval: Interval
    start_ns: int
    fault: BarFault
    detail: str


class BarGapFound(Event, frozen=True, kw_only=True, gc=False):
    """Bars owed by the calendar did not come."""

    symbol: str
    interval: Interval
    after_ns: int
    before_ns: int
    missing: int


class SplitApplied(Event, frozen=True, kw_only=True, gc=False):
    """`factor` new shares per old one, effective before the open of the session beginning at `session_ns`."""

    symbol: str
    session_ns: int
    factor: float


class DividendPaid(Event, frozen=True, kw_only=True, gc=False):
    """Cash per share as paid then, owed to whoever held at the close before `session_ns` (the ex-date)."""

    symbol: str
    session_ns: int
    amount: float


class MarkUpdated(Event, frozen=True, kw_only=True, gc=False):
    """A price between an agent's bars: drives account risk, never observations."""

    symbol: str
    price: float


class SentimentScored(Event, frozen=True, kw_only=True, gc=False):
    """The market's mood, -1 (fear) to 1 (greed), usable from `available_ns` on; None: from then on it is not known."""

    value: float | None
    available_ns: int


class InstantClosed(Event, frozen=True, kw_only=True, gc=False):
    """Every bar that becomes known at `ts_ns` has been published; decisions of that instant may follow.

    `seen_ns`: the wall's time when a live feed gave them out, 0 for recorded ones: what is recorded cannot come late.
    """

    seen_ns: int = 0


class DecisionDue(Event, frozen=True, kw_only=True, gc=False):
    """An agent's bar and its companions are in.

    `features`: values in natural units, in the order of the agent's feature set (`market.features`);
    `inputs`: the same features as ratios or logs, not yet normalised: what the observation is built from;
    `available_ns`: when the newest input among them became known, never later than `ts_ns`.
    `warm`: whether every feature has seen its declared warm-up.
    """

    agent_id: str
    bar: Bar
    features: tuple[float, ...]
    inputs: tuple[float, ...]
    available_ns: int
    warm: bool


class FeedStateChanged(Event, frozen=True, kw_only=True, gc=False):
    """A data source changed state; `detail` is a sentence for people."""

    source: Source
    state: Literal["connecting", "warming", "replaying", "live", "stale", "ended", "failed"]
    detail: str
