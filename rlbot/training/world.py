"""What an environment is made of: the market as two matrices, the rules as one vector, and where episodes may begin."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rlbot.agents.own_history import OWN_SIZE
from rlbot.training.batch_kernel import (
    AUTO_RESET,
    CONTINUOUS,
    COST_HIGH,
    COST_LOW,
    HALT_DRAWDOWN,
    LONGEST,
    SETUP,
    SHORTEST,
)
from rlbot.training.start_table import one_start, start_table
from rlbot.training.step_kernel import BAR_COLUMNS

F64 = NDArray[np.float64]
F32 = NDArray[np.float32]
I64 = NDArray[np.int64]


class WorldError(ValueError):
    """A market or rules no environment can be made of; the message is a sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`bars` float64 [T, BAR_COLUMNS], `rows` float32 [T, M], `setup` float64 [SETUP], `table` int64 (`start_table`).

    `strata` int64 [T] groups the bars that episodes may begin at (-1: never there); `start_ns` int64 [T] are the bars' own
    timestamps (empty where they have none).
    """

    bars: F64
    rows: F32
    setup: F64
    table: I64
    strata: I64
    start_ns: I64

    @property
    def observation_size(self) -> int:
        """Market part and own history."""
        return int(self.rows.shape[1]) + OWN_SIZE

    @property
    def continuous(self) -> bool:
        """Whether actions are one number (SAC) or one of five (PPO)."""
        return bool(self.setup[CONTINUOUS] > 0.0)

    def sequential(self, start: int = 0) -> World:
        """The same market in one pass from bar `start` to its end, at exactly the stated costs: evaluation."""
        setup = self.setup.copy()
        setup[SHORTEST] = setup[LONGEST] = len(self.bars)
        setup[COST_LOW] = setup[COST_HIGH] = 1.0
        setup[AUTO_RESET] = 0.0
        setup[HALT_DRAWDOWN] = 0.0
        return replace(self, setup=setup, table=one_start(start))

    def with_setup(self, **values: float) -> World:
        """The same market under other rules: names of `batch_kernel`'s setup columns, in lower case."""
        setup = self.setup.copy()
        for name, value in values.items():
            setup[_column(name)] = value
        table = self.table if setup[SHORTEST] == self.setup[SHORTEST] else start_table(self.strata, int(setup[SHORTEST]))
        return replace(self, setup=setup, table=table)


def make_world(bars: F64, rows: F32, setup: F64, *, strata: I64 | None = None, start_ns: I64 | None = None) -> World:
    """Check the parts and build the table of starts. Raises WorldError."""
    count = len(bars)
    if bars.shape != (count, BAR_COLUMNS) or rows.ndim != 2 or len(rows) != count or setup.shape != (SETUP,):
        raise WorldError(f"The market's matrices do not fit: bars {bars.shape}, rows {rows.shape}, setup {setup.shape}.")
    shortest = int(setup[SHORTEST])
    if count < 3 or count - 1 < shortest:
        raise WorldError(
            f"The range holds {count} bars, but an episode needs at least {max(shortest, 2) + 1}: choose a longer range"
            " or a smaller [reward] episode_bars."
        )
    if not np.isfinite(bars).all() or not np.isfinite(rows).all():
        raise WorldError("The market holds numbers that are not finite: the feature warm-up must lie before the range.")
    groups = np.zeros(count, np.int64) if strata is None else strata
    return World(
        bars=np.ascontiguousarray(bars, np.float64),
        rows=np.ascontiguousarray(rows, np.float32),
        setup=np.ascontiguousarray(setup, np.float64),
        table=start_table(groups, shortest),
        strata=groups,
        start_ns=np.zeros(0, np.int64) if start_ns is None else start_ns,
    )


def _column(name: str) -> int:
    from rlbot.training import batch_kernel, step_kernel

    upper = name.upper()
    column = getattr(batch_kernel, upper, None)
    return int(getattr(step_kernel, upper) if column is None else column)
