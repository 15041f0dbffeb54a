"""What each stage of a round does: label, train, score. Each writes into the folder it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from saturate.arms import VOTED, Arm
from saturate.asking import Member, Proposal, ask, propose
from saturate.config import RunConfig
from saturate.controls import control_rows
from saturate.corpus import batches, sources
from saturate.curriculum import (
    PROBE,
    Pace,
    RungReading,
    passes,
    passes_probe,
    proposals_wanted,
    walk,
)
from saturate.filters import length_trend
from saturate.labelling import RungLabels, label, to_row
from saturate.ladder import Ladder, stable_hash
from saturate.models import Loaded
from saturate.prompting import Prompter
from saturate.sampling import Sampler
from saturate.sampling.base import Progress
from saturate.scoring.rungs import RungTask, Scored, score_rungs
from saturate.store import COST, Clock, write_json, write_rows
from saturate.task_yamls.documents import distinct_problems
from saturate.training import Pair, Recipe, train
from saturate.voting import Ballot, vote

LABELS = "labels.jsonl"
HELD_BACK = "held_back.jsonl"
"""Proposals of rungs that a floor held back: nothing is trained on them, readers can see why."""
SUMMARY = "summary.json"
SAMPLES = "samples.jsonl"
MODEL = "model"
MAJORITY = "majority"
WATCH = "watch"


class Ticks(NamedTuple):
    """How a stage tells what it has done."""

    total: Callable[[int], None]
    """Adds to the work that is known to lie ahead."""
    done: Progress
    """Adds to the work that is done."""


def label_stage(
    out: Path,
    *,
    ladder: Ladder,
    members: Sequence[Member],
    config: RunConfig,
    arm: Arm,
    number: int,
    pace: Pace,
    learned: Mapping[int, Sequence[Pair]],
    ticks: Ticks,
) -> None:
    """Label the rungs of one round: those that agreement allows, or the next one unfiltered.

    ``learned`` holds all pairs so far by rung; labels of a round belong to it once they are kept.
    """
    clock = Clock()
    filtered = arm == VOTED
    learned = dict(learned)
    tried: list[tuple[RungLabels, bool]] = []

    def answer(proposals: Sequence[Proposal]) -> list[list[Ballot]]:
        ticks.total(len(proposals) * config.voters.seats)
        return ask(ladder, proposals, members, config, ticks.done, everyone=not filtered)

    def read(rung: int) -> RungReading | None:
        start, size = _first_index(config, number), min(PROBE, config.proposals)
        proposals = propose(ladder, rung, start, size)
        ballots = answer(proposals)
        trend = length_trend({known: learned[known] for known in learned if known < rung})
        labels = label(rung, proposals, ballots, config, trend=trend)
        if passes_probe(labels.reading, config):
            wanted = proposals_wanted(labels.reading, config)
            more = propose(ladder, rung, start + size, wanted - size)
            ballots += answer(more)
            labels = label(rung, proposals + more, ballots, config, trend=trend)
        good = passes(labels.reading, config)
        tried.append((labels, good))
        if good:
            rows = [to_row(one) for one in labels.labelled]
            learned[rung] = [*learned.get(rung, []), *pairs_by_rung(rows)[rung]]
        return labels.reading if good else None

    def read_unfiltered(rung: int) -> None:
        proposals = propose(ladder, rung, _first_index(config, number), config.proposals)
        labels = label(rung, proposals, answer(proposals), config, filtered=False)
        tried.append((labels, True))

    info = ladder.describe()
    with clock.time("seconds"):
        if filtered:
            pace = walk(pace, config, info.last, info.first, read)
        else:
            pace = Pace(_one_up(pace.top, info.last), 1.0)
            read_unfiltered(pace.top)
    clock.add("tokens", sum(labels.tokens for labels, _ in tried))
    write_rows(
        out / LABELS, (to_row(one) for labels, good in tried if good for one in labels.labelled)
    )
    write_rows(
        out / HELD_BACK,
        (to_row(one) for labels, good in tried if not good for one in labels.labelled),
    )
    write_json(
        out / SUMMARY,
        {
            "pace": pace._asdict(),
            "rungs": [
                {
                    "rung": labels.rung,
                    "proposals": len(labels.labelled),
                    "kept": sum(one.kept for one in labels.labelled),
                    "coverage": labels.reading.coverage,
                    "estimated_precision": labels.reading.precision,
                    "off_trend": labels.reading.off_trend,
                    "trained": good,
                }
                for labels, good in tried
            ],
        },
    )
    write_json(out / COST, clock.spent)


def majority_stage(
    out: Path,
    *,
    ladder: Ladder,
    members: Sequence[Member],
    config: RunConfig,
    ticks: Ticks,
) -> None:
    """Let the voters answer the scored items: what the vote gives without any training."""
    clock = Clock()
    low, high = config.score_rungs
    right: dict[str, tuple[int, int]] = {}
    with clock.time("seconds"):
        for rung in range(low, high + 1):
            problems = distinct_problems(ladder, rung, "score", config.full_items)
            asked = [Proposal(rung, p.index, p.key, p.question) for p in problems]
            ticks.total(len(asked) * config.voters.seats)
            rows = ask(ladder, asked, members, config, ticks.done, everyone=True)
            clock.add("tokens", sum(ballot.tokens for row in rows for ballot in row))
            winners = [vote([ballot.answer for ballot in row]).winner for row in rows]
            hits = sum(w == p.answer for w, p in zip(winners, problems, strict=True))
            right[str(rung)] = (hits, len(problems))
    write_json(out / SUMMARY, right)
    write_json(out / COST, clock.spent)


def control_stage(
    out: Path,
    *,
    ladder: Ladder,
    prompter: Prompter,
    config: RunConfig,
    arm: Arm,
    number: int,
    rungs: Sequence[int],
) -> None:
    """Make the labels of a control arm for one round: as many as ``voted`` has ballots."""
    clock = Clock()
    start, count = _first_index(config, number), config.proposals * config.voters.seats
    with clock.time("seconds"):
        rows = [
            row
            for rung in rungs
            for row in control_rows(ladder, prompter.prompt, rung, start, count, arm, config.seed)
        ]
    write_rows(out / LABELS, rows)
    held = {"proposals": count, "kept": count, "coverage": 1.0}
    held |= {"estimated_precision": 1 - arm.spoilt, "off_trend": 0.0}
    write_json(
        out / SUMMARY,
        {
            "pace": Pace(max(rungs, default=config.start_rung - 1), 1.0)._asdict(),
            "rungs": [{"rung": rung, **held, "trained": True} for rung in rungs],
        },
    )
    write_json(out / COST, clock.spent)


def pairs_by_rung(rows: Sequence[Mapping[str, Any]]) -> dict[int, list[Pair]]:
    """Training pairs of a round as stored."""
    found: dict[int, list[Pair]] = {}
    for row in rows:
        for i in row["trained"]:
            ballot = row["ballots"][i]
            pair = Pair(ballot["prompt"], ballot["completion"])
            found.setdefault(row["rung"], []).append(pair)
    return found


def train_stage(
    out: Path,
    *,
    loaded: Loaded,
    seed_pairs: Mapping[int, Sequence[Pair]],
    earlier: Sequence[Mapping[int, Sequence[Pair]]],
    newest: Mapping[int, Sequence[Pair]],
    config: RunConfig,
    number: int,
    member: int,
    ticks: Ticks,
    reporting: Mapping[str, Any] | None = None,
) -> None:
    """Train one model on the newest round with replay, and save it."""
    clock = Clock()
    seed = stable_hash("train", config.seed, number, member) % 2**31
    with clock.time("seconds"):
        found = sources(seed_pairs, earlier, newest)
        recipe = Recipe(config.steps, config.batch_size, config.learning_rate, config.lora, seed)
        ticks.total(config.steps)
        plan = batches(found, config.steps, config.batch_size, seed)
        summary = train(
            loaded, plan, recipe, out / MODEL, lambda: ticks.done(1), reporting=reporting
        )
    clock.add("tokens", summary.tokens)
    write_json(out / SUMMARY, summary._asdict())
    write_json(out / COST, clock.spent)


def score_stage(
    out: Path, *, sampler: Sampler, tasks: Sequence[RungTask], config: RunConfig, ticks: Ticks
) -> None:
    """Score rungs by lm-eval and keep its per-sample rows."""
    clock = Clock()
    with clock.time("seconds"):
        ticks.total(sum(task.items for task in tasks))
        scored = score_rungs(sampler, tasks, config.max_new_tokens, ticks.done)
    clock.add("tokens", scored.tokens)
    save_scores(out, scored)
    write_json(out / COST, clock.spent)


def benchmark_stage(
    out: Path,
    score: Callable[[Sampler, RunConfig, Callable[[int], None], Progress], Scored],
    *,
    sampler: Sampler,
    config: RunConfig,
    ticks: Ticks,
) -> None:
    """Score the original benchmark by its own task, or its redraws.

    Raises:
        NotScored: It cannot be had here.
    """
    clock = Clock()
    with clock.time("seconds"):
        scored = score(sampler, config, ticks.total, ticks.done)
    clock.add("tokens", scored.tokens)
    save_scores(out, scored)
    write_json(out / COST, clock.spent)


def save_scores(out: Path, scored: Scored) -> None:
    """Write right and wrong by item, and lm-eval's rows."""
    from lm_eval.utils import handle_non_serializable

    rows = ({"task": name, **row} for name, rows in scored.samples.items() for row in rows)
    write_rows(out / SAMPLES, rows, default=handle_non_serializable)
    write_json(out / SUMMARY, {"strict": scored.strict, "flexible": scored.flexible})


def _first_index(config: RunConfig, number: int) -> int:
    """Where a round's proposals start, so that rounds and run seeds draw different ones."""
    return stable_hash("proposals", config.seed, number) % 2**40


def _one_up(rung: int, last: int | None) -> int:
    return rung + 1 if last is None else min(rung + 1, last)
