"""Start everything, print the dashboard's address, and keep going."""

from __future__ import annotations

from typing import Annotated

import typer

from rlbot.app.failure import WRONG_USE, fail
from rlbot.app.home import Home


def up(
    context: typer.Context,
    mode: Annotated[str, typer.Option(help="simulate; paper or live through the bridge, live once it is armed.")] = "simulate",
    feed: Annotated[str, typer.Option(help="yahoo, csv or synthetic; default: the settings'.")] = "",
    data: Annotated[str, typer.Option(help="Folder of SYMBOL_INTERVAL.csv, for --feed csv.")] = "",
    start: Annotated[str, typer.Option("--from", help="First bar, YYYY-MM-DD.")] = "",
    end: Annotated[str, typer.Option("--to", help="Last bar, YYYY-MM-DD.")] = "",
    speed: Annotated[str, typer.Option(help="Bars a second of replayed history, or max.")] = "",
    port: Annotated[int | None, typer.Option(help="The dashboard's port.", min=1, max=65535)] = None,
    exit_at_end: Annotated[bool, typer.Option("--exit-at-end", help="Stop with a report when the feed ends.")] = False,
    no_web: Annotated[bool, typer.Option("--no-web", help="No dashboard.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin a new run; the old one stays in the journal.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The report at the end as one JSON document.")] = False,
    core: Annotated[bool, typer.Option("--core", hidden=True, help="The core alone: its watchdog says so.")] = False,
    fresh_since: Annotated[
        int, typer.Option("--fresh-since", hidden=True, help="When --fresh was said, ns: the watchdog's.")
    ] = 0,
    account: Annotated[str, typer.Option("--account", hidden=True, help="The one to trade: the watchdog says so.")] = "",
) -> None:
    """Start the platform: agents trade, every decision is explained, the dashboard is live."""
    from rlbot.app.launch import Launch, launch
    from rlbot.clock import WallClock

    home: Home = context.obj
    if mode not in ("simulate", "paper", "live"):
        fail(f"--mode {mode} is unknown; choose simulate, paper or live", WRONG_USE)
    if feed not in ("", "yahoo", "csv", "synthetic"):
        fail(f"--feed {feed} is unknown; choose yahoo, csv or synthetic", WRONG_USE)
    fresh_ns = WallClock().now_ns() if fresh else fresh_since
    options = Launch(
        mode="live" if mode == "live" else "paper" if mode == "paper" else "simulate",
        feed=feed,
        data=data,
        start=start,
        end=end,
        speed=speed,
        port=port,
        exit_at_end=exit_at_end,
        web=not no_web,
        fresh_ns=fresh_ns,
        json=json,
        account=account,
    )
    if mode == "simulate":
        launch(home, options)
        return
    if feed or data or start or end or speed or exit_at_end:
        fail(
            f"{mode} trades what the gateway shows; --feed, --data, --from, --to, --speed, --exit-at-end are of simulate",
            WRONG_USE,
        )
    if core:
        from rlbot.app.paper import trade

        trade(home, options)
    else:
        from rlbot.app.configuration import settings_of
        from rlbot.app.permitted import permitted_account
        from rlbot.app.supervise import supervise

        settings = settings_of(home)
        account = permitted_account(home, settings, mode, WallClock())
        words = [
            *(["--port", str(port)] if port else []),
            *(["--no-web"] if no_web else []),
            *(["--fresh-since", str(fresh_ns)] if fresh else []),
        ]
        supervise(home, settings, mode, account, 0 if no_web else port or settings.web.port, words)
