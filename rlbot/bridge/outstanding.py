"""Commands that nobody has answered yet: repeated with the same id until acked or expired, never given up as lost.

A later change or cancel of an order takes the place of an earlier change: that one, repeated after the later was carried out,
would undo it.

A new epoch is every command's from then on: a repeat under the one before would be refused as another core's.

While the bridge is away nothing is repeated: the MQTT broker holds what was sent first, and would hold every copy beside it, of
a cancel for a day.

Pure: the time is handed in, a steady one; by the machine's own, set back an hour, nothing would be repeated for that long. An
expired command is unresolved, which is not rejected: whoever sent it asks for a reconciliation.
"""

from __future__ import annotations

import msgspec

from rlbot.bridge.wire.commands import Command, OrderCancel, OrderModify
from rlbot.bridge.wire.events import Ack

REPEAT_AFTER_NS = 2_000_000_000  # the contract's: the bridge answers a repeat with what it answered first
_TERMS = ("quantity", "limit_price", "stop_price", "tif")  # that a change may name


class _Sent(msgspec.Struct):
    command: Command
    ends_ns: int
    at_ns: int  # of the latest sending, 0 before the first


class Due(msgspec.Struct, frozen=True):
    """To be published. `valid_ns`: for how long it is worth carrying out."""

    command: Command
    valid_ns: int


class Outstanding:
    """What still waits for its ack, in the order in which it was added."""

    def __init__(self) -> None:
        self._open: dict[str, _Sent] = {}
        self._epoch = 0  # the highest one seen

    def __len__(self) -> int:
        return len(self._open)

    def add(self, command: Command, now_ns: int) -> None:
        """To be sent, stamped just now. A known id changes nothing."""
        self._epoch = max(self._epoch, command.epoch)
        if isinstance(command, OrderModify | OrderCancel) and command.id not in self._open:
            command = self._overtaking(command)
        self._open.setdefault(command.id, _Sent(command, now_ns + command.expires_ts_ns - command.ts_ns, 0))

    def due(self, now_ns: int, there: bool = True) -> list[Due]:
        """What is to be published now: new commands at once, unanswered ones every two seconds while they are valid.

        `there`: whether the bridge is.
        """
        found = []
        for sent in self._open.values():
            repeats = there and now_ns - sent.at_ns >= REPEAT_AFTER_NS
            if sent.ends_ns > now_ns and (not sent.at_ns or repeats):
                sent.at_ns = now_ns
                if sent.command.epoch < self._epoch:  # only now: what was sent under the old one may be answered under it
                    sent.command = msgspec.structs.replace(sent.command, epoch=self._epoch)
                found.append(Due(sent.command, sent.ends_ns - now_ns))
        return found

    def _overtaking(self, command: OrderModify | OrderCancel) -> Command:
        """The command without earlier changes of its order; what those asked for and it does not is asked along."""
        for sent in list(self._open.values()):
            earlier = sent.command
            if isinstance(earlier, OrderModify) and earlier.client_order_id == command.client_order_id:
                del self._open[earlier.id]
                if isinstance(command, OrderModify):
                    kept = {term: getattr(earlier, term) for term in _TERMS if getattr(command, term) is None}
                    command = msgspec.structs.replace(command, **kept)
        return command

    def unsent(self, command_id: str) -> None:
        """The publishing failed: it is due again at once."""
        if command_id in self._open:
            self._open[command_id].at_ns = 0

    def on_ack(self, ack: Ack) -> Command | None:
        """The command this answers; None if it is not (or no longer) waited for."""
        sent = self._open.pop(ack.command_id, None)
        return sent.command if sent is not None else None

    def expired(self, now_ns: int) -> list[Command]:
        """Commands whose time is over without an answer; they are told once."""
        over = [sent.command for sent in self._open.values() if sent.ends_ns <= now_ns]
        for command in over:
            del self._open[command.id]
        return over

    def next_ns(self, there: bool = True) -> int | None:
        """When `due` or `expired` will have something again; None while nothing waits."""
        return min((self._next_ns(sent, there) for sent in self._open.values()), default=None)

    @staticmethod
    def _next_ns(sent: _Sent, there: bool) -> int:
        if not sent.at_ns:
            return 0
        return min(sent.at_ns + REPEAT_AFTER_NS, sent.ends_ns) if there else sent.ends_ns
