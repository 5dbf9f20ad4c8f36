"""What the core keeps of an agent that lives in a process of its own: its name, its watched bars, its words."""

from __future__ import annotations

from msgspec.structs import replace

from rlbot.agents.agent import Agent, Decision, Observation
from rlbot.agents.process_runner import ProcessRunner
from rlbot.agents.rule_explainer import plain
from rlbot.agents.runners import Answer, Failed
from rlbot.events.agent import DecisionExplained, DecisionMade
from rlbot.market.features.feature import percent


class RemoteAgent:
    """Stands in the seat of the agent behind `runner`."""

    def __init__(self, runner: ProcessRunner) -> None:
        self._runner = runner

    @property
    def version(self) -> str:
        """As the child said."""
        return self._runner.version

    def decide(self, observation: Observation) -> Decision:
        """Ask and wait. Raises RuntimeError where no decision came."""
        answers: list[Answer] = []
        self._runner.ask(observation, answers.append)
        if isinstance(answers[0], Decision):
            return answers[0]
        raise RuntimeError(answers[0].error if isinstance(answers[0], Failed) else "no answer in time")


class RemoteWatcher(RemoteAgent):
    """The same for an agent with a series of its own."""

    def __init__(self, runner: ProcessRunner) -> None:
        super().__init__(runner)
        self._bars = 0

    def watch(self, close: float, log_return: float) -> None:
        """Passed on."""
        self._bars += 1
        self._runner.watch(close, log_return)

    def progress(self) -> tuple[int, int]:
        """Bars passed on, bars the agent said it needs."""
        return min(self._bars, self._runner.needed), self._runner.needed


class RemoteExplainer:
    """The agent's own words, which came with its answer."""

    def __init__(self, runner: ProcessRunner) -> None:
        self._runner = runner

    def explain(self, decision: DecisionMade, observation: Observation) -> DecisionExplained:
        """Of the latest decision; of an earlier one only what it came to."""
        why = self._runner.why
        if why is None:
            target = percent(decision.target_weight, 0, plus=False)
            return plain(decision, f"{decision.version} wants {target}; its reason is no longer known.")
        return replace(why, ts_ns=decision.ts_ns, agent_id=decision.agent_id, decision_id=decision.decision_id)


def remote_agent(runner: ProcessRunner) -> Agent:
    """The stand-in that fits."""
    return RemoteAgent(runner) if runner.needed < 0 else RemoteWatcher(runner)
