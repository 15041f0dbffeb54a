"""What a careful reader should doubt about a run, from its results alone."""

from __future__ import annotations

from saturate.results import ArmResult, Results
from saturate.summary import frontier_text, interval_text

_PRECISION = 0.95


def doubts(results: Results, arm: ArmResult) -> list[str]:
    """Sentences, the gravest first; never none."""
    found = []
    last = arm.rounds[-1]
    if arm.frontier_gain is None or arm.frontier_gain.low <= 0:
        found.append(
            f"The interval of the frontier gain, {interval_text(arm.frontier_gain, 1, '+')} rungs, "
            "holds zero: no gain was shown."
        )
    if last.frontier.place != "within":
        found.append(f"The last frontier is off the scored rungs: {frontier_text(last.frontier)}.")
    if arm.label_precision is None:
        found.append("No label was kept; nothing was trained on.")
    elif arm.label_precision.value < _PRECISION:
        found.append(
            f"Only {interval_text(arm.label_precision, 100)} % of the labels trained on were right."
        )
    others = [one.arm for one in results.arms if one.arm != arm.arm]
    if not others:
        found.append("No control arm was run, so nothing here tells voting from mere training.")
    if last.original is None:
        why = f" ({results.original_skipped})" if results.original_skipped else ""
        found.append(
            f"The original benchmark was not scored{why}: a gain on the ladder need not be a gain "
            "there."
        )
    for name, (before, after) in _untouched(arm).items():
        if after < before:
            found.append(
                f"The untouched family {name} fell from {100 * before:.0f} to {100 * after:.0f} %."
            )
    found.append("One seed: the intervals cover the choice of items, and not a training's luck.")
    if results.detectable is not None:
        points = 100 * results.detectable
        found.append(f"On one rung a paired difference below {points:.0f} points stays unseen.")
    return [
        *found,
        "The scored documents are published beside the model. Whoever trains on them can no longer "
        "be scored on them; draw new ones.",
    ]


def _untouched(arm: ArmResult) -> dict[str, tuple[float, float]]:
    first, last = arm.rounds[0].untouched, arm.rounds[-1].untouched
    shares = {}
    for name in sorted(set(first) & set(last)):
        counts = [[one.strict for one in scores] for scores in (first[name], last[name])]
        totals = [(sum(c.right for c in row), sum(c.total for c in row)) for row in counts]
        if all(total for _, total in totals):
            shares[name] = (totals[0][0] / totals[0][1], totals[1][0] / totals[1][1])
    return shares
