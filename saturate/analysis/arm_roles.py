"""Which part an arm plays beside the one that is judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from saturate.results.verdict import Role

JUDGED = "voted"
FORMAT = "format"
_REFERENCES = ("gold", "voted-ladder", "rounds-only")
"""The ceiling, the same vote on the ladder's own problems, and the same vote without reinforcement
before: nothing that a gain has to beat."""
_DOSES = ("noise:",)
"""True labels, some of them spoilt: shown as a reference, as no vote can be asked to beat gold."""
MAJORITY = "maj"
"""The base model's majority vote, free of training: answered once, it stands for every round."""


def judged_arm(arms: Iterable[str]) -> str:
    """The arm that the verdict is about: ``voted``, or the first where it was not run."""
    names = list(arms)
    return JUDGED if JUDGED in names else names[0]


def role_of(arm: str) -> Role:
    """Whether a capability has to beat this arm."""
    return "reference" if arm in _REFERENCES or arm.startswith(_DOSES) else "control"


def saw_gold(arms: Iterable[str], supervised: Collection[str]) -> list[str]:
    """The arms whose training read true answers: as labels, or as rewards (``supervised``)."""
    labelled = ("gold", FORMAT)
    return [a for a in arms if a in supervised or a in labelled or a.startswith(_DOSES)]
