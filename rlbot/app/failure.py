"""How a command ends badly: a status and one clear sentence, never a traceback."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import NoReturn

FAILED = 1
WRONG_USE = 2
REFUSED = 3


class CommandError(Exception):
    """Ends the command with `status` after printing `text` to standard error."""

    def __init__(self, text: str, status: int = FAILED) -> None:
        super().__init__(text)
        self.text = text
        self.status = status


def fail(text: str, status: int = FAILED) -> NoReturn:
    """End the command: one sentence and its exit status."""
    raise CommandError(text, status)


def report_crash(error: BaseException, logs: Path) -> str:
    """Keep the traceback where a developer finds it; return the sentence for the user."""
    text = "".join(traceback.format_exception(error))
    try:
        logs.mkdir(parents=True, exist_ok=True)
        path = logs / "crash.txt"
        with path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")
        where = f"details in {path}"
    except OSError:
        where = "its details could not be written to the logs folder"
        sys.stderr.write(text)
    return f"unexpected {type(error).__name__}: {error}; {where}. Nothing already stored was changed by this."
