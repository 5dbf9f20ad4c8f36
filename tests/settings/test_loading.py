"""Right files give typed settings; wrong ones every mistake at once, with file, line, key and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from rlbot.settings.checks import Known
from rlbot.settings.errors import SettingError
from rlbot.settings.loading import load
from rlbot.settings.platform import Settings
from tests.settings.homes import AGENT, home_with

PROJECT = Path(__file__).parents[2]
KNOWN = Known(features=("price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix", "underlying"))


def mistakes(home: Path, known: Known = KNOWN) -> list[SettingError]:
    """There must be some."""
    found = load(home, known)
    assert isinstance(found, list)
    return found


def mistake(root: Path, text: str, known: Known = KNOWN) -> SettingError:
    """The only one in an agent's file."""
    (found,) = mistakes(home_with(root, x=text), known)
    return found


def test_the_shipped_settings_are_right() -> None:
    settings = load(PROJECT)
    assert isinstance(settings, Settings)
    assert [(agent.id, agent.symbol, agent.interval) for agent in settings.agents] == [
        ("ppo_stock", "AAPL", "1d"),
        ("sac_etf", "TNA", "1d"),
    ]


def test_the_shipped_platform_file_says_the_defaults() -> None:
    settings = load(PROJECT)
    assert isinstance(settings, Settings)
    assert settings.model_copy(update={"agents": ()}) == Settings()


def test_an_empty_home_has_the_defaults_and_no_agents(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()


def test_every_mistake_of_every_file_comes_at_once(tmp_path: Path) -> None:
    home = home_with(
        tmp_path,
        '[account]\ncurrency = "EUR"\n[web]\nport = 99999\n',
        good=AGENT,
        torn='algorithm = "ppo"\nsymbol = AAPL\n',
        wrong='algorithm = "pppo"\nsymbol = "MSFT"\nbudget = "5"\n[limits]\nstop_loss = 2\nstoploss = 1\n',
    )
    assert [(e.file.rpartition("/")[2], e.line, e.key) for e in mistakes(home)] == [
        ("torn.toml", 2, ""),
        ("wrong.toml", 1, "algorithm"),
        ("wrong.toml", 3, "budget"),
        ("wrong.toml", 5, "limits.stop_loss"),
        ("wrong.toml", 6, "limits.stoploss"),
        ("rlbot.toml", 2, "account.currency"),
        ("rlbot.toml", 4, "web.port"),
    ]


def test_a_sentence_names_place_key_value_and_what_is_allowed(tmp_path: Path) -> None:
    found = mistake(tmp_path, AGENT.replace("0.12", "2"))
    assert found.sentence == "configs/agents/x.toml:6: limits.stop_loss is 2; allowed: a number above 0, up to 1"


@pytest.mark.parametrize(("lead", "right"), [("3", True), ("60", True), ("2.9", False), ("61", False), ('"10"', False)])
def test_orders_leave_for_the_open_no_later_than_it_takes_them_and_no_earlier_than_an_hour(
    tmp_path: Path, lead: str, right: bool
) -> None:
    home = home_with(tmp_path, f"[bridge]\nopen_lead_min = {lead}\n")
    if right:
        assert isinstance(load(home), Settings)
    else:
        (found,) = mistakes(home)
        assert (found.key, found.allowed) == ("bridge.open_lead_min", "a number from 3, up to 60")


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ('budget = "50000"', "a number above 0, up to 1e+12"),
        ("budget = nan", "a number above 0, up to 1e+12"),
        ("budget = true", "a number above 0, up to 1e+12"),
        ('interval = "2m"', '"1m", "5m", "15m", "1d"'),
        ("costs = 4", "a section of its own"),
        ('features.names = "rsi"', "a list of values"),
        ("features.history = 3.5", "a whole number from 0, up to 20"),
        ("underlying = 2020-01-01", "a symbol in capitals"),
        ("training.cost_range = [1.0]", "a number"),
    ],
)
def test_a_wrong_value_says_what_is_allowed(tmp_path: Path, line: str, allowed: str) -> None:
    found = mistake(tmp_path, f'algorithm = "ppo"\nsymbol = "AAPL"\n{line}\n')
    assert allowed in found.allowed and found.line == 3


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[limits]\nstoploss = 0.1\n", "did you mean stop_loss?"),
        ("stop_loss = 0.1\n", "it belongs in [limits]"),
        ("[limit]\nstop_loss = 0.1\n", "did you mean limits?"),
        ('id = "me"\n', "is not a setting"),
    ],
)
def test_an_unknown_key_is_refused_with_the_one_that_was_meant(tmp_path: Path, text: str, hint: str) -> None:
    assert hint in mistake(tmp_path, f'algorithm = "ppo"\nsymbol = "AAPL"\n{text}').problem


def test_missing_keys_are_named_with_their_choices(tmp_path: Path) -> None:
    found = mistakes(home_with(tmp_path, x="budget = 1\n"))
    assert [(e.key, e.problem) for e in found] == [("algorithm", "is missing"), ("symbol", "is missing")]
    assert "ppo, sac, scripted" in found[0].allowed


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ('algorithm = "sacc"\nsymbol = "A"', "algorithm", "did you mean sac?"),
        ('algorithm = "ppo"\nsymbol = "A"\nfeatures.names = ["price", "rsj"]', "features.names", "did you mean rsi?"),
        ('algorithm = "ppo"\nsymbol = "A"\nfeatures.names = ["rsi", "rsi"]', "features.names", "each feature once"),
        ('algorithm = "ppo"\nsymbol = "A"\nfeatures.names = []', "features.names", "some of price"),
        ('algorithm = "sac"\nsymbol = "TNA"\ntraining.on_underlying = true', "underlying", "training.on_underlying"),
        ('algorithm = "ppo"\nsymbol = "A"\nfeatures.names = ["underlying"]', "underlying", "feature"),
        ('algorithm = "ppo"\nsymbol = "A"\nunderlying = "A"', "underlying", "tracks"),
        ('algorithm = "scripted"\nsymbol = "A"', "decisions", "orders.csv"),
        ('algorithm = "ppo"\nsymbol = "A"\ndecisions = "o.csv"', "decisions", "leave it out"),
        (
            'algorithm = "ppo"\nsymbol = "A"\nlimits = { drawdown_reduce = 0.5, max_drawdown = 0.2 }',
            "limits.drawdown_reduce",
            "below limits.max_drawdown (0.2)",
        ),
        ('algorithm = "ppo"\nsymbol = "A"\ntraining.cost_range = [3.0, 1.0]', "training.cost_range", "low <= high"),
    ],
)
def test_keys_that_do_not_fit_together_are_refused(tmp_path: Path, text: str, key: str, words: str) -> None:
    found = mistake(tmp_path, text)
    assert found.key == key and words in found.allowed


def test_an_agent_of_ones_own_passes_by_its_path(tmp_path: Path) -> None:
    home = home_with(tmp_path, x='algorithm = "my.agents:Contrarian"\nsymbol = "A"\n')
    assert isinstance(load(home, KNOWN), Settings)


def test_a_symbol_that_the_market_room_refuses_is_refused_in_its_words(tmp_path: Path) -> None:
    known = Known(refused=lambda symbol: "it trades in GBP, ledgers are in USD" if symbol.endswith(".L") else None)
    assert "trades in GBP" in mistake(tmp_path, 'algorithm = "ppo"\nsymbol = "VOD.L"', known).problem


def test_two_agents_share_a_symbol_only_while_both_are_long_only(tmp_path: Path) -> None:
    plain = 'algorithm = "ppo"\nsymbol = "AAPL"\n'
    home = home_with(tmp_path, a=plain, b=plain)
    assert isinstance(load(home), Settings)
    (home / "configs/agents/b.toml").write_text(plain + "[limits]\nallow_short = true\n", encoding="utf-8")
    (found,) = mistakes(home)
    assert found.key == "symbol" and "a.toml trades already" in found.problem and "long-only" in found.allowed


def test_agents_do_not_belong_in_the_platform_file(tmp_path: Path) -> None:
    (found,) = mistakes(home_with(tmp_path, "[agents]\nx = 1\n"))
    assert found.key == "agents" and "configs/agents/<id>.toml" in found.allowed


def test_an_unfit_file_name_is_named(tmp_path: Path) -> None:
    (found,) = mistakes(home_with(tmp_path, **{"My-Agent": AGENT}), Known())
    assert found.key == "id" and "small letters" in found.allowed


def test_a_file_that_is_not_text_is_a_sentence(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    (home / "configs/agents/x.toml").write_bytes(b"\xff\xfe\x00")
    (home / "configs/agents/y.toml").mkdir()
    first, second = mistakes(home)
    assert "UTF-8" in first.sentence and "cannot be read" in second.sentence


def test_a_key_given_twice_is_a_sentence(tmp_path: Path) -> None:
    found = mistake(tmp_path, AGENT + "stop_loss = 0.2\n")
    assert "not valid TOML" in found.problem and found.line == 7


@pytest.mark.parametrize("name", ["kill", "token", "address"])
def test_an_agent_cannot_be_called_as_a_file_of_the_platform(tmp_path: Path, name: str) -> None:
    (found,) = mistakes(home_with(tmp_path, **{name: AGENT}))
    assert found.key == "id" and name in found.problem and "file name" in found.allowed


@pytest.mark.parametrize("key", ["order_confirm_s", "reconcile_s"])
def test_the_bridge_counts_in_whole_seconds(tmp_path: Path, key: str) -> None:
    (found,) = mistakes(home_with(tmp_path / "half", f"[bridge]\n{key} = 7.5\n"))
    assert (found.key, found.problem) == (f"bridge.{key}", "is 7.5") and found.allowed.startswith("a whole number from ")
    whole = load(home_with(tmp_path / "whole", f"[bridge]\n{key} = 30.0\n"))
    assert isinstance(whole, Settings) and repr(getattr(whole.bridge, key)) == "30"


@pytest.mark.parametrize(("at", "right"), [("23:45", True), ("", True), ("24:00", False), ("9:05", False), ("23:45:00", False)])
def test_the_gateways_restart_is_a_time_of_day(tmp_path: Path, at: str, right: bool) -> None:
    home = home_with(tmp_path, f'[bridge]\ngateway_restart = "{at}"\n')
    if right:
        assert isinstance(found := load(home), Settings) and found.bridge.gateway_restart == at
    else:
        (wrong,) = mistakes(home)
        assert (wrong.key, wrong.allowed.partition(" in")[0]) == ("bridge.gateway_restart", "a time of day")


@pytest.mark.parametrize("host", ["mqtt.example.com", "10.0.0.5", "::2", "0.0.0.0", "localhost.example.com"])
def test_a_broker_on_another_machine_is_spoken_to_by_tls_only(tmp_path: Path, host: str) -> None:
    (found,) = mistakes(home_with(tmp_path / "clear", f'[bridge]\nmqtt_host = "{host}"\n'))
    assert found.key == "bridge.mqtt_tls" and f'mqtt_host is "{host}"' in found.problem and "8883" in found.allowed
    assert isinstance(load(home_with(tmp_path / "tls", f'[bridge]\nmqtt_host = "{host}"\nmqtt_tls = true\n')), Settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_a_broker_on_this_machine_needs_no_tls(tmp_path: Path, host: str) -> None:
    assert isinstance(load(home_with(tmp_path, f'[bridge]\nmqtt_host = "{host}"\n')), Settings)


def test_the_private_broker_speaks_no_tls(tmp_path: Path) -> None:
    (found,) = mistakes(home_with(tmp_path, "[bridge]\nmqtt_tls = true\n"))
    assert found.key == "bridge.mqtt_tls" and "mqtt_host is empty" in found.problem
