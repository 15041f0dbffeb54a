"""Views of a multiple-choice problem: options in other orders, other few-shot examples.

Choices are put back by their texts; those that are prompts of their own stay as they are, behind
other examples. Nothing of which one is right goes into a view. Where a view
holds lent examples (:mod:`saturate.harden.lent`), what it answers is trained behind the question
alone, as the model is scored without them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import starmap

from saturate.harden.forms import Shown
from saturate.harden.operators.base import HardItem
from saturate.harden.operators.options import option_texts
from saturate.harden.orders import reordered
from saturate.harden.tasks.source import Item
from saturate.harden.text.frame import Frame
from saturate.harden.text.labels import read_block
from saturate.ladder import Context, View

_TURNS = 4
"""Rewrites made for each view wanted, as some come out the same."""


def choice_views(
    hard: HardItem, count: int, frame: Frame, lends: bool, shown: Callable[[HardItem, int], Shown]
) -> list[View]:
    """Up to ``count`` different views, the problem itself first.

    Args:
        hard: The problem.
        count: Views wanted.
        frame: What surrounds every item of the task.
        lends: Whether all views but the first hold lent examples.
        shown: All that is read of a problem before its answer, in a turn; turn 0 is as scored.
    """
    original = shown(hard, 0)
    views: dict[str, View] = {}
    for turn in range(_TURNS * count):
        item = reordered(hard.item, turn) if turn else hard.item
        text, contexts = shown(hard._replace(item=item), turn)
        texts, helped = option_texts(item), bool(turn and lends)
        written = texts if contexts else tuple(map(str, item.choices or ()))
        told = {one.strip(): what for one, what in zip(written, texts, strict=True)}
        taught = original.contexts if helped else [""] * len(contexts)
        view = View(
            text,
            partial(_told, told),
            kind="original" if not turn else "order" if item != hard.item else "examples",
            choices=written,
            wording=_wording(item, frame),
            taught=original.question if helped else "",
            contexts=tuple(starmap(Context, zip(contexts, taught, strict=True))),
            ending=str(item.target) if contexts else "",
        )
        views.setdefault(text, view)
        if len(views) == count:
            break
    return list(views.values())


def _told(texts: dict[str, str], written: str) -> str:
    return texts.get(written, written)


def _wording(item: Item, frame: Frame) -> str:
    """The question without labels and options."""
    block = read_block(item.text, item.choices) if item.choices else None
    if block is None:
        return frame.body(item.text).strip()
    return block.head.removeprefix(frame.head).strip()
