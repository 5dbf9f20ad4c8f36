"""The form's schema, and the fingerprint of a run's settings."""

from __future__ import annotations

from pathlib import Path

from rlbot.settings.checks import Known
from rlbot.settings.fingerprint import differing_keys, settings_hash, settings_json
from rlbot.settings.loading import load
from rlbot.settings.platform import Settings
from rlbot.settings.schema import agent_schema, applies, platform_schema
from tests.settings.homes import AGENT, home_with


def loaded(home: Path) -> Settings:
    """Which must load."""
    settings = load(home)
    assert isinstance(settings, Settings)
    return settings


def test_the_schema_names_every_key_an_agent_file_may_hold() -> None:
    schema = agent_schema(Known(features=("rsi", "macd")))
    assert "id" not in schema["properties"] and schema["required"] == ["algorithm", "symbol"]
    assert schema["properties"]["limits"]["x-applies"] == "now"
    assert schema["$defs"]["FeatureSettings"]["properties"]["names"]["items"]["enum"] == ["rsi", "macd"]


def test_asking_twice_gives_equal_schemas() -> None:
    assert agent_schema(Known()) == agent_schema(Known())
    assert "agents" not in platform_schema()["properties"]
    assert (applies("reward.episode_bars"), applies("symbol")) == ("episode", "restart")


def test_a_change_that_matters_changes_the_hash_and_is_named(tmp_path: Path) -> None:
    before = settings_json(loaded(home_with(tmp_path / "a", x=AGENT)))
    after = settings_json(loaded(home_with(tmp_path / "b", x=AGENT.replace("0.12", "0.13"))))
    assert settings_hash(before) != settings_hash(after)
    assert differing_keys(before, after) == ["x.limits.stop_loss"]


def test_the_way_to_the_gateway_may_be_mended_under_a_run_and_its_account_may_not(tmp_path: Path) -> None:
    before = settings_json(loaded(home_with(tmp_path / "a", x=AGENT)))
    way = '[bridge]\ngateway_port = 7497\ngateway_restart = "23:45"\nreconcile_s = 30\n'
    assert settings_json(loaded(home_with(tmp_path / "b", way, x=AGENT))) == before
    other = settings_json(loaded(home_with(tmp_path / "c", way + 'account = "DU2"\n', x=AGENT)))
    assert differing_keys(before, other) == ["bridge.account"]
    earlier = before.replace('"bridge":{', '"bridge":{"gateway_port":4002,"reconcile_s":60.0,')
    assert earlier != before and differing_keys(earlier, before) == []


def test_what_a_person_holds_and_when_orders_for_the_open_leave_may_change_under_a_run(tmp_path: Path) -> None:
    before = settings_json(loaded(home_with(tmp_path / "a", x=AGENT)))
    platform = "[account]\nmanual = { AAPL = 10, KO = 12.3456 }\n[bridge]\nopen_lead_min = 5\n"
    assert settings_json(loaded(home_with(tmp_path / "b", platform, x=AGENT))) == before
    earlier = before.replace('"account":{', '"account":{"manual":{"AAPL":3},').replace(
        '"bridge":{', '"bridge":{"open_lead_min":10.0,'
    )
    assert earlier != before and differing_keys(earlier, before) == []


def test_a_port_or_a_speed_does_not_matter(tmp_path: Path) -> None:
    before = settings_json(loaded(home_with(tmp_path / "a", x=AGENT)))
    platform = "[web]\nport = 9000\n[simulate]\nbars_per_second = 100.0\n"
    after = settings_json(loaded(home_with(tmp_path / "b", platform, x=AGENT)))
    assert before == after
