"""What follows for the settings where the model writes the questions."""

from __future__ import annotations

from typing import Any

from saturate.config.arms import VOTED, VOTED_LADDER
from saturate.config.fields import Band
from saturate.config.run_config import RunConfig
from saturate.errors import SaturateError
from saturate.ladder import LadderInfo
from saturate.voting.label import votes_trained_on
from saturate.voting.majority import votes_needed

_BAND = Band(0.3, 0.9)
"""Leaves out what the model answers alike each time, and what it does not agree on at all."""


def question_defaults(config: RunConfig, info: LadderInfo) -> dict[str, Any]:
    """Settings that follow from who makes the questions.

    Raises:
        SaturateError: A model cannot write questions of this ladder.
    """
    if config.proposer == "ladder":
        return {}
    if info.choices:
        raise SaturateError(
            f"Ladder {info.name} asks for one of given choices, and a model writes none; leave out "
            "--proposer model, or name a --ladder with free answers."
        )
    if info.acts and not info.reads:
        raise SaturateError(
            f"An answer on {info.name} is tried in its problem, and what a model writes may be "
            "none; leave out --proposer model."
        )
    band = {"band": _BAND} if "vote" in config.filters else {}
    return {"arms": (VOTED, VOTED_LADDER), **band}


def check_band(config: RunConfig) -> None:
    """See that some vote carries a label that is trained on.

    Raises:
        SaturateError: None does.
    """
    if config.band is None or "vote" not in config.filters or votes_trained_on(config):
        return
    seats = config.voters.seats
    needed = votes_needed(seats, config.agreement)
    raise SaturateError(
        f"No label would be trained on: it needs {needed} of {seats} votes, and --band "
        f"{config.band} holds no such share; widen it, ask more --voters, or give --band none."
    )
