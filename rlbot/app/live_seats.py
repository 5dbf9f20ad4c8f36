"""Who may risk money: a version whose gate passed, or a rule of the user's; else the volatility-target baseline, by name."""

from __future__ import annotations

from dataclasses import dataclass

from rlbot.agents.loading import LEARNED
from rlbot.agents.registry import Manifest, ModelRegistry
from rlbot.app.suitable import trained_on_synthetic
from rlbot.settings.agent import BUILT_IN, AgentSettings

BASELINE = "vol_target"


@dataclass(frozen=True, slots=True)
class Trader:
    """What trades for an agent when money is at risk.

    `settings`: of the seat; `version`: what decides there; `gate`: the deployed version's verdict, `rule` where there is no
    model; `instead`: why the baseline stands in for the agent, empty where it does not.
    """

    settings: AgentSettings
    version: str
    gate: str
    instead: str = ""

    @property
    def sentence(self) -> str:
        """Who trades in whose place, and why; empty where the agent itself does."""
        return f"{self.settings.id}: the baseline {BASELINE} trades in its place, for {self.instead}" if self.instead else ""


def trader(registry: ModelRegistry, agent: AgentSettings) -> Trader:
    """Who trades for `agent`. An agent by path counts as a model: nobody here can know what is in it. Raises ModelError."""
    if agent.algorithm in BUILT_IN and agent.algorithm not in LEARNED:
        return Trader(agent, agent.algorithm, "rule")
    current = registry.current(agent.id)
    if current is None:
        return _baseline(agent, "none", "it has no trained version")
    manifest = registry.manifest(agent.id, current)
    why = unfit(agent.id, current, manifest)
    return _baseline(agent, manifest.gate, why) if why else Trader(agent, current, manifest.gate)


def unfit(agent_id: str, version: str, manifest: Manifest) -> str:
    """Why a version may not risk money; empty where it may."""
    if (manifest.agent_id, manifest.version) != (agent_id, version):
        return f"the manifest of {version} is that of {manifest.agent_id} {manifest.version}"
    if not manifest.proven:
        return f"{version} has {'failed its' if manifest.gate == 'failed' else 'not passed a'} gate"
    if trained_on_synthetic(manifest):
        return f"{version} was trained on the SYNTHETIC market"
    return ""


def _baseline(agent: AgentSettings, gate: str, why: str) -> Trader:
    seat = agent.model_copy(update={"algorithm": BASELINE, "runner": "inline"})
    return Trader(seat, BASELINE, gate, why)
