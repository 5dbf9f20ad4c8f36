"""The runner suite: in the core, and in a process of its own; then what only a process can do wrong."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from rlbot.agents.loading import AgentLoadError, load, open_seat
from rlbot.agents.process_messages import Start
from rlbot.agents.process_runner import PATIENCE, ChildError, ProcessRunner
from rlbot.agents.registry import ModelRegistry
from rlbot.agents.runners import Answer, Failed, InlineRunner, Late, Runner
from tests.agents.nets import observation
from tests.contracts.runner import RunnerContract, template_settings

NOWHERE = Path("no-checkpoints-here")
TEMPLATE = "rlbot.agents._template:TemplateAgent"


def start(path: str) -> Start:
    return Start(template_settings(path).model_dump_json().encode(), str(NOWHERE), str(NOWHERE))


class TestInline(RunnerContract):
    def runner(self, path: str) -> Runner:
        return InlineRunner(load(template_settings(path), ModelRegistry(NOWHERE), NOWHERE).agent)


class TestProcess(RunnerContract):
    def runner(self, path: str) -> Runner:
        return ProcessRunner(start(path))


def answer(runner: Runner, seed: int) -> Answer:
    answers: list[Answer] = []
    runner.ask(observation(seed), answers.append)
    (one,) = answers
    return one


def test_a_child_that_dies_fails_the_question_and_is_started_again() -> None:
    runner = ProcessRunner(start("tests.contracts.odd_agents:Dies"))
    first = runner.pid
    assert answer(runner, 1) == Failed("the agent's process ended")
    assert runner.pid not in (0, first)
    assert answer(runner, 2) == Failed("the agent's process ended")
    runner.close()


def test_a_child_that_dies_again_and_again_rests_for_longer_and_longer() -> None:
    runner = ProcessRunner(start("tests.contracts.odd_agents:Dies"))
    told = [answer(runner, 1) for _ in range(PATIENCE + 5)]
    resting = [isinstance(one, Failed) and "rests" in one.error for one in told]
    assert resting == [False] * PATIENCE + [True, False, True, True, False]
    runner.close()


def test_a_killed_child_is_replaced_and_told_again_what_it_had_watched() -> None:
    runner = ProcessRunner(start("tests.contracts.odd_agents:CountsBars"))
    for _ in range(7):
        runner.watch(100.0, 0.01)
    before = answer(runner, 1)
    os.kill(runner.pid, signal.SIGKILL)
    assert isinstance(answer(runner, 1), Failed)
    assert answer(runner, 1) == before
    assert runner.needed == 5
    runner.close()


def test_an_agent_that_cannot_be_loaded_says_why() -> None:
    with pytest.raises(ChildError, match="cannot be imported"):
        ProcessRunner(start("no_such_package:Agent"))
    settings = template_settings("no_such_package:Agent").model_copy(update={"runner": "process"})
    with pytest.raises(AgentLoadError, match=r"^mine: 'no_such_package:Agent' cannot be imported"):
        open_seat(settings, ModelRegistry(NOWHERE), NOWHERE)


def test_past_the_deadline_the_answer_is_late_and_the_child_is_replaced() -> None:
    runner = ProcessRunner(start("tests.contracts.odd_agents:NeverAnswers"), deadline_s=0.05)
    first = runner.pid
    assert answer(runner, 1) == Late(50_000_000)
    assert runner.pid == first, "it may only be slow"
    assert isinstance(answer(runner, 2), Late)
    assert runner.pid != first
    runner.close()


def test_in_time_the_answer_is_the_one_that_a_replay_waits_for() -> None:
    hurried, waited_for = ProcessRunner(start(TEMPLATE), deadline_s=60.0), ProcessRunner(start(TEMPLATE))
    assert answer(hurried, 1) == answer(waited_for, 1)
    hurried.close()
    waited_for.close()


def test_what_an_agent_answers_wrongly_fails_in_either_place() -> None:
    for path, said in (("NotADecision", "must return a Decision"), ("NotANumber", "must be finite")):
        inline = InlineRunner(
            load(template_settings(f"tests.contracts.odd_agents:{path}"), ModelRegistry(NOWHERE), NOWHERE).agent
        )
        child = ProcessRunner(start(f"tests.contracts.odd_agents:{path}"))
        for one in (answer(inline, 1), answer(child, 1)):
            assert isinstance(one, Failed) and said in one.error
        child.close()
