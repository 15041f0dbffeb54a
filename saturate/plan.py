"""What a run will do, said before it does it; with a time that is measured, not guessed."""

from __future__ import annotations

import time
from typing import NamedTuple

from saturate.arms import UNFILTERED, VOTED
from saturate.config import FULL_ITEMS, RunConfig
from saturate.ladder import Ladder
from saturate.models import Loaded
from saturate.prompting import Prompter
from saturate.sampling import Decoding
from saturate.sampling.transformers import TransformersSampler
from saturate.scoring.adaptive import THIN, planned_items
from saturate.stats import detectable_difference

_TRIALS = ((32, 24), (32, 24), (128, 64))
"""Prompts and tokens of one trial after another: one to warm up, one for large models, and one that
keeps a small model as busy as a run does."""
_PATIENCE = 1.0
"""Seconds; the next trial is left out where one took longer."""
_RUNGS_A_ROUND = 1.7
"""Rungs that the voted arm asks its voters about in a round, probes counted by their share."""
_OVERHEAD = 1.15
"""Start-up, tokenising, lm-eval's own work, writing."""


class Speed(NamedTuple):
    """What this machine does with this model."""

    generated: float
    """Tokens generated in a second."""
    trained: float
    """Tokens trained on in a second, prompts included."""


class Plan(NamedTuple):
    """The size of a run."""

    scored: int
    """Items scored in the whole run."""
    detectable: float
    """Smallest paired difference that the items of one rung can show."""
    generated: float
    """Tokens to generate."""
    trained: float
    """Tokens to train on."""
    seconds: float
    """Expected time."""


def measure_speed(loaded: Loaded, ladder: Ladder, config: RunConfig) -> Speed:
    """Time some batches of generation and two of training; the weights stay as they are."""
    import torch

    sampler = TransformersSampler(loaded)
    prompter = Prompter(ladder, sampler, loaded.bare_prompts)
    prompts = [
        prompter.prompt(ladder.problem(config.start_rung, "train", i).question)
        for i in range(max(prompts for prompts, _ in _TRIALS))
    ]
    for count, tokens in _TRIALS:
        start = time.perf_counter()
        answers = sampler.complete(prompts[:count], Decoding(max_new_tokens=tokens))
        elapsed = time.perf_counter() - start
        generated = sum(row[0].tokens for row in answers) / elapsed
        if elapsed > _PATIENCE:
            break

    rows = min(config.batch_size, len(answers))
    batch = loaded.tokenizer(prompts[:rows], padding=True, return_tensors="pt")
    batch = batch.to(loaded.model.device)
    for _ in range(2):
        start = time.perf_counter()
        with torch.enable_grad():
            loaded.model(**batch, labels=batch["input_ids"]).loss.backward()
        elapsed = time.perf_counter() - start
    loaded.model.zero_grad(set_to_none=True)
    return Speed(max(generated, 1.0), batch["input_ids"].numel() / elapsed)


def make_plan(config: RunConfig, ladder: Ladder, loaded: Loaded, speed: Speed) -> Plan:
    """Add up what the stages will cost."""
    middle = config.start_rung + config.rounds // 3
    info = ladder.describe()
    middle = middle if info.last is None else min(middle, info.last)
    problem = ladder.problem(middle, "train", 0)
    prompt = len(loaded.tokenizer(ladder.prompt(problem.question))["input_ids"])
    answered = len(loaded.tokenizer(problem.solution)["input_ids"])
    arms, rounds = len(config.training_arms), config.rounds
    ladder.problem(config.start_rung, "vote", 0)  # a split without problems is told now
    low, high = config.score_rungs
    ladder.problem(low, "score", 0)
    scored = (high - low + 1) * config.full_items + rounds * sum(
        _scored_in_a_round(config, leads=arm == 0) for arm in range(arms)
    )
    proposals = config.proposals * config.voters.seats * rounds
    asked = {VOTED: _RUNGS_A_ROUND, UNFILTERED: 1.0}
    rungs = sum(asked.get(arm, 0.0) for arm in config.arms)
    generated = answered * (proposals * rungs + scored)
    pairs = arms * rounds * config.lineages * config.steps * config.batch_size
    trained = float(pairs * (prompt + answered))
    seconds = _OVERHEAD * (generated / speed.generated + trained / speed.trained)
    return Plan(scored, detectable_difference(config.full_items), generated, trained, seconds)


def plan_lines(config: RunConfig, ladder: Ladder, loaded: Loaded, plan: Plan) -> list[str]:
    """The plan in words."""
    info = ladder.describe()
    low, high = config.score_rungs
    taught = loaded.known_rungs.get(config.ladder)
    known = f", taught rungs {info.first} to {taught} with true labels" if taught else ""
    notes = [f"Note       {note}" for note in ladder.notes()]
    return [
        f"Benchmark  {config.benchmark}, ladder {info.name} ({info.source}); axis: {info.axis}",
        f"Ladder     {config.ladder_reason}",
        *notes,
        f"Model      {config.model}, {loaded.model.num_parameters():,} parameters{known}",
        f"Rounds     {config.rounds} for each arm: {', '.join(map(str, config.arms))}; "
        f"first rung to label: {config.start_rung}",
        f"Voters     {config.voters}; " + _keeps(config),
        f"Scoring    rungs {low} to {high}, {_items(config)} "
        f"{plan.scored:,} in all; one rung can show {100 * plan.detectable:.0f} points (paired)",
        f"Training   {config.steps} steps of {config.batch_size} pairs a round"
        + (", low-rank adapters" if config.lora else ""),
        f"Time       about {plan.seconds / 60:.0f} minutes on this machine"
        + (", timed without vLLM" if config.engine == "vllm" else ""),
    ]


def _scored_in_a_round(config: RunConfig, leads: bool) -> int:
    """Items that one arm is scored on after a round."""
    low, high = config.score_rungs
    if config.score_items == "adaptive":
        return planned_items(high - low + 1, config.rungs_per_round, leads)
    return (high - low + 1) * config.score_items


def _items(config: RunConfig) -> str:
    """How many items of a rung are scored."""
    if config.score_items == "adaptive":
        return f"{FULL_ITEMS} items each near the frontier and {THIN} elsewhere, about"
    return f"{config.score_items} items each,"


def _keeps(config: RunConfig) -> str:
    """What a label and a rung need."""
    if "vote" not in config.filters:
        kept = "the length filter" if config.filters else "no filter"
        return f"no vote is taken, {kept} keeps; a rung needs {config.coverage_floor:.0%} kept"
    return (
        f"a label needs more than {config.agreement:.0%} of them, a rung "
        f"{config.coverage_floor:.0%} kept and {config.precision_floor:.0%} estimated right"
    )
