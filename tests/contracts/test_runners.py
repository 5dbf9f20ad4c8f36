"""The runner suite: in the core, and in a process of its own; then what only a process can do wrong."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

from rlbot.agents.child import Start
from rlbot.agents.loading import load
from rlbot.agents.process_runner import ProcessRunner
from rlbot.agents.registry import ModelRegistry
from rlbot.agents.runners import Answer, Failed, InlineRunner, Late, Runner
from tests.agents.nets import observation
from tests.contracts.runner import RunnerContract, template_settings

NOWHERE = Path("no-checkpoints-here")


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
    assert answer(runner, 2) == Failed("the agent's process ended")
    assert first != runner.pid == 0
    runner.close()


def test_a_killed_child_is_replaced_with_the_next_question() -> None:
    runner = ProcessRunner(start("rlbot.agents._template:TemplateAgent"))
    expected = answer(runner, 1)
    os.kill(runner.pid, signal.SIGKILL)
    assert isinstance(answer(runner, 1), Failed)
    assert answer(runner, 1) == expected
    runner.close()


def test_an_agent_that_cannot_be_loaded_says_why() -> None:
    runner = ProcessRunner(start("no_such_package:Agent"))
    failed = answer(runner, 1)
    assert isinstance(failed, Failed) and "cannot be imported" in failed.error
    runner.close()


async def test_on_a_loop_the_deadline_answers_late_and_once() -> None:
    runner = ProcessRunner(start("tests.contracts.odd_agents:NeverAnswers"), loop=asyncio.get_running_loop(), deadline_s=0.05)
    answers: asyncio.Queue[Answer] = asyncio.Queue()
    runner.ask(observation(1), answers.put_nowait)
    assert answers.empty()
    assert await asyncio.wait_for(answers.get(), 30.0) == Late(50_000_000)
    assert answers.empty()
    runner.close()


async def test_on_a_loop_the_answer_comes_as_a_callback() -> None:
    runner = ProcessRunner(start("rlbot.agents._template:TemplateAgent"), loop=asyncio.get_running_loop(), deadline_s=60.0)
    waiting = ProcessRunner(start("rlbot.agents._template:TemplateAgent"))
    answers: asyncio.Queue[Answer] = asyncio.Queue()
    runner.ask(observation(1), answers.put_nowait)
    assert await asyncio.wait_for(answers.get(), 60.0) == answer(waiting, 1)
    runner.close()
    waiting.close()


async def test_a_question_that_overtakes_another_makes_that_one_late() -> None:
    runner = ProcessRunner(start("tests.contracts.odd_agents:NeverAnswers"), loop=asyncio.get_running_loop(), deadline_s=60.0)
    answers: list[Answer] = []
    runner.ask(observation(1), answers.append)
    runner.ask(observation(2), answers.append)
    assert answers == [Late(60_000_000_000)]
    runner.close()
