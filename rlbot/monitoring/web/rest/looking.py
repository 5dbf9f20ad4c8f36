"""Health, status, agents, positions, lists, series: everything that only looks."""

from __future__ import annotations

from aiohttp import web

from rlbot.monitoring.board_lists import page
from rlbot.monitoring.board_why import why
from rlbot.monitoring.web.answers import FOREVER_NS, answer, instant, interval_of, level_of, page_of, whole
from rlbot.monitoring.web.contract.records import Audit
from rlbot.monitoring.web.contract.status import Health
from rlbot.monitoring.web.desk import Desk
from rlbot.monitoring.web.login import looks, open_to_all
from rlbot.monitoring.web.request_error import RequestError

STALLED_NS = 10_000_000_000  # a heartbeat passes the bus every second


async def health(request: web.Request, desk: Desk) -> web.Response:
    """200 while the core makes progress, else 503. No login, so nothing about the account."""
    desk.reader.board.catch_up()
    now_ns = desk.clock.now_ns()
    age_ns = now_ns - desk.reader.board.state.platform.heard_ns
    ok = age_ns < STALLED_NS
    reason = "" if ok else f"the core has shown no sign of life for {age_ns / 1e9:.0f} s"
    return answer(Health(ok=ok, reason=reason, age_s=age_ns / 1e9, as_of_ns=now_ns), 200 if ok else 503)


async def status(request: web.Request, desk: Desk) -> web.Response:
    """Mode, halts, components."""
    return answer(desk.reader.status())


async def agents(request: web.Request, desk: Desk) -> web.Response:
    """Every agent."""
    return answer(desk.reader.agents())


async def agent(request: web.Request, desk: Desk) -> web.Response:
    """One agent."""
    found = desk.reader.agent_detail(request.match_info["id"])
    if found is None:
        raise no_agent(desk, request.match_info["id"])
    return answer(found)


def no_agent(desk: Desk, name: str) -> RequestError:
    """404 that names those there are."""
    known = ", ".join(desk.reader.board.state.agents) or "none"
    return RequestError("not_found", f"There is no agent `{name}`; there are: {known}.")


def _agent_of(request: web.Request, desk: Desk) -> str:
    name = request.query.get("agent", "")
    if name and name not in desk.reader.board.state.agents:
        raise no_agent(desk, name)
    return name


async def positions(request: web.Request, desk: Desk) -> web.Response:
    """Open positions."""
    return answer(desk.reader.positions())


async def orders(request: web.Request, desk: Desk) -> web.Response:
    """Working orders, and a page of ended ones."""
    return answer(desk.lists.orders(*page_of(request.query), agent=_agent_of(request, desk)))


async def trades(request: web.Request, desk: Desk) -> web.Response:
    """A page of fills."""
    return answer(desk.lists.trades(*page_of(request.query), agent=_agent_of(request, desk)))


async def decisions(request: web.Request, desk: Desk) -> web.Response:
    """A page of decisions; `trades=1` leaves the holds out."""
    only = request.query.get("trades", "") in ("1", "true")
    return answer(desk.lists.decisions(*page_of(request.query), agent=_agent_of(request, desk), trades_only=only))


async def decision(request: web.Request, desk: Desk) -> web.Response:
    """The Why card."""
    found = why(desk.reader.board, request.match_info["id"], desk.explain)
    if found is None:
        raise RequestError("not_found", "This decision is not kept any more (the newest 2,000 of each agent are).")
    return answer(found)


async def alerts(request: web.Request, desk: Desk) -> web.Response:
    """A page of alerts."""
    return answer(desk.lists.alerts(*page_of(request.query)))


async def logs(request: web.Request, desk: Desk) -> web.Response:
    """A page of log lines of `level` and above."""
    q = request.query
    trace = q.get("correlation_id", "")
    return answer(
        desk.lists.logs(*page_of(q), level_of(q), q.get("component", ""), q.get("agent", ""), trace),
    )


async def audit(request: web.Request, desk: Desk) -> web.Response:
    """A page of the audit."""
    items, following = page(reversed(desk.audit.entries), lambda e: e.seq, *page_of(request.query))
    body = Audit(items=tuple(items), verified=desk.audit.verified, next_before=following, as_of_ns=desk.clock.now_ns())
    return answer(body)


async def bars(request: web.Request, desk: Desk) -> web.Response:
    """A stretch of one series: `symbol`, `interval`, `from` <= t < `to`, the newest `limit` (default 1,000)."""
    q = request.query
    symbol, interval = q.get("symbol", ""), interval_of(q)
    start, end = instant(q, "from", 0), instant(q, "to", FOREVER_NS)
    if not symbol:
        raise RequestError("bad_request", "`symbol` is needed, as AAPL.", {"symbol": "missing"})
    if start > end:
        raise RequestError("bad_request", "`from` must not be after `to`.", {"from": "after `to`"})
    found = desk.reader.bars(symbol, interval, start, end, whole(q, "limit", 1_000, 1, 5_000))
    if found is None:
        known = ", ".join(f"{s} {i}" for s, i in desk.reader.board.state.series) or "none yet"
        raise RequestError("not_found", f"There are no bars of {symbol[:16]} {interval}; there are: {known}.")
    return answer(found)


async def equity(request: web.Request, desk: Desk) -> web.Response:
    """The curve of `agent`, or the account's."""
    found = desk.reader.equity(_agent_of(request, desk))
    if found is None:
        raise no_agent(desk, request.query.get("agent", ""))
    return answer(found)


async def metrics(request: web.Request, desk: Desk) -> web.Response:
    """The figures of `agent`, or the account's."""
    found = desk.reader.metrics(_agent_of(request, desk))
    if found is None:
        raise no_agent(desk, request.query.get("agent", ""))
    return answer(found)


ENDPOINTS = (
    web.get("/api/health", open_to_all(health)),
    web.get("/api/status", looks(status)),
    web.get("/api/agents", looks(agents)),
    web.get("/api/agents/{id}", looks(agent)),
    web.get("/api/positions", looks(positions)),
    web.get("/api/orders", looks(orders)),
    web.get("/api/trades", looks(trades)),
    web.get("/api/decisions", looks(decisions)),
    web.get("/api/decisions/{id}", looks(decision)),
    web.get("/api/alerts", looks(alerts)),
    web.get("/api/logs", looks(logs)),
    web.get("/api/audit", looks(audit)),
    web.get("/api/bars", looks(bars)),
    web.get("/api/equity", looks(equity)),
    web.get("/api/metrics", looks(metrics)),
)
