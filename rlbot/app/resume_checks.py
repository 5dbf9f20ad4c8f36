"""What a person should look at before trading goes on, as far as paper and live mode know it."""

from __future__ import annotations

from collections.abc import Iterable

from rlbot.bridge.watch import Sign
from rlbot.monitoring.web.contract.control import CheckState, ResumeCheck

START_AGAIN = "If it does not come back by itself: end `rlbot up` with Ctrl-C, start it again, then resume"


def bridge_checks(signs: Iterable[Sign], adds_up: bool, compared: str) -> tuple[ResumeCheck, ...]:
    """Bridge, gateway and the last comparison of the account.

    A bridge that nobody can speak to forbids a resume: one that is started again soon and one that the watchdog has given up
    look the same from here. All else is for a person to judge, and halts again by itself where it must.
    """
    found = {name: (state, detail) for name, state, detail in signs}
    bridge, wrong = found["bridge"]
    gateway, away = found["gateway"]
    state: CheckState = "fail" if bridge == "error" else "ok" if bridge == "ok" else "warn"
    told = f"{wrong} {START_AGAIN}" if bridge == "error" else wrong
    return (
        ResumeCheck(name="bridge", state=state, detail=told or "connected"),
        ResumeCheck(name="gateway", state="ok" if gateway == "ok" else "warn", detail=away or "connected"),
        ResumeCheck(name="reconciliation", state="ok" if adds_up else "warn", detail=compared),
    )
