"""Splits and dividends: adjusted and raw files give the same as-traded series; cash is per share as held then."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlbot.clock import from_iso, iso
from rlbot.events.market import DividendPaid, SplitApplied
from rlbot.market.corporate_actions import FILE_NAME, SymbolActions, is_adjusted, read_actions
from rlbot.market.data_error import DataError
from rlbot.market.price_series import PriceSeries
from tests.market.rows import daily, scaled, write, write_actions


@pytest.mark.parametrize("symbol", ["TNA", "IWM", "AAPL"])
def test_adjusted_and_raw_files_give_the_same_prices_as_traded(market_data: Path, symbol: str) -> None:
    """Two basis points are the rounding of adjusted cents; the two vendors truly disagree on a few days of 2007 and 2008."""
    actions = read_actions(market_data)[symbol]
    adjusted = PriceSeries(symbol, "1d", market_data / f"{symbol}_1d.csv", "1d", actions)
    raw = PriceSeries(symbol, "1d", market_data / f"{symbol}_1d_raw.csv", "1d", actions)
    assert adjusted.survey.adjusted
    assert not raw.survey.adjusted
    by_day = {bar.start_ns: bar for bar in raw.bars()}
    pairs = [(bar, by_day[bar.start_ns]) for bar in adjusted.bars() if bar.start_ns in by_day]
    assert len(pairs) > 3_000
    near = [abs(a.close / b.close - 1.0) <= 2e-4 for a, b in pairs]
    assert sum(near) >= 0.96 * len(pairs)
    assert max(abs(a.close / b.close - 1.0) for a, b in pairs) < 0.06
    volumes = sorted(a.volume / b.volume for a, b in pairs)
    assert volumes[len(volumes) // 2] == pytest.approx(1.0, abs=0.001)


def test_the_nearer_reading_of_the_overnight_ratio_decides() -> None:
    assert is_adjusted(4.0, 100.0, 103.0)
    assert not is_adjusted(4.0, 100.0, 25.9)
    assert is_adjusted(0.1, 100.0, 90.0)  # a reverse split
    assert not is_adjusted(0.1, 100.0, 1_010.0)


def test_a_file_without_a_split_in_its_range_is_taken_as_traded(tmp_path: Path) -> None:
    actions = SymbolActions([(from_iso("2024-06-10"), "split", 10.0)])
    path = write(tmp_path, "NVDA_1d.csv", daily("2024-01-02", "2024-03-28"))
    assert not PriceSeries("NVDA", "1d", path, "1d", actions).survey.adjusted


@settings(deadline=None, max_examples=25)
@given(st.sampled_from([2.0, 3.0, 7.0, 0.1]), st.sampled_from([2.0, 4.0]), st.integers(5, 50), st.integers(60, 100))
def test_adjusting_and_turning_back_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, first: float, second: float, early: int, late: int
) -> None:
    smooth = daily("2024-01-02", "2024-06-28")
    actions = SymbolActions([(smooth[early][0], "split", first), (smooth[late][0], "split", second)])
    traded = [scaled(row, actions.factor_after(row[0])) for row in smooth]
    folder = tmp_path_factory.mktemp("splits")
    adjusted = PriceSeries("X", "1d", write(folder, "X_1d.csv", smooth), "1d", actions)
    raw = PriceSeries("X", "1d", write(folder, "X_1d_raw.csv", traded), "1d", actions)
    assert adjusted.survey.adjusted
    assert not raw.survey.adjusted
    mine, theirs = list(adjusted.bars()), list(raw.bars())
    assert len(mine) == len(theirs) == len(smooth)
    assert [b.close for b in mine] == pytest.approx([b.close for b in theirs])


def test_a_dividend_on_adjusted_shares_is_paid_per_share_of_its_time() -> None:
    actions = SymbolActions(
        [
            (from_iso("2013-03-01"), "dividend", 0.10),
            (from_iso("2013-04-02"), "split", 2.0),
            (from_iso("2014-03-01"), "dividend", 0.10),
            (from_iso("2015-03-01"), "dividend_raw", 0.10),
            (from_iso("2017-05-01"), "split", 2.0),
            (from_iso("2017-05-01"), "dividend", 0.10),
        ]
    )
    events = [action.event("TNA", 1) for action in actions.actions]
    told = [(iso(e.session_ns)[:10], e.factor if isinstance(e, SplitApplied) else e.amount) for e in events]
    assert told == [
        ("2013-03-01", pytest.approx(0.40)),
        ("2013-04-02", 2.0),
        ("2014-03-01", pytest.approx(0.20)),
        ("2015-03-01", 0.10),
        ("2017-05-01", 2.0),
        ("2017-05-01", 0.10),
    ]
    assert isinstance(events[-1], DividendPaid)


def test_no_file_means_no_actions(tmp_path: Path) -> None:
    assert read_actions(tmp_path) == {}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("AAPL,2020-08-31,split", "line 2"),
        ("AAPL,someday,split,4", "YYYY-MM-DD"),
        ("AAPL,2020-08-31,merger,4", "unknown action 'merger'"),
        ("AAPL,2020-08-31,split,0", "the split of '0' must be a number from 0.0001 to 10,000"),
        ("AAPL,2020-08-31,split,nan", "the split of 'nan' must be a number from 0.0001 to 10,000"),
        ("AAPL,2020-08-31,split,1e300", "the split of '1e300' must be"),
        ("AAPL,2020-08-31,dividend,-1", "the dividend of '-1' must be a number from above 0 to 100,000"),
        ("AAPL,2020-08-31,dividend_raw,inf", "the dividend_raw of 'inf' must be"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    write_actions(tmp_path, line)
    with pytest.raises(DataError, match=complaint):
        read_actions(tmp_path)


def test_case_spaces_and_blank_lines_are_nobodys_fault(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xef\xbb\xbfSymbol, Date, Action, Value\r\n\r\naapl , 2020-08-31, Split, 4\r\n,,,\r\n")
    assert read_actions(tmp_path)["AAPL"].splits == [(from_iso("2020-08-31"), 4.0)]
