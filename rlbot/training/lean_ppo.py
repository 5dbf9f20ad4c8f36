"""stable-baselines3's PPO with its two inner loops written out for our case: small tanh nets, discrete actions, one thread.

The same algorithm, the same buffer, the same saved zip (`PPO.load` opens it); the test holds an update against the library's.
Rollouts run the network on kept buffers, updates compute the gradient by hand. About twice the library's speed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from stable_baselines3 import PPO
from stable_baselines3.common.buffers import RolloutBuffer
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.vec_env import VecEnv

from rlbot.training.tanh_mlp import Adam, TanhMlp

F32 = NDArray[np.float32]
ACTOR = ("mlp_extractor.policy_net.0", "mlp_extractor.policy_net.2", "action_net")
CRITIC = ("mlp_extractor.value_net.0", "mlp_extractor.value_net.2", "value_net")


class LeanPPO(PPO):
    """Discrete actions and a flat observation; learning rate and clip range are constants."""

    def _setup_model(self) -> None:
        super()._setup_model()
        state = dict(self.policy.named_parameters())
        self._named = [state[f"{name}.{part}"] for name in (*ACTOR, *CRITIC) for part in ("weight", "bias")]
        sizes = [
            [int(state[f"{nets[0]}.weight"].shape[1]), *(len(state[f"{n}.bias"]) for n in nets)] for nets in (ACTOR, CRITIC)
        ]
        split = TanhMlp.size(sizes[0])
        with torch.no_grad():
            self._values = torch.cat([p.detach().reshape(-1) for p in self._named])
        slopes = torch.zeros_like(self._values)
        rows = max(self.batch_size, self.n_envs)
        self._actor = TanhMlp(sizes[0], self._values[:split], slopes[:split], rows)
        self._critic = TanhMlp(sizes[1], self._values[split:], slopes[split:], rows)
        rate = self.learning_rate
        if callable(rate):
            raise TypeError("LeanPPO takes a constant learning rate")
        self._adam = Adam(self._values, slopes, rate, self.max_grad_norm)
        self._draw = np.random.default_rng(self.seed)

    @torch.no_grad()
    def lean_towards(self, action: int, by: float) -> None:
        """Before training: raise the logit of `action`, so that this is what the policy does for want of a reason."""
        bias: Any = self.policy.action_net.bias
        bias[action] += by
        self._values.copy_(torch.cat([p.detach().reshape(-1) for p in self._named]))

    def _excluded_save_params(self) -> list[str]:
        return [*super()._excluded_save_params(), "_named", "_values", "_actor", "_critic", "_adam", "_draw"]

    @torch.no_grad()
    def collect_rollouts(
        self, env: VecEnv, callback: BaseCallback, rollout_buffer: RolloutBuffer, n_rollout_steps: int
    ) -> bool:
        """Fill the buffer, sampling actions from the policy. False if the callback stops it."""
        buffer = rollout_buffer
        buffer.reset()
        callback.on_rollout_start()
        obs: Any = self._last_obs
        starts: Any = self._last_episode_starts
        rows = np.arange(env.num_envs)
        for t in range(n_rollout_steps):
            seen = torch.from_numpy(obs)
            logits = self._actor.forward(seen).numpy()
            values = self._critic.forward(seen).numpy()[:, 0]
            scores = np.exp(logits - logits.max(axis=1, keepdims=True))
            summed = scores.cumsum(axis=1)
            actions = (summed < self._draw.random((len(rows), 1), np.float32) * summed[:, -1:]).sum(axis=1)
            buffer.observations[t] = obs
            buffer.actions[t, :, 0] = actions
            buffer.values[t] = values
            buffer.log_probs[t] = np.log(scores[rows, actions] / summed[:, -1])
            buffer.episode_starts[t] = starts
            env.step_async(actions)
            obs, rewards, dones, infos = env.step_wait()
            self.num_timesteps += env.num_envs
            callback.update_locals(locals())
            if not callback.on_step():
                return False
            if dones.any():
                over = np.flatnonzero(dones)
                self._update_info_buffer([infos[i] for i in over])
                cut = [i for i in over if infos[i]["TimeLimit.truncated"]]
                if cut:  # a truncated episode would have gone on: what it was worth is the critic's guess
                    ends = torch.from_numpy(np.stack([infos[i]["terminal_observation"] for i in cut]))
                    rewards[cut] += self.gamma * self._critic.forward(ends).numpy()[:, 0]
            buffer.rewards[t] = rewards
            starts = dones
        self._last_obs, self._last_episode_starts = obs, starts
        buffer.pos, buffer.full = n_rollout_steps, True
        after = self._critic.forward(torch.from_numpy(obs))[:, 0].clone()
        buffer.compute_returns_and_advantage(last_values=after, dones=starts)
        callback.on_rollout_end()
        return True

    @torch.no_grad()
    def train(self) -> None:
        """`n_epochs` passes over the buffer in shuffled batches."""
        obs, actions, old, advantages, returns = self._flat(self.rollout_buffer)
        count = len(obs)
        for _ in range(self.n_epochs):
            order = self._draw.permutation(count)
            for first in range(0, count, self.batch_size):
                chosen = order[first : first + self.batch_size]
                self.update(torch.from_numpy(obs[chosen]), actions[chosen], old[chosen], advantages[chosen], returns[chosen])
        self._n_updates += self.n_epochs
        at = 0
        for parameter in self._named:
            size = parameter.numel()
            parameter.copy_(self._values[at : at + size].view_as(parameter))
            at += size

    def update(self, obs: torch.Tensor, actions: NDArray[np.intp], old: F32, advantages: F32, returns: F32) -> None:
        """One gradient step on a batch: clipped surrogate, entropy bonus, squared error of the critic."""
        count = len(actions)
        rows = np.arange(count)
        logits = self._actor.forward(obs).numpy()
        logits -= logits.max(axis=1, keepdims=True)
        scores = np.exp(logits)
        total = scores.sum(axis=1, keepdims=True)
        chance = scores / total
        logs = logits - np.log(total)
        ratio = np.exp(logs[rows, actions] - old)
        scaled = (advantages - advantages.mean()) / (advantages.std(ddof=1) + 1e-8)
        low, high = 1.0 - self._clip, 1.0 + self._clip
        moved = np.where(scaled > 0.0, ratio > high, ratio < low)  # already beyond the clip: no more push
        push = np.where(moved, 0.0, scaled * ratio).astype(np.float32)
        # Of -mean(push * log p) and -entropy: d log p_a / d z_j = [a = j] - p_j, d H / d z_j = -p_j (log p_j + H).
        entropy = -(chance * logs).sum(axis=1, keepdims=True)
        slope = push[:, None] * chance + self.ent_coef * chance * (logs + entropy)
        slope[rows, actions] -= push
        slope /= count
        self._actor.backward(obs, torch.from_numpy(slope))
        error = self._critic.forward(obs)[:, 0] - torch.from_numpy(returns)
        self._critic.backward(obs, (error * (2.0 * self.vf_coef / count))[:, None])
        self._adam.step()

    @property
    def _clip(self) -> float:
        clip: Any = self.clip_range
        return float(clip(1.0)) if callable(clip) else float(clip)

    @staticmethod
    def _flat(buffer: RolloutBuffer) -> tuple[F32, NDArray[np.intp], F32, F32, F32]:
        obs = buffer.observations.reshape(-1, buffer.observations.shape[-1])
        actions = buffer.actions.reshape(-1).astype(np.intp)
        return (
            obs,
            actions,
            buffer.log_probs.reshape(-1),
            buffer.advantages.reshape(-1),
            buffer.returns.reshape(-1),
        )
