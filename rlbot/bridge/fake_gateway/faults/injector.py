"""Makes each fault happen to a gateway, and its end with it."""

from __future__ import annotations

from rlbot.bridge.fake_gateway.faults import garbage, kinds
from rlbot.bridge.fake_gateway.faults.kinds import Fault
from rlbot.bridge.fake_gateway.gateway import FakeGateway
from rlbot.bridge.fake_gateway.market.instruments import by_symbol
from rlbot.bridge.fake_gateway.orders.order import Execution, Order
from rlbot.bridge.fake_gateway.timers import Action

LINK_LOST = (1100, "Connectivity between IBKR and Trader Workstation has been lost.")
DATA_LOST = (1101, "Connectivity between IBKR and Trader Workstation has been restored - data lost.")
DATA_KEPT = (1102, "Connectivity between IBKR and Trader Workstation has been restored - data maintained.")


class FaultInjector:
    """One for each gateway."""

    def __init__(self, gateway: FakeGateway) -> None:
        self._gateway = gateway
        self._overlaps: dict[str, int] = {}
        gateway.reports.on_execution = self._on_execution

    def inject(self, fault: Fault) -> None:
        """Let it happen now; what waits for an order waits. Raises KeyError for a symbol or kind there is none of."""
        self._gateway.wake()
        self._gateway.ledger.events[f"fault_{type(fault).__name__}"] += 1
        self._apply(fault)
        self._gateway.wake()

    def _apply(self, fault: Fault) -> None:
        gateway = self._gateway
        match fault:
            case kinds.Fill():
                for order in gateway.desk.live(fault.order_ref):
                    gateway.desk.fill(order, fault.shares)
            case kinds.Cancel():
                for order in gateway.desk.live(fault.order_ref):
                    gateway.desk.end(order, "by the exchange")
            case kinds.FillOffline():
                self._away(fault.away_s)
                gateway.timers.after(fault.away_s / 2, lambda: self._apply(kinds.Fill(fault.order_ref, 1, fault.shares)))
            case kinds.OrderFault() | kinds.Refuse() | kinds.BadBar():
                gateway.pending.add(fault)
            case kinds.Drop():
                self._away(fault.away_s)
            case kinds.Restart():
                self._restart(fault)
            case kinds.Freeze():
                gateway.weather.frozen = True
                self._end("freeze", fault.seconds, self._thaw)
            case kinds.RollBack():
                gateway.book.roll_back(fault.by)
            case kinds.Midnight():
                gateway.forget_day()
            case kinds.InUse():
                gateway.in_use = True
                self._end("in_use", fault.seconds, self._set_free)
            case kinds.ManualTrade():
                gateway.floor.trade_by_hand(by_symbol(fault.symbol), fault.shares, fault.account)
            case _:
                self._apply_to_data(fault)

    def _apply_to_data(self, fault: Fault) -> None:
        gateway, weather = self._gateway, self._gateway.weather
        match fault:
            case kinds.LinkLost():
                self._lose_link(fault)
            case kinds.Farm():
                self._break_farm(fault)
            case kinds.Mute():
                self._mute(fault)
            case kinds.LatePositions():
                gateway.hold_positions()
                self._end("positions", fault.seconds, gateway.release_positions)
            case kinds.Split():
                weather.largest_piece = fault.largest
                self._end("split", fault.seconds, weather.join)
            case kinds.Latency():
                weather.latency = (fault.low_s, fault.high_s)
                self._end("latency", fault.seconds, weather.hurry)
            case kinds.Garbage():
                data = garbage.frame_of(fault.kind)
                for session in list(gateway.sessions):
                    if session.client_id >= 0:
                        session.send_raw(data)
            case kinds.Say():
                for session in list(gateway.sessions):
                    if session.client_id >= 0:
                        session.error(fault.request, fault.code, fault.text)
            case _:
                raise TypeError(f"{type(fault).__name__} has no effect")

    def _end(self, name: str, seconds: float, end: Action) -> None:
        """Call `end` when the last overlapping fault of that name is over."""
        self._overlaps[name] = self._overlaps.get(name, 0) + 1

        def over() -> None:
            self._overlaps[name] -= 1
            if not self._overlaps[name]:
                end()

        self._gateway.timers.after(seconds, over)

    def _hang_up(self) -> None:
        for session in list(self._gateway.sessions):
            session.close(at_once=True)

    def _away(self, seconds: float) -> None:
        if seconds > 0.0:
            self._gateway.listen(False)
            self._end("away", seconds, lambda: self._gateway.listen(True))
        self._hang_up()

    def _restart(self, fault: kinds.Restart) -> None:
        gateway = self._gateway
        gateway.desk.drop_held()
        if fault.vanish_s > 0.0:
            gateway.desk.vanish(gateway.timers.second - int(fault.vanish_s))
        gateway.book.roll_back(fault.roll_back)
        self._away(fault.away_s)

    def _thaw(self) -> None:
        self._gateway.weather.thaw()
        for session in list(self._gateway.sessions):
            session.thaw()

    def _set_free(self) -> None:
        self._gateway.in_use = False

    def _lose_link(self, fault: kinds.LinkLost) -> None:
        gateway = self._gateway
        if not gateway.link_up:
            return
        gateway.link_up = False
        gateway.reports.hold_back()
        gateway.everybody(*LINK_LOST)

        def restore() -> None:
            gateway.link_up = True
            if fault.data_lost:
                for session in gateway.sessions:
                    session.feeds.by_request.clear()
            gateway.everybody(*(DATA_LOST if fault.data_lost else DATA_KEPT))
            gateway.reports.release(lost=fault.data_lost)

        gateway.timers.after(fault.seconds, restore)

    def _break_farm(self, fault: kinds.Farm) -> None:
        gateway, name = self._gateway, fault.name
        history = "hmds" in name
        what = "HMDS data farm" if history else "Market data farm"
        gateway.broken_farms.add(name)
        gateway.everybody(2105 if history else 2103, f"{what} connection is broken:{name}")

        def mend() -> None:
            gateway.broken_farms.discard(name)
            gateway.everybody(2106 if history else 2104, f"{what} connection is OK:{name}")

        self._end(f"farm {name}", fault.seconds, mend)

    def _mute(self, fault: kinds.Mute) -> None:
        feeds = [f for session in self._gateway.sessions for f in session.feeds.by_request.values()]
        feeds = [feed for feed in feeds if fault.symbol in {"", feed.instrument.symbol}]
        for feed in feeds:
            feed.muted = True

        def speak() -> None:
            for feed in feeds:
                feed.muted = False

        if fault.seconds > 0.0:
            self._gateway.timers.after(fault.seconds, speak)

    def _on_execution(self, order: Order, fill: Execution) -> None:
        fault = self._gateway.pending.take(kinds.Correct, fill.order_ref)
        if fault is not None:
            price = round(fill.price + fault.by, 4)
            self._gateway.timers.after(1.0, lambda: self._correct(order, fill, price))

    def _correct(self, order: Order, fill: Execution, price: float) -> None:
        corrected = self._gateway.floor.correct(fill, price)
        order.cost += fill.shares * (price - fill.price)
        self._gateway.reports.corrected(corrected)
