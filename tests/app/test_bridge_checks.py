"""What `rlbot doctor` says of the bridge's needs: what is there, what was expected, and how to get it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rlbot.app import bridge_checks
from rlbot.app.bridge_parts import PASSWORD, USERNAME
from rlbot.app.home import Home
from rlbot.clock import WallClock
from rlbot.settings.platform import BridgeSettings
from rlbot.system.armed_file import write_armed
from rlbot.system.arming import HOUR_NS, Armed
from tests.e2e.house import make_home, rlbot

TEN = "Microsoft.AspNetCore.App 9.0.1 [/x]\nMicrosoft.NETCore.App 9.0.1 [/x]\nMicrosoft.NETCore.App 10.0.12 [/x y]\n"


@pytest.fixture
def port() -> Iterator[int]:
    """Somebody listens there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize(
    ("printed", "ok", "told"),
    [
        (TEN, True, "runtime 10.0.12"),
        (
            "Microsoft.NETCore.App 8.0.4 [/x]\nMicrosoft.NETCore.App 9.0.1 [/x]\n",
            False,
            "no .NET 10 runtime, only: 8.0.4, 9.0.1",
        ),
        ("Microsoft.AspNetCore.App 10.0.1 [/x]\n", False, "no .NET 10 runtime, only: none"),
        ("", False, "only: none"),
        (None, False, "no dotnet on PATH"),
    ],
)
def test_the_runtime_is_what_counts(printed: str | None, ok: bool, told: str) -> None:
    found = bridge_checks.dotnet(lambda: printed)
    assert found.ok is ok and told in found.detail
    assert ok or "https://dotnet.microsoft.com/download" in found.detail


def test_the_bridge_the_library_and_mosquitto_say_how_to_get_them(tmp_path: Path) -> None:
    for found, way_out in (
        (bridge_checks.published(tmp_path / "Bridge.Host.dll"), "make bridge"),
        (bridge_checks.library(""), "apt-get install libmosquitto1"),
        (bridge_checks.private_broker(""), "apt-get install mosquitto"),
    ):
        assert not found.ok and not found.needed and way_out in found.detail
    (tmp_path / "Bridge.Host.dll").touch()
    assert bridge_checks.published(tmp_path / "Bridge.Host.dll").ok
    assert bridge_checks.library("libmosquitto.so.1").ok
    assert bridge_checks.private_broker("/usr/sbin/mosquitto").ok, "off PATH is as good as on it"


def test_the_gateways_port_is_knocked_at(port: int) -> None:
    assert bridge_checks.gateway(BridgeSettings(gateway_port=port)).ok
    closed = bridge_checks.gateway(BridgeSettings(gateway_port=closed_port()))
    assert not closed.ok and "nobody listens at 127.0.0.1:" in closed.detail and "live 4001" in closed.detail


def test_a_broker_of_the_settings_needs_user_and_password(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = BridgeSettings(mqtt_host="127.0.0.1", mqtt_port=port)
    monkeypatch.delenv(USERNAME, raising=False)
    monkeypatch.setenv(PASSWORD, "secret")
    found = bridge_checks.foreign_broker(settings)
    assert not found.ok and f"set {USERNAME} in the environment" in found.detail and "secret" not in found.detail
    monkeypatch.setenv(USERNAME, "somebody")
    assert bridge_checks.foreign_broker(settings).ok
    away = bridge_checks.foreign_broker(BridgeSettings(mqtt_host="127.0.0.1", mqtt_port=closed_port()))
    assert not away.ok and "nobody answers at 127.0.0.1:" in away.detail


def test_a_broker_of_the_settings_that_speaks_no_tls_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)

    def says_no(server: socket.socket) -> None:
        client, _ = server.accept()  # the knock
        client.close()
        client, _ = server.accept()
        client.recv(1)
        client.sendall(b"\x20\x02\x00\x05")  # MQTT's refusal, in clear
        client.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        clear = threading.Thread(target=says_no, args=(server,), daemon=True)
        clear.start()
        found = bridge_checks.foreign_broker(
            BridgeSettings(mqtt_host="127.0.0.1", mqtt_port=server.getsockname()[1], mqtt_tls=True)
        )
        clear.join()
    assert not found.ok and "not by TLS that this machine trusts" in found.detail
    assert found.detail.endswith("mend mqtt_port or its CA")


def test_doctor_names_a_broker_elsewhere_without_tls(tmp_path: Path) -> None:
    home = make_home(tmp_path, {}, "[bridge]\nmqtt_host = '192.0.2.1'\n")
    assert "1 mistake(s) in" in rlbot(home, "doctor").out
    refused = rlbot(home, "up", "--mode", "paper")
    assert refused.status == 2 and 'bridge.mqtt_tls is false, and mqtt_host is "192.0.2.1"' in refused.err


def test_doctor_looks_where_the_settings_say(tmp_path: Path, port: int) -> None:
    home = make_home(tmp_path, {}, f"[bridge]\ngateway_port = {port}\nmqtt_host = '127.0.0.1'\nmqtt_port = {port}\n")
    now_ns = WallClock().now_ns()
    write_armed(Home(home).armed_file, Armed("U1", now_ns, now_ns + HOUR_NS, "me"))
    checks = {check["name"]: check for check in json.loads(rlbot(home, "doctor", "--json").out)["checks"]}
    assert checks["gateway"]["ok"] and "mosquitto" not in checks and f"127.0.0.1:{port}" in checks["mqtt"]["detail"]
    assert checks["live"]["ok"] and "armed for U1 until" in checks["live"]["detail"]
    assert {"dotnet", "bridge", "libmosquitto"} <= checks.keys()


def test_doctor_with_mistakes_in_the_settings_names_them_and_looks_on(tmp_path: Path) -> None:
    home = make_home(tmp_path, {}, "[bridge]\ngateway_port = 70000\n")
    done = rlbot(home, "doctor")
    assert "1 mistake(s) in" in done.out and "rlbot config check" in done.out and "libmosquitto" in done.out


def test_a_port_that_somebody_has_is_called_used_and_not_absent(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (line,) = [row for row in rlbot(tmp_path, "doctor", "--port", port).out.splitlines() if f" {port} is in use" in row]
    assert line.split()[:2] == ["port", "used"]
