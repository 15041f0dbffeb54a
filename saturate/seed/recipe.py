"""Trains an embedded seed by its recorded recipe: a few families, true labels.

Every step trains on one batch of each family together, as families that take turns undo one
another's work in a model this small. The highest rung of a batch grows over the first part of the
training. There are no position embeddings (NoPE): with rotary ones, trials read nothing beyond the
rungs that were taught.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from saturate.ladder import Ladder, SeededRandom
from saturate.models.loading import mark_as_seed
from saturate.registry import load_ladder
from saturate.seed.recipes import RECIPES, Family, RecipeName
from saturate.seed.tokenizer import VOCABULARY_SIZE, build_tokenizer

if TYPE_CHECKING:
    import torch

WIDTH, LAYERS, HEADS = 64, 4, 4
MUON_RATE, ADAM_RATE = 0.02, 4e-3
WARMUP_STEPS = 50
DECAY_SHARE = 0.35
_POOL = 12_000
"""Different problems a rung; a small rung has fewer."""
_SAY_EVERY = 100
_STEPS_A_SECOND = 5

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
        minutes: Shrink the schedule to about so long, for a trial.
    """
    import torch
    from transformers import SmolLM3Config, SmolLM3ForCausalLM

    from saturate.seed.card import Training, write_card

    recipe = RECIPES[name]
    torch.manual_seed(number)
    tokenizer = build_tokenizer()
    config = SmolLM3Config(
        vocab_size=VOCABULARY_SIZE,
        hidden_size=WIDTH,
        intermediate_size=3 * WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        num_key_value_heads=HEADS,
        no_rope_layers=[0] * LAYERS,
        tie_word_embeddings=True,
        max_position_embeddings=8192,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )
    model: Any = SmolLM3ForCausalLM(config)
    pools = {family: _pools(family, tokenizer) for family in recipe.families}
    steps = recipe.steps if minutes is None else max(1, int(minutes * 60 * _STEPS_A_SECOND))
    started = time.monotonic()
    tokens = _train(model, pools, steps, SeededRandom("seed", number), console)
    seconds = time.monotonic() - started
    mark_as_seed(model, {family.ladder: family.top for family in recipe.families})
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
    write_card(out, Training(name, number, steps, tokens, seconds))


def _train(
    model: Any,
    pools: dict[Family, dict[int, list[Example]]],
    steps: int,
    rng: SeededRandom,
    console: Console,
) -> int:
    """Train in place; returns the tokens seen."""
    import torch

    from saturate.seed.muon import MuonAdamW

    optimizer = MuonAdamW(model, MUON_RATE, ADAM_RATE)
    peaks = [group["lr"] for group in optimizer.param_groups]
    started, tokens = time.monotonic(), 0
    for step in range(steps):
        progress = step / steps
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * _schedule(step, progress)
        losses = []
        for family, problems in pools.items():
            batch = _draw(problems, family, progress, rng)
            tokens += sum(len(prompt) + len(answer) for prompt, answer in batch)
            loss = _loss(model, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            losses.append(f"{family.ladder} {loss.item():.3f}")
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if (step + 1) % _SAY_EVERY == 0:
            seconds = time.monotonic() - started
            console.print(f"step {step + 1}, {seconds:.0f} s: {', '.join(losses)}", highlight=False)
    return tokens


def _pools(family: Family, tokenizer: Any) -> dict[int, list[Example]]:
    """Problems of the train split, by rung, as token ids."""
    ladder = load_ladder(family.ladder)
    return {rung: _examples(ladder, rung, tokenizer) for rung in range(1, family.top + 1)}


def _examples(ladder: Ladder, rung: int, tokenizer: Any) -> list[Example]:
    problems = {
        problem.question: problem
        for problem in (ladder.problem(rung, "train", index) for index in range(_POOL))
    }.values()
    delimiter = ladder.describe().delimiter
    prompts = tokenizer([ladder.prompt(p.question) for p in problems])["input_ids"]
    answers = tokenizer([delimiter + p.solution for p in problems], add_special_tokens=False)
    end = [tokenizer.eos_token_id]
    return [(p, a + end) for p, a in zip(prompts, answers["input_ids"], strict=True)]


def _draw(
    pools: dict[int, list[Example]], family: Family, progress: float, rng: SeededRandom
) -> list[Example]:
    """One batch of one rung; the higher of two draws, as long problems need more practice."""
    grown = min(1.0, progress / family.grown_by)
    top = family.first_top + round(grown * (family.top - family.first_top))
    rung = max(rng.between(1, top), rng.between(1, top))
    return [rng.pick(pools[rung]) for _ in range(family.rows)]


def _schedule(step: int, progress: float) -> float:
    """Warm-up, plateau, linear decay."""
    return min(1.0, (step + 1) / WARMUP_STEPS, max(0.0, 1 - progress) / DECAY_SHARE)


def _loss(model: Any, batch: Sequence[Example]) -> torch.Tensor:
    """Mean loss over the tokens of the completions; the head sees those alone."""
    import torch

    longest = max(len(prompt) + len(answer) for prompt, answer in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    labels = torch.full_like(ids, -100)
    mask = torch.zeros_like(ids)
    for i, (prompt, answer) in enumerate(batch):
        end = len(prompt) + len(answer)
        ids[i, :end] = torch.tensor(prompt + answer)
        labels[i, len(prompt) : end] = torch.tensor(answer)
        mask[i, :end] = 1
    hidden = model.model(input_ids=ids, attention_mask=mask, use_cache=False).last_hidden_state
    asked = labels[:, 1:] != -100
    logits = model.lm_head(hidden[:, :-1][asked])
    return torch.nn.functional.cross_entropy(logits, labels[:, 1:][asked])
