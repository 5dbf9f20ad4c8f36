"""Presets, streams, training runs, models, datasets: lists that may honestly be empty; `reason` then says why."""

from __future__ import annotations

from typing import Literal

from rlbot.events.base import Interval
from rlbot.monitoring.web.contract.base import Sent
from rlbot.monitoring.web.contract.control import Json

TrainingState = Literal["queued", "running", "done", "failed", "cancelled"]
StreamState = Literal["running", "ended", "failed"]


class Preset(Sent, frozen=True, kw_only=True, gc=False):
    """A stored set of settings."""

    name: str
    detail: str
    differs: int
    as_of_ns: int


class Presets(Sent, frozen=True, kw_only=True, gc=False):
    """Stored presets."""

    items: tuple[Preset, ...]
    reason: str
    as_of_ns: int


class Stream(Sent, frozen=True, kw_only=True, gc=False):
    """A data stream with agents in simulation."""

    id: str
    source: str
    symbols: tuple[str, ...]
    agents: tuple[str, ...]
    state: StreamState
    detail: str
    as_of_ns: int


class Streams(Sent, frozen=True, kw_only=True, gc=False):
    """Running streams."""

    items: tuple[Stream, ...]
    reason: str
    as_of_ns: int


class TrainingRun(Sent, frozen=True, kw_only=True, gc=False):
    """`progress` 0..1; `eta_s` null when unknown."""

    id: str
    agent_id: str
    state: TrainingState
    progress: float
    steps: int
    eta_s: float | None
    detail: str
    as_of_ns: int


class TrainingRuns(Sent, frozen=True, kw_only=True, gc=False):
    """Runs, newest first."""

    items: tuple[TrainingRun, ...]
    reason: str
    as_of_ns: int


class ModelVersion(Sent, frozen=True, kw_only=True, gc=False):
    """One version on disk. `gates`: name → passed, where they ran. `report`: its figures by name."""

    version: str
    deployed: bool
    proven: bool
    algorithm: str
    trained_from_ns: int
    trained_to_ns: int
    created_ns: int
    gates: dict[str, bool]
    report: dict[str, Json]


class Models(Sent, frozen=True, kw_only=True, gc=False):
    """An agent's versions, newest first."""

    agent_id: str
    items: tuple[ModelVersion, ...]
    reason: str
    as_of_ns: int


class Dataset(Sent, frozen=True, kw_only=True, gc=False):
    """One series on disk. null: not checked yet."""

    name: str
    symbol: str
    interval: Interval
    rows: int | None
    from_ns: int | None
    to_ns: int | None
    gaps: int | None
    faults: int | None


class Datasets(Sent, frozen=True, kw_only=True, gc=False):
    """Series in the data folder."""

    items: tuple[Dataset, ...]
    reason: str
    as_of_ns: int


class DatasetRows(Sent, frozen=True, kw_only=True, gc=False):
    """`columns` in order; `rows` oldest first; the page after this one starts at `next_offset`."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Json, ...], ...]
    total: int
    next_offset: int | None
    as_of_ns: int
