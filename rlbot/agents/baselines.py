"""Baselines: rules a learned agent must beat on the same bars, costs and limits. Each also says its reason.

`vol_target`: as much of the budget as keeps the volatility of the last 20 bars at a target (20 %; 30 % for a leveraged ETF),
changed only when 10 % of the budget off. `sma_200`: in above the average of 200 closes, else out. `hold`: buys once.
`flat`: never.
"""

from __future__ import annotations

from collections import deque
from math import ceil, exp, floor, fsum, sqrt

from rlbot.agents.agent import Decision, Observation
from rlbot.events.agent import DecisionMade, Driver
from rlbot.market.features.feature import decimal, percent

PLAIN_TARGET, LEVERAGED_TARGET = 0.20, 0.30  # annualised volatility
BAND = 0.10
VOLATILITY_BARS = 20
AVERAGE_BARS = 200


class Hold:
    """Buy and hold: invests the whole budget when flat, then leaves the shares alone (also re-enters after an exit)."""

    version = "hold"

    def __init__(self, weight: float = 1.0) -> None:
        self._weight = weight

    def decide(self, observation: Observation) -> Decision:
        """All in, once."""
        if observation.weight == 0.0:
            return Decision(self._weight, 1.0)
        return Decision(observation.weight, 1.0, True)

    def sentence(self, decision: DecisionMade) -> str:
        """Why."""
        return "Buy and hold: the shares stay." if decision.hold_shares else "Buy and hold: the whole budget goes in."

    def drivers(self, decision: DecisionMade) -> tuple[Driver, ...]:
        """None: the market has no say."""
        return ()

    def flip(self, decision: DecisionMade) -> str:
        """Nothing flips it."""
        return ""


class Flat(Hold):
    """Cash: what doing nothing earns."""

    version = "flat"

    def decide(self, observation: Observation) -> Decision:
        """Out."""
        return Decision(0.0, 1.0)

    def sentence(self, decision: DecisionMade) -> str:
        """Why."""
        return "Flat: this baseline never trades."


class VolTarget:
    """Weight = target / volatility, at most `most`. Volatility: root mean square of the last 20 log returns, annualised."""

    version = "vol_target"

    def __init__(self, target: float, bars_per_year: float, most: float = 1.0) -> None:
        self._target = target
        self._most = most
        self._per_year = bars_per_year
        self._squares: deque[float] = deque(maxlen=VOLATILITY_BARS)
        self._bars = 0
        self._used = 0.0  # volatility behind the latest decision

    def watch(self, close: float, log_return: float) -> None:
        """Take a bar in; the first has no return."""
        if self._bars:
            self._squares.append(log_return * log_return)
        self._bars += 1

    def progress(self) -> tuple[int, int]:
        """Bars seen, bars needed."""
        return min(self._bars, VOLATILITY_BARS + 1), VOLATILITY_BARS + 1

    def decide(self, observation: Observation) -> Decision:
        """The weight, once it is 10 % of the budget away from what is held."""
        if not self._squares:
            return Decision(observation.weight, 0.0, True)
        self._used = sqrt(fsum(self._squares) / len(self._squares) * self._per_year)
        weight = self._weight_at(self._used)
        return Decision(weight, 1.0, abs(weight - observation.weight) < BAND, (self._used,))

    def _weight_at(self, volatility: float) -> float:
        return min(self._most, self._target / volatility) if volatility > 0.0 else self._most

    def sentence(self, decision: DecisionMade) -> str:
        """Why, with the figures behind it."""
        volatility = decision.output[0] if decision.output else 0.0
        over = volatility > self._target
        text = (
            f"Volatility {percent(volatility, 0, plus=False)} is {'over' if over else 'within'} the "
            f"{percent(self._target, 0, plus=False)} target, so {percent(decision.target_weight, 0, plus=False)} of the budget"
        )
        if decision.hold_shares:
            held = percent(decision.current_weight, 0, plus=False)
            return f"{text}; the {held} held is within {percent(BAND, 0, plus=False)} of that, so nothing changes."
        return f"{text}."

    def drivers(self, decision: DecisionMade) -> tuple[Driver, ...]:
        """What volatility took off the full budget."""
        volatility = decision.output[0] if decision.output else 0.0
        text = percent(volatility, 1, plus=False)
        effect = decision.target_weight - self._most
        return (Driver(feature="volatility", label="Volatility, 20 bars", value=volatility, text=text, effect=effect),)

    def flip(self, decision: DecisionMade) -> str:
        """The nearest volatility at which it would trade instead of holding, or hold instead of trading; true as printed."""
        volatility = decision.output[0] if decision.output else 0.0
        held = decision.current_weight
        borders = [self._target / edge for edge in (held - BAND, held + BAND) if 0.0 < edge < self._most]
        for border in sorted(borders, key=lambda one: abs(one - volatility)):
            higher = border > volatility
            first = ceil(1e3 * border) if higher else floor(1e3 * border)
            for number in (first, first + 1) if higher else (first, first - 1):  # in tenths of a percent, outwards
                if number > 0 and (abs(self._weight_at(number / 1e3) - held) < BAND) != decision.hold_shares:
                    return f"Volatility {'>' if higher else '<'} {percent(number / 1e3, 1, plus=False)}"
        return ""


class Sma200:
    """In while the close is above the simple average of the last 200 closes (splits taken out), else out."""

    version = "sma_200"

    def __init__(self, weight: float = 1.0) -> None:
        self._weight = weight
        self._levels: deque[float] = deque(maxlen=AVERAGE_BARS)
        self._level = 1.0  # grows with the log returns: closes as if no split had happened, up to a factor

    def watch(self, close: float, log_return: float) -> None:
        """Take a bar in."""
        self._level *= exp(log_return)
        self._levels.append(self._level)

    def progress(self) -> tuple[int, int]:
        """Bars seen, bars needed."""
        return len(self._levels), AVERAGE_BARS

    def decide(self, observation: Observation) -> Decision:
        """In or out; once in, the shares stay."""
        if not self._levels:
            return Decision(observation.weight, 0.0, True)
        gap = self._level / (fsum(self._levels) / len(self._levels)) - 1.0
        if gap <= 0.0:
            return Decision(0.0, 1.0, False, (gap, observation.close))
        held = observation.weight > 0.0
        return Decision(observation.weight if held else self._weight, 1.0, held, (gap, observation.close))

    def sentence(self, decision: DecisionMade) -> str:
        """Why."""
        gap = decision.output[0] if decision.output else 0.0
        where = f"Price is {percent(abs(gap), 1, plus=False)} {'above' if gap > 0.0 else 'under'} its 200-bar average"
        if gap > 0.0:
            return f"{where}, so {'the shares stay' if decision.hold_shares else 'the budget goes in'}."
        return f"{where}, so the budget is {'taken out' if decision.action == 'sell' else 'kept out'}."

    def drivers(self, decision: DecisionMade) -> tuple[Driver, ...]:
        """The gap; against being flat."""
        gap = decision.output[0] if decision.output else 0.0
        label, effect = "Price vs SMA_200", decision.target_weight
        return (Driver(feature="sma_200", label=label, value=gap, text=percent(gap), effect=effect),)

    def flip(self, decision: DecisionMade) -> str:
        """The close beyond which it changes sides, true as printed: the close is itself one of the 200 that are averaged."""
        if len(decision.output) < 2:
            return ""
        gap, close = decision.output
        others = (AVERAGE_BARS / (1.0 + gap) - 1.0) / (AVERAGE_BARS - 1.0)  # the average of the other 199 over the close
        cents = floor(100.0 * close * others) if gap > 0.0 else ceil(100.0 * close * others)
        return f"close {'<' if gap > 0.0 else '>'} {decimal(cents / 100.0)}"
