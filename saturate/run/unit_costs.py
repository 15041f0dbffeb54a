"""What one answer and one training step take on this machine, timed on the run's own problems.

Answers are timed in batches like the run's, to their own ends, as answers on unknown rungs are
longer than true ones. A large model is timed for some tokens and on some pairs of the lowest rung
only, and the rest is reckoned from the length of prompts, which it reads, and of true solutions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder, Problem
from saturate.models import Decoding
from saturate.models.loading import Loaded
from saturate.models.memory import halved
from saturate.models.prompting import Prompter
from saturate.models.transformers import TransformersSampler
from saturate.training.denormals import no_denormals
from saturate.training.replay import Pair
from saturate.training.sft import completion_loss, encode

_TRIALS = ((8, 8), (32, 24))
"""Answers and most tokens of the first trials: one to warm up, one that tells a large model."""
_PATIENCE_SECONDS = 0.5
"""A model is large where the last trial, or a first step, takes longer."""
_MAX_ANSWERS = 128
"""Most answers timed on a rung; in larger batches one answer takes hardly less."""
_FIRST_PAIRS = 4
"""Pairs of a first step, which warms up; where it takes long, the rest is reckoned from it."""

Draw = Callable[[int, int], list[Pair]]
"""Gives the first pairs of a rung, so many."""


class UnitCosts(NamedTuple):
    """Seconds by rung; between the rungs that were timed a straight line is taken."""

    answers: Mapping[int, float]
    """Seconds of one answer."""
    steps: Mapping[int, float]
    """Seconds of one training step."""
    tokens_a_second: float
    """Tokens generated in a second by a small batch."""

    def answer(self, rung: int) -> float:
        """Seconds of one answer on a rung."""
        return _between(self.answers, rung)

    def step(self, rung: int) -> float:
        """Seconds of one training step on a rung's pairs."""
        return _between(self.steps, rung)


def measure_costs(loaded: Loaded, ladder: Ladder, config: RunConfig) -> UnitCosts:
    """Time answers and training steps; the weights stay as they are.

    By turns an answer is taken for as many turns as the worked solution has.
    """
    low, high = config.score_rungs
    start = config.start_rung
    rungs = sorted({low, min(start, high), (min(start, high) + high) // 2, high})
    sampler = TransformersSampler(loaded)
    prompter = Prompter(ladder, sampler, loaded.bare_prompts, config.by_turns)
    at_once = max(config.proposals * config.voters.seats, config.full_items * (high - low + 1))
    rows = min(_MAX_ANSWERS, at_once)

    def pairs(rung: int, count: int) -> list[Pair]:
        problems = [ladder.problem(rung, "train", i) for i in range(count)]
        found = [Pair(prompter.prompt(p.read), _first_answer(ladder, p, config)) for p in problems]
        whole = sampler.fits([pair.prompt + pair.completion for pair in found])
        return [pair for pair, fits in zip(found, whole, strict=True) if fits] or found

    answers, speed = _answers(sampler, pairs, {rung: rows for rung in rungs}, loaded, config)
    for rung in rungs if config.by_turns else ():
        answers[rung] *= len(ladder.turns_in(ladder.problem(rung, "train", 0).solution))
    last = ladder.describe().last or start + config.rounds
    trained = sorted({low, start, min(start + config.rounds - 1, last)})
    return UnitCosts(answers, _steps(loaded, pairs, trained, config.batch_size), speed)


def _first_answer(ladder: Ladder, problem: Problem, config: RunConfig) -> str:
    """The worked solution, or by turns what is said first in it."""
    return ladder.turns_in(problem.solution)[0] if config.by_turns else problem.solution


def _answers(
    sampler: TransformersSampler,
    draw: Draw,
    asked: Mapping[int, int],
    loaded: Loaded,
    config: RunConfig,
) -> tuple[dict[int, float], float]:
    """Seconds of one answer on every rung, and tokens a second of the last trial.

    Args:
        sampler: Answers.
        draw: Gives pairs.
        asked: By rung, lowest first, how many answers are timed at once.
        loaded: The model.
        config: The run.
    """
    first = [pair.prompt for pair in draw(min(asked), max(count for count, _ in _TRIALS))]
    for count, most in _TRIALS:
        seconds, tokens = _complete(sampler, first[:count], most)
    if seconds <= _PATIENCE_SECONDS:
        whole = {}
        for rung, rows in asked.items():
            prompts = [pair.prompt for pair in draw(rung, rows)]
            whole[rung] = _complete(sampler, prompts, config.max_new_tokens)[0] / len(prompts)
        return whole, tokens / seconds
    reading, begun = _complete(sampler, first, 1)
    to_read = reading / sum(_length(loaded, prompt) for prompt in first)
    to_write = max(0.0, seconds - reading) / (tokens - begun) if tokens > begun else 0.0
    reckoned = {}
    for rung in asked:
        pair = draw(rung, 1)[0]
        written = min(_length(loaded, pair.completion), config.max_new_tokens)
        reckoned[rung] = to_read * _length(loaded, pair.prompt) + to_write * written
    return reckoned, tokens / seconds


def _complete(sampler: TransformersSampler, prompts: Sequence[str], most: int) -> tuple[float, int]:
    """Seconds and tokens of answering all prompts."""
    start = time.perf_counter()
    answers = sampler.complete(prompts, Decoding(max_new_tokens=most))
    seconds = time.perf_counter() - start
    return seconds, max(1, sum(completion.tokens for (completion,) in answers))


def _length(loaded: Loaded, text: str) -> int:
    return len(loaded.tokenizer(text)["input_ids"])


def _steps(loaded: Loaded, draw: Draw, rungs: Sequence[int], size: int) -> dict[int, float]:
    """Seconds of one training step on each rung, of so many pairs.

    Those of a large model follow from how long pairs are: a pair takes the same for each token.
    """
    lowest, *others = rungs
    found = {lowest: _step(loaded, draw(lowest, size))}
    if not found[lowest].large:
        found |= {rung: _step(loaded, draw(rung, size)) for rung in others}
        return {rung: step.seconds for rung, step in found.items()}
    longest = {
        rung: max(map(len, encode(loaded, draw(rung, _FIRST_PAIRS))["input_ids"])) for rung in rungs
    }
    return {rung: found[lowest].seconds * longest[rung] / longest[lowest] for rung in rungs}


class _Step(NamedTuple):
    """One training step."""

    seconds: float
    large: bool
    """Whether the first few pairs took so long that the others were not timed."""


def _step(loaded: Loaded, pairs: Sequence[Pair]) -> _Step:
    """Time one training step, by the loss that training takes; of a part, where that fits."""
    seconds, count = _gradients(loaded, pairs[:_FIRST_PAIRS])
    large = seconds > _PATIENCE_SECONDS
    if not large:
        seconds, count = _gradients(loaded, pairs)
    return _Step(seconds * len(pairs) / count, large)


def _gradients(loaded: Loaded, pairs: Sequence[Pair]) -> tuple[float, int]:
    """Seconds of one pass forth and back, and the pairs, of the first ones, that memory held."""
    import torch

    count = len(pairs)
    while True:
        start = time.perf_counter()
        try:
            with torch.enable_grad(), no_denormals():
                batch = _batch(loaded, pairs[:count])
                loss = completion_loss(loaded.model, batch)[0]
                torch.autograd.backward(loss)
                loss.detach().item()  # waits for a GPU
            return time.perf_counter() - start, count
        except RuntimeError as error:
            count = halved(count, error, "the gradients of one training pair")
        finally:
            loaded.model.zero_grad(set_to_none=True)


def _batch(loaded: Loaded, pairs: Sequence[Pair]) -> dict[str, Any]:
    """Pairs as the trainer pads them, shape (pairs, tokens)."""
    import torch
    from torch.nn.utils.rnn import pad_sequence

    rows = encode(loaded, pairs)

    def padded(values: Sequence[Sequence[int]], value: int) -> torch.Tensor:
        tensors = [torch.tensor(one) for one in values]
        return pad_sequence(tensors, True, value).to(loaded.model.device)

    ids = rows["input_ids"]
    return {
        "input_ids": padded(ids, 0),
        "attention_mask": padded([[1] * len(one) for one in ids], 0),
        "labels": padded(rows["labels"], -100),
    }


def _between(known: Mapping[int, float], rung: int) -> float:
    import numpy as np

    rungs = sorted(known)
    return float(np.interp(rung, rungs, [known[one] for one in rungs]))
