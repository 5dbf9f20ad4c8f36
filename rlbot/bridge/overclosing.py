"""Which working orders of ours could close more than is held, whatever of them fills first. Pure.

A stop that outlives its shares (closed by hand, say) sells what nobody has, and then positions add up, short on both sides: so
it is looked for before it fills. Orders of one OCA group count once, as the largest of them: what one fills the others lose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from rlbot.bridge.reconciler import DUST
from rlbot.bridge.wire.reconciliation import OrderView

VERB = {"SELL": "sell", "BUY": "buy"}


class Excess(msgspec.Struct, frozen=True):
    """Orders of one side that could close more than `held`, signed shares. `whose` they are; `could`: shares."""

    symbol: str
    whose: str
    held: float
    side: str
    could: int
    orders: frozenset[str]

    @property
    def sentence(self) -> str:
        """Which orders, and by how much."""
        names = ", ".join(sorted(self.orders))
        return f"{self.symbol}: {self.whose} holds {self.held:.10g}, and {names} could {VERB[self.side]} {self.could}"


def excess_sentence(found: Iterable[Excess]) -> str:
    """Why trading halts, and the way out."""
    differs = "; ".join(one.sentence for one in found)
    way_out = "Cancel what is too many at the broker; trading goes on once that is seen there"
    return f"Orders could close more than is held. {differs}. {way_out}"


def excesses(
    orders: Iterable[OrderView],
    agents: Mapping[tuple[str, str], int],
    account: Mapping[str, float],
    manual: Mapping[str, float],
) -> list[Excess]:
    """Of all orders that work at the gateway.

    `agents`: signed shares by agent and symbol, by the fills booked here; `account`: by symbol, by the gateway's word;
    `manual`: those of them that a person declared. What works for nobody of `agents` is held against the shares of nobody.
    """
    working = list(orders)
    by_owner: dict[tuple[str, str], list[OrderView]] = defaultdict(list)
    for order in working:
        if order.purpose not in {None, "entry"}:
            known = (order.agent_id or "", order.symbol) in agents
            by_owner[order.symbol, (order.agent_id or "") if known else ""].append(order)
    found: dict[str, list[Excess]] = defaultdict(list)
    for (symbol, agent), theirs in sorted(by_owner.items()):
        ours = sum(shares for (_, traded), shares in agents.items() if traded == symbol)
        held = agents[agent, symbol] if agent else account.get(symbol, 0.0) - ours
        found[symbol] += _over(symbol, agent or "nobody here", held, theirs, working)
    for symbol in sorted({symbol for symbol, agent in by_owner if agent and not found[symbol]}):
        all_of = [order for (traded, agent), theirs in by_owner.items() if traded == symbol and agent for order in theirs]
        found[symbol] += _over(symbol, "the account", account.get(symbol, 0.0) - manual.get(symbol, 0.0), all_of, working)
    return [one for symbol in sorted(found) for one in found[symbol]]


def _over(symbol: str, whose: str, held: float, orders: list[OrderView], working: list[OrderView]) -> list[Excess]:
    found = []
    for side, room in (("SELL", held), ("BUY", -held)):
        most: dict[str, int] = {}
        named = set()
        for order in orders:
            shares = _available(order, working) if order.side == side else 0
            if shares > 0:
                group = order.oca_group or order.client_order_id or ""
                most[group] = max(most.get(group, 0), shares)
                named.add(order.client_order_id or "")
        could = sum(most.values())
        if could > max(room, 0.0) + DUST:
            found.append(Excess(symbol, whose, held, side, could, frozenset(named)))
    return found


def _available(order: OrderView, working: list[OrderView]) -> int:
    """Shares it may fill: while its entry works, no more than that has filled and its siblings have not closed."""
    entry = next((one for one in working if one.client_order_id == order.parent_client_order_id), None)
    if order.parent_client_order_id is None or entry is None:
        return order.remaining
    closed = sum(one.filled for one in working if one.parent_client_order_id == order.parent_client_order_id)
    return min(order.remaining, max(entry.filled - closed, 0))
