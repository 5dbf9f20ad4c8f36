"""Requests about contracts, prices and history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rlbot.bridge.fake_gateway.market import history as past
from rlbot.bridge.fake_gateway.market.hours import new_york
from rlbot.bridge.fake_gateway.market.instruments import Instrument, by_contract
from rlbot.bridge.fake_gateway.wire import messages
from rlbot.bridge.fake_gateway.wire.codec import Fields
from rlbot.bridge.fake_gateway.wire.contracts import contract_details as contract_details_message

if TYPE_CHECKING:
    from rlbot.bridge.fake_gateway.gateway import FakeGateway
    from rlbot.bridge.fake_gateway.session import Session

UNKNOWN = (200, "No security definition has been found for the request")
NOT_SUBSCRIBED = (10089, "Requested market data requires additional subscription for API. Delayed market data is available.")
DELAYED_SHOWN = (10167, "Requested market data is not subscribed. Displaying delayed market data.")
NO_HISTORY = (
    162,
    "Historical Market Data Service error message:HMDS connection attempt failed. Connection will be re-attempted...",
)
LIVE, DELAYED = 1, 3
DAYS_OF_HOURS = 5


def _instrument(fields: Fields, place: int) -> Instrument | None:
    """The contract whose twelve fields begin at `place`."""
    con_id = fields.integer(place)
    return by_contract(con_id, fields.text(place + 1), fields.text(place + 2), fields.text(place + 9))


def contract_details(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqContractDetails."""
    request, instrument = fields.integer(2), _instrument(fields, 3)
    if instrument is None:
        session.error(request, *UNKNOWN)
        return
    days = [new_york(gateway.timers.second + 86_400 * day).strftime("%Y%m%d") for day in range(DAYS_OF_HOURS)]
    trading = ";".join(f"{day}:0400-{day}:2000" for day in days)
    liquid = ";".join(f"{day}:0930-{day}:1600" for day in days)
    session.send(contract_details_message(request, instrument, session.version, trading, liquid))
    session.send((52, 1, request))


def data_type(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqMarketDataType: what later requests ask for."""
    session.data_type = fields.integer(2, LIVE)


def quotes(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqMktData: the state of things, then every change; a snapshot ends at once."""
    request, instrument = fields.integer(2), _instrument(fields, 3)
    if instrument is None:
        session.error(request, *UNKNOWN)
        return
    delayed = gateway.settings.delayed_data
    if delayed and session.data_type < DELAYED:
        session.error(request, *NOT_SUBSCRIBED)
        return
    if delayed:
        session.error(request, *DELAYED_SHOWN)
    session.send((81, request, instrument.min_tick, "9c0001", 3))
    session.send((58, 1, request, DELAYED if delayed else LIVE))
    said: dict[int, float] = {}
    for message in session.feeds.ticks(request, instrument, gateway.timers.second, said, delayed=delayed):
        session.send(message)
    if fields.flag(17):
        session.send((57, 1, request))
    else:
        session.feeds.quotes(request, instrument, delayed=delayed)


def cancel_quotes(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """cancelMktData."""
    session.feeds.cancel(fields.integer(2))


def bars(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqRealTimeBars: 5 s bars."""
    request, instrument = fields.integer(2), _instrument(fields, 3)
    if instrument is None:
        session.error(request, *UNKNOWN)
    elif gateway.settings.delayed_data:
        session.error(request, 420, "Invalid Real-time Query:No market data permissions for ISLAND STK")
    else:
        session.feeds.bars(request, instrument)


def cancel_bars(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """cancelRealTimeBars."""
    session.feeds.cancel(fields.integer(2))


def history(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqHistoricalData: bars up to an end; with keepUpToDate they go on."""
    request, instrument = fields.integer(1), _instrument(fields, 2)
    if instrument is None:
        session.error(request, *UNKNOWN)
        return
    if "ushmds" in gateway.broken_farms or not gateway.link_up:
        session.error(request, *NO_HISTORY)
        return
    size, duration, style, follow = fields.text(16), fields.text(17), fields.integer(20, 1), fields.flag(21)
    try:
        end = past.end_of(fields.text(15), gateway.timers.second)
        found = past.bars(gateway.prices, gateway.settings.hours, instrument, min(end, gateway.timers.second), duration, size)
    except past.HistoryError as error:
        session.error(request, 321 if "format" in str(error) or "setting" in str(error) else 162, str(error))
        return
    rows = [(past.date_text(bar.start, size, style), *messages.bar_fields(bar)[1:]) for bar in found]
    first, last = (past.date_text(second, "1 min", 1) for second in (found[0].start if found else end, end))
    for message in messages.historical(request, session.version, first, last, rows):
        session.send(message)
    if follow:
        session.feeds.history(request, instrument, size, style)


def cancel_history(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """cancelHistoricalData."""
    session.feeds.cancel(fields.integer(2))


def head_timestamp(gateway: FakeGateway, session: Session, fields: Fields) -> None:
    """reqHeadTimestamp: there is data for ten years back."""
    request = fields.integer(1)
    session.send((88, request, str(gateway.timers.second - 10 * 365 * 86_400)))
