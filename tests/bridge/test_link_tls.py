"""A broker elsewhere is spoken to by TLS: one the system trusts gets orders and password, another gets neither."""

from __future__ import annotations

import asyncio
import getpass
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from rlbot.bridge.link import MqttAddress, MqttLink
from rlbot.bridge.tls_trouble import told
from rlbot.clock import WallClock
from tests.bridge.brokers import PATIENCE_S, free_port, listens, needs_mosquitto
from tests.bridge.test_link import Heard, running


@asynccontextmanager
async def tls_broker(folder: Path) -> AsyncIterator[tuple[MqttAddress, Path]]:
    """Its address, and the certificate that whoever trusts it must know."""
    program, openssl = needs_mosquitto(), shutil.which("openssl")
    if openssl is None:
        pytest.skip("a certificate for the test is made by openssl, which is not on PATH")
    key, cert, port = folder / "key.pem", folder / "cert.pem", free_port()
    quiet = asyncio.subprocess.DEVNULL
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    make = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", *subject)
    made = await asyncio.create_subprocess_exec(openssl, *make, "-keyout", str(key), "-out", str(cert), stderr=quiet)
    assert await made.wait() == 0
    config = folder / "mosquitto.conf"
    config.write_text(
        f"user {getpass.getuser()}\nlistener {port} 127.0.0.1\nallow_anonymous true\ncertfile {cert}\nkeyfile {key}\n"
    )
    process = await asyncio.create_subprocess_exec(program, "-c", str(config), stdout=quiet, stderr=quiet)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not await listens(port):
                assert process.returncode is None, "mosquitto ended"
                await asyncio.sleep(0.01)
        yield MqttAddress("127.0.0.1", port, "somebody", "secret", tls=True), cert
    finally:
        process.kill()
        await process.wait()


async def test_a_broker_that_the_system_trusts_is_connected_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    async with tls_broker(tmp_path) as (address, cert):
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        async with running(MqttLink(address, WallClock(), heard)):
            await heard.until(lambda: bool(heard.mqtt))
    assert heard.mqtt[0] is True


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # paho leaves the refused socket to be collected
async def test_a_broker_that_nobody_vouches_for_is_not(tmp_path: Path) -> None:
    heard = Heard()
    async with tls_broker(tmp_path) as (address, _), running(MqttLink(address, WallClock(), heard)):
        await heard.until(lambda: bool(heard.mqtt))
    assert heard.mqtt[0] is False
    assert "its authority one of the system's or in the file that SSL_CERT_FILE names" in heard.why


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # as above
async def test_an_authority_whose_file_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard, moved = Heard(), tmp_path / "moved.pem"
    async with tls_broker(tmp_path) as (address, _):
        monkeypatch.setenv("SSL_CERT_FILE", str(moved))
        async with running(MqttLink(address, WallClock(), heard)):
            await heard.until(lambda: bool(heard.mqtt))
    assert heard.why.endswith(f"; SSL_CERT_FILE in the environment names {moved}, which is not there")


def test_a_broker_without_tls_names_the_settings_that_asked_for_it() -> None:
    said = "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)"
    assert told(said, {}) == f"{said}; mend [bridge] mqtt_port or mqtt_tls"
    assert told("[Errno 111] Connection refused", {}) == "[Errno 111] Connection refused"
