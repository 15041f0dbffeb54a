"""The tables of reinforcement: what each of its rounds rewarded, and what each stage added."""

from __future__ import annotations

from saturate.reports.tables import Cell, Table, in_percent, percent
from saturate.results.schema import Results
from saturate.results.watch import Watch

_GOLD = {True: "yes", False: "no"}


def reinforcement(results: Results) -> Table:
    """What was rewarded, and how good it was; one line a round."""
    rows: list[tuple[Cell, ...]] = [
        (arm.arm, one.number, held.reward, _GOLD[held.supervised], held.steps,
         ", ".join(map(str, held.rungs)), held.problems, held.taught, held.no_majority,
         percent(held.winners), percent(held.right_first), percent(held.right_last),
         in_percent(held.rewarded / held.drawn, 1) if held.drawn else None,
         _lost(one.watch), "yes" if one.undone else "no")
        for arm in results.arms
        for one in arm.rounds
        if (held := one.reinforcement) is not None
    ]  # fmt: skip
    columns = ("arm", "round", "reward", "saw gold", "steps", "rungs", "problems", "taught by",
               "no majority", "majority right %", "right at first %", "right at last %",
               "rewarded %", "lost / won", "undone")  # fmt: skip
    return Table("reinforcement", "Reinforcement by arm and round", columns, rows)


def _lost(watch: Watch | None) -> str | None:
    """Answers lost and won on what was taught, and on each rung that was read untaught."""
    if watch is None:
        return None
    rungs = [f"rung {one.rung}: {one.lost} / {one.won}" for one in watch.read]
    return ", ".join([f"taught: {watch.lost} / {watch.won}", *rungs])


def stage_parts(results: Results) -> Table:
    """What each stage of an arm added and cost."""
    rows: list[tuple[Cell, ...]] = [
        (arm.arm, part.stage, part.rounds, round(part.cost["seconds"] / 60, 1),
         round(part.cost["tokens"]), *(round(x, 2) for x in part.frontier_gain), part.undone)
        for arm in results.arms
        for part in arm.parts
    ]  # fmt: skip
    columns = ("arm", "stage", "rounds", "minutes", "tokens", "rungs gained", "low", "high",
               "undone")  # fmt: skip
    return Table("stage-parts", "What each stage added and cost, scores apart", columns, rows)
