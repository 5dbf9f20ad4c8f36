"""What every runner must do, wherever its agent lives."""

from __future__ import annotations

from rlbot.agents._template import TemplateAgent
from rlbot.agents.runners import Answer, Failed, Runner
from rlbot.settings.agent import AgentSettings
from tests.agents.nets import observation


def template_settings(path: str = "rlbot.agents._template:TemplateAgent") -> AgentSettings:
    """An agent file that names an agent by path."""
    return AgentSettings(id="mine", algorithm=path, symbol="AAPL")


class RunnerContract:
    """Subclass it; `runner(path)` runs the agent of that path."""

    def runner(self, path: str) -> Runner:
        """A fresh runner; the test closes it."""
        raise NotImplementedError

    def ask(self, runner: Runner, seed: int) -> list[Answer]:
        """Ask and wait; whatever was answered."""
        answers: list[Answer] = []
        runner.ask(observation(seed), answers.append)
        return answers

    def test_answers_are_the_agents_own_decisions(self) -> None:
        runner = self.runner("rlbot.agents._template:TemplateAgent")
        direct = TemplateAgent(template_settings(), None)
        for seed in range(1, 5):
            assert self.ask(runner, seed) == [direct.decide(observation(seed))]
        assert runner.version == "template"
        runner.close()

    def test_an_agent_that_raises_fails_that_question_only(self) -> None:
        runner = self.runner("tests.contracts.odd_agents:RaisesOnce")
        (first,), (second,) = self.ask(runner, 1), self.ask(runner, 2)
        assert isinstance(first, Failed) and "no idea" in first.error
        assert not isinstance(second, Failed)
        runner.close()

    def test_closing_twice_changes_nothing(self) -> None:
        runner = self.runner("rlbot.agents._template:TemplateAgent")
        runner.close()
        runner.close()
