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
    if not told:
        return []
    return [
        "Items that the model's context does not hold with their answer are left out, so the "
        f"longest are not scored: {', '.join(told)}."
    ]
