"""Whether a round cost a model what it could before."""

from __future__ import annotations

from pydantic import Field

from saturate.results.base import ResultModel


class WatchedRung(ResultModel):
    """A rung that the model of before a round read without having been taught it."""

    rung: int
    asked: int
    """Problems on which its voters would have given a label."""
    lost: int
    """Of them, those on which the voters of after the round would not give the same."""
    won: int
    """Labels of after the round that would not have been given before."""


class Watch(ResultModel):
    """Whether a newly trained model still answers what it was taught, and what it read untaught."""

    asked: int
    lost: int
    """Answers that were as taught before the round and are not any more."""
    won: int
    """Answers that are as taught since the round."""
    read: list[WatchedRung] = Field(default_factory=list)
    """Rungs that were never taught."""
    undone: bool
    """Whether the round was undone for it: the model scored is that of the round before."""
