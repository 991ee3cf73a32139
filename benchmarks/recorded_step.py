"""What a recorded step of the course's problem costs, beside a plain PyTorch loop that does the same.

All contestants take 1000 steps on the same data, turn by turn in one process, and keep the loss of every step. What
carries over from machine to machine is the ratio, so that is what the last column shows: the median over the rounds
of the time of the plain loop divided by the contestant's.

Run it with `make bench`.
"""

from __future__ import annotations

import statistics
from time import perf_counter

import torch
from rich.console import Console
from rich.table import Table

import gdlearn as gd

ROUNDS, STEPS, RATE = 25, 1000, 0.01

data = gd.line()
objective, start = gd.MeanSquaredError(data.X, data.y), gd.starting_weights(2)
optimizer = gd.GD(RATE)
X, y = torch.tensor(data.X), torch.tensor(data.y)


def plain_loop() -> list[float]:
    """The loop of the notebook that the course began with: backward, no_grad, zero_, and the loss kept."""
    weights, losses = torch.tensor(start, requires_grad=True), []
    for _ in range(STEPS):
        loss = ((X @ weights - y) ** 2).mean()
        loss.backward()  # type: ignore[no-untyped-call]  # PyTorch leaves it without types
        assert weights.grad is not None
        with torch.no_grad():
            weights -= RATE * weights.grad
        weights.grad.zero_()
        losses.append(loss.item())
    return losses


def recorded(name: str) -> None:
    """1000 steps of a backend, with weights, loss and gradient of every step kept."""
    gd.record(objective, start, gd.get_backend(name), optimizer, STEPS)


def main() -> None:
    """Time every contestant in every round, and print medians and ratios."""
    contestants = {
        "plain PyTorch loop": plain_loop,
        "gdlearn, numpy, recorded": lambda: recorded("numpy"),
        "gdlearn, torch, recorded": lambda: recorded("torch"),
    }
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, run in contestants.items():
            begin = perf_counter()
            run()  # type: ignore[no-untyped-call]
            times[name].append(perf_counter() - begin)
    baseline = times["plain PyTorch loop"]
    table = Table("1000 x 2, float64", "µs a step (median)", "times as fast as the plain loop (median)")
    for name, spent in times.items():
        ratio = statistics.median(b / t for b, t in zip(baseline, spent, strict=True))
        table.add_row(name, f"{statistics.median(spent) / STEPS * 1e6:.1f}", f"{ratio:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
