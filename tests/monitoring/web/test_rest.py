"""Every endpoint answers in the contract's shape."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from rlbot.clock import from_iso
from rlbot.events.agent import DecisionExplained
from rlbot.events.ops import AlertRaised, Heartbeat
from rlbot.monitoring.board_why import why
from rlbot.monitoring.web.contract.catalogue import ENDPOINTS
from tests.monitoring.scenario import DAY, NOW, START, a_board, decision_id, explained, made
from tests.monitoring.web.edge import Platform

IDS = {"{id}": "ppo_stock", "{agent}": "ppo_stock", "{name}": "AAPL_1d"}
QUERIES = {"/api/bars": "?symbol=AAPL&interval=1d"}
LOOKS = [(path, answer) for method, path, _, answer in ENDPOINTS if method == "GET"]


def address_of(path: str) -> str:
    """A path of the contract with its placeholders filled."""
    filled = path.replace("/decisions/{id}", f"/decisions/{decision_id(0)}")
    for name, value in IDS.items():
        filled = filled.replace(name, value)
    return filled + QUERIES.get(path, "")


@pytest.mark.parametrize(("path", "kind"), LOOKS, ids=[path for path, _ in LOOKS])
async def test_get_answers_as_its_struct(signed_in: Platform, path: str, kind: type) -> None:
    answer = await signed_in.client.get(address_of(path), headers=signed_in.headers)
    if path == "/api/datasets/{name}/rows":  # nothing is wired behind it here
        assert answer.status == 404
        return
    assert answer.status == 200, await answer.text()
    assert answer.content_type == "application/json"
    body = await answer.read()
    msgspec.json.decode(body, type=kind)
    document = msgspec.json.decode(body)
    assert from_iso(document["as_of"]) == document["as_of_ns"]


@pytest.mark.parametrize("path", [path for path, _ in LOOKS if path != "/api/health"])
async def test_without_a_session_nothing_is_shown(platform: Platform, path: str) -> None:
    answer = await platform.client.get(address_of(path))
    assert answer.status == 401
    assert (await answer.json())["error"]["code"] == "unauthorised"


async def test_why_card_tells_order_fill_cost_and_outcome(signed_in: Platform) -> None:
    _, card = await signed_in.get(f"/api/decisions/{decision_id(0)}")
    assert card["explanation"]["sentence"] == "Momentum rose."
    drivers = card["explanation"]["drivers"]
    assert sum(d["effect"] for d in drivers) + card["explanation"]["other_effect"] == pytest.approx(0.26)
    order = card["order"]
    assert (order["state"], order["rules_passed"], order["filled"]) == ("filled", 7, 100)
    assert order["fill_price"] == pytest.approx(100.1)
    assert order["slippage_bps"] == pytest.approx(10.0)
    assert order["expected_cost"] == pytest.approx(100 * 100.0 * 1e-4 + 1.0)
    assert card["outcome"]["amount"] == pytest.approx(100 * (102.0 - 100.1) - 1.0)
    assert card["outcome"]["reward"] == 0.01
    assert (card["index"], card["count"], card["next_id"]) == (1, 2, decision_id(1))
    assert card["holds_since"] == 1


async def test_missing_explanation_is_worked_out_on_demand() -> None:
    board, bus = a_board()
    bus.publish(made(0))
    asked: list[str] = []

    def explain(agent_id: str, decision: str) -> DecisionExplained:
        asked.append(decision)
        return explained(0, "On demand.")

    for _ in range(2):
        card = why(board, decision_id(0), explain)
        assert card is not None
        assert card.explanation is not None
        assert card.explanation.sentence == "On demand."
    assert asked == [decision_id(0)]


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/api/agents/nobody", 404, ""),
        ("/api/decisions/nothing", 404, ""),
        ("/api/bars", 400, "symbol"),
        ("/api/bars?symbol=MSFT", 404, ""),
        ("/api/bars?symbol=AAPL&interval=2h", 400, "interval"),
        ("/api/bars?symbol=AAPL&from=yesterday", 400, "from"),
        ("/api/bars?symbol=AAPL&from=2024-01-02&to=2024-01-01", 400, "from"),
        ("/api/trades?limit=0", 400, "limit"),
        ("/api/trades?before=x", 400, "before"),
        ("/api/logs?level=loud", 400, "level"),
        ("/api/equity?agent=nobody", 404, ""),
        ("/api/unheard", 404, ""),
    ],
)
async def test_wrong_question_gets_a_sentence(signed_in: Platform, path: str, status: int, field: str) -> None:
    got, body = await signed_in.get(path)
    assert got == status
    assert body["error"]["message"].endswith(".")
    assert set(body["error"]["fields"]) == ({field} if field else set())


async def test_bars_can_be_asked_by_time(signed_in: Platform) -> None:
    status, body = await signed_in.get(f"/api/bars?symbol=AAPL&interval=1d&from={START + DAY}")
    assert status == 200
    assert body["t"] == [START + DAY]
    assert body["c"] == [102.0]


async def test_lists_page_by_before(signed_in: Platform) -> None:
    for n in range(5):
        signed_in.bus.publish(AlertRaised(ts_ns=START, severity="info", code=f"c{n}", text="x"))
    _, first = await signed_in.get("/api/alerts?limit=3")
    _, second = await signed_in.get(f"/api/alerts?limit=3&before={first['next_before']}")
    assert [a["code"] for a in first["items"] + second["items"]] == ["c4", "c3", "c2", "c1", "c0"]
    assert second["next_before"] is None


async def test_hostile_text_passes_as_data_of_a_json_answer(signed_in: Platform) -> None:
    text = "<script>alert(1)</script>"
    signed_in.bus.publish(AlertRaised(ts_ns=START, severity="info", code="x", text=text))
    answer = await signed_in.client.get("/api/alerts", headers=signed_in.headers)
    assert answer.content_type == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (await answer.json())["items"][0]["text"] == text


async def test_health_turns_503_when_the_core_stalls_and_recovers(platform: Platform) -> None:
    assert (await platform.client.get("/api/health")).status == 200
    platform.clock.advance_to(NOW + 11_000_000_000)
    answer = await platform.client.get("/api/health")
    assert answer.status == 503
    assert (await answer.json())["ok"] is False
    platform.bus.publish(Heartbeat(ts_ns=START, seq=1))
    assert (await platform.client.get("/api/health")).status == 200


async def test_pause_and_resume_reach_the_platform_and_the_audit(signed_in: Platform) -> None:
    for verb in ("pause", "resume"):
        status, body = await signed_in.post(f"/api/agents/ppo_stock/{verb}")
        assert (status, body["accepted"]) == (200, True)
    assert signed_in.commands.asked == [("pause", "dashboard", "ppo_stock"), ("unpause", "dashboard", "ppo_stock")]
    _, audit = await signed_in.get("/api/audit")
    told = [(e["action"], e["result"]) for e in audit["items"]]
    assert told[:2] == [("resume agent", "done"), ("resume agent", "intent")]
    assert audit["verified"] is True


async def test_flatten_tells_how_many_are_open(signed_in: Platform) -> None:
    status, body = await signed_in.post("/api/flatten", {"agent_id": "ppo_stock"})
    assert (status, body["positions"]) == (200, 1)
    assert signed_in.commands.asked == [("flatten", "dashboard", "ppo_stock")]
    status, body = await signed_in.post("/api/flatten", {"agent_id": "nobody"})
    assert status == 404
    status, body = await signed_in.post("/api/flatten", {"agent": "ppo_stock"})
    assert (status, body["error"]["fields"]) == (422, {"agent": "Object contains unknown field `agent`"})


NOT_YET: list[tuple[str, str]] = [
    ("PUT", "/api/agents/ppo_stock/settings"),
    ("PUT", "/api/presets/calm"),
    ("POST", "/api/streams"),
    ("POST", "/api/training"),
    ("POST", "/api/models/ppo_stock/rollback"),
]


@pytest.mark.parametrize(("method", "path"), NOT_YET)
async def test_what_is_not_there_yet_says_so(signed_in: Platform, method: str, path: str) -> None:
    answer = await signed_in.client.request(method, path, json={}, headers=signed_in.headers)
    body: Any = await answer.json()
    assert answer.status == 503
    assert "not available yet" in body["error"]["message"]


async def test_prometheus_text_names_no_secret(signed_in: Platform) -> None:
    answer = await signed_in.client.get("/metrics")
    text = await answer.text()
    assert answer.status == 200
    assert 'rlbot_decisions_total{agent="ppo_stock"} 2' in text
    assert "rlbot_killed 0" in text
    assert signed_in.session not in text
