"""The configuration: check it, show it, print its schema."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rlbot.app.failure import WRONG_USE, fail
from rlbot.app.home import Home
from rlbot.app.output import emit, note, say

app = typer.Typer(help="Validate and show the configuration.", no_args_is_help=True, rich_markup_mode=None)
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]


@app.command()
def check(context: typer.Context, json: Json = False) -> None:
    """List every mistake in the settings, with file, key and what is allowed."""
    from rlbot.app.configuration import read_settings

    home: Home = context.obj
    if not home.configs.is_dir():
        fail(f"there is no {home.configs}; name the platform's folder with --home, or copy configs/ there", WRONG_USE)
    found = read_settings(home)
    errors = found if isinstance(found, list) else []
    if json:
        emit({"ok": not errors, "errors": [_fields(e) for e in errors]})
    elif errors:
        for error in errors:
            note(error.sentence)
    else:
        agents = [] if isinstance(found, list) else [agent.id for agent in found.agents]
        say(f"the configuration is fine; agents: {', '.join(agents) or 'none'}")
    if errors:
        raise typer.Exit(WRONG_USE)


@app.command()
def show(context: typer.Context, json: Json = False) -> None:
    """Every setting in force, defaults included."""
    from rlbot.app.configuration import settings_of

    home: Home = context.obj
    document = settings_of(home).model_dump(mode="json")
    if json:
        emit(document)
        return
    for line in _lines("", document):
        say(line)


@app.command()
def schema(context: typer.Context, json: Json = False) -> None:
    """JSON Schema of the settings, for editors and forms."""
    from rlbot.settings.agent import AgentSettings
    from rlbot.settings.platform import Settings

    emit({"platform": Settings.model_json_schema(), "agent": AgentSettings.model_json_schema()})


def _fields(error: Any) -> dict[str, Any]:
    return {
        "file": error.file,
        "line": error.line,
        "key": error.key,
        "problem": error.problem,
        "allowed": error.allowed,
        "sentence": error.sentence,
    }


def _lines(prefix: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        return [line for key, inner in value.items() for line in _lines(f"{prefix}{key}.", inner)]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [line for item in value for line in _lines(f"{prefix}{item.get('id', '')}.", item)]
    return [f"{prefix.rstrip('.')} = {value}"]
