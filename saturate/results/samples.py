"""Labelled proposals to browse, as ``results.json`` holds them."""

from __future__ import annotations

from pydantic import field_validator

from saturate.ladder import Picture
from saturate.results.base import ResultModel


class SampleBallot(ResultModel):
    """One voter's answer to a sample."""

    answer: str | None
    """Its canonical answer; ``None`` is an abstention."""
    completion: str
    """What it wrote, cut where it is long."""
    length: int
    """Characters of all that it wrote."""
    right: bool | None
    """``None`` where that is not known."""
    trained: bool
    """Whether it became a training pair."""


class Sample(ResultModel):
    """A labelled proposal to browse, with its gold answer opened."""

    arm: str
    round: int
    rung: int
    key: str
    question: str
    gold: str | None
    """``None`` where it is not known, as the model wrote the question."""
    winner: str | None
    votes: int
    reason: str
    """``kept``, or why not."""
    right: bool | None
    """Whether the winner is the gold answer; ``None`` where that is not known."""
    by_model: bool = False
    """Whether the model wrote the question."""
    ballots: list[SampleBallot]
    picture: Picture | None = None
    """It with an answer drawn in: the winner, or where there is none the first ballot's; of a few
    samples on an arm's top rungs, where the ladder draws any."""

    @field_validator("picture")
    @classmethod
    def _whole(cls, picture: Picture | None) -> Picture | None:
        if picture is not None:
            ends = [end for one in picture.links for end in one[:2]]
            ends += [end for jump in picture.jumps for end in jump]
            if not picture.spots or any(not 0 <= end < len(picture.spots) for end in ends):
                raise ValueError("its lines must join spots that are there")
        return picture
