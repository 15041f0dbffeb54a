"""What a chain's answer needs: room for all of its problems, and no stop text between them."""

from __future__ import annotations

from typing import Any

from saturate.harden.tasks.configs import Config
from saturate.ladder import LIMITS, tokens_asked

_LM_EVAL_TOKENS = 256
"""What lm-eval's models write at most where a task does not say."""
_BETWEEN = "\n\nProblem 2"
"""What may stand between the solutions of two problems of a chain."""
_LINE = "\n"
_DELIMITER = "\n\n"
"""lm-eval's own between few-shot examples."""


def generation_settings(config: Config, head: str, problems: int) -> dict[str, Any]:
    """A task's generation settings for chains.

    Stop texts are the same on all rungs. Where answers are one line, they stay the task's.

    Args:
        config: The task's configuration.
        head: What its prompts begin with.
        problems: How many a chain has.
    """
    settings = dict(config.get("generation_kwargs") or {"do_sample": False})
    examples = config.get("fewshot_config") or {}
    delimiter = examples.get("fewshot_delimiter") or config.get("fewshot_delimiter") or _DELIMITER
    until = settings.get("until", [delimiter])
    stops = [until] if isinstance(until, str) else list(until)
    if _LINE not in stops:
        kept = [stop for stop in stops if stop not in _BETWEEN]
        opening = delimiter + head.strip()
        if len(kept) < len(stops) and head.strip() and not any(stop in opening for stop in kept):
            kept.append(opening)
        stops = kept
    settings["until"] = stops
    if problems > 1:
        room = problems * (tokens_asked(settings) or _LM_EVAL_TOKENS)
        settings = {name: one for name, one in settings.items() if name not in LIMITS}
        settings["max_gen_toks"] = room
    return settings
