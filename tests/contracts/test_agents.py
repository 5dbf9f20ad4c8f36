"""The agent suite over everything that ships, the template included: an untested template rots."""

from __future__ import annotations

from rlbot.agents._template import TemplateAgent
from rlbot.agents.agent import Agent
from rlbot.agents.baselines import Flat, Hold, Sma200, VolTarget
from rlbot.agents.learned import learned_agent
from rlbot.agents.policy import Policy
from rlbot.agents.scripted import Row, ScriptedAgent
from rlbot.settings.agent import AgentSettings, LimitSettings
from tests.agents.nets import arrays
from tests.contracts.agent import AgentContract

DAY = 86_400 * 10**9


class TestPpo(AgentContract):
    def agent(self) -> Agent:
        return learned_agent(Policy(arrays("ppo")), "v1", LimitSettings())


class TestSac(AgentContract):
    def agent(self) -> Agent:
        return learned_agent(Policy(arrays("sac")), "v1", LimitSettings(no_trade_band=0.05))


class TestSacLongAndShort(AgentContract):
    def agent(self) -> Agent:
        return learned_agent(Policy(arrays("sac")), "v1", LimitSettings(allow_short=True))


class TestScripted(AgentContract):
    def agent(self) -> Agent:
        return ScriptedAgent([Row(3 * DAY, 0.5, "1970-01-04"), Row(9 * DAY, 0.0, "1970-01-10")], "orders.csv")


class TestVolTarget(AgentContract):
    def agent(self) -> Agent:
        return VolTarget(0.2, 252.0)


class TestSma200(AgentContract):
    def agent(self) -> Agent:
        return Sma200()


class TestHold(AgentContract):
    def agent(self) -> Agent:
        return Hold()


class TestFlat(AgentContract):
    def agent(self) -> Agent:
        return Flat()


class TestTemplate(AgentContract):
    def agent(self) -> Agent:
        return TemplateAgent(AgentSettings(id="mine", algorithm="a:B", symbol="AAPL"), None)
