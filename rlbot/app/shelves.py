"""What lies on the home's shelves, for the page: models and datasets; what is not there yet says so."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from rlbot.agents.registry import ModelError, ModelRegistry
from rlbot.app.home import Home
from rlbot.clock import Clock, from_iso
from rlbot.market.data_error import DataError
from rlbot.market.data_folder import DataFolder
from rlbot.market.dataset_info import datasets
from rlbot.monitoring.web.contract.shelves import Dataset, DatasetRows, Datasets, Models, ModelVersion
from rlbot.monitoring.web.seams import EmptyShelves

if TYPE_CHECKING:
    from pathlib import Path

MOST_ROWS = 1_000


class HomeShelves(EmptyShelves):
    """Satisfies `monitoring.web.seams.Shelves`. `folder`: the data folder in use, else the home's own."""

    def __init__(self, home: Home, clock: Clock, folder: Path | None = None) -> None:
        super().__init__(clock.now_ns())
        self._registry = ModelRegistry(home.checkpoints)
        self._folder = folder or home.data
        self._clock = clock

    def models(self, agent_id: str) -> Models:
        """Versions on disk, newest first; a damaged one is told of in `reason`."""
        found: list[ModelVersion] = []
        problems: list[str] = []
        try:
            current = self._registry.current(agent_id)
        except ModelError as error:
            current = None
            problems.append(str(error))
        for version in reversed(self._registry.versions(agent_id)):
            try:
                manifest = self._registry.manifest(agent_id, version)
            except ModelError as error:
                problems.append(str(error))
                continue
            report: dict[str, object] = {k: v for k, v in manifest.details.items() if k in ("steps", "seed", "budget")}
            found.append(
                ModelVersion(
                    version=version,
                    deployed=version == current,
                    proven=manifest.proven,
                    algorithm=manifest.algorithm,
                    trained_from_ns=manifest.trained_from_ns,
                    trained_to_ns=manifest.trained_to_ns,
                    created_ns=manifest.created_ns,
                    gates={},
                    report=report,
                )
            )
        if not found and not problems:
            problems.append(f"No models yet: `rlbot train {agent_id}` makes one.")
        return Models(agent_id=agent_id, items=tuple(found), reason=" ".join(problems), as_of_ns=self._clock.now_ns())

    def datasets(self) -> Datasets:
        """Series of the data folder; not checked bar by bar here (`rlbot data check` does)."""
        now_ns = self._clock.now_ns()
        try:
            infos = list(datasets(DataFolder(self._folder)))
        except DataError as error:
            return Datasets(items=(), reason=str(error), as_of_ns=now_ns)
        items = tuple(
            Dataset(
                name=info.file,
                symbol=info.symbol,
                interval=info.interval,
                rows=None if info.error else info.rows,
                from_ns=from_iso(info.first) if info.first else None,
                to_ns=from_iso(info.last) if info.last else None,
                gaps=None,
                faults=None,
            )
            for info in infos
        )
        reason = "" if items else f"{self._folder} holds no SYMBOL_INTERVAL.csv yet: `rlbot data fetch` downloads some."
        return Datasets(items=items, reason=reason, as_of_ns=now_ns)

    def rows(self, name: str, offset: int, limit: int) -> DatasetRows | None:
        """A stretch of one file of the folder; only files that are series, so no path can lead elsewhere."""
        try:
            path = next((p for p in DataFolder(self._folder).files.values() if p.name == name), None)
        except DataError:
            return None
        if path is None:
            return None
        limit = min(limit, MOST_ROWS)
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            reader = csv.reader(file)
            columns = tuple(next(reader, ()))
            page = tuple(tuple(row) for row in islice(reader, offset, offset + limit))
            rest = sum(1 for _ in reader)
        total = offset + len(page) + rest
        after = offset + len(page)
        return DatasetRows(
            name=name,
            columns=columns,
            rows=page,
            total=total,
            next_offset=after if rest else None,
            as_of_ns=self._clock.now_ns(),
        )
