"""Adds the verdict and the saturation block to results, from a run folder or from counts alone."""

from __future__ import annotations

from pathlib import Path

from saturate.results import Results
from saturate.saturation.assess import assess
from saturate.verdict.judge import judge
from saturate.verdict.read import read_evidence


def judged(results: Results, folder: Path | None) -> Results:
    """The same results with what they mean.

    Args:
        results: What was collected.
        folder: The run folder, whose stages hold who got which item right; ``None`` where there is
            only a ``results.json``, which holds counts and gives wider intervals.
    """
    if not results.arms:
        return results
    evidence = read_evidence(folder, results)
    verdict = judge(evidence, results.original_skipped)
    if verdict is None:
        return results
    rounds = next(arm.rounds for arm in results.arms if arm.arm == verdict.arm)
    saturation = assess(
        evidence,
        str(results.config["benchmark"]),
        [one.frontier for one in rounds],
        [one.cost for one in rounds],
    )
    return results.model_copy(update={"verdict": verdict, "saturation": saturation})
