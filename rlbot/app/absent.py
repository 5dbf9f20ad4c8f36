"""Whose bars are not there: the agents it concerns, by name, and how the others can start without them."""

from __future__ import annotations

from collections.abc import Sequence

from rlbot.engine import agent_plan
from rlbot.market.calendar import DAY_NS
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder, nothing_in_range
from rlbot.market.features.feature import VIX
from rlbot.market.price_series import PriceSeries
from rlbot.settings.agent import AgentSettings
from rlbot.settings.loading import AGENTS_FOLDER


def require_bars(folder: DataFolder, agents: Sequence[AgentSettings], start_ns: int | None, end_ns: int | None) -> None:
    """Every agent's series are there, and its own has bars in the range. Raises DataError that names all who lack some."""
    lacking: dict[str, str] = {}
    for agent in agents:
        try:
            own = folder.series(agent.symbol, agent.interval, start_ns, end_ns)
            for one in agent_plan(agent).companions():
                if one.symbol == VIX:  # any of its intervals serves
                    folder.best_interval(VIX, agent.interval, start_ns, end_ns)
                else:
                    folder.series(one.symbol, one.interval, start_ns, end_ns)
            if not _overlaps(own, start_ns, end_ns):
                raise nothing_in_range(own, start_ns, end_ns)
        except DataError as error:
            lacking[agent.id] = str(error)
    if lacking:
        raise DataError(told(lacking, [agent.id for agent in agents]))


def told(lacking: dict[str, str], agents: Sequence[str]) -> str:
    """One sentence for each who lacks something; where others do not, how to start those alone."""
    lines = [f"{name}: {why}" if len(agents) > 1 else why for name, why in lacking.items()]
    if len(lacking) < len(agents):
        files = " and ".join(f"{AGENTS_FOLDER}/{name}.toml to {name}.toml.off" for name in lacking)
        lines.append(f"To start the others without {' and '.join(lacking)}, rename {files}.")
    return "\n".join(lines)


def needed_by(agents: Sequence[AgentSettings], symbol: str) -> list[str]:
    """Whose features or trades need that symbol."""
    return [a.id for a in agents if symbol == a.symbol or symbol in {one.symbol for one in agent_plan(a).companions()}]


def _overlaps(series: PriceSeries, start_ns: int | None, end_ns: int | None) -> bool:
    """A date as the end means the whole of that day."""
    begins = start_ns is None or series.survey.last_ns >= start_ns
    return begins and (end_ns is None or series.survey.first_ns // DAY_NS * DAY_NS <= end_ns)
