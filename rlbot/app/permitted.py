"""What must hold before paper or live starts a process: agents, an account of the right kind; for live the arming, and whole
versions of whoever may risk money."""

from __future__ import annotations

from rlbot.agents.registry import ModelError, ModelRegistry
from rlbot.app.failure import REFUSED, WRONG_USE, CommandError
from rlbot.app.home import Home
from rlbot.app.live_seats import trader
from rlbot.clock import Clock
from rlbot.settings.platform import Settings
from rlbot.system.armed_file import read_armed
from rlbot.system.arming import NotArmed, is_paper, standing, way_out


def permitted_account(home: Home, settings: Settings, mode: str, wall: Clock) -> str:
    """The account to trade, empty where only the gateway knows. Raises CommandError with a sentence."""
    if not settings.agents:
        where = home.configs / "agents"
        raise CommandError(f"there are no agents in {where}; `rlbot agents new ID --symbol AAPL` makes one", WRONG_USE)
    account = settings.bridge.account
    if account and is_paper(account) is not (mode == "paper"):
        kind = "paper" if is_paper(account) else "live"
        raise CommandError(f"[bridge] account {account} is a {kind} account, and this is {mode} mode; mend it", REFUSED)
    if mode != "live":
        return account
    found = read_armed(home.armed_file)
    if not isinstance(found, NotArmed):
        found = standing(found, account or found.account, wall.now_ns())
    if isinstance(found, NotArmed):
        raise CommandError(f"{found.why}; {way_out(account)}", REFUSED)
    _whole(home, settings)
    return found.account


def _whole(home: Home, settings: Settings) -> None:
    """A version that was damaged since is told of here, not by a core that ends again and again."""
    registry = ModelRegistry(home.checkpoints)
    try:
        for agent in settings.agents:
            found = trader(registry, agent)
            if found.gate == "passed" and not found.instead:
                registry.open(agent.id, found.version)
    except ModelError as error:
        raise CommandError(str(error)) from None
