"""What would flip a decision, in digits that may be taken literally.

A border found in standard deviations is no number for people, and rounded to one it may lie on the wrong side. So the number is
rounded away from the present one, set in the feature's place, and the policy run once more; only what flips then is shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from rlbot.agents.counterfactual import Flip
from rlbot.agents.layout import Layout
from rlbot.market.features.feature import Feature

FINER = 3  # digits beyond the usual ones, where a policy flips within less than one step of them
FURTHER = 3  # steps beyond the border that are tried


def flip_text(layout: Layout, flip: Flip, row: Sequence[float], close: float, alters: Callable[[int, float], bool]) -> str:
    """`RSI 14 > 55.3`: at 55.3, and one step beyond, the policy acts otherwise. Empty where there is no such number.

    `row`: the present observation, normalised; `close`: USD; `alters(column, normalised)` runs the policy.
    """
    k = flip.column
    feature = layout.feature(k)
    if not feature.step:
        return ""
    border = feature.number_of(layout.input_of(k, flip.value), close)
    higher = border > feature.number_of(layout.input_of(k, row[k]), close)

    def flips(number: float) -> bool:
        return alters(k, layout.normalised(k, feature.input_of(number, close)))

    for number, beyond, finer in _candidates(feature, border, higher):
        if flips(number) and flips(beyond):
            return f"{layout.groups[k].label} {'>' if higher else '<'} {feature.text(number, finer)}"
    return ""


def _candidates(feature: Feature, border: float, higher: bool) -> Iterator[tuple[float, float, int]]:
    """(number, the next one, digits more than usual), from coarse to fine, each at the border or beyond it."""
    way = 1 if higher else -1
    for finer in range(FINER + 1):
        per_step = round(1.0 / feature.step) * 10**finer
        first = math.ceil(border * per_step) if higher else math.floor(border * per_step)
        for further in range(FURTHER):
            number, beyond = (first + way * further) / per_step, (first + way * (further + 1)) / per_step
            if feature.lowest <= number <= feature.highest:
                yield number, min(max(beyond, feature.lowest), feature.highest), finer
