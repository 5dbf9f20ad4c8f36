"""`GET /metrics`: a few figures as Prometheus text, for this machine's own collector or a signed-in one."""

from __future__ import annotations

from ipaddress import ip_address

from aiohttp import hdrs, web

from rlbot.monitoring.web.desk import DESK, Desk
from rlbot.monitoring.web.login import session_of

FORMAT = "text/plain; version=0.0.4; charset=utf-8"


async def prometheus(request: web.Request) -> web.Response:
    """Loopback without login (a collector cannot sign in); anybody else needs a session."""
    if not _loopback(request.remote):
        session_of(request)
    return web.Response(body=text(request.app[DESK]).encode(), headers={hdrs.CONTENT_TYPE: FORMAT})


def _loopback(remote: str | None) -> bool:
    try:
        return remote is not None and ip_address(remote).is_loopback
    except ValueError:
        return False


def text(desk: Desk) -> str:
    """One gauge or counter a line; no names of people, sessions or accounts."""
    status = desk.reader.status()
    state = desk.reader.board.state
    age_s = (desk.clock.now_ns() - state.platform.heard_ns) / 1e9
    lines = [
        _one("rlbot_core_age_seconds", "gauge", "Since the core's last sign of life", age_s),
        _one("rlbot_halted", "gauge", "New risk is blocked for the account", int(status.halted)),
        _one("rlbot_killed", "gauge", "The kill switch is on", int(status.killed)),
        _one("rlbot_fills_total", "counter", "Executions since start", state.trades.total),
        _one("rlbot_orders_working", "gauge", "Orders that work at the broker", len(state.orders.working)),
        _one("rlbot_alerts_total", "counter", "Alerts since start", state.platform.alert_seq),
        _one("rlbot_feed_clients", "gauge", "Pages that watch", len(desk.hub.clients)),
        _one("rlbot_feed_dropped_total", "counter", "Pages dropped because they were too slow", desk.hub.dropped),
    ]
    if status.account.equity is not None:
        lines.append(_one("rlbot_equity", "gauge", "Equity in the account's currency", status.account.equity))
    lines.append(_head("rlbot_decisions_total", "counter", "Decisions since start"))
    lines += [f'rlbot_decisions_total{{agent="{v.id}"}} {v.decisions.made}' for v in state.agents.values()]
    lines.append(_head("rlbot_orders_refused_total", "counter", "Decisions refused by a rule"))
    lines += [f'rlbot_orders_refused_total{{agent="{v.id}"}} {v.refused}' for v in state.agents.values()]
    return "\n".join(lines) + "\n"


def _head(name: str, kind: str, meaning: str) -> str:
    return f"# HELP {name} {meaning}.\n# TYPE {name} {kind}"


def _one(name: str, kind: str, meaning: str, value: float) -> str:
    return f"{_head(name, kind, meaning)}\n{name} {value}"
