"""The shared kernels, compiled: the same source as the live path interprets, bit for bit (no fastmath).

Compiling takes some ten seconds, once a machine, and is kept on disk. Numba's own cache looks at one file only, so the
folder is named by a hash of every kernel: a change anywhere compiles anew.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numba
import numpy as np
from numba.core import config
from numba.extending import register_jitable

from rlbot.agents import own_history, ppo_agent, rewards, sac_agent
from rlbot.execution import costs, fill_model
from rlbot.portfolio import positions
from rlbot.risk import sizing
from rlbot.training import batch_kernel, step_kernel

# From the leaves up: a function is registered before anything that calls it.
PURE: tuple[ModuleType, ...] = (costs, fill_model, positions, sizing, rewards, own_history, step_kernel, batch_kernel)
CHOSEN: tuple[Any, ...] = (ppo_agent.weight_of, sac_agent.weight_of)
ENTRIES = ("reset_batch", "step_batch")

# error_model: our divisions are guarded, so a check for zero buys nothing. _nrt: no kernel allocates, and without reference
# counting a slice is free (it took half the time of a step). forceinline: a call would pass 7 words per array.
ENTRY: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
INNER: dict[str, Any] = {**ENTRY, "forceinline": True}

Say = Callable[[str], None]


class Kernels(NamedTuple):
    """The compiled entries; arguments as in `batch_kernel`."""

    reset_batch: Callable[..., None]
    step_batch: Callable[..., int]


def _functions() -> list[Any]:
    """Every function that the pure modules define."""
    return [
        function
        for module in PURE
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ]


def source_hash() -> str:
    """Changes when any kernel does, or a constant beside it, numba or NumPy.

    Of what is loaded, not of the files: a file edited meanwhile must not lend its name to the old code.
    """
    digest = hashlib.sha256(f"{numba.__version__} {np.__version__} {ENTRY} {INNER}".encode())
    for function in (*_functions(), *CHOSEN):
        code = function.__code__
        digest.update(repr((function.__qualname__, code.co_code, code.co_consts, code.co_names, code.co_varnames)).encode())
    for module in (*PURE, ppo_agent, sac_agent):
        numbers = {name: value for name, value in vars(module).items() if isinstance(value, int | float)}
        digest.update(repr(sorted(numbers.items())).encode())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where compiled kernels lie: `RLBOT_CACHE`, else the user's cache folder, else the machine's temporary one."""
    home = os.environ.get("RLBOT_CACHE") or os.environ.get("XDG_CACHE_HOME")
    base = Path(home) if home else Path.home() / ".cache"
    folder = base / "rlbot" / f"kernels-{source_hash()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"rlbot-kernels-{os.getuid()}-{source_hash()}"
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _signatures() -> dict[str, Any]:
    f8, f4, i8 = numba.float64, numba.float32, numba.int64
    market = (f8[:, ::1], f4[:, ::1], f8[::1], i8[::1], f8[:, ::1])
    return {
        "reset_batch": numba.void(*market, f4[:, ::1]),
        "step_batch": i8(*market, f8[::1], f4[:, ::1], f4[::1], numba.boolean[::1], f4[:, ::1], f8[:, ::1]),
    }


@cache
def _register() -> None:
    """Tell numba that our plain functions may be called from compiled code."""
    for function in (*_functions(), *CHOSEN):
        if function.__name__ not in ENTRIES:
            register_jitable(**INNER)(function)


@cache
def _compile(folder: Path) -> Kernels:
    setattr(config, "CACHE_DIR", str(folder))  # noqa: B010 - numba makes its settings at run time
    _register()
    signatures = _signatures()
    built = [numba.njit(signatures[name], cache=True, **ENTRY)(getattr(batch_kernel, name)) for name in ENTRIES]
    return Kernels(*built)


def kernels(say: Say | None = None) -> Kernels:
    """The compiled entries. `say` gets one line if they must be compiled first."""
    folder = cache_folder()
    if say is not None and not any(folder.rglob("*.nbc")):
        say("Compiling the training kernels: some ten seconds, once on this machine.")
    return _compile(folder)


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """One kernel compiled on its own (for tests): the same registered source, not cached."""
    _register()
    wrapper: Callable[..., Any] = numba.njit(function)
    return wrapper
