"""The core's signs of life for its watchdog, and the notice that the watchdog is gone."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rlbot.system.watchdog.progress import Beat, Supervised, supervised

BEAT_S = 1.0
LONGEST_START_S = 1_800.0  # history of many minute series, and a quick model for each agent


class Pulse:
    """`told`: when the bridge last told its state, UTC nanoseconds, 0 before. Without a watchdog nothing happens."""

    def __init__(self, told: Callable[[], int], handed: Supervised | None) -> None:
        self._told = told
        self._handed = handed
        self._seq = 0

    @staticmethod
    def of_environment(told: Callable[[], int]) -> Pulse:
        """With the pipes that a watchdog handed over, if one did."""
        return Pulse(told, supervised(os.environ))

    @property
    def supervised(self) -> bool:
        """Whether a watchdog started this process."""
        return self._handed is not None

    def beat(self) -> bool:
        """Tell that there is progress; False once nobody is there to hear it."""
        if self._handed is None:
            return True
        self._seq += 1
        return self._handed.tell(Beat(self._seq, self._told())) and not self._handed.orphaned()

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Beats by itself: what comes before the first bar may wait long for the gateway, or train a model."""
        done = threading.Event()

        def beats() -> None:
            waited = 0.0
            while not done.wait(BEAT_S) and waited < LONGEST_START_S:
                waited += BEAT_S
                self.beat()

        thread = threading.Thread(target=beats, name="pulse", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()
