"""The rows of ``ratios.py`` that train: steps, and a whole round."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from overhead import Meter, wrap_model_calls
from rich.console import Console
from side_by_side import Sides, timed

from saturate.config.run_config import build_config
from saturate.ladder import Ladder
from saturate.models.loading import Loaded, load
from saturate.models.naming import seed_folder
from saturate.run.defaults import resolve_config
from saturate.run.execute import execute
from saturate.training.recipe import Recipe
from saturate.training.replay import Pair
from saturate.training.sft import completion_loss, encode, train

RATE = 3e-4
ROUND = {
    "ladder": "gsm8k",
    "arms": ("voted",),
    "proposals": 128,
    "steps": 40,
    "score_items": 25,
    "score_rungs": (5, 9),
    "score_original": "never",
    "precision_floor": 0.0,
}
"""Runs small enough for a benchmark; larger ones have less beside the model."""


def trainings(ladder: Ladder, steps: int, batch: int) -> Sides:
    """Seconds of a training step, the first two left out."""
    problems = [ladder.problem(1 + i % 6, "train", i) for i in range(steps * batch)]
    pairs = [Pair(ladder.prompt(p.question), p.solution) for p in problems]
    pairs.sort(key=lambda pair: len(pair.prompt) + len(pair.completion))
    batches = [pairs[i : i + batch] for i in range(0, len(pairs), batch)]

    def ours() -> tuple[float, float]:
        loaded, at = load(str(seed_folder(0)), exact=True), []
        recipe = Recipe(steps, batch, RATE, lora=False, seed=0)
        with tempfile.TemporaryDirectory() as out:
            train(loaded, batches, recipe, Path(out), lambda: at.append(clocks()))
        return a_step(at)

    def bare() -> tuple[float, float]:
        return a_step(plain_loop(load(str(seed_folder(0)), exact=True), batches))

    return Sides("train, a step", ours, "bare PyTorch, a step", bare, "at most 1.10")


def plain_loop(loaded: Loaded, batches: list[list[Pair]]) -> list[tuple[float, float]]:
    """Train by a loop that does only what it must; the clocks after each step."""
    model, at = loaded.model.train(), []
    optimizer = torch.optim.AdamW(model.parameters(), RATE, betas=(0.9, 0.95), weight_decay=0.01)
    for batch in batches:
        rows = encode(loaded, batch)
        width = max(map(len, rows["input_ids"]))
        ids, labels = (
            torch.tensor([[*row, *[fill] * (width - len(row))] for row in rows[name]])
            for name, fill in (("input_ids", 0), ("labels", -100))
        )
        mask = torch.tensor([[i < len(row) for i in range(width)] for row in rows["input_ids"]])
        inputs = {"input_ids": ids, "attention_mask": mask.long(), "labels": labels}
        loss, _ = completion_loss(model, inputs)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        at.append(clocks())
    return at


def clocks() -> tuple[float, float]:
    """CPU time and wall time so far, in seconds."""
    return time.process_time(), time.perf_counter()


def a_step(at: list[tuple[float, float]]) -> tuple[float, float]:
    """CPU time and wall time of a step, given the clocks after each."""
    cpu, wall = ((last - first) / (len(at) - 2) for first, last in zip(at[1], at[-1], strict=True))
    return cpu, wall


class RunAndParts:
    """Small runs, and what their calls of the model took."""

    def __init__(self) -> None:
        self._meters = Meter(time.process_time), Meter(time.perf_counter)
        for meter in self._meters:
            wrap_model_calls(meter)
        self._in_model = (0.0, 0.0)

    def one_round(self) -> Sides:
        """A run of one round, with plan, base scores, results and report."""
        return self._sides("a run of one round", lambda: self._spent(1), "")

    def further_round(self) -> Sides:
        """What a run of three rounds takes beyond a run of one, a round."""

        def more() -> list[float]:
            short, long = self._spent(1), self._spent(3)
            return [(after - before) / 2 for before, after in zip(short, long, strict=True)]

        return self._sides("a further round", more, "at most 1.10")

    def _sides(self, name: str, spent: Callable[[], list[float]], goal: str) -> Sides:
        def whole() -> tuple[float, float]:
            cpu, wall, *in_model = spent()
            self._in_model = in_model[0], in_model[1]
            return cpu, wall

        return Sides(name, whole, "its calls of the model", lambda: self._in_model, goal)

    def _spent(self, rounds: int) -> list[float]:
        """CPU time and wall time of a run, and of its calls of the model, in seconds."""
        config = resolve_config(build_config(**ROUND, rounds=rounds))
        for meter in self._meters:
            meter.seconds = 0.0
        with tempfile.TemporaryDirectory() as out:
            console = Console(file=io.StringIO())
            run = Path(out) / "run"
            work = partial(execute, config, run, "saturate --benchmark gsm8k", console, jobs=1)
            whole = timed(work)()
        return [*whole, *(meter.seconds for meter in self._meters)]
