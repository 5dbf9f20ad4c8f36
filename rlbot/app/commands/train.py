"""One training run, one new version."""

from __future__ import annotations

from typing import Annotated

import typer

from rlbot.app.failure import WRONG_USE, fail
from rlbot.app.home import Home
from rlbot.app.output import emit, note, progress, say
from rlbot.app.training_job import MARK


def train(
    context: typer.Context,
    agent: str,
    data: Annotated[str, typer.Option(help="Folder of SYMBOL_INTERVAL.csv; default: the home's data/.")] = "",
    start: Annotated[str, typer.Option("--from", help="First bar, YYYY-MM-DD.")] = "",
    end: Annotated[str, typer.Option("--to", help="Last bar, YYYY-MM-DD.")] = "",
    steps: Annotated[int | None, typer.Option(help="Environment steps; else the agent file's or the budget's.", min=1)] = None,
    seed: Annotated[int | None, typer.Option(help="Else the agent file's.", min=0, max=2**32 - 1)] = None,
    budget: Annotated[str, typer.Option(help="quick, standard or full.")] = "standard",
    feed: Annotated[str, typer.Option(help="csv (a data folder) or synthetic.")] = "csv",
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
    tell: Annotated[bool, typer.Option("--tell", hidden=True)] = False,
) -> None:
    """Train one new version of an agent. It is not deployed unless the agent has none."""
    from rlbot.app.configuration import agent_of, is_learned
    from rlbot.app.train_run import TrainWanted, train_version

    home: Home = context.obj
    settings = agent_of(home, agent)
    if not is_learned(settings):
        fail(f"{agent} decides by a rule ({settings.algorithm}); only ppo and sac are trained", WRONG_USE)
    if budget not in ("quick", "standard", "full"):
        fail(f"--budget {budget} is unknown; choose quick, standard or full", WRONG_USE)
    if feed not in ("csv", "synthetic"):
        fail(f"--feed {feed} cannot be trained on; choose csv or synthetic", WRONG_USE)

    def told(done: float, detail: str) -> None:
        if tell:
            say(f"{MARK}{done:.4f} {detail}")
        else:
            progress(f"training {agent}", done, detail)

    wanted = TrainWanted(data=data, start=start, end=end, steps=steps, seed=seed, budget=budget, feed=feed)
    manifest, deployed = train_version(home, settings, wanted, told)
    if tell:
        say(f"VERSION {manifest.version}")
    elif json:
        steps_done = manifest.details["steps"]
        files = sorted(manifest.files)
        emit({"agent": agent, "version": manifest.version, "deployed": deployed, "steps": steps_done, "files": files})
    else:
        note("")
        where = home.checkpoints / agent / manifest.version
        say(f"{agent} {manifest.version} is in {where}, {'deployed' if deployed else 'not deployed'}")
        if not deployed:
            say(f"to test it: `rlbot backtest {agent} --version {manifest.version}`")
            say(f"to deploy it: `rlbot rollback {agent} {manifest.version}`")
