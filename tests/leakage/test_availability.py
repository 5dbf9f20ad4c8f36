"""Whatever order and delay bars arrive in, a decision uses nothing that was not known at its bar's close."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.bus import Bus
from rlbot.events.market import Bar, BarClosed, DecisionDue, InstantClosed, SentimentScored
from rlbot.market.market_data import AgentPlan, MarketData
from tests.market.series import bar, sessions

MINUTE, SECOND = 60_000_000_000, 1_000_000_000
PLAN = AgentPlan("fast", "TNA", "1m", "IWM", ("price", "underlying", "vix", "sentiment"), "1m")
OPEN_NS = sessions(1)[0].open_ns
COUNT = 12


def minute(symbol: str, k: int) -> Bar:
    """Its close tells its number, so a value says which bar it came from."""
    start_ns = OPEN_NS + k * MINUTE
    return bar(symbol, start_ns, start_ns + MINUTE, float(10 + k), "1m")


@settings(deadline=None, max_examples=80)
@given(
    delays=st.lists(st.integers(0, 200), min_size=3 * COUNT, max_size=3 * COUNT),
    lost=st.sets(st.integers(0, 3 * COUNT - 1), max_size=10),
    grace_s=st.sampled_from([0, 5, 90]),
)
def test_available_at_is_never_after_decision_at(delays: list[int], lost: set[int], grace_s: int) -> None:
    bus = Bus()
    market_data = MarketData(bus, (PLAN,), grace_s * SECOND)
    bus.on(BarClosed, market_data.on_bar)
    bus.on(InstantClosed, market_data.on_instant)
    due: list[DecisionDue] = []
    availables: list[tuple[int, ...]] = []
    bus.on(DecisionDue, due.append)
    bus.on(DecisionDue, lambda event: availables.append(market_data.features("fast").available))
    arrivals: list[tuple[int, int, Bar]] = []
    for s, symbol in enumerate(("TNA", "IWM", "VIX")):
        at = 0
        for k in range(COUNT):
            one = minute(symbol, k)
            at = max(at, one.known_ns + delays[s * COUNT + k] * SECOND)  # a series comes late, but in order
            if s * COUNT + k not in lost:
                arrivals.append((at, s, one))
    for at, _, one in sorted(arrivals, key=lambda a: a[:2]):
        market_data.on_sentiment(SentimentScored(ts_ns=at, value=0.1, available_ns=at + 30 * SECOND))
        bus.publish(BarClosed(ts_ns=at, bar=one))
        bus.publish(InstantClosed(ts_ns=at))
    own = [one for _, _, one in sorted(arrivals, key=lambda a: a[0]) if one.symbol == "TNA"]
    assert [event.bar for event in due] == own[: len(due)] and len(due) >= len(own) - 1
    for event, available in zip(due, availables, strict=True):
        assert max(available) == event.available_ns <= event.bar.known_ns <= event.ts_ns
        vix = event.features[PLAN.features.index("vix")]
        assert vix == 0.0 or vix <= event.bar.close
