"""How long a benchmark's own lm-eval task lets answers be, which runs follow where nobody says."""

from __future__ import annotations

from collections.abc import Iterable

from saturate.config.model_options import ANSWER_TOKENS, MOST_TOKENS
from saturate.ladder import Ladder, tokens_asked


def own_room(ladder: Ladder, rungs: Iterable[int]) -> int | None:
    """Most tokens that its own task lets an answer take, on some rungs and as it is published.

    Args:
        ladder: The ladder.
        rungs: Those that are scored.

    Returns:
        ``None`` where no task of the benchmark's own scores the ladder, where that does not say,
        and where answers are choices.
    """
    if ladder.describe().choices:
        return None
    own = [ladder.own_task(rung, []) for rung in rungs]
    asked = [tokens_asked(one.config.get("generation_kwargs")) for one in own if one is not None]
    if (original := ladder.original()) is not None:
        asked.append(tokens_asked(original.task.config.generation_kwargs))
    return max((tokens for tokens in asked if tokens is not None), default=None)


def room_by_default(ladder: Ladder, rungs: Iterable[int]) -> int:
    """Tokens of the longest answer where nobody sets them: no fewer than a task wants."""
    return min(MOST_TOKENS, max(ANSWER_TOKENS, own_room(ladder, rungs) or 0))
