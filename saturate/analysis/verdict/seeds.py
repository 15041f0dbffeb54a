"""Runs that differ in their seed alone, judged together: is it more than the luck of training?

Each run is read at its own end, by the same quantities and rules as alone. A quantity's change is
the mean over runs, and its interval counts the spread between them beside the choice of items
(:func:`saturate.stats.intervals.mean_over_runs`). It counts as one round, which may spend the whole
error rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from saturate.analysis.arm_roles import judged_arm, role_of, saw_gold
from saturate.analysis.evidence import ArmScores, Evidence
from saturate.analysis.verdict.caveats import caveats, supervision
from saturate.analysis.verdict.effects import Baseline, Effect, effects
from saturate.analysis.verdict.judge import judge
from saturate.analysis.verdict.quantities import quantities
from saturate.analysis.verdict.rules import name_finding
from saturate.analysis.verdict.rungs_alone import in_every_run, rungs_alone
from saturate.analysis.verdict.sentence import named, sentence
from saturate.results.verdict import Finding, RunOfSeeds, SeedsQuantity, SeedsVerdict
from saturate.stats.multiplicity import ALPHA


class Repeat(NamedTuple):
    """One run among several of the same experiment."""

    run: str
    seed: int
    evidence: Evidence
    """With one round at least."""


def judge_seeds(repeats: Sequence[Repeat], original_skipped: str | None = None) -> SeedsVerdict:
    """Judge two or more runs together.

    Args:
        repeats: The runs, of one ladder and base model. Arms that not all of them have are left
            out.
        original_skipped: Why the original benchmark was not scored, where any run left it out.
    """
    common = _common_arms([one.evidence for one in repeats])
    held = [one.evidence._replace(arms=_only(one.evidence, common)) for one in repeats]
    arm = judged_arm(common)
    ends = [len(evidence.arms[arm]) - 1 for evidence in held]
    together = _together(
        [effects(evidence, arm, end) for evidence, end in zip(held, ends, strict=True)]
    )
    looked_at = [
        SeedsQuantity(**dict(q), by_run=[c.total / c.items for c in effect.against[0].changes])
        for q, effect in zip(quantities(together, ALPHA), together, strict=True)
    ]
    others = [name for name in common if name != arm]
    controls = [name for name in others if role_of(name) == "control"]
    found = name_finding(looked_at, controls)
    each = [
        rungs_alone(states[0], states[-1], evidence.ladder, ALPHA)
        for evidence in held
        for states in [evidence.arms[arm]]
    ]
    runs = [RunOfSeeds(run=r.run, seed=r.seed, finding=_alone(r.evidence)) for r in repeats]
    told = any(arm in evidence.supervised for evidence in held)
    said = named(sentence(found, looked_at, controls, in_every_run(each), original_skipped), told)
    return SeedsVerdict(
        arm=arm,
        controls=controls,
        references=[name for name in others if role_of(name) == "reference"],
        saw_gold=saw_gold(common, frozenset().union(*(one.supervised for one in held))),
        finding=found.finding,
        reason=found.reason,
        sentence=f"Over {len(repeats)} seeds: {said[0].lower()}{said[1:]}",
        doubts=[
            *supervision(arm, told),
            *_apart(runs, found.finding),
            *caveats(found, looked_at, controls, original_skipped, len(repeats)),
        ],
        runs=runs,
        quantities=looked_at,
    )


def _common_arms(every: Sequence[Evidence]) -> list[str]:
    return [arm for arm in every[0].arms if all(arm in one.arms for one in every)]


def _only(evidence: Evidence, arms: Sequence[str]) -> Mapping[str, Sequence[ArmScores]]:
    return {arm: evidence.arms[arm] for arm in arms}


def _alone(evidence: Evidence) -> Finding:
    verdict = judge(evidence)
    assert verdict is not None  # a repeat has a round
    return verdict.finding


def _apart(runs: Sequence[RunOfSeeds], finding: Finding) -> list[str]:
    """Runs that by themselves say something else, which a mean would hide."""
    other = [f"{one.run} {one.finding}" for one in runs if one.finding != finding]
    return [f"By themselves some runs are called otherwise: {', '.join(other)}."] if other else []


def _together(by_run: Sequence[Sequence[Effect]]) -> list[Effect]:
    """The effects that all runs have, each with the changes of all of them."""
    maps = [{(one.name, one.reading, one.sets[0].ladder): one for one in run} for run in by_run]
    shared = [key for key in maps[0] if all(key in by_key for by_key in maps)]
    return [_one([by_key[key] for by_key in maps]) for key in shared]


def _one(same: Sequence[Effect]) -> Effect:
    first = same[0]
    return first._replace(
        sets=tuple(sorted({name for effect in same for name in effect.sets})),
        paired=all(effect.paired for effect in same),
        before=float(np.mean([effect.before for effect in same])),
        after=float(np.mean([effect.after for effect in same])),
        against=_against([effect.against for effect in same]),
    )


def _against(same: Sequence[Sequence[Baseline]]) -> list[Baseline]:
    """What all are held against: the first of each, then the arms that each has."""
    firsts = [every[0] for every in same]
    names = {one.name for one in firsts}
    name = names.pop() if len(names) == 1 else "their best rounds"
    arms = [{one.name: one for one in every[1:]} for every in same]
    shared = [[mine[arm] for mine in arms] for arm in arms[0] if all(arm in mine for mine in arms)]
    return [
        _merged(firsts)._replace(name=name),
        *(_merged(each) for each in shared),
    ]


def _merged(same: Sequence[Baseline]) -> Baseline:
    return same[0]._replace(
        changes=[change for one in same for change in one.changes],
        own=[change for one in same for change in one.own],
    )
