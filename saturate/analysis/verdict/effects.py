"""What is looked at after a round: differences on the evidence, before any interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from saturate.analysis.arm_roles import MAJORITY, role_of
from saturate.analysis.changes import difference_of_changes, pooled
from saturate.analysis.evidence import ORIGINAL, REDRAWN, ArmScores, Evidence, ItemSet
from saturate.analysis.verdict.item_sets import (
    full_sizes,
    items_of_set,
    moves_of_set,
    on_shared_items,
    shares_of_sets,
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
        _effect(evidence, arm, name, reading, when)
        for name, when in _groups(evidence, arm, number)
        for reading in _READINGS
    ]
    found += _several_answers(evidence, arm, number)
    found += _format(evidence, arm, number)
    found += [_familiarity(evidence, arm, number), _readable(evidence, arm, number)]
    return [effect for effect in found if effect is not None]


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


def _several_answers(evidence: Evidence, arm: str, number: int) -> list[Effect | None]:
    """One drawn answer and any of several, where both were asked for; they have one reading."""
    state = evidence.arms[arm][number]
    names: tuple[QuantityName, ...] = ("avg@1", "pass@k")
    return [
        _effect(evidence, arm, name, "strict", {s: number for s in state.sets if s.kind == name})
        for name in names
    ]


def _effect(
    evidence: Evidence, arm: str, name: QuantityName, reading: Reading, when: dict[ItemSet, int]
) -> Effect | None:
    base, states = evidence.arms[arm][0], evidence.arms[arm]
    # Sets that the base model was not scored on say nothing of a change.
    when = {one: at for one, at in when.items() if one in base.sets and one in states[at].sets}
    now, sizes = _at(states, when), full_sizes(states, when)
    first = pooled((moves_of_set(base, now, one, reading) for one in when), sizes)
    if first is None:
        return None
    against = [Baseline("base", "base", [first], [])]
    for other, theirs in evidence.arms.items():
        once = other == MAJORITY
        if other == arm or len(theirs) <= (0 if once else max(when.values())):
            continue
        there = _at(theirs, dict.fromkeys(when, len(theirs) - 1) if once else when)
        differences = [moves_of_set(there, now, one, reading) for one in when]
        difference = pooled(differences, sizes)
        own = pooled((moves_of_set(base, there, one, reading) for one in when), sizes)
        if difference is not None and None not in differences:
            against.append(Baseline(other, role_of(other), [difference], [own] if own else []))
    sets = tuple(when)
    before, after = shares_of_sets(base, now, sets, reading, sizes)
    return Effect(
        name=name,
        reading=reading,
        sets=sets,
        paired=all(items_of_set(now, one, reading).keys for one in sets),
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


def _format(evidence: Evidence, arm: str, number: int) -> list[Effect | None]:
    """The change by the strict reading minus that by the flexible one, item by item."""
    base, now = evidence.arms[arm][0], evidence.arms[arm][number]
    ladder = [ItemSet("rung", evidence.ladder, r) for r in ladder_rungs(now, evidence.ladder)]
    return [
        _gap("format", base, now, [(s, "strict") for s in sets], [(s, "flexible") for s in sets])
        for sets in ([ORIGINAL], ladder)
    ]


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
    sizes = full_sizes((base, now), [name for (name, _), _ in pairs])
    for (one, _), (other, _) in pairs:  # shares, too, are told of what is compared alone
        base, now = on_shared_items((base, now), (one, other))
    gap = pooled(
        (
            difference_of_changes(
                [items_of_set(state, *one) for state in (base, now)],
                [items_of_set(state, *other) for state in (base, now)],
            )
            for one, other in pairs
        ),
        sizes,
    )
    before, after = (pooled((moves_of_set(base, now, *p[i]) for p in pairs), sizes) for i in (1, 0))
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
    sizes = full_sizes(states, sets)
    fall = pooled((moves_of_set(then, now, one, "strict") for one in sets), sizes)
    if fall is None:
        return None
    before, after = shares_of_sets(then, now, sets, "strict", sizes)
    return Effect(
        name="readable",
        reading="strict",
        sets=sets,
        paired=all(items_of_set(now, one, "strict").keys for one in sets),
        before=before,
        after=after,
        against=[Baseline(f"round {best}" if best else "base", "best", [fall], [])],
    )
