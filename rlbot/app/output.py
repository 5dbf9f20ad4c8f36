"""What a command prints: one JSON document, or lines for people.

What a command was asked for must arrive, or it has failed; remarks may be lost: nobody need be there to read them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, TextIO

import orjson

from rlbot.app.failure import CommandError


def say(text: str = "") -> None:
    """One line for people, on standard output, at once. Raises CommandError where that is closed."""
    _out().write(text + "\n")
    _out().flush()


class _Terminal:
    """What stands on its last line: an unfinished bar, or nothing."""

    bar = False


_terminal = _Terminal()


def note(text: str) -> None:
    """Progress and remarks: standard error, so that `--json` stays one document. A reader who left changes nothing."""
    _remark(sys.stderr, ("\n" if _terminal.bar else "") + text + "\n")
    _terminal.bar = False


def aloud(text: str) -> None:
    """A line on standard output that may be lost: what a running platform tells, which goes on without a listener."""
    _remark(sys.stdout, text + "\n")


def _out() -> TextIO:
    found: TextIO | None = sys.stdout
    if found is None:
        raise CommandError("standard output is closed: there is nowhere to answer to")
    return found


def _remark(stream: TextIO | None, text: str) -> None:
    if stream is None:  # closed from the start
        return
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):  # what waits in the buffer would fail once more when the process ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def emit(document: Any) -> None:
    """The one JSON document of `--json`. Raises CommandError where standard output is closed."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY
    say(orjson.dumps(document, option=options).decode())


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns aligned; the first to the left, the rest to the right."""
    widths = [max(len(str(row[k])) for row in [head, *rows]) for k in range(len(head))]
    for row in [head, *rows]:
        cells = [
            str(cell).ljust(w) if k == 0 else str(cell).rjust(w) for k, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        say("  ".join(cells).rstrip())


def progress(label: str, done: float, detail: str = "") -> None:
    """A bar that redraws itself on a terminal and stays quiet elsewhere except at the ends. `done` in 0..1."""
    if sys.stderr is None or not sys.stderr.isatty():
        if done >= 1.0:
            note(f"{label}: done {detail}".rstrip())
        return
    width = 30
    full = int(width * min(1.0, max(0.0, done)))
    end = "\n" if done >= 1.0 else ""
    _remark(sys.stderr, f"\r{label} [{'#' * full}{'.' * (width - full)}] {done:4.0%} {detail}\x1b[K{end}")
    _terminal.bar = not end
