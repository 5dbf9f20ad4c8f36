"""Datasets: list them, check them, download them from Yahoo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rlbot.app.failure import FAILED, WRONG_USE, fail
from rlbot.app.home import Home
from rlbot.app.output import emit, note, say, table

if TYPE_CHECKING:
    from rlbot.market.dataset_info import DatasetInfo

app = typer.Typer(help="Datasets: list, check, fetch.", no_args_is_help=True, rich_markup_mode=None)
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Folder = Annotated[str, typer.Option("--data", help="Folder of SYMBOL_INTERVAL.csv; default: the home's data/.")]


@app.command("list")
def list_(context: typer.Context, data: Folder = "", json: Json = False) -> None:
    """Every series of a data folder."""
    _tell(context, data, json, check=False)


@app.command()
def check(
    context: typer.Context,
    data: Folder = "",
    every: Annotated[bool, typer.Option("--all", help="List every refused row and gap, not the first 20 of a file.")] = False,
    json: Json = False,
) -> None:
    """Read every bar through the validator: bad prints, gaps, duplicates, unit errors."""
    _tell(context, data, json, check=True, every=every)


@app.command()
def fetch(
    context: typer.Context,
    symbols: Annotated[list[str], typer.Argument(help="Such as AAPL TNA VIX; none: what the agents need.")] = [],  # noqa: B006 - typer reads it, nobody writes it
    interval: Annotated[str, typer.Option(help="1m, 5m, 15m or 1d.")] = "1d",
    days: Annotated[int, typer.Option(help="How far back; Yahoo keeps 1m for 7 days, 5m and 15m for 59.", min=1)] = 7300,
    json: Json = False,
) -> None:
    """Download from Yahoo into data/yahoo, joined to what is stored there."""
    import msgspec

    from rlbot.app.configuration import settings_of
    from rlbot.clock import WallClock, iso
    from rlbot.engine import agent_plan
    from rlbot.events.base import INTERVAL_NS
    from rlbot.market.feeds.yahoo_client import YahooClient, YahooProblem
    from rlbot.market.feeds.yahoo_store import Stored, fetch_into
    from rlbot.market.plan import subscriptions

    home: Home = context.obj
    if interval not in INTERVAL_NS:
        fail(f"--interval {interval} is unknown; choose one of {', '.join(INTERVAL_NS)}", WRONG_USE)
    settings = settings_of(home)
    series = [(s.upper(), interval) for s in symbols]
    if not series:
        series = [(s.symbol, s.interval) for s in subscriptions([agent_plan(a) for a in settings.agents])]
    client = YahooClient(settings.simulate.yahoo_url, home.cache / "yfinance")
    done: list[Stored] = []
    failed: list[YahooProblem] = []
    for symbol, step in series:
        if symbol:
            note(f"asking Yahoo for {symbol} {step}")
        found = fetch_into(home.data / "yahoo", client, symbol, step, WallClock().now_ns(), days)
        if isinstance(found, YahooProblem):
            failed.append(found)
        else:
            done.append(found)
    if json:
        emit({"stored": [msgspec.to_builtins(d) for d in done], "failed": [msgspec.to_builtins(f) for f in failed]})
    else:
        for stored in done:
            kept = f"; the old file disagreed and is kept as {stored.replaced}" if stored.replaced else ""
            say(f"{stored.symbol} {stored.interval}: {stored.rows} bars, to {iso(stored.to_ns)[:10]}{kept}")
        for problem in failed:
            note(problem.text)
    if failed:
        raise typer.Exit(FAILED)


def _tell(context: typer.Context, data: str, json: bool, *, check: bool, every: bool = False) -> None:
    import msgspec

    from rlbot.market.data_error import DataError
    from rlbot.market.data_folder import DataFolder
    from rlbot.market.dataset_info import SHOWN, datasets, scores_info

    home: Home = context.obj
    shown = sys.maxsize if every else SHOWN
    try:
        folder = DataFolder(Path(data) if data else home.data)
        infos = [*datasets(folder, check, shown), *filter(None, [scores_info(folder, shown)])]
    except DataError as error:
        fail(str(error), WRONG_USE)
    if not infos:
        note(f"{folder.path} holds no file named SYMBOL_INTERVAL.csv, such as AAPL_1d.csv; nothing was read")
    faulty = [i for i in infos if i.error or any(n for fault, n in i.faults.items() if fault != "outside_hours")]
    if json:
        emit({"datasets": [msgspec.to_builtins(i) for i in infos]})
    elif infos:
        head = ["file", "rows", "from", "to", *(["good", "missing", "refused"] if check else [])]
        rows = []
        for i in infos:
            refused = ", ".join(f"{n} {fault}" for fault, n in sorted(i.faults.items())) or ("" if i.error else "0")
            rows.append(
                [i.file, str(i.rows), i.first[:10], i.last[:10], *([str(i.bars), str(i.missing), refused] if check else [])]
            )
        table(head, rows)
        for i in infos:
            if i.error:
                note(i.error)
            for line in _found(i) if check else ():
                note(f"{i.file}: {line}")
    if check and (faulty or not infos):
        raise typer.Exit(FAILED)


def _found(info: DatasetInfo) -> list[str]:
    """What a check has to say of one file, in lines."""
    refused = sum(n for fault, n in info.faults.items() if fault in info.advice)
    lines = [*info.examples]
    if refused > len(info.examples):
        lines.append(f"and {_more(refused - len(info.examples), 'row')}; --all lists them, --json counts them by fault")
    lines += [f"{info.faults[fault]:,} {fault}: {way}" for fault, way in info.advice.items()]
    lines += info.gaps
    if info.more_gaps:
        lines.append(f"and {_more(info.more_gaps, 'gap')}; --all lists them")
    return lines


def _more(count: int, what: str) -> str:
    return f"{count:,} more {what}{'' if count == 1 else 's'}"
