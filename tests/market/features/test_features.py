"""Each feature: its value, its input, its text, splits, and a warm-up that keeps its promise."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from msgspec.structs import replace

from rlbot.clock import from_iso
from rlbot.events.market import Bar
from rlbot.market.features.feature import decimal, percent
from rlbot.market.features.registry import FEATURES, Series, UnknownFeatureError, build, expanded
from tests.market.series import recorded, wandering

SERIES = Series("TNA", "1d", "IWM")
OWN = tuple(name for name in FEATURES if name != "sentiment")
PRICED = ("price", "macd", "ema_10", "ema_50", "volume")


def run(name: str, bars: list[Bar]) -> list[tuple[float, float]]:
    feature = build((name,), SERIES)[name]
    out: list[tuple[float, float]] = []
    for one in bars:
        feature.on_bar(one)
        out.append((feature.value, feature.input))
    return out


def assert_warm_up_holds(name: str, bars: list[Bar]) -> None:
    warm_up = build((name,), SERIES)[name].warm_up
    whole = run(name, bars)
    usual = [math.sqrt(sum(row[k] ** 2 for row in whole) / len(whole)) for k in (0, 1)]
    for start in range(0, len(bars) - warm_up - 1, max(1, (len(bars) - warm_up) // 25)):
        late = run(name, bars[start : start + warm_up])[-1]
        full = whole[start + warm_up - 1]
        for k in (0, 1):
            assert abs(late[k] - full[k]) <= 1e-6 * max(abs(full[k]), usual[k]), f"{name} at {start}: {late[k]} {full[k]}"


@pytest.mark.parametrize("name", OWN)
def test_a_history_longer_than_the_warm_up_changes_nothing(name: str) -> None:
    assert_warm_up_holds(name, wandering("TNA", 1200, 5, spread=0.04))


@pytest.mark.parametrize("name", OWN)
def test_a_history_longer_than_the_warm_up_changes_nothing_on_recorded_bars(market_data: Path, name: str) -> None:
    # 2008 to 2011: the wildest stretch of a 3x ETF
    assert_warm_up_holds(name, recorded(market_data, "TNA", "1d", 0, from_iso("2012-06-01")))


def test_half_the_average_warm_up_would_not_do() -> None:
    """The declared number is not padded beyond reason: at half of it the seed still shows."""
    bars = wandering("TNA", 1200, 5, spread=0.04)
    half = build(("ema_50",), SERIES)["ema_50"].warm_up // 2
    whole = run("ema_50", bars)
    assert any(
        abs(run("ema_50", bars[end - half : end])[-1][0] / whole[end - 1][0] - 1.0) > 1e-5 for end in range(500, 1200, 100)
    )


@pytest.mark.parametrize("name", OWN)
def test_inputs_do_not_see_a_split(name: str) -> None:
    bars = wandering("TNA", 200, 6)
    feature, plain = build((name,), SERIES)[name], build((name,), SERIES)[name]
    for k, one in enumerate(bars):
        plain.on_bar(one)
        if k == 100:
            feature.on_split(2.0)
        traded = one
        if k >= 100 and name != "vix":
            traded = replace(one, close=one.close / 2.0, volume=one.volume * 2.0)
        feature.on_bar(traded)
        assert feature.input == plain.input
        if k >= 100 and name in PRICED:
            assert feature.value == (plain.value * 2.0 if name == "volume" else plain.value / 2.0)


def test_values_are_levels_and_inputs_are_ratios() -> None:
    bars = wandering("TNA", 80, 7)
    last, before = bars[-1], bars[-2]
    assert run("price", bars)[-1] == (last.close, math.log(last.close / before.close))
    assert run("volume", bars)[-1][0] == last.volume
    ema, gap = run("ema_10", bars)[-1]
    assert gap == last.close / ema - 1.0
    rsi, scaled = run("rsi", bars)[-1]
    assert scaled == pytest.approx(rsi / 50.0 - 1.0, abs=1e-15)
    assert run("vix", bars)[-1] == (last.close, math.log(last.close / 20.0))
    value, ratio = run("underlying", bars)[-1]
    assert value == 100.0 * ratio
    volatility = run("volatility", bars)[-1][0]
    returns = [math.log(b.close / a.close) for a, b in zip(bars[-21:-1], bars[-20:], strict=True)]
    assert volatility == pytest.approx(math.sqrt(sum(r * r for r in returns) / 20 * 252), rel=1e-12)


def test_bars_without_volume_stay_finite() -> None:
    still = [replace(one, volume=0.0) for one in wandering("TNA", 30, 8)]
    assert set(run("volume", still)) == {(0.0, 0.0)}
    once = [*wandering("TNA", 30, 8), still[-1]]
    assert -6.0 < run("volume", once)[-1][1] < -4.0


@pytest.mark.parametrize("name", OWN)
def test_no_input_is_ever_not_finite_on_what_a_validator_should_have_refused(name: str) -> None:
    bars = wandering("TNA", 60, 9)
    bars[20] = replace(bars[20], close=0.0)
    bars[40] = replace(bars[40], close=-3.0, volume=-1.0)
    assert all(math.isfinite(row[1]) for row in run(name, bars))


@pytest.mark.parametrize(
    ("name", "value", "input_", "text"),
    [
        ("rsi", 46.21, -0.0758, "46.2"),
        ("ema_10", 170.0, -0.0023, "\N{MINUS SIGN}0.23\u2009%"),
        ("price", 170.0, math.log(1.0149), "+1.49\u2009%"),
        ("macd", 0.1, -0.000782, "\N{MINUS SIGN}0.133"),
        ("vix", 22.49, 0.117, "22.49"),
        ("underlying", -0.4, -0.004, "\N{MINUS SIGN}0.40\u2009%"),
        ("volume", 1e6, math.log(0.51), "0.50 \N{MULTIPLICATION SIGN} its average"),
        ("volatility", 0.234, 0.157, "23.4\u2009%"),
    ],
)
def test_text_reads_like_the_rest_of_the_page(name: str, value: float, input_: float, text: str) -> None:
    assert build((name,), SERIES)[name].shown(value, input_, 170.0)[1] == text


def test_numbers_have_a_true_minus_and_zero_has_no_sign() -> None:
    assert decimal(-1234.5) == "\N{MINUS SIGN}1,234.50"
    assert decimal(-0.001) == "0.00"
    assert decimal(0.25, 1, plus=True) == "+0.2"
    assert percent(0.0) == "0.00\u2009%"


def test_wrong_names_are_answered_with_those_allowed() -> None:
    with pytest.raises(UnknownFeatureError, match=r"unknown feature 'rsy'; allowed are price, volume, rsi"):
        build(("price", "rsy"), SERIES)
    with pytest.raises(UnknownFeatureError, match="named twice"):
        build(("price", "price"), SERIES)
    with pytest.raises(UnknownFeatureError, match="needs an underlying symbol"):
        build(("underlying",), Series("AAPL", "1d", None))


def test_sentiment_brings_its_mask() -> None:
    names = ("price", "sentiment", "rsi")
    assert tuple(build(names, SERIES)) == expanded(names) == ("price", "sentiment", "sentiment_known", "rsi")
