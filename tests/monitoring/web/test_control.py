"""Kill, the guarded resume, and what the audit keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rlbot.clock import ReplayClock
from rlbot.events.ops import KillReset
from rlbot.monitoring.web.audit import AuditError, AuditLog
from rlbot.monitoring.web.auth import Session
from rlbot.monitoring.web.contract.control import ResumeCheck
from rlbot.monitoring.web.rate_limit import COMMANDS
from tests.monitoring.scenario import NOW
from tests.monitoring.web.edge import Platform

BY = Session(id="abcd1234", role="operator", since_ns=NOW, used_ns=NOW)


async def test_kill_needs_no_body_and_is_idempotent(signed_in: Platform) -> None:
    answer = await signed_in.client.post("/api/kill", headers=signed_in.headers)
    first = await answer.json()
    assert (answer.status, first["already"]) == (200, False)
    assert first["progress"]["stage"] == "halted"
    status, second = await signed_in.post("/api/kill", {"reason": "again"})
    assert (status, second["already"]) == (200, True)
    _, whole = await signed_in.get("/api/status")
    assert (whole["killed"], whole["halted"]) == (True, True)


@pytest.mark.parametrize("body", [b"not json", b"[1]", b'{"reason": 7}', b'{"wrong": 1}', b"x" * 100_000])
async def test_kill_works_whatever_the_body(signed_in: Platform, body: bytes) -> None:
    answer = await signed_in.client.post("/api/kill", data=body, headers=signed_in.headers)
    assert answer.status == 200
    assert signed_in.commands.asked[0][0] == "kill"


@pytest.mark.parametrize("origin", ["dashboard", "shell"])
async def test_what_is_done_is_kept_with_the_door_it_came_in_by(platform: Platform, origin: str, tmp_path: Path) -> None:
    await platform.sign_in(**({"origin": origin} if origin != "dashboard" else {}))
    await platform.post("/api/agents/ppo_stock/pause")
    await platform.post("/api/kill")
    await platform.post("/api/flatten", {})
    reason = f"kill switch, from the {origin}"
    asked = platform.commands.asked
    assert asked == [("pause", origin, "ppo_stock"), ("kill", origin, reason), ("flatten", origin, "")]
    _, whole = await platform.get("/api/status")
    assert (whole["kill"]["origin"], whole["kill"]["reason"]) == (origin, reason)
    entries = map(json.loads, (tmp_path / "audit.jsonl").read_text().splitlines())
    told = {row["action"]: row["detail"] for row in entries if row["detail"]}
    assert all(told[action].endswith(f"from the {origin}") for action in ("sign in", "pause agent", "kill", "flatten"))


async def test_an_unknown_door_is_refused(platform: Platform) -> None:
    assert (await platform.sign_in(origin="backdoor")).status == 422


async def test_viewer_may_kill_and_nothing_else(platform: Platform) -> None:
    await platform.sign_in("viewer")
    for path in ("/api/flatten", "/api/agents/ppo_stock/pause", "/api/resume"):
        status, body = await platform.post(path, {})
        assert (status, body["error"]["code"]) == (403, "forbidden")
    assert (await platform.post("/api/kill"))[0] == 200
    assert [a[0] for a in platform.commands.asked] == ["kill"]


async def test_no_agent_is_unpaused_under_a_kill(signed_in: Platform) -> None:
    await signed_in.post("/api/kill")
    status, body = await signed_in.post("/api/agents/ppo_stock/resume")
    assert status == 409 and "ppo_stock stays paused by the kill switch" in body["error"]["message"]
    assert (await signed_in.post("/api/agents/ppo_stock/pause"))[0] == 200
    assert [a[0] for a in signed_in.commands.asked] == ["kill", "pause"]
    signed_in.bus.publish(KillReset(ts_ns=NOW, origin="shell"))
    assert (await signed_in.post("/api/agents/ppo_stock/resume"))[0] == 200


async def test_kill_passes_while_commands_are_limited(signed_in: Platform) -> None:
    for _ in range(COMMANDS):
        assert (await signed_in.post("/api/agents/ppo_stock/pause"))[0] == 200
    assert (await signed_in.post("/api/agents/ppo_stock/pause"))[0] == 429
    assert (await signed_in.post("/api/kill"))[0] == 200
    signed_in.clock.advance_to(NOW + 61_000_000_000)
    assert (await signed_in.post("/api/agents/ppo_stock/pause"))[0] == 200


async def test_kill_passes_when_the_audit_cannot_be_written_and_others_do_not(signed_in: Platform, tmp_path: Path) -> None:
    audit = tmp_path / "audit.jsonl"
    audit.unlink()
    audit.mkdir()  # opening it now fails, also for root
    assert (await signed_in.post("/api/kill"))[0] == 200
    status, body = await signed_in.post("/api/agents/ppo_stock/pause")
    assert (status, body["error"]["code"]) == (503, "unavailable")
    assert [a[0] for a in signed_in.commands.asked] == ["kill"]


async def test_resume_asks_for_nonce_and_words_and_takes_them_once(signed_in: Platform) -> None:
    await signed_in.post("/api/kill")
    _, offer = await signed_in.get("/api/resume")
    assert (offer["allowed"], offer["words"]) == (True, "RESUME SIMULATE")
    assert {"price data", "stops"} <= {check["name"] for check in offer["checks"]}
    wrong = {"nonce": offer["nonce"], "words": "resume"}
    assert (await signed_in.post("/api/resume", wrong))[0] == 422
    right = {"nonce": offer["nonce"], "words": offer["words"]}
    status, body = await signed_in.post("/api/resume", right)
    assert (status, body["agents_paused"]) == (200, True)
    assert (await signed_in.post("/api/resume", right))[0] == 409
    assert [a[0] for a in signed_in.commands.asked] == ["kill", "resume"]


async def test_resume_nonce_ends_after_a_minute_and_with_the_next_offer(signed_in: Platform) -> None:
    await signed_in.post("/api/kill")
    _, first = await signed_in.get("/api/resume")
    _, second = await signed_in.get("/api/resume")
    assert (await signed_in.post("/api/resume", {"nonce": first["nonce"], "words": first["words"]}))[0] == 409
    signed_in.clock.advance_to(NOW + 61_000_000_000)
    assert (await signed_in.post("/api/resume", {"nonce": second["nonce"], "words": second["words"]}))[0] == 409


async def test_nothing_is_offered_while_nothing_is_halted_or_a_check_fails(signed_in: Platform) -> None:
    _, offer = await signed_in.get("/api/resume")
    assert (offer["allowed"], offer["nonce"]) == (False, "")
    await signed_in.post("/api/kill")
    signed_in.commands.checks = (ResumeCheck(name="Bridge", state="fail", detail="not connected"),)
    _, offer = await signed_in.get("/api/resume")
    assert (offer["allowed"], offer["reason"]) == (False, "Not clear: Bridge.")
    assert (await signed_in.post("/api/resume", {"nonce": "", "words": "RESUME SIMULATE"}))[0] == 409


def test_intent_is_on_disk_before_the_act_and_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path, ReplayClock(NOW))
    log.intent(BY, "flatten", "all")
    assert json.loads(path.read_text(encoding="utf-8"))["result"] == "intent"
    log.result(BY, "flatten", "all", "done")
    again = AuditLog(path, ReplayClock(NOW))
    assert again.verified
    assert [e.result for e in again.entries] == ["intent", "done"]
    again.intent(BY, "kill")
    assert AuditLog(path, ReplayClock(NOW)).verified


def test_changed_or_missing_line_breaks_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path, ReplayClock(NOW))
    for n in range(4):
        log.intent(BY, f"a{n}")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for tampered in ("".join(lines).replace("a1", "b1"), "".join(lines[:1] + lines[2:]), "".join(lines[1:])):
        path.write_text(tampered, encoding="utf-8")
        assert not AuditLog(path, ReplayClock(NOW)).verified


def test_line_torn_by_a_crash_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path, ReplayClock(NOW))
    log.intent(BY, "kill")
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"seq":2,"ts')
    again = AuditLog(path, ReplayClock(NOW))
    assert again.verified
    assert path.read_bytes() == whole


def test_unwritable_audit_is_one_sentence(tmp_path: Path) -> None:
    log = AuditLog(tmp_path, ReplayClock(NOW))
    with pytest.raises(AuditError, match="cannot be written"):
        log.intent(BY, "flatten")


def test_the_audit_is_its_owners_alone_also_one_that_was_open_to_others(tmp_path: Path) -> None:
    made, old = tmp_path / "new.jsonl", tmp_path / "old.jsonl"
    old.touch()
    old.chmod(0o644)
    for path in (made, old):
        AuditLog(path, ReplayClock(NOW)).intent(BY, "kill")
    assert [path.stat().st_mode & 0o777 for path in (made, old)] == [0o600, 0o600]
