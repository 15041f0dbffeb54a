"""Which part an arm plays beside the one that is judged."""

from __future__ import annotations

from collections.abc import Iterable

from saturate.results.verdict import Role

JUDGED = "voted"
FORMAT = "format"
_REFERENCES = ("gold", "voted-ladder")
"""The ceiling, and the same vote on the ladder's own problems: nothing that a gain has to beat."""
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
