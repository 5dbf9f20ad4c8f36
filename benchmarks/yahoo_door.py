"""A loopback server that answers as Yahoo's chart endpoint does, with made-up daily bars: no host outside is asked."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from rlbot.events.market import Bar
from rlbot.market.calendar import NYSE

SECOND_NS = 1_000_000_000
NAMES = ("open", "high", "low", "close", "volume")


class YahooDoor(ThreadingHTTPServer):
    """`bars`: daily ones by Yahoo's own name of the symbol. `url` is what a client takes as its base."""

    daemon_threads = True

    def __init__(self, bars: dict[str, list[Bar]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.charts = {name: [(_opening_s(bar), bar) for bar in series] for name, series in bars.items()}
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        Thread(target=self.serve_forever, daemon=True).start()

    def chart(self, name: str, from_s: int, to_s: int) -> dict[str, Any]:
        """One answer, days stamped at the session's opening."""
        rows = [(stamp, bar) for stamp, bar in self.charts[name] if from_s <= stamp < to_s]
        quote = {field: [getattr(bar, field) for _, bar in rows] for field in NAMES}
        meta = {
            "currency": "USD",
            "symbol": name,
            "instrumentType": "INDEX" if name.startswith("^") else "EQUITY",
            "exchangeTimezoneName": "America/New_York",
            "timezone": "EST",
            "gmtoffset": -18_000,
            "dataGranularity": "1d",
            "validRanges": ["1d", "max"],
        }
        indicators = {"quote": [quote], "adjclose": [{"adjclose": quote["close"]}]}
        result = {"meta": meta, "timestamp": [stamp for stamp, _ in rows], "indicators": indicators}
        return {"chart": {"result": [result], "error": None}}


class _Handler(BaseHTTPRequestHandler):
    server: YahooDoor

    def do_GET(self) -> None:
        """A chart; whatever else yfinance asks for on its way gets an empty page."""
        parts = urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        body = b""
        if "/chart/" in parts.path:
            name = unquote(parts.path.rpartition("/")[2])
            body = json.dumps(self.server.chart(name, int(asked["period1"]), int(asked["period2"]))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def _opening_s(bar: Bar) -> int:
    session = NYSE.session(bar.start_ns)
    assert session is not None
    return session.open_ns // SECOND_NS
