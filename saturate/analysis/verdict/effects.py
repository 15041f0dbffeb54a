"""What is looked at after a round: differences on the evidence, before any interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from saturate.analysis.arm_roles import MAJORITY, role_of
from saturate.analysis.evidence import (
    ORIGINAL,
    REDRAWN,
    ArmScores,
    Evidence,
    Items,
    ItemSet,
    change,
    difference_of_changes,
    pooled,
    shared,
)
from saturate.results.verdict import QuantityName, Reading, Role
from saturate.stats.intervals import Change

_READINGS: tuple[Reading, ...] = ("strict", "flexible")
_READABLE = 0.5
"""A round reads a rung when it reads it at least half as well as the rung it reads best."""


class Baseline(NamedTuple):
    """What an effect is held against."""

    name: str
    """``base``, ``round N``, or the name of an arm."""
    role: Role
    changes: list[Change]
    """The difference, one from each run that is judged."""
    own: list[Change]
    """What that arm itself changed, likewise; empty but for arms."""


class Effect(NamedTuple):
    """A quantity before its intervals."""

    name: QuantityName
    reading: Reading
    sets: tuple[ItemSet, ...]
    paired: bool
    before: float
    after: float
    against: list[Baseline]
    """The base model, or the best round, first."""


def effects(evidence: Evidence, arm: str, number: int) -> list[Effect]:
    """Everything that is looked at after one round of one arm.

    Args:
        evidence: Who got what right.
        arm: The arm that is judged.
        number: The round, from 1 on.
    """
    found = [
        effect
        for name, when in _groups(evidence, arm, number)
        for reading in _READINGS
        if (effect := _effect(evidence, arm, name, reading, when)) is not None
    ]
    found += _several_answers(evidence, arm, number)
    found += _format(evidence, arm, number)
    found += [
        effect
        for effect in (_familiarity(evidence, arm, number), _readable(evidence, arm, number))
        if effect is not None
    ]
    return found


def ladder_rungs(state: ArmScores, ladder: str) -> list[int]:
    """Rungs of a ladder that were scored."""
    return sorted(n.rung for n in state.sets if n.kind == "rung" and n.ladder == ladder)


def _groups(
    evidence: Evidence, arm: str, number: int
) -> list[tuple[QuantityName, dict[ItemSet, int]]]:
    """Sets that are pooled, each with the round at which it is read."""
    states = evidence.arms[arm]
    state = states[number]
    trained = state.trained - evidence.known
    scored = ladder_rungs(state, evidence.ladder)
    others = sorted({n.ladder for n in state.sets if n.kind == "rung"} - {evidence.ladder})

    def now(ladder: str, rungs: Sequence[int]) -> dict[ItemSet, int]:
        return {ItemSet("rung", ladder, rung): number for rung in rungs}

    def untrained(rung: int) -> int:
        """The last round by whose end a rung had not been trained on."""
        return max((i for i in range(number + 1) if rung not in states[i].trained), default=0)

    unseen = {
        ItemSet("rung", evidence.ladder, r): untrained(r) for r in scored if r not in evidence.known
    }
    return [
        ("original", {ORIGINAL: number}),
        ("redrawn", {REDRAWN: number}),
        ("known", now(evidence.ladder, [r for r in scored if r in evidence.known])),
        ("trained", now(evidence.ladder, [r for r in scored if r in trained])),
        ("unseen", {name: at for name, at in unseen.items() if at > 0}),
        *(("untouched", now(other, ladder_rungs(state, other))) for other in others),
    ]


def _several_answers(evidence: Evidence, arm: str, number: int) -> list[Effect]:
    """One drawn answer and any of several, where both were asked for; they have one reading."""
    state = evidence.arms[arm][number]
    names: tuple[QuantityName, ...] = ("avg@1", "pass@k")
    found = [
        _effect(evidence, arm, name, "strict", {s: number for s in state.sets if s.kind == name})
        for name in names
    ]
    return [effect for effect in found if effect is not None]


def _effect(
    evidence: Evidence, arm: str, name: QuantityName, reading: Reading, when: dict[ItemSet, int]
) -> Effect | None:
    base, states = evidence.arms[arm][0], evidence.arms[arm]
    # Sets that the base model was not scored on say nothing of a change.
    when = {one: at for one, at in when.items() if one in base.sets and one in states[at].sets}
    now, sizes = _at(states, when), _sizes(states, when)
    first = pooled((_change(base, now, one, reading) for one in when), sizes)
    if first is None:
        return None
    against = [Baseline("base", "base", [first], [])]
    for other, theirs in evidence.arms.items():
        once = other == MAJORITY
        if other == arm or len(theirs) <= (0 if once else max(when.values())):
            continue
        there = _at(theirs, dict.fromkeys(when, len(theirs) - 1) if once else when)
        differences = [_change(there, now, one, reading) for one in when]
        difference = pooled(differences, sizes)
        own = pooled((_change(base, there, one, reading) for one in when), sizes)
        if difference is not None and None not in differences:
            against.append(Baseline(other, role_of(other), [difference], [own] if own else []))
    sets = tuple(when)
    before, after = _shares(base, now, sets, reading, sizes)
    return Effect(
        name=name,
        reading=reading,
        sets=sets,
        paired=all(_items(now, one, reading).keys for one in sets),
        before=before,
        after=after,
        against=against,
    )


def _at(states: Sequence[ArmScores], when: Mapping[ItemSet, int]) -> ArmScores:
    """A state put together of sets as they were at different rounds."""
    sets = {one: states[at].sets[one] for one, at in when.items() if one in states[at].sets}
    return ArmScores(sets, frozenset())


def _familiarity(evidence: Evidence, arm: str, number: int) -> Effect | None:
    """The original items' change minus that of their redraws, by source."""
    base, now = evidence.arms[arm][0], evidence.arms[arm][number]
    return _gap("familiarity", base, now, [(ORIGINAL, "flexible")], [(REDRAWN, "flexible")])


def _format(evidence: Evidence, arm: str, number: int) -> list[Effect]:
    """The change by the strict reading minus that by the flexible one, item by item."""
    base, now = evidence.arms[arm][0], evidence.arms[arm][number]
    ladder = [ItemSet("rung", evidence.ladder, r) for r in ladder_rungs(now, evidence.ladder)]
    gaps = [
        _gap("format", base, now, [(s, "strict") for s in sets], [(s, "flexible") for s in sets])
        for sets in ([ORIGINAL], ladder)
    ]
    return [gap for gap in gaps if gap is not None]


def _gap(
    name: QuantityName,
    base: ArmScores,
    now: ArmScores,
    ones: Sequence[tuple[ItemSet, Reading]],
    others: Sequence[tuple[ItemSet, Reading]],
) -> Effect | None:
    """How much more ``ones`` changed than ``others``; each item of one is held against its own."""
    pairs = [
        (one, other)
        for one, other in zip(ones, others, strict=True)
        if all(s in state.sets for s, _ in (one, other) for state in (base, now))
    ]
    sizes = _sizes((base, now), [name for (name, _), _ in pairs])
    gap = pooled(
        (
            difference_of_changes(
                [_items(state, *one) for state in (base, now)],
                [_items(state, *other) for state in (base, now)],
            )
            for one, other in pairs
        ),
        sizes,
    )
    before, after = (pooled((_change(base, now, *p[i]) for p in pairs), sizes) for i in (1, 0))
    if gap is None or before is None or after is None:
        return None
    return Effect(
        name=name,
        reading="flexible" if name == "familiarity" else "strict",
        sets=tuple(one for (one, _), _ in pairs),
        paired=True,
        before=before.total / before.items,
        after=after.total / after.items,
        against=[Baseline("base", "base", [gap], [])],
    )


def _readable(evidence: Evidence, arm: str, number: int) -> Effect | None:
    """The rungs that the arm's best earlier round read, against that round."""
    states, ladder = evidence.arms[arm], evidence.ladder
    shares = [
        {r: s.sets[ItemSet("rung", ladder, r)].strict.share for r in ladder_rungs(s, ladder)}
        for s in states[: number + 1]
    ]
    best = max(range(number), key=lambda i: sum(shares[i].values()))
    top = max(shares[best].values(), default=0.0)
    if top == 0:
        return None
    read = [r for r, s in shares[best].items() if s >= _READABLE * top and r in shares[number]]
    sets = tuple(ItemSet("rung", ladder, rung) for rung in read)
    then, now = states[best], states[number]
    sizes = _sizes(states, sets)
    fall = pooled((_change(then, now, one, "strict") for one in sets), sizes)
    if fall is None:
        return None
    before, after = _shares(then, now, sets, "strict", sizes)
    return Effect(
        name="readable",
        reading="strict",
        sets=sets,
        paired=all(_items(now, one, "strict").keys for one in sets),
        before=before,
        after=after,
        against=[Baseline(f"round {best}" if best else "base", "best", [fall], [])],
    )


def _change(before: ArmScores, after: ArmScores, name: ItemSet, reading: Reading) -> Change | None:
    if name not in before.sets or name not in after.sets:
        return None
    return change(_items(before, name, reading), _items(after, name, reading))


def _items(state: ArmScores, name: ItemSet, reading: Reading) -> Items:
    scored = state.sets[name]
    return scored.strict if reading == "strict" else scored.flexible


def _sizes(states: Sequence[ArmScores], sets: Iterable[ItemSet]) -> list[int]:
    """The items of each set where they were all asked, which rounds may have had fewer of."""
    return [
        max(len(state.sets[one].strict.right) for state in states if one in state.sets)
        for one in sets
    ]


def _shares(
    before: ArmScores,
    after: ArmScores,
    sets: Sequence[ItemSet],
    reading: Reading,
    sizes: Sequence[int],
) -> tuple[float, float]:
    """Share right before and after on the items that both have, each set weighing its size."""
    pairs = [shared(_items(before, one, reading), _items(after, one, reading)) for one in sets]
    weights = [size if len(pair[0].right) else 0 for pair, size in zip(pairs, sizes, strict=True)]
    shares = [[items.share if len(items.right) else 0.0 for items in pair] for pair in pairs]
    one, two = np.average(shares, axis=0, weights=weights).tolist()
    return one, two
