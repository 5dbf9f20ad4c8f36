"""Several series into one stream of batches, in the order in which their bars became known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rlbot.events.market import Bar, BarGapFound, BarRejected, DividendPaid, SplitApplied
from rlbot.market.calendar import DAY_NS
from rlbot.market.corporate_actions import Action
from rlbot.market.feeds.feed import Batch
from rlbot.market.price_series import SeriesEvent
from rlbot.market.sentiment_file import ScoreCursor

NEVER = 1 << 62
NO_SCORES = ScoreCursor()


class ActionCursor:
    """Splits and dividends not yet given out, per symbol. Each goes out once, with the first bar of its ex-date or later."""

    def __init__(self, actions: Mapping[str, Sequence[Action]], after_ns: Mapping[str, int]) -> None:
        """`after_ns`: per symbol the last day already behind; what happened up to it is never given out."""
        self._coming: dict[str, list[Action]] = {}
        self.next_ns: dict[str, int] = {}
        for symbol, after in after_ns.items():
            coming = [action for action in actions.get(symbol, ()) if action.day_ns > after // DAY_NS * DAY_NS]
            self._coming[symbol] = coming
            self.next_ns[symbol] = coming[0].day_ns if coming else NEVER

    def take(self, symbol: str, bar_ns: int, ts_ns: int) -> list[SplitApplied | DividendPaid]:
        """What takes effect before the bar that starts at `bar_ns`, in order; published at `ts_ns`."""
        coming = self._coming[symbol]
        due = []
        while coming and coming[0].day_ns <= bar_ns:
            due.append(coming.pop(0).event(symbol, ts_ns))
        self.next_ns[symbol] = coming[0].day_ns if coming else NEVER
        return due


def merged(series: Sequence[Iterator[SeriesEvent]], actions: ActionCursor, scores: ScoreCursor = NO_SCORES) -> Iterator[Batch]:
    """Batches in rising `ts_ns`; within one, bars in the order of `series`. About 0.6 µs a bar."""
    heads: list[SeriesEvent | None] = [next(events, None) for events in series]
    times = [NEVER if head is None else _time(head) for head in heads]
    next_action = actions.next_ns
    every = range(len(heads))
    while (ts_ns := min(times, default=NEVER)) != NEVER:
        bars: list[Bar] = []
        taken: list[SplitApplied | DividendPaid] = []
        notices: list[BarRejected | BarGapFound] = []
        for i in every if times.count(ts_ns) > 1 else (times.index(ts_ns),):
            head = heads[i]
            while times[i] <= ts_ns:
                if isinstance(head, Bar):
                    if next_action[head.symbol] <= head.start_ns:
                        taken += actions.take(head.symbol, head.start_ns, ts_ns)
                    bars.append(head)
                elif head is not None:
                    notices.append(head)
                heads[i] = head = next(series[i], None)
                times[i] = head.known_ns if isinstance(head, Bar) else NEVER if head is None else head.ts_ns
        yield Batch(
            ts_ns,
            tuple(bars),
            tuple(taken) if taken else (),
            tuple(notices) if notices else (),
            scores.take(ts_ns) if ts_ns >= scores.next_ns else (),
        )


def starts_by(bar: Bar, start_ns: int) -> bool:
    """Whether the bar belongs to a stream from `start_ns` on. A daily one stamped before a start in mid-session does: it is
    not known until later."""
    return bar.start_ns >= start_ns or (bar.interval == "1d" and bar.known_ns > start_ns)


def _time(event: SeriesEvent) -> int:
    return event.known_ns if isinstance(event, Bar) else event.ts_ns
