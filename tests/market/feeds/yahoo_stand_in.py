"""A stand-in for Yahoo's hosts on the loopback: charts from an answerer, cookie, consent and crumb as yfinance asks for them.

One server for the whole test process; each `Door` is a base URL of its own on it, so tests never meet.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

CHART = "/v8/finance/chart/"
CRUMB = "/v1/test/getcrumb"
# Two bytes that no encoding has: yfinance's parser complains about them.
CONSENT = b'<html><!-- \x81\x8d --><form><input name="csrfToken" value="t"><input name="sessionId" value="s"></form></html>'


class Asked(msgspec.Struct, frozen=True):
    """One question for a chart; times in seconds, as Yahoo takes them."""

    symbol: str
    interval: str
    from_s: int
    to_s: int


class Reply(msgspec.Struct, frozen=True):
    """What goes back. `until`: the answer waits for this event. `announced`: promise so many bytes and cut the line."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/json"
    until: Event | None = None
    announced: int | None = None


Answerer = Callable[[Asked], Reply]


def as_json(document: Any, status: int = 200) -> Reply:
    """A JSON reply."""
    return Reply(json.dumps(document).encode(), status)


def refusal(code: str, description: str, status: int) -> Reply:
    """Yahoo's form of an error."""
    return as_json({"chart": {"result": None, "error": {"code": code, "description": description}}}, status)


NOT_FOUND = refusal("Not Found", "No data found, symbol may be delisted", 404)
TOO_MANY = Reply(b"Too Many Requests\r\n", 429, "text/html")
WEB_PAGE = Reply(b"<!doctype html><html><body>Oops</body></html>", 200, "text/html")
OUT_OF_ORDER = Reply(b"<html>Bad Gateway</html>", 502, "text/html")
DOWN = Reply(b"<html>Will be right back...</html>", 200, "text/html")


class Door:
    """One base URL. `answer` may be replaced at any time; `asked` lists the charts asked for, `side` the other paths."""

    def __init__(self, answer: Answerer) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.side: list[str] = []
        self.crumb = Reply(b"a.crumb", 200, "text/plain")
        server = _server()
        number = len(server.doors)
        server.doors.append(self)
        self.url = f"http://127.0.0.1:{server.server_address[1]}/{number}"

    def reply(self, path: str, query: dict[str, list[str]]) -> Reply:
        """What Yahoo would say."""
        if not path.startswith(CHART):
            self.side.append(path)
            return self.crumb if path == CRUMB else Reply(CONSENT, 200, "text/html")
        one = {key: values[0] for key, values in query.items()}
        asked = Asked(
            unquote(path.removeprefix(CHART)), one["interval"], int(one.get("period1", 0)), int(one.get("period2", 1 << 40))
        )
        self.asked.append(asked)
        return self.answer(asked)


def recorded(folder: Path, name: str) -> Reply:
    """A recorded answer: a bare body, or a whole exchange."""
    document = json.loads((folder / name).read_text(encoding="utf-8"))
    if "response" in document:
        return as_json(document["response"]["bodyJson"], document["response"]["status"])
    return as_json(document, 404 if document["chart"]["result"] is None else 200)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.doors: list[Door] = []


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        _, number, *rest = parts.path.split("/")
        assert isinstance(self.server, _Server)
        reply = self.server.doors[int(number)].reply("/" + "/".join(rest), parse_qs(parts.query))
        if reply.until is not None:
            reply.until.wait(30.0)
        try:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Set-Cookie", "A3=cookie; Path=/; Max-Age=31536000")
            self.send_header("Content-Length", str(len(reply.body) if reply.announced is None else reply.announced))
            self.end_headers()
            self.wfile.write(reply.body)
        except OSError:
            pass  # the client has gone: it was meant to

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@cache
def _server() -> _Server:
    server = _Server()
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="yahoo stand-in", daemon=True).start()
    return server
