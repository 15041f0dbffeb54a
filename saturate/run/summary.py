"""The end of a run in a few lines: what moved, how sure that is, what it cost."""

from __future__ import annotations

import math
from collections.abc import Sequence

from saturate.results.caveats import unfinished
from saturate.results.figures_text import figure_lines
from saturate.results.labels import precision_text
from saturate.results.quantity_names import quantity_name
from saturate.results.questions import Questions, of_arm
from saturate.results.reinforcement import StagePart
from saturate.results.saturation import Forecast
from saturate.results.schema import ArmResult, Results, RungScore
from saturate.results.text import frontier_text, interval_text
from saturate.results.verdict import SeedsQuantity, SeedsVerdict
from saturate.stats.frontier import frontier


def summary_lines(results: Results) -> list[str]:
    """The summary, a line a finding."""
    lines = ["", *verdict_lines(results)]
    for arm in results.arms:
        lines += [arm_line(arm), *map(_part_line, arm.parts)]
        if (held := of_arm(results, arm.arm)) is not None:
            lines.append(questions_line(arm.arm, held))
        if lost := _lost_rungs(arm):
            lines.append(f"           fell below 90 % at the end: rungs {lost}")
        lines += [f"           {line}" for line in _untouched(arm)]
    lines += [*figure_lines(results), *_majority(results)]
    lines += _original(results)
    seconds = {k.removesuffix("_seconds"): v for k, v in results.cost.items() if "_seconds" in k}
    parts = ", ".join(f"{stage} {value:.0f} s" for stage, value in sorted(seconds.items()))
    lines.append(f"Time       {_minutes(results, sum(seconds.values()))}: {parts}")
    return lines


def _minutes(results: Results, taken: float) -> str:
    """Time taken, beside what the plan expected; the original benchmark's is never planned."""
    told, held = f"{taken / 60:.1f} minutes in stages", results.duration
    if held is None or held.planned is None:
        return told
    if not math.isclose(held.taken, taken):
        told += f", {held.taken / 60:.1f} without the original benchmark"
    return f"{told} ({held.planned / 60:.1f} planned)"


def verdict_lines(results: Results) -> list[str]:
    """What the change was, how far the benchmark is from saturation, and the doubts."""
    verdict, saturation = results.verdict, results.saturation
    if verdict is None or saturation is None:
        return []
    return [
        f"Verdict    {verdict.finding}: {verdict.sentence}",
        *(f"   doubt   {doubt}" for doubt in [*unfinished(results), *verdict.doubts]),
        f"Saturation {saturation.sentence}",
        *(f"           {_ahead(one)}" for one in saturation.forecasts),
    ]


def seeds_lines(verdict: SeedsVerdict) -> list[str]:
    """What runs of several seeds show together: each run, each quantity, finding and doubts."""
    width = max(len(one.run) for one in verdict.runs)
    return [
        *(f"{one.run:<{width}} {one.finding:<11} seed {one.seed}" for one in verdict.runs),
        *(_seeds_quantity(q) for q in verdict.quantities if q.reading == "strict"),
        f"Verdict    {verdict.finding}: {verdict.sentence}",
        *(f"   doubt   {doubt}" for doubt in verdict.doubts),
    ]


def _seeds_quantity(q: SeedsQuantity) -> str:
    changes = " ".join(f"{100 * one:+.1f}" for one in q.by_run)
    text = interval_text(q.contrasts[0].difference, 100, "+")
    beside = [
        f"{interval_text(c.difference, 100, '+')} against {c.against}"
        for c in q.contrasts[1:]
        if c.role == "control"
    ]
    against = f"; {', '.join(beside)}" if beside else ""
    return f"  {quantity_name(q):<31} {q.moved:<5} {text} points (by run {changes}){against}"


def _ahead(one: Forecast) -> str:
    seconds = one.cost.get("seconds")
    return f"{one.sentence} About {seconds / 60:.0f} minutes." if seconds else one.sentence


def arm_line(arm: ArmResult) -> str:
    """Frontier before and after, gain, and label precision of one arm."""
    first, last = arm.rounds[0].frontier, arm.rounds[-1].frontier
    return (
        f"{arm.arm:<10} frontier {frontier_text(first)} -> {frontier_text(last)}, gain "
        f"{interval_text(arm.frontier_gain, 1, '+')} rungs; label precision, %: "
        f"{precision_text(arm)}"
    )


def _part_line(part: StagePart) -> str:
    """What one stage of an arm added and cost."""
    undone = f", {part.undone} undone" if part.undone else ""
    return (
        f"           {part.stage}: {interval_text(part.frontier_gain, 1, '+')} rungs in "
        f"{part.rounds} round{'s' * (part.rounds != 1)}{undone}, "
        f"{part.cost['seconds'] / 60:.1f} minutes without scores"
    )


def questions_line(arm: str, held: Questions) -> str:
    """What a model wrote for an arm, or that the ladder drew, and what came of it."""
    came = f"{held.asked} asked, {held.labelled} labelled, {held.kept} trained on"
    if held.writing is None:
        return f"Questions  {arm}: drawn from the ladder; {came}"
    told = f"{held.writing.written} written, {held.writing.readable} readable"
    if held.on_rung is None:
        told += ", on which rung is not known"
    else:
        told += f", {held.on_rung} on the rung that was wanted"
    return f"Questions  {arm}: {told}, {held.writing.proposed} of them new; {came}"


def _lost_rungs(arm: ArmResult) -> Sequence[int]:
    """Rungs below the last labelled one that read 90 % after some round and do no longer."""
    top = max((rung for one in arm.rounds for rung in one.taught), default=0)
    *before, last = ({s.rung for s in one.scores if _is_read(s)} for one in arm.rounds)
    asked = {score.rung for score in arm.rounds[-1].scores if score.rung < top}
    return sorted((asked & set().union(*before)) - last)


def _is_read(score: RungScore) -> bool:
    return score.strict.right >= 0.9 * score.strict.total


def _untouched(arm: ArmResult) -> list[str]:
    first, last = arm.rounds[0].untouched, arm.rounds[-1].untouched
    lines = []
    for name in sorted(set(first) & set(last)):
        (before,), (after,) = first[name], last[name]
        lines.append(
            f"untouched ladder {name}, rung {before.rung}: "
            f"{before.strict.right} -> {after.strict.right} of {after.strict.total}"
        )
    return lines


def _majority(results: Results) -> list[str]:
    """Where the base model's vote alone reaches, beside where it reaches by itself."""
    if results.majority is None:
        return []
    voted = frontier_text(frontier(results.majority))
    return [f"Majority   the base model's own vote, untrained: frontier {voted}"]


def _original(results: Results) -> list[str]:
    if results.original_skipped is not None:
        return [f"Original   not scored: {results.original_skipped}"]
    lines = []
    for arm in results.arms:
        score = arm.rounds[-1].original
        if score is not None and score.strict_change and score.flexible_change:
            lines.append(
                f"Original   {arm.arm}: strict {interval_text(score.strict, 100)} % "
                f"({interval_text(score.strict_change, 100, '+')} points), flexible "
                f"{interval_text(score.flexible, 100)} % "
                f"({interval_text(score.flexible_change, 100, '+')} points), {score.items} items"
            )
        if score is not None and (beside := score.beside) and beside.strict_change:
            moved = interval_text(beside.strict_change, 100, "+")
            share = interval_text(beside.strict, 100)
            lines.append(f"{beside.shots}-shot     {arm.arm}: strict {share} % ({moved} points)")
    return lines
