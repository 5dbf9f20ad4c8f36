"""The page's files, the plain page, and the server itself."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from yarl import URL

from rlbot.bus import Bus
from rlbot.clock import ReplayClock
from rlbot.monitoring.board import Board
from rlbot.monitoring.web.app_factory import WebEdge, make_app
from rlbot.monitoring.web.page import built_page
from rlbot.monitoring.web.server import ServeError, address, serve
from tests.monitoring.scenario import AGENTS, NOW
from tests.monitoring.web.edge import TOKEN, FakeCommands, build


def an_edge(folder: Path, port: int = 8600) -> WebEdge:
    """An edge that nobody has dialled."""
    clock = ReplayClock(NOW)
    return make_app(
        Board(AGENTS, "simulate", clock),
        FakeCommands(Bus()),
        port=port,
        token=TOKEN,
        audit_path=folder / "audit.jsonl",
        clock=clock,
        on_error=lambda what, error: None,
    )


def a_built_app(folder: Path) -> Path:
    """What `npm run build` leaves."""
    dist = folder / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>app</title>", encoding="utf-8")
    (dist / "assets" / "app-1a2b.js").write_text("export {};", encoding="utf-8")
    (folder / "secret.txt").write_text("hidden words", encoding="utf-8")
    return dist


async def test_built_app_is_served_with_its_inner_addresses(tmp_path: Path) -> None:
    made = build(tmp_path, a_built_app(tmp_path))
    async with made.client as client:
        for path in ("/", "/logs", "/agents/ppo_stock"):
            answer = await client.get(path)
            assert (answer.status, "app" in await answer.text()) == (200, True)
            assert answer.headers["Cache-Control"] == "no-cache"
        script = await client.get("/assets/app-1a2b.js")
        assert "immutable" in script.headers["Cache-Control"]
        assert script.content_type in ("text/javascript", "application/javascript")
        assert (await client.get("/assets/gone.js")).status == 404


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/%00"])
async def test_nothing_beside_the_built_app_is_served(tmp_path: Path, path: str) -> None:
    made = build(tmp_path, a_built_app(tmp_path))
    async with made.client as client:
        answer = await client.get(URL(path, encoded=True))
        assert "hidden words" not in await answer.text()


async def test_without_a_built_app_a_plain_page_says_how_to_build_it(tmp_path: Path) -> None:
    made = build(tmp_path)
    async with made.client as client:
        text = await (await client.get("/")).text()
    assert "make web" in text
    assert "<script" not in text
    assert "sign of life 0 s ago" in text


def test_built_app_is_found_where_it_lies(tmp_path: Path) -> None:
    dist = a_built_app(tmp_path)
    assert built_page((tmp_path / "no", dist)) == dist
    assert built_page((tmp_path / "no",)) is None


def test_address_hides_the_token_from_servers() -> None:
    assert address("127.0.0.1", 8600, "abc") == "http://127.0.0.1:8600/#token=abc"
    assert address("::1", 8600) == "http://[::1]:8600/"


async def test_used_port_is_one_clear_sentence(tmp_path: Path) -> None:
    made = an_edge(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=rf"port {port} is in use on 127.0.0.1.*choose another with --port"):
            await serve(made, "127.0.0.1", port, asyncio.Event())


async def test_only_loopback_is_served(tmp_path: Path) -> None:
    made = an_edge(tmp_path)
    with pytest.raises(ServeError, match="this machine only"):
        await serve(made, "0.0.0.0", 8600, asyncio.Event())


async def test_server_answers_while_it_runs_and_lets_go_of_its_port(tmp_path: Path) -> None:
    port, stop, ready = unused_port(), asyncio.Event(), asyncio.Event()
    made = an_edge(tmp_path, port)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(serve(made, "127.0.0.1", port, stop, ready.set))
        await ready.wait()
        url = f"http://127.0.0.1:{port}/api/health"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            assert answer.status == 200
        async with aiohttp.ClientSession() as session:
            ws = await session.ws_connect(f"http://127.0.0.1:{port}/ws", headers={"Origin": f"http://127.0.0.1:{port}"})
            stop.set()
            async for _ in ws:
                pass
            assert ws.close_code == 1001
        await running
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))
