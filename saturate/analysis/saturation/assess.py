"""From evidence to how far a benchmark is from saturation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from saturate.analysis.arm_roles import judged_arm
from saturate.analysis.evidence import ORIGINAL, ArmScores, Evidence, ItemSet
from saturate.analysis.saturation.discrimination import discriminations
from saturate.analysis.saturation.forecast import FEWEST, forecast, rounds_to
from saturate.analysis.saturation.headroom import headroom
from saturate.analysis.saturation.state import Compared, sentence_of, state_of
from saturate.analysis.verdict.effects import ladder_rungs
from saturate.results.saturation import (
    Ahead,
    Discrimination,
    Forecast,
    ForecastPoint,
    Headroom,
    Saturation,
)
from saturate.results.schema import Round
from saturate.stats.frontier import Frontier


def assess(evidence: Evidence, benchmark: str, rounds: Sequence[Round]) -> Saturation | None:
    """Headroom, discrimination and forecasts of the judged arm.

    Args:
        evidence: Who got what right.
        benchmark: The original benchmark's name.
        rounds: The judged arm's, the base model's first.

    Returns:
        The block of the results; ``None`` before the first round.
    """
    arm = judged_arm(evidence.arms)
    states = evidence.arms[arm]
    if len(states) < 2:
        return None
    rungs = ladder_rungs(states[-1], evidence.ladder)
    names = [ORIGINAL, *(ItemSet("rung", evidence.ladder, rung) for rung in rungs)]
    compared = _compared(rounds)
    told = discriminations(states, compared.since, names, benchmark)
    steps = [one for one in told if one.rung is not None]
    own = next((one for one in told if one.rung is None), None) or _over_run(states, benchmark)
    best = max((one for one in steps if one.tells), key=_strength, default=None)
    last, score = states[-1].sets.get(ORIGINAL), rounds[-1].original
    guessed = None if score is None else score.guessed
    room = None if last is None else headroom(benchmark, last.flexible, guessed)
    state = state_of(own, best, room)
    frontiers, costs = [one.frontier for one in rounds], [one.cost for one in rounds]
    return Saturation(
        arm=arm,
        state=state,
        sentence=sentence_of(state, benchmark, own, best, room, compared),
        headroom=room,
        benchmark=own,
        rungs=steps,
        rung=None if best is None else best.rung,
        forecasts=[*_frontier(frontiers, rungs, costs), *_original(states, room, costs)],
    )


def _compared(rounds: Sequence[Round]) -> Compared:
    """The last two rounds whose models differ: one that was undone, or had no label, left none."""
    last = len(rounds) - 1
    changed = next((i for i in range(last, 0, -1) if rounds[i].taught), None)
    return Compared((last if changed is None else changed) - 1, changed, last)


def _strength(one: Discrimination) -> float:
    return abs(one.difference.value) / one.detectable


def _over_run(states: Sequence[ArmScores], benchmark: str) -> Discrimination | None:
    """Where the benchmark is scored at the ends alone: base against last, as the kindest case."""
    found = discriminations(states, 0, [ORIGINAL], benchmark)
    return found[0] if found else None


def _frontier(
    frontiers: Sequence[Frontier], rungs: Sequence[int], costs: Sequence[Mapping[str, float]]
) -> list[Forecast]:
    if len(frontiers) < FEWEST or any(one.place != "within" for one in frontiers):
        return []
    course = [one.rung for one in frontiers]
    return [_forecast("frontier", course, float(rungs[-1]), rungs[0] - 0.5, rungs[-1] + 0.5, costs)]


def _original(
    states: Sequence[ArmScores], room: Headroom | None, costs: Sequence[Mapping[str, float]]
) -> list[Forecast]:
    """Only where the benchmark was scored in every round."""
    scored = [s.sets[ORIGINAL].flexible.share for s in states if ORIGINAL in s.sets]
    if room is None or len(scored) < max(FEWEST, len(states)):
        return []
    return [_forecast("original", scored, room.ceiling, 0.0, 1.0, costs)]


def _forecast(
    quantity: Literal["frontier", "original"],
    course: Sequence[float],
    target: float,
    low: float,
    high: float,
    costs: Sequence[Mapping[str, float]],
) -> Forecast:
    last = len(course) - 1
    points = forecast(course, last, low, high)
    ahead = rounds_to(points, target)
    expected = ahead.expected
    what = (
        f"rung {target:.0f}" if quantity == "frontier" else f"its ceiling of {100 * target:.1f} %"
    )
    name = "the frontier" if quantity == "frontier" else "the benchmark's score"
    if course[-1] >= target:
        sentence, expected = f"{name} is at {what} already", 0
    elif expected is None:
        sentence = f"{name} is not expected to reach {what} within {last} more rounds"
    else:
        until = "" if ahead.latest is None else f", at the latest {ahead.latest}"
        sentence = (
            f"{name} is expected at {what} in {expected} rounds (at the soonest "
            f"{ahead.soonest}{until})"
        )
    return Forecast(
        quantity=quantity,
        rounds=list(range(last + 1)),
        points=[ForecastPoint(round=last + i, value=p) for i, p in enumerate(points, 1)],
        target=target,
        to_target=Ahead(expected=expected, soonest=ahead.soonest, latest=ahead.latest),
        cost={}
        if expected is None
        else {kind: expected * _mean_cost(costs, kind) for kind in ("seconds", "tokens")},
        sentence=sentence[0].upper() + sentence[1:] + ".",
    )


def _mean_cost(costs: Sequence[Mapping[str, float]], kind: str) -> float:
    """Mean of a trained round's cost of one kind, over all its stages."""
    rounds = [sum(v for k, v in one.items() if k.endswith(f"_{kind}")) for one in costs[1:]]
    return sum(rounds) / len(rounds)
