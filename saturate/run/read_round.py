"""Reads one round of a run from its stages. Opens the sealed gold, by the audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from saturate.config.arms import UNFILTERED, parse_arm
from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder
from saturate.results.labelling import RungLabelling, RungWriting
from saturate.results.schema import OriginalScore, OtherShots, Round, RungScore, Training
from saturate.results.watch import Watch
from saturate.run.audit import RungAudit, audit, design_effects
from saturate.run.read_reinforcement import read_reinforcement
from saturate.run.samples import Offered, stage_samples
from saturate.stats.clusters import Clusters
from saturate.stats.forgetting import CollapseCheck
from saturate.stats.frontier import frontier
from saturate.stats.intervals import Count, Interval, paired_difference, wilson
from saturate.storage.files import each_row, must_read_json, read_json
from saturate.storage.layout import (
    BASE,
    LABELS,
    MANIFEST,
    SUMMARY,
    Place,
    StageName,
    rung_of_task,
    shots_of_task,
)
from saturate.voting.labelled import LabelledProposal

_READINGS = ("strict", "flexible")


class ReadRound(NamedTuple):
    """What a round's stages say."""

    result: Round
    offered: list[Offered]
    """Labelled proposals that may be shown."""
    audits: Mapping[int, RungAudit]
    """Labels against gold, by rung that was trained on."""


def read_round(folder: Path, place: Place, config: RunConfig, ladder: Ladder) -> ReadRound:
    """One round's results, as soon as it is over.

    Raises:
        SaturateError: A file of a stage is missing or damaged.
    """
    if place == BASE:
        return ReadRound(_round(folder, place, config, ladder, _Labelled([], {})), [], {})
    policy = parse_arm(place.arm)
    voted = policy != UNFILTERED and (not policy.votes or "vote" in config.filters)
    stage = folder / place.stage(StageName.LABEL)
    labelled = _labelled(stage, ladder, voted)
    result = _round(folder, place, config, ladder, labelled)
    return ReadRound(result, stage_samples(stage, ladder, place, config.seed), labelled.audits)


class _Labelled(NamedTuple):
    """What a label stage says."""

    rungs: list[RungLabelling]
    audits: dict[int, RungAudit]


def _round(
    folder: Path, place: Place, config: RunConfig, ladder: Ladder, labelled: _Labelled
) -> Round:
    scores = must_read_json(folder / place.stage(StageName.SCORE) / SUMMARY)
    by_ladder: dict[str, list[RungScore]] = {}
    for task in scores["strict"]:
        name, rung = rung_of_task(task)
        strict, flexible = (_count(scores[kind][task]) for kind in ("strict", "flexible"))
        by_ladder.setdefault(name, []).append(
            RungScore(
                rung=rung,
                strict=strict,
                flexible=flexible,
                left_out=scores.get("left_out", {}).get(task, 0),
            )
        )
    own = sorted(by_ladder.pop(config.ladder), key=lambda score: score.rung)
    before = None if place == BASE else folder / BASE.stage(StageName.ORIGINAL)
    return Round(
        number=place.number,
        labelling=labelled.rungs,
        labels_design_effect=design_effects([*labelled.audits.values()]).labels,
        replayed=_replayed(folder) if any(one.trained for one in labelled.rungs) else [],
        writing=[RungWriting(**one) for one in _summary(folder, place).get("written", ())],
        reinforcement=read_reinforcement(folder, place, config, ladder),
        training=[
            Training(
                **must_read_json(one / SUMMARY),
                digest=(read_json(one / MANIFEST) or {}).get("digest", ""),
            )
            for one in place.training_stages(folder)
        ],
        watch=_watch(folder / place.stage(StageName.WATCH)),
        scores=own,
        frontier=frontier({score.rung: score.strict for score in own}),
        untouched=by_ladder,
        original=_original(folder / place.stage(StageName.ORIGINAL), before),
        cost=_cost(folder, place),
    )


def _labelled(stage: Path, ladder: Ladder, filtered: bool) -> _Labelled:
    summary = read_json(stage / SUMMARY)
    if summary is None:
        return _Labelled([], {})
    pairs: Counter[int] = Counter()

    def labelled() -> Iterator[LabelledProposal]:
        for one in map(LabelledProposal.from_row, each_row(stage / LABELS)):
            pairs[one.proposal.rung] += len(one.trained)
            yield one

    audits = audit(ladder, labelled(), filtered)
    nothing = RungAudit(Clusters(), Clusters())
    opened = [audits.get(rung["rung"], nothing) for rung in summary["rungs"]]
    rungs = [
        RungLabelling(
            **rung,
            pairs=pairs[rung["rung"]],
            audit=one.labels.count,
            ballots=one.ballots.count,
            design_effects=design_effects([one]),
            unaudited=one.unknown,
        )
        for rung, one in zip(summary["rungs"], opened, strict=True)
    ]
    return _Labelled(rungs, audits)


def _replayed(folder: Path) -> list[int]:
    """Rungs whose answers by the base model go into every training on labels."""
    held = read_json(folder / BASE.stage(StageName.REPLAY) / SUMMARY) or {"rungs": []}
    return [rung["rung"] for rung in held["rungs"] if rung["trained"]]


def _summary(folder: Path, place: Place) -> dict[str, Any]:
    """What the label stage of a round says of itself; nothing where there is none."""
    return read_json(folder / place.stage(StageName.LABEL) / SUMMARY) or {}


def _watch(stage: Path) -> Watch | None:
    held = read_json(stage / SUMMARY)
    if held is None:
        return None
    return Watch(**held, undone=CollapseCheck.from_summary(held).alarm)


def _original(stage: Path, before: Path | None) -> OriginalScore | None:
    scores = read_json(stage / SUMMARY)
    if scores is None:
        return None
    first = read_json(before / SUMMARY) if before else None
    by_shots = {shots_of_task(task): task for task in scores["strict"]}
    own = by_shots.pop(None)
    found = {task: _read(scores, first, task) for task in scores["strict"]}
    beside = [
        OtherShots(**found[task].model_dump(include=set(OtherShots.model_fields)))
        for task in by_shots.values()
    ]
    return found[own].model_copy(update={"beside": next(iter(beside), None)})


def _read(scores: dict[str, Any], first: dict[str, Any] | None, task: str) -> OriginalScore:
    """The score of one task.

    Args:
        scores: What a round scored.
        first: What the base model scored, unless that is the round.
        task: Its name.
    """
    now = {kind: _outcomes(scores, kind, task) for kind in _READINGS}
    changes: dict[str, Interval] = {}
    if first is not None and task in first["strict"]:
        changes = {
            kind: paired_difference(_outcomes(first, kind, task), now[kind], looks=2)
            for kind in _READINGS
        }
    shares = {kind: wilson(sum(right), len(right)) for kind, right in now.items()}
    return OriginalScore(
        shots=scores.get("shots", {}).get(task),
        metrics=scores.get("metrics", {}).get(task, {}),
        items=len(now["strict"]),
        left_out=scores.get("left_out", {}).get(task, 0),
        guessed=scores.get("guessed", {}).get(task),
        **shares,
        strict_change=changes.get("strict"),
        flexible_change=changes.get("flexible"),
    )


def _outcomes(scores: dict[str, Any], kind: str, task: str) -> list[bool]:
    return [bool(right) for _, right in scores[kind][task]]


def _cost(folder: Path, place: Place) -> dict[str, float]:
    found: dict[str, float] = {}
    for stage, file in place.costs(folder):
        for kind, amount in (read_json(file) or {}).items():
            found[f"{stage}_{kind}"] = found.get(f"{stage}_{kind}", 0.0) + amount
    return found


def _count(items: Sequence[Sequence[Any]]) -> Count:
    return Count(sum(bool(right) for _, right in items), len(items))
