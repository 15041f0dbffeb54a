"""What the ballots said of labels, in figures of several rungs and in words."""

from __future__ import annotations

from collections.abc import Sequence

from saturate.results.labelling import RungLabelling
from saturate.results.numbered import numbered
from saturate.results.schema import ArmResult, Round
from saturate.results.text import interval_text, percent_text

NOT_KNOWN = "not known"
_ROUNDS_IN_FULL = 4
"""Rounds up to which a sentence names each with its rungs."""


def estimate_of(rungs: Sequence[RungLabelling]) -> float | None:
    """Estimated precision of all labels that were trained on; ``None`` where one is not known."""
    total = sum(rung.audit.total for rung in rungs)
    right = 0.0
    for rung in rungs:
        if rung.audit.total and rung.estimated_precision is None:
            return None
        right += (rung.estimated_precision or 0.0) * rung.audit.total
    return right / total if total else None


def estimate_text(rung: RungLabelling) -> str:
    """One rung's estimate in percent."""
    if rung.estimated_precision is None:
        return NOT_KNOWN
    return percent_text(rung.estimated_precision)


def precision_text(arm: ArmResult) -> str:
    """Right labels among those an arm trained on, in percent; said where none can be audited."""
    if arm.label_precision is None and arm.unaudited:
        return NOT_KNOWN
    return interval_text(arm.label_precision, 100)


def held_back_lines(arm: str, one: Round) -> list[str]:
    """A line for each rung that a round labelled and did not train on."""
    return [
        f"{arm} round {one.number}: rung {rung.rung} is not trained on: {rung.held_back}"
        for rung in one.labelling
        if rung.held_back
    ]


def unknown_lines(arm: ArmResult) -> list[str]:
    """Where the precision of an arm's labels is not known, if anywhere, and why: a sentence each.

    One is of rungs that the last model was trained on all the same, one of rungs that were held
    back for it. Arms that label everything, such as controls, are left out.
    """
    trained = [(n, one) for n, one in _unknown(arm.kept_rounds) if one.trained]
    held_back = [(n, one) for n, one in _unknown(arm.rounds) if one.why_unknown in one.held_back]
    return [
        f"Arm {arm.arm}, {what}: label precision is not known in "
        + _places([(number, rung.rung) for number, rung in rungs])
        + f". In the last of them, {rungs[-1][1].why_unknown}."
        for what, rungs in (("trained on", trained), ("held back", held_back))
        if rungs
    ]


def _unknown(rounds: Sequence[Round]) -> list[tuple[int, RungLabelling]]:
    """Rungs whose precision is not known, each with its round."""
    return [
        (one.number, rung)
        for one in rounds
        for rung in one.labelling
        if rung.estimated_precision is None and rung.why_unknown and rung.kept < rung.proposals
    ]


def _places(rungs: Sequence[tuple[int, int]]) -> str:
    """Rungs by round; where that is long, the rounds and how many rungs in all."""
    by_round: dict[int, list[int]] = {}
    for number, rung in rungs:
        by_round.setdefault(number, []).append(rung)
    if len(by_round) > _ROUNDS_IN_FULL:
        return f"{numbered('round', list(by_round))}, {len(rungs)} rungs in all"
    return "; ".join(f"round {n}, {numbered('rung', found)}" for n, found in by_round.items())
