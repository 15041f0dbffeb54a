"""What labelling a rung gives: proposals with their ballots and fates, and the rung in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, Self

from saturate.training.replay import Pair, PairsByRung, pairs_in_forms
from saturate.voting.majority import Ballot, Outcome
from saturate.voting.precision import Estimate
from saturate.voting.proposals import Proposal


class Reason(StrEnum):
    """Why a proposal was kept or not."""

    KEPT = "kept"
    NO_AGREEMENT = "no agreement"
    NO_ANSWER = "no answer"
    LENGTH = "length"
    FEW_VIEWS = "too few views"
    """No answer to it could win, however its voters answered."""
    FORM = "form"
    """What agrees is in another form than scored answers alone, so there is nothing to train on."""
    BAND = "band"
    """A label with more agreement than is trained on, or less."""


LABELLED = (Reason.KEPT, Reason.BAND)
"""Fates with a label; one outside the band has it too, as what is too easy holds up no climb."""


class RungStats(NamedTuple):
    """What labelling says of a rung, without gold."""

    coverage: float
    """Share of the proposals that got a label, inside the band of agreement or outside."""
    precision: float | None
    """Share of right labels, at least, estimated from the ballots; ``None``: not known."""
    off_trend: float = 0.0
    """Share of the agreed answers that are longer or shorter than the rungs below let expect."""
    why_unknown: str = ""
    """Why the precision is not known, in a clause."""


class LabelledProposal(NamedTuple):
    """A proposal with its ballots and what became of it."""

    proposal: Proposal
    ballots: list[Ballot]
    outcome: Outcome
    reason: Reason
    trained: list[int]
    """Which ballots became training pairs."""

    @property
    def kept(self) -> bool:
        """Whether it is trained on."""
        return self.reason is Reason.KEPT

    def to_row(self) -> dict[str, Any]:
        """It as JSON; :meth:`from_row` reads it back."""
        return {
            **asdict(self.proposal),
            "winner": self.outcome.winner,
            "votes": self.outcome.votes,
            "reason": self.reason,
            "trained": self.trained,
            "ballots": [ballot._asdict() for ballot in self.ballots],
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """A stored row; empty seats at the end of a vote are not stored."""
        ballots = [Ballot(**ballot) for ballot in row["ballots"]]
        return cls(
            Proposal(
                row["rung"], row["index"], row["key"], row["question"], row.get("by_model", False)
            ),
            ballots,
            Outcome(row["winner"], row["votes"], len(ballots)),
            Reason(row["reason"]),
            row["trained"],
        )


@dataclass(frozen=True, eq=False)
class RungLabels:
    """What labelling one rung gave."""

    rung: int
    fates: Mapping[Reason, int]
    """Proposals, by what became of them."""
    off_trend: float
    """As :class:`RungStats` has it."""
    tokens: int
    """Tokens that the voters generated."""
    estimate: Callable[[], Estimate]
    """Estimates the share of right labels, which takes up to a second."""
    labelled: Sequence[LabelledProposal] = ()
    """The proposals, where they were few enough to hold."""

    @property
    def coverage(self) -> float:
        """Share of the proposals that got a label; 0 where there are none."""
        proposals = sum(self.fates.values())
        return sum(self.fates.get(one, 0) for one in LABELLED) / proposals if proposals else 0.0

    @cached_property
    def stats(self) -> RungStats:
        """What agreement alone says of them, worked out when it is asked for."""
        precision, why_unknown = self.estimate()
        return RungStats(self.coverage, precision, self.off_trend, why_unknown)

    def summary(self) -> dict[str, Any]:
        """The rung in figures, as a label stage's summary holds it."""
        return {
            "rung": self.rung,
            "proposals": sum(self.fates.values()),
            "kept": self.fates.get(Reason.KEPT, 0),
            "outside_band": self.fates.get(Reason.BAND, 0),
            "few_views": self.fates.get(Reason.FEW_VIEWS, 0),
            "coverage": self.stats.coverage,
            "estimated_precision": self.stats.precision,
            "why_unknown": self.stats.why_unknown,
            "off_trend": self.stats.off_trend,
        }


def pairs_of(ballot: Ballot) -> list[Pair]:
    """What is trained on of a ballot: its answer, or each of its turns."""
    shown = ballot.turns or [(ballot.taught or ballot.prompt, ballot.completion)]
    return pairs_in_forms(shown, ballot.forms)


def pairs_by_rung(labelled: Iterable[LabelledProposal], contrasted: bool = False) -> PairsByRung:
    """The training pairs of labelled proposals.

    Args:
        labelled: The proposals.
        contrasted: Give each the answer that is to get less likely, see :func:`contrasted_pairs`.
    """
    found: dict[int, list[Pair]] = {}
    for one in labelled:
        if pairs := trained_pairs(one, contrasted):
            found.setdefault(one.proposal.rung, []).extend(pairs)
    return found


def trained_pairs(one: LabelledProposal, contrasted: bool = False) -> list[Pair]:
    """The training pairs of one proposal, as :func:`pairs_by_rung` gives them."""
    if contrasted:
        return contrasted_pairs(one)
    return [pair for i in one.trained for pair in pairs_of(one.ballots[i])]


def contrasted_pairs(one: LabelledProposal) -> list[Pair]:
    """The most agreed answer of a proposal, whose label a vote made, against the least agreed one.

    As many pairs as the one has votes more than the other: so each proposal weighs as its margin
    does (Prasad et al. 2024, arXiv 2411.04109, weigh its loss). What is rejected answers the same
    prompt; where nobody erred there, nothing is.
    """
    winner, votes = one.outcome.winner, one.outcome.votes
    others = Counter(b.answer for b in one.ballots if b.answer not in (None, winner))
    least, against = min(((n, str(answer)) for answer, n in others.items()), default=(0, ""))
    rejected = {b.prompt: b for b in one.ballots if others and b.answer == against}
    pairs = [
        pair if (other := rejected.get(ballot.prompt)) is None else _against(pair, other)
        for ballot in (one.ballots[i] for i in one.trained)
        for pair in pairs_of(ballot)
    ]
    pairs.sort(key=lambda pair: not pair.rejected)
    return pairs[: votes - least]


def _against(pair: Pair, rejected: Ballot) -> Pair:
    """A pair with what is to get less likely, in the form of every lineage."""
    other = pairs_of(rejected)[0]
    forms = (
        form._replace(rejected=other.of(lineage).completion)
        for lineage, form in enumerate(pair.forms)
    )
    return pair._replace(rejected=rejected.completion, forms=tuple(forms))
