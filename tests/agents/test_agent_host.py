"""The host on the real bus with the real ledger: decisions, rewards, own history, pauses, halts, versions, restarts."""

from __future__ import annotations

import pytest

from rlbot.agents.own_history import OWN_STATE, own_decision, own_fill, own_session_end, reset_own
from rlbot.events.agent import (
    AgentPaused,
    AgentResumed,
    DecisionExplained,
    ModelDeployed,
)
from rlbot.events.commands import PauseAgent, ResumeAgent
from rlbot.events.market import Bar, DecisionDue
from rlbot.events.ops import HandlerFailed, KillActivated, KillReset, TradingHalted
from tests.agents.host_world import DAY, Broken, Steady, World, bought


def test_a_decision_carries_its_bar_weight_action_and_hash() -> None:
    world = World(Steady(0.5))
    world.bar(1, 100.0)
    (made,) = world.decisions
    assert made.decision_id == f"a-{86_400:x}" and made.bar_ns == DAY and made.close == 100.0
    assert (made.action, made.target_weight, made.current_weight, made.reason) == ("buy", 0.5, 0.0, "policy")
    assert len(made.observation_hash) == 16 and made.version == "v1" and made.confidence == 0.7


def test_inside_the_band_it_holds_and_says_so() -> None:
    world = World(Steady(0.5))
    world.bar(1, 100.0)
    world.bar(2, 100.0, fills=[bought(2, 48, 100.0)])
    assert [d.action for d in world.decisions] == ["buy", "hold"]
    assert not world.decisions[1].hold_shares


def test_the_first_mark_begins_at_the_budget_and_ends_a_session() -> None:
    world = World(Steady(0.5))
    world.bar(1, 100.0)
    expected = [0.0] * OWN_STATE
    reset_own(expected, 10_000.0)
    own_session_end(expected, 10_000.0)
    own_decision(expected, 0.5)
    assert world.seat.own == expected
    assert not world.rewards


def test_own_history_equals_the_kernels_fed_by_hand() -> None:
    world = World(Steady(0.5))
    world.bar(1, 100.0)
    world.bar(2, 110.0, fills=[bought(2, 50, 102.0, reference=101.5)])
    equity = 10_000.0 - 50 * 102.0 - 1.0 + 50 * 110.0
    expected = [0.0] * OWN_STATE
    reset_own(expected, 10_000.0)
    own_session_end(expected, 10_000.0)
    own_decision(expected, 0.5)
    own_fill(expected, 50 * 102.0, 1.0 + 50 * 0.5)
    own_session_end(expected, equity)
    own_decision(expected, 0.5)
    assert world.seat.own == expected


def test_the_same_execution_twice_counts_once() -> None:
    once, twice = World(Steady(0.5)), World(Steady(0.5))
    for world, fills in ((once, [bought(2, 50, 100.0)]), (twice, [bought(2, 50, 100.0)] * 2)):
        world.bar(1, 100.0)
        world.bar(2, 101.0, fills=fills)
    assert once.seat.own == twice.seat.own


def test_a_reward_belongs_to_the_decision_before_and_its_parts_add_up() -> None:
    world = World(Steady(0.5))
    world.bar(1, 100.0)
    world.bar(2, 90.0, fills=[bought(2, 50, 100.0)])
    (reward,) = world.rewards
    assert reward.decision_id == world.decisions[0].decision_id
    assert set(reward.parts) == {"log_return", "drawdown_penalty"}
    assert sum(reward.parts.values()) == pytest.approx(reward.reward, abs=1e-15)
    assert reward.parts["drawdown_penalty"] < 0.0


def test_sac_is_rewarded_by_the_differential_sharpe() -> None:
    world = World(Steady(0.5), algorithm="sac")
    for day, close in ((1, 100.0), (2, 101.0), (3, 99.0)):
        world.bar(day, close)
    assert [set(r.parts) for r in world.rewards] == [{"sharpe", "volatility_penalty"}] * 2


def test_features_not_yet_warm_hold_with_a_sentence_that_counts() -> None:
    world = World(Steady(0.5))
    world.bar(1, 100.0, warm=False)
    (made,) = world.decisions
    assert (made.reason, made.action, made.hold_shares, made.confidence) == ("warming", "hold", True, 0.0)
    (explained,) = world.of(DecisionExplained)
    assert isinstance(explained, DecisionExplained)
    assert explained.sentence == "Holding while features warm up: 1 of 200 bars."


def test_a_paused_agent_holds_until_it_is_resumed() -> None:
    agent = Steady(0.5)
    world = World(agent)
    for _ in range(2):
        world.bus.publish(PauseAgent(ts_ns=0, origin="test", agent_id="a", reason="lunch"))
    world.bar(1, 100.0)
    world.bus.publish(ResumeAgent(ts_ns=0, origin="test", agent_id="a"))
    world.bar(2, 100.0)
    assert [d.reason for d in world.decisions] == ["paused", "policy"] and agent.asked == 1
    assert len(world.of(AgentPaused)) == len(world.of(AgentResumed)) == 1
    assert "lunch" in next(e.sentence for e in world.seen if isinstance(e, DecisionExplained))


def test_a_kill_holds_and_its_reset_lets_decide_again() -> None:
    world = World(Steady(0.5))
    world.bus.publish(KillActivated(ts_ns=0, reason="by hand", origin="shell"))
    world.bar(1, 100.0)
    world.bus.publish(KillReset(ts_ns=0, origin="shell"))
    world.bar(2, 100.0)
    assert [d.reason for d in world.decisions] == ["halted", "policy"]


def test_a_halt_lets_the_agent_go_on_deciding_so_that_it_can_still_reduce() -> None:
    world = World(Steady(0.5))
    world.bus.publish(TradingHalted(ts_ns=0, reason="daily loss 11 %"))
    world.bar(1, 100.0)
    assert [d.reason for d in world.decisions] == ["policy"]


def test_another_version_takes_over_at_the_next_bar_with_the_same_short_history() -> None:
    world = World(Steady(0.5))
    world.bar(1, 100.0)
    world.bus.publish(ModelDeployed(ts_ns=0, agent_id="a", version="v2", algorithm="ppo", proven=False))
    assert world.seat.agent.version == "v1"
    world.bar(2, 100.0)
    assert [(d.version, d.target_weight) for d in world.decisions] == [("v1", 0.5), ("v2", 0.25)]
    kept = World(Steady(0.25))
    kept.bar(1, 100.0)
    kept.seat.own[2] = 0.5
    kept.bar(2, 100.0)
    assert world.decisions[1].observation_hash == kept.decisions[1].observation_hash


def test_a_restart_publishes_journaled_decisions_as_they_were_and_computes_the_rest() -> None:
    first = World(Steady(0.5))
    for day in (1, 2, 3):
        first.bar(day, 100.0 + day)
    changed = Steady(0.9)
    again = World(changed, recorded=first.decisions[:2])
    for day in (1, 2, 3):
        again.bar(day, 100.0 + day)
    assert again.decisions[:2] == first.decisions[:2]
    assert again.decisions[2].target_weight == 0.9 and changed.asked == 1
    assert again.decisions[2].observation_hash == first.decisions[2].observation_hash


def test_an_agent_that_raises_holds_and_is_named() -> None:
    world = World(Broken(0.5), algorithm="some.where:Broken")
    world.bar(1, 100.0)
    (made,) = world.decisions
    assert (made.reason, made.hold_shares) == ("failed", True)
    (failure,) = world.of(HandlerFailed)
    assert isinstance(failure, HandlerFailed) and failure.handler == "agent a" and not failure.critical


def test_explanations_can_wait_until_somebody_asks() -> None:
    world = World(Steady(0.5), explain=False)
    world.bar(1, 100.0)
    assert not world.of(DecisionExplained)
    explained = world.host.explain_last("a")
    assert explained is not None and explained.decision_id == world.decisions[0].decision_id


def test_bars_before_the_run_fill_the_short_history_and_nobody_decides() -> None:
    world = World(Steady(0.5))
    bar = Bar("AAPL", "1d", 0, 0, 1.0, 1.0, 1.0, 1.0, 1.0)
    due = DecisionDue(ts_ns=0, agent_id="a", bar=bar, features=(1.0, 1.0), inputs=(3.0, 2.0), available_ns=0, warm=True)
    world.host.warm_up(due)
    world.bar(1, 100.0)
    assert world.seat.last is not None
    assert world.seat.last[1].vector[:4].tolist() == pytest.approx([0.01, 0.0, 3.0, 2.0])
    assert len(world.decisions) == 1
