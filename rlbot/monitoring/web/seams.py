"""What the web edge asks of the platform. `app` fills these; what it does not fill answers honestly that it is not there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from rlbot.monitoring.web.contract.control import Applied, ResumeCheck, SettingsChanged
from rlbot.monitoring.web.contract.shelves import DatasetRows, Datasets, Models, Presets, Streams, TrainingRuns
from rlbot.monitoring.web.request_error import RequestError
from rlbot.settings.agent import AgentSettings

NOT_YET = "This is not available yet"


class Commands(Protocol):
    """Commands to the trading path. Each returns once the command is on the bus; what comes of it arrives as events."""

    def kill(self, origin: str, reason: str) -> None:
        """Block every new order at once, persisted. Idempotent."""
        ...

    def flatten(self, origin: str, agent_id: str) -> None:
        """Close positions, then their protection; `agent_id` empty: all."""
        ...

    def pause(self, origin: str, agent_id: str) -> None:
        """The agent holds until resumed."""
        ...

    def unpause(self, origin: str, agent_id: str) -> None:
        """The agent decides again."""
        ...

    def resume_trading(self, origin: str) -> bool:
        """Lift kill and halts; returns whether agents come back paused."""
        ...

    def resume_checks(self) -> Sequence[ResumeCheck]:
        """What a person should look at before resuming; a `fail` forbids it."""
        ...


class AgentForms(Protocol):
    """The settings form of an agent."""

    def values(self, agent_id: str) -> tuple[int, dict[str, Any], str]:
        """Version, values, and why they cannot be edited (empty: they can)."""
        ...

    def schema(self, agent_id: str) -> tuple[dict[str, Any], dict[str, Applied]]:
        """JSON Schema, and when a change of each field takes effect."""
        ...

    def put(self, origin: str, agent_id: str, values: dict[str, Any]) -> SettingsChanged:
        """Change settings. Raises RequestError: 422 with `fields`, or 503."""
        ...


class Shelves(Protocol):
    """Lists of things outside the trading path. An empty one carries its reason."""

    def presets(self) -> Presets:
        """Stored presets."""
        ...

    def streams(self) -> Streams:
        """Running simulation streams."""
        ...

    def training(self) -> TrainingRuns:
        """Training runs."""
        ...

    def models(self, agent_id: str) -> Models:
        """An agent's versions."""
        ...

    def datasets(self) -> Datasets:
        """Series in the data folder."""
        ...

    def rows(self, name: str, offset: int, limit: int) -> DatasetRows | None:
        """A stretch of a dataset; None if there is none of this name."""
        ...


class ReadOnlyForms:
    """Shows the agents' files; changing them means editing the file and starting again."""

    def __init__(self, agents: Sequence[AgentSettings]) -> None:
        self._agents = {a.id: a for a in agents}

    def values(self, agent_id: str) -> tuple[int, dict[str, Any], str]:
        """The file's values."""
        reason = f"Settings cannot be changed from here yet: edit `configs/agents/{agent_id}.toml` and start again."
        return 1, self._agents[agent_id].model_dump(mode="json"), reason

    def schema(self, agent_id: str) -> tuple[dict[str, Any], dict[str, Applied]]:
        """The schema of the file; everything takes effect after a restart."""
        applies: dict[str, Applied] = dict.fromkeys(AgentSettings.model_fields, "restart")
        return AgentSettings.model_json_schema(), applies

    def put(self, origin: str, agent_id: str, values: dict[str, Any]) -> SettingsChanged:
        """Refused."""
        message = f"{NOT_YET}: settings cannot be changed from here; edit configs/agents/{agent_id}.toml and start again."
        raise RequestError("unavailable", message)


class EmptyShelves:
    """Nothing is wired: every list is empty and says so."""

    def __init__(self, now_ns: int = 0) -> None:
        self._now_ns = now_ns

    def presets(self) -> Presets:
        """None."""
        return Presets(items=(), reason="Presets cannot be stored yet.", as_of_ns=self._now_ns)

    def streams(self) -> Streams:
        """None."""
        return Streams(
            items=(),
            reason="The platform's own feed is the only stream yet; `rlbot up --feed …` chooses it.",
            as_of_ns=self._now_ns,
        )

    def training(self) -> TrainingRuns:
        """None."""
        return TrainingRuns(
            items=(), reason="Training cannot be started from here yet: `rlbot train AGENT` does it.", as_of_ns=self._now_ns
        )

    def models(self, agent_id: str) -> Models:
        """None."""
        return Models(agent_id=agent_id, items=(), reason=f"{NOT_YET}: see `rlbot models {agent_id}`.", as_of_ns=self._now_ns)

    def datasets(self) -> Datasets:
        """None."""
        return Datasets(items=(), reason=f"{NOT_YET}: see `rlbot data list`.", as_of_ns=self._now_ns)

    def rows(self, name: str, offset: int, limit: int) -> DatasetRows | None:
        """None."""
        return None
