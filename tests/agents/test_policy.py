"""The NumPy network: the same numbers as plain float64 arithmetic, and a file that survives or says why not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rlbot.agents.policy import F64, Policy, PolicyArrays
from rlbot.agents.policy_file import REFERENCES, PolicyFileError, load_policy, save_policy
from tests.agents.nets import SIZE, arrays, vector


def reference(net: PolicyArrays, row: F64) -> F64:
    x = row
    for weights, biases in net.layers[:-1]:
        x = np.tanh(weights.astype(np.float64) @ x + biases)
    weights, biases = net.layers[-1]
    return np.asarray(weights.astype(np.float64) @ x + biases)


@pytest.mark.parametrize("kind", ["ppo", "sac"])
def test_one_row_equals_float64_arithmetic(kind: str) -> None:
    net = arrays("ppo" if kind == "ppo" else "sac", seed=3)
    policy = Policy(net)
    for seed in range(50):
        expected = reference(net, vector(seed).astype(np.float64))
        assert policy.output(vector(seed)) == pytest.approx(expected.tolist(), abs=1e-5)


def test_the_same_row_twice_gives_the_same_bits_whatever_came_between() -> None:
    policy = Policy(arrays())
    first = policy.output(vector(1))
    policy.output(vector(2))
    assert policy.output(vector(1)) == first


def test_many_rows_at_once_agree_with_one_by_one() -> None:
    policy = Policy(arrays())
    rows = np.stack([vector(seed) for seed in range(20)])
    single = np.array([policy.output(row) for row in rows])
    assert np.abs(policy.outputs(rows) - single).max() < 1e-5


def test_the_input_is_left_as_it_was() -> None:
    row = vector(1)
    before = row.copy()
    Policy(arrays()).output(row)
    assert np.array_equal(row, before)


def test_a_saved_policy_comes_back_bit_for_bit(tmp_path: Path) -> None:
    net = arrays("sac", seed=5)
    rows = np.stack([vector(seed) for seed in range(700)])
    save_policy(tmp_path / "policy.npz", "sac", net.layers, reference=rows)
    back = load_policy(tmp_path / "policy.npz")
    assert back.kind == "sac" and back.inputs == SIZE and back.outputs == 2
    for (w, b), (other_w, other_b) in zip(net.layers, back.layers, strict=True):
        assert np.array_equal(w, other_w) and np.array_equal(b, other_b)
    assert len(back.reference) == REFERENCES
    assert np.allclose(back.median, np.median(rows, axis=0))
    assert back.typical_distance > 0.0


@pytest.mark.parametrize("size", [0, 10, 200, 5_000])
def test_a_truncated_file_gives_one_sentence(tmp_path: Path, size: int) -> None:
    path = tmp_path / "policy.npz"
    save_policy(path, "ppo", arrays().layers)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(PolicyFileError, match=r"policy\.npz is damaged"):
        load_policy(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyFileError, match="does not exist"):
        load_policy(tmp_path / "policy.npz")


def test_numbers_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    layers = [(w.copy(), b.copy()) for w, b in arrays().layers]
    layers[1][0][0, 0] = np.nan
    save_policy(tmp_path / "policy.npz", "ppo", layers)
    with pytest.raises(PolicyFileError, match="layer 1 holds numbers that are not finite"):
        load_policy(tmp_path / "policy.npz")


def test_layers_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    first, _, last = arrays().layers
    save_policy(tmp_path / "policy.npz", "ppo", [first, (last[0][:, :10], last[1])])
    with pytest.raises(PolicyFileError, match="layer 1 does not fit"):
        load_policy(tmp_path / "policy.npz")


def test_a_file_without_its_kind_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "policy.npz").open("wb") as file:
        np.savez(file, w0=np.zeros((2, 2)), b0=np.zeros(2))
    with pytest.raises(PolicyFileError, match="ppo or a sac"):
        load_policy(tmp_path / "policy.npz")
