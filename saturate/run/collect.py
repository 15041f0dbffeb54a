"""Puts ``results.json`` together from the stages of a run. Opens the sealed gold for the audit."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from saturate.analysis.judge import judged
from saturate.analysis.voters.gather import settings_of_run
from saturate.config.arms import UNFILTERED, VOTED, Arm, parse_arm
from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder
from saturate.results.schema import (
    SCHEMA_VERSION,
    ArmResult,
    Duration,
    LadderResult,
    ModelResult,
    OriginalScore,
    Results,
    Round,
    RungLabelling,
    RungScore,
    Sample,
    Training,
    Watch,
)
from saturate.rounds.collapse import MAX_ALARMS, CollapseCheck
from saturate.run.audit import audit
from saturate.run.plan import planned_seconds
from saturate.run.samples import choose, round_samples
from saturate.stats.intervals import (
    Count,
    Interval,
    detectable_difference,
    frontier,
    frontier_gain,
    paired_difference,
    wilson,
)
from saturate.storage.files import must_read_json, read_json, read_rows
from saturate.storage.layout import (
    BASE,
    HELD_BACK,
    LABELS,
    MANIFEST,
    SUMMARY,
    Place,
    StageName,
    rung_of_task,
)
from saturate.voting.label import LabelledProposal

_PACKAGES = ("lm-saturate", "lm-eval", "trl", "transformers", "torch", "datasets", "peft")


def collect(
    folder: Path,
    config: RunConfig,
    ladder: Ladder,
    model: ModelResult,
    command: str,
    skipped: str | None,
    rounds: Mapping[Place, Round] | None = None,
) -> Results:
    """Everything that the complete stages of a run say.

    Args:
        folder: The run's folder.
        config: Its settings.
        ladder: Its ladder, whose gold answers the audit opens.
        model: The model that was trained.
        command: The command line.
        skipped: Why the original benchmark was not scored.
        rounds: The rounds to take, by arm and number, while a run goes on; all by default.
    """
    if rounds is None:
        rounds = _rounds(folder, config, ladder)
    base = rounds[BASE]
    arms = [_arm(arm, base, config.rounds, rounds) for arm in config.training_arms]
    complete = all(arm.stopped or len(arm.rounds) == config.rounds + 1 for arm in arms)
    votes = VOTED in config.arms and "vote" in config.filters
    total: dict[str, float] = {}
    for one in [base, *(r for arm in arms for r in arm.rounds[1:])]:
        for kind, amount in one.cost.items():
            total[kind] = total.get(kind, 0.0) + amount
    info = ladder.describe()
    results = Results(
        schema_version=SCHEMA_VERSION,
        complete=complete,
        command=command,
        config=config.model_dump(mode="json"),
        versions=versions(),
        ladder=LadderResult(
            name=info.name,
            benchmark=info.benchmark,
            axis=info.axis,
            licence=info.licence,
            source=info.source,
            symmetry=info.symmetry,
            notes="; ".join(ladder.notes()),
        ),
        model=model,
        detectable=detectable_difference(config.full_items),
        arms=arms,
        majority=_majority(folder),
        original_skipped=skipped,
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        cost=total,
        duration=Duration(
            planned=planned_seconds(folder),
            taken=sum(amount for kind, amount in total.items() if kind.endswith("_seconds")),
        ),
        voters=settings_of_run(folder, str(VOTED)) if complete and votes else None,
        samples=_samples(folder, arms, config, ladder),
    )
    return judged(results, folder)


def round_so_far(folder: Path, place: Place, config: RunConfig, ladder: Ladder) -> Round:
    """One round's results, as soon as it is over."""
    if place == BASE:
        return _round(folder, place, config, ladder, filtered=True)
    policy = parse_arm(place.arm)
    voted = policy != UNFILTERED and (policy != VOTED or "vote" in config.filters)
    return _round(folder, place, config, ladder, voted)


def versions() -> dict[str, str]:
    """Versions of what decides the outcome."""
    found = {"python": sys.version.split()[0]}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _rounds(folder: Path, config: RunConfig, ladder: Ladder) -> dict[Place, Round]:
    """All rounds whose stages are there."""
    found = {BASE: round_so_far(folder, BASE, config, ladder)}
    for arm in config.training_arms:
        for number in range(1, config.rounds + 1):
            place = Place(str(arm), number)
            if not (folder / place.stage(StageName.SCORE) / SUMMARY).exists():
                break
            found[place] = round_so_far(folder, place, config, ladder)
    return found


def _arm(arm: Arm, base: Round, last_round: int, found: Mapping[Place, Round]) -> ArmResult:
    numbers = range(1, last_round + 1)
    places = [Place(str(arm), number) for number in numbers]
    rounds = [base, *(found[place] for place in places if place in found)]
    trained = [one.audit for r in rounds for one in r.labelling if one.trained]
    right, labels = sum(count.right for count in trained), sum(count.total for count in trained)
    return ArmResult(
        arm=str(arm),
        rounds=rounds,
        frontier_gain=frontier_gain(base.strict, rounds[-1].strict),
        label_precision=wilson(right, labels) if labels else None,
        stopped=len(rounds) > MAX_ALARMS and all(_undone(one) for one in rounds[-MAX_ALARMS:]),
    )


def _undone(one: Round) -> bool:
    return one.watch is not None and one.watch.undone


def _samples(
    folder: Path, arms: Sequence[ArmResult], config: RunConfig, ladder: Ladder
) -> list[Sample]:
    offered: list[tuple[int, Sample]] = []
    for arm in arms:
        for one in arm.rounds[1:]:
            stage = folder / Place(arm.arm, one.number).stage(StageName.LABEL)
            for file, reason in ((LABELS, None), (HELD_BACK, "rung held back")):
                rows = read_rows(stage / file) if (stage / file).exists() else []
                labelled = [LabelledProposal.from_row(row) for row in rows]
                offered += round_samples(ladder, labelled, arm.arm, one.number, config.seed, reason)
    return choose(offered, config.seed)


def _round(folder: Path, place: Place, config: RunConfig, ladder: Ladder, filtered: bool) -> Round:
    scores = must_read_json(folder / place.stage(StageName.SCORE) / SUMMARY)
    by_ladder: dict[str, list[RungScore]] = {}
    for task in scores["strict"]:
        name, rung = rung_of_task(task)
        strict, flexible = (_count(scores[kind][task]) for kind in ("strict", "flexible"))
        by_ladder.setdefault(name, []).append(
            RungScore(rung=rung, strict=strict, flexible=flexible)
        )
    own = sorted(by_ladder.pop(config.ladder), key=lambda score: score.rung)
    before = None if place == BASE else folder / BASE.stage(StageName.ORIGINAL)
    return Round(
        number=place.number,
        labelling=_labelling(folder / place.stage(StageName.LABEL), ladder, filtered),
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


def _labelling(stage: Path, ladder: Ladder, filtered: bool) -> list[RungLabelling]:
    summary = read_json(stage / SUMMARY)
    if summary is None:
        return []
    labelled = [LabelledProposal.from_row(row) for row in read_rows(stage / LABELS)]
    opened = audit(ladder, labelled, filtered)
    pairs: dict[int, int] = {}
    for one in labelled:
        pairs[one.proposal.rung] = pairs.get(one.proposal.rung, 0) + len(one.trained)
    nothing = Count(0, 0)
    return [
        RungLabelling(
            **rung,
            pairs=pairs.get(rung["rung"], 0),
            audit=opened[rung["rung"]].labels if rung["rung"] in opened else nothing,
            ballots=opened[rung["rung"]].ballots if rung["rung"] in opened else nothing,
        )
        for rung in summary["rungs"]
    ]


def _watch(stage: Path) -> Watch | None:
    held = read_json(stage / SUMMARY)
    if held is None:
        return None
    watched = CollapseCheck(**held)
    return Watch(**held, undone=watched.alarm)


def _original(stage: Path, before: Path | None) -> OriginalScore | None:
    scores = read_json(stage / SUMMARY)
    if scores is None:
        return None
    strict, flexible = (_outcomes(scores, kind) for kind in ("strict", "flexible"))
    first = read_json(before / SUMMARY) if before else None
    changes: list[Interval | None] = [None, None]
    if first is not None:
        changes = [
            paired_difference(_outcomes(first, kind), now, looks=2)
            for kind, now in (("strict", strict), ("flexible", flexible))
        ]
    return OriginalScore(
        items=len(strict),
        strict=wilson(sum(strict), len(strict)),
        flexible=wilson(sum(flexible), len(flexible)),
        strict_change=changes[0],
        flexible_change=changes[1],
    )


def _majority(folder: Path) -> dict[int, Count] | None:
    held = read_json(folder / BASE.stage(StageName.MAJORITY) / SUMMARY)
    return None if held is None else {int(rung): Count(*held[rung]) for rung in held}


def _outcomes(scores: dict[str, Any], kind: str) -> list[bool]:
    (items,) = scores[kind].values()
    return [bool(right) for _, right in items]


def _cost(folder: Path, place: Place) -> dict[str, float]:
    found: dict[str, float] = {}
    for stage, file in place.costs(folder):
        for kind, amount in (read_json(file) or {}).items():
            found[f"{stage}_{kind}"] = found.get(f"{stage}_{kind}", 0.0) + amount
    return found


def _count(items: Sequence[Sequence[Any]]) -> Count:
    return Count(sum(bool(right) for _, right in items), len(items))
