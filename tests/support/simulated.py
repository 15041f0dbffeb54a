"""Score sets with known truth: what each item of each set would score in each round of each arm.

An item is right when the model's ability on its set exceeds the item's difficulty plus a wobble
that is drawn anew in every scoring, so that items flip between rounds as real ones do. The strict
reading also asks for the format, which an arm has with some chance.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from saturate.analysis.evidence import (
    ORIGINAL,
    REDRAWN,
    ArmScores,
    Evidence,
    Items,
    ItemSet,
    Scored,
)
from saturate.analysis.verdict.seeds import Repeat, judge_seeds
from saturate.results.verdict import SeedsVerdict

LADDER = "steps"
OTHER = "digits"
KNOWN = 4
RUNGS = range(1, 13)
WOBBLE = 0.4
"""Spread of what is drawn anew, in units of the spread of item difficulty."""


class Truth(NamedTuple):
    """What an arm can do at the end of a round."""

    frontier: float = 6.0
    """Rung that is read half the time."""
    original: float = -0.5
    """Ability on the original benchmark, in units of item difficulty."""
    redrawn: float = -0.5
    formatted: float = 1.0
    """Chance that a right answer has the right format."""
    other: float = 1.5
    """Ability on the family that is left alone."""
    drift: float = 0.0
    """Spread of what each round adds to the ability on each set: the luck of training."""
    trained: int = 0
    """Rungs above the known ones that it was trained on."""


Course = Callable[[float], Truth]
"""Truth by the share of the run that is over."""


class Sizes(NamedTuple):
    """Items by set."""

    rung: int = 100
    original: int = 1319
    redrawn: int = 1319
    rounds: int = 4


def evidence(courses: dict[str, Course], sizes: Sizes, rng: np.random.Generator) -> Evidence:
    """Draw a run: all arms share items and the base model."""
    return repeats(courses, sizes, rng, 1)[0]


def repeats(
    courses: dict[str, Course], sizes: Sizes, rng: np.random.Generator, runs: int
) -> list[Evidence]:
    """Draw runs of several seeds, which share items and the base model too."""
    names = {
        **{ItemSet("rung", LADDER, r): sizes.rung for r in RUNGS},
        ItemSet("rung", OTHER, 6): sizes.rung,
        ORIGINAL: sizes.original,
        REDRAWN: sizes.redrawn,
    }
    items = {
        name: (tuple(f"{i}" for i in range(n)), rng.normal(size=n))
        for name, n in names.items()
        if n
    }
    start = next(iter(courses.values()))(0.0)
    base = _state(start._replace(trained=0), items, rng)

    def arm(course: Course) -> list[ArmScores]:
        parts = [number / sizes.rounds for number in range(1, sizes.rounds + 1)]
        return [base, *(_state(course(part), items, rng) for part in parts)]

    known = frozenset(range(1, KNOWN + 1))
    return [
        Evidence(LADDER, known, sizes.rounds, {name: arm(c) for name, c in courses.items()})
        for _ in range(runs)
    ]


def _state(
    truth: Truth,
    items: dict[ItemSet, tuple[tuple[str, ...], np.ndarray]],
    rng: np.random.Generator,
) -> ArmScores:
    sizes = [len(keys) for keys, _ in items.values()]
    ability = np.repeat([_ability(name, truth, rng) for name in items], sizes)
    difficulty = np.concatenate([held for _, held in items.values()])
    right = ability > difficulty + WOBBLE * rng.normal(size=len(difficulty))
    strict = right & (rng.random(len(right)) < truth.formatted)
    ends = np.cumsum(sizes)[:-1]
    parts = zip(np.split(strict.astype(float), ends), np.split(right.astype(float), ends))
    sets = {
        name: Scored(Items(keys, strictly), Items(keys, leniently))
        for (name, (keys, _)), (strictly, leniently) in zip(items.items(), parts)
    }
    return ArmScores(sets, frozenset(range(KNOWN + 1, KNOWN + 1 + truth.trained)))


def _ability(name: ItemSet, truth: Truth, rng: np.random.Generator) -> float:
    ability = (
        truth.original if name == ORIGINAL
        else truth.redrawn if name == REDRAWN
        else truth.other if name.ladder == OTHER
        else 1.5 * (truth.frontier - name.rung)
    )  # fmt: skip
    return ability + truth.drift * float(rng.normal()) if truth.drift else ability


def still(_: float) -> Truth:
    """Nothing changes, whatever was trained on."""
    return Truth(trained=1)


def drifts(part: float) -> Truth:
    """Nothing changes but by the luck of training, which moves each set by some points."""
    return Truth(trained=1, drift=0.1 if part else 0.0)


def climbs(part: float) -> Truth:
    """The frontier moves up two rungs while the rungs trained on end one below it."""
    return Truth(frontier=6 + 2 * part, trained=max(1, round(3 * part)))


def climbs_all(part: float) -> Truth:
    """The same, and the original benchmark rises with its redraws."""
    return climbs(part)._replace(original=-0.5 + 0.3 * part, redrawn=-0.5 + 0.3 * part)


def generalises(part: float) -> Truth:
    """The original benchmark and its redraws rise; the ladder stays."""
    return Truth(original=-0.5 + 0.3 * part, redrawn=-0.5 + 0.3 * part, trained=1)


def climbs_out(part: float) -> Truth:
    """Climbs until every rung of the ladder was trained on."""
    return Truth(frontier=6 + 6 * part, trained=1 + round(7 * part))


def learns_format(part: float) -> Truth:
    """Answers stay as they are; their format becomes right."""
    return Truth(formatted=0.6 + 0.4 * part, trained=1)


def no_format(_: float) -> Truth:
    """The format stays wrong four times in ten."""
    return Truth(formatted=0.6, trained=1)


def remembers(part: float) -> Truth:
    """The original items become familiar; their redraws do not."""
    return Truth(original=-0.5 + 0.3 * part, trained=1)


def collapses(part: float) -> Truth:
    """Climbs for half of the run, then falls below where it began."""
    if part <= 0.5:
        return climbs(part)
    return Truth(frontier=7 - 4 * (part - 0.5) * 2, other=0.0, trained=2)


def loses_original(part: float) -> Truth:
    """The ladder is climbed and the original benchmark lost."""
    return climbs(part)._replace(original=-0.5 - 0.5 * part, redrawn=-0.5 - 0.5 * part)


def sinks(part: float) -> Truth:
    """Falls from the first round on."""
    return Truth(frontier=6 - 1.5 * part, trained=2)


CONTROLS: dict[str, Course] = {"unfiltered": still, "random-label": still, "format": still}
SCENARIOS: dict[str, tuple[str, dict[str, Course]]] = {
    "noise: nothing changes": ("noise", {"voted": still, **CONTROLS}),
    "noise: nothing but collapsing controls": (
        "noise",
        {"voted": still, "unfiltered": sinks, "random-label": sinks},
    ),
    "noise, but training has luck (see below)": (
        "noise",
        {"voted": drifts, "unfiltered": drifts, "random-label": drifts, "format": drifts},
    ),
    "capability: unseen rungs": ("capability", {"voted": climbs, **CONTROLS}),
    "capability: no rung is left": ("capability", {"voted": climbs_out, **CONTROLS}),
    "capability: rungs and original": (
        "capability",
        {"voted": climbs_all, **CONTROLS, "gold": climbs_all},
    ),
    "capability: original and redraws alone": ("capability", {"voted": generalises, **CONTROLS}),
    "format: with its arm": (
        "format",
        {
            "voted": learns_format,
            "format": learns_format,
            "unfiltered": learns_format,
            "random-label": no_format,
        },
    ),
    "format: without its arm": ("format", {"voted": learns_format, "unfiltered": no_format}),
    "familiarity": ("familiarity", {"voted": remembers, **CONTROLS}),
    "familiarity in every arm": (
        "familiarity",
        {"voted": remembers, "unfiltered": remembers, "random-label": remembers},
    ),
    "collapse: after a climb": ("collapse", {"voted": collapses, **CONTROLS}),
    "collapse: from the start": ("collapse", {"voted": sinks, **CONTROLS}),
    "collapse: of the original alone": ("collapse", {"voted": loses_original, **CONTROLS}),
    "gain without control": ("gain", {"voted": climbs}),
    "gain that a control shares": ("gain", {"voted": climbs, "random-label": climbs}),
}
"""By name: the finding that is right, and the arms' courses."""


def seeds_verdict() -> SeedsVerdict:
    """What three runs that climbed show together, the original benchmark and redraws among it."""
    rng, sizes = np.random.default_rng(0), Sizes(rung=100, original=1319, redrawn=1319, rounds=2)
    held = repeats({"voted": climbs, **CONTROLS}, sizes, rng, 3)
    return judge_seeds([Repeat(f"run{i}", i, one) for i, one in enumerate(held)])


def items_with(share: float, items: int = 100) -> Scored:
    """So many items, of which a share is right by both readings."""
    right = np.array([float(i < round(share * items)) for i in range(items)])
    one = Items(tuple(str(i) for i in range(items)), right)
    return Scored(one, one)


def then_and_now(right: int, gained: int, lost: int, items: int = 100) -> list[Items]:
    """The same items in two scorings.

    Args:
        right: Right ones in the first.
        gained: Those that are right in the second alone.
        lost: Those that are right in the first alone.
        items: How many there are.
    """
    then = (np.arange(items) < right).astype(float)
    now = then.copy()
    now[:lost], now[right : right + gained] = 0, 1
    return [Items(tuple(map(str, range(items))), one) for one in (then, now)]
