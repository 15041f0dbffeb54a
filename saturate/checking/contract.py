"""What a ladder says of itself, and that it refuses what it does not have."""

from __future__ import annotations

from collections.abc import Iterator

from saturate.checking.sample import shortened
from saturate.ladder import Ladder


def described(ladder: Ladder, name: str) -> Iterator[str]:
    """See that the description holds together.

    Args:
        ladder: The family.
        name: What it was asked for by.
    """
    info = ladder.describe()
    if info.name != name:
        yield (
            f"The ladder calls itself {info.name!r} and is installed as {name!r}: give describe "
            "and the entry point the same name."
        )
    if info.first < 1 or (info.last is not None and info.last < info.first):
        yield f"Rungs go from {info.first} to {info.last}: let them rise from 1 or more."
    if "{question}" not in info.template:
        yield "The template of describe holds no {question}: put it where the question stands."
    for field in ("axis", "answer", "instruction", "licence", "source"):
        if not getattr(info, field):
            yield f"The {field} of describe is empty: say it."
    pattern = ladder.pattern()
    if pattern is not None and (fault := pattern.fault()) is not None:
        yield (
            f"The pattern {shortened(pattern.regex)} is no regular expression ({fault}): mend it, "
            "as lm-eval reads the answers of a frozen benchmark by it."
        )
    for rung in (info.first - 1, *([] if info.last is None else [info.last + 1])):
        try:
            ladder.problem(rung, "train", 0)
        except ValueError:
            continue
        yield f"Rung {rung} is not on the ladder and is drawn: let problem raise ValueError there."
