"""Joins the splits and dividends of an answer to a folder's `CORPORATE_ACTIONS.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rlbot.clock import iso
from rlbot.market.calendar import DAY_NS
from rlbot.market.corporate_actions import FILE_NAME, HEADER, read_actions
from rlbot.market.feeds.yahoo_answer import YahooAction, YahooAnswer, last_day_ns


def actions_with(folder: Path, answer: YahooAnswer) -> bytes | None:
    """The folder's actions with this answer's; None where nothing changes. Raises DataError if they cannot be read.

    A daily answer is the record for its days; an intraday one adds what is missing. Other symbols' lines stay as they are.
    """
    read_actions(folder)
    path = folder / FILE_NAME
    lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines()[1:] if line] if path.is_file() else []
    first_ns, last_ns = answer.rows[0].start_ns // DAY_NS * DAY_NS, last_day_ns(answer)
    fresh = [a for a in answer.actions if first_ns <= a.day_ns <= last_ns]
    own = {line: line.split(",") for line in lines if line.startswith(f"{answer.symbol},")}
    if answer.interval == "1d":
        window = (iso(first_ns)[:10], iso(last_ns)[:10])
        kept = [line for line in lines if line not in own or not window[0] <= own[line][1][:10] <= window[1]]
    else:
        known = {(cells[1][:10], cells[2].removesuffix("_raw")) for cells in own.values()}
        fresh = [a for a in fresh if (iso(a.day_ns)[:10], a.kind) not in known]
        kept = lines
    wanted = [*kept, *(_action_line(answer.symbol, a) for a in fresh)]
    return None if wanted == lines else csv_of(HEADER, wanted)


def csv_of(header: Sequence[str], lines: Sequence[str]) -> bytes:
    """A file of these lines under that header."""
    return ("\n".join([",".join(header), *lines]) + "\n").encode()


def _action_line(symbol: str, action: YahooAction) -> str:
    return f"{symbol},{iso(action.day_ns)[:10]},{action.kind},{action.value!r}"
