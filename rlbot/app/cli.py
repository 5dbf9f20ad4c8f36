"""The command line: a table of commands. Each lives in a file of its own and imports what it needs when it runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from rlbot.app.commands import agents, arm, backtest, config, data, doctor, journal, models, operate, planned, train, up
from rlbot.app.failure import FAILED, INTERRUPTED, WRONG_USE, CommandError, as_sentence, fail, report_crash, status_of
from rlbot.app.home import Home
from rlbot.app.output import note

# What typer raises for wrong use; it brings its own copy of click's exceptions, whose root it does not name.
USAGE_ERRORS: tuple[type[Any], ...] = tuple(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")

app = typer.Typer(
    name="rlbot",
    help="An autonomous trading platform driven by reinforcement learning. Every decision explains itself.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def _home(
    context: typer.Context,
    home: Annotated[
        Path, typer.Option(help="The folder that holds configs/ checkpoints/ logs/ data/.", envvar="RLBOT_HOME")
    ] = Path(),
) -> None:
    if home.exists() and not home.is_dir():
        fail(f"--home {home} is a file; name a folder, which holds configs/ checkpoints/ logs/ data/", WRONG_USE)
    context.obj = Home(home.resolve())


app.command("up")(up.up)
app.command("arm")(arm.arm)
app.command("disarm")(arm.disarm)
app.command("train")(train.train)
app.command("backtest")(backtest.backtest)
app.command("models")(models.models)
app.command("rollback")(models.rollback)
app.add_typer(agents.app, name="agents")
app.add_typer(data.app, name="data")
app.command("status")(operate.status)
app.command("kill")(operate.kill)
app.command("resume")(operate.resume)
app.command("pause")(operate.pause)
app.command("unpause")(operate.unpause)
app.command("why")(operate.why)
app.add_typer(config.app, name="config")
app.command("doctor")(doctor.doctor)
app.add_typer(journal.app, name="journal")
planned.announce(app, planned.MEANWHILE)
planned.announce(data.app, planned.MEANWHILE_DATA, "data ")


def _home_last(arguments: list[str]) -> list[str]:
    """`--home DIR` may stand anywhere: it is moved before the command."""
    rest: list[str] = []
    front: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--home":
            front += [word, next(words, "")]
        elif word.startswith("--home="):
            front += ["--home", word.removeprefix("--home=")]
        else:
            rest.append(word)
    return front + rest


def run(arguments: list[str]) -> int:
    """Run one command; returns its exit status. No exception leaves this function."""
    words = _home_last(arguments)
    home = words[1] if words[:1] == ["--home"] and len(words) > 1 else os.environ.get("RLBOT_HOME", ".")
    root = Path(home).resolve()
    try:
        result = app(words, standalone_mode=False, prog_name="rlbot")
    except CommandError as failure:
        note(failure.text)
        return failure.status
    except typer.Abort:
        note("stopped")
        return FAILED
    except USAGE_ERRORS as error:
        error.show()
        return WRONG_USE
    except KeyboardInterrupt:
        note("stopped")
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort: a user sees a sentence, the traceback goes to a file
        note(as_sentence(error) or report_crash(error, root / "logs"))
        return status_of(error)
    if result == INTERRUPTED:  # typer has taken the Ctrl-C that reached it, without a word
        note("stopped")
    return int(result) if isinstance(result, int) else 0
