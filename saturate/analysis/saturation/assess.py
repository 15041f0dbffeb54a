"""From evidence to how far a benchmark is from saturation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from saturate.analysis.arm_roles import judged_arm
from saturate.analysis.evidence import ORIGINAL, ArmScores, Evidence, ItemSet
from saturate.analysis.saturation.discrimination import discriminations
from saturate.analysis.saturation.forecast import FEWEST, forecast, rounds_to
from saturate.analysis.saturation.headroom import headroom
from saturate.analysis.verdict.effects import ladder_rungs
from saturate.results.saturation import (
    Ahead,
    Discrimination,
    Forecast,
    ForecastPoint,
    Headroom,
    Saturation,
)
from saturate.stats.frontier import Frontier

_State = Literal["tells", "saturated", "too hard", "undecided", "not scored"]


def assess(
    evidence: Evidence,
    benchmark: str,
    frontiers: Sequence[Frontier],
    costs: Sequence[Mapping[str, float]],
) -> Saturation | None:
    """Headroom, discrimination and forecasts of the judged arm.

    Args:
        evidence: Who got what right.
        benchmark: The original benchmark's name.
        frontiers: The judged arm's, by round, the base model's first.
        costs: What each of its rounds cost, the base model's first.

    Returns:
        The block of the results; ``None`` before the first round.
    """
    arm = judged_arm(evidence.arms)
    states = evidence.arms[arm]
    if len(states) < 2:
        return None
    rungs = ladder_rungs(states[-1], evidence.ladder)
    names = [ORIGINAL, *(ItemSet("rung", evidence.ladder, rung) for rung in rungs)]
    told = discriminations(states, len(states) - 2, names, benchmark)
    steps = [one for one in told if one.rung is not None]
    own = next((one for one in told if one.rung is None), None) or _over_run(states, benchmark)
    best = max((one for one in steps if one.tells), key=_strength, default=None)
    last = states[-1].sets.get(ORIGINAL)
    room = None if last is None else headroom(benchmark, last.flexible)
    state = _state(own, best, room)
    return Saturation(
        arm=arm,
        state=state,
        sentence=_sentence(state, benchmark, own, best, room),
        headroom=room,
        benchmark=own,
        rungs=steps,
        rung=None if best is None else best.rung,
        forecasts=[*_frontier(frontiers, rungs, costs), *_original(states, room, costs)],
    )


def _strength(one: Discrimination) -> float:
    return abs(one.difference.value) / one.detectable


def _over_run(states: Sequence[ArmScores], benchmark: str) -> Discrimination | None:
    """Where the benchmark is scored at the ends alone: base against last, as the kindest case."""
    found = discriminations(states, 0, [ORIGINAL], benchmark)
    return found[0] if found else None


def _state(
    own: Discrimination | None, best: Discrimination | None, room: Headroom | None
) -> _State:
    if own is None or room is None:
        return "not scored"
    if room.headroom.value < own.detectable:
        return "saturated"
    if own.tells:
        return "tells"
    if own.score < own.detectable:
        return "too hard"
    return "saturated" if best is not None else "undecided"


def _sentence(
    state: _State,
    benchmark: str,
    own: Discrimination | None,
    best: Discrimination | None,
    room: Headroom | None,
) -> str:
    rung = (
        "no rung of the ladder tells the last two rounds apart"
        if best is None
        else f"rung {best.rung} tells the last two rounds apart "
        f"({100 * best.difference.value:+.0f} points on {best.items} items)"
    )
    if own is None or room is None:
        return f"{benchmark} was not scored; {rung}."
    can = f"its {own.items:,} items can show {100 * own.detectable:.1f} points"
    if own.since == 0:
        can += " between the base model and the last round"
    if state == "tells":
        return f"{benchmark} still measures this model: {can}; {rung}."
    if room.headroom.value < own.detectable:
        left = 100 * max(room.headroom.value, 0.0)
        return (
            f"{benchmark} is saturated for this model: {left:.1f} points are left below its "
            f"ceiling and {can}; {rung}."
        )
    seen = f"{can} and the change was {100 * own.difference.value:+.1f}"
    if state == "too hard":
        return f"{benchmark} is too hard for this model at {100 * own.score:.1f} %: {seen}; {rung}."
    if state == "saturated":
        return (
            f"{benchmark} is saturated for this model at {100 * own.score:.1f} %: {seen}; {rung}."
        )
    return f"{benchmark} did not move and neither did the ladder: {seen}; {rung}."


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
