"""The fake gateway without its sockets: sessions, market, account, orders and faults in one place, moved by `advance_to`.

Nothing here waits or reads a clock of its own: bytes come in through sessions, time comes in through `advance_to`, bytes
leave through each session's wire.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from rlbot.bridge.fake_gateway.account import Account, Holding
from rlbot.bridge.fake_gateway.faults.pending import PendingFaults
from rlbot.bridge.fake_gateway.ledger import Ledger
from rlbot.bridge.fake_gateway.market.hours import new_york
from rlbot.bridge.fake_gateway.market.instruments import Instrument
from rlbot.bridge.fake_gateway.market.prices import Prices
from rlbot.bridge.fake_gateway.orders.book import OrderBook
from rlbot.bridge.fake_gateway.orders.desk import OrderDesk
from rlbot.bridge.fake_gateway.orders.floor import Floor
from rlbot.bridge.fake_gateway.orders.reports import Listener, Reports
from rlbot.bridge.fake_gateway.outbox import Weather, Wire
from rlbot.bridge.fake_gateway.requests.dispatch import answer
from rlbot.bridge.fake_gateway.session import Session, Stage
from rlbot.bridge.fake_gateway.settings import GatewaySettings
from rlbot.bridge.fake_gateway.timers import SECOND, Timers
from rlbot.bridge.fake_gateway.wire import messages
from rlbot.bridge.fake_gateway.wire.codec import Fields
from rlbot.clock import Clock

FARMS = (
    (2104, "Market data farm connection is OK:usfarm"),
    (2106, "HMDS data farm connection is OK:ushmds"),
    (2158, "Sec-def data farm connection is OK:secdefil"),
)
LINK_DOWN = (2110, "Connectivity between Trader Workstation and server is broken. It will be restored automatically.")
REFRESH_S = 180  # account values and summaries are told again that often
MOST_BEHIND_S = 86_400  # further behind, the seconds between are skipped


class FakeGateway:
    """`clock` drives the market; `wire_clock`, by default the same, measures how fast clients send."""

    def __init__(self, settings: GatewaySettings, clock: Clock, wire_clock: Clock | None = None) -> None:
        self.settings, self.clock, self.wire_clock = settings, clock, wire_clock or clock
        self.timers = Timers(clock.now_ns())
        self.random = Random(settings.seed)
        self.weather = Weather(self.random)
        self.pending = PendingFaults()
        self.ledger = Ledger()
        self.book = OrderBook()
        self.prices = Prices(settings.seed)
        self.accounts = {name: Account(name, settings.cash) for name in settings.accounts}
        self.account = self.accounts[settings.accounts[0]]
        self.sessions: list[Session] = []
        self.reports = Reports(self.client, self._open_sessions, self.pending, self.timers, terse=settings.terse_orders)
        self.floor = Floor(
            *(self.book, self.accounts, self.ledger, self.reports, self.prices, settings.hours, self.timers),
            automatic=settings.automatic,
        )
        self.desk = OrderDesk(
            *(self.book, self.floor, self.reports, self.ledger, self.pending, self.timers, settings.hours),
            accounts=settings.accounts,
        )
        self.listening = True
        self.on_listening: Callable[[bool], None] = lambda listening: None
        self.link_up = True
        self.broken_farms: set[str] = set()
        self.in_use = False
        self._late_holdings: list[tuple[str, Holding]] | None = None
        self._day = new_york(self.timers.second).date()
        self._was_open = settings.hours.is_open(self.timers.second)
        self.timers.at((self.timers.second + 1) * SECOND, self._tick)

    # time

    def advance_to(self, now_ns: int) -> None:
        """Do everything that is due by `now_ns`."""
        if now_ns - self.timers.now_ns > MOST_BEHIND_S * SECOND:
            self.timers.now_ns = now_ns - MOST_BEHIND_S * SECOND
        self.timers.run_due(now_ns)

    def wake(self) -> None:
        """Catch up with the clock."""
        self.advance_to(self.clock.now_ns())

    def time_text(self) -> str:
        """As the handshake carries it."""
        return new_york(self.timers.second).strftime("%Y%m%d %H:%M:%S EST")

    def _tick(self) -> None:
        self.timers.at((self.timers.second + 1) * SECOND, self._tick)
        if self.weather.frozen:
            return
        second = self.timers.second
        is_open = self.settings.hours.is_open(second)
        if self._was_open and not is_open:
            self.desk.expire_day()
        self._was_open = is_open
        if is_open:
            self.desk.work_all()
        if self.link_up and "usfarm" not in self.broken_farms:
            for session in self._open_sessions():
                session.feeds.push(second)
        if second % REFRESH_S == 0:
            self._refresh()
        if (day := new_york(second).date()) != self._day:
            self._day = day
            self.forget_day()

    def _refresh(self) -> None:
        for session in self._open_sessions():
            if session.follows_account:
                self.tell_account(session, session.follows_account)
            for request, tags in session.summaries.items():
                self.tell_summary(session, request, tags)

    def forget_day(self) -> None:
        """Executions and completed orders are the current day's only."""
        self.floor.executions.clear()
        self.book.forget_completed()

    # clients

    def open(self, wire: Wire) -> Session:
        """A client has connected."""
        self.wake()
        self.ledger.events["connections"] += 1
        session = Session(self, wire)
        self.sessions.append(session)
        return session

    def client(self, client_id: int) -> Session | None:
        """The connected client of that id."""
        return next((s for s in self.sessions if s.stage is Stage.OPEN and s.client_id == client_id), None)

    def _open_sessions(self) -> list[Session]:
        return [session for session in self.sessions if session.stage is Stage.OPEN]

    def joined(self, session: Session) -> None:
        """startApi has come: accounts, next id and the farms' state, or 326."""
        others = [s for s in self._open_sessions() if s is not session and s.client_id == session.client_id]
        if others or self.in_use:
            self.ledger.events["client_id_in_use"] += 1
            session.error(
                messages.NO_REQUEST, 326, "Unable to connect as the client id is already in use. Retry with a unique client id."
            )
            session.client_id = -1
            session.close()
            return
        session.send((15, 1, ",".join(self.settings.accounts)))
        session.send((9, 1, self.book.next_id(session.client_id)))
        for code, text in FARMS if self.link_up else (LINK_DOWN,):
            session.error(messages.NO_REQUEST, code, text)

    def left(self, session: Session) -> None:
        """A connection is over; orders stay, except those never transmitted."""
        self.sessions.remove(session)
        if session.client_id >= 0:
            self.desk.drop_held(session.client_id)

    def answer(self, session: Session, number: int, fields: Fields) -> None:
        """One request."""
        answer(self, session, number, fields)

    def everybody(self, code: int, text: str) -> None:
        """News of the connection to every client."""
        for session in self._open_sessions():
            session.error(messages.NO_REQUEST, code, text)

    def listen(self, listening: bool) -> None:
        """Whether new connections are taken."""
        self.listening = listening
        self.on_listening(listening)

    # the account, told to a client

    def told_holdings(self) -> list[tuple[str, Holding]]:
        """By account, as positions are told: as they are, or as they were when they were held back."""
        return self._late_holdings if self._late_holdings is not None else self._holdings()

    def tell_position(self, session: Listener, symbol: str) -> None:
        """One position of each account that has it, also when it has become none."""
        for account, holding in self.told_holdings():
            if holding.instrument.symbol == symbol:
                cost = round(holding.average_cost, 8)
                session.send(messages.position(account, holding.instrument, holding.quantity, cost))

    def hold_positions(self) -> None:
        """From now on they are told as they are now."""
        self._late_holdings = [(account, replace(holding)) for account, holding in self._holdings()]

    def release_positions(self) -> None:
        """As they are again, to everybody who follows them."""
        self._late_holdings = None
        for session in self._open_sessions():
            for symbol in sorted({holding.instrument.symbol for _, holding in self._holdings()}):
                session.send_position(symbol)

    def _holdings(self) -> list[tuple[str, Holding]]:
        return [(account.name, holding) for account in self.accounts.values() for holding in account.holdings.values()]

    def tell_account(self, session: Listener, name: str) -> None:
        """Account values, portfolio and their time."""
        account = self.accounts[name]
        for tag, value, currency in account.values(self._mark):
            session.send(messages.account_value(name, tag, value, currency))
        for held in account.holdings.values():
            worth = (self._mark(held.instrument), round(held.average_cost, 8), round(held.realized, 2))
            session.send(messages.portfolio(name, held.instrument, held.quantity, *worth))
        session.send((8, 1, new_york(self.timers.second).strftime("%H:%M")))

    def tell_summary(self, session: Listener, request: int, tags: str) -> None:
        """The account values of those tags."""
        wanted = set(tags.split(","))
        for account in self.accounts.values():
            for tag, value, currency in account.values(self._mark):
                if tag in wanted or any(w.startswith("$LEDGER") for w in wanted):
                    session.send((63, 1, request, account.name, tag, value, currency))

    def _mark(self, instrument: Instrument) -> float:
        return self.prices.last(instrument, self.timers.second)
