"""Why the MQTT broker's TLS is not accepted, with what a person can mend. The environment is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PLACES = ("SSL_CERT_FILE", "SSL_CERT_DIR")  # where OpenSSL looks instead of in the system's own places
UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"


def missing_authority(environment: Mapping[str, str]) -> str:
    """What the environment names as certificate authorities and is not there; empty where all is."""
    for name in PLACES:
        path = environment.get(name, "")
        if path and not Path(path).exists():
            return f"{name} in the environment names {path}, which is not there"
    return ""


def told(detail: str, environment: Mapping[str, str]) -> str:
    """`detail`: what the TLS library said, returned as it is where it is none of TLS."""
    if "SSL" not in detail:
        return detail
    if UNTRUSTED in detail:
        way_out = missing_authority(environment) or (
            "[bridge] mqtt_host must be the name in its certificate, and its authority one of the system's or in the file that "
            "SSL_CERT_FILE names"
        )
    else:
        way_out = "mend [bridge] mqtt_port or mqtt_tls"
    return f"{detail}; {way_out}"
