"""Rolling JSON lines: the promised fields, one correlation id from bar to fill, no secrets, never in the way."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from rlbot.bus import Bus
from rlbot.clock import ReplayClock, iso
from rlbot.events.agent import DecisionMade
from rlbot.events.market import DecisionDue
from rlbot.events.ops import AlertRaised
from rlbot.events.trade import OrderAccepted, OrderApproved, OrderFilled
from rlbot.monitoring.event_lines import EventLines
from rlbot.monitoring.logs import Logs
from rlbot.monitoring.redaction import Redaction
from rlbot.monitoring.rolling_file import RollingFile
from rlbot.settings.platform import LogSettings
from tests.journal.sample_events import approved, bar, decision, due, filled, ts


def logs_in(folder: Path, clock: ReplayClock | None = None, **settings: object) -> Logs:
    """At info unless told otherwise."""
    return Logs(folder, LogSettings.model_validate(settings), clock or ReplayClock(1_700_000_000_500_000_000))


def lines(folder: Path, component: str = "core") -> list[dict[str, object]]:
    """Read back."""
    return [
        msgspec.json.decode(line, type=dict[str, object]) for line in (folder / f"{component}.jsonl").read_bytes().splitlines()
    ]


def test_a_line_has_the_promised_fields_first(tmp_path: Path) -> None:
    logs = logs_in(tmp_path)
    logs.logger("core").info("started", port=8600)
    logs.close()
    (line,) = lines(tmp_path)
    assert list(line) == ["ts", "level", "component", "event", "correlation_id", "port"]
    assert (line["ts"], line["level"], line["component"], line["event"]) == (
        "2023-11-14T22:13:20.500000Z",
        "info",
        "core",
        "started",
    )


def test_each_component_has_its_file_and_low_levels_are_left_out(tmp_path: Path) -> None:
    logs = logs_in(tmp_path, level="warning")
    logs.logger("core").info("unheard")
    logs.logger("feed").error("lost")
    logs.close()
    assert [path.name for path in tmp_path.iterdir()] == ["feed.jsonl"]


def test_one_correlation_id_goes_from_bar_to_fill(tmp_path: Path) -> None:
    logs, bus = logs_in(tmp_path, level="debug"), Bus()
    edge = EventLines(logs.logger("core"))
    edge.listen(bus)
    decision_id = f"ppo_stock-{bar(1).start_ns // 10**9:x}"
    order = {"agent_id": "ppo_stock", "symbol": "AAPL", "client_order_id": "ppo_stock-1"}
    for event in (
        due(1, (1.0,)),
        DecisionMade(**{f: getattr(decision(1), f) for f in DecisionMade.__struct_fields__} | {"decision_id": decision_id}),
        OrderApproved(**{f: getattr(approved(1), f) for f in OrderApproved.__struct_fields__} | {"decision_id": decision_id}),
        OrderAccepted(ts_ns=ts(1), **order),
        OrderFilled(**{f: getattr(filled(1), f) for f in OrderFilled.__struct_fields__} | {"decision_id": ""}),
    ):
        bus.publish(event)
    edge.write()
    logs.close()
    found = lines(tmp_path)
    assert [line["event"] for line in found] == [
        DecisionDue.__name__,
        "DecisionMade",
        "OrderApproved",
        "OrderAccepted",
        "OrderFilled",
    ]
    assert {line["correlation_id"] for line in found} == {decision_id}
    assert found[0]["close"] == 101.19999999999999
    assert [line["level"] for line in found] == ["info"] * 5
    assert found[0]["bar"] == found[1]["bar"] == iso(bar(1).start_ns)


def test_a_line_is_not_written_while_orders_wait(tmp_path: Path) -> None:
    logs, bus = logs_in(tmp_path), Bus()
    edge = EventLines(logs.logger("core"))
    edge.listen(bus)
    bus.publish(AlertRaised(ts_ns=1, severity="critical", code="x", text="y"))
    logs.drain()
    assert not list(tmp_path.iterdir())
    edge.write()
    logs.close()
    assert len(lines(tmp_path)) == 1


def test_an_alert_says_its_own_level(tmp_path: Path) -> None:
    logs, bus = logs_in(tmp_path), Bus()
    edge = EventLines(logs.logger("core"))
    edge.listen(bus)
    bus.publish(AlertRaised(ts_ns=1, severity="critical", code="x", text="y"))
    edge.write()
    logs.close()
    assert lines(tmp_path)[0]["level"] == "critical"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("token", "abc", "***"),
        ("telegram_Token", "abc", "***"),
        ("apiKey", "abc", "***"),
        ("headers", {"Authorization": "Bearer abc", "Accept": "x"}, {"Authorization": "***", "Accept": "x"}),
        ("url", "http://127.0.0.1:8600/?token=abc&x=1", "http://127.0.0.1:8600/?token=***&x=1"),
        ("url", "http://127.0.0.1:8600/#token=abc", "http://127.0.0.1:8600/#token=***"),
        ("text", "sent Bearer abc.def to x", "sent Bearer *** to x"),
        ("text", "bot 123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw8 answered", "bot *** answered"),
        ("items", ["open-sesame", 4, None], ["***", 4, None]),
        ("error", ValueError("with open-sesame inside"), "with *** inside"),
        ("price", 101.5, 101.5),
        ("token", "", ""),
    ],
)
def test_a_secret_is_never_written(name: str, value: object, shown: object) -> None:
    redaction = Redaction(known=["open-sesame", ""])
    assert redaction(None, "info", {name: value}) == {name: shown}


def test_a_traceback_is_redacted_too(tmp_path: Path) -> None:
    logs = Logs(tmp_path, LogSettings(), ReplayClock(), secrets=["open-sesame"])
    try:
        raise ValueError("it was open-sesame")
    except ValueError:
        logs.logger("core").exception("failed")
    logs.close()
    text = (tmp_path / "core.jsonl").read_text(encoding="utf-8")
    assert "ValueError" in text and "open-sesame" not in text


def test_a_full_outbox_drops_the_oldest_and_says_how_many(tmp_path: Path) -> None:
    logs = Logs(tmp_path, LogSettings(), ReplayClock(), outbox=3)
    for number in range(5):
        logs.logger("core").info("line", number=number)
    logs.drain()
    logs.close()
    found = lines(tmp_path)
    assert [line.get("number") for line in found] == [2, 3, 4, None]
    assert found[-1]["count"] == 2


def test_a_full_disk_is_a_sentence_and_the_platform_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs = logs_in(tmp_path)
    logs.logger("core").info("one")

    def full(handle: int, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        assert "No space left" in logs.drain()
    logs.logger("core").info("two")
    assert logs.drain() == ""
    logs.close()


def test_files_roll_and_the_oldest_goes(tmp_path: Path) -> None:
    file = RollingFile(tmp_path / "core.jsonl", max_bytes=10, files=3)
    for letter in b"abcd":
        file.append(bytes([letter]) * 7 + b"\n")
    file.close()
    content = {path.name: path.read_bytes()[:1] for path in tmp_path.iterdir()}
    assert content == {"core.jsonl": b"d", "core.1.jsonl": b"c", "core.2.jsonl": b"b"}


def test_a_single_file_that_rolls_begins_anew(tmp_path: Path) -> None:
    file = RollingFile(tmp_path / "core.jsonl", max_bytes=10, files=1)
    file.append(b"aaaaaaa\n")
    file.append(b"bbbbbbb\n")
    file.close()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"bbbbbbb\n"]


def test_logs_are_their_owners_alone_also_those_that_were_open_and_the_folder_stays_as_it_was(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    for name in ("core.jsonl", "core.1.jsonl", "core.2.jsonl"):
        (tmp_path / name).write_bytes(b"old\n")
        (tmp_path / name).chmod(0o664)
    file = RollingFile(tmp_path / "core.jsonl", 7, 4)
    file.append(b"new\n")
    assert (tmp_path / "core.3.jsonl").read_bytes() == b"old\n"
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    file.close()


def test_a_line_torn_by_a_crash_does_not_tear_the_next(tmp_path: Path) -> None:
    (tmp_path / "core.jsonl").write_bytes(b'{"event":"he')
    file = RollingFile(tmp_path / "core.jsonl", max_bytes=1000, files=2)
    file.append(b"{}\n")
    file.close()
    assert (tmp_path / "core.jsonl").read_bytes() == b'{"event":"he\n{}\n'


def test_a_line_that_found_no_room_leaves_nothing_of_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = RollingFile(tmp_path / "core.jsonl", max_bytes=1000, files=2)
    file.append(b'{"n":1}\n')
    write = os.write

    def full(handle: int, data: bytes) -> int:
        if len(data) > 4:
            return write(handle, data[:4])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space"):
            file.append(b'{"n":2}\n')
    file.append(b'{"n":3}\n')
    file.close()
    assert (tmp_path / "core.jsonl").read_bytes() == b'{"n":1}\n{"n":3}\n'


def test_the_bar_of_a_decision_is_told_at_the_usual_level(tmp_path: Path) -> None:
    logs, bus = logs_in(tmp_path), Bus()
    edge = EventLines(logs.logger("core"))
    edge.listen(bus)
    bus.publish(due(1, (1.0,)))
    edge.write()
    logs.close()
    (line,) = lines(tmp_path)
    assert (line["event"], line["correlation_id"]) == ("DecisionDue", f"ppo_stock-{bar(1).start_ns // 10**9:x}")
