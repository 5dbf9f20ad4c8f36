"""What a fake gateway is set up with."""

from __future__ import annotations

from dataclasses import dataclass, field

from rlbot.bridge.fake_gateway.market.hours import AlwaysOpen, Hours
from rlbot.bridge.fake_gateway.pacing import LIMIT
from rlbot.bridge.fake_gateway.wire import versions


@dataclass(frozen=True)
class GatewaySettings:
    """`cash` in USD. `messages_per_second`: None is no limit. `automatic`: orders fill by themselves, else by `Fill` alone."""

    accounts: tuple[str, ...] = ("DU1234567",)
    max_version: int = versions.DEFAULT
    seed: int = 7
    cash: float = 1_000_000.0
    hours: Hours = field(default_factory=AlwaysOpen)
    messages_per_second: int | None = LIMIT
    automatic: bool = True
    delayed_data: bool = False  # no subscription: live data is refused, delayed data is served to who asks for it
    terse_orders: bool = False  # the short form of openOrder

    def __post_init__(self) -> None:
        if not versions.OLDEST <= self.max_version <= versions.LAST_TEXT:
            newest = f"{versions.LAST_TEXT} is the last version with text messages"
            raise ValueError(
                f"max_version is {self.max_version}; it must be {versions.OLDEST} to {versions.LAST_TEXT} ({newest})"
            )
        if not self.accounts or not all(name.isalnum() for name in self.accounts):
            raise ValueError(f"accounts is {self.accounts!r}; letters and digits are expected, such as DU1234567")
