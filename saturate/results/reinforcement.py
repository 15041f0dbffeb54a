"""The part of ``results.json`` that holds what reinforcement did in a round, and sums it up."""

from __future__ import annotations

from saturate.results.base import ResultModel
from saturate.stats.intervals import Count, Interval


class Reinforced(ResultModel):
    """One round of reinforcement of an arm's first model."""

    reward: str
    """What was rewarded: ``vote``, ``answer`` or ``format``."""
    steps: int
    rungs: list[int]
    """Rungs whose problems were asked."""
    problems: int
    left_out: int = 0
    """Problems that were not asked, as the model's context does not hold them with an answer."""
    drawn: int
    """Answers drawn to all of them."""
    rewarded: int
    """Answers that were rewarded."""
    taught: int
    """Problems of which some answers were rewarded and some not: the others taught nothing."""
    no_majority: int
    """Problems of which no answer was given by more than half."""
    winners: Count
    """Right among the answers that more than half gave, by the gold."""
    right: Count
    """Right answers among all drawn, by the gold."""
    right_first: Count
    """The same in the first fifth of the problems."""
    right_last: Count
    """The same in the last fifth."""

    @property
    def supervised(self) -> bool:
        """Whether true answers were rewarded."""
        return self.reward == "answer"


class StagePart(ResultModel):
    """What one stage of an arm added and cost."""

    stage: str
    """``rl`` or ``rounds``."""
    rounds: int
    """Rounds of it, undone ones too."""
    cost: dict[str, float]
    """``seconds`` and ``tokens`` of training, labelling and checks; scores apart."""
    frontier_gain: Interval
    """The frontier at its end minus that at its start, in rungs."""
    undone: int
    """Rounds that were undone."""
