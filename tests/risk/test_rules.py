"""Every rule: silent inside its limit, off when None, and a refusal with rule, limit, value and sentence outside it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from rlbot.risk.halts import Halt
from rlbot.risk.kill_switch import KillState
from rlbot.risk.limits import NO_ACCOUNT_LIMITS, AgentLimits, agent_limits, initial_margin
from rlbot.risk.rules import RULES, Proposal, allowed_quantity
from rlbot.settings.agent import LimitSettings
from rlbot.settings.platform import RiskSettings
from rlbot.training import step_kernel as sk

CALM = Proposal(
    agent_id="a",
    symbol="ABC",
    quantity=100,
    price=100.0,
    leverage=1.0,
    held=0,
    target=100,
    equity=50_000.0,
    limits=agent_limits(LimitSettings()),
    account=NO_ACCOUNT_LIMITS,
    kill=None,
    halt=None,
    flattening=False,
    order_open=False,
    age_s=0.0,
    last_price=100.0,
    orders_last_minute=0,
    orders_today=0,
    adv=0.0,
    drawdown=0.0,
    account_drawdown=0.0,
    account_equity=100_000.0,
    asset_exposure=0.0,
    exposure=0.0,
    margin=0.0,
)


def account(**limits: float) -> RiskSettings:
    return NO_ACCOUNT_LIMITS.model_copy(update=limits)


def limits(**values: object) -> AgentLimits:
    return agent_limits(LimitSettings.model_validate(values))


CASES: dict[str, tuple[dict[str, Any], int]] = {
    "kill_switch": ({"kill": KillState("hand", "shell")}, 0),
    "drawdown": ({"halt": Halt("drawdown", "too deep", 0.2, 0.3)}, 0),
    "flattening": ({"flattening": True}, 0),
    "open_order": ({"order_open": True}, 0),
    "stale_data": ({"account": account(stale_after_s=900.0), "age_s": 901.0}, 0),
    "price_collar": ({"account": account(price_collar=0.1), "last_price": 111.2}, 0),
    "orders_per_minute": ({"account": account(orders_per_minute=3), "orders_last_minute": 3}, 0),
    "orders_per_day": ({"limits": limits(orders_per_day=2), "orders_today": 2}, 0),
    "position_size": ({"limits": limits(max_position_value=0.1), "held": 20}, 30),
    "order_value": ({"limits": limits(max_order_value=0.15)}, 75),
    "adv_fraction": ({"limits": limits(max_adv_fraction=0.01), "adv": 5_050.0}, 50),
    "drawdown_reduce": ({"limits": limits(drawdown_reduce=0.1), "drawdown": 0.1}, 50),
    "account_drawdown_reduce": ({"account": account(drawdown_reduce=0.1), "account_drawdown": 0.2, "held": 10}, 40),
    "exposure_per_asset": ({"account": account(max_exposure_per_asset=0.2), "asset_exposure": 8_000.0, "leverage": 3.0}, 40),
    "exposure": ({"account": account(max_exposure=1.0), "exposure": 95_000.0}, 50),
    "buying_power": ({"account": account(buying_power=1.0), "margin": 97_000.0, "leverage": 3.0}, 30),
}


def test_calm_passes_every_rule_whole() -> None:
    assert allowed_quantity(CALM) == (100, None)


@pytest.mark.parametrize("rule", CASES)
def test_rule_refuses_beyond_its_limit(rule: str) -> None:
    changes, allowed = CASES[rule]
    quantity, refusal = allowed_quantity(structs.replace(CALM, **changes))
    assert refusal is not None
    assert (refusal.rule, quantity, refusal.allowed) == (rule, allowed, allowed)
    assert refusal.sentence.endswith(".")


def test_every_rule_of_the_table_has_a_case() -> None:
    assert len(RULES) == len(CASES)


def test_account_rules_are_off_where_settings_are_none() -> None:
    wild = structs.replace(
        CALM,
        age_s=1e9,
        last_price=1.0,
        orders_last_minute=10_000,
        account_drawdown=0.99,
        asset_exposure=1e12,
        exposure=1e12,
        margin=1e12,
    )
    assert allowed_quantity(wild) == (100, None)


def test_the_tightest_rule_sets_the_quantity() -> None:
    tight = structs.replace(CALM, limits=limits(max_order_value=0.15), account=account(max_exposure=0.02))
    quantity, refusal = allowed_quantity(tight)
    assert quantity == 20
    assert refusal is not None
    assert refusal.rule == "exposure"


@given(
    quantity=st.integers(1, 10_000),
    price=st.floats(0.5, 5_000.0),
    leverage=st.sampled_from([1.0, 2.0, 3.0]),
    carried=st.floats(0.0, 3e5),
)
def test_what_is_allowed_passes_when_asked_again(quantity: int, price: float, leverage: float, carried: float) -> None:
    asked = structs.replace(
        CALM,
        quantity=quantity,
        target=quantity,
        price=price,
        last_price=price,
        leverage=leverage,
        account=account(max_exposure=2.0, max_exposure_per_asset=1.5, buying_power=1.0),
        limits=limits(max_order_value=0.5),
        exposure=carried,
        asset_exposure=carried / 2,
        margin=carried / 4,
    )
    allowed, refusal = allowed_quantity(asked)
    assert 0 <= allowed <= quantity
    assert (refusal is None) == (allowed == quantity)
    if 0 < allowed < quantity:
        assert allowed_quantity(structs.replace(asked, quantity=allowed, target=allowed)) == (allowed, None)


def test_position_value_caps_the_weight_as_the_kernel_clips_it() -> None:
    found = agent_limits(LimitSettings(max_weight=1.0, max_position_value=0.4, allow_short=True, stop_loss=0.1))
    assert found.params() == (0.0, 0.4, -0.4, 0.1, 0.0)
    assert len(found.params()) == sk.PARAMS - sk.BAND


@pytest.mark.parametrize(("leverage", "rate"), [(1.0, 0.5), (2.0, 1.0), (3.0, 1.0)])
def test_leveraged_funds_have_no_overnight_buying_power(leverage: float, rate: float) -> None:
    assert initial_margin(leverage) == rate
