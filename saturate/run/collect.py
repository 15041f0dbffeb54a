"""Puts ``results.json`` together from the stages of a run."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from saturate.analysis.add_findings import with_verdict
from saturate.analysis.voters.gather import settings_of_run
from saturate.config.arms import VOTED, Arm
from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder
from saturate.results.samples import Sample
from saturate.results.schema import (
    SCHEMA_VERSION,
    ArmResult,
    Duration,
    LadderResult,
    ModelResult,
    Results,
    Round,
)
from saturate.rounds.collapse import MAX_ALARMS
from saturate.run.plan import planned_seconds
from saturate.run.read_round import read_round
from saturate.run.samples import choose, round_samples, with_pictures
from saturate.run.stage_parts import stage_parts
from saturate.stats.frontier import frontier_gain
from saturate.stats.intervals import (
    Count,
    detectable_difference,
    wilson,
)
from saturate.storage.files import each_row, read_json
from saturate.storage.layout import (
    BASE,
    HELD_BACK,
    LABELS,
    SUMMARY,
    Place,
    StageName,
)
from saturate.voting.labelled import LabelledProposal

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
    arms = [_arm(arm, base, config.last_round, rounds) for arm in config.training_arms]
    complete = all(arm.stopped or len(arm.rounds) == config.last_round + 1 for arm in arms)
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
            choices=info.choices,
            notes="; ".join(ladder.notes()),
            left_out=ladder.left_out(),
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
    return with_verdict(results, folder)


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
    found = {BASE: read_round(folder, BASE, config, ladder)}
    for arm in config.training_arms:
        for number in range(1, config.last_round + 1):
            place = Place(str(arm), number)
            if not (folder / place.stage(StageName.SCORE) / SUMMARY).exists():
                break
            found[place] = read_round(folder, place, config, ladder)
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
        parts=stage_parts(rounds),
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
                rows = each_row(stage / file) if (stage / file).exists() else iter(())
                labelled = map(LabelledProposal.from_row, rows)
                offered += round_samples(ladder, labelled, arm.arm, one.number, config.seed, reason)
    return with_pictures(ladder, choose(offered, config.seed))


def _majority(folder: Path) -> dict[int, Count] | None:
    held = read_json(folder / BASE.stage(StageName.MAJORITY) / SUMMARY)
    return None if held is None else {int(rung): Count(*held[rung]) for rung in held}
