"""One row of `agent_live_logs.csv`: a bar, the features it gave, the decision, its reason and its reward."""

from __future__ import annotations

import csv
import io
import math

import msgspec

from rlbot.clock import iso
from rlbot.events.agent import DecisionExplained, DecisionMade, RewardRealised
from rlbot.events.market import DecisionDue

# The first eleven are the published format, in this order; the others may grow.
COLUMNS = (
    "timestamp", "price", "volume", "rsi", "macd", "ema_10", "ema_50", "vix", "sentiment", "action", "reward",
    "open", "high", "low", "asset", "source", "mode", "target_weight", "confidence", "rationale", "version",
)  # fmt: skip
HEADER = (",".join(COLUMNS) + "\n").encode()

_FROM_FEATURES = COLUMNS[3:9]


class OpenRow(msgspec.Struct, gc=False):
    """A row whose reward is not known yet."""

    due: DecisionDue
    made: DecisionMade | None = None
    explained: DecisionExplained | None = None


def row_line(row: OpenRow, reward: RewardRealised, names: tuple[str, ...], mode: str) -> bytes:
    """One line. `names`: of the agent's features, in their order. A feature the agent does not have is an empty cell."""
    bar, made = row.due.bar, row.made
    features = dict(zip(names, row.due.features, strict=False))
    if not features.get("sentiment_known"):
        features.pop("sentiment", None)  # unknown is not neutral
    cells = [
        iso(bar.start_ns),
        _number(bar.close),
        _number(bar.volume),
        *(_number(features.get(name, math.nan)) for name in _FROM_FEATURES),
        made.action if made else "hold",
        _number(reward.reward),
        _number(bar.open),
        _number(bar.high),
        _number(bar.low),
        bar.symbol,
        bar.source,
        mode,
        _number(made.target_weight) if made else "",
        _number(made.confidence) if made else "",
        " ".join(row.explained.sentence.split()) if row.explained else "",
        made.version if made else "",
    ]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def _number(value: float) -> str:
    """Exact and short: what is read back is the same number. Volume and other whole numbers without a point."""
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
