"""What the base model's scores say of a run before anything is trained."""

from __future__ import annotations

from collections.abc import Mapping

from saturate.stats.intervals import Count

_READ = 0.5
"""Share of right answers from which on a rung is read; below it few voters agree on the truth."""
_KNOWN = 0.9
"""Share from which on a rung has nothing to teach."""


def reading_note(counts: Mapping[int, Count], start: int, last: int | None) -> str | None:
    """One sentence where a model has nothing to climb from, or nothing to climb to.

    Args:
        counts: Right answers and items of the base model, by scored rung.
        start: First rung to label.
        last: Last rung of the ladder; ``None`` where it is open-ended.

    Returns:
        The sentence; ``None`` where the rung below the first to label (or the first of the ladder)
        is read or not scored, and some scored rung is not yet known.
    """
    below = max(1, start - 1)
    if below in counts and counts[below].right < _READ * counts[below].total:
        right, total = counts[below]
        return (
            f"The base model reads rung {below} in {right} of {total} items: there is little to "
            "climb from. What helps: saturate teach (the first rungs with true labels), an easier "
            "--ladder, or saturate calibrate, which finds the rung that the model reads."
        )
    if counts and all(right >= _KNOWN * total for right, total in counts.values()):
        low, top = min(counts), max(counts)
        longer = "a higher --score-rungs" if last is None or top < last else "a harder --ladder"
        return (
            f"The base model reads all scored rungs, {low} to {top}, at {_KNOWN:.0%} or more: the "
            f"ladder is too short to show a gain; {longer} leaves room."
        )
    return None
