"""A made-up market that behaves like one: regimes, clustered volatility, the leverage effect, jumps, and a VIX that fits.

The whole market's log price moves by the day: a regime (bull, sideways, bear, crisis; a Markov chain) sets drift and typical
variance, log variance reverts to it and rises when prices fall. Within the day 390 minutes follow a U-shaped variance.
A stock is beta times the market plus its own noise and earnings jumps; a leveraged ETF is its underlying times its multiple,
reset every day, less costs; the VIX is the root of the variance expected over a month, with a premium.

Everything is a function of (seed, symbol, first session): each symbol has its own generator, drawn in blocks of sessions from
the first one on, so a longer run begins with the same bars, whatever else is subscribed to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import exp, log, sqrt
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from rlbot.market.calendar import NYSE, ExchangeCalendar, Session
from rlbot.market.feeds.synthetic_symbols import Character, character

Matrix = NDArray[np.float64]

MINUTES = 390
BLOCK = 32  # sessions drawn together: wide enough for numpy, 2 MiB a symbol
REGIMES = ("bull", "sideways", "bear", "crisis")
DRIFT = (0.16, 0.04, -0.18, -0.60)  # a year, log
VARIANCE = tuple(v * v / 252.0 for v in (0.11, 0.14, 0.22, 0.45))  # a day
# Chance of the next day's regime; a bull lasts about 125 sessions, a crisis about 25.
NEXT = (
    (0.992, 0.005, 0.002, 0.001),
    (0.008, 0.985, 0.006, 0.001),
    (0.004, 0.010, 0.980, 0.006),
    (0.010, 0.015, 0.015, 0.960),
)
REVERSION, WOBBLE, LEVERAGE_EFFECT = 0.06, 0.11, -0.7  # of log variance, per day
OVERNIGHT = 0.3  # share of a day's variance that falls between close and open
JUMP_CHANCE = 0.004  # per session, overnight
LARGEST = 0.16  # log; circuit breakers halt a market day at 20 %
PREMIUM = 1.15  # the VIX over the volatility that follows
FOREBODING = 0.1  # how fast options come to expect the variance of a new regime, per day
VIX_BETA = 4.0  # within the day, a log move of the market moves the VIX by so much the other way
DAILY_COST = 0.0095 / 252.0  # a leveraged ETF's expense ratio
FINANCING = 0.04 / 252.0  # on what it borrows


class MinutePath(msgspec.Struct, frozen=True):
    """One symbol through a block of sessions, [sessions, 390] each: opens, highs, lows, closes and volumes of minutes."""

    open: Matrix
    high: Matrix
    low: Matrix
    close: Matrix
    volume: Matrix


class _Days(msgspec.Struct, frozen=True):
    """The market's block: log path within each session measured from the close before it, opening gap and variance."""

    path: Matrix
    gap: Matrix
    total: Matrix
    variance: Matrix
    vix: Matrix
    vix_before: float


class SyntheticMarket:
    """Blocks of sessions, without end, from `first` on."""

    def __init__(
        self,
        symbols: Sequence[str],
        seed: int,
        first: Session,
        leverage: Mapping[str, tuple[str, float]],
        calendar: ExchangeCalendar = NYSE,
    ) -> None:
        """`leverage`: ETF -> (underlying, daily multiple). `seed`: any whole number."""
        self._characters = {symbol: character(symbol, leverage) for symbol in symbols}
        self._symbols = tuple(symbols)
        self._leverage = leverage
        self._seed = seed % (1 << 63)
        self._first = first
        self._calendar = calendar
        bulk = 1.0 + 1.6 * (2.0 * np.arange(MINUTES) / (MINUTES - 1) - 1.0) ** 2
        self._weight = np.sqrt(bulk / bulk.sum())
        self._bulk = bulk / bulk.sum()

    def blocks(self) -> Iterator[tuple[list[Session], dict[str, MinutePath]]]:
        """Sessions and every symbol's minutes in them. Of a half-day only the first 210 minutes happen."""
        market = self._rng("market")
        own = {symbol: self._rng(symbol) for symbol in self._needed()}
        last = {symbol: log(character(symbol, self._leverage).price) for symbol in own}
        state = [0.0, log(VARIANCE[0]), log(_vix_level(VARIANCE[0], VARIANCE[0])), VARIANCE[0]]
        following = self._first
        while True:
            sessions = [following]
            while len(sessions) < BLOCK:
                sessions.append(self._calendar.next_session(sessions[-1].day_ns))
            following = self._calendar.next_session(sessions[-1].day_ns)
            ends = np.array([(s.close_ns - s.open_ns) // 60_000_000_000 - 1 for s in sessions])
            days = self._market(market, ends, state)
            plain: dict[str, MinutePath] = {}
            for symbol, rng in own.items():
                who = character(symbol, self._leverage)
                if who.kind == "vix":
                    plain[symbol] = self._vix(rng, days, ends)
                elif who.kind == "leveraged":
                    plain[symbol] = self._leveraged(rng, who, plain[who.underlying], last, symbol, ends)
                else:
                    plain[symbol] = self._stock(rng, who, days, last, symbol, ends)
            yield sessions, {symbol: plain[symbol] for symbol in self._symbols}

    def _needed(self) -> list[str]:
        """The symbols asked for, with an ETF's underlying before it."""
        order: dict[str, None] = {}
        for symbol in self._symbols:
            if (who := self._characters[symbol]).kind == "leveraged":
                order[who.underlying] = None
            order[symbol] = None
        return sorted(order, key=lambda s: character(s, self._leverage).kind == "leveraged")

    def _rng(self, name: str) -> np.random.Generator:
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self._seed, crc32(name.encode())])))

    def _market(self, rng: np.random.Generator, ends: NDArray[np.int64], state: list[float]) -> _Days:
        """`state`, carried from block to block: regime, log variance, log VIX, and the daily variance that options foresee."""
        unit = np.cumsum(rng.standard_normal((BLOCK, MINUTES)) * self._weight, axis=1)
        draws = rng.standard_normal((BLOCK, 3)).tolist()
        chances = rng.random((BLOCK, 2)).tolist()
        reached = unit[np.arange(BLOCK), ends].tolist()
        gap, scale, total, variances, vix = (np.empty(BLOCK) for _ in range(5))
        vix_before = state[2]
        for i in range(BLOCK):
            regime, log_variance = int(state[0]), state[1]
            chance = chances[i][0]
            for other, share in enumerate(NEXT[regime]):
                chance -= share
                if chance < 0.0:
                    regime = other
                    break
            variance = exp(log_variance)
            night, wobble, jump = draws[i]
            gap[i] = sqrt(OVERNIGHT * variance) * night + DRIFT[regime] / 252.0
            if chances[i][1] < JUMP_CHANCE:
                gap[i] += (-0.02 if regime == 3 else 0.0) + 0.025 * jump
            scale[i] = sqrt((1.0 - OVERNIGHT) * variance)
            move = max(-LARGEST, min(LARGEST, gap[i] + scale[i] * reached[i]))
            if reached[i] != 0.0:
                scale[i] = (move - gap[i]) / reached[i] if abs(move) == LARGEST else scale[i]
            shock = (move - DRIFT[regime] / 252.0) / sqrt(variance)
            shock = max(-4.0, min(4.0, shock))
            log_variance += REVERSION * (log(VARIANCE[regime]) - log_variance)
            log_variance += WOBBLE * (LEVERAGE_EFFECT * shock + sqrt(1.0 - LEVERAGE_EFFECT**2) * wobble)
            log_variance = max(log(4e-6), min(log(2.5e-3), log_variance))
            state[0], state[1] = regime, log_variance
            state[3] += FOREBODING * (VARIANCE[regime] - state[3])
            total[i], variances[i] = move, variance
            vix[i] = state[2] = log(_vix_level(exp(log_variance), state[3]))
        path = gap[:, None] + scale[:, None] * unit
        return _Days(path, gap, total, variances, vix, vix_before)

    def _stock(
        self,
        rng: np.random.Generator,
        who: Character,
        days: _Days,
        last: dict[str, float],
        symbol: str,
        ends: NDArray[np.int64],
    ) -> MinutePath:
        noise = np.cumsum(rng.standard_normal((BLOCK, MINUTES)) * self._weight, axis=1)
        draws = rng.standard_normal((BLOCK, 3))
        earnings = rng.random(BLOCK) < who.jumps
        busy = np.sqrt(np.sqrt(days.variance / VARIANCE[1]))  # a stock's own noise grows with the market's, but less
        own = who.noise / sqrt(252.0) * busy
        gap = who.beta * days.gap + own * sqrt(OVERNIGHT) * draws[:, 0] + earnings * who.jump_size * draws[:, 1]
        path = who.beta * (days.path - days.gap[:, None]) + (own * sqrt(1.0 - OVERNIGHT))[:, None] * noise
        path += gap[:, None]
        total = path[np.arange(BLOCK), ends]
        before = last[symbol] + np.concatenate(([0.0], np.cumsum(total)[:-1]))
        last[symbol] = float(before[-1] + total[-1])
        busy_day = busy * np.exp(0.25 * draws[:, 2]) * (1.0 + 2.0 * earnings)
        return self._bars(np.exp(before + gap), np.exp(before[:, None] + path), who, busy_day)

    def _leveraged(
        self,
        rng: np.random.Generator,
        who: Character,
        under: MinutePath,
        last: dict[str, float],
        symbol: str,
        ends: NDArray[np.int64],
    ) -> MinutePath:
        closes = under.close[np.arange(BLOCK), ends]
        key = f"{symbol} underlying"  # where the underlying stood at the block's start
        first = last.get(key, character(who.underlying, self._leverage).price)
        before = np.concatenate(([first], closes[:-1]))
        cost = DAILY_COST + FINANCING * max(0.0, abs(who.beta) - 1.0)
        grown = np.maximum(0.05, 1.0 - cost + who.beta * (under.close / before[:, None] - 1.0))
        opened = np.maximum(0.05, 1.0 - cost + who.beta * (under.open[:, 0] / before - 1.0))
        total = np.log(grown[np.arange(BLOCK), ends])
        level = np.exp(last[symbol] + np.concatenate(([0.0], np.cumsum(total)[:-1])))
        last[symbol] += float(total.sum())
        last[key] = float(closes[-1])
        busy_day = np.exp(0.3 * rng.standard_normal(BLOCK)) * (1.0 + 8.0 * np.abs(total))
        return self._bars(level * opened, level[:, None] * grown, who, busy_day)

    def _vix(self, rng: np.random.Generator, days: _Days, ends: NDArray[np.int64]) -> MinutePath:
        before = np.concatenate(([days.vix_before], days.vix[:-1]))
        change = days.vix - before
        opened = before + OVERNIGHT * change
        share = np.minimum(1.0, np.arange(1, MINUTES + 1) / (ends[:, None] + 1))
        within = days.path - days.gap[:, None]
        bridge = within - share * (days.total - days.gap)[:, None]
        noise = np.cumsum(rng.standard_normal((BLOCK, MINUTES)) * self._weight, axis=1) * 0.01
        noise -= share * noise[np.arange(BLOCK), ends][:, None]
        path = opened[:, None] + share * (days.vix - opened)[:, None] - VIX_BETA * bridge + noise
        return self._bars(np.exp(opened), np.exp(path), character("VIX", {}), np.zeros(BLOCK))

    def _bars(self, opened: Matrix, close: Matrix, who: Character, busy_day: Matrix) -> MinutePath:
        """Minutes around the closes. Wicks borrow the sizes of other minutes' moves: free, and alike in distribution."""
        open_ = np.concatenate((opened[:, None], close[:, :-1]), axis=1)
        size = np.abs(close / open_ - 1.0)
        high = np.maximum(open_, close) * (1.0 + 0.5 * np.roll(size, 7, axis=1))
        low = np.minimum(open_, close) * (1.0 - 0.5 * np.roll(size, 13, axis=1))
        typical = size.mean(axis=1, keepdims=True) + 1e-9
        volume = np.rint(who.volume * busy_day[:, None] * self._bulk * (0.5 + 0.5 * size / typical))
        return MinutePath(open_, high, low, close, volume)


def _vix_level(variance: float, foreseen: float) -> float:
    return max(9.0, min(85.0, 100.0 * sqrt(252.0 * (0.75 * variance + 0.25 * foreseen)) * PREMIUM))
