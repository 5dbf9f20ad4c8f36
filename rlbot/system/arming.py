"""When live trading is armed: for one account, by a person, for some hours. Pure; the file is `armed_file.py`'s.

Not armed is the safe side: whatever is damaged, foreign, expired or for another account does not count.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from rlbot.clock import iso

PAPER_ACCOUNTS = ("DU", "DF")  # what Interactive Brokers' paper accounts begin with
HOUR_NS = 3_600_000_000_000
LONGEST_HOURS = 168.0
DEFAULT_HOURS = 24.0
CLOCK_SLACK_NS = 5_000_000_000

Moment = Annotated[int, msgspec.Meta(ge=0, lt=2**62)]  # to the year 2116: what a file may say is bounded


class Armed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in the file. Times are UTC nanoseconds of the wall; `by`: who armed, as the machine knows them."""

    account: str
    from_ns: Moment
    until_ns: Moment
    by: str


class NotArmed(msgspec.Struct, frozen=True):
    """Why not: a sentence without its end, so that a way out can follow."""

    why: str


def is_paper(account: str) -> bool:
    """Whether Interactive Brokers would call it a paper account."""
    return account.startswith(PAPER_ACCOUNTS)


def standing(found: Armed | NotArmed, account: str, now_ns: int) -> Armed | NotArmed:
    """What was found, if it arms `account` now."""
    if isinstance(found, NotArmed):
        return found
    if found.account != account:
        return NotArmed(f"{found.account} is armed, not {account}")
    if now_ns >= found.until_ns:
        return NotArmed(f"the arming of {account} ended at {iso(found.until_ns)}")
    if found.from_ns > now_ns + CLOCK_SLACK_NS:
        return NotArmed(f"{account} was armed at {iso(found.from_ns)}, which this machine's clock has not reached")
    if found.until_ns - found.from_ns > LONGEST_HOURS * HOUR_NS:
        return NotArmed(f"{account} is armed for more than {LONGEST_HOURS:.0f} hours")
    return found


def way_out(account: str) -> str:
    """What to run."""
    return f"`rlbot arm {account or 'ACCOUNT'}` arms it"
