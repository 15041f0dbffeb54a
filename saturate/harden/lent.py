"""Few-shot examples lent to voters, where prompts of multiple choice show nothing to be varied.

Such prompts hold the question alone: no options whose order is free, no examples drawn by chance.
Then a view puts some training items before the question, other ones in each view, rendered by the
task's own templates with their published answers. Lent items are asked on no rung, and none of them
nearly repeats an item that is voted on or scored.
"""

from __future__ import annotations

from typing import Any

from saturate.harden.operators.base import HardItem
from saturate.harden.orders import reordered
from saturate.harden.parts import NearTo, Parts
from saturate.harden.rungs import Rung, build
from saturate.harden.tasks.source import Item, Source
from saturate.ladder import stable_hash

SHOWN = 2
"""Examples before a question, where the task takes none itself."""
_LEAST, _MOST = 8, 100
"""Bounds of the items that are lent, a tenth of those to train on and never more than half."""
_LOOKED_AT = 50
_TURNS = 3


def lent_items(source: Source, parts: Parts, fewer: bool) -> list[Item]:
    """The training items that voters are shown; none where the prompts can be varied without.

    Args:
        source: The task.
        parts: Its items.
        fewer: Whether rungs take the task's own examples away, so that they vary little.
    """
    if not _is_fixed(source, fewer):
        return []
    near = NearTo(source, parts.items["vote"])
    free = [item for item in parts.items["train"] if item not in near]
    free.sort(key=lambda item: stable_hash("lent", item.key))
    lent = free[: max(_LEAST, min(_MOST, len(free) // 10))]
    enough = max(_LEAST, (source.facts.shots or 0) + 1)
    return lent if enough <= len(lent) <= len(parts.items["train"]) // 2 else []


def with_lent(rung: Rung, lent: list[Item]) -> tuple[Rung, Any]:
    """A rung that draws its examples from lent items, and it as lm-eval's object."""
    changed = rung._replace(
        shots=[rung.row(HardItem(item, (item.key,))) for item in lent],
        config=rung.config
        | {
            "num_fewshot": rung.config.get("num_fewshot") or SHOWN,
            "fewshot_config": (rung.config.get("fewshot_config") or {})
            | {"sampler": "default", "split": "shots"},
        },
    )
    return changed, build(changed)


def _is_fixed(source: Source, fewer: bool) -> bool:
    """Whether neither the options' order nor the task's own examples can make another prompt."""
    if source.facts.output != "multiple_choice":
        return False
    if source.facts.shots and not fewer and source.task.fewshot_cfg.sampler != "first_n":
        return False
    return not any(
        reordered(item, turn).text != item.text
        for item in source.items[:_LOOKED_AT]
        for turn in range(1, _TURNS + 1)
    )
