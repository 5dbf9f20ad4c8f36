"""A tanh network with its gradient written out: what an update of PPO costs is then little more than its matrix products.

Torch multiplies (one thread, into kept buffers), NumPy takes the tanh: on an EPYC it is seven times as fast there as torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch

Tensor = torch.Tensor


class TanhMlp:
    """Layers of `sizes`, the last one linear. Weights [out, in] and biases are views into `values`, gradients into `slopes`.

    `rows`: the most rows a call may have.
    """

    def __init__(self, sizes: Sequence[int], values: Tensor, slopes: Tensor, rows: int) -> None:
        self._layers: list[tuple[Tensor, Tensor, Tensor, Tensor]] = []
        at = 0
        for inputs, outputs in pairwise(sizes):
            parts = []
            for shape in ((outputs, inputs), (outputs,)):
                size = int(np.prod(shape))
                parts += [values[at : at + size].view(shape), slopes[at : at + size].view(shape)]
                at += size
            weight, weight_slope, bias, bias_slope = parts
            self._layers.append((weight, bias, weight_slope, bias_slope))
        self._out = [torch.empty(rows, size) for size in sizes[1:]]
        self._back = [torch.empty(rows, size) for size in sizes[1:-1]]

    @staticmethod
    def size(sizes: Sequence[int]) -> int:
        """How many values the layers hold."""
        return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))

    def forward(self, x: Tensor) -> Tensor:
        """Outputs [n, last] for inputs [n, first]; a buffer that the next call overwrites."""
        count = len(x)
        last = len(self._layers) - 1
        for k, (weight, bias, _, _) in enumerate(self._layers):
            out = self._out[k][:count]
            torch.addmm(bias, x, weight.t(), out=out)
            if k < last:
                values = out.numpy()
                np.tanh(values, values)
            x = out
        return x

    def backward(self, x: Tensor, slope: Tensor) -> None:
        """Gradients from those of the outputs [n, last], for the inputs of the last `forward`."""
        count = len(x)
        for k in range(len(self._layers) - 1, -1, -1):
            weight, _, weight_slope, bias_slope = self._layers[k]
            below = self._out[k - 1][:count] if k else x
            torch.mm(slope.t(), below, out=weight_slope)
            torch.sum(slope, 0, out=bias_slope)
            if k:
                down = self._back[k - 1][:count]
                torch.mm(slope, weight, out=down)
                torch.ops.aten.tanh_backward.grad_input(down, below, grad_input=down)
                slope = down


class Adam:
    """Adam over one flat vector, with the gradient cut to a norm first (Kingma & Ba 2015; epsilon as SB3's PPO has it)."""

    def __init__(self, values: Tensor, slopes: Tensor, rate: float, norm: float) -> None:
        self._values, self._slopes = values, slopes
        self._rate, self._norm = rate, norm
        self._mean = torch.zeros_like(values)
        self._square = torch.zeros_like(values)
        self._steps = 0

    def step(self) -> None:
        """One step down the present slopes."""
        slopes = self._slopes
        size = float(torch.linalg.vector_norm(slopes))
        if size > self._norm:
            slopes.mul_(self._norm / (size + 1e-6))
        self._steps += 1
        self._mean.lerp_(slopes, 0.1)
        self._square.mul_(0.999).addcmul_(slopes, slopes, value=0.001)
        spread = (self._square / (1.0 - 0.999**self._steps)).sqrt_().add_(1e-5)
        self._values.addcdiv_(self._mean, spread, value=-self._rate / (1.0 - 0.9**self._steps))
