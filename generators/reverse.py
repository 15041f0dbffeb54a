"""Reversing a string of letters; the axis is its length.

The task is one of those of Lee et al., "Self-Improving Transformers Overcome Easy-to-Hard and
Length Generalization Challenges" (arXiv 2502.01612): the answer to ``laibfwp=`` is ``pwfbial``. Up
to 52 letters none comes twice, so that each of them has one neighbour to look up. In longer strings
letters come again, each as often as every other or once more, and no two neighbours do, the last
and the first letter being neighbours as well: two letters tell where in the string one is.

A view turns the string in a ring: ``fwplaib=`` is answered ``bialpwf``, which turned back as far is
``pwfbial``. Every letter changes its place, so that a model which loses letters at one end of the
string loses other ones in each view. The turns of one string are views of one another: the same
problem. Exchanging letters for others votes as well (``docs/voters.md``), but would make all short
strings of one length the same problem, with nothing left to score apart from what was trained on.
"""

from __future__ import annotations

import string

from saturate.generators.rings import MOST_LETTERS, first_turn, letters_of, repeated, turned
from saturate.ladder import Draft, LadderInfo, LastRunLadder, Reading, SeededRandom, View

_ALPHABET = len(string.ascii_letters)


class Reverse(LastRunLadder):
    """A string of as many letters as the rung says."""

    run = "[A-Za-z]"

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name="reverse",
            benchmark="reverse",
            axis="letters",
            first=1,
            last=MOST_LETTERS,
            answer="letters",
            template="{question}",
            delimiter="",
            instruction=(
                "Write the letters in reverse order: abC= is answered Cba. "
                "Reply with the letters alone."
            ),
            symmetry=(
                "a string that is turned in a ring has its answer turned in a ring (so whoever "
                "makes views knows that the order of neighbours is all that counts)"
            ),
            licence="Apache-2.0",
            source="procedural",
            reads=True,
            numeric=False,
        )

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        letters = _ring(rung, rng)
        answer = letters[::-1]
        return Draft(f"{letters}=", answer, answer, canonical=first_turn(letters))

    def solve(self, question: str) -> str:
        stack = list(letters_of(question))
        return "".join(stack.pop() for _ in range(len(stack)))

    def read(self, question: str) -> Reading | None:
        try:
            letters = letters_of(question)
        except ValueError:
            return None
        if len(letters) > MOST_LETTERS or not _is_drawn(letters):
            return None
        return Reading(len(letters), first_turn(letters))

    def views(self, question: str, count: int) -> list[View]:
        letters = letters_of(question)
        turns = SeededRandom("views", question).sample(range(1, len(letters)), len(letters) - 1)
        return [_view(letters, turn) for turn in [0, *turns][:count]]


def _view(letters: str, turn: int) -> View:
    return View(f"{turned(letters, turn)}=", lambda answer: turned(answer, turn))


def _ring(length: int, rng: SeededRandom) -> str:
    """Letters as they are drawn for a problem."""
    if length <= _ALPHABET:
        return "".join(rng.sample(string.ascii_letters, length))
    again, more = divmod(length, _ALPHABET)
    pool = [*string.ascii_letters * again, *rng.sample(string.ascii_letters, more)]
    letters = rng.sample(pool, length)
    while (place := repeated(letters)) is not None:
        other = rng.below(length)
        letters[place], letters[other] = letters[other], letters[place]
    return "".join(letters)


def _is_drawn(letters: str) -> bool:
    """Whether a string is one that may be drawn: see what this module says of letters."""
    again, more = divmod(len(letters), _ALPHABET)
    counts = sorted(letters.count(letter) for letter in string.ascii_letters)
    return counts == sorted([again + 1] * more + [again] * (_ALPHABET - more)) and (
        repeated(letters) is None
    )
