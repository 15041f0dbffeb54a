"""What a quantity of a verdict is called wherever it is told: no two of one reading alike."""

from __future__ import annotations

from saturate.results.verdict import Quantity, QuantityName

_NAMES: dict[QuantityName, str] = {
    "original": "original benchmark",
    "redrawn": "fresh redraws",
    "known": "rungs taught before",
    "trained": "rungs trained on",
    "unseen": "rungs not yet trained on",
    "untouched": "family left alone",
    "format": "strict minus flexible",
    "familiarity": "original minus redraws",
    "readable": "rungs once read",
    "avg@1": "one drawn answer (avg@1)",
    "pass@k": "any of several (pass@k)",
}


def quantity_name(one: Quantity) -> str:
    """The name of a quantity, beside which its reading stands where that is told."""
    name = _NAMES[one.name]
    if one.name == "format":
        return f"{name}, {'rungs' if one.ladder else 'original'}"
    if one.name == "untouched" and one.ladder:
        return f"left alone: {one.ladder}"
    return name
