"""Asks the bridge for finished bars and puts the pages together.

Says: `history.request`.   Owns: the questions under way. A question ends with its last page, a refusal, or its time; the bridge
paces and splits it, so an answer may take a while.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from rlbot.bridge.wire.commands import Command, HistoryRequest
from rlbot.bridge.wire.events import Ack, History
from rlbot.clock import Clock
from rlbot.market.csv_file import Row
from rlbot.market.feeds.feed import Subscription
from rlbot.market.instruments import Instrument, instrument

VALID_NS = 60_000_000_000
PATIENCE_S = 300.0  # IBKR answers a year of daily bars in about a second, and paces long intraday questions by minutes


# What the bridge calls a trouble of the link or of haste, not of the question: asked again, the same may be answered.
PASSING = frozenset({"gateway_down", "link_down", "frozen", "reconciling", "blackout", "rate"})


class HistoryProblem(msgspec.Struct, frozen=True):
    """Why there are no bars; `text` is a sentence without its full stop. `passes`: asking again may help."""

    symbol: str
    text: str
    passes: bool = False


class _Question(msgspec.Struct):
    answer: asyncio.Future[list[Row] | HistoryProblem]
    symbol: str
    rows: list[Row] = []
    pages: set[int] = set()


class HistoryDesk:
    """`ask` waits; the session hands in what the bridge says."""

    def __init__(
        self, send: Callable[[Command], None], clock: Clock, new_id: Callable[[], str], epoch: Callable[[], int]
    ) -> None:
        self._send = send
        self._clock = clock
        self._new_id = new_id
        self._epoch = epoch
        self._open: dict[str, _Question] = {}

    async def ask(
        self, series: Subscription, start_ns: int, end_ns: int, patience_s: float = PATIENCE_S
    ) -> list[Row] | HistoryProblem:
        """Finished bars of regular hours that start from `start_ns` to before `end_ns`, the oldest first."""
        found = instrument(series.symbol)
        if not isinstance(found, Instrument):
            return HistoryProblem(series.symbol, found.reason.rstrip("."))
        now_ns = self._clock.now_ns()
        command = HistoryRequest(
            id=self._new_id(),
            epoch=self._epoch(),
            ts_ns=now_ns,
            expires_ts_ns=now_ns + VALID_NS,
            symbol=series.symbol.removeprefix("^"),
            sec_type=found.sec_type,
            exchange=found.exchange,
            currency=found.currency,
            interval=series.interval,
            start_ts_ns=start_ns,
            end_ts_ns=end_ns,
        )
        question = _Question(asyncio.get_running_loop().create_future(), series.symbol)
        self._open[command.id] = question
        self._send(command)
        try:
            async with asyncio.timeout(patience_s):
                return await question.answer
        except TimeoutError:
            text = f"the gateway did not answer for {series.symbol} {series.interval} within {patience_s:.0f} s"
            return HistoryProblem(series.symbol, text, passes=True)
        finally:
            self._open.pop(command.id, None)

    def on_history(self, page: History) -> None:
        """A page; a repeated one changes nothing."""
        question = self._open.get(page.request_id)
        if question is None or page.page in question.pages:
            return
        question.pages.add(page.page)
        question.rows += [(b.start_ts_ns, b.open, b.high, b.low, b.close, b.volume) for b in page.bars]
        if page.code is not None:
            self._end(question, HistoryProblem(page.symbol, page.reason or page.code, page.code in PASSING))
        elif page.complete:
            whole = question.pages == set(range(1, page.page + 1))
            lost = HistoryProblem(page.symbol, f"a part of the gateway's answer for {page.symbol} never came", passes=True)
            self._end(question, sorted(question.rows) if whole else lost)

    def on_refused(self, command: Command, ack: Ack) -> None:
        """The bridge did not take the question."""
        question = self._open.get(command.id)
        if question is not None:
            why = ack.reason or ack.code or "the bridge refused the question"
            self._end(question, HistoryProblem(question.symbol, why, ack.code in PASSING))

    def on_unanswered(self, command: Command) -> None:
        """Nobody took the question."""
        question = self._open.get(command.id)
        if question is not None:
            self._end(question, HistoryProblem(question.symbol, "the bridge does not answer", passes=True))

    @staticmethod
    def _end(question: _Question, answer: list[Row] | HistoryProblem) -> None:
        if not question.answer.done():
            question.answer.set_result(answer)
