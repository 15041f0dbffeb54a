"""The first thing that a reader sees: one sentence and three figures."""

from __future__ import annotations

from typing import NamedTuple

from saturate.reports.safe_text import visible
from saturate.results.caveats import subject_arm
from saturate.results.labels import NOT_KNOWN
from saturate.results.schema import ArmResult, Results
from saturate.results.text import percent_text
from saturate.stats.intervals import Interval


class Figure(NamedTuple):
    """One figure with what it means."""

    value: str
    span: str
    """Its interval, or empty."""
    label: str


def sentence(results: Results) -> str:
    """The verdict's sentence, or what the frontiers alone say where there is no verdict."""
    if results.verdict is not None:
        return results.verdict.sentence
    arm = subject_arm(results)
    if arm is None or len(arm.rounds) < 2 or arm.frontier_gain is None:
        return "No round has ended yet; only the base model was scored."
    gain = arm.frontier_gain
    name, rounds = visible(arm.arm, 40), len(arm.rounds) - 1
    if gain.low <= 0 <= gain.high:
        told = f"The frontier of arm {name} did not measurably move in {rounds} rounds"
    else:
        way = "rose" if gain.value > 0 else "fell"
        told = f"The frontier of arm {name} {way} by {abs(gain.value):.1f} rungs in {rounds} rounds"
    told += f", from {arm.rounds[0].frontier.rung:.1f} to {arm.rounds[-1].frontier.rung:.1f}"
    peak = max(arm.rounds, key=lambda one: one.frontier.rung)
    if peak.frontier.low > arm.rounds[-1].frontier.high:
        told += f" (after {peak.frontier.rung:.1f} in round {peak.number}: it collapsed since)"
    if (best := _best_control(results, arm)) is not None and best.frontier_gain is not None:
        told += f"; that of {visible(best.arm, 40)} moved by {best.frontier_gain.value:+.1f}"
    return f"{told}."


def figures(results: Results) -> list[Figure]:
    """Gains of the arm in question and the best control, and the original benchmark or labels."""
    arm = subject_arm(results)
    if arm is None:
        return []
    found = [_gain(arm, f"rungs that the frontier of {visible(arm.arm, 40)} moved")]
    control = _best_control(results, arm)
    if control is None:
        found.append(Figure("none", "", "control arms run beside it"))
    else:
        found.append(_gain(control, f"rungs in {visible(control.arm, 40)}, the best other arm"))
    last = arm.rounds[-1].original
    if last is not None and last.flexible_change is not None:
        found.append(_figure(last.flexible_change, 100, "points on the original, flexible, paired"))
    elif arm.label_precision is not None:
        value, low, high = map(percent_text, arm.label_precision)
        found.append(Figure(value, f"[{low}, {high}]", "% of its labels right, by the audit"))
    elif arm.unaudited:
        found.append(Figure(NOT_KNOWN, "", "how many of its labels were right"))
    else:
        found.append(Figure("none", "", "labels trained on"))
    return found


def chosen_voters(results: Results) -> str:
    """Who voted and how many had to agree, as the configuration says; empty where it does not."""
    voters, agreement = (results.config.get(name) for name in ("voters", "agreement"))
    if not isinstance(voters, str | list):
        return ""
    told = voters if isinstance(voters, str) else ":".join(map(str, voters))
    if isinstance(agreement, int | float):
        share = "all" if agreement == 1 else f"more than {100 * agreement:.0f} %"
        told += f", {share} of the ballots"
    return told


def _best_control(results: Results, judged_arm: ArmResult) -> ArmResult | None:
    names = set(results.verdict.controls) if results.verdict else None
    others = [
        arm
        for arm in results.arms
        if arm.arm != judged_arm.arm
        and arm.frontier_gain is not None
        and (names is None or arm.arm in names)
        and len(arm.rounds) > 1
    ]
    return max(others, key=lambda arm: arm.rounds[-1].frontier.rung, default=None)


def _gain(arm: ArmResult, label: str) -> Figure:
    if arm.frontier_gain is None or len(arm.rounds) < 2:
        return Figure("-", "", label)
    return _figure(arm.frontier_gain, 1, label)


def _figure(interval: Interval, scale: float, label: str) -> Figure:
    value, low, high = (f"{scale * x:+.1f}" for x in interval)
    return Figure(value, f"[{low}, {high}]", label)
