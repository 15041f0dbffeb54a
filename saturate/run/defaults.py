"""From a command line's settings to a complete configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from saturate.config.run_config import SEED_MODEL, RunConfig, build_config
from saturate.config.voters import Voters
from saturate.errors import SaturateError
from saturate.ladder import Ladder, LadderInfo
from saturate.models.loading import resolve
from saturate.registry import load_ladder, require_rung
from saturate.run.ladder_choice import choose_ladder
from saturate.seed.tokenizer import build_tokenizer
from saturate.storage.files import read_json
from saturate.storage.layout import RUN
from saturate.storage.model_facts import model_facts

_KEPT = ("score_rungs", "max_new_tokens", "score_items")
"""Settings whose defaults follow from the number of rounds or may change between versions: a run
that goes on keeps its own."""
_RUNGS_A_ROUND = 2
"""Rungs are scored up to where so many a round would lead."""
_ROOM_ITEMS = 20
_ROUND_TOKENS = 1_000_000
_STEPS = (120, 200)
"""Fewest and most steps a round; with 120 instead of 200, addition learned to drop a digit."""
_LABELS_A_STEP = 5 / 3
"""Labels wanted on a rung, for every step."""
_LEARNING_RATES = {"full": 2e-5, "lora": 2e-4}
_SEED_RATE = 2e-3
"""Learning rate of the embedded model where a step holds as many answer tokens as a story's."""
_SEED_RATE_TOKENS = 56
"""Answer tokens of such a pair."""


def complete_settings(settings: dict[str, Any], out: Path | None = None) -> RunConfig:
    """Fill in what the user left open, from the model, its ladder, and the run that is there.

    Args:
        settings: What was asked for; ``None`` where nothing was.
        out: The run's folder, if one was named. Where it holds a run, what follows from its first
            number of rounds stays, so that rounds can be added, and so do the items it scores.

    Raises:
        SaturateError: A setting is unknown or out of range.
    """
    given = {name: value for name, value in settings.items() if value is not None}
    first_model = str(given.get("model", SEED_MODEL)).split(",")[0].strip()
    facts = model_facts(resolve(first_model))
    if facts.bare_prompts and given.get("engine") == "vllm":
        raise SaturateError(
            "vLLM has no attention for heads as narrow as the embedded model's; leave out "
            "--engine vllm, or name another --model."
        )
    name, given["ladder_reason"] = choose_ladder(
        given.get("benchmark", "gsm8k"),
        given.get("ladder"),
        facts.bare_prompts,
        given.get("benchmark_data"),
    )
    given["ladder"] = name
    info = load_ladder(name).describe()
    if not info.symmetry:
        given.setdefault("voters", Voters(samples=7))
    start = given.setdefault("start_rung", facts.known_rungs.get(name, info.first - 1) + 1)
    if not facts.bare_prompts:
        given.setdefault("learning_rate", _LEARNING_RATES["lora" if given.get("lora") else "full"])
    if "vote" not in given.get("filters", ("vote",)):
        # Agreement alone cannot promise good labels where nothing is voted on: coverage paces.
        given.setdefault("precision_floor", 0.0)
    held = read_json((out or _folder(name, first_model, given.get("seed", 0))) / RUN) or {}
    for setting in _KEPT:
        if setting in held:
            given.setdefault(setting, held[setting])
    rounds = int(given.get("rounds", RunConfig.model_fields["rounds"].default))
    top = start + _RUNGS_A_ROUND * rounds
    given.setdefault("score_rungs", (info.first, top if info.last is None else min(top, info.last)))
    _check_rungs(info, start, *given["score_rungs"])
    if facts.bare_prompts:
        ladder = load_ladder(name, given.get("benchmark_data"))
        given.setdefault(
            "max_new_tokens", _room(ladder, given["score_rungs"][1], facts.known_rungs)
        )
        steps = given.setdefault("steps", _steps(ladder, start))
        given.setdefault("proposals", int(_LABELS_A_STEP * steps))
        given.setdefault("learning_rate", _seed_rate(ladder, start))
    config = build_config(**given)
    if config.engine == "vllm" and config.lineages > 1:
        raise SaturateError(
            "vLLM takes the memory of a GPU for one model; vote by views or samples, or leave out "
            "--engine vllm."
        )
    source = config.view_source
    only_declared = source == "ladder" or (facts.bare_prompts and source != "text")
    if config.voters.views > 1 and only_declared and not info.symmetry:
        raise SaturateError(f"Ladder {name} has no views; vote by --voters samples:5.")
    if source == "model" and facts.bare_prompts:
        raise SaturateError(
            f"Model {first_model!r} takes bare problems and cannot rewrite one; leave out "
            "--view-source model."
        )
    return config


def default_folder(config: RunConfig) -> Path:
    """Where a run goes when no folder is named."""
    return _folder(config.ladder, config.model, config.seed)


def _folder(ladder: str, model: str, seed: object) -> Path:
    names = (re.sub(r"[^A-Za-z0-9.]+", "-", Path(name).name) for name in (ladder, model))
    return Path("runs") / f"{'-'.join(names)}-s{seed}"


def _check_rungs(info: LadderInfo, start: int, low: int, high: int) -> None:
    for rung in (start, low, high):
        require_rung(info, rung)
    if low > high:
        raise SaturateError(f"Rungs {low} to {high} cannot be scored; write the lower one first.")


def _room(ladder: Ladder, rung: int, known: Mapping[str, int]) -> int:
    """Tokens that an embedded model's answer may take: the longest solution, and a quarter.

    Beyond what it knows such a model often never ends, and scoring would wait for that. Solutions
    are those of the last rung scored, and of what it knows of other ladders.
    """
    tops = [(ladder, rung)]
    tops += [(load_ladder(name), top) for name, top in known.items()]
    lengths = [_solution_tokens(one, top, _ROOM_ITEMS) for one, top in tops]
    return max(max(lengths) for lengths in lengths) * 5 // 4


def _steps(ladder: Ladder, rung: int) -> int:
    """Steps a round that keep its training to about as many tokens whatever the ladder."""
    prompt = build_tokenizer()(ladder.prompt(ladder.problem(rung, "train", 0).question))
    pair = len(prompt["input_ids"]) + _solution_tokens(ladder, rung, 1)[0]
    least, most = _STEPS
    batch: int = RunConfig.model_fields["batch_size"].default
    return max(least, min(most, _ROUND_TOKENS // (batch * pair)))


def _seed_rate(ladder: Ladder, rung: int) -> float:
    """The embedded model's learning rate: the shorter the answers, the noisier a step, the lower.

    For Adam it goes with the square root of what a step averages over (Malladi et al., "On the SDEs
    and Scaling Rules for Adaptive Gradient Algorithms", arXiv 2205.10287). At the rate that suits
    stories, addition lost what it knew beyond its last taught rung.
    """
    share = _solution_tokens(ladder, rung, 1)[0] / _SEED_RATE_TOKENS
    return float(f"{_SEED_RATE * min(1.0, share**0.5):.1g}")


def _solution_tokens(ladder: Ladder, rung: int, items: int) -> list[int]:
    problems = [ladder.problem(rung, "train", index) for index in range(items)]
    solutions = build_tokenizer()([problem.solution for problem in problems])["input_ids"]
    return [len(tokens) for tokens in solutions]
