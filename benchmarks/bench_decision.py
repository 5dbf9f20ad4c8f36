"""One decision: the NumPy policy beside SB3's `predict` on the same network, the whole decision, and the rationale.

    python -m benchmarks.bench_decision

Interleaved in one run; p50 in microseconds, the ratio of the medians, and the rationale in milliseconds. Without
stable-baselines3 the first line leaves the peer out.
"""

from __future__ import annotations

import itertools
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from rlbot.agents.agent import Observation
from rlbot.agents.layout import Layout
from rlbot.agents.learned import learned_agent
from rlbot.agents.policy import F32, Kind, Policy, PolicyArrays
from rlbot.agents.policy_file import typical_distance
from rlbot.agents.rationale import PolicyExplainer
from rlbot.events.agent import DecisionMade
from rlbot.market.features.feature_set import FeatureSet
from rlbot.market.normalizer import Normalizer
from rlbot.settings.agent import LimitSettings

NAMES = ("price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix")
LIMITS = LimitSettings(no_trade_band=0.05)
HISTORY = 3
ROUNDS, CALLS = 40, 100


def p50_us(call: Callable[[], object], peer: Callable[[], object] | None = None) -> tuple[float, float]:
    """Median microseconds of `call` and of `peer` (nan without one), in alternating bursts."""
    times: tuple[list[int], list[int]] = ([], [])
    for _ in range(ROUNDS):
        for kept, one in zip(times, (call, peer), strict=True):
            if one is not None:
                for _ in range(CALLS):
                    start = time.perf_counter_ns()
                    one()
                    kept.append(time.perf_counter_ns() - start)
    first, second = (statistics.median(t) / 1e3 if t else float("nan") for t in times)
    return first, second


def random_policy(kind: Kind, size: int) -> PolicyArrays:
    """[64, 64], tanh, random; with 512 reference observations."""
    rng = np.random.default_rng(0)
    widths = [size, 64, 64, 5 if kind == "ppo" else 2]
    layers = tuple(
        (
            (rng.normal(size=(b, a)) / np.sqrt(a)).astype(np.float32),
            (0.1 * rng.normal(size=b)).astype(np.float32),
        )
        for a, b in itertools.pairwise(widths)
    )
    reference: F32 = rng.normal(size=(512, size)).astype(np.float32)
    return PolicyArrays(kind, layers, np.zeros(size, np.float32), reference, typical_distance(reference))


def sb3_predict(row: F32) -> tuple[Policy, Callable[[], object]] | None:
    """A PPO network of SB3 and the same one as arrays; None where SB3 is not installed."""
    try:
        import gymnasium
        import torch
        from stable_baselines3.common.policies import ActorCriticPolicy
    except ImportError:
        return None
    torch.manual_seed(0)
    torch.set_num_threads(1)
    spaces = gymnasium.spaces
    net = ActorCriticPolicy(spaces.Box(-9, 9, row.shape, np.float32), spaces.Discrete(5), lambda _: 1e-3, [64, 64])
    net.set_training_mode(False)
    linear = [m for m in net.mlp_extractor.policy_net if isinstance(m, torch.nn.Linear)]
    modules: list[Any] = [*linear, net.action_net]
    layers = [(m.weight.detach().numpy(), m.bias.detach().numpy()) for m in modules]
    policy = Policy(PolicyArrays("ppo", tuple(layers), np.zeros(len(row), np.float32)))
    action, _ = net.predict(row, deterministic=True)
    output = policy.output(row)
    assert output.index(max(output)) == int(action)  # the same network, or the ratio means nothing
    return policy, lambda: net.predict(row, deterministic=True)


def main() -> None:
    """Print one JSON line per figure."""
    rng = np.random.default_rng(1)
    row = rng.normal(size=40).astype(np.float32)
    peer = sb3_predict(row)
    policy = peer[0] if peer is not None else Policy(random_policy("ppo", 40))
    ours, theirs = p50_us(lambda: policy.output(row), peer[1] if peer is not None else None)
    line: dict[str, object] = {"bench": "policy", "inputs": 40, "hidden": [64, 64], "p50_us": round(ours, 2)}
    if peer is not None:
        line |= {"sb3_predict_us": round(theirs, 1), "times_faster": round(theirs / ours, 1)}
    print(json.dumps(line))

    normalizer = Normalizer.fitted(NAMES, (rng.normal(size=(300, len(NAMES))) * 0.1).tolist())
    layout = Layout(FeatureSet(NAMES, "AAPL", "1d"), HISTORY, normalizer)
    kinds: tuple[Kind, ...] = ("ppo", "sac")
    for kind in kinds:
        arrays = random_policy(kind, layout.size)
        agent = learned_agent(Policy(arrays), "v1", LIMITS)
        explainer = PolicyExplainer(Policy(arrays), layout, LIMITS)
        vector = rng.normal(size=layout.size).astype(np.float32)
        seen = Observation(vector, (170.0, 1e6, 50.0, 0.1, 169.0, 168.0, 20.0), 0.5, 0, 170.0)
        decided, _ = p50_us(lambda agent=agent, seen=seen: agent.decide(seen))  # type: ignore[misc]  # the default binds this round's value
        made = DecisionMade(
            ts_ns=0,
            agent_id="a",
            decision_id="a-1",
            symbol="AAPL",
            bar_ns=0,
            close=170.0,
            action="hold",
            target_weight=agent.decide(seen).target_weight,
            current_weight=0.5,
            confidence=0.5,
        )
        times = []
        for _ in range(300):
            start = time.perf_counter_ns()
            explainer.explain(made, seen)
            times.append((time.perf_counter_ns() - start) / 1e6)
        ranked = sorted(times)
        print(
            json.dumps(
                {
                    "bench": "decision",
                    "kind": kind,
                    "decide_p50_us": round(decided, 2),
                    "rationale_p50_ms": round(ranked[150], 3),
                    "rationale_p99_ms": round(ranked[297], 3),
                }
            )
        )


if __name__ == "__main__":
    main()
