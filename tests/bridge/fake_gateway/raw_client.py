"""A client of our own that speaks to a fake gateway in memory, written without the gateway's own reader and writer."""

from __future__ import annotations

import struct

from rlbot.bridge.fake_gateway.faults.injector import FaultInjector
from rlbot.bridge.fake_gateway.faults.kinds import Fault
from rlbot.bridge.fake_gateway.gateway import FakeGateway
from rlbot.bridge.fake_gateway.session import Session
from rlbot.bridge.fake_gateway.settings import GatewaySettings
from rlbot.clock import ReplayClock, from_iso

MONDAY = from_iso("2026-01-05T15:00:00Z")  # 10:00 in New York
AAPL = ("265598", "AAPL", "STK", "", "0", "", "", "SMART", "", "USD", "", "")
VIX = ("0", "VIX", "IND", "", "0", "", "", "CBOE", "", "USD", "", "")
Row = list[str]


def framed(payload: bytes) -> bytes:
    """Length, then payload."""
    return struct.pack(">I", len(payload)) + payload


def encoded(*fields: object) -> bytes:
    """A framed message of the fields."""
    return framed(b"".join(str(field).encode() + b"\0" for field in fields))


def order_fields(
    version: int, order_id: int, action: str = "BUY", quantity: object = 100, kind: str = "MKT", **more: object
) -> Row:
    """A placeOrder's fields; `more`: limit, stop, tif, oca, oca_type, account, ref, transmit, parent, contract, what_if."""
    terms: dict[str, object] = dict.fromkeys(("limit", "stop", "oca", "account", "ref"), "")
    terms |= {"tif": "DAY", "transmit": 1, "parent": 0, "oca_type": 0, "contract": AAPL, "what_if": 0} | more
    head = [
        "3",
        order_id,
        *_contract(terms),
        "",
        "",
        action,
        quantity,
        kind,
        terms["limit"],
        terms["stop"],
        terms["tif"],
        terms["oca"],
    ]
    head += [
        terms["account"],
        "",
        0,
        terms["ref"],
        terms["transmit"],
        terms["parent"],
        0,
        0,
        "",
        0,
        0,
        0,
        "",
        0,
        "",
        "",
        "",
        "",
        "",
    ]
    head += [""] if version < 177 else []
    head += ["", 0, "", -1, terms["oca_type"], *[""] * 37, terms["what_if"], *[""] * 27]
    return [str(field) for field in head]


def _contract(terms: dict[str, object]) -> tuple[str, ...]:
    contract = terms["contract"]
    assert isinstance(contract, tuple)
    return contract


class Client:
    """Collects what the gateway writes; `rows()` gives the whole messages since the last call."""

    def __init__(self, gateway: FakeGateway, client_id: int = 1, newest: int = 178) -> None:
        self.gateway, self.client_id, self.newest = gateway, client_id, newest
        self.received = bytearray()
        self.writes: list[bytes] = []
        self.hang_ups = 0
        self.version = 0
        self.session: Session = gateway.open(self)

    def write(self, data: bytes) -> None:
        self.received += data
        self.writes.append(data)

    def close(self) -> None:
        self.hang_ups += 1

    def connect(self) -> list[Row]:
        """Greets, starts, and gives what came after the handshake."""
        self.session.receive(b"API\0" + framed(f"v100..{self.newest}".encode()))
        rows = self.rows()
        if rows:
            self.version = int(rows[0][0])
        self.send(71, 2, self.client_id, "")
        return self.rows()

    def send(self, *fields: object) -> None:
        self.gateway.wake()
        self.session.receive(encoded(*fields))

    def place(self, order_id: int, action: str = "BUY", quantity: object = 100, kind: str = "MKT", **more: object) -> list[Row]:
        """Places an order and gives what the gateway says to it at once."""
        self.send(*order_fields(self.version, order_id, action, quantity, kind, **more))
        return self.rows()

    def ask(self, *fields: object) -> list[Row]:
        self.send(*fields)
        return self.rows()

    def rows(self) -> list[Row]:
        """Whole messages received since the last call, as texts."""
        found: list[Row] = []
        while len(self.received) >= 4:
            (length,) = struct.unpack_from(">I", self.received)
            if len(self.received) < 4 + length or length > 0xFFFFFF:
                break
            found.append(self.received[4 : 4 + length].decode("latin-1").split("\0")[:-1])
            del self.received[: 4 + length]
        return found


class World:
    """A gateway on a clock that moves when told."""

    def __init__(self, settings: GatewaySettings | None = None, start_ns: int = MONDAY) -> None:
        self.clock = ReplayClock(start_ns)
        self.gateway = FakeGateway(settings or GatewaySettings(messages_per_second=None), self.clock)
        self.faults = FaultInjector(self.gateway)

    def client(self, client_id: int = 1, newest: int = 178) -> Client:
        """A connected client."""
        client = Client(self.gateway, client_id, newest)
        client.connect()
        return client

    def advance(self, seconds: float) -> None:
        self.clock.advance_to(self.clock.now_ns() + round(seconds * 1e9))
        self.gateway.wake()

    def inject(self, fault: Fault) -> None:
        self.faults.inject(fault)

    def price(self, symbol: str = "AAPL") -> float:
        """The last trade now."""
        from rlbot.bridge.fake_gateway.market.instruments import by_symbol

        return self.gateway.prices.last(by_symbol(symbol), self.gateway.timers.second)


def of(rows: list[Row], number: int) -> list[Row]:
    """The messages of that number."""
    return [row for row in rows if row and row[0] == str(number)]


def statuses(rows: list[Row]) -> list[tuple[int, str]]:
    """(order id, status) of every orderStatus."""
    return [(int(row[1]), row[2]) for row in of(rows, 3)]


def errors(rows: list[Row]) -> list[tuple[int, int]]:
    """(request or order id, code) of every error before version 194."""
    return [(int(row[2]), int(row[3])) for row in of(rows, 4)]


def resting(world: World, ref: str = "r") -> Client:
    """A client with one resting order of 10 shares under id 1."""
    client = world.client()
    client.place(1, "BUY", 10, "LMT", limit=1.00, ref=ref)
    return client
