"""Which hardened ladder a benchmark is climbed on that no installed ladder grows out of."""

from __future__ import annotations

from pathlib import Path

from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.facts import facts_of
from saturate.harden.tasks.source import Unsound
from saturate.registry import MadeLadder, load_ladder

_FREE = "compose", "rung k asks k of its items at once, as its answers are short"
_CHOSEN = "options", "rung k adds k wrong options to each item"
_ELSE = "distract", "rung k puts k irrelevant statements before the question"


def ladder_for(benchmark: str, data: Path | None) -> MadeLadder:
    """``options`` for multiple choice; else ``compose`` for short answers, or ``distract``.

    Args:
        benchmark: An lm-eval task by name, or the path of a YAML.
        data: Folder with its documents; ``None``: the hub.

    Raises:
        SaturateError: There is no such task, its data cannot be had, or no operator suits it.
    """
    chosen = facts_of(find_task(benchmark)).output == "multiple_choice"
    refusals = []
    for operator, reason in (_CHOSEN,) if chosen else (_FREE, _ELSE):
        name = f"{operator}:{benchmark}"
        try:
            load_ladder(name, data).describe()
        except Unsound as refusal:
            refusals.append(str(refusal))
            continue
        return MadeLadder(name, "; ".join([reason, *refusals]).rstrip("."))
    raise Unsound(" ".join(dict.fromkeys(refusals)))
