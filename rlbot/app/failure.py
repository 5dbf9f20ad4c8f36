"""How a command ends badly: a status and one clear sentence, never a traceback."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from pathlib import Path
from typing import NoReturn

FAILED = 1
WRONG_USE = 2
REFUSED = 3
INTERRUPTED = 130  # as a shell has it: 128 and the signal of Ctrl-C
OUT_OF_PLACE = frozenset(
    {
        errno.EACCES,
        errno.EDQUOT,
        errno.EEXIST,
        errno.EFBIG,
        errno.EIO,
        errno.EISDIR,
        errno.ENOSPC,
        errno.ENOTDIR,
        errno.EPERM,
        errno.EROFS,
    }
)


class CommandError(Exception):
    """Ends the command with `status` after printing `text` to standard error."""

    def __init__(self, text: str, status: int = FAILED) -> None:
        super().__init__(text)
        self.text = text
        self.status = status


def fail(text: str, status: int = FAILED) -> NoReturn:
    """End the command: one sentence and its exit status."""
    raise CommandError(text, status)


def alone(error: BaseException) -> BaseException:
    """The one that a task group has wrapped; several stay together."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def status_of(error: BaseException) -> int:
    """The exit status of what nobody caught."""
    found = alone(error)
    return found.status if isinstance(found, CommandError) else FAILED


def as_sentence(error: BaseException) -> str:
    """What a person can do about a fault of the place where things lie; empty where the error is a bug of ours."""
    error = alone(error)
    if type(error).__name__ == "JournalUnreadableError":  # by name: importing its room would cost every command its start
        return f"{error} `rlbot journal verify` names the first row that is lost; --home DIR begins in another place."
    if isinstance(error, CommandError):
        return error.text
    if isinstance(error, OSError) and error.errno in OUT_OF_PLACE and error.filename:
        return f"{error.filename}: {error.strerror}. Make room or free the place, or choose another --home."
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{error.strerror}. Make room, or choose another --home; what was stored stays as it is."
    return ""


def report_crash(error: BaseException, logs: Path) -> str:
    """Keep the traceback where a developer finds it; return the sentence for the user."""
    text = "".join(traceback.format_exception(error))
    try:
        logs.mkdir(parents=True, exist_ok=True)
        path = logs / "crash.txt"
        # As the other logs: an error's words may hold what they hold.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(text + "\n")
        where = f"details in {path}"
    except OSError:
        where = "its details could not be written to the logs folder"
        sys.stderr.write(text)
    return f"unexpected {type(error).__name__}: {error}; {where}. Nothing already stored was changed by this."
