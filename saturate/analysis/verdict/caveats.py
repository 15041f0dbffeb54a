"""What weakens a finding, a sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.analysis.verdict.rules import NamedFinding, QuantityTable
from saturate.analysis.verdict.sentence import points, rungs_text, sharpened
from saturate.results.text import percent_text
from saturate.results.verdict import Quantity, QuantityName

CONTROLS = ("random-label", "format")
"""Without these a gain could come of any training, or of the answer format."""

_FELL = {
    "untouched": "Forgetting: {rungs} of {ladder}, which was left alone,",
    "known": "Forgetting: {rungs}, taught before the run,",
    "trained": "Training did harm: {rungs}, trained on,",
    "unseen": "Before any training on them {rungs}",
}


def caveats(
    found: NamedFinding,
    quantities: Sequence[Quantity],
    controls: Sequence[str],
    original_skipped: str | None,
    seeds: int = 1,
) -> list[str]:
    """Everything that a reader should hold against the finding, the gravest first.

    Args:
        found: The finding.
        quantities: What it rests on.
        controls: Control arms that were run.
        original_skipped: Why the original benchmark was not scored.
        seeds: Runs that are judged together.
    """
    table = QuantityTable(quantities, controls)
    return [
        *_missing_controls(controls),
        *_unbeaten(found, table),
        *_forgotten(quantities),
        *_familiar(table),
        *_sharpened(found, table),
        *_not_looked_at(table, original_skipped),
        *_unpaired(quantities),
        _luck(seeds),
    ]


def supervision(arm: str, told: bool) -> list[str]:
    """What is to be said of an arm that was reinforced by true answers (``told``)."""
    if not told:
        return []
    return [
        f"Arm {arm} was reinforced by true answers before its rounds: it is supervised, and what "
        "it gained is not won by its votes alone."
    ]


def _luck(seeds: int) -> str:
    if seeds == 1:
        return (
            "The intervals cover the choice of items, not the luck of training: this is one seed. "
            "Several seeds can be judged together: saturate verdict RUN RUN..."
        )
    return f"The luck of training is judged by {seeds} runs, all from one base model."


def _missing_controls(controls: Sequence[str]) -> list[str]:
    if not controls:
        return ["No control arm was run, so no gain here can be called capability."]
    missing = [name for name in CONTROLS if name not in controls]
    if not missing:
        return []
    arms = f"{missing[0]} arm was" if len(missing) == 1 else f"{' and '.join(missing)} arms were"
    return [f"The {arms} not run."]


def _unbeaten(found: NamedFinding, table: QuantityTable) -> list[str]:
    """Arms that rose as much as a capability's original, which unseen rungs can do without, or its
    redraws, which are asked to rise alone."""
    if found.finding != "capability":
        return []
    told: dict[QuantityName, str] = {
        "original": "On the original benchmark",
        "redrawn": "On the original's redraws",
    }
    held = [(where, table.unbeaten(name)) for name, where in told.items() if table.real(name)]
    return [
        f"{where} the gain is not told apart from {', '.join(arms)}."
        for where, arms in held
        if arms
    ]


def _forgotten(quantities: Sequence[Quantity]) -> list[str]:
    """What fell by the strict reading, the original apart, which the sentence speaks of."""
    lines = []
    for q in quantities:
        if q.reading != "strict" or q.moved != "fell" or q.name not in _FELL:
            continue
        before, after = (percent_text(share, 0) for share in (q.before, q.after))
        fell = f"fell from {before} to {after} % ({q.items:,} items)"
        lines.append(_FELL[q.name].format(rungs=rungs_text(q.rungs), ladder=q.ladder) + f" {fell}.")
    return lines


def _familiar(table: QuantityTable) -> list[str]:
    gap = table.get("familiarity", "flexible")
    if gap is None or gap.moved != "rose":
        return []
    return [
        f"Part of the original's gain is familiarity: items that have redraws gained "
        f"{points(gap.after)} points, the redraws {points(gap.before)}."
    ]


def _sharpened(found: NamedFinding, table: QuantityTable) -> list[str]:
    if found.finding == "sharpening" or not table.sharpened():
        return []
    return [f"Part of the gain is sharpening: {sharpened(table)}."]


def _not_looked_at(table: QuantityTable, skipped: str | None) -> list[str]:
    if table.get("original", "strict") is None:
        return [f"The original benchmark was not scored: {skipped}."] if skipped else []
    if table.get("redrawn", "strict") is None:
        return ["No redraws of the original items were scored: familiarity was not looked for."]
    return []


def _unpaired(quantities: Sequence[Quantity]) -> list[str]:
    if all(q.paired for q in quantities):
        return []
    return ["Only counts were at hand, not items: the intervals are wider than they need be."]
