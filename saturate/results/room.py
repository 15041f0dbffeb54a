"""Items that a model's context did not hold, in a sentence."""

from __future__ import annotations

from saturate.results.schema import ArmResult


def left_out_lines(arm: ArmResult) -> list[str]:
    """How many of how many items were left out of the scores of an arm's last round.

    Empty where all fitted.
    """
    last = arm.rounds[-1]
    cut = [one for one in last.scores if one.left_out]
    told = [
        f"{one.left_out} of {one.left_out + one.strict.total} of rung {one.rung}" for one in cut
    ]
    if (own := last.original) is not None and own.left_out:
        told.append(f"{own.left_out} of {own.left_out + own.items} of the original benchmark")
    found = []
    asked = [one for held in arm.rounds for one in held.labelling if one.left_out]
    if asked:
        most = sum(one.left_out + one.proposals for one in asked)
        found.append(
            f"{sum(one.left_out for one in asked)} of {most} proposals were not asked, as the "
            "voters' context does not hold them with an answer."
        )
    rewarded = [one.reinforcement for one in arm.rounds if one.reinforcement]
    if cut_short := sum(one.left_out for one in rewarded):
        found.append(
            f"{cut_short} of {cut_short + sum(one.problems for one in rewarded)} problems of "
            "reinforcement were not asked, as the model's context does not hold them with their "
            "answer."
        )
    if not told:
        return found
    return [
        *found,
        "Items that the model's context does not hold with their answer are left out, so the "
        f"longest are not scored: {', '.join(told)}.",
    ]
