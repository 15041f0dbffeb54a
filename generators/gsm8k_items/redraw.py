"""The redraw ladder: the same stories with new names and more and more new numbers.

Rung 1 changes one number, the last rung all that may change. What grows is the distance from the
published text, so a model that knows the benchmark by heart falls, and one that can do it stays.
"""

from __future__ import annotations

from saturate.ladder import Draft, SeededRandom, Split

from .ladder import ItemLadder, drafted, renamed


class Redraw(ItemLadder):
    """The same stories with new names and new numbers."""

    name = "gsm8k-redraw"
    axis = "numbers that differ from the published item"
    last = 4

    def draft(self, rung: int, split: Split, rng: SeededRandom) -> Draft | None:
        template = self.library.pick(split, rng)
        numbers = template.draw(rng, None if rung == self.last else rung)
        if numbers is None:
            return None
        return drafted(template, numbers, renamed(template.tell(numbers), rng))
