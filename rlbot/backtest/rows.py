"""Rows of numbers, packed side by side: what a long backtest keeps of every bar without an object for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import Struct
from typing import Any, NamedTuple, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from rlbot.clock import SECOND_NS
from rlbot.events.base import Action

ACTIONS: tuple[Action, ...] = ("buy", "sell", "hold")


class MarkRow(NamedTuple):
    """An agent's sub-ledger at the close of a bar, USD (`EquityMarked`)."""

    bar_ns: int
    equity: float
    cash: float
    shares: int
    close: float
    drawdown: float


class RewardRow(NamedTuple):
    """What a decision was worth, known a bar later (`RewardRealised`)."""

    reward: float


Row = TypeVar("Row", bound=tuple[Any, ...])


class Rows(Sequence[Row]):
    """A sequence of `kind`, 8 bytes a number. `layout`: of one row, in the letters of `struct`, without padding."""

    __slots__ = ("_kind", "_struct", "data", "pack")

    def __init__(self, kind: type[Row], layout: str) -> None:
        self._kind: Any = kind
        self._struct = Struct("<" + layout)
        self.pack = self._struct.pack
        self.data = bytearray()  # `data += pack(...)` appends: a method around it would cost as much again

    def __len__(self) -> int:
        return len(self.data) // self._struct.size

    def __iter__(self) -> Iterator[Row]:
        return map(self._kind._make, self._struct.iter_unpack(self.data))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        count = len(self)
        if not -count <= index < count:
            raise IndexError(f"row {index} of {count}")
        row: Row = self._kind._make(self._struct.unpack_from(self.data, index % count * self._struct.size))
        return row

    def column(self, name: str) -> NDArray[Any]:
        """One field of every row, a copy [n]: int64, float64 or uint8."""
        fields = self._kind._fields
        types = [{"q": "<i8", "d": "<f8", "B": "u1", "Q": "<u8"}[letter] for letter in self._struct.format[1:]]
        whole = np.frombuffer(self.data, np.dtype(list(zip(fields, types, strict=True))))
        column: NDArray[Any] = whole[name].copy()
        return column
