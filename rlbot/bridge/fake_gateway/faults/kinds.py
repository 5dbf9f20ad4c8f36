"""Every fault, as data. Times are seconds of the gateway's clock; what is broken mends itself when they are over.

Faults with an `order_ref` wait for the next order (or cancel, or fill) of that reference, of any if it is empty; `times` times.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Common to all."""


@dataclass(frozen=True)
class OrderFault(Fault):
    """Waits for an order."""

    order_ref: str = ""
    times: int = 1


@dataclass(frozen=True)
class Drop(Fault):
    """Cuts every connection; for `away_s` new ones are refused as by a machine where nothing listens."""

    away_s: float = 0.0


@dataclass(frozen=True)
class Freeze(Fault):
    """Connections stay open, nothing is read or answered; then what had arrived is handled, even from clients gone by then."""

    seconds: float = 30.0


@dataclass(frozen=True)
class Restart(Fault):
    """The nightly restart: held-back orders are lost, those of the last `vanish_s` too, ids roll back by `roll_back`."""

    away_s: float = 60.0
    roll_back: int = 0
    vanish_s: float = 0.0


@dataclass(frozen=True)
class RollBack(Fault):
    """The next nextValidId names an id already used; ended orders under such ids are forgotten."""

    by: int = 4


@dataclass(frozen=True)
class Midnight(Fault):
    """Executions and completed orders of the day are forgotten."""


@dataclass(frozen=True)
class LinkLost(Fault):
    """1100, then after `seconds` 1102, or 1101 if `data_lost`: what happened meanwhile is then told only to those who ask."""

    seconds: float = 20.0
    data_lost: bool = False


@dataclass(frozen=True)
class Farm(Fault):
    """2103 (or 2105 for history), no data from it, then 2104 (2106)."""

    seconds: float = 10.0
    name: str = "usfarm"


@dataclass(frozen=True)
class Mute(Fault):
    """The feeds of `symbol` (all if empty) say nothing more, the farm stays up; asking again helps, or `seconds` if above 0."""

    symbol: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class BadBar(Fault):
    """The next real-time bar of `symbol` (any if empty) is broken: nan, negative, high, low, volume, grid, future, repeat."""

    symbol: str = ""
    kind: str = "high"
    times: int = 1


@dataclass(frozen=True)
class InUse(Fault):
    """For `seconds` every client is told 326 and disconnected, as if an old session lingered."""

    seconds: float = 30.0


@dataclass(frozen=True)
class LatePositions(Fault):
    """For `seconds` positions are told as they are now, whatever is executed; then they are told anew."""

    seconds: float = 3.0


@dataclass(frozen=True)
class Garbage(Fault):
    """To every client: unknown, text, empty, short, binary (frames that say nothing) or length (which ends the stream)."""

    kind: str = "unknown"


@dataclass(frozen=True)
class Split(Fault):
    """For `seconds` each message leaves in pieces of 1 to `largest` bytes, a millisecond apart."""

    seconds: float = 30.0
    largest: int = 7


@dataclass(frozen=True)
class Latency(Fault):
    """For `seconds` each message leaves `low_s` to `high_s` late; their order stays."""

    seconds: float = 30.0
    low_s: float = 0.1
    high_s: float = 1.0


@dataclass(frozen=True)
class Say(Fault):
    """One error message to every client: 10197, 2107, 1300, whatever the code table has."""

    code: int = 10197
    text: str = "No market data during competing live session"
    request: int = -1


@dataclass(frozen=True)
class Refuse(Fault):
    """The next request with that message number is answered with an error and nothing else."""

    message: int = 20
    code: int = 162
    text: str = "Historical Market Data Service error message:pacing violation"
    times: int = 1


@dataclass(frozen=True)
class Silence(OrderFault):
    """Placed, but nothing is said of it until somebody asks for open orders, executions or completed orders."""


@dataclass(frozen=True)
class Swallow(OrderFault):
    """Never placed, never answered."""


@dataclass(frozen=True)
class CutBefore(OrderFault):
    """The connection breaks before the order is read: never placed."""


@dataclass(frozen=True)
class CutAfter(OrderFault):
    """The connection breaks after the order is placed, before anything is said of it."""


@dataclass(frozen=True)
class Partial(OrderFault):
    """Fills `first` shares at once, the rest second by second in `parts`; with 0 parts the rest never fills."""

    first: int = 1
    parts: int = 2


@dataclass(frozen=True)
class Reject(OrderFault):
    """Refused with 201 and status Inactive."""

    code: int = 201
    text: str = "Order rejected - reason:YOUR ORDER IS NOT ACCEPTED"


@dataclass(frozen=True)
class Warn(OrderFault):
    """A warning in an error's clothes: the order lives."""

    code: int = 399
    text: str = "Order Message:\nWarning: your order will not be placed at the exchange until the open"


@dataclass(frozen=True)
class LateStatus(OrderFault):
    """Each orderStatus of the order leaves `seconds` late, as it was; openOrder and executions do not wait."""

    seconds: float = 3.0


@dataclass(frozen=True)
class LateCancel(OrderFault):
    """A cancel is answered PendingCancel and carried out `seconds` later; until then the order can fill."""

    seconds: float = 5.0


@dataclass(frozen=True)
class CancelRefused(OrderFault):
    """A cancel is answered with `code` (10147, 10148, 161, or 0 for silence), and the order lives."""

    code: int = 10147


@dataclass(frozen=True)
class Twin(OrderFault):
    """A modify leaves the original live under its permId and makes a second order, as seen while the link was down."""


@dataclass(frozen=True)
class Duplicate(OrderFault):
    """Its execDetails and commission are sent twice."""


@dataclass(frozen=True)
class Correct(OrderFault):
    """A second later its execution comes again, last part of the id one higher, at a price `by` USD off."""

    by: float = 0.01


@dataclass(frozen=True)
class Fill(OrderFault):
    """Fills `shares` (0: all that remain) of each live order of that reference now, at the market, whoever is connected."""

    shares: int = 0


@dataclass(frozen=True)
class FillOffline(OrderFault):
    """Cuts every connection for `away_s` and fills half-way through it."""

    away_s: float = 10.0
    shares: int = 0


@dataclass(frozen=True)
class Cancel(OrderFault):
    """The exchange cancels each live order of that reference: 202."""


@dataclass(frozen=True)
class ManualTrade(Fault):
    """Somebody trades by hand beside the client, in the first account if none is named; negative sells."""

    symbol: str = "AAPL"
    shares: int = 10
    account: str = ""


def _subclasses(kind: type[Fault]) -> list[type[Fault]]:
    return [found for sub in kind.__subclasses__() for found in (sub, *_subclasses(sub))]


def _name(kind: type[Fault]) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).removeprefix("_")


KINDS: dict[str, type[Fault]] = {_name(kind): kind for kind in _subclasses(Fault) if kind is not OrderFault}
