"""Agents: list them, scaffold a new one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import orjson
import typer

from rlbot.app.failure import WRONG_USE, fail
from rlbot.app.home import Home
from rlbot.app.output import emit, say, table

app = typer.Typer(help="List agents, or scaffold one with `agents new`.", invoke_without_command=True, rich_markup_mode=None)

TEMPLATE = """# `rlbot config schema` names every key; `rlbot config check` every mistake.
algorithm = {algorithm}
symbol = {symbol}
{fund}interval = {interval}
budget = 50_000
{script}
[costs]
schedule = "ibkr_fixed"
spread_bps = 2.0
impact = 0.5

[limits]
max_weight = 1.0
stop_loss = 0.12
no_trade_band = 0.05
"""
# What a leveraged fund has beside it: risk counts its multiple, and its underlying is a feature.
FUND = """underlying = "{underlying}"
leverage = {leverage}
"""
FUND_FEATURES = """
[features]
names = ["price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix", "underlying"]
"""


@app.callback()
def agents(
    context: typer.Context, json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False
) -> None:
    """List the agents of this home."""
    if context.invoked_subcommand is not None:
        return
    from rlbot.agents.registry import ModelError, ModelRegistry
    from rlbot.app.configuration import settings_of

    home: Home = context.obj
    registry = ModelRegistry(home.checkpoints)
    rows = []
    for agent in settings_of(home).agents:
        try:
            version = registry.current(agent.id) or ""
        except ModelError as error:
            version = f"damaged: {error}"
        rows.append(
            {
                "id": agent.id,
                "algorithm": agent.algorithm,
                "symbol": agent.symbol,
                "interval": agent.interval,
                "budget": agent.budget,
                "version": version,
            }
        )
    if json:
        emit({"agents": rows})
    elif rows:
        head = ["id", "algorithm", "symbol", "interval", "budget", "version"]
        table(head, [[str(row[key]) for key in head] for row in rows])
    else:
        say(f"there are no agents in {home.configs / 'agents'}; `rlbot agents new ID --algorithm ppo --symbol AAPL` makes one")


@app.command()
def new(
    context: typer.Context,
    agent_id: Annotated[str, typer.Argument(metavar="ID")],
    algorithm: Annotated[str, typer.Option(help="ppo, sac, or any other an agent file may name.")] = "ppo",
    symbol: Annotated[str, typer.Option(help="What it trades, such as AAPL.")] = "",
    interval: Annotated[str, typer.Option(help="1m, 5m, 15m or 1d.")] = "1d",
    decisions: Annotated[str, typer.Option(metavar="FILE", help="For scripted: a CSV of timestamp,target_weight.")] = "",
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> None:
    """Write configs/agents/ID.toml; an existing file is never overwritten."""
    from rlbot.agents.loading import LEARNED
    from rlbot.app.configuration import known
    from rlbot.settings.loading import agent_settings
    from rlbot.settings.toml_file import read_toml

    home: Home = context.obj
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,19}", agent_id):
        fail(f"{agent_id} is no agent id; use small letters, digits and _, at most 20, such as ppo_msft", WRONG_USE)
    if not symbol:
        fail("name what the agent trades with --symbol, such as --symbol MSFT", WRONG_USE)
    path = home.configs / "agents" / f"{agent_id}.toml"
    if path.exists():
        fail(f"{path} exists; it is left as it is. Choose another id", WRONG_USE)
    script = _script(home, algorithm, decisions)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".toml.new")
    draft.write_text(_file(algorithm, symbol.upper(), interval, script), encoding="utf-8")
    found = agent_settings(read_toml(draft, path.name), agent_id, known())
    if isinstance(found, list):
        draft.unlink()
        fail("\n".join(error.sentence for error in found), WRONG_USE)
    draft.rename(path)
    if json:
        emit({"id": agent_id, "file": str(path)})
    else:
        learned = algorithm in LEARNED
        say(f"wrote {path}; next: `rlbot {'train' if learned else 'backtest'} {agent_id}`")


def _script(home: Home, algorithm: str, decisions: str) -> str:
    """The agent file's line that names the script, empty where it has none; a path inside the home is kept relative to it."""
    from rlbot.agents.scripted import ScriptError, read_script

    if algorithm != "scripted":
        if decisions:
            fail(f"--decisions is for --algorithm scripted; {algorithm} decides by itself", WRONG_USE)
        return ""
    if not decisions:
        fail("name what is replayed with --decisions FILE, a CSV with `timestamp,target_weight`", WRONG_USE)
    path = Path(decisions).resolve()
    try:
        read_script(path)
    except ScriptError as error:
        fail(str(error), WRONG_USE)
    kept = path.relative_to(home.root) if path.is_relative_to(home.root) else path
    return f"decisions = {quoted(str(kept))}\n"


def quoted(text: str) -> str:
    """A TOML string; JSON's escapes are among TOML's."""
    return orjson.dumps(text.encode("utf-8", "replace").decode()).decode()


def _file(algorithm: str, symbol: str, interval: str, script: str) -> str:
    """An agent's file; a known leveraged fund comes with its underlying."""
    from rlbot.agents.loading import LEARNED
    from rlbot.market.instruments import Instrument, instrument

    known = instrument(symbol)
    fund = ""
    if isinstance(known, Instrument) and known.underlying:
        fund = FUND.format(underlying=known.underlying, leverage=abs(known.leverage))
    named = {"algorithm": algorithm, "symbol": symbol, "interval": interval}
    text = TEMPLATE.format(**{key: quoted(value) for key, value in named.items()}, fund=fund, script=script)
    return text + FUND_FEATURES if fund and algorithm in LEARNED else text
