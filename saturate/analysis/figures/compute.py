"""Puts the figures of a run together from its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from saturate.analysis.evidence import ArmScores, Evidence, Items
from saturate.analysis.figures.collapse_step import collapse_steps
from saturate.analysis.figures.curve import area, gold_share, rungs_read
from saturate.analysis.figures.resample import resample
from saturate.analysis.figures.sampled import Drawn, base_sampled, read_sampled, sampled
from saturate.analysis.read_evidence import read_evidence
from saturate.config.arms import GOLD, asks_voters
from saturate.results.figures import ArmFigures, Figures
from saturate.results.schema import ArmResult, Results
from saturate.storage.layout import BASE, Place


def with_figures(results: Results, folder: Path | None) -> Results:
    """The same results with the figures, where they lack them.

    Args:
        results: What was collected.
        folder: The run folder; ``None`` where there is only a ``results.json``, whose counts give
            wider intervals.
    """
    if results.figures is not None or not any(len(arm.rounds) > 1 for arm in results.arms):
        return results
    made = figures(results, read_evidence(folder, results), folder)
    return results.model_copy(update={"figures": made})


def figures(results: Results, evidence: Evidence, folder: Path | None) -> Figures:
    """The figures of every arm that has a round.

    Args:
        results: What was collected.
        evidence: Who got which item right, read from the same folder.
        folder: The run folder, for answers that were drawn.
    """
    arms = [arm for arm in results.arms if len(arm.rounds) > 1]
    scorings = _scorings(arms, evidence)
    places: dict[Place, int] = {place: i for i, place in enumerate(scorings)}
    held = resample(list(scorings.values()))
    drawn = _drawn(folder, BASE, evidence.sources)
    paired = all(one.keys for scoring in scorings.values() for one in scoring.values())
    made = []
    for arm in arms:
        last = len(arm.rounds) - 1
        base, end = places[BASE], places[Place(arm.arm, last)]
        share = None
        if (number := _with_gold(arm, arms)) is not None:
            own, gold = (places[Place(name, number)] for name in (arm.arm, str(GOLD)))
            share = gold_share(held, base, own, gold, number)
        now = _drawn(folder, Place(arm.arm, last), evidence.sources)
        made.append(
            ArmFigures(
                arm=arm.arm,
                round=last,
                paired=paired,
                area=area(held, base, end),
                rungs_read=rungs_read(held, base, end),
                gold_share=share,
                sampled=None if drawn is None or now is None else sampled(drawn, now),
                collapse=collapse_steps(arm.rounds) if asks_voters(arm.arm) else [],
            )
        )
    return Figures(
        rungs=[int(rung) for rung in held.rungs],
        base=None if drawn is None else base_sampled(drawn),
        arms=made,
    )


def _scorings(arms: Sequence[ArmResult], evidence: Evidence) -> dict[Place, dict[int, Items]]:
    """The base model, every arm at its end, and arm and gold at the last round that both have."""
    wanted = [BASE, *(Place(arm.arm, len(arm.rounds) - 1) for arm in arms)]
    for arm in arms:
        if (number := _with_gold(arm, arms)) is not None:
            wanted += [Place(arm.arm, number), Place(str(GOLD), number)]
    states = {BASE.arm: evidence.arms[arms[0].arm], **evidence.arms}
    return {place: _items(states[place.arm][place.number], evidence.ladder) for place in wanted}


def _with_gold(arm: ArmResult, arms: Sequence[ArmResult]) -> int | None:
    """The last round that an arm and the gold arm have; ``None`` where there is none."""
    rounds = next((len(other.rounds) for other in arms if other.arm == str(GOLD)), 1)
    last = min(rounds, len(arm.rounds)) - 1
    return last if arm.arm != str(GOLD) and last > 0 else None


def _items(state: ArmScores, ladder: str) -> dict[int, Items]:
    """The rungs of the run's ladder as they were read strictly."""
    return {
        name.rung: scored.strict
        for name, scored in state.sets.items()
        if name.kind == "rung" and name.ladder == ladder
    }


def _drawn(folder: Path | None, place: Place, sources: Mapping[str, str]) -> Drawn | None:
    return None if folder is None else read_sampled(folder, place, sources)
