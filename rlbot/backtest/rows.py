"""Rows of numbers, packed side by side: what a long backtest keeps of every bar, without an object for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import Struct
from typing import Any, Generic, NamedTuple, TypeVar, cast, overload

import numpy as np
from numpy.typing import NDArray

COLUMN = {"q": "<i8", "d": "<f8", "B": "u1", "s": "S8"}  # a letter of `struct` and its NumPy type


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


class Rows(Sequence[Row], Generic[Row]):
    """A sequence of named tuples that exist only while somebody looks at them.

    `layout`: of one row, in the letters of `struct`. `rows.data += rows.pack(...)` appends: on the hot path a method around it
    would cost as much again.
    """

    __slots__ = ("_kind", "_layout", "data", "pack")

    def __init__(self, kind: type[Row], layout: str) -> None:
        self._kind: Any = kind
        self._layout = Struct("<" + layout)
        self.pack = self._layout.pack
        self.data = bytearray()

    def __len__(self) -> int:
        return len(self.data) // self._layout.size

    def __iter__(self) -> Iterator[Row]:
        return map(self._kind._make, self._layout.iter_unpack(self.data))

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
        return cast("Row", self._kind._make(self._layout.unpack_from(self.data, index % count * self._layout.size)))

    def column(self, name: str) -> NDArray[Any]:
        """One field of every row, a copy [n]."""
        kinds = [COLUMN[letter] for letter in self._layout.format[1:] if letter in COLUMN]
        whole = np.frombuffer(self.data, np.dtype(list(zip(self._kind._fields, kinds, strict=True))))
        return whole[name].copy()
