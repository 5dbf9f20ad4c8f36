"""Looks for orders that nobody answered for: by a cancel, once all of the bridge's journal was heard and names none of them.

Says: cancels. Refused as unknown, the order was never placed; and it never can be, for the bridge remembers the cancel.
"""

from __future__ import annotations

from collections.abc import Callable


class Lookout:
    """`cancel(client_order_id)` returns the id of the command it sends."""

    def __init__(self, cancel: Callable[[str], str]) -> None:
        self._cancel = cancel
        self._unanswered: list[str] = []
        self._asked: dict[str, str] = {}  # command of a cancel -> the order it is about

    def add(self, client_order_id: str) -> None:
        """Its submit expired without an answer."""
        self._unanswered.append(client_order_id)

    def look(self, unheard: Callable[[str], bool]) -> None:
        """Everything the bridge's journal holds was heard. `unheard`: of an id, whether it told nothing of that order."""
        found, self._unanswered = self._unanswered, []
        for client_order_id in found:
            if unheard(client_order_id):
                self.probe(client_order_id)

    def probe(self, client_order_id: str) -> None:
        """Ask for it by a cancel now."""
        self._asked[self._cancel(client_order_id)] = client_order_id

    def answered(self, command_id: str) -> str:
        """The order that this command looked for; empty where it looked for none."""
        return self._asked.pop(command_id, "")
