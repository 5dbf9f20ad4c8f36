"""Rules that span several keys, or several files."""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Callable, Iterator

import msgspec

from rlbot.settings.agent import BUILT_IN, AgentSettings
from rlbot.settings.errors import SettingError
from rlbot.settings.platform import Settings
from rlbot.settings.toml_file import TomlFile

# Names of files that lie in `checkpoints/` beside the agents' folders: a folder called `kill` would be a kill switch.
TAKEN = ("address", "kill", "token")
_BY_PATH = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


class Known(msgspec.Struct, frozen=True):
    """What the rooms above can do, handed in. `features` empty: any name passes.

    `refused`: why a symbol cannot be traded (a sentence), or None.
    """

    algorithms: tuple[str, ...] = BUILT_IN
    features: tuple[str, ...] = ()
    refused: Callable[[str], str | None] = lambda symbol: None


def algorithm_choices(known: Known) -> str:
    """All that `algorithm` may be."""
    return f"{', '.join(known.algorithms)} or package.module:Class"


def agent_checks(file: TomlFile, agent: AgentSettings, known: Known) -> Iterator[SettingError]:
    """What one agent's keys owe each other."""
    if agent.id in TAKEN:
        yield file.error("id", f'is "{agent.id}", which the platform calls one of its own files', "another file name")
    if agent.algorithm not in known.algorithms and not _BY_PATH.fullmatch(agent.algorithm):
        allowed = _nearest(agent.algorithm, known.algorithms, algorithm_choices(known))
        yield file.error("algorithm", f'is "{agent.algorithm}"', allowed)
    for key, symbol in (("symbol", agent.symbol), ("underlying", agent.underlying)):
        if symbol is not None and (reason := known.refused(symbol)):
            yield file.error(key, f'is "{symbol}": {reason}')
    if agent.algorithm == "scripted" and not agent.decisions:
        yield file.error("decisions", "is missing", 'for a scripted agent: the path of a CSV, decisions = "orders.csv"')
    if agent.algorithm in known.algorithms and agent.algorithm != "scripted" and agent.decisions is not None:
        yield file.error("decisions", f"is for scripted agents, this one is {agent.algorithm}", "leave it out")
    rules = set(known.algorithms) - {"ppo", "sac"}
    if agent.runner == "process" and agent.algorithm in rules:
        allowed = '"inline"; a process of its own is for ppo, sac and package.module:Class'
        yield file.error("runner", f'is "process", but {agent.algorithm} is a rule that answers at once', allowed)
    if agent.underlying == agent.symbol:
        yield file.error("underlying", "is the symbol itself", "what the symbol tracks, such as IWM for TNA; or leave it out")
    if agent.training.on_underlying and agent.underlying is None:
        yield file.error("underlying", "is missing", 'needed by training.on_underlying, such as underlying = "IWM"')
    yield from _feature_checks(file, agent, known)
    limits, (low, high) = agent.limits, agent.training.cost_range
    if limits.drawdown_reduce and limits.max_drawdown and limits.drawdown_reduce >= limits.max_drawdown:
        allowed = f"below limits.max_drawdown ({limits.max_drawdown:g})"
        yield file.error("limits.drawdown_reduce", f"is {limits.drawdown_reduce:g}", allowed)
    if not 0.0 <= low <= high:
        yield file.error("training.cost_range", f"is [{low:g}, {high:g}]", "[low, high] with 0 <= low <= high")


def platform_checks(file: TomlFile, settings: Settings) -> Iterator[SettingError]:
    """What the platform's keys owe each other."""
    risk = settings.risk
    if risk.drawdown_reduce and risk.drawdown_halt and risk.drawdown_reduce >= risk.drawdown_halt:
        allowed = f"below risk.drawdown_halt ({risk.drawdown_halt:g})"
        yield file.error("risk.drawdown_reduce", f"is {risk.drawdown_reduce:g}", allowed)
    host, tls = settings.bridge.mqtt_host, settings.bridge.mqtt_tls
    if host and not tls and not _is_loopback(host):
        problem = f'is false, and mqtt_host is "{host}": orders and password would cross the network for anybody to read'
        yield file.error("bridge.mqtt_tls", problem, "true, with the port on which that broker speaks TLS (mostly 8883)")
    if tls and not host:
        problem = "is true, but mqtt_host is empty: the private broker listens on loopback only and speaks no TLS"
        yield file.error("bridge.mqtt_tls", problem, "false, or name a broker in bridge.mqtt_host")


def shared_symbol_checks(agents: list[tuple[TomlFile, AgentSettings]]) -> Iterator[SettingError]:
    """Two agents on one symbol: their net position can be told apart only while neither can be short."""
    first: dict[str, tuple[TomlFile, AgentSettings]] = {}
    for file, agent in agents:
        other = first.setdefault(agent.symbol, (file, agent))
        if other[1] is not agent and (agent.limits.allow_short or other[1].limits.allow_short):
            allowed = "two agents on one symbol only while both are long-only (limits.allow_short = false in both)"
            yield file.error("symbol", f"is {agent.symbol}, which {other[0].name} trades already", allowed)


def _feature_checks(file: TomlFile, agent: AgentSettings, known: Known) -> Iterator[SettingError]:
    names = agent.features.names
    if not names:
        yield file.error(
            "features.names", "is empty", f"some of {', '.join(known.features)}" if known.features else "one or more"
        )
    for name in dict.fromkeys(names):
        if known.features and name not in known.features:
            choices = ", ".join(known.features)
            yield file.error("features.names", f'holds "{name}"', _nearest(name, known.features, choices))
        if names.count(name) > 1:
            yield file.error("features.names", f'holds "{name}" {names.count(name)} times', "each feature once")
    if "underlying" in names and agent.underlying is None:
        yield file.error("underlying", "is missing", 'needed by the feature "underlying", such as underlying = "IWM"')


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _nearest(name: str, names: tuple[str, ...], choices: str) -> str:
    close = difflib.get_close_matches(name, names, n=1)
    return f"{choices} (did you mean {close[0]}?)" if close else choices
