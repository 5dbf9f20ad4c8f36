"""One home, one account: orders of another one stand in the bridge's journal; paper and live never share it."""

from __future__ import annotations

from pathlib import Path

from rlbot.app.bridge_parts import BridgeParts
from rlbot.app.home import Home
from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.settings.platform import BridgeSettings, Settings

SETTINGS = Settings(bridge=BridgeSettings(mqtt_host="127.0.0.1"))


def parts(home: Path, mode: str = "paper") -> BridgeParts:
    clock = ReplayClock(1)
    return BridgeParts(SETTINGS, Home(home), mode, clock, clock, ReplayClock(), ())


def test_another_account_of_the_same_kind_is_not_settled_on(tmp_path: Path) -> None:
    first = parts(tmp_path)
    assert first.settle("DU1") == "" == first.settle("DU1")
    first.session.tick()  # what must last is on disk now
    assert first.session.account() == "" and first.settle("DU2") == "DU1"
    again = parts(tmp_path)
    assert again.settle("DU2") == "DU1" and again.settle("DU1") == ""
    assert parts(tmp_path, "live").settle("U1") == ""


def test_the_session_that_trades_knows_the_account_settled_on(tmp_path: Path) -> None:
    found = parts(tmp_path)
    found.settle("DU1")
    found.make_broker(Bus(), ())
    assert found.session.account() == "DU1"


def test_paper_and_live_keep_their_journals_apart(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert (
        len({home.bridge_state("paper"), home.bridge_state("live"), home.bridge_memory("paper"), home.bridge_memory("live")})
        == 4
    )
