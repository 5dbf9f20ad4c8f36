"""Holds what the gateway says it has against what the agents' fills add up to. Pure.

Net position of the account per symbol = sum of the sub-ledgers + what is declared as manual, or trading halts and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from rlbot.bridge.wire.reconciliation import Position


class Mismatch(msgspec.Struct, frozen=True):
    """One symbol that does not add up, in shares."""

    symbol: str
    gateway: float
    agents: int
    manual: int

    @property
    def sentence(self) -> str:
        """What differs, by how much."""
        declared = f" and {self.manual} declared as manual" if self.manual else ""
        return f"{self.symbol}: the account holds {self.gateway:g}, the agents' fills add up to {self.agents}{declared}"


def mismatches(
    positions: Iterable[Position] | None, account: str, agents: Mapping[str, int], manual: Mapping[str, int]
) -> list[Mismatch] | None:
    """Every symbol that does not add up; None where the gateway's positions are unknown, which is never empty.

    `agents`, `manual`: signed shares by symbol.
    """
    if positions is None:
        return None
    held: dict[str, float] = {}
    for position in positions:
        if position.account == account and position.sec_type == "STK":
            held[position.symbol] = held.get(position.symbol, 0.0) + position.quantity
    found = []
    for symbol in sorted({*held, *agents, *manual}):
        ours, declared = agents.get(symbol, 0), manual.get(symbol, 0)
        if held.get(symbol, 0.0) != ours + declared:
            found.append(Mismatch(symbol, held.get(symbol, 0.0), ours, declared))
    return found


def halt_sentence(found: list[Mismatch]) -> str:
    """Why trading halts, and the way out."""
    differs = "; ".join(one.sentence for one in found)
    return (
        f"Positions do not add up. {differs}. Close the difference by hand, or declare it under [account.manual], then resume"
    )
