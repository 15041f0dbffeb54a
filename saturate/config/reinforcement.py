"""Reinforcement: what goes before the rounds, what is rewarded, and by what a round trains."""

from __future__ import annotations

import re
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, PlainSerializer, model_validator

from saturate.config.base import Settings
from saturate.config.fields import LATER, ONE_WORD, Rungs, from_text
from saturate.errors import SaturateError

Reward = Literal["vote", "answer", "format"]
"""What is rewarded: what most answers of a group say, the true answer, or an answer of any kind."""
Trainer = Literal["sft", "grpo", "dpo"]
"""By what TRL trains a round."""

PART_STEPS = 50
"""Most steps of one round of reinforcement, after which it is checked and scored."""
_OF_TRAINERS: dict[Trainer, frozenset[str]] = {
    "sft": frozenset(),
    "grpo": frozenset({"group", "rl_rate"}),
    "dpo": frozenset({"rl_rate"}),
}
"""The settings of reinforcement that a trainer of rounds takes as well."""
_NONE = "none"
_STAGES = re.compile(r"rl:([0-9]{1,6})(?:,rounds:([0-9]{1,4}))?|rounds:([0-9]{1,4})|none")


class Stages(NamedTuple):
    """What an arm goes through before its rounds."""

    steps: int = 0
    """Steps of reinforcement; 0 for none."""

    @property
    def parts(self) -> tuple[int, ...]:
        """The steps of each round of reinforcement: as few as hold them, as even as can be."""
        count = -(-self.steps // PART_STEPS)
        return tuple(self.steps * (i + 1) // count - self.steps * i // count for i in range(count))

    def __str__(self) -> str:
        return f"rl:{self.steps}" if self.steps else _NONE


class Plan(NamedTuple):
    """Stages as they are written."""

    stages: Stages
    rounds: int | None
    """Rounds behind them, where they are named."""


def parse_plan(text: str) -> Plan:
    """Read ``rl:200,rounds:8``, either alone, or ``none``.

    Raises:
        SaturateError: It is none of them.
    """
    match = _STAGES.fullmatch(text.replace(" ", ""))
    if match is None:
        raise SaturateError(
            f"Stages {text!r} cannot be read; write rl:STEPS,rounds:N, e.g. rl:200,rounds:8."
        )
    rounds = match[2] or match[3]
    return Plan(Stages(int(match[1] or 0)), int(rounds) if rounds else None)


StageList = Annotated[
    Stages, from_text(lambda text: parse_plan(text).stages), PlainSerializer(str), ONE_WORD
]
"""Stages before the rounds, written as ``rl:200`` in JSON."""


class ReinforcementSettings(Settings):
    """How a model is reinforced."""

    stages: StageList = Stages()
    """What every arm goes through, as rl:STEPS,rounds:N: so many steps of reinforcement (TRL's
    GRPOTrainer), then the rounds."""
    reward: Reward = "vote"
    """What reinforcement rewards: vote (what most answers to a problem say; where fewer than half
    agree it teaches nothing), answer (the true answers of train problems: supervised), format (any
    answer that can be read)."""
    rl_rungs: Annotated[Rungs, LATER] = (0, 0)
    """Rungs that reinforcement takes problems of (default: the first one to label)."""
    group: Annotated[int, Field(ge=2, le=1024)] = 16
    """Answers drawn to each problem of reinforcement; --batch-size of them make a step."""
    trainer: Trainer = "sft"
    """How a round trains: sft (on its labels), grpo (rewards answers that match them), dpo (on the
    labels, and away from the least agreed answers, by the margin)."""
    rl_rate: Annotated[float, Field(gt=0, lt=10), LATER] = 1e-4
    """Learning rate of reinforcement, and of rounds by grpo or dpo (default: 1e-6, with --lora
    1e-5, with the embedded model 1e-4)."""

    @model_validator(mode="after")
    def _something_is_reinforced(self) -> Self:
        rest = ReinforcementSettings.model_fields.keys() - {"stages", "trainer"}
        flag = self.changed_flag(rest - _OF_TRAINERS[self.trainer])
        if flag and not self.stages.steps:
            drawn = self.changed_flag(_OF_TRAINERS["grpo"]) == flag
            other = ", or --trainer grpo" if drawn else ""
            raise ValueError(f"{flag} is about reinforcement; give --stages rl:STEPS{other}")
        return self
