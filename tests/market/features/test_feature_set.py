"""What a feature set lets in, and when."""

from __future__ import annotations

import math

from msgspec.structs import replace

from rlbot.market.features.feature_set import FeatureSet
from tests.market.series import bar, sessions, wandering

MINUTE = 60_000_000_000
DAY_1, DAY_2, DAY_3 = sessions(3)


def test_daily_vix_of_the_same_session_is_not_seen_until_the_next() -> None:
    features = FeatureSet(("price", "vix"), "AAPL", "1d")
    features.on_companion(bar("VIX", DAY_1.day_ns, DAY_1.close_ns + 15 * MINUTE, 30.0))
    features.on_bar(bar("AAPL", DAY_1.day_ns, DAY_1.close_ns, 100.0))
    assert features.values == (100.0, 0.0)
    features.on_companion(bar("VIX", DAY_2.day_ns, DAY_2.close_ns + 15 * MINUTE, 40.0))
    features.on_bar(bar("AAPL", DAY_2.day_ns, DAY_2.close_ns, 101.0))
    assert features.values == (101.0, 30.0)
    assert features.available == (DAY_2.close_ns, DAY_1.close_ns + 15 * MINUTE)
    assert features.available_ns == DAY_2.close_ns


def test_daily_vix_with_a_time_stamp_too_early_is_still_not_seen_during_its_session() -> None:
    features = FeatureSet(("vix",), "AAPL", "1d")
    features.on_companion(bar("VIX", DAY_1.day_ns, DAY_1.open_ns, 30.0))
    features.on_bar(bar("AAPL", DAY_1.day_ns, DAY_1.close_ns, 100.0))
    assert features.values == (0.0,)


def test_intraday_agent_sees_yesterdays_daily_vix_all_day() -> None:
    features = FeatureSet(("vix",), "AAPL", "1m")
    features.on_companion(bar("VIX", DAY_1.day_ns, DAY_1.close_ns + 15 * MINUTE, 30.0))
    features.on_companion(bar("VIX", DAY_2.day_ns, DAY_2.close_ns + 15 * MINUTE, 40.0))
    for k in range(390):
        start_ns = DAY_2.open_ns + k * MINUTE
        features.on_bar(bar("AAPL", start_ns, start_ns + MINUTE, 100.0, "1m"))
        assert features.values == (30.0,)


def test_intraday_vix_of_the_same_minute_is_seen() -> None:
    features = FeatureSet(("vix",), "AAPL", "1m")
    start_ns = DAY_1.open_ns
    features.on_companion(bar("VIX", start_ns, start_ns + MINUTE, 31.0, "1m"))
    features.on_companion(bar("VIX", start_ns + MINUTE, start_ns + 2 * MINUTE, 32.0, "1m"))
    features.on_bar(bar("AAPL", start_ns, start_ns + MINUTE, 100.0, "1m"))
    assert features.values == (31.0,)


def test_missing_companion_is_carried_and_says_how_old_it_is() -> None:
    features = FeatureSet(("price", "underlying"), "TNA", "1d", "IWM")
    features.on_companion(bar("IWM", DAY_1.day_ns, DAY_1.close_ns, 50.0))
    features.on_bar(bar("TNA", DAY_1.day_ns, DAY_1.close_ns, 30.0))
    carried = features.values[1]
    features.on_bar(bar("TNA", DAY_2.day_ns, DAY_2.close_ns, 31.0))
    assert features.values == (31.0, carried)
    assert features.available == (DAY_2.close_ns, DAY_1.close_ns)


def test_order_of_arrival_within_an_instant_does_not_matter() -> None:
    names = ("price", "underlying", "vix")
    first, second = FeatureSet(names, "TNA", "1d", "IWM"), FeatureSet(names, "TNA", "1d", "IWM")
    vix = wandering("VIX", 60, 1)
    for k, (own, iwm) in enumerate(zip(wandering("TNA", 60, 2), wandering("IWM", 60, 3), strict=True)):
        before = [vix[k - 1], iwm] if k else [iwm]
        for one in before:
            first.on_companion(one)
        for one in reversed(before):
            second.on_companion(one)
        first.on_bar(own)
        second.on_bar(own)
        assert first.inputs == second.inputs


def test_split_of_the_underlying_leaves_the_inputs_alone() -> None:
    plain, splitting = (FeatureSet(("underlying", "price"), "TNA", "1d", "IWM") for _ in range(2))
    for k, (own, iwm) in enumerate(zip(wandering("TNA", 90, 2), wandering("IWM", 90, 3), strict=True)):
        plain.on_companion(iwm)
        if k == 50:
            splitting.on_split("IWM", 2.0)
        splitting.on_companion(replace(iwm, close=iwm.close / 2.0) if k >= 50 else iwm)
        if k == 49:
            continue  # the bar before the split is still held back when the split comes
        plain.on_bar(own)
        splitting.on_bar(own)
        assert plain.inputs == splitting.inputs


def test_it_is_warm_once_every_series_has_seen_its_own_warm_up() -> None:
    features = FeatureSet(("price", "vix"), "AAPL", "1d")
    own, vix = wandering("AAPL", 4, 1), wandering("VIX", 4, 2)
    warm: list[bool] = []
    for one, beside in zip(own, vix, strict=True):
        features.on_bar(one)
        warm.append(features.warm)
        features.on_companion(beside)
    assert warm == [False, True, True, True]
    alone = FeatureSet(("price", "vix"), "AAPL", "1d")
    for one in own:
        alone.on_bar(one)
    assert not alone.warm
    assert FeatureSet(("price", "ema_50"), "AAPL", "1d").warm_up > 400


def test_sentiment_is_let_in_when_it_is_available_and_missing_is_not_neutral() -> None:
    features = FeatureSet(("sentiment",), "AAPL", "1d")
    features.on_sentiment(-0.4, DAY_2.close_ns)
    features.on_bar(bar("AAPL", DAY_1.day_ns, DAY_1.close_ns, 100.0))
    assert features.inputs == (0.0, 0.0) and features.warm
    features.on_sentiment(None, DAY_3.close_ns)
    features.on_bar(bar("AAPL", DAY_2.day_ns, DAY_2.close_ns, 100.0))
    assert features.inputs == (-0.4, 1.0)
    assert features.shown(features.values, features.inputs, 100.0) == [(-0.4, "\N{MINUS SIGN}0.40"), (1.0, "yes")]
    features.on_bar(bar("AAPL", DAY_3.day_ns, DAY_3.close_ns, 100.0))
    assert features.inputs == (0.0, 0.0)


def test_a_shouting_or_broken_score_is_cut_off() -> None:
    features = FeatureSet(("sentiment",), "AAPL", "1d")
    for score, inputs in ((9.0, (1.0, 1.0)), (math.nan, (0.0, 0.0)), (-math.inf, (0.0, 0.0))):
        features.on_sentiment(score, 0)
        features.on_bar(bar("AAPL", DAY_1.day_ns, DAY_1.close_ns, 100.0))
        assert features.inputs == inputs
