"""Who gets in, and what every answer carries."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from rlbot.clock import ReplayClock
from rlbot.monitoring.web.auth import IDLE_NS, Sessions, TokenError, start_token
from rlbot.monitoring.web.request_error import RequestError
from rlbot.monitoring.web.security import HEADERS, check_request, loopback_hosts
from tests.monitoring.scenario import NOW
from tests.monitoring.web.edge import TOKEN, Platform

PORT = 8600
OWN = f"127.0.0.1:{PORT}"


def status_of(method: str, path: str, host: str | None, origin: str | None, site: str | None = None) -> int:
    """What `check_request` answers; 200 if it lets pass."""
    try:
        check_request(loopback_hosts(PORT), method, path, host, origin, site)
    except RequestError as error:
        return error.status
    return 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8601", f"127.0.0.1.evil.example:{PORT}", None, ""])
def test_foreign_host_is_misdirected(host: str | None) -> None:
    assert status_of("GET", "/", host, None) == 421


@pytest.mark.parametrize("host", [OWN, f"localhost:{PORT}", f"[::1]:{PORT}"])
def test_own_names_pass(host: str) -> None:
    assert status_of("GET", "/api/status", host, None) == 200
    assert status_of("POST", "/api/kill", host, f"http://{host}") == 200


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "http://evil.example",
        f"https://{OWN}",
        f"http://{OWN}.evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:86000",
        f"http://localhost:{PORT}",
        f"http://{OWN}/",
    ],
)
def test_missing_foreign_or_lookalike_origin_is_forbidden(origin: str | None) -> None:
    assert status_of("POST", "/api/kill", OWN, origin) == 403
    assert status_of("DELETE", "/api/session", OWN, origin) == 403
    assert status_of("GET", "/ws", OWN, origin) == 403


def test_cross_site_fetches_are_forbidden_and_a_typed_address_is_not() -> None:
    assert status_of("GET", "/", OWN, None, "cross-site") == 403
    assert status_of("GET", "/api/status", OWN, None, "same-site") == 403
    assert status_of("GET", "/", OWN, None, "none") == 200
    assert status_of("GET", "/api/status", OWN, None, "same-origin") == 200


async def test_guard_stands_before_every_endpoint(platform: Platform) -> None:
    client = platform.client
    assert (await client.get("/api/health", headers={"Host": "evil.example"})).status == 421
    assert (await client.post("/api/kill", headers={"Authorization": "Bearer x"})).status == 403
    wrong = {"Origin": "http://evil.example"}
    assert (await client.post("/api/session", json={"token": TOKEN}, headers=wrong)).status == 403
    assert (await client.get("/ws", headers=wrong)).status == 403
    assert platform.commands.asked == []


@pytest.mark.parametrize("path", ["/", "/api/health", "/api/nothing", "/api/status", "/metrics", "/favicon.ico"])
async def test_every_answer_carries_the_headers(platform: Platform, path: str) -> None:
    answer = await platform.client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Server"] == "rlbot"
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_session_or_token_in_the_address_opens_nothing(signed_in: Platform) -> None:
    for secret in (signed_in.session, TOKEN):
        for name in ("token", "session", "access_token"):
            assert (await signed_in.client.get(f"/api/status?{name}={secret}")).status == 401
    for value in (TOKEN, f"Basic {signed_in.session}", "Bearer ", f"Bearer {TOKEN}", "Bearer \u00e9"):
        headers = {"Authorization": value}
        assert (await signed_in.client.get("/api/status", headers=headers)).status == 401


async def test_five_wrong_tokens_bring_a_delay_that_grows_and_never_holds_up_a_kill(signed_in: Platform) -> None:
    for _ in range(5):
        assert (await signed_in.sign_in(token="wrong")).status == 401
    answer = await signed_in.sign_in()
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) == 2
    assert (await signed_in.post("/api/kill"))[0] == 200
    signed_in.clock.advance_to(NOW + 2_000_000_000)
    assert (await signed_in.sign_in(token="wrong")).status == 401
    signed_in.clock.advance_to(NOW + 4_000_000_000)
    assert (await signed_in.sign_in()).status == 429
    signed_in.clock.advance_to(NOW + 6_000_000_000)
    assert (await signed_in.sign_in()).status == 200


async def test_session_ends_after_twelve_idle_hours(signed_in: Platform) -> None:
    signed_in.clock.advance_to(NOW + IDLE_NS)
    assert (await signed_in.get("/api/status"))[0] == 200
    signed_in.clock.advance_to(NOW + 2 * IDLE_NS + 1)
    assert (await signed_in.get("/api/status"))[0] == 401


async def test_signing_out_ends_the_session(signed_in: Platform) -> None:
    assert (await signed_in.client.delete("/api/session", headers=signed_in.headers)).status == 204
    assert (await signed_in.get("/api/status"))[0] == 401


async def test_large_body_is_refused(signed_in: Platform) -> None:
    status, body = await signed_in.post("/api/flatten", {"agent_id": "x" * 70_000})
    assert (status, body["error"]["code"]) == (413, "too_large")


def test_token_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints" / "token"
    assert start_token(path, lambda: "fresh") == "fresh"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert start_token(path, lambda: "other") == "fresh"


def test_unusable_token_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "token").mkdir()
    with pytest.raises(TokenError, match="cannot be used"):
        start_token(tmp_path / "token", lambda: "fresh")


def test_sessions_survive_a_restart_as_hashes_only(tmp_path: Path) -> None:
    path, clock = tmp_path / "sessions.json", ReplayClock(NOW)
    secret, _ = Sessions(TOKEN, clock, lambda: "very-secret", path).exchange(TOKEN, "viewer")
    assert secret not in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    found = Sessions(TOKEN, clock, lambda: "other", path).find(secret)
    assert found is not None
    assert found.role == "viewer"
    path.write_text("{broken", encoding="utf-8")
    assert Sessions(TOKEN, clock, lambda: "other", path).find(secret) is None
