"""Holds what the gateway says it has against what the agents' fills add up to. Pure.

Net position of the account per symbol = sum of the sub-ledgers + what is declared as manual, or trading halts and says why.
So it does for an order under our name that works at the broker and that the bridge's journal cannot explain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from rlbot.bridge.wire.reconciliation import Difference, Position

DUST = 1e-6  # shares: the gateway counts fractions in fewer decimals


class Mismatch(msgspec.Struct, frozen=True):
    """One symbol that does not add up, in shares."""

    symbol: str
    gateway: float
    agents: int
    manual: float

    @property
    def sentence(self) -> str:
        """What differs, by how much."""
        declared = f" and {self.manual:.10g} declared as manual" if self.manual else ""
        return f"{self.symbol}: the account holds {self.gateway:.10g}, the agents' fills add up to {self.agents}{declared}"


def positions_held(positions: Iterable[Position], account: str) -> dict[str, float]:
    """Signed shares by symbol that one account holds, by the gateway's word."""
    held: dict[str, float] = {}
    for position in positions:
        if position.account == account and position.sec_type == "STK":
            held[position.symbol] = held.get(position.symbol, 0.0) + position.quantity
    return held


def mismatches(
    held: Mapping[str, float] | None, agents: Mapping[tuple[str, str], int], manual: Mapping[str, float]
) -> list[Mismatch] | None:
    """Every symbol that does not add up; None where the gateway's positions are unknown, which is never empty.

    Signed shares: `held`, `manual` by symbol, a person's may be fractions; `agents` by agent and symbol.
    """
    if held is None:
        return None
    found = []
    by_fills = Counter[str]()
    for (_, symbol), shares in agents.items():
        by_fills[symbol] += shares
    for symbol in sorted({*held, *by_fills, *manual}):
        ours, declared = by_fills[symbol], manual.get(symbol, 0)
        if abs(held.get(symbol, 0.0) - ours - declared) > DUST:
            found.append(Mismatch(symbol, held.get(symbol, 0.0), ours, declared))
    return found


def halt_sentence(found: Iterable[Mismatch]) -> str:
    """Why trading halts, and the way out."""
    differs = "; ".join(one.sentence for one in found)
    way_out = "Close the difference by hand, or declare it under [account.manual]; trading goes on once a comparison adds up"
    return f"Positions do not add up. {differs}. {way_out}"


def unexplained(differences: Iterable[Difference]) -> list[Difference]:
    """Orders under our name that nobody here gave, or gave only once."""
    return [one for one in differences if one.kind in {"two_perm_ids", "order_unknown"} and one.resolution == "none"]


def order_sentence(found: list[Difference]) -> str:
    """Why trading halts, and the way out."""
    differs = "; ".join(_order(one) for one in found)
    return f"Orders do not agree. {differs}. Cancel what is too many at the broker; trading goes on once that is seen there"


def _order(one: Difference) -> str:
    name = one.client_order_id or "an order without a name of ours"
    if one.kind == "two_perm_ids":
        return f"{one.symbol}: {name} stands twice at the broker, as {one.journal} and as {one.gateway}"
    here = f"is {one.journal} here" if one.journal else "was never given here"
    return f"{one.symbol}: {name} (permanent id {one.perm_id}) {here} and works at the broker, {one.gateway}"
