"""Fills, the newest `CAP`; the same execution twice changes nothing."""

from __future__ import annotations

from collections import OrderedDict

from rlbot.events.trade import OrderFilled
from rlbot.monitoring.web.contract.trading import Trade

CAP = 5_000


class TradeRecord:
    """One fill. `realised` becomes known with the position change that follows it."""

    __slots__ = ("as_of_ns", "confidence", "fill", "in_sample", "realised", "seq")

    def __init__(self, seq: int, fill: OrderFilled, confidence: float | None, in_sample: bool, now_ns: int) -> None:
        self.seq = seq
        self.fill = fill
        self.confidence = confidence
        self.in_sample = in_sample
        self.realised: float | None = None
        self.as_of_ns = now_ns

    def read(self, simulated: bool) -> Trade:
        """As lists and the feed show it."""
        f = self.fill
        worse = (f.price - f.reference_price) * (1.0 if f.side == "buy" else -1.0)
        return Trade(
            seq=self.seq,
            exec_id=f.exec_id,
            client_order_id=f.client_order_id,
            agent_id=f.agent_id,
            decision_id=f.decision_id,
            symbol=f.symbol,
            side=f.side,
            quantity=f.quantity,
            price=f.price,
            reference_price=f.reference_price,
            slippage=worse,
            slippage_bps=1e4 * worse / f.reference_price if f.reference_price > 0.0 else 0.0,
            commission=f.commission,
            spread_cost=f.spread_cost,
            impact_cost=f.impact_cost,
            kind=f.kind,
            purpose=f.purpose,
            realised=self.realised,
            confidence=self.confidence,
            simulated=simulated,
            in_sample=self.in_sample,
            bar_ns=f.bar_ns,
            as_of_ns=self.as_of_ns,
            market_ns=f.ts_ns,
        )


class TradeLog:
    """Fills by execution id, oldest first."""

    __slots__ = ("by_id", "total")

    def __init__(self) -> None:
        self.by_id: OrderedDict[str, TradeRecord] = OrderedDict()
        self.total = 0

    def add(self, fill: OrderFilled, confidence: float | None, in_sample: bool, now_ns: int) -> TradeRecord | None:
        """Keep it; None if it was already here."""
        if fill.exec_id in self.by_id:
            return None
        self.total += 1
        record = TradeRecord(self.total, fill, confidence, in_sample, now_ns)
        self.by_id[fill.exec_id] = record
        if len(self.by_id) > CAP:
            self.by_id.popitem(last=False)
        return record
