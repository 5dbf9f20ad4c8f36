"""What a command prints: one JSON document, or lines for people."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import orjson


def say(text: str = "") -> None:
    """One line for people, on standard output, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Progress and remarks: standard error, so that `--json` stays one document."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def emit(document: Any) -> None:
    """The one JSON document of `--json`."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY
    sys.stdout.write(orjson.dumps(document, option=options).decode() + "\n")
    sys.stdout.flush()


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
    if not sys.stderr.isatty():
        if done >= 1.0:
            note(f"{label}: done {detail}".rstrip())
        return
    width = 30
    full = int(width * min(1.0, max(0.0, done)))
    end = "\n" if done >= 1.0 else ""
    sys.stderr.write(f"\r{label} [{'#' * full}{'.' * (width - full)}] {done:4.0%} {detail}\x1b[K{end}")
    sys.stderr.flush()
