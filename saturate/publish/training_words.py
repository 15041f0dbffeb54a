"""What an arm was trained on, in words: whose answers its labels are, and what came beside them."""

from __future__ import annotations

from typing import NamedTuple

from saturate.config.arms import Arm, ArmKind, parse_arm
from saturate.results.numbered import numbered
from saturate.results.schema import ArmResult, Results

_MADE = {
    ArmKind.GOLD: "worked solutions with true labels",
    ArmKind.FORMAT: "worked solutions with true labels, of rungs below the first one to label",
    ArmKind.NOISE: "worked solutions with true labels, but for a share of {share:g} that is wrong",
    ArmKind.RANDOM: "well-formed solutions of other problems, so that its labels are wrong",
}
"""What controls learn; their labels are made from the ladder's true answers."""
_REWARDED = {
    "vote": "what most of its own answers to a problem say",
    "answer": "true answers",
    "format": "answers of any kind that can be read",
}


class TrainingWords(NamedTuple):
    """What the cards of an arm say."""

    model: str
    """What its model was trained on."""
    completions: str
    """Whose the completions of the corpus are."""
    kept_out: str
    """What the model was trained on and the corpus does not hold; empty where that is nothing."""
    own: bool
    """Whether the completions are a model's own."""
    voted: bool
    """Whether a vote kept them."""


def training_words(results: Results, arm: ArmResult) -> TrainingWords:
    """What to say of an arm.

    Args:
        results: Of its run.
        arm: The arm; rounds that it undid are in no model and no corpus.
    """
    policy = parse_arm(arm.arm)
    voted = policy.votes and "vote" in results.config.get("filters", ("vote",))
    labelled = any(label.trained for one in arm.kept_rounds for label in one.labelling)
    replayed = _replayed(results, arm) if labelled else ""
    rewards = dict.fromkeys(
        _REWARDED[one.reinforcement.reward] for one in arm.kept_rounds if one.reinforcement
    )
    told = [_labels(policy, voted, arm.supervised)] if labelled else []
    told += [f"Its rounds also replayed {replayed}."] if replayed else []
    told += [f"Reinforcement rewarded {reward}." for reward in rewards]
    beside = [replayed] if replayed else []
    beside += ["the problems of reinforcement"] if rewards else []
    completions = (
        "a model's own answers" + (" that a vote kept" if voted else ", which no vote chose")
        if policy.asks_voters
        else _made(policy)
    )
    return TrainingWords(
        " ".join(told), completions, " and ".join(beside), policy.asks_voters, voted
    )


def _labels(policy: Arm, voted: bool, supervised: bool) -> str:
    """Whose the labels of the rounds are."""
    if not policy.asks_voters:
        return f"Its rounds trained on {_made(policy)}: it is a control, and learned no vote."
    told = "Its rounds trained on its own answers; the labels come from "
    told += "a vote and not" if voted else "these answers as they are, without a vote and not"
    return f"{told} from the true answers{'' if supervised else ', which only the audit opened'}."


def _made(policy: Arm) -> str:
    return _MADE[policy.kind].format(share=policy.share)


def _replayed(results: Results, arm: ArmResult) -> str:
    """What rounds replayed of the time before the run; empty where they replayed nothing."""
    known = results.model.known_rungs.get(results.ladder.name, 0)
    if known and results.config.get("replay") != 0:
        return f"{numbered('rung', range(1, known + 1))} with true labels"
    own = {rung for one in arm.kept_rounds for rung in one.replayed}
    return f"the base model's own voted answers on {numbered('rung', [*own])}" if own else ""
