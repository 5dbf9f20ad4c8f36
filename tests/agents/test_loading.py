"""From an agent's file to a seat: what ships, what is on disk, what comes by path; everything else is one sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rlbot.agents.loading import AgentLoadError, from_files, load, open_seat
from rlbot.agents.registry import ModelError, ModelRegistry
from rlbot.agents.scripted import ScriptError
from rlbot.agents.version_files import NORMALIZER, VersionFiles, write_version_files
from rlbot.settings.agent import AgentSettings, FeatureSettings
from tests.agents.nets import NAMES, arrays, normalizer, observation, vector


def settings(algorithm: str = "ppo", **more: Any) -> AgentSettings:
    return AgentSettings(id="ppo_stock", algorithm=algorithm, symbol="AAPL", **more)


def train(folder: Path, kind: str = "ppo") -> ModelRegistry:
    """A version as training leaves it."""
    registry = ModelRegistry(folder)
    with registry.begin_version("ppo_stock") as draft:
        rows = np.stack([vector(k) for k in range(50)])
        net = arrays("sac" if kind == "sac" else "ppo")
        write_version_files(draft.folder, net.kind, net.layers, normalizer(), rows)
        with zipfile.ZipFile(draft.folder / "ppo_stock_model.zip", "w") as file:
            file.writestr("data", "{}")
        version = draft.commit(kind, 1).version
    registry.deploy("ppo_stock", version)
    return registry


def test_the_deployed_version_decides(tmp_path: Path) -> None:
    seat = open_seat(settings(), train(tmp_path), tmp_path)
    assert seat.agent.version == "v1" and seat.load is not None and seat.warm_up_bars > 50
    assert seat.agent.decide(observation(1)).target_weight in (0.0, 0.25, 0.5, 0.75, 1.0)


@pytest.mark.parametrize("algorithm", ["hold", "flat", "sma_200", "vol_target"])
def test_baselines_need_no_model(tmp_path: Path, algorithm: str) -> None:
    seat = open_seat(settings(algorithm), ModelRegistry(tmp_path), tmp_path)
    assert seat.agent.version == algorithm and seat.runner is None and not seat.needs_features


@pytest.mark.parametrize(
    ("symbol", "more", "weight"), [("AAPL", {}, 0.5), ("TNA", {}, 0.75), ("AAPL", {"leverage": 2.0}, 0.75)]
)
def test_a_leveraged_fund_has_its_own_volatility_target(
    tmp_path: Path, symbol: str, more: dict[str, Any], weight: float
) -> None:
    """20 % for a stock, 30 % for a leveraged fund, whether its file says what it is or not; here volatility is 40 %."""
    wanted = AgentSettings(id="calm", algorithm="vol_target", symbol=symbol, **more)
    seat = open_seat(wanted, ModelRegistry(tmp_path), tmp_path)
    assert seat.watcher is not None
    for _ in range(21):
        seat.watcher.watch(100.0, 0.4 / 252.0**0.5)
    assert seat.agent.decide(observation(1)).target_weight == pytest.approx(weight)


def test_without_a_model_the_way_out_is_training(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no trained model yet\. Run `rlbot train ppo_stock`"):
        open_seat(settings(), ModelRegistry(tmp_path), tmp_path)


def test_an_unknown_algorithm_says_what_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(AgentLoadError, match="'dqn' is unknown; allowed are ppo, sac, scripted"):
        open_seat(settings("dqn"), ModelRegistry(tmp_path), tmp_path)


@pytest.mark.parametrize("path", ["no_such_package.x:Y", "rlbot.agents._template:Nobody"])
def test_a_path_that_leads_nowhere_is_named(tmp_path: Path, path: str) -> None:
    with pytest.raises(AgentLoadError, match="cannot be imported"):
        open_seat(settings(path), ModelRegistry(tmp_path), tmp_path)


def test_a_class_that_is_no_agent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AgentLoadError, match="makes no agent"):
        open_seat(settings("tests.agents.test_loading:nothing"), ModelRegistry(tmp_path), tmp_path)


def nothing(*_: object) -> object:
    """A factory that makes no agent."""
    return object()


def test_the_template_comes_by_path_behind_a_runner(tmp_path: Path) -> None:
    seat = open_seat(settings("rlbot.agents._template:TemplateAgent"), ModelRegistry(tmp_path), tmp_path)
    assert seat.agent.version == "template" and seat.runner is not None and seat.needs_features


def test_a_script_is_found_beside_its_home(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("timestamp,target_weight\n2024-03-01,0.5\n")
    assert open_seat(settings("scripted", decisions="orders.csv"), ModelRegistry(tmp_path), tmp_path).reason == "script"
    with pytest.raises(ScriptError, match=r"none\.csv does not exist"):
        open_seat(settings("scripted", decisions="none.csv"), ModelRegistry(tmp_path), tmp_path)
    with pytest.raises(AgentLoadError, match="needs decisions"):
        open_seat(settings("scripted"), ModelRegistry(tmp_path), tmp_path)


@pytest.mark.parametrize("name", ["policy.npz", "ppo_stock_model.zip", NORMALIZER])
@pytest.mark.parametrize("content", [b"", b"garbage", None])
def test_a_corrupt_file_is_one_sentence_with_a_way_out(tmp_path: Path, name: str, content: bytes | None) -> None:
    registry = train(tmp_path)
    path = registry.path("ppo_stock", "v1") / name
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(ModelError) as error:
        open_seat(settings(), registry, tmp_path)
    assert name in str(error.value) and "Run `rlbot train ppo_stock`" in str(error.value)


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is a sac model, its file says ppo"):
        load(settings(), train(tmp_path, "sac"), tmp_path)


def test_other_features_than_it_was_trained_on_are_refused(tmp_path: Path) -> None:
    changed = settings(features=FeatureSettings(names=NAMES[:-1]))
    with pytest.raises(ModelError, match=r"was trained on price, .*vix; its file now asks for"):
        load(changed, train(tmp_path), tmp_path)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"symbol": "SPY"}, "was trained for AAPL at 1d; its file now says SPY at 1d"),
        ({"interval": "5m"}, "its file now says AAPL at 5m"),
        ({"limits": {"allow_short": True}}, "was trained without short positions"),
    ],
)
def test_a_version_trained_for_something_else_is_refused_with_the_way_out(changed: dict[str, Any], sentence: str) -> None:
    before = AgentSettings(id="ppo_stock", algorithm="ppo", symbol="AAPL", features=FeatureSettings(names=NAMES))
    files = VersionFiles("v1", arrays("ppo"), normalizer().state(), before.model_dump(mode="json"))
    assert from_files(before, files).agent.version == "v1"
    now = AgentSettings.model_validate(before.model_dump() | changed)
    with pytest.raises(ModelError, match=sentence) as refused:
        from_files(now, files, "Run `rlbot train ppo_stock`.")
    assert str(refused.value).endswith("Run `rlbot train ppo_stock`.")


def test_another_history_than_it_was_trained_with_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="history = 5 gives"):
        load(settings(features=FeatureSettings(history=5)), train(tmp_path), tmp_path)
