"""Results and run folders made by hand, for tests of what comes after a run."""

import json
from pathlib import Path
from typing import Any

from saturate.ladder import SeededRandom
from saturate.results.files import write_results
from saturate.results.labelling import RungLabelling
from saturate.results.schema import (
    SCHEMA_VERSION,
    ArmResult,
    LadderResult,
    ModelResult,
    Results,
    Round,
    RungScore,
    Training,
)
from saturate.results.watch import Watch
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Count, Interval, wilson

ITEMS = 40
UNDONE = Watch(asked=40, lost=20, won=0, undone=True)
"""Of a round that made the model forget."""
RUNGS = range(1, 6)


def outcomes(skill: float, seed: object) -> dict[int, list[list[Any]]]:
    """Right and wrong by rung: items have a difficulty of their own, shared by all seeds."""
    found = {}
    for rung in RUNGS:
        ease, luck = SeededRandom("items", rung), SeededRandom("luck", seed, rung)
        found[rung] = [
            [
                f"{rung}-{i}",
                rung + ease.below(100) / 100 + luck.below(100) / 400 < skill + 0.5,
            ]
            for i in range(ITEMS)
        ]
    return found


def make_round(number: int, skill: float, seed: object) -> Round:
    scores = []
    for rung, items in outcomes(skill, seed).items():
        count = Count(sum(right for _, right in items), len(items))
        scores.append(RungScore(rung=rung, strict=count, flexible=count))
    labelling = RungLabelling(
        rung=number + 1, proposals=30, kept=20, coverage=2 / 3, estimated_precision=0.97,
        trained=True, pairs=100, audit=Count(19, 20), ballots=Count(150, 210),
    )  # fmt: skip
    place = "within" if skill <= max(outcomes(skill, seed)) else "above the last rung"
    return Round(
        number=number,
        labelling=[labelling] if number else [],
        training=[Training(steps=5, tokens=1000, loss=0.5)] if number else [],
        scores=scores,
        frontier=Frontier(skill, skill - 0.2, skill + 0.2, place),
        untouched={"addition": [RungScore(rung=6, strict=Count(90, 100), flexible=Count(90, 100))]},
        original=None,
        cost={"score_seconds": 2.0, "label_tokens": 500.0, "train_seconds": 3.0},
    )


def make_results(
    skills: tuple[float, ...] = (2.0, 2.6, 3.2),
    arms: tuple[str, ...] = ("voted", "unfiltered"),
    model: str = "seed",
    ladder: str = "gsm8k",
    **config: Any,
) -> Results:
    """Results of a run whose first arm has those frontiers; further arms stay where they began."""
    seed = config.get("seed", 0)
    found = []
    for place, arm in enumerate(arms):
        own = skills if place == 0 else (skills[0],) * len(skills)
        gain = own[-1] - own[0]
        found.append(
            ArmResult(
                arm=arm,
                rounds=[make_round(n, skill, (seed, arm, n)) for n, skill in enumerate(own)],
                frontier_gain=Interval(gain, gain - 0.3, gain + 0.3),
                label_precision=wilson(38, 40) if place == 0 else wilson(8, 40),
            )
        )
    rounds = len(skills) - 1
    return Results(
        schema_version=SCHEMA_VERSION,
        complete=True,
        command=f"saturate --model {model} --rounds {rounds}",
        config={
            "benchmark": ladder, "ladder": ladder, "model": model, "rounds": rounds, "seed": seed,
            "arms": list(arms), "voters": ["views", 7], "score_items": ITEMS, "start_rung": 2,
            "score_rungs": [1, 5], "benchmark_data": None, "proposals": 30, "max_new_tokens": 96,
        } | config,
        versions={"python": "3.11.7", "lm-saturate": "0.1.0", "trl": "1.16.0"},
        ladder=LadderResult(
            name=ladder, benchmark=ladder, axis="reasoning steps", licence="Apache-2.0",
            source="procedural", symmetry="steps may be told in any order",
        ),
        model=ModelResult(
            name=model, parameters=279_104, digest="ab" * 32, known_rungs={ladder: 1}
        ),
        detectable=0.2,
        arms=found,
        original_skipped="no network here",
        created="2026-01-01T00:00:00Z",
        cost={"score_seconds": 60.0, "train_seconds": 120.0, "label_tokens": 5000.0},
    )  # fmt: skip


def with_round(results: Results, number: int, **changes: Any) -> Results:
    """The results with other fields in a round of the first arm."""
    first, *others = results.arms
    rounds = list(first.rounds)
    rounds[number] = rounds[number].model_copy(update=changes)
    return results.model_copy(
        update={"arms": [first.model_copy(update={"rounds": rounds}), *others]}
    )


def write_run(folder: Path, results: Results) -> Path:
    """A run folder with results and the scored items of every round."""
    folder.mkdir(parents=True)
    write_results(folder, results)
    (folder / "run.json").write_text(json.dumps(results.config))
    seed = results.config["seed"]
    for arm in results.arms:
        for one in arm.rounds:
            place = folder / ("base" if not one.number else f"{arm.arm}/{one.number:02d}") / "score"
            place.mkdir(parents=True, exist_ok=True)
            tasks = {
                f"saturate_{results.ladder.name}_rung_{rung}": items
                for rung, items in outcomes(one.frontier.rung, (seed, arm.arm, one.number)).items()
            }
            held = {"strict": tasks, "flexible": tasks}
            (place / "summary.json").write_text(json.dumps(held))
    return folder
