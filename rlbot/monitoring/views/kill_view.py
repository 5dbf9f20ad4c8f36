"""How far the kill switch has come, in words that are true at the broker."""

from __future__ import annotations

from rlbot.monitoring.web.contract.status import KillProgress, KillStage


class KillView:
    """off → orders_blocked (the core has it) → cancelling n of m → halted (every entry's end was reported)."""

    __slots__ = ("as_of_ns", "cancelled", "confirmed_ns", "market_ns", "on", "origin", "reason", "since_ns", "waiting")

    def __init__(self) -> None:
        self.on = False
        self.reason = ""
        self.origin = ""
        self.since_ns = 0
        self.market_ns = 0
        self.cancelled = 0
        self.confirmed_ns = 0
        self.waiting: set[str] = set()
        self.as_of_ns = 0

    def activate(self, reason: str, origin: str, entries: set[str], now_ns: int, market_ns: int) -> None:
        """The kill is on; `entries` still work at the broker; `market_ns`: where the market stood.

        A second kill keeps the first one's count.
        """
        self.as_of_ns = now_ns
        if self.on:
            return
        self.on = True
        self.reason, self.origin, self.since_ns, self.market_ns = reason, origin, now_ns, market_ns
        self.cancelled, self.confirmed_ns = 0, 0
        self.waiting = set(entries)
        self._settle(now_ns)

    def order_ended(self, client_order_id: str, now_ns: int) -> None:
        """The broker reported the end of an order."""
        if self.on and client_order_id in self.waiting:
            self.waiting.discard(client_order_id)
            self.cancelled += 1
            self.as_of_ns = now_ns
            self._settle(now_ns)

    def reset(self, now_ns: int) -> None:
        """Lifted by hand."""
        self.on = False
        self.reason = self.origin = ""
        self.since_ns = self.market_ns = self.cancelled = self.confirmed_ns = 0
        self.waiting.clear()
        self.as_of_ns = now_ns

    def _settle(self, now_ns: int) -> None:
        if not self.waiting and not self.confirmed_ns:
            self.confirmed_ns = now_ns

    def read(self, open_positions: int, protected: int, unprotected: tuple[str, ...]) -> KillProgress:
        """As the banner shows it."""
        stage: KillStage = "off"
        if self.on:
            stage = "halted" if self.confirmed_ns else "cancelling" if self.cancelled else "orders_blocked"
        return KillProgress(
            stage=stage,
            reason=self.reason,
            origin=self.origin,
            since_ns=self.since_ns,
            market_ns=self.market_ns,
            entries_total=self.cancelled + len(self.waiting),
            entries_cancelled=self.cancelled,
            confirmed_ns=self.confirmed_ns,
            open_positions=open_positions,
            protected=protected,
            unprotected=unprotected,
            as_of_ns=self.as_of_ns,
        )
