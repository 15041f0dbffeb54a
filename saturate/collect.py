"""Puts ``results.json`` together from the stages of a run. Opens the sealed gold for the audit."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from saturate.arms import UNFILTERED, VOTED, Arm, parse_arm
from saturate.audit import audit
from saturate.config import RunConfig
from saturate.judgement import judged
from saturate.ladder import Ladder
from saturate.plan import planned_seconds
from saturate.results import (
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
from saturate.samples import choose, round_samples
from saturate.stages import HELD_BACK, LABELS, MAJORITY, SUMMARY, WATCH
from saturate.stats import (
    Count,
    Interval,
    detectable_difference,
    frontier,
    frontier_gain,
    paired_difference,
    wilson,
)
from saturate.store import COST, MANIFEST, must_read_json, read_json, read_rows
from saturate.voter_analysis.gather import settings_of_run
from saturate.watch import STRIKES, Watched

_PACKAGES = ("lm-saturate", "lm-eval", "trl", "transformers", "torch", "datasets", "peft")


def collect(
    folder: Path,
    config: RunConfig,
    ladder: Ladder,
    model: ModelResult,
    command: str,
    skipped: str | None,
    rounds: Mapping[tuple[str, int], Round] | None = None,
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
    base = rounds["base", 0]
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


def round_so_far(folder: Path, arm: str, number: int, config: RunConfig, ladder: Ladder) -> Round:
    """One round's results, as soon as it is over."""
    if number == 0:
        return _round(folder / "base", 0, config, ladder, filtered=True, before=None)
    policy = parse_arm(arm)
    place = folder / arm / f"{number:02d}"
    voted = policy != UNFILTERED and (policy != VOTED or "vote" in config.filters)
    return _round(place, number, config, ladder, voted, folder / "base")


def versions() -> dict[str, str]:
    """Versions of what decides the outcome."""
    found = {"python": sys.version.split()[0]}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _rounds(folder: Path, config: RunConfig, ladder: Ladder) -> dict[tuple[str, int], Round]:
    """All rounds whose stages are there."""
    found = {("base", 0): round_so_far(folder, "base", 0, config, ladder)}
    for arm in config.training_arms:
        for number in range(1, config.rounds + 1):
            if not (folder / str(arm) / f"{number:02d}" / "score" / SUMMARY).exists():
                break
            found[str(arm), number] = round_so_far(folder, str(arm), number, config, ladder)
    return found


def _arm(
    arm: Arm, base: Round, last_round: int, found: Mapping[tuple[str, int], Round]
) -> ArmResult:
    numbers = range(1, last_round + 1)
    rounds = [base, *(found[str(arm), n] for n in numbers if (str(arm), n) in found)]
    trained = [one.audit for r in rounds for one in r.labelling if one.trained]
    right, labels = sum(count.right for count in trained), sum(count.total for count in trained)
    return ArmResult(
        arm=str(arm),
        rounds=rounds,
        frontier_gain=frontier_gain(base.strict, rounds[-1].strict),
        label_precision=wilson(right, labels) if labels else None,
        stopped=len(rounds) > STRIKES and all(_undone(one) for one in rounds[-STRIKES:]),
    )


def _undone(one: Round) -> bool:
    return one.watch is not None and one.watch.undone


def _samples(
    folder: Path, arms: Sequence[ArmResult], config: RunConfig, ladder: Ladder
) -> list[Sample]:
    offered: list[tuple[int, Sample]] = []
    for arm in arms:
        for one in arm.rounds[1:]:
            stage = folder / arm.arm / f"{one.number:02d}" / "label"
            for file, reason in ((LABELS, None), (HELD_BACK, "rung held back")):
                rows = read_rows(stage / file) if (stage / file).exists() else []
                offered += round_samples(ladder, rows, arm.arm, one.number, config.seed, reason)
    return choose(offered, config.seed)


def _round(
    place: Path,
    number: int,
    config: RunConfig,
    ladder: Ladder,
    filtered: bool,
    before: Path | None,
) -> Round:
    scores = must_read_json(place / "score" / SUMMARY)
    by_ladder: dict[str, list[RungScore]] = {}
    for task in scores["strict"]:
        name, _, rung = task.removeprefix("saturate_").rpartition("_rung_")
        strict, flexible = (_count(scores[kind][task]) for kind in ("strict", "flexible"))
        by_ladder.setdefault(name, []).append(
            RungScore(rung=int(rung), strict=strict, flexible=flexible)
        )
    own = sorted(by_ladder.pop(config.ladder), key=lambda score: score.rung)
    return Round(
        number=number,
        labelling=_labelling(place / "label", ladder, filtered),
        training=[
            Training(
                **must_read_json(one / SUMMARY),
                digest=(read_json(one / MANIFEST) or {}).get("digest", ""),
            )
            for one in sorted(place.glob("train-*"))
        ],
        watch=_watch(place / WATCH),
        scores=own,
        frontier=frontier({score.rung: score.strict for score in own}),
        untouched=by_ladder,
        original=_original(place / "original", before and before / "original"),
        cost=_cost(place),
    )


def _labelling(stage: Path, ladder: Ladder, filtered: bool) -> list[RungLabelling]:
    summary = read_json(stage / SUMMARY)
    if summary is None:
        return []
    rows = read_rows(stage / LABELS)
    opened = audit(ladder, rows, filtered)
    pairs: dict[int, int] = {}
    for row in rows:
        pairs[row["rung"]] = pairs.get(row["rung"], 0) + len(row["trained"])
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
    watched = Watched(**held)
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
    held = read_json(folder / "base" / MAJORITY / SUMMARY)
    return None if held is None else {int(rung): Count(*held[rung]) for rung in held}


def _outcomes(scores: dict[str, Any], kind: str) -> list[bool]:
    (items,) = scores[kind].values()
    return [bool(right) for _, right in items]


def _cost(place: Path) -> dict[str, float]:
    found: dict[str, float] = {}
    for file in sorted(place.glob(f"*/{COST}")):
        stage = file.parent.name.split("-")[0]
        for kind, amount in (read_json(file) or {}).items():
            found[f"{stage}_{kind}"] = found.get(f"{stage}_{kind}", 0.0) + amount
    return found


def _count(items: Sequence[Sequence[Any]]) -> Count:
    return Count(sum(bool(right) for _, right in items), len(items))
