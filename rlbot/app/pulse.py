"""The core's signs of life for its watchdog, and the notice that the watchdog is gone."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rlbot.system.watchdog.progress import Beat, Supervised, supervised

BEAT_S = 1.0
LONGEST_STILL_S = 300.0  # a training child loads torch and compiles before it first tells how far it is: a minute or two

T = TypeVar("T")


class Pulse:
    """`told`: when the bridge last told its state, UTC nanoseconds, 0 before. Without a watchdog nothing happens.

    `hears`: whether what the bridge tells would arrive now.
    """

    def __init__(self, told: Callable[[], int], handed: Supervised | None, hears: Callable[[], bool] = lambda: True) -> None:
        self._told = told
        self._handed = handed
        self._hears = hears
        self._seq = 0
        self._moved = False
        self._still_s = 0.0

    @staticmethod
    def of_environment(told: Callable[[], int], hears: Callable[[], bool]) -> Pulse:
        """With the pipes that a watchdog handed over, if one did."""
        return Pulse(told, supervised(os.environ), hears)

    @property
    def supervised(self) -> bool:
        """Whether a watchdog started this process."""
        return self._handed is not None

    def beat(self) -> bool:
        """Tell that there is progress; False once nobody is there to hear it."""
        if self._handed is None:
            return True
        self._seq += 1
        return self._handed.tell(Beat(self._seq, self._told(), deaf=not self._hears())) and not self._handed.orphaned()

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Beats by itself while the start moves: what comes before the first bar may wait long for the gateway, train a model,
        replay a journal. One that stands still for `LONGEST_STILL_S` falls silent, and is started again."""
        done = threading.Event()

        def beats() -> None:
            while not done.wait(BEAT_S):
                self.turn()

        thread = threading.Thread(target=beats, name="pulse", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def moved(self) -> None:
        """The start is a step further, or waits with open eyes."""
        self._moved = True

    def following(self, steps: Iterable[T]) -> Iterator[T]:
        """The same, each a step of the start."""
        for step in steps:
            self._moved = True
            yield step

    def turn(self) -> None:
        """Once every `BEAT_S` of a start."""
        self._still_s = 0.0 if self._moved else self._still_s + BEAT_S
        self._moved = False
        if self._still_s < LONGEST_STILL_S:
            self.beat()
