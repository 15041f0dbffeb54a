"""Copying a string of letters; the axis is its length.

The text is that of Lee et al., "Self-Improving Transformers Overcome Easy-to-Hard and Length
Generalization Challenges" (arXiv 2502.01612): the answer to ``laibfwp=`` is ``laibfwp``. The
published script copies digits; here they are letters of both cases. A letter may come again, but no
two neighbours do, the last and the first letter being neighbours as well: two letters tell where
in the string one is, however long it grows.

A view turns the string in a ring, writes it from its end, exchanges small and capital letters, or
does several of these; the same undone gives the copy back. Every letter changes its place, so that
a model which loses letters at one end loses other ones in each view. The views of a string are
views of one another: the same problem. Other exchanges of letters would be views as well, but all
of them together make most short strings of one length the same problem.
"""

from __future__ import annotations

import string
from typing import NamedTuple

from saturate.generators.rings import MOST_LETTERS, first_turn, letters_of, repeated, turned
from saturate.ladder import Draft, LadderInfo, LastRunLadder, Reading, SeededRandom, View


class Copy(LastRunLadder):
    """A string of as many letters as the rung says."""

    run = "[A-Za-z]"

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name="copy",
            benchmark="copy",
            axis="letters",
            first=1,
            last=MOST_LETTERS,
            answer="letters",
            template="{question}",
            delimiter="",
            instruction=(
                "Write the letters again, in the same order: abCa= is answered abCa. "
                "Reply with the letters alone."
            ),
            symmetry=(
                "a string that is turned in a ring, written from its end, or has its cases "
                "exchanged has its copy changed in the same way (so whoever makes views knows that "
                "letters are copied one by one, and neither their place nor their name counts)"
            ),
            licence="Apache-2.0",
            source="procedural",
            reads=True,
            numeric=False,
        )

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        letters = _ring(rung, rng)
        return Draft(f"{letters}=", letters, letters, canonical=_canonical(letters))

    def solve(self, question: str) -> str:
        waiting, copied = list(letters_of(question)), ""
        while waiting:
            copied = waiting.pop() + copied
        return copied

    def read(self, question: str) -> Reading | None:
        try:
            letters = letters_of(question)
        except ValueError:
            return None
        if len(letters) > MOST_LETTERS or repeated(letters) is not None:
            return None
        return Reading(len(letters), _canonical(letters))

    def views(self, question: str, count: int) -> list[View]:
        letters = letters_of(question)
        found = {letters: View(question)}
        for move in _moves(len(letters), SeededRandom("views", question)):
            if len(found) >= count:
                break
            moved = move.apply(letters)
            found.setdefault(moved, View(f"{moved}=", move.undo))
        return list(found.values())[:count]


class _Move(NamedTuple):
    """One way to write a string otherwise."""

    turn: int
    """How many letters go from the front to the end."""
    length: int
    """Of the string."""
    back: bool
    """Written from its end."""
    swap: bool
    """Small letters for capitals and the other way round."""

    def apply(self, letters: str) -> str:
        ring = turned(letters, self.turn)
        ordered = ring[::-1] if self.back else ring
        return ordered.swapcase() if self.swap else ordered

    def undo(self, letters: str) -> str:
        named = letters.swapcase() if self.swap else letters
        ordered = named[::-1] if self.back else named
        return turned(ordered, -self.turn % self.length)


def _moves(length: int, rng: SeededRandom) -> list[_Move]:
    """All moves of a string, every turn once before one comes again; the first changes nothing."""
    ways = [(False, False), (True, False), (False, True), (True, True)]
    turns = {0: 0}  # with the way that each comes first
    turns |= {turn: rng.below(4) for turn in rng.sample(range(1, length), length - 1)}
    return [
        _Move(turn, length, *ways[(first + again) % 4])
        for again in range(4)
        for turn, first in turns.items()
    ]


def _canonical(letters: str) -> str:
    """The first of all views in the order of the alphabet."""
    swapped = letters.swapcase()
    return min(map(first_turn, (letters, letters[::-1], swapped, swapped[::-1])))


def _ring(length: int, rng: SeededRandom) -> str:
    """Letters in which no two neighbours come twice, the last and the first among them."""
    letters = [rng.pick(string.ascii_letters)]
    seen: set[tuple[str, str]] = set()
    while len(letters) < length:
        pair = (letters[-1], rng.pick(string.ascii_letters))
        closing = {(pair[1], letters[0])} if len(letters) == length - 1 else set()
        if pair not in seen and not closing & {*seen, pair}:
            seen.add(pair)
            letters.append(pair[1])
    return "".join(letters)
