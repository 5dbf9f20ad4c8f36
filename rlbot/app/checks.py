"""What `rlbot doctor` looked at: one line each, which says what is there, what was expected, and how to get it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """`needed` false: the platform starts without it, and `detail` says what is missed; `otherwise`: the word for it then."""

    name: str
    ok: bool
    detail: str
    needed: bool = True
    otherwise: str = "absent"

    @property
    def state(self) -> str:
        """For people."""
        return "ok" if self.ok else "MISSING" if self.needed else self.otherwise

    def document(self) -> dict[str, Any]:
        """For `--json`."""
        return {"name": self.name, "ok": self.ok, "detail": self.detail, "needed": self.needed}
