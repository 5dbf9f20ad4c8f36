"""The platform's file, `configs/rlbot.toml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from rlbot.settings.agent import AgentSettings, Fraction, Section, Symbol


def _whole(value: object) -> object:
    """`10.0` is a whole number too, and was written before whole numbers were asked for."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)


class AccountSettings(Section):
    """One account, in USD.

    `manual`: signed shares by symbol, fractions too, that a person holds in it and no agent counts as its own.
    """

    currency: Literal["USD"] = "USD"
    manual: dict[Symbol, Annotated[float, Field(allow_inf_nan=False)]] = Field(default_factory=dict)


class BridgeSettings(Section):
    """Where the gateway listens, and the account to trade (empty: the only one behind it, in live the armed one).

    `mqtt_host` empty: a private Mosquitto on loopback, started and ended with the platform; else one that runs already, whose
    user and password stand in the environment (`RLBOT_MQTT_USERNAME`, `RLBOT_MQTT_PASSWORD`); on another machine with
    `mqtt_tls` only, by the system's certificate authorities. `order_confirm_s`, `reconcile_s`: whole seconds, as the bridge
    counts. `gateway_restart`: when the gateway restarts each day, New York, `HH:MM`; around it no order leaves; empty: never.
    `open_lead_min`: minutes before the open at which a daily agent's order leaves; exchanges take it until two before.
    """

    gateway_host: str = "127.0.0.1"
    gateway_port: Annotated[int, Field(ge=1, le=65535)] = 4002
    client_id: Annotated[int, Field(ge=1, le=999_999)] = 1
    account: Annotated[str, Field(pattern=r"^[A-Z0-9]{0,16}$")] = ""
    mqtt_host: str = ""
    mqtt_port: Annotated[int, Field(ge=1, le=65535)] = 1883
    mqtt_tls: bool = False
    gateway_restart: Annotated[str, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$")] = ""
    order_confirm_s: Annotated[int, Field(ge=1, le=300), WHOLE] = 10
    reconcile_s: Annotated[int, Field(ge=5, le=3_600), WHOLE] = 60
    open_lead_min: Annotated[float, Field(ge=3.0, le=60.0)] = 10.0


class SimulateSettings(Section):
    """Where simulated bars come from, and how fast."""

    feed: Literal["yahoo", "csv", "synthetic"] = "yahoo"
    data: str = ""
    bars_per_second: Annotated[float, Field(gt=0.0, le=1e6)] = 4.0
    history_bars: Annotated[int, Field(ge=1, le=1_000_000)] = 250
    seed: int = 7
    yahoo_url: str = ""


class WebSettings(Section):
    """Loopback only."""

    host: Literal["127.0.0.1", "::1", "localhost"] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8600


class RiskSettings(Section):
    """Account-wide limits, fractions of the account's equity; None is off.

    `buying_power`: initial margin of positions and open orders (50 % times leverage, at most 100 %) may reach this much.
    """

    max_exposure_per_asset: Annotated[float, Field(gt=0.0)] | None = 3.0
    max_exposure: Annotated[float, Field(gt=0.0)] | None = 4.0
    daily_loss: Fraction | None = 0.15
    drawdown_reduce: Fraction | None = 0.30
    drawdown_halt: Fraction | None = 0.40
    orders_per_minute: Annotated[int, Field(ge=1)] | None = 30
    price_collar: Fraction | None = 0.10
    stale_after_s: Annotated[float, Field(gt=0.0)] | None = 900.0
    buying_power: Annotated[float, Field(gt=0.0)] | None = 1.0


class LogSettings(Section):
    """Rolling JSON lines."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    max_mib: Annotated[int, Field(ge=1, le=10_000)] = 20
    files: Annotated[int, Field(ge=1, le=100)] = 5


class StateSettings(Section):
    """How often the last state is written, seconds."""

    snapshot_s: Annotated[float, Field(gt=0.0, le=3600.0)] = 5.0


class Settings(Section):
    """Everything read at start. Constructors get only their slice."""

    account: AccountSettings = AccountSettings()
    simulate: SimulateSettings = SimulateSettings()
    bridge: BridgeSettings = BridgeSettings()
    web: WebSettings = WebSettings()
    risk: RiskSettings = RiskSettings()
    logs: LogSettings = LogSettings()
    state: StateSettings = StateSettings()
    agents: tuple[AgentSettings, ...] = ()
