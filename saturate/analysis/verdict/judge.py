"""From evidence to the verdict of a run."""

from __future__ import annotations

from saturate.analysis.arm_roles import judged_arm, role_of, saw_gold
from saturate.analysis.evidence import Evidence
from saturate.analysis.verdict.caveats import caveats, supervision
from saturate.analysis.verdict.effects import effects
from saturate.analysis.verdict.quantities import quantities
from saturate.analysis.verdict.rules import name_finding
from saturate.analysis.verdict.rungs_alone import rungs_alone
from saturate.analysis.verdict.sentence import named, sentence
from saturate.results.verdict import RoundVerdict, Verdict
from saturate.stats.multiplicity import round_alpha


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
    rungs = rungs_alone(states[0], states[number], evidence.ladder, alpha)
    told = arm in evidence.supervised
    return RoundVerdict(
        number=number,
        finding=found.finding,
        reason=found.reason,
        sentence=named(sentence(found, looked_at, controls, rungs, original_skipped), told),
        alpha=alpha,
        quantities=looked_at,
        doubts=[*supervision(arm, told), *caveats(found, looked_at, controls, original_skipped)],
    )
