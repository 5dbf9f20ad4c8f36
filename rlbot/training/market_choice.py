"""Which market an environment trades: recorded bars of a folder, or a small synthetic one where none is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from rlbot.clock import from_iso
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder
from rlbot.market.features.registry import UnknownFeatureError
from rlbot.market.feeds.feed import Batch
from rlbot.market.feeds.synthetic import SyntheticFeed
from rlbot.market.instruments import LEVERAGED
from rlbot.market.plan import AgentPlan, subscriptions
from rlbot.settings.agent import AgentSettings
from rlbot.settings.allowed import allowed_text, keys_at, node_at
from rlbot.training.dataset import TrainingData, agent_plan, folder_batches, training_data, with_warm_up

TRAINED = ("ppo", "sac")
SYNTHETIC_FROM, SYNTHETIC_TO = "2020-01-02", "2021-12-31"
SYNTHETIC_SEED = 7


def environment_settings(algorithm: str, symbol: str, **chosen: Any) -> AgentSettings:
    """An agent's settings for an environment of its own; `chosen` overrides whole fields of the agent file.

    Raises DataError, whose message names every wrong field.
    """
    fields: dict[str, Any] = {"id": "environment", "algorithm": algorithm, "symbol": symbol}
    if symbol in LEVERAGED:
        underlying, multiple = LEVERAGED[symbol]
        if multiple > 0.0:
            fields |= {"underlying": underlying, "leverage": multiple}
    if algorithm not in TRAINED:
        raise DataError(f"algorithm = {algorithm!r} has no environment; choose {' or '.join(TRAINED)}.")
    try:
        return AgentSettings.model_validate(fields | {name: value for name, value in chosen.items() if value is not None})
    except ValidationError as error:
        raise DataError(f"the environment's settings are wrong: {'; '.join(map(_in_words, error.errors()))}.") from None


def _in_words(fault: ErrorDetails) -> str:
    path = fault["loc"]
    name = ".".join(map(str, path))
    if fault["type"] == "extra_forbidden":
        return f"{name} is not one of them; there are {', '.join(keys_at(AgentSettings, path[:-1]))}"
    node = node_at(AgentSettings, path)
    return f"{name} = {fault['input']!r}, expected {allowed_text(node) if node else fault['msg']}"


def choose_market(
    settings: AgentSettings, data: str | Path | None, start: str | date | None, end: str | date | None
) -> TrainingData:
    """The market of `settings` from a data folder, or a synthetic one. `start`, `end`: dates, both included.

    Raises DataError or WorldError, each a sentence.
    """
    start_ns, end_ns = _date("start", start), _date("end", end)
    if start_ns is not None and end_ns is not None and start_ns >= end_ns:
        raise DataError(f"start = {start} does not lie before end = {end}.")
    try:
        if data is None:
            start_ns = from_iso(SYNTHETIC_FROM) if start_ns is None else start_ns
            end_ns = from_iso(SYNTHETIC_TO) if end_ns is None else end_ns
            plan = agent_plan(settings)
            return training_data(settings, plan, _synthetic(plan, settings, start_ns, end_ns), start_ns, end_ns)
        if not isinstance(data, str | Path):
            raise DataError(f"data = {data!r} is no folder; give the path of one that holds SYMBOL_INTERVAL.csv files.")
        folder = DataFolder(Path(data))
        plan = agent_plan(settings, folder, start_ns, end_ns)
        return training_data(settings, plan, folder_batches(settings, plan, folder, start_ns, end_ns), start_ns, end_ns)
    except UnknownFeatureError as error:
        raise DataError(str(error)) from None


def _synthetic(plan: AgentPlan, settings: AgentSettings, start_ns: int, end_ns: int) -> list[Batch]:
    beside = {plan.symbol: (plan.underlying, settings.leverage)} if plan.underlying and settings.leverage != 1.0 else {}
    feed = SyntheticFeed(subscriptions((plan,)), SYNTHETIC_SEED, start_ns, end_ns, leverage=beside)
    return with_warm_up(plan, feed)


def _date(name: str, day: str | date | None) -> int | None:
    if day is None:
        return None
    try:
        return from_iso(day if isinstance(day, str) else day.isoformat())
    except (ValueError, AttributeError, OverflowError):
        raise DataError(f"{name} = {day!r} is not a date; write it as YYYY-MM-DD.") from None
