"""Every feature by name. A new one is a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from rlbot.events.base import Interval
from rlbot.market.features.companions import Sentiment, SentimentKnown, Underlying, Vix
from rlbot.market.features.feature import Feature
from rlbot.market.features.momentum import Macd, Rsi
from rlbot.market.features.price import Price, Volatility
from rlbot.market.features.trend import Ema
from rlbot.market.features.volume import Volume


class Series(msgspec.Struct, frozen=True):
    """What a feature set is built for."""

    symbol: str
    interval: Interval
    underlying: str | None


class UnknownFeatureError(ValueError):
    """A feature was named that does not exist, or that this agent cannot have. The message says what it may have."""


def _underlying(series: Series) -> Feature:
    if not series.underlying:
        raise UnknownFeatureError(
            f"feature 'underlying' needs an underlying symbol, but the agent of {series.symbol} names none; "
            'set underlying = "..." in its file or remove the feature'
        )
    return Underlying(series.underlying)


FEATURES: Mapping[str, Callable[[Series], Feature]] = {
    "price": lambda series: Price(),
    "volume": lambda series: Volume(),
    "rsi": lambda series: Rsi(),
    "macd": lambda series: Macd(),
    "ema_10": lambda series: Ema(10),
    "ema_50": lambda series: Ema(50),
    "vix": lambda series: Vix(),
    "sentiment": lambda series: Sentiment(),
    "underlying": _underlying,
    "volatility": lambda series: Volatility(series.interval),
}

SENTIMENT_KNOWN = "sentiment_known"  # follows `sentiment` wherever it stands; not chosen by itself


def expanded(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names as they stand in the feature set: `sentiment` brings its mask along."""
    result: list[str] = []
    for name in names:
        result.append(name)
        if name == "sentiment":
            result.append(SENTIMENT_KNOWN)
    return tuple(result)


def build(names: tuple[str, ...], series: Series) -> dict[str, Feature]:
    """The named features in order, sentiment with its mask. Raises UnknownFeatureError for a wrong or repeated name."""
    unknown = [name for name in names if name not in FEATURES]
    if unknown:
        raise UnknownFeatureError(f"unknown feature {', '.join(map(repr, unknown))}; allowed are {', '.join(FEATURES)}")
    features: dict[str, Feature] = {}
    for name in names:
        if name in features:
            raise UnknownFeatureError(f"feature '{name}' is named twice; name it once")
        features[name] = feature = FEATURES[name](series)
        if isinstance(feature, Sentiment):
            features[SENTIMENT_KNOWN] = SentimentKnown(feature)
    return features
