"""Reads the evidence of a run: items from its stages where they are, counts from its results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from saturate.figures.sampled import read_sampled
from saturate.results import ArmResult, OriginalScore, Results, Round, RungScore
from saturate.stats import Count, Interval
from saturate.store import read_json
from saturate.verdict.arms import MAJORITY
from saturate.verdict.evidence import (
    ORIGINAL,
    REDRAWN,
    Evidence,
    Scored,
    SetName,
    State,
    items_of,
    items_of_count,
)

_SUMMARY = "summary.json"
_BASE = "base"


def read_evidence(folder: Path | None, results: Results) -> Evidence:
    """The evidence of a run.

    Args:
        folder: The run folder; ``None`` where there is only a ``results.json``. A stage
            ``redrawn`` beside ``original`` holds redraws of the original's items under the
            original's keys.
        results: What was collected from it.
    """
    ladder = results.ladder.name
    arms = {arm.arm: _states(folder, arm, ladder) for arm in results.arms}
    if results.majority is not None:
        arms[MAJORITY] = [_answered_once(results.majority, ladder)]
    return Evidence(
        ladder=ladder,
        known=frozenset(range(1, results.model.known_rungs.get(ladder, 0) + 1)),
        planned=int(results.config["rounds"]),
        arms=arms,
    )


def _answered_once(majority: Mapping[int, Count], ladder: str) -> State:
    """What the base model's voters answer: a vote reads answers, so both readings are one."""
    found = {rung: items_of_count(count) for rung, count in majority.items()}
    sets = {SetName("rung", ladder, rung): Scored(held, held) for rung, held in found.items()}
    return State(sets, frozenset())


def _states(folder: Path | None, arm: ArmResult, ladder: str) -> Sequence[State]:
    states: list[State] = []
    trained: frozenset[int] = frozenset()
    for one in arm.rounds:
        trained |= one.taught
        place = f"{arm.arm}/{one.number:02d}" if one.number else _BASE
        sets = _counted(one, ladder)
        if folder is not None:
            sets |= _stored(folder / place, ladder)
        states.append(State(sets, trained))
    return states


def _stored(place: Path, ladder: str) -> dict[SetName, Scored]:
    """Items by key, from the stages of a round."""
    found: dict[SetName, Scored] = {}
    for stage in ("score", "original", "redrawn"):
        summary: dict[str, Any] = read_json(place / stage / _SUMMARY) or {}
        for task in summary.get("strict", ()):
            found[_set_name(stage, task)] = _scored(summary, task)
    if (drawn := read_sampled(place)) is not None:
        for kind, items in drawn.by_kind.items():
            found |= {SetName(kind, ladder, rung): Scored(one, one) for rung, one in items.items()}
    return found


def _set_name(stage: str, task: str) -> SetName:
    if stage != "score":
        return ORIGINAL if stage == "original" else REDRAWN
    ladder, _, rung = task.removeprefix("saturate_").rpartition("_rung_")
    return SetName("rung", ladder, int(rung))


def _scored(summary: Mapping[str, Any], task: str) -> Scored:
    return Scored(items_of(summary["strict"][task]), items_of(summary["flexible"][task]))


def _counted(one: Round, ladder: str) -> dict[SetName, Scored]:
    """Counts without items, from the results."""
    by_ladder: dict[str, list[RungScore]] = {ladder: one.scores, **one.untouched}
    found = {
        SetName("rung", name, score.rung): Scored(
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
