"""Problems of a hardened task in words, without their frame, and the way back into it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from saturate.harden.operators.base import HardItem
from saturate.harden.text.frame import Frame, frame_of, shared_ends
from saturate.ladder import Problem, Split

_FRAMED = 24
"""Problems of a rung whose common beginning and end are its frame."""


class Wordings:
    """Puts a rung's problems into words alone, and words into its frame."""

    def __init__(
        self,
        hard: Callable[[int, Split, int], HardItem],
        context: Callable[[int, HardItem], str],
    ) -> None:
        """Take what makes the problems.

        Args:
            hard: The problem of a rung, a split and an index.
            context: All that a model reads of one.
        """
        self._hard, self._context = hard, context
        self._frame = cache(self._frame_of)

    def of(self, problem: Problem) -> str:
        """What is the problem's own."""
        hard = self._hard(problem.rung, problem.split, problem.index)
        frame, ends = self._frame(problem.rung)
        return ends.stripped(frame.body(hard.item.told)).strip()

    def asked(self, rung: int, wording: str, place: int) -> str:
        """All that a model reads before it answers a problem that somebody else put in words.

        Args:
            rung: Whose frame and examples it gets.
            wording: The problem.
            place: Which problem's examples it gets.
        """
        stand_in, (frame, ends) = self._hard(rung, "train", place), self._frame(rung)
        before, text, after = self._context(rung, stand_in).rpartition(stand_in.item.text)
        assert text  # a context ends in its item
        return f"{before}{frame.head}{ends.head}{wording}{ends.tail}{frame.tail}{after}"

    def _frame_of(self, rung: int) -> tuple[Frame, Frame]:
        """The frame, and what the problems share within it."""
        texts = [self._hard(rung, "train", index).item.text for index in range(_FRAMED)]
        frame = frame_of(texts)
        return frame, shared_ends([frame.body(text) for text in texts])
