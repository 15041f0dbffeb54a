"""Puts ``results.json`` together from the rounds of a run, each of which is read once."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median_low
from typing import NamedTuple

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
from saturate.results.voting import Setting
from saturate.rounds.collapse import MAX_ALARMS
from saturate.run.audit import RungAudit, design_effects
from saturate.run.plan import planned_seconds
from saturate.run.samples import Offered, with_pictures
from saturate.run.stage_parts import stage_parts
from saturate.stats.clusters import design_effect, pooled_count
from saturate.stats.frontier import frontier_gain
from saturate.stats.intervals import Count, share_of
from saturate.stats.power import detectable_difference
from saturate.storage.files import read_json
from saturate.storage.layout import BASE, SUMMARY, Place, StageName

_PACKAGES = ("lm-saturate", "lm-eval", "trl", "transformers", "torch", "datasets", "peft")

_UNPLANNED = {f"{stage}_seconds" for stage in (StageName.ORIGINAL, StageName.REDRAWN)}
"""Costs that no plan reckons."""
_LEFT_OUT = "left out by --score-original never"
"""Why an original benchmark was not scored that was not to be."""


class RunFacts(NamedTuple):
    """What is the same for all results of a run."""

    folder: Path
    config: RunConfig
    ladder: Ladder
    """Whose gold answers the audit opens."""
    model: ModelResult
    """The model that is trained."""
    command: str
    """The command line."""
    guessed: Mapping[int, float]
    """What guesses among options are worth, by rung."""


class SoFar(NamedTuple):
    """What the rounds say that are over."""

    rounds: Mapping[Place, Round]
    offered: Sequence[Offered]
    """Labelled proposals that are shown."""
    audits: Mapping[Place, Mapping[int, RungAudit]]
    """Labels of a round against gold, by rung."""


def collect(run: RunFacts, skipped: str | None, so_far: SoFar, ended: bool) -> Results:
    """Everything that the rounds of a run say.

    Args:
        run: The run.
        skipped: Why the original benchmark was not scored, where it was to be.
        so_far: What its rounds say that are over, the base model's among them.
        ended: Whether there will be no more; what other voters would have given is told then.
    """
    folder, config, ladder = run.folder, run.config, run.ladder
    rounds = so_far.rounds
    base = rounds[BASE]
    arms = [_arm(arm, base, config.last_round, so_far) for arm in config.training_arms]
    votes = VOTED in config.arms and "vote" in config.filters
    total: dict[str, float] = {}
    for one in [base, *(r for arm in arms for r in arm.rounds[1:])]:
        for kind, amount in one.cost.items():
            total[kind] = total.get(kind, 0.0) + amount
    info = ladder.describe()
    items = usual_items(base)
    results = Results(
        schema_version=SCHEMA_VERSION,
        complete=ended,
        command=run.command,
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
            guessed=run.guessed,
            notes="; ".join(ladder.notes()),
            left_out=ladder.left_out(),
        ),
        model=run.model,
        detectable=detectable_difference(items),
        detectable_items=items,
        arms=arms,
        majority=_majority(folder),
        original_skipped=_LEFT_OUT if config.score_original == "never" else skipped,
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        cost=total,
        duration=Duration(
            planned=planned_seconds(folder),
            taken=sum(
                amount
                for kind, amount in total.items()
                if kind.endswith("_seconds") and kind not in _UNPLANNED
            ),
        ),
        voters=_voters(folder, arms) if ended and votes else None,
        samples=_samples(so_far.offered, config, ladder),
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


def usual_items(base: Round) -> int:
    """Items that half of the rungs or more hold, those apart of which none was scored."""
    return median_low([one.strict.total for one in base.scores if one.strict.total] or [0])


def _arm(arm: Arm, base: Round, last_round: int, so_far: SoFar) -> ArmResult:
    numbers = range(1, last_round + 1)
    places = [place for n in numbers if (place := Place(str(arm), n)) in so_far.rounds]
    rounds = [base, *(so_far.rounds[place] for place in places)]
    audits = [so_far.audits[place] for place in places]
    kept = [
        held for place, held in zip(places, audits, strict=True) if not so_far.rounds[place].undone
    ]
    labels = [one.labels for held in kept for one in held.values()]
    count, effect = pooled_count(labels), design_effect(labels)
    return ArmResult(
        arm=str(arm),
        rounds=rounds,
        frontier_gain=frontier_gain(base.strict, rounds[-1].strict),
        label_precision=share_of(count, effect) if count.total else None,
        labels_design_effect=effect,
        rung_design_effects={
            rung: design_effects([held[rung] for held in audits if rung in held])
            for rung in sorted({rung for held in audits for rung in held})
        },
        parts=stage_parts(rounds),
        stopped=len(rounds) > MAX_ALARMS and all(one.undone for one in rounds[-MAX_ALARMS:]),
    )


def _voters(folder: Path, arms: Iterable[ArmResult]) -> list[Setting] | None:
    voted = next(arm for arm in arms if arm.arm == str(VOTED))
    return settings_of_run(folder, voted.arm, voted.rounds[-1].number)


def _samples(offered: Iterable[Offered], config: RunConfig, ladder: Ladder) -> list[Sample]:
    """Those that are shown, arm by arm and round by round, whenever each ended."""
    arms = [str(arm) for arm in config.training_arms]
    chosen = [one.sample for one in offered]
    chosen.sort(key=lambda sample: (arms.index(sample.arm), sample.round))
    return with_pictures(ladder, chosen)


def _majority(folder: Path) -> dict[int, Count] | None:
    held = read_json(folder / BASE.stage(StageName.MAJORITY) / SUMMARY)
    return None if held is None else {int(rung): Count(*held[rung]) for rung in held}
