"""What a results file does not hold."""

from __future__ import annotations

from saturate.results.schema import Results


def missing(results: Results) -> list[str]:
    """Parts that the file does not hold, each with what would bring it."""
    has_rounds = any(len(arm.rounds) > 1 for arm in results.arms)
    parts = [
        (not results.arms, "arms and their rounds"),
        (bool(results.arms) and not has_rounds, "rounds beyond the base model"),
        (results.verdict is None, "the verdict"),
        (results.saturation is None, "headroom and forecast"),
        (results.samples is None, "samples to browse"),
        (results.detectable is None, "the smallest difference that the items can show"),
        (not results.command, "the command"),
        (not results.config, "the configuration"),
        (not results.versions, "versions of the libraries"),
        (not results.cost, "costs"),
    ]  # fmt: skip
    found = [name for absent, name in parts if absent]
    if has_rounds and not any(one.labelling for arm in results.arms for one in arm.rounds):
        found.append("labels")
    return found
