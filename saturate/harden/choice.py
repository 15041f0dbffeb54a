"""Which hardened ladder a benchmark is climbed on that no installed ladder grows out of."""

from __future__ import annotations

from pathlib import Path

from saturate.harden.ladder import HardenedLadder
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.facts import facts_of
from saturate.harden.tasks.source import Unsound
from saturate.registry import MadeLadder, load_ladder, own_benchmarks

_CHAINED = "rung k chains k of its items, as its answers are whole numbers"
_WHY = {
    "compose": "rung k asks k of its items at once, as its answers are short",
    "distract": "rung k puts k irrelevant statements before the question",
    "options": "rung k adds k wrong options to each item",
    "shots": "rung k takes k few-shot examples away",
}


def ladder_for(benchmark: str, data: Path | None) -> MadeLadder:
    """``options`` for multiple choice, else ``compose`` or ``distract``; else ``shots``.

    Args:
        benchmark: An lm-eval task by name, or the path of a YAML.
        data: Folder with its documents; ``None``: the hub.

    Raises:
        SaturateError: There is no such task, its data cannot be had, or no operator suits it.
    """
    chosen = facts_of(find_task(benchmark, own_benchmarks())).output == "multiple_choice"
    refusals = []
    for operator in ("options", "shots") if chosen else ("compose", "distract", "shots"):
        name = f"{operator}:{benchmark}"
        try:
            ladder = load_ladder(name, data)
            ladder.describe()
        except Unsound as refusal:
            refusals.append(str(refusal))
            continue
        chained = isinstance(ladder, HardenedLadder) and ladder.is_chained
        reason = _CHAINED if chained else _WHY[operator]
        return MadeLadder(name, "; ".join([reason, *refusals]).rstrip("."))
    raise Unsound(" ".join(dict.fromkeys(refusals)))
