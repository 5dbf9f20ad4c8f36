"""The bridge's journal as this side hears it: asked for, followed number by number, and counted at the end.

Says: `events.replay`; AlertRaised where its end does not come.   Owns: what was told, and what is to be asked again.

Events may be missed or come twice: they are asked for again from the last one that follows without a gap, and whoever books
them knows them by their keys. A start hears all of it: orders and what guards them stand there whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rlbot.bridge.memory import BridgeMemory
from rlbot.bridge.told_numbers import ToldNumbers, news
from rlbot.bridge.wire.commands import Command, EventsReplay
from rlbot.bridge.wire.envelope import BridgeEvent
from rlbot.bridge.wire.events import ReplayEnd
from rlbot.clock import Clock
from rlbot.events.ops import Severity

VALID_NS = 30_000_000_000
SILENT_NS = 30_000_000_000  # the end of a replay is told once, and may be lost
SILENCE = "The bridge does not tell its journal to the end; it is asked again, and until then the account is not compared"


class BridgeJournal:
    """`heard_all`: it was told to the end, for the first time. `wall` stamps what is asked; moments handed in are a steady
    clock's."""

    def __init__(
        self,
        send: Callable[[Command], None],
        wall: Clock,
        new_id: Callable[[], str],
        memory: BridgeMemory,
        alert: Callable[[Severity, str, str], None],
    ) -> None:
        self.heard_all = asyncio.Event()
        self._send = send
        self._wall = wall
        self._new_id = new_id
        self._memory = memory
        self._alert = alert
        self._asked = ""  # the id of the `events.replay` under way
        self._heard_ns = 0  # when it was asked for, or something of it last came
        self._told = ToldNumbers(0)
        self._again = False  # what was missed is to be asked for once more
        self._silence_told = False
        self._overtaken = False

    def greeted(self) -> None:
        """A new epoch is claimed, maybe of another journal: this core is the bridge's again, and nothing was asked yet."""
        self._overtaken = self._again = False
        self._asked = ""

    def overtaken(self) -> None:
        """Another core has the bridge: it tells this one nothing more, however often it is asked."""
        self._overtaken = True

    def ask(self, now_ns: int) -> None:
        """For everything behind what was applied; at a start for all."""
        after = self._memory.now.jseq if self.heard_all.is_set() else 0
        if not self._asked and not self._again:  # else what was told before counts
            self._told = ToldNumbers(after)
        self._ask(now_ns, after)

    def hears(self, event: BridgeEvent, now_ns: int) -> None:
        """An event came."""
        if event.replay:
            self._heard_ns = now_ns

    def follows(self, jseq: int) -> bool:
        """Whether nothing is missing between what was applied and this number."""
        return self.heard_all.is_set() and jseq == self._memory.now.jseq + 1

    def applied(self, jseq: int, now_ns: int) -> None:
        """It follows without a gap, or the gap is asked for."""
        last = self._memory.now.jseq
        if jseq == last + 1:
            self._memory.keep(jseq=jseq)
        elif jseq > last + 1 and not self._asked:
            self.ask(now_ns)
        self._told.add(jseq)

    def ended(self, end: ReplayEnd, now_ns: int, *, books: bool) -> bool:
        """A replay is over; what it left out is asked for once more. Returns whether all was heard for the first time.

        `books`: whether somebody books what is told.
        """
        if end.command_id != self._asked:
            return False
        self._asked = ""
        missing = self._told.missing(end.last_jseq)
        unheard = news(missing, self._memory.gone)
        before = (one for one in self._memory.gone if one[1] <= self._told.after)
        self._memory.gone = (*before, *missing)
        if unheard and books:
            self._ask(now_ns, unheard[0][0] - 1)
            return False
        self._memory.keep(jseq=max(self._memory.now.jseq, end.last_jseq))
        first = not self.heard_all.is_set()
        self.heard_all.set()
        return first

    def not_replayed(self, command: Command) -> None:
        """It was refused, or nobody answered."""
        if command.id == self._asked:
            self._asked = ""
            self._again = True

    def on_time(self, now_ns: int) -> None:
        """Once a second while the MQTT broker is there."""
        if self._asked and now_ns - self._heard_ns >= SILENT_NS:
            self._again = True
            if not self.heard_all.is_set() and not self._silence_told:
                self._silence_told = True
                self._alert("critical", "replay_silent", SILENCE)
        if self._again:
            self.ask(now_ns)

    def _ask(self, now_ns: int, after: int) -> None:
        self._again = False
        if self._overtaken:
            return
        self._asked, self._heard_ns = self._new_id(), now_ns
        epoch, stamp_ns = self._memory.now.epoch, self._wall.now_ns()
        until_ns = stamp_ns + VALID_NS
        self._send(EventsReplay(id=self._asked, epoch=epoch, ts_ns=stamp_ns, expires_ts_ns=until_ns, after_jseq=after))
