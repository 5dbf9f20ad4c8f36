"""Secrets never reach a log: by the name of their field, by their shape, and by their value where it is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping
from typing import Any

HIDDEN = "***"

_NAMES = re.compile(
    r"token|secret|password|passwd|api_?key|authorization|cookie|session_id|credential|private_key", re.IGNORECASE
)
_SHAPES = re.compile(
    r"(?P<keep>\b(?:Bearer|Basic)\s+|[?&#](?:token|key|session|access_token|api_key|apikey|sig)=)[^\s&\"']+"
    r"|\b\d{8,10}:[A-Za-z0-9_-]{30,}"  # a Telegram bot's token
    r"|\bEAA[A-Za-z0-9]{20,}"  # a WhatsApp Cloud API token
)


class Redaction:
    """A structlog processor. `known`: secret values of this run, wherever they turn up."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = tuple(sorted((value for value in known if len(value) >= 6), key=len, reverse=True))

    def __call__(self, logger: object, method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """The same fields without secrets."""
        for name, value in fields.items():
            fields[name] = HIDDEN if _NAMES.search(name) and value else self._clean(value)
        return fields

    def text(self, text: str) -> str:
        """The text without secrets."""
        for value in self._known:
            text = text.replace(value, HIDDEN)
        return _SHAPES.sub(lambda found: (found["keep"] or "") + HIDDEN, text)

    def _clean(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {k: HIDDEN if _NAMES.search(str(k)) and v else self._clean(v) for k, v in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self._clean(item) for item in value]
        if value is None or isinstance(value, (bool, int, float)):
            return value
        return self.text(str(value))
