"""Holds every comparison of the account against what is known here; trading halts while something cannot be explained.

Hears: Reconciliation.   Says: AlertRaised; asks the risk gate to halt and to lift.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rlbot.bridge.excess_check import ExcessCheck
from rlbot.bridge.mismatch_check import MismatchCheck
from rlbot.bridge.reconciler import mismatches, order_sentence, positions_held, unexplained
from rlbot.bridge.release import Verdict
from rlbot.bridge.wire.reconciliation import Difference, OrderView, Position, Reconciliation
from rlbot.events.ops import Severity

LEAST_PATIENCE_S = 300.0
PERIODS = 5  # of the bridge's timer: a few comparisons may fall into outages without a word

ORDERS = "order_mismatch"


class AccountCheck:
    """`halt(rule, reason)`, `lift(rule, reason)`: the account's. `manual`: signed shares by symbol that a person declared.

    `reconcile` asks for a comparison; `hold(verdict)`: what becomes of entries that would leave now; `reconcile_s`: how often
    the bridge compares by itself.
    """

    def __init__(
        self,
        manual: Mapping[str, float],
        halt: Callable[[str, str], None],
        lift: Callable[[str, str], None],
        alert: Callable[[Severity, str, str], None],
        reconcile: Callable[[], None],
        hold: Callable[[Verdict], None],
        reconcile_s: float,
    ) -> None:
        self._manual = manual
        self._halt = halt
        self._lift = lift
        self._alert = alert
        self._mismatch = MismatchCheck(halt, lift, reconcile, hold)
        self._excess = ExcessCheck(halt, lift, reconcile)
        self._positions: list[Position] = []
        self._differences: list[Difference] = []
        self._working: list[OrderView] = []
        self._page = 0  # the latest of a comparison under way, 0 while one is missing
        self._patience_ns = int(max(PERIODS * reconcile_s, LEAST_PATIENCE_S) * 1e9)
        self._since_ns = 0  # when the account was last compared whole, by the next look at the clock
        self._unchecked = False
        self._seen = ""  # at the last whole comparison; empty before the first
        self._orders_wrong = ""
        self._manual_told: set[int] = set()
        self._bare_told: set[str] = set()

    def on_page(self, told: Reconciliation) -> bool:
        """A page came. Returns whether the comparison is at its end, and whole."""
        page = told.page or 1
        if page == 1:
            self._positions, self._differences, self._working = [], [], []
        elif page != self._page + 1 or not self._page:
            self._page = 0
            return False
        self._page = page
        self._positions += told.positions or ()
        self._differences += told.differences
        self._working += told.open_orders or ()
        return told.last is not False

    def judge(
        self,
        told: Reconciliation,
        now_ns: int,
        account: str,
        agents: Mapping[tuple[str, str], int],
        uncovered: Callable[[str], int],
    ) -> bool:
        """Its last page. Returns whether the account was compared whole.

        `agents`: signed shares by agent and symbol, by their fills. `uncovered`: how many of a symbol nothing guards and no
        exit closes.
        """
        for one in self._differences:
            self._manual_order(one)
        self._unprotected(told.complete, uncovered)
        known = positions_held(self._positions, account) if told.complete and told.positions is not None else None
        found = mismatches(known, agents, self._manual)
        orders = unexplained(self._differences)
        self._unexplained(order_sentence(orders) if orders else "", told.complete)
        if known is not None:
            self._excess.judge(self._working, agents, known, self._manual, now_ns)
            self._since_ns = 0
            self._seen = f"symbols held: {sum(map(bool, known.values()))}"
            if self._unchecked:
                self._unchecked = False
                self._alert("info", "account_checked", "The account was compared whole again")
        self._mismatch.judge(found, now_ns)  # last, for it lets entries go: what halts trading stands in their way by then
        return found is not None

    def standing(self) -> tuple[bool, str]:
        """Whether the account adds up as far as is known now, and what was seen, is wrong or lacks."""
        wrong = [one for one in (self._mismatch.wrong, self._orders_wrong) if one]
        if wrong:
            return False, "; ".join(wrong)
        if self._mismatch.doubt:
            return False, f"looked at again within seconds: {self._mismatch.doubt}"
        if self._unchecked or not self._seen:
            return False, "the account was not compared as a whole " + ("for long" if self._seen else "yet")
        return True, f"adds up, {self._seen}"

    def on_time(self, now_ns: int, first_due: bool) -> None:
        """That nothing was compared for long is worth a word: until then nobody knows that positions add up.

        `first_due`: entries could leave, but for the first whole comparison of this start.
        """
        self._mismatch.on_time(now_ns, first_due)
        self._excess.on_time(now_ns)
        if not self._since_ns:
            self._since_ns = now_ns
        if now_ns - self._since_ns > self._patience_ns and not self._unchecked:
            self._unchecked = True
            minutes = self._patience_ns / 60e9
            text = f"The account was not compared as a whole for {minutes:.0f} minutes: look at the bridge and the gateway"
            self._alert("critical", "account_unchecked", text)

    def _unexplained(self, wrong: str, whole: bool) -> None:
        """What a partial comparison finds counts; that it finds nothing says nothing. A halt may be from before a restart."""
        if wrong:
            self._orders_wrong = wrong
            self._halt(ORDERS, wrong)
        elif whole:
            self._orders_wrong = ""
            self._lift(ORDERS, "the orders at the broker are ours again")

    def _manual_order(self, one: Difference) -> None:
        if one.kind == "manual_order" and one.perm_id is not None and one.perm_id not in self._manual_told:
            self._manual_told.add(one.perm_id)
            text = f"An order that is not the platform's works in the account: {one.symbol}, {one.gateway}. Once it fills, "
            self._alert("warning", "manual_order", text + "positions add up only with its shares under [account.manual]")

    def _unprotected(self, whole: bool, uncovered: Callable[[str], int]) -> None:
        """A stop that is gone is told for as long as the position stands; here it is worth a word if nothing took its place."""
        found = {one.client_order_id or "": one.symbol or "" for one in self._differences if one.kind == "unprotected"}
        bare = {name: symbol for name, symbol in found.items() if uncovered(symbol)}
        for name in bare.keys() - self._bare_told:
            text = f"{name} has no stop, and {uncovered(bare[name])} shares of {bare[name]} are guarded by nothing"
            self._alert("critical", "unprotected", text)
        self._bare_told = bare.keys() | (set() if whole else self._bare_told)
