"""What an arm is between two rounds: its models, where it stands, what it has learned."""

from __future__ import annotations

from typing import NamedTuple

from saturate.config.run_config import RunConfig
from saturate.models.naming import resolve_all
from saturate.models.published import model_digest
from saturate.rounds.curriculum import Position
from saturate.training.replay import PairsByRung


class ModelRef(NamedTuple):
    """A model on disk or on the hub."""

    path: str
    """What ``from_pretrained`` takes."""
    digest: str
    """Tells it from every other model, see :func:`saturate.models.published.model_digest`."""


def starting_models(config: RunConfig) -> list[ModelRef]:
    """The models that an arm starts from, one for each lineage; each is read whole for it.

    Raises:
        SaturateError: One is not there, or the hub doesn't answer.
    """
    paths = resolve_all(config.model_names, config.ladder)
    return [ModelRef(path, model_digest(path, config.model_options)) for path in paths]


class ArmState(NamedTuple):
    """What an arm has become; going back to an earlier one undoes a round."""

    models: list[ModelRef]
    """One for each lineage that the voters name."""
    position: Position
    earlier: list[PairsByRung]
    """Labels of every round that counts."""
    upstream: list[str]
    """Digests of the label stages that it comes from."""
    setbacks: int = 0
    """Rounds that were undone so far; each halves the learning rate from then on."""
