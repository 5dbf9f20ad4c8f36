"""Asks the running platform of a home, over its own REST API. Standard library only, so that `rlbot kill` starts fast."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from typing import Any

from rlbot.app.failure import FAILED, REFUSED, WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.risk.kill_switch import KillSwitch

TIMEOUT_S = 5.0
STATUS = {400: WRONG_USE, 404: WRONG_USE, 422: WRONG_USE, 403: REFUSED, 409: REFUSED}


class PlatformClient:
    """One session with the platform that runs in `home`. Raises CommandError with a sentence when there is none."""

    def __init__(self, home: Home, *, killing: bool = False) -> None:
        """`killing`: on behalf of `rlbot kill`, which is then no way out."""
        self._or_kill = "" if killing else "; `rlbot kill` blocks trading without it"
        try:
            self._base = home.address.read_text(encoding="utf-8", errors="replace").strip()
            token = home.token.read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            if home.is_running():
                raise CommandError(
                    f"the platform of {home.root} cannot be asked: it is starting, or runs with --no-web{self._or_kill}"
                ) from None
            raise CommandError(f"no platform runs in {home.root}; start one with `rlbot up`") from None
        if not home.is_running():
            raise CommandError(f"no platform runs in {home.root} (the last one was cut off); start one with `rlbot up`")
        self._kill_file = home.kill_file
        self._session = ""
        self._session = self._call("POST", "/api/session", {"token": token, "origin": "shell"})["session"]

    def get(self, path: str) -> Any:
        """The JSON of a GET."""
        return self._call("GET", path, None)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON of a POST."""
        return self._call("POST", path, body or {})

    def _call(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        headers = {"Content-Type": "application/json", "Origin": self._base}
        if self._session:
            headers["Authorization"] = f"Bearer {self._session}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise self._refused(error) from None
        except (OSError, ValueError, http.client.HTTPException):
            raise self._safe_mode() or CommandError(
                f"the platform of this home does not answer at {self._base}: it is stuck or very busy{self._or_kill}"
            ) from None

    def _safe_mode(self) -> CommandError | None:
        """What to do where the watchdog has given up a process and blocked trading."""
        killed = KillSwitch(self._kill_file).state()
        if killed is None or killed.origin != "watchdog":
            return None
        return CommandError(
            f"safe mode: {killed.reason} See what logs/ says of it, end the platform with Ctrl-C, start it again, then "
            "`rlbot resume`; orders that protect a position stay at the broker"
        )

    def _refused(self, error: urllib.error.HTTPError) -> CommandError:
        try:
            message = json.loads(error.read())["error"]["message"]
        except (ValueError, KeyError, TypeError):
            message = f"the platform answered {error.code}"
        return CommandError(str(message), STATUS.get(error.code, FAILED))
