"""What a fetch leaves in the folder: joined where captures agree, kept apart where they do not, whole whatever happens."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from rlbot.clock import from_iso, iso
from rlbot.events.base import Interval
from rlbot.market.data_folder import DataFolder
from rlbot.market.feeds import yahoo_store
from rlbot.market.feeds.yahoo_answer import YahooProblem
from rlbot.market.feeds.yahoo_store import Stored, fetch_into
from tests.market.feeds.yahoo_market import YahooMarket
from tests.market.feeds.yahoo_stand_in import NOT_FOUND, TOO_MANY, Door, Reply
from tests.market.feeds.yahoo_wall import Wall, client_of
from tests.market.rows import daily, intraday, scaled, write_actions

ROWS = daily("2023-11-01", "2024-04-30")
SPLIT_DAY = from_iso("2024-04-02")


class Home:
    """A market, a moment and a folder."""

    def __init__(self, path: Path, at: str) -> None:
        self.path = path
        self.wall = Wall(at)
        self.market = YahooMarket(self.wall.now_ns).add("AAPL", "1d", ROWS)
        self.door = Door(self.market)
        self.client = client_of(self.door)

    def fetch(self, at: str = "", interval: Interval = "1d", days: int = 400, symbol: str = "AAPL") -> Stored | YahooProblem:
        if at:
            self.wall.ns = from_iso(at)
        return fetch_into(self.path, self.client, symbol, interval, self.wall.ns, days)

    def stored(self, at: str = "", interval: Interval = "1d", days: int = 400) -> Stored:
        found = self.fetch(at, interval, days)
        assert isinstance(found, Stored), found
        return found

    def actions(self) -> list[str]:
        return (self.path / "CORPORATE_ACTIONS.csv").read_text().splitlines()[1:]

    def files(self) -> list[str]:
        return sorted(file.name for file in self.path.iterdir())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path, "2024-03-15T20:30:00Z")


def test_only_finished_days_are_stored(home: Home) -> None:
    assert iso(home.stored("2024-03-15T19:00:00Z").to_ns)[:10] == "2024-03-14"
    assert iso(home.stored("2024-03-15T20:00:30Z").to_ns)[:10] == "2024-03-14"  # the closing auction is not in yet
    assert iso(home.stored("2024-03-15T20:01:00Z").to_ns)[:10] == "2024-03-15"


def test_a_later_fetch_joins_and_corrects(home: Home) -> None:
    home.stored()
    home.market.rows["AAPL", "1d"] = [scaled(r, 1.001) if iso(r[0])[:10] == "2024-03-15" else r for r in ROWS]
    later = home.stored("2024-03-22T20:30:00Z", days=2)
    assert (later.replaced, later.rows) == ("", sum(r[0] <= from_iso("2024-03-22") for r in ROWS))
    closes = {bar.start_ns: bar.close for bar in DataFolder(home.path).series("AAPL", "1d").bars()}
    corrected = next(r for r in ROWS if iso(r[0])[:10] == "2024-03-15")
    assert closes[corrected[0]] == pytest.approx(corrected[4] * 1.001, rel=1e-6)
    assert home.files() == ["AAPL_1d.csv"]


def test_a_day_that_yahoo_leaves_out_the_second_time_stays(home: Home) -> None:
    before = home.stored()
    home.market.nulls.add(("AAPL", from_iso("2024-03-12")))
    again = home.stored()
    assert (again.dropped, again.rows) == (1, before.rows)


def test_history_that_a_split_readjusted_replaces_the_old_file_and_keeps_it_under_a_tag(home: Home) -> None:
    home.market.rows["AAPL", "1d"] = [scaled(r, 0.25) if r[0] >= SPLIT_DAY else r for r in ROWS]
    home.market.split("AAPL", "2024-04-02", 4.0)
    home.stored()
    old = (home.path / "AAPL_1d.csv").read_text()
    later = home.stored("2024-04-10T20:30:00Z")
    assert later.replaced == "AAPL_1d_asof20240315.csv"
    assert (home.path / later.replaced).read_text() == old
    assert list(DataFolder(home.path).files) == [("AAPL", "1d")]
    assert home.actions() == ["AAPL,2024-04-02,split,4.0"]
    closes = {bar.start_ns: bar.close for bar in DataFolder(home.path).series("AAPL", "1d").bars()}
    assert [closes[r[0]] for r in home.market.rows["AAPL", "1d"] if r[0] in closes] == pytest.approx(
        [r[4] for r in home.market.rows["AAPL", "1d"] if r[0] in closes], rel=1e-6
    )


def test_a_second_disagreement_on_one_day_keeps_both_old_files(home: Home) -> None:
    names = []
    for level in (100.0, 300.0, 900.0):
        home.market.add("AAPL", "1d", daily("2023-11-01", "2024-04-30", level))
        names.append(home.stored().replaced)
    assert names == ["", "AAPL_1d_asof20240315.csv", "AAPL_1d_asof20240315_2.csv"]


def test_minutes_stored_already_are_not_asked_for_again(home: Home) -> None:
    home.market.add("AAPL", "1m", intraday("2024-02-16", "2024-03-22", "1m"))
    home.stored(interval="1m", days=28)
    assert len(home.door.asked) == 4
    home.door.asked.clear()
    later = home.stored("2024-03-18T20:30:00Z", interval="1m", days=28)
    assert (len(home.door.asked), later.replaced) == (2, "")
    assert later.rows == sum(r[0] >= from_iso("2024-02-16T20:30:00Z") for r in intraday("2024-02-16", "2024-03-18", "1m"))


def test_minutes_that_a_split_readjusted_are_fetched_whole(home: Home) -> None:
    day = from_iso("2024-03-18")
    rows = [scaled(r, 0.5) if r[0] >= day else r for r in intraday("2024-02-16", "2024-03-22", "1m")]
    home.market.add("AAPL", "1m", rows).split("AAPL", "2024-03-18", 2.0)
    home.stored(interval="1m", days=28)
    later = home.stored("2024-03-18T20:30:00Z", interval="1m", days=28)
    assert later.replaced == "AAPL_1m_asof20240315.csv"
    assert later.from_ns == from_iso("2024-02-20T14:30:00Z")
    assert home.actions() == ["AAPL,2024-03-18,split,2.0"]


def test_minutes_beyond_a_gap_are_not_joined_to_what_may_be_on_another_level(home: Home) -> None:
    home.market.add("AAPL", "1m", intraday("2024-01-02", "2024-03-15", "1m"))
    home.stored("2024-01-12T21:30:00Z", interval="1m", days=7)
    later = home.stored("2024-03-15T20:30:00Z", interval="1m", days=7)
    assert later.replaced == "AAPL_1m_asof20240112.csv"


def test_actions_come_from_any_interval_once(home: Home) -> None:
    home.market.add("AAPL", "5m", intraday("2024-02-16", "2024-03-15", "5m"))
    home.market.dividend("AAPL", "2024-02-09", 0.24).dividend("AAPL", "2024-03-11", 0.25)
    write_actions(home.path, "TNA,2017-05-01,split,2", "AAPL,2024-03-11,dividend_raw,0.25")
    home.stored(interval="5m", days=20)
    assert home.actions() == ["TNA,2017-05-01,split,2", "AAPL,2024-03-11,dividend_raw,0.25"]
    for _ in range(2):
        home.stored()
        home.stored(interval="5m", days=20)
        assert home.actions() == ["TNA,2017-05-01,split,2", "AAPL,2024-02-09,dividend,0.24", "AAPL,2024-03-11,dividend,0.25"]


def test_an_action_on_an_unfinished_day_waits_for_its_bar(home: Home) -> None:
    home.market.dividend("AAPL", "2024-03-15", 0.24)
    home.stored("2024-03-15T15:00:00Z")
    assert home.files() == ["AAPL_1d.csv"]
    home.stored("2024-03-15T20:30:00Z")
    assert home.actions() == ["AAPL,2024-03-15,dividend,0.24"]


@pytest.mark.parametrize("content", ["nonsense", "timestamp,open,high,low,close,volume\n2024-03-01,1,2", "\xff\xfe"])
def test_a_file_that_cannot_be_read_is_kept_under_a_tag(home: Home, content: str) -> None:
    (home.path / "AAPL_1d.csv").write_text(content, encoding="latin-1")
    stored = home.stored()
    assert (home.path / stored.replaced).read_text(encoding="latin-1") == content
    assert DataFolder(home.path).series("AAPL", "1d").survey.rows == stored.rows


@pytest.mark.parametrize("level", [100.0, 900.0])
def test_broken_actions_stop_the_fetch_with_a_sentence_and_change_nothing(home: Home, level: float) -> None:
    home.stored()
    (home.path / "CORPORATE_ACTIONS.csv").write_text("what,is,this\n")
    before = {f.name: f.read_bytes() for f in home.path.iterdir()}
    home.market.add("AAPL", "1d", daily("2023-11-01", "2024-04-30", level)).dividend("AAPL", "2024-03-18", 0.24)
    found = home.fetch("2024-03-19T20:30:00Z")
    assert isinstance(found, YahooProblem)
    assert (found.kind, "CORPORATE_ACTIONS.csv: the header is" in found.text) == ("storage", True)
    assert {f.name: f.read_bytes() for f in home.path.iterdir()} == before


@pytest.mark.parametrize("level", [100.0, 900.0])
def test_a_full_disk_leaves_the_old_file_and_says_so(home: Home, monkeypatch: pytest.MonkeyPatch, level: float) -> None:
    home.stored()
    before = {f.name: f.read_bytes() for f in home.path.iterdir()}
    home.market.add("AAPL", "1d", daily("2023-11-01", "2024-04-30", level))

    def full(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(yahoo_store, "replace_file", full)
    found = home.fetch("2024-03-20T20:30:00Z")
    assert isinstance(found, YahooProblem)
    assert (found.kind, "No space left on device" in found.text) == ("storage", True)
    assert {f.name: f.read_bytes() for f in home.path.iterdir()} == before


@pytest.mark.parametrize("fault", [NOT_FOUND, TOO_MANY])
def test_a_refused_fetch_changes_nothing(home: Home, fault: Reply) -> None:
    home.stored()
    before = {f.name: f.read_bytes() for f in home.path.iterdir()}
    home.market.fault = fault
    assert isinstance(home.fetch("2024-03-20T20:30:00Z"), YahooProblem)
    assert {f.name: f.read_bytes() for f in home.path.iterdir()} == before


def test_a_symbol_cannot_lead_out_of_the_folder(home: Home) -> None:
    found = home.fetch(symbol="../AAPL")
    assert isinstance(found, YahooProblem)
    assert (found.kind, list(home.path.parent.glob("*.csv"))) == ("not_found", [])
