"""The verdict, the saturation block and the figures of a run; the verdict over several seeds.

Read from run folders, or from counts alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from saturate.analysis.evidence import Evidence
from saturate.analysis.figures.compute import figures
from saturate.analysis.read_evidence import read_evidence
from saturate.analysis.saturation.assess import assess
from saturate.analysis.verdict.judge import judge
from saturate.analysis.verdict.seeds import Repeat, judge_seeds
from saturate.errors import SaturateError
from saturate.results.room import left_out_lines
from saturate.results.runs import Run, differing_settings, differing_surroundings
from saturate.results.schema import Results
from saturate.results.verdict import SeedsVerdict


def with_verdict(results: Results, folder: Path | None) -> Results:
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
    arm = next(arm for arm in results.arms if arm.arm == verdict.arm)
    saturation = assess(evidence, str(results.config["benchmark"]), arm.rounds)
    return results.model_copy(
        update={
            "verdict": verdict.model_copy(
                update={"doubts": [*verdict.doubts, *left_out_lines(arm)]}
            ),
            "saturation": saturation,
            "figures": figures(results, evidence, folder),
        }
    )


def judge_over_seeds(runs: Sequence[Run]) -> SeedsVerdict:
    """What runs show together.

    Args:
        runs: Two or more runs that differ in their seed alone.

    Raises:
        SaturateError: They differ in more, share a seed, or no arm or no items, or one is not
            complete.
    """
    results = [run.results for run in runs]
    if differing := differing_settings(results):
        raise SaturateError(
            "Only runs that differ in their seed alone can be judged together; these differ in "
            f"{', '.join(differing)}. `saturate report RUN RUN...` compares them."
        )
    seeds = [int(one.config["seed"]) for one in results]
    for run, seed in zip(runs, seeds, strict=True):
        if not run.results.complete:
            raise SaturateError(f"{run.name} is not complete; judge the runs together when it is.")
        if seeds.count(seed) > 1:
            raise SaturateError(
                f"Seed {seed} is there twice ({run.name}): a run says nothing of another's luck "
                "under the same seed."
            )
    if not set.intersection(*({arm.arm for arm in one.arms} for one in results)):
        raise SaturateError("The runs have no arm in common; there is nothing to judge together.")
    skipped = next((r.original_skipped for r in results if r.original_skipped), None)
    repeats = [
        Repeat(run.name, seed, read_evidence(run.folder, run.results))
        for run, seed in zip(runs, seeds, strict=True)
    ]
    for one in repeats[1:]:
        if apart := _other_items(repeats[0].evidence, one.evidence):
            raise SaturateError(
                f"{one.run} was scored on other items than {repeats[0].run}: they share none of "
                f"{apart}, so what sets them apart is more than their seed."
            )
    found = judge_seeds(repeats, skipped)
    return found.model_copy(update={"doubts": [*found.doubts, *differing_surroundings(results)]})


def _other_items(first: Evidence, second: Evidence) -> str:
    """A set of which two base models were asked different items; empty where there is none."""
    one, two = (next(iter(evidence.arms.values()))[0].sets for evidence in (first, second))
    for name in sorted(one.keys() & two.keys()):
        asked = [set(sets[name].strict.keys) for sets in (one, two)]
        if all(asked) and asked[0].isdisjoint(asked[1]):
            return f"rung {name.rung}" if name.kind == "rung" else f"the {name.kind} items"
    return ""
