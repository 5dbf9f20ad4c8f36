"""A backtest as one self-contained page: no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from rlbot.backtest.run import Outcome

WIDTH, HEIGHT, MOST_POINTS = 960, 280, 1_200
STYLE = """
:root{color-scheme:light dark;--line:#8884;--tx:CanvasText;--eq:#0b62c4;--dd:#c22a2a}
body{font:14px/1.5 Inter,system-ui,sans-serif;margin:32px auto;max-width:980px;padding:0 16px;font-variant-numeric:tabular-nums}
h1{font-size:20px}table{border-collapse:collapse;width:100%}
th,td{padding:4px 8px;text-align:right;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{text-align:left}svg{width:100%;height:auto}.eq{fill:none;stroke:var(--eq);stroke-width:1.5}
.base{fill:none;stroke:var(--tx);stroke-opacity:.45;stroke-dasharray:4 3}.note{opacity:.75}
"""


def write_html(path: Path, outcome: Outcome, found: Mapping[str, Any]) -> None:
    """Write the page. `found`: the document of `report.document`."""
    rows = _metric_rows(found)
    costs = "".join(f"<tr><td>{escape(n)}</td><td>{v:+,.2f}</td></tr>" for n, v in found["attribution"]["parts"].items())
    title = f"{found['agent']} {found['version']}: {found['symbol']} {found['interval']}"
    seen = found.get("in_sample_bars", 0)
    warning = f"<p><strong>{seen} of {found['bars']} bars are IN SAMPLE.</strong></p>" if seen else ""
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
        f"<h1>{escape(title)}</h1><p>{found['from'][:10]} to {found['to'][:10]}, {found['bars']} bars, "
        f"event hash <code>{found['event_hash']}</code></p>{warning}"
        f"{_curve(outcome.recorder.marks.column('equity').tolist())}"
        f"<h2>Beside what anybody could have done</h2><table>{rows}</table>"
        f"<h2>Where it came from, USD</h2><table>{costs}</table>"
        f'<p class="note">Fills at the next open after spread, impact and commission. A backtest is no promise.</p></html>'
    )
    path.write_text(page, encoding="utf-8")


def _metric_rows(found: Mapping[str, Any]) -> str:
    columns = {found["agent"]: found["metrics"], **found["baselines"]}
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    lines = [f"<tr><th></th>{head}</tr>"]
    for key in found["metrics"]:
        cells = "".join(f"<td>{_shown(key, metrics[key])}</td>" for metrics in columns.values())
        lines.append(f"<tr><td>{escape(key.replace('_', ' '))}</td>{cells}</tr>")
    return "".join(lines)


def _shown(key: str, value: float) -> str:
    if key in ("total_return", "cagr", "max_drawdown", "win_rate", "volatility", "exposure"):
        return f"{value:.1%}"
    return f"{value:,.0f}" if key in ("trades", "fills") else f"{value:,.2f}"


def _curve(equity: Sequence[float]) -> str:
    step = max(1, len(equity) // MOST_POINTS)
    points = list(equity[::step])
    low, high = min(points), max(points)
    span = (high - low) or 1.0
    last = max(1, len(points) - 1)
    shape = " ".join(f"{k / last * WIDTH:.1f},{HEIGHT - (v - low) / span * HEIGHT:.1f}" for k, v in enumerate(points))
    start = HEIGHT - (points[0] - low) / span * HEIGHT
    label = f"equity from {points[0]:,.0f} to {points[-1]:,.0f} USD, lowest {low:,.0f}, highest {high:,.0f}"
    return (
        f'<svg viewBox="0 -4 {WIDTH} {HEIGHT + 8}" role="img" aria-label="{label}">'
        f'<path class="base" d="M0 {start:.1f}H{WIDTH}"/><polyline class="eq" points="{shape}"/></svg>'
        f'<p class="note">{label}</p>'
    )
