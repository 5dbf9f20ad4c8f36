"""Commands whose names stand already, but which this version does not have yet: each says so, and what serves meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import typer

from rlbot.app.failure import WRONG_USE, fail

MEANWHILE = {
    "compare": "`rlbot backtest AGENT --version V` tests one version at a time, on the same bars",
    "retrain": "`rlbot train AGENT` makes a version, `rlbot rollback AGENT VERSION` deploys it",
    "report": "`rlbot backtest AGENT --out DIR` writes a report.html",
}
MEANWHILE_DATA = {"merge": "`rlbot data fetch` downloads history, `rlbot data list` shows what there is"}
ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def announce(app: typer.Typer, names: dict[str, str], group: str = "") -> None:
    """Give `app` these commands; `--help` does not list them, for it lists what works."""
    for name, meanwhile in names.items():
        app.command(name, hidden=True, context_settings=ANYTHING)(_refusal(f"{group}{name}", meanwhile))


def _refusal(name: str, meanwhile: str) -> Callable[[typer.Context], None]:
    def refuse(context: typer.Context) -> None:
        fail(f"`rlbot {name}` is not in this version yet; meanwhile {meanwhile}", WRONG_USE)

    return refuse
