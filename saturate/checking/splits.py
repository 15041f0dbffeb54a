"""No problem, nor any view of it, is in two splits, and rungs hold problems enough to be scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from saturate.checking.answers import MOST_VIEWS
from saturate.checking.sample import shortened
from saturate.ladder import SPLITS, Ladder, Split

_FEWEST = 20
"""Different problems to score on a rung above the first; a score of fewer tells nothing."""
_VIEWED = 20
"""Of so many problems to vote on, one has its views looked for among those that are scored."""


class Drawn:
    """Many problems of all splits, by what they ask.

    Args:
        ladder: The family.
        rungs: Where problems are drawn.
        problems: How many in all, as many of each rung and split.
    """

    def __init__(self, ladder: Ladder, rungs: Sequence[int], problems: int) -> None:
        self.each = -(-problems // (len(rungs) * len(SPLITS)))
        """Draws of each rung and split."""
        self.scored: dict[int, int] = {}
        """By rung, how many of those to score are different problems."""
        self._ladder = ladder
        self._rungs = rungs
        self._texts: dict[str, tuple[Split, int]] = {}
        self._faults = [fault for rung in rungs for fault in self._draw(rung)]

    def _draw(self, rung: int) -> Iterator[str]:
        owners: dict[str, Split] = {}
        for split in SPLITS:
            for index in range(self.each):
                problem = self._ladder.problem(rung, split, index)
                place = f"Rung {rung}, {shortened(problem.question)}"
                if (owner := owners.setdefault(problem.key, split)) != split:
                    yield f"{place}: it is in {owner} and in {split}: let claim keep them apart."
                other, held = self._texts.setdefault(problem.question, (split, rung))
                if other != split:
                    yield (
                        f"{place}: the same text is in {other} (rung {held}) and in {split}: let "
                        "equal texts have one canonical and one rung."
                    )
        self.scored[rung] = sum(split == "score" for split in owners.values())

    def apart(self) -> Iterator[str]:
        """See that no text and no view of one is in two splits."""
        yield from self._faults
        for rung in self._rungs:
            for index in range(0, self.each, _VIEWED):
                question = self._ladder.problem(rung, "vote", index).question
                for view in self._ladder.views(question, MOST_VIEWS):
                    other, _ = self._texts.get(view.question, ("vote", rung))
                    if other != "vote":
                        yield (
                            f"Rung {rung}, {shortened(question)}: its view "
                            f"{shortened(view.question)} is in {other}: let draw give a problem "
                            "and all its views one canonical."
                        )

    def enough(self) -> Iterator[str]:
        """See that rungs above the first hold problems enough to be scored."""
        first = self._ladder.describe().first
        for rung, different in self.scored.items():
            if rung > first and different < min(_FEWEST, self.each):
                yield (
                    f"Rung {rung} has {different} different problems to score in {self.each} "
                    "draws: let draw choose among more."
                )
