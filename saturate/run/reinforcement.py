"""What a run settles about reinforcement before it begins: defaults, checks, the plan's line."""

from __future__ import annotations

from typing import Any

from saturate.config.run_config import RunConfig
from saturate.errors import SaturateError
from saturate.ladder import LadderInfo
from saturate.registry import require_rung
from saturate.voting.rewards import reward_split

_RATES = {"full": 1e-6, "lora": 1e-5, "embedded": 1e-4}
"""Learning rates; a model of the hub gets TRL's own. The embedded one went from 0 to 98 % on
twelve-digit sums in 40 steps."""
_SAYS = {
    "vote": "what most of them say (no gold)",
    "answer": "true answers of train problems (supervised)",
    "format": "any answer that can be read (no gold)",
}


def reinforcement_defaults(
    config: RunConfig, info: LadderInfo, start: int, bare: bool
) -> dict[str, Any]:
    """Settings of reinforcement, where there is any.

    Args:
        config: What was asked for.
        info: Of the ladder.
        start: The first rung to label.
        bare: Whether the model is one of saturate's own.

    Raises:
        SaturateError: The ladder has no answers that could be drawn.
    """
    if not config.stages.steps and config.trainer == "sft":
        return {}
    what = "--stages rl" if config.stages.steps else f"--trainer {config.trainer}"
    if info.choices:
        raise SaturateError(
            f"Answers to {info.name} are choices read by likelihood, and {what} learns from "
            "answers that are written; leave it out."
        )
    if config.by_turns:
        raise SaturateError(f"{what} learns from whole answers; leave out --play turns.")
    if config.trainer == "grpo" and info.acts:
        raise SaturateError(
            f"What an answer to {info.name} comes to is seen in its question, which labels of "
            "rewrites do not hold; leave out --trainer grpo."
        )
    found: dict[str, Any] = {
        "rl_rate": _RATES["embedded" if bare else "lora" if config.lora else "full"]
    }
    if config.stages.steps:
        low, high = config.given().get("rl_rungs", (start, start))
        for rung in (low, high):
            require_rung(info, rung)
        found["rl_rungs"] = (low, high)
    return found


def reinforcement_line(config: RunConfig) -> str:
    """What goes before the rounds, in words."""
    low, high = config.rl_rungs
    rungs = f"rung {low}" if low == high else f"rungs {low} to {high}"
    return (
        f"{config.stages.steps} steps on {rungs} ({reward_split(config.reward)} split), each of "
        f"{config.batch_size // config.group} problems with {config.group} answers; rewarded: "
        f"{_SAYS[config.reward]}"
    )
