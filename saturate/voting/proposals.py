"""Questions with their places on a ladder (rung, split, index), unless a model wrote them.

No answer of the ladder stands here; the audit opens gold later, by the place alone.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableSet
from dataclasses import dataclass

from saturate.ladder import Ladder


@dataclass(frozen=True)
class Proposal:
    """An unlabelled problem. Its gold answer is not at hand, only the place to find it at."""

    rung: int
    index: int
    key: str
    question: str
    by_model: bool = False
    """Whether a model wrote it: no place of the ladder holds it, and its index only counts."""


def propose(ladder: Ladder, rung: int, start: int, count: int) -> list[Proposal]:
    """Different problems of the vote split, from an index on."""
    return list(each_proposal(ladder, rung, start, count, set()))


def each_proposal(
    ladder: Ladder, rung: int, start: int, count: int, seen: MutableSet[str]
) -> Iterator[Proposal]:
    """The same one by one, without those whose keys were seen; the others' are added."""
    for index in range(start, start + count):
        problem = ladder.problem(rung, "vote", index)
        if problem.key not in seen:
            seen.add(problem.key)
            yield Proposal(rung, index, problem.key, problem.question)
