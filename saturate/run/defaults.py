"""Fills in the settings of a run that follow from its model, its ladder, or its folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from saturate.config.run_config import RunConfig, build_config
from saturate.config.voters import Voters
from saturate.errors import SaturateError
from saturate.ladder import Ladder
from saturate.models.naming import resolve, taught_rungs
from saturate.registry import load_ladder
from saturate.run.fitting import (
    check_choices,
    check_engine,
    check_labels,
    check_rungs,
    check_turns,
    check_views,
)
from saturate.run.ladder_choice import choose_ladder
from saturate.run.model_questions import check_band, question_defaults
from saturate.run.reinforcement import reinforcement_defaults
from saturate.scoring.own_room import room_by_default
from saturate.seed.tokenizer import build_tokenizer
from saturate.storage.files import read_json
from saturate.storage.layout import RUN
from saturate.storage.model_facts import model_facts
from saturate.training.replay import steps_of
from saturate.voting.playing import TURN_TOKENS

_KEPT = ("benchmark", "score_rungs", "max_new_tokens", "score_items")
"""Settings whose defaults follow from the number of rounds or may change between versions: a run
that goes on keeps its own."""
_RUNGS_A_ROUND = 2
"""Rungs are scored up to where so many a round would lead."""
_ROOM_ITEMS = 20
"""Solutions looked at for the longest one."""
_ROUND_TOKENS = 1_000_000
"""Tokens that a round trains on, where the bounds of its steps let it."""
_MIN_STEPS, _MAX_STEPS = 120, 200
"""Bounds of the steps a round; with 120 instead of 200, addition learned to drop a digit."""
_LABELS_A_STEP = 5 / 3
"""Labels wanted on a rung, for every step."""
_LEARNING_RATES = {"full": 1e-5, "lora": 1e-4}
"""Learning rates of models from the hub."""
_PASSES = 2.5
"""Passes of a pretrained model over the labels of a round; many more take what it could before."""
_BATCH = 32
"""Training pairs in a step of such a model, or answers that it draws."""
_MOST_DRAWN_STEPS = 100
"""Most steps of a round that draws its answers: its passes would take 1,500, and nine times as many
answers as the vote."""
SEED_RATE = 2e-3
"""Learning rate of the embedded model where a step holds as many answer tokens as a story's."""
_SEED_RATE_TOKENS = 56
"""Answer tokens of such a pair."""


def resolve_config(config: RunConfig, out: Path | None = None) -> RunConfig:
    """Fill in what the user left open, from the model, its ladder, and the run that is there.

    Args:
        config: What was asked for; of its settings those count that somebody gave.
        out: The run's folder, if one was named. Where it holds a run, what follows from its first
            number of rounds stays, so that rounds can be added, and so do the items it scores.

    Returns:
        All settings; as given counts still what the user gave.

    Raises:
        SaturateError: Settings do not fit the model, its ladder, or one another.
    """
    given = config.given()
    first_model = config.model_names[0]
    revision = config.model_args.revision
    facts = model_facts(resolve(first_model), revision)
    check_engine(config, facts)
    if revision and Path(resolve(first_model)).is_dir():
        raise SaturateError(
            f"Model {first_model!r} is no model of the hub; leave revision out of --model-args."
        )
    ladder, reason = choose_ladder(
        config.benchmark,
        given.get("ladder"),
        facts.bare_prompts,
        config.benchmark_data,
        taught_rungs(first_model, revision),
    )
    given |= {"ladder": ladder, "ladder_reason": reason}
    of_ladder = resolve(first_model, ladder=ladder)  # the seed that knows the ladder
    facts = model_facts(of_ladder, revision)
    if ":" in ladder:  # made of a task, which is the benchmark then
        given["benchmark"] = ladder.partition(":")[2]
    info = load_ladder(ladder, config.benchmark_data).describe()
    if info.choices:
        given.setdefault("filters", ("vote",))  # how long a choice is says nothing
        check_choices(config, load_ladder(ladder, config.benchmark_data))
    if config.by_turns:
        check_turns(config, load_ladder(ladder, config.benchmark_data))
        # A play's length follows from what came of its turns; a turn has room of its own.
        given = {"filters": ("vote",), "max_new_tokens": TURN_TOKENS} | given
    if not info.symmetry:
        rewrites = config.view_source != "ladder" and not (facts.bare_prompts or info.acts)
        given.setdefault("voters", Voters(views=3, samples=3) if rewrites else Voters(samples=7))
    voters = given.get("voters", config.voters)
    given.setdefault("every_view", voters.views > 1 and voters.samples > 1)
    given = question_defaults(config, info) | given
    start = given.setdefault("start_rung", facts.known_rungs.get(ladder, info.first - 1) + 1)
    given = reinforcement_defaults(config, info, start, facts.bare_prompts) | given
    if "vote" not in config.filters:
        # Agreement alone cannot promise good labels where nothing is voted on: coverage paces.
        given.setdefault("precision_floor", 0.0)
    stored = read_json((out or _folder(ladder, config.model, config.seed)) / RUN) or {}
    given = {name: stored[name] for name in _KEPT if name in stored} | given
    given.setdefault("benchmark", info.benchmark)
    top = start + _RUNGS_A_ROUND * config.rounds
    given.setdefault("score_rungs", (info.first, top if info.last is None else min(top, info.last)))
    check_rungs(info, start, *given["score_rungs"])
    family = load_ladder(ladder, config.benchmark_data)
    if facts.bare_prompts:
        given = _seed_defaults(family, start, given, facts.known_rungs) | given
    else:
        first = family.problem(start, "train", 0).solution if config.by_turns else ""
        given = _pretrained_defaults(config, given, len(family.turns_in(first)) or 1) | given
        if "max_new_tokens" not in given:
            low, high = given["score_rungs"]
            given["max_new_tokens"] = room_by_default(family, range(low, high + 1))
    resolved = build_config(**given)
    check_views(resolved, info, facts)
    check_labels(resolved, family)
    check_band(resolved)
    return RunConfig.model_construct(config.model_fields_set, **dict(resolved))


def default_folder(config: RunConfig) -> Path:
    """Where a run goes when no folder is named."""
    return _folder(config.ladder, config.model, config.seed)


def _folder(ladder: str, model: str, seed: object) -> Path:
    names = (re.sub(r"[^A-Za-z0-9.]+", "-", Path(name).name) for name in (ladder, model))
    return Path("runs") / f"{'-'.join(names)}-s{seed}"


def _seed_defaults(
    ladder: Ladder, start: int, given: Mapping[str, Any], known: Mapping[str, int]
) -> dict[str, Any]:
    """What suits the embedded model: room to answer, steps, labels for them, learning rate."""
    steps = given.get("steps") or _steps(ladder, start)
    return {
        "max_new_tokens": _room(ladder, given["score_rungs"][1], known),
        "steps": steps,
        "proposals": int(_LABELS_A_STEP * steps),
        "learning_rate": _seed_rate(ladder, start),
    }


def _pretrained_defaults(config: RunConfig, given: Mapping[str, Any], pairs: int) -> dict[str, Any]:
    """What suits a model that others trained: few passes, small steps, and traces by its trainer.

    Args:
        config: What was asked for.
        given: What is known of it so far.
        pairs: Training pairs of a label: one, or as many as turns.
    """
    batch = given.get("batch_size", _BATCH)
    found = {
        "batch_size": batch,
        "learning_rate": _LEARNING_RATES["lora" if config.lora else "full"],
        # What is rejected answers the prompt of what is chosen: of one trace, mostly nobody's.
        "traces": "all" if config.trainer == "dpo" else "shortest",
    }
    if passes := given.get("passes", None if "steps" in given else _PASSES):
        labels = config.proposals * config.rungs_per_round * pairs
        size = build_config(**config.given() | {"batch_size": batch}).pairs_of_step
        steps = steps_of(passes, labels, size)
        if config.trainer == "grpo" and "passes" not in given:
            steps = min(steps, _MOST_DRAWN_STEPS)
        found |= {"passes": passes, "steps": steps}
    return found


def _room(ladder: Ladder, rung: int, known: Mapping[str, int]) -> int:
    """Tokens that an embedded model's answer may take: the longest solution, and a quarter.

    Beyond what it knows such a model often never ends, and scoring would wait for that. Solutions
    are those of the last rung scored, and of what it knows of other ladders.
    """
    tops = [(ladder, rung)]
    tops += [(load_ladder(name), top) for name, top in known.items()]
    lengths = [_solution_tokens(one, top, _ROOM_ITEMS) for one, top in tops]
    return max(map(max, lengths)) * 5 // 4


def _steps(ladder: Ladder, rung: int) -> int:
    """Steps a round that keep its training to about as many tokens whatever the ladder."""
    prompt = build_tokenizer()(ladder.prompt(ladder.problem(rung, "train", 0).question))
    pair = len(prompt["input_ids"]) + _solution_tokens(ladder, rung, 1)[0]
    fitting = _ROUND_TOKENS // (RunConfig().batch_size * pair)
    return max(_MIN_STEPS, min(_MAX_STEPS, fitting))


def _seed_rate(ladder: Ladder, rung: int) -> float:
    """The embedded model's learning rate: the shorter the answers, the noisier a step, the lower.

    For Adam it goes with the square root of what a step averages over (Malladi et al., "On the SDEs
    and Scaling Rules for Adaptive Gradient Algorithms", arXiv 2205.10287). At the rate that suits
    stories, addition lost what it knew beyond its last taught rung.
    """
    share = _solution_tokens(ladder, rung, 1)[0] / _SEED_RATE_TOKENS
    return float(f"{SEED_RATE * min(1.0, share**0.5):.1g}")


def _solution_tokens(ladder: Ladder, rung: int, items: int) -> list[int]:
    problems = [ladder.problem(rung, "train", index) for index in range(items)]
    solutions = build_tokenizer()([problem.solution for problem in problems])["input_ids"]
    return [len(tokens) for tokens in solutions]
