"""The model's own voted answers on rungs below the first to label, for replay in every round.

They stand for what a model of the hub already reads, as nobody taught it the ladder's rungs with
true labels. What a floor would hold back from training is not replayed either, and floors are no
lower here than by default: SmolLM2-135M-Instruct, which adds no two digits, agreed with itself that
seven of twelve sums are 125.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder
from saturate.models import Progress
from saturate.voting.ballots import VoterModel
from saturate.voting.floors import held_back
from saturate.voting.label import label
from saturate.voting.labelled import RungLabels
from saturate.voting.poll import ask
from saturate.voting.precision import follow_symmetry
from saturate.voting.proposals import propose

_RUNGS = 3
_PROPOSALS = 64
"""Problems asked on each rung; a quarter of a round's pairs is drawn from what they give."""


class OwnAnswers(NamedTuple):
    """One rung."""

    labels: RungLabels
    held_back: str
    """Why it is not replayed; empty where it is."""

    def summary(self) -> dict[str, Any]:
        """The rung in figures."""
        return self.labels.summary() | {
            "trained": not self.held_back,
            "held_back": self.held_back,
        }


def read_rungs(config: RunConfig, first: int, known: int) -> list[int]:
    """The rungs that a model is taken to read, highest three below the first to label.

    None where it was taught some, as true labels are replayed then, and where no arm votes.

    Args:
        config: The run.
        first: First rung of the ladder.
        known: The last rung that the model was taught; 0 where there is none.
    """
    if known or not config.replay or not any(arm.asks_voters for arm in config.arms):
        return []
    return list(range(max(first, config.start_rung - _RUNGS), config.start_rung))


def proposals_asked(config: RunConfig) -> int:
    """Problems asked on each of them."""
    return min(_PROPOSALS, config.proposals)


def own_answers(
    ladder: Ladder,
    rungs: Sequence[int],
    voters: Sequence[VoterModel],
    config: RunConfig,
    start: int,
    progress: Progress,
) -> list[OwnAnswers]:
    """Let the voters label rungs, whatever the band, as what is known has much agreement.

    Args:
        ladder: The run's ladder.
        rungs: Which rungs.
        voters: The base models.
        config: Who votes, and what a rung has to reach.
        start: First index of the problems in the vote split.
        progress: Told of every ballot.
    """
    usual = RunConfig()
    strict: dict[str, Any] = {
        "band": None,
        "coverage_floor": max(config.coverage_floor, usual.coverage_floor),
        "precision_floor": max(config.precision_floor, usual.precision_floor),
    }
    whole = config.model_copy(update=strict)
    declared = follow_symmetry(ladder.describe(), config.view_source, range(config.voters.views))
    found = []
    for rung in rungs:
        proposals = propose(ladder, rung, start, proposals_asked(config))
        ballots = ask(ladder, proposals, voters, whole, progress)
        labels = label(rung, proposals, ballots, whole, True, None, declared)
        found.append(OwnAnswers(labels, held_back(labels.stats, whole)))
    return found
