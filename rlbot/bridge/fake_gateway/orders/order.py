"""What the gateway remembers of one order and of one execution."""

from __future__ import annotations

from dataclasses import dataclass, field

from rlbot.bridge.fake_gateway.market.instruments import Instrument

PRE_SUBMITTED, SUBMITTED = "PreSubmitted", "Submitted"
FILLED, CANCELLED, INACTIVE = "Filled", "Cancelled", "Inactive"
FINAL = {FILLED, CANCELLED, INACTIVE}


@dataclass(frozen=True)
class OrderTerms:
    """What placeOrder asks for; a modify replaces these and nothing else. Prices USD, None where unset."""

    instrument: Instrument
    exchange: str
    action: str
    quantity: float
    order_type: str
    limit_price: float | None = None
    stop_price: float | None = None
    tif: str = "DAY"
    oca_group: str = ""
    oca_type: int = 0
    account: str = ""
    open_close: str = ""
    order_ref: str = ""
    transmit: bool = True
    parent_id: int = 0
    outside_rth: bool = False

    @property
    def sign(self) -> int:
        """+1 buys, -1 sells."""
        return 1 if self.action == "BUY" else -1


@dataclass(eq=False)
class Order:
    """An order in the book. `size` is what it still may fill in all: the terms' quantity less what its OCA group took away."""

    client_id: int
    order_id: int
    perm_id: int
    terms: OrderTerms
    placed_s: int
    size: int = 0
    status: str = ""  # empty: held back, not transmitted
    why_held: str = ""
    triggered: bool = False
    due_s: int = 0  # earliest second in which it may trade
    filled: int = 0
    cost: float = 0.0  # sum of price times shares filled
    last_price: float = 0.0
    commission: float = 0.0
    completed_s: int = 0
    raised: bool = False  # a modify made it larger than it stood
    quiet: bool = False  # nothing is said of it until somebody asks
    slices: list[int] = field(default_factory=list)  # sizes of the next fills, where a fault cuts them; 0 stands for never

    @property
    def live(self) -> bool:
        """Transmitted and not ended."""
        return bool(self.status) and self.status not in FINAL

    @property
    def remaining(self) -> int:
        """Shares not yet filled."""
        return max(0, self.size - self.filled)

    @property
    def average_price(self) -> float:
        """Of what has filled; 0 before."""
        return round(self.cost / self.filled, 8) if self.filled else 0.0


@dataclass(frozen=True)
class Execution:
    """One fill; a correction has the same `key` and a higher `revision`."""

    key: str
    revision: int
    second: int
    client_id: int
    order_id: int
    perm_id: int
    order_ref: str
    instrument: Instrument
    exchange: str
    account: str
    sign: int
    shares: int
    price: float
    cumulative: int
    average_price: float
    commission: float
    realized_pnl: float | None = None

    @property
    def exec_id(self) -> str:
        """As the wire has it; the part after the last dot numbers the corrections."""
        return f"{self.key}.{self.revision:02d}"

    @property
    def signed_shares(self) -> int:
        """Positive bought, negative sold."""
        return self.sign * self.shares
