"""Views of a multiple-choice problem: options in other orders, other few-shot examples.

Choices are put back by their texts, prompts of their own by their places
(:mod:`saturate.harden.exchange`). Nothing of which one is right goes into a view. Where a view
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
    views: dict[str, View] = {}
    for turn in range(_TURNS * count):
        item = reordered(hard.item, turn) if turn else hard.item
        changed = hard._replace(item=item)
        text, contexts = shown(changed, turn)
        plain = shown(changed, 0) if turn and lends else None  # as it is scored
        if contexts:  # an option keeps its place, whatever it is called
            written, texts = option_texts(item), option_texts(hard.item)
        else:
            written, texts = tuple(map(str, item.choices or ())), option_texts(item)
        told = {one.strip(): what for one, what in zip(written, texts, strict=True)}
        taught = plain.contexts if plain else [""] * len(contexts)
        view = View(
            text,
            partial(_told, told),
            kind=_kind(hard.item, item, turn),
            choices=written,
            wording=_wording(item, frame),
            taught=plain.question if plain else "",
            contexts=tuple(starmap(Context, zip(contexts, taught, strict=True))),
            ending=str(item.target) if contexts else "",
        )
        views.setdefault(text, view)
        if len(views) == count:
            break
    return list(views.values())


def _kind(original: Item, item: Item, turn: int) -> str:
    if item == original:
        return "examples" if turn else "original"
    return "order" if item.text else "exchange"


def _told(texts: dict[str, str], written: str) -> str:
    return texts.get(written, written)


def _wording(item: Item, frame: Frame) -> str:
    """The question without labels and options."""
    block = read_block(item.text, item.choices) if item.choices else None
    if block is None:
        return frame.body(item.text).strip()
    return block.head.removeprefix(frame.head).strip()
