"""From evidence to the verdict of a run."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.analysis.arm_roles import judged_arm, role_of, saw_gold
from saturate.analysis.changes import pooled
from saturate.analysis.evidence import ArmScores, Evidence, ItemSet
from saturate.analysis.verdict.caveats import caveats, supervision
from saturate.analysis.verdict.effects import effects, ladder_rungs
from saturate.analysis.verdict.item_sets import moves_of_set
from saturate.analysis.verdict.quantities import quantities
from saturate.analysis.verdict.rules import name_finding
from saturate.analysis.verdict.sentence import LEARNED, named, sentence
from saturate.results.verdict import RoundVerdict, Verdict
from saturate.stats.intervals import change_p
from saturate.stats.multiplicity import holm, round_alpha


def judge(evidence: Evidence, original_skipped: str | None = None) -> Verdict | None:
    """Judge every round of a run, and the run by its last.

    Args:
        evidence: Who got what right, by arm and round.
        original_skipped: Why the original benchmark was not scored.

    Returns:
        The verdict; ``None`` before the first round.
    """
    arm = judged_arm(evidence.arms)
    rounds = [
        judge_round(evidence, arm, number, original_skipped)
        for number in range(1, len(evidence.arms[arm]))
    ]
    if not rounds:
        return None
    others = [name for name in evidence.arms if name != arm]
    last = rounds[-1]
    return Verdict(
        arm=arm,
        controls=[name for name in others if role_of(name) == "control"],
        references=[name for name in others if role_of(name) == "reference"],
        finding=last.finding,
        saw_gold=saw_gold(evidence.arms, evidence.supervised),
        reason=last.reason,
        sentence=last.sentence,
        doubts=last.doubts,
        looks=evidence.planned,
        rounds=rounds,
    )


def judge_round(
    evidence: Evidence, arm: str, number: int, original_skipped: str | None
) -> RoundVerdict:
    """What had changed since the base model by the end of one round."""
    alpha = round_alpha(number, evidence.planned)
    looked_at = quantities(effects(evidence, arm, number), alpha)
    controls = [name for name in evidence.arms if name != arm and role_of(name) == "control"]
    found = name_finding(looked_at, controls)
    states = evidence.arms[arm]
    learned = learned_rungs(states[0], states[number], evidence.ladder, alpha)
    told = arm in evidence.supervised
    return RoundVerdict(
        number=number,
        finding=found.finding,
        reason=found.reason,
        sentence=named(sentence(found, looked_at, controls, learned, original_skipped), told),
        alpha=alpha,
        quantities=looked_at,
        doubts=[*supervision(arm, told), *caveats(found, looked_at, controls, original_skipped)],
    )


def learned_rungs(base: ArmScores, now: ArmScores, ladder: str, alpha: float) -> Sequence[int]:
    """Rungs trained on that read well now, did not before, and rose beyond noise.

    Args:
        base: The base model.
        now: An arm after a round.
        ladder: The run's ladder.
        alpha: Error rate of all rungs together; Holm's procedure spends it over them.
    """
    names = [ItemSet("rung", ladder, r) for r in ladder_rungs(now, ladder) if r in now.trained]
    moved = [(one, moves_of_set(base, now, one, "strict")) for one in names]
    changes = [(one, pooled([found], [1])) for one, found in moved]
    held = [(one, change) for one, change in changes if change is not None]
    p_values = [change_p(change) for _, change in held]
    return [
        one.rung
        for (one, _), p, level in zip(held, p_values, holm(p_values, alpha), strict=True)
        if p <= level and now.sets[one].strict.share >= LEARNED > base.sets[one].strict.share
    ]
