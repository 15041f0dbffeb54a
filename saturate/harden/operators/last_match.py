"""A task's filters for chains: what takes the first match of an answer takes the last one.

A model may mark the answer to each problem of a chain, as few-shot examples mark theirs. The last
problem is the one that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from saturate.harden.tasks.filters import filtered
from saturate.harden.tasks.source import Item, resolved

Steps = list[dict[str, Any]]
_LAST = -1


def reading_last(filters: Iterable[dict[str, Any]], items: Sequence[Item]) -> list[dict[str, Any]]:
    """A task's filters, each as it is where it would read a published target otherwise then.

    Args:
        filters: Its ``filter_list``.
        items: Items whose targets are read.
    """
    found = []
    for one in filters:
        steps = one["filter"]
        changed = _last(steps)
        same = all(_read(steps, item) == _read(changed, item) for item in items)
        found.append(one | {"filter": changed if same else steps})
    return found


def _last(steps: Steps) -> Steps:
    """Steps of which the first that looks for a pattern takes the last match.

    Later ones look into what it found. Another match than the first is the task's own choice.
    """
    for place, step in enumerate(steps):
        if _is_regex(step):
            if step.get("group_select", 0) != 0:
                break
            return [*steps[:place], step | {"group_select": _LAST}, *steps[place + 1 :]]
    return steps


def _is_regex(step: dict[str, Any]) -> bool:
    from lm_eval.api.registry import get_filter
    from lm_eval.filters.extraction import RegexFilter

    kind: Any = get_filter(resolved(step["function"]))
    return isinstance(kind, type) and issubclass(kind, RegexFilter)


def _read(steps: Steps, item: Item) -> Any:
    """What steps leave of an item's target; nothing where they cannot take it."""
    from lm_eval.filters import build_filter_ensemble

    parts = [dict(resolved(step)) for step in steps]
    made = build_filter_ensemble("", [(part.pop("function"), part) for part in parts])
    try:
        return filtered([made], str(item.golds[0]), item.doc, item.text)[""]
    except Exception:  # whatever a filter raises
        return None
