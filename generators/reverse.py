"""Reversing a string of different letters; the axis is its length.

The task is one of those of Lee et al., "Self-Improving Transformers Overcome Easy-to-Hard and
Length Generalization Challenges" (arXiv 2502.01612): the answer to ``laibfwp=`` is ``pwfbial``. No
letter comes twice, so that each of them has one neighbour to look up.

A view turns the string in a ring: ``fwplaib=`` is answered ``bialpwf``, which turned back as far is
``pwfbial``. Every letter changes its place, so that a model which loses letters at one end of the
string loses other ones in each view. The turns of one string are views of one another: the same
problem. Exchanging letters for others votes as well (``docs/voters.md``), but would make all
strings of one length the same problem, with nothing left to score apart from what was trained on.
"""

from __future__ import annotations

import re
import string

from saturate.ladder import Draft, LadderInfo, LastRunLadder, Reading, SeededRandom, View

_QUESTION = re.compile(r"([A-Za-z]+)=")


class Reverse(LastRunLadder):
    """A string of as many different letters as the rung says."""

    run = "[A-Za-z]"

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name="reverse",
            benchmark="reverse",
            axis="letters",
            first=1,
            last=len(string.ascii_letters),
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
        )

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        letters = "".join(rng.sample(string.ascii_letters, rung))
        answer = letters[::-1]
        return Draft(f"{letters}=", answer, answer, canonical=_canonical(letters))

    def solve(self, question: str) -> str:
        stack = list(_letters(question))
        return "".join(stack.pop() for _ in range(len(stack)))

    def read(self, question: str) -> Reading | None:
        match = _QUESTION.fullmatch(question.strip())
        if match is None or len(set(match[1])) < len(match[1]):
            return None
        return Reading(len(match[1]), _canonical(match[1]))

    def views(self, question: str, count: int) -> list[View]:
        letters = _letters(question)
        turns = SeededRandom("views", question).sample(range(1, len(letters)), len(letters) - 1)
        return [_view(letters, turn) for turn in [0, *turns][:count]]


def _view(letters: str, turn: int) -> View:
    return View(f"{_turned(letters, turn)}=", lambda answer: _turned(answer, turn))


def _canonical(letters: str) -> str:
    """The turn that begins with the first letter of the alphabet."""
    return _turned(letters, letters.index(min(letters)))


def _turned(letters: str, turn: int) -> str:
    """The letters from a place on, then those before it."""
    return letters[turn:] + letters[:turn]


def _letters(question: str) -> str:
    match = _QUESTION.fullmatch(question.strip())
    if match is None:
        raise ValueError(f"not a string to reverse: {question[:80]!r}")
    return match[1]
