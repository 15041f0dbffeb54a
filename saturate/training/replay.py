"""What a round trains on: seed data, every earlier round, and the newest round, mixed by batch."""

from __future__ import annotations

import math
from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, MutableSequence, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from saturate.config.settings import NEWEST
from saturate.ladder import Ladder, LazySequence, Problem, SeededRandom
from saturate.models.prompting import Prompter, Shown, own_forms

SEED_PAIRS = 1_500
"""Seed problems at hand on each rung."""
_WHOLE_DECK = 100_000
"""Of more pairs than that, only those that are drawn are brought into an order."""


class Pair(NamedTuple):
    """What one training example says."""

    prompt: str
    completion: str
    rejected: str = ""
    """What is to get less likely behind the prompt than the completion; empty for nothing."""
    forms: tuple[Pair, ...] = ()
    """By lineage, the same in the form in which its model is asked; empty where all read this."""

    def of(self, lineage: int) -> Pair:
        """It in the form of a lineage."""
        return self.forms[lineage] if self.forms else self


PairsByRung = Mapping[int, Sequence[Pair]]
"""Training pairs, by the rung that they are of; where they are many they stay on disk."""


class PartedPairs(LazySequence[Pair]):
    """Pairs in several places, one place after the other, none of them copied."""

    def __init__(self, ends: MutableSequence[int]) -> None:
        """Take the number of pairs up to the end of each place; it may grow."""
        self._ends = ends

    @abstractmethod
    def part(self, number: int) -> Sequence[Pair]:
        """The pairs of a place."""

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def at(self, place: int) -> Pair:
        number = bisect_right(self._ends, place)
        return self.part(number)[place - self._ends[number]]

    def __iter__(self) -> Iterator[Pair]:
        return chain.from_iterable(map(self.part, range(len(self._ends))))


class _Joined(PartedPairs):
    """Pairs of several rounds."""

    def __init__(self, parts: Sequence[Sequence[Pair]]) -> None:
        super().__init__(list(accumulate(map(len, parts))))
        self._parts = parts

    def part(self, number: int) -> Sequence[Pair]:
        return self._parts[number]


class _OfLineage(LazySequence[Pair]):
    """Pairs in the form of one lineage."""

    def __init__(self, pairs: Sequence[Pair], lineage: int) -> None:
        self._pairs, self._lineage = pairs, lineage

    def __len__(self) -> int:
        return len(self._pairs)

    def at(self, place: int) -> Pair:
        return self._pairs[place].of(self._lineage)


def of_lineage(pairs: PairsByRung, lineage: int) -> PairsByRung:
    """Pairs in the form in which the model of a lineage is asked; they stay where they are."""
    return {rung: _OfLineage(held, lineage) for rung, held in pairs.items()}


class Source(NamedTuple):
    """Pairs of one rung, with the share of the batches that they get."""

    pairs: Sequence[Pair]
    weight: float


def seed_pairs(
    ladder: Ladder,
    known: int,
    prompter: Prompter,
    lineages: Sequence[Prompter | None] = (),
) -> PairsByRung:
    """Problems with true labels on the rungs that a model was taught, from the train split.

    Args:
        ladder: Whose problems.
        known: The last rung that was taught.
        prompter: Writes what the model reads and is to write; by turns, a pair for each.
        lineages: Those of all models that are taught them, where there are several.
    """

    def told(problem: Problem) -> list[Pair]:
        def render(one: Prompter) -> Shown:
            return one.shown(problem.read, problem.solution)

        shown = render(prompter)
        return pairs_in_forms(shown, own_forms(lineages, shown, render))

    pairs: dict[int, list[Pair]] = {}
    for rung in range(ladder.describe().first, known + 1):
        problems = (ladder.problem(rung, "train", i) for i in range(SEED_PAIRS))
        pairs[rung] = [pair for problem in problems for pair in told(problem)]
    return pairs


def pairs_in_forms(
    shown: Sequence[tuple[str, str]], forms: Sequence[Sequence[tuple[str, str]]]
) -> list[Pair]:
    """Pairs with what they are in the form of each lineage.

    Args:
        shown: Prompt and completion of each.
        forms: The same by lineage; none where all lineages read them so.
    """
    return [
        Pair(prompt, completion, forms=tuple(Pair(*form[place]) for form in forms))
        for place, (prompt, completion) in enumerate(shown)
    ]


def merge(parts: Iterable[Mapping[int, Sequence[Pair]]]) -> PairsByRung:
    """All pairs of several rounds, by rung; they stay where they are."""
    found: dict[int, list[Sequence[Pair]]] = {}
    for part in parts:
        for rung, pairs in part.items():
            found.setdefault(rung, []).append(pairs)
    return {rung: held[0] if len(held) == 1 else _Joined(held) for rung, held in found.items()}


def draw(pairs: Sequence[Pair], count: int, rng: SeededRandom) -> list[Pair]:
    """So many different pairs, in random order."""
    return [pairs[place] for place in rng.places(len(pairs), count)]


def highest_rungs(pairs: Mapping[int, Sequence[Pair]], count: int) -> list[int]:
    """The highest rungs that hold any pairs, lowest first."""
    return sorted(rung for rung, held in pairs.items() if held)[-count:]


def sources(
    seed: Mapping[int, Sequence[Pair]],
    earlier: Sequence[Mapping[int, Sequence[Pair]]],
    newest: Mapping[int, Sequence[Pair]],
    replay: float,
) -> list[Source]:
    """Shares of all pairs at hand: newest half, what was known its share, earlier rounds the rest.

    Within a share every rung weighs the same, but for the highest new rung, which weighs double.
    A part that is empty leaves its share to the others.

    Args:
        seed: Pairs by rung of what the model could before.
        earlier: Pairs by rung, for every earlier round.
        newest: Pairs by rung of this round.
        replay: Share of ``seed``.
    """
    past = merge(earlier)
    top = max(newest, default=0)
    parts: list[tuple[float, dict[int, tuple[Sequence[Pair], float]]]] = [
        (NEWEST, {rung: (pairs, 2.0 if rung == top else 1.0) for rung, pairs in newest.items()}),
        (replay, {rung: (pairs, 1.0) for rung, pairs in seed.items()}),
        (1 - NEWEST - replay, {rung: (pairs, 1.0) for rung, pairs in past.items()}),
    ]
    found = []
    for share, rungs in parts:
        held = {rung: value for rung, value in rungs.items() if value[0] and share}
        total = sum(weight for _, weight in held.values())
        found += [Source(pairs, share * weight / total) for pairs, weight in held.values()]
    return found


def steps_of(passes: float, labels: int, size: int, share: float = NEWEST) -> int:
    """Steps in which the newest pairs are seen so many times.

    Args:
        passes: How many times.
        labels: The newest pairs.
        size: Pairs of a step.
        share: Part of all pairs drawn that are new.
    """
    return max(1, math.ceil(passes * labels / (size * share)))


def newest_share(found: Sequence[Source], newest: Mapping[int, Sequence[Pair]]) -> float:
    """Part of all pairs drawn that come from the newest round."""
    new = {id(pairs) for pairs in newest.values()}
    total = sum(source.weight for source in found)
    return sum(source.weight for source in found if id(source.pairs) in new) / total


def round_steps(
    most: int,
    passes: float | None,
    size: int,
    mixed: Sequence[Source],
    newest: Mapping[int, Sequence[Pair]],
) -> int:
    """Steps of a round: the most, but no more than make the passes over its labels.

    Args:
        most: Steps that are set.
        passes: Passes over the newest pairs; ``None`` for no limit.
        size: Pairs of a step.
        mixed: All that is trained on.
        newest: Pairs by rung of this round.
    """
    if passes is None:
        return most
    labels = sum(map(len, newest.values()))
    return min(most, steps_of(passes, labels, size, newest_share(mixed, newest)))


class Batches:
    """The pairs of every step, one step after the other, made anew each time they are asked for.

    Each batch comes from one source, so that its pairs are of like length and little is padded.
    Sources take turns by weight (the one furthest behind its share is next), in shuffled order.
    Pickled, it is a list of them: other machines do not see where the pairs lie.
    """

    def __init__(self, found: Sequence[Source], steps: int, size: int, seed: int) -> None:
        self._found, self._steps, self._size, self._seed = found, steps, size, seed

    def __reduce__(self) -> tuple[type, tuple[list[list[Pair]]]]:
        return list, (list(self),)

    def __iter__(self) -> Iterator[list[Pair]]:
        found, rng = self._found, SeededRandom("batches", self._seed)
        turns = self._turns()
        drawn = [turns.count(place) * self._size for place in range(len(found))]
        decks: list[list[int]] = [[] for _ in found]
        for chosen in rng.sample(turns, len(turns)):
            pairs = found[chosen].pairs
            batch: list[Pair] = []
            while len(batch) < self._size:
                if not decks[chosen]:
                    whole = len(pairs) <= _WHOLE_DECK
                    most = len(pairs) if whole else min(drawn[chosen], len(pairs))
                    decks[chosen] = rng.places(len(pairs), most)
                batch.append(pairs[decks[chosen].pop()])
            yield batch

    def _turns(self) -> list[int]:
        """The source of each step, by number, before they are shuffled."""
        total = sum(source.weight for source in self._found)
        owed = [0.0] * len(self._found)
        turns = []
        for _ in range(self._steps):
            owed = [o + source.weight / total for o, source in zip(owed, self._found, strict=True)]
            chosen = max(range(len(self._found)), key=lambda i: owed[i])
            owed[chosen] -= 1
            turns.append(chosen)
        return turns
