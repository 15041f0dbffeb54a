"""The model card of a seed: what it was trained on, for how long, and what it reads by rung."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from saturate.registry import load_ladder
from saturate.results.text import interval_text
from saturate.seed.practice import PRACTICES
from saturate.seed.recipes import RECIPES, RecipeName
from saturate.stats.intervals import Count, wilson

_ITEMS = 200
_BEYOND = 6
"""Rungs scored beyond the last taught one, where a ladder has so many."""


class Training(NamedTuple):
    """How a seed model was made."""

    recipe: RecipeName
    number: int
    """Its random seed."""
    steps: int
    tokens: int
    seconds: float
    """How long it took."""
    device: str
    """What it was trained on, as torch names it."""


def rungs_to_score(ladder: str, top: int) -> range:
    """The rungs of a ladder's table, where those up to ``top`` were taught."""
    info = load_ladder(ladder).describe()
    last = top + _BEYOND
    return range(info.first, (last if info.last is None else min(last, info.last)) + 1)


def write_card(out: Path, made: Training) -> None:
    """Score the model in ``out`` on its rungs by lm-eval and write ``README.md`` beside it."""
    from saturate.models.loading import load
    from saturate.models.transformers import TransformersSampler
    from saturate.scoring.rungs import RungTask, score_rungs

    loaded = load(str(out))
    tasks = [
        RungTask(ladder, rung, _ITEMS, instructed=False)
        for ladder, top in loaded.known_rungs.items()
        for rung in rungs_to_score(ladder, top)
    ]
    scored = score_rungs(TransformersSampler(loaded), tasks, max_new_tokens=512)
    rows = []
    for task in tasks:
        items = scored.strict[task.name]
        count = Count(sum(item.right for item in items), len(items))
        share = wilson(*count)
        taught = "yes" if task.rung <= loaded.known_rungs[task.ladder] else "no"
        rows.append(
            f"| {task.ladder} | {task.rung} | {taught} | "
            f"{interval_text(share, 100)} | {count.total} |"
        )
    config = loaded.model.config
    shape = f"{config.num_hidden_layers} layers of width {config.hidden_size}"
    heads = f"{config.num_attention_heads} heads"
    minutes = made.seconds / 60
    where = "one CPU thread" if made.device == "cpu" else f"one {made.device} device"
    rotary = sum(config.no_rope_layers)
    positions = "no position embeddings"
    if rotary:
        positions = "rotary positions in " + ("one layer" if rotary == 1 else f"{rotary} layers")
    if config.use_sliding_window:
        positions += f", {config.sliding_window} tokens back"
    beside = ""
    if (practice := RECIPES[made.recipe].practice) is not None:
        of = PRACTICES[practice.ladder].of
        beside = f"; beside them {practice.rows} rows a step of practice in {of}"
    text = f"""---
license: apache-2.0
library_name: transformers
---
# saturate seed {made.recipe} {made.number}

The embedded model of saturate: {loaded.model.num_parameters():,} parameters, {shape} with
{heads}, class `{type(loaded.model).__name__}`, {positions}, random seed {made.number}.
It knows nothing but the problems below, and is meant for self-improvement loops on a laptop.

- Data: procedural problems of the train split with true labels, up to 12,000 a rung{beside}.
- Training: {made.steps:,} steps, {made.tokens:,} tokens, {minutes:.0f} minutes on {where}.
- Again from scratch: `saturate seed FOLDER --recipe {made.recipe} --number {made.number}`.

Accuracy by rung on the score split (greedy, strict, 95 % Wilson intervals):

| ladder | rung | taught | right, % | items |
|---|---|---|---|---|
{chr(10).join(rows)}
"""
    (out / "README.md").write_text(text, "utf-8")
