"""Backtest an agent over recorded bars, beside what anybody could have done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rlbot.app.failure import WRONG_USE, fail
from rlbot.app.home import Home
from rlbot.app.output import emit, note, say, table


def backtest(
    context: typer.Context,
    agent: str,
    version: Annotated[str, typer.Option(help="Instead of the deployed version.")] = "",
    data: Annotated[str, typer.Option(help="Folder of SYMBOL_INTERVAL.csv; default: the home's data/.")] = "",
    start: Annotated[str, typer.Option("--from", help="First bar, YYYY-MM-DD.")] = "",
    end: Annotated[str, typer.Option("--to", help="Last bar, YYYY-MM-DD.")] = "",
    out: Annotated[str, typer.Option(help="Write decisions.csv, fills.csv, equity.csv and report.html there.")] = "",
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> None:
    """The trading path over recorded bars: metrics, costs, attribution, beside hold, vol_target, sma_200 and flat."""
    from rlbot.app.backtesting import backtest_agent, choose_version
    from rlbot.app.companions import suited
    from rlbot.app.configuration import agent_of
    from rlbot.app.sources import date_ns
    from rlbot.backtest.html import write_html
    from rlbot.backtest.report import write_files
    from rlbot.market.data_error import DataError
    from rlbot.market.data_folder import DataFolder

    home: Home = context.obj
    settings = agent_of(home, agent)
    start_ns, end_ns = date_ns("--from", start), date_ns("--to", end)
    if start_ns is not None and end_ns is not None and start_ns > end_ns:
        fail(f"--from {start} lies after --to {end}", WRONG_USE)
    try:
        folder = DataFolder(Path(data) if data else home.data)
        settings = suited(settings, folder, start_ns, end_ns)
        start_ns, chosen = choose_version(home, settings, folder, version, start_ns, end_ns)
        outcome, found = backtest_agent(home, settings, folder, chosen, start_ns, end_ns)
    except DataError as error:
        fail(str(error), WRONG_USE)
    if out:
        folder_out = Path(out)
        try:
            write_files(folder_out, outcome)
            write_html(folder_out / "report.html", outcome, found)
        except OSError as error:
            fail(f"the report could not be written to {folder_out}: {error.strerror}; choose another --out or make room")
        note(f"wrote decisions.csv, fills.csv, equity.csv and report.html to {folder_out}")
    if json:
        emit(found)
        return
    metrics = found["metrics"]
    say(f"{agent} {found['version']} on {found['symbol']} {found['interval']}, {found['from'][:10]} to {found['to'][:10]}")
    names = ["total_return", "cagr", "sharpe", "sortino", "max_drawdown", "win_rate", "trades", "turnover", "costs"]
    others = found["baselines"]
    table(
        ["", agent, *others],
        [[n, _number(n, metrics[n]), *(_number(n, other[n]) for other in others.values())] for n in names],
    )
    parts = found["attribution"]["parts"]
    say("where it came from, USD: " + ", ".join(f"{name} {value:+,.2f}" for name, value in parts.items()))
    say(f"{found['bars']} bars, event hash {found['event_hash']}")


def _number(name: str, value: float) -> str:
    if name in ("total_return", "cagr", "max_drawdown", "win_rate"):
        return f"{value:.1%}"
    return f"{value:,.0f}" if name == "trades" else f"{value:,.2f}"
