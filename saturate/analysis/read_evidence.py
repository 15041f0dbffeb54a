"""Reads the evidence of a run: items from its stages where they are, counts from its results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from saturate.analysis.arm_roles import MAJORITY
from saturate.analysis.evidence import (
    ORIGINAL,
    REDRAWN,
    ArmScores,
    Evidence,
    ItemSet,
    Scored,
    items_of,
    items_of_count,
    with_sources,
)
from saturate.analysis.figures.sampled import read_sampled
from saturate.analysis.sources import read_sources
from saturate.results.schema import ArmResult, OriginalScore, Results, Round, RungScore
from saturate.stats.intervals import Count, Interval
from saturate.storage.files import read_json
from saturate.storage.layout import SUMMARY, Place, StageName, rung_of_task, shots_of_task


def read_evidence(folder: Path | None, results: Results) -> Evidence:
    """The evidence of a run.

    Args:
        folder: The run folder; ``None`` where there is only a ``results.json``. A stage
            ``redrawn`` beside ``original`` holds redraws of the original's items under the
            original's keys.
        results: What was collected from it.
    """
    ladder = results.ladder.name
    sources = read_sources(folder)
    arms = {arm.arm: _states(folder, arm, ladder, sources) for arm in results.arms}
    if results.majority is not None:
        arms[MAJORITY] = [_answered_once(results.majority, ladder)]
    return Evidence(
        ladder=ladder,
        known=frozenset(range(1, results.model.known_rungs.get(ladder, 0) + 1)),
        planned=results.planned_rounds,
        arms=arms,
        supervised=frozenset(arm.arm for arm in results.arms if arm.supervised),
        sources=sources,
    )


def _answered_once(majority: Mapping[int, Count], ladder: str) -> ArmScores:
    """What the base model's voters answer: a vote reads answers, so both readings are one."""
    found = {rung: items_of_count(count) for rung, count in majority.items()}
    sets = {ItemSet("rung", ladder, rung): Scored(held, held) for rung, held in found.items()}
    return ArmScores(sets, frozenset())


def _states(
    folder: Path | None, arm: ArmResult, ladder: str, sources: Mapping[str, str]
) -> Sequence[ArmScores]:
    states: list[ArmScores] = []
    trained: frozenset[int] = frozenset()
    for one in arm.rounds:
        trained |= one.taught
        sets = _counted(one, ladder)
        if folder is not None:
            sets |= _stored(folder, Place(arm.arm, one.number), ladder, sources)
        states.append(ArmScores(sets, trained))
    return states


def _stored(
    folder: Path, place: Place, ladder: str, sources: Mapping[str, str]
) -> dict[ItemSet, Scored]:
    """Items by key, from the stages of a round."""
    found: dict[ItemSet, Scored] = {}
    for stage in (StageName.SCORE, StageName.ORIGINAL, StageName.REDRAWN):
        summary: dict[str, Any] = read_json(folder / place.stage(stage) / SUMMARY) or {}
        for task in summary.get("strict", ()):
            if shots_of_task(task) is None:  # the benchmark is judged as its task shows it
                strict, flexible = (
                    with_sources(items_of(summary[reading][task]), sources)
                    for reading in ("strict", "flexible")
                )
                found[_set_name(stage, task)] = Scored(strict, flexible)
    if (drawn := read_sampled(folder, place, sources)) is not None:
        for kind, items in drawn.by_kind.items():
            found |= {ItemSet(kind, ladder, rung): Scored(one, one) for rung, one in items.items()}
    return found


def _set_name(stage: StageName, task: str) -> ItemSet:
    if stage is not StageName.SCORE:
        return ORIGINAL if stage is StageName.ORIGINAL else REDRAWN
    return ItemSet("rung", *rung_of_task(task))


def _counted(one: Round, ladder: str) -> dict[ItemSet, Scored]:
    """Counts without items, from the results."""
    by_ladder: dict[str, list[RungScore]] = {ladder: one.scores, **one.untouched}
    found = {
        ItemSet("rung", name, score.rung): Scored(
            items_of_count(score.strict), items_of_count(score.flexible)
        )
        for name, scores in by_ladder.items()
        for score in scores
    }
    if one.original is not None:
        found[ORIGINAL] = _original(one.original)
    return found


def _original(score: OriginalScore) -> Scored:
    def count(share: Interval) -> Count:
        return Count(round(share.value * score.items), score.items)

    return Scored(items_of_count(count(score.strict)), items_of_count(count(score.flexible)))
