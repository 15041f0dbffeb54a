"""Trains an embedded seed by its recorded recipe: a few families, true labels.

Every step trains on one batch of each family together, as families that take turns undo one
another's work in a model this small. The highest rung of a batch grows over the first part of the
training.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Console

from saturate.errors import NO_MODEL, when_stopped
from saturate.ladder import Ladder, SeededRandom
from saturate.models.loading import device
from saturate.registry import load_ladder
from saturate.seed.practice import PRACTICES
from saturate.seed.recipes import RECIPES, Family, RecipeName, SeedRecipe
from saturate.seed.tokenizer import VOCABULARY_SIZE, build_tokenizer
from saturate.storage.model_facts import mark_as_seed
from saturate.training.denormals import no_denormals

if TYPE_CHECKING:
    import torch

WIDTH, HEADS = 64, 4
ADAM_RATE = 4e-3
WARMUP_STEPS = 50
DECAY_SHARE = 0.35
_POOL = 12_000
"""Different problems a rung; a small rung has fewer."""
_PRACTICE_POOL = 4_000
_SAY_EVERY = 100

Example = tuple[list[int], list[int]]
"""Token ids of a prompt and of its completion, end-of-text included."""


def train_seed(
    out: Path, name: RecipeName, number: int, console: Console, minutes: float | None = None
) -> None:
    """Train a seed model from scratch and save it with its tokenizer and a record of the training.

    Args:
        out: Folder to write.
        name: Name of the recipe.
        number: Its random seed.
        console: Where progress goes.
        minutes: Go through the schedule in so long instead, for a trial.
    """
    from saturate.seed.card import Training, write_card

    with when_stopped(NO_MODEL):
        made = train_model(RECIPES[name], number, console, minutes)
        trained_on = made.model.device.type
        made.model.to("cpu").save_pretrained(out)
        made.tokenizer.save_pretrained(out)
    with when_stopped(f"The model is whole in {out}; its card is missing."):
        facts = Training(name, number, made.steps, made.tokens, made.seconds, trained_on)
        write_card(out, facts)


class Trained(NamedTuple):
    """A model fresh from its recipe, on the device where it was trained."""

    model: Any
    tokenizer: Any
    steps: int
    tokens: int
    """Prompts included."""
    seconds: float
    """How long the steps took."""


def train_model(
    recipe: SeedRecipe, number: int, console: Console, minutes: float | None = None
) -> Trained:
    """Train a model from scratch on the best device at hand.

    Args:
        recipe: What it is taught, how long, and its shape.
        number: The random seed.
        console: Where progress goes.
        minutes: Go through the schedule in so long instead, for a trial.
    """
    import torch
    from transformers import SmolLM3Config, SmolLM3ForCausalLM

    torch.manual_seed(number)
    tokenizer = build_tokenizer()
    config = SmolLM3Config(
        vocab_size=VOCABULARY_SIZE,
        hidden_size=WIDTH,
        intermediate_size=3 * WIDTH,
        num_hidden_layers=len(recipe.rotary),
        num_attention_heads=HEADS,
        num_key_value_heads=HEADS,
        no_rope_layers=[int(rotary) for rotary in recipe.rotary],
        layer_types=[
            "sliding_attention" if rotary and recipe.window else "full_attention"
            for rotary in recipe.rotary
        ],
        use_sliding_window=recipe.window is not None,
        sliding_window=recipe.window,
        tie_word_embeddings=True,
        max_position_embeddings=8192,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )
    model: Any = SmolLM3ForCausalLM(config).to(device())
    rng = SeededRandom("seed", number)
    pools = {family: _pools(family, tokenizer) for family in recipe.families}
    if recipe.practice is not None:
        pools[recipe.practice] = _practice_pools(recipe.practice, tokenizer, rng)
    started = time.monotonic()
    steps, tokens = _train(model, pools, recipe, minutes, rng, console)
    seconds = time.monotonic() - started
    known: dict[str, int] = {}
    for family in recipe.families:
        known[family.ladder] = max(known.get(family.ladder, 0), family.top)
    mark_as_seed(model, known)
    return Trained(model, tokenizer, steps, tokens, seconds)


def _train(
    model: Any,
    pools: dict[Family, dict[int, list[Example]]],
    recipe: SeedRecipe,
    minutes: float | None,
    rng: SeededRandom,
    console: Console,
) -> tuple[int, int]:
    """Train in place; returns the steps taken and the tokens seen."""
    import torch

    from saturate.seed.muon import MuonAdamW

    optimizer = MuonAdamW(model, recipe.muon_rate, ADAM_RATE)
    peaks = [group["lr"] for group in optimizer.param_groups]
    started, tokens, step, progress = time.monotonic(), 0, 0, 0.0
    while progress < 1:
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * _schedule(step, progress)
        losses = {}
        for family, problems in pools.items():
            if progress < family.begins:
                continue
            batch = _draw(problems, family, progress, rng)
            tokens += sum(len(prompt) + len(answer) for prompt, answer in batch)
            with no_denormals():
                loss = _loss(model, batch)
                loss.backward()  # type: ignore[no-untyped-call]
            losses[family.ladder] = loss.detach()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        seconds = time.monotonic() - started
        progress = step / recipe.steps if minutes is None else seconds / (60 * minutes)
        if step % _SAY_EVERY == 0:
            told = ", ".join(f"{name} {loss.item():.3f}" for name, loss in losses.items())
            console.print(f"step {step}, {seconds:.0f} s: {told}", highlight=False)
    return step, tokens


def _pools(family: Family, tokenizer: Any) -> dict[int, list[Example]]:
    """Problems of the train split, by rung, as token ids."""
    ladder = load_ladder(family.ladder)
    first = ladder.describe().first
    return {rung: _examples(ladder, rung, tokenizer) for rung in range(first, family.top + 1)}


def _practice_pools(
    practice: Family, tokenizer: Any, rng: SeededRandom
) -> dict[int, list[Example]]:
    """Rows of a practice, by rung, as token ids."""
    drawn = PRACTICES[practice.ladder].drawn
    return {
        rung: _tokenized([drawn(rung, rng) for _ in range(_PRACTICE_POOL)], tokenizer)
        for rung in range(1, practice.top + 1)
    }


def _examples(ladder: Ladder, rung: int, tokenizer: Any) -> list[Example]:
    problems = {
        problem.question: problem
        for problem in (ladder.problem(rung, "train", index) for index in range(_POOL))
    }.values()
    delimiter = ladder.describe().delimiter
    pairs = [(ladder.prompt(p.question), delimiter + p.solution) for p in problems]
    return _tokenized(pairs, tokenizer)


def _tokenized(pairs: Sequence[tuple[str, str]], tokenizer: Any) -> list[Example]:
    prompts = tokenizer([prompt for prompt, _ in pairs])["input_ids"]
    answers = tokenizer([answer for _, answer in pairs], add_special_tokens=False)["input_ids"]
    end = [tokenizer.eos_token_id]
    return [(p, a + end) for p, a in zip(prompts, answers, strict=True)]


def _draw(
    pools: dict[int, list[Example]], family: Family, progress: float, rng: SeededRandom
) -> list[Example]:
    """One batch of one rung; the higher of two draws, as long problems need more practice."""
    grown = min(1.0, progress / family.grown_by)
    top = family.first_top + round(grown * (family.top - family.first_top))
    first = min(pools)
    rung = max(rng.between(first, top), rng.between(first, top))
    return [rng.pick(pools[rung]) for _ in range(family.rows)]


def _schedule(step: int, progress: float) -> float:
    """Warm-up, plateau, linear decay."""
    return min(1.0, (step + 1) / WARMUP_STEPS, max(0.0, 1 - progress) / DECAY_SHARE)


def _loss(model: Any, batch: Sequence[Example]) -> torch.Tensor:
    """Mean loss over the tokens of the completions; the head sees those alone.

    Padding stands on the right, where causal attention never looks, so that no mask is needed.
    """
    import torch

    longest = max(len(prompt) + len(answer) for prompt, answer in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    labels = torch.full_like(ids, -100)
    for i, (prompt, answer) in enumerate(batch):
        end = len(prompt) + len(answer)
        ids[i, :end] = torch.tensor(prompt + answer)
        labels[i, len(prompt) : end] = torch.tensor(answer)
    row, before = (labels[:, 1:] != -100).nonzero(as_tuple=True)
    told = labels[row, before + 1]
    row, before, told, ids = (one.to(model.device) for one in (row, before, told, ids))
    hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state
    return torch.nn.functional.cross_entropy(model.lm_head(hidden[row, before]), told)
