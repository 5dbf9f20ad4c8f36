"""Who may ask: the start token, sessions made from it, and the delay after wrong ones.

The token is made once per home, readable by its owner only. A session ends after 12 h without use or when it is revoked; only
hashes of sessions are kept, so that neither memory dumps nor the file that carries them over a restart give one away.
"""

from __future__ import annotations

import hmac
import os
from collections import deque
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec

from rlbot.clock import Clock
from rlbot.monitoring.web.contract.base import Origin, Role
from rlbot.monitoring.web.request_error import RequestError

IDLE_NS = 12 * 3_600 * 1_000_000_000
MINUTE_NS = 60_000_000_000
SAVE_EVERY_NS = 300_000_000_000  # how far the stored last use may lag
SESSIONS = 64
FREE_FAILURES = 5
LONGEST_DELAY_S = 300


class TokenError(Exception):
    """The start token can be neither read nor made; the message says what to do."""


def start_token(path: Path, make: Callable[[], str]) -> str:
    """The home's start token: read, or made with `make` (256 random bits) and written with mode 0600."""
    try:
        if path.is_file() and (kept := path.read_text(encoding="utf-8").strip()):
            path.chmod(0o600)
            return kept
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        token = make()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(token + "\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise TokenError(f"the dashboard's token {path} cannot be used ({why}); delete it or free its folder") from None
    return token


class Session(msgspec.Struct):
    """One signed-in browser or shell. `id` names it in the audit; it opens nothing."""

    id: str
    role: Role
    since_ns: int
    used_ns: int
    origin: Origin = "dashboard"


class Sessions:
    """Makes, finds and ends sessions. `make` gives fresh secrets; `path` (optional) carries hashes over a restart."""

    def __init__(self, token: str, clock: Clock, make: Callable[[], str], path: Path | None = None) -> None:
        self._token = sha256(token.encode()).digest()
        self._clock = clock
        self._make = make
        self._path = path
        self._kept: dict[str, Session] = {}
        self._failures: deque[int] = deque(maxlen=64)
        self._saved_ns = 0
        self._load()

    def exchange(self, token: str, role: Role, origin: Origin = "dashboard") -> tuple[str, Session]:
        """Start token → session. Raises RequestError: 401 if it is wrong, 429 after five wrong ones in a minute."""
        self._delay()
        if not self.is_token(token):
            self._failures.append(self._clock.now_ns())
            raise RequestError("unauthorised", "The start token is not right; use the address that `rlbot up` printed.")
        self._failures.clear()
        now_ns = self._clock.now_ns()
        secret = self._make()
        key = sha256(secret.encode()).hexdigest()
        session = self._kept[key] = Session(id=key[:8], role=role, since_ns=now_ns, used_ns=now_ns, origin=origin)
        while len(self._kept) > SESSIONS:
            self._kept.pop(min(self._kept, key=lambda k: self._kept[k].used_ns))
        self._save(now_ns)
        return secret, session

    def is_token(self, token: str) -> bool:
        """Whether this is the start token, in constant time."""
        return hmac.compare_digest(sha256(token.encode("utf-8", "replace")).digest(), self._token)

    def find(self, secret: str) -> Session | None:
        """The session of `secret`, kept alive by this use; None if there is none (any more)."""
        key = sha256(secret.encode("utf-8", "replace")).hexdigest()
        session = self._kept.get(key)
        if session is None:
            return None
        now_ns = self._clock.now_ns()
        if now_ns - session.used_ns > IDLE_NS:
            del self._kept[key]
            self._save(now_ns)
            return None
        session.used_ns = now_ns
        if now_ns - self._saved_ns > SAVE_EVERY_NS:
            self._save(now_ns)
        return session

    def revoke(self, session_id: str) -> bool:
        """End a session by its public id; False if there is none."""
        keys = [k for k, s in self._kept.items() if s.id == session_id]
        for key in keys:
            del self._kept[key]
        self._save(self._clock.now_ns())
        return bool(keys)

    def _delay(self) -> None:
        now_ns = self._clock.now_ns()
        recent = [f for f in self._failures if now_ns - f < LONGEST_DELAY_S * 1_000_000_000]
        if sum(now_ns - f < MINUTE_NS for f in recent) < FREE_FAILURES and len(recent) < FREE_FAILURES:
            return
        delay_s = min(2 ** (len(recent) - FREE_FAILURES + 1), LONGEST_DELAY_S)
        wait_s = delay_s - (now_ns - recent[-1]) // 1_000_000_000
        if wait_s > 0:
            message = f"Too many wrong tokens; try again in {wait_s} s. The kill switch is never limited."
            raise RequestError("too_many_requests", message, retry_after_s=wait_s)

    def _load(self) -> None:
        if self._path is None:
            return
        try:
            self._kept = msgspec.json.decode(self._path.read_bytes(), type=dict[str, Session])
        except (OSError, msgspec.MsgspecError):
            self._kept = {}  # a lost or broken file only means signing in again

    def _save(self, now_ns: int) -> None:
        if self._path is None:
            return
        self._saved_ns = now_ns
        part = self._path.with_suffix(".part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(msgspec.json.encode(self._kept))
            part.replace(self._path)
        except OSError:
            self._path = None  # sessions then live only as long as the process
