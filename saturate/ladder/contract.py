"""The base classes of ladders."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import ClassVar

from saturate import numbers
from saturate.ladder.dialogue import Dialogue
from saturate.ladder.own_task import OriginalTask, OwnTask
from saturate.ladder.picture import Picture
from saturate.ladder.problem import (
    LONGEST_ANSWER,
    AnswerPattern,
    Draft,
    LadderInfo,
    NoProblem,
    Problem,
    Reading,
    Split,
    View,
    identity,
    split_of,
)
from saturate.ladder.published_items import ItemLoader
from saturate.ladder.seeded_random import SeededRandom, stable_hash

_MAX_DRAWS = 10_000
"""A split that no draw hits after this many tries is empty on that rung."""


class Ladder(ABC):
    """One family of problems. Subclasses hold no state beyond constants."""

    @abstractmethod
    def describe(self) -> LadderInfo:
        """Name, axis, rungs, prompt format, licence and source."""

    @cached_property
    def _described(self) -> LadderInfo:
        """What it says of itself, asked once."""
        return self.describe()

    @abstractmethod
    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        """Draw one problem of a rung; every random choice comes from ``rng``."""

    @abstractmethod
    def extract(self, text: str) -> str | None:
        """Find the answer in a completion and canonicalise it. Never executes the text.

        ``None`` where there is no answer, which counts as wrong when scored and as an abstention
        when voting.
        """

    def answer_to(self, question: str, text: str, lenient: bool = False) -> str | None:
        """The canonical answer that a completion gives to a question; what is scored and voted on.

        By default what ``extract`` finds. A ladder whose answers are something done in the world of
        the question (``LadderInfo.acts``), such as a plan, says here what they come to there, so
        that different ways to one end agree. It never executes the text.

        Args:
            question: The question that was asked, of a problem or of a view.
            text: The completion.
            lenient: Overlook what can be overlooked. A ladder that acts, or whose answers are no
                numbers, has its flexible score by this; for all others that is the last number.
        """
        return self.extract(text)

    def credited(self, question: str, answer: str) -> str:
        """The gold answer where a canonical answer is as right, else the answer itself.

        For scoring alone, never for a vote. A ladder says here what else its benchmark's own scorer
        gives a full mark (``Problem.is_right`` has to agree).
        """
        return answer

    @abstractmethod
    def solve(self, question: str) -> str:
        """Answer a question from its text alone, by another way than the generator took."""

    def dialogue(self, question: str, said: Sequence[str]) -> Dialogue | None:
        """A problem after some turns of a model; ``None``: the ladder is not played turn by turn.

        A pure function: who plays keeps what was said, and nothing else. ``LadderInfo.turns``
        says the rules.
        """
        return None

    def turn_in(self, text: str) -> str | None:
        """What a turn does, as :meth:`dialogue` reads it; ``None`` for a turn that ends the play.

        By default what ``extract`` finds.
        """
        return self.extract(text)

    def turns_in(self, solution: str) -> list[str]:
        """What a player says, turn by turn, who plays a worked solution to its end.

        Empty where the ladder is not played.
        """
        return []

    def views(self, question: str, count: int) -> list[View]:
        """Up to ``count`` different rewrites of a question, itself first.

        A rewrite changes the computation and not the answer, by a symmetry of the task. It reads
        the question alone: neither the gold answer nor the generator's draw is at hand. A ladder
        without such a symmetry has one view, the question itself.
        """
        return [View(question, identity)]

    def pattern(self) -> AnswerPattern | None:
        """What reads answers as ``extract`` does, but for canonical form; ``None``: nothing does.

        A frozen benchmark has its strict score by this, as it runs without this package.
        """
        return None

    def problem(self, rung: int, split: Split, index: int) -> Problem:
        """The problem at a place: a pure function of its arguments.

        Raises:
            ValueError: The rung is not on this ladder.
            NoProblem: It has none in this split.
        """
        info = self._described
        if rung < info.first or (info.last is not None and rung > info.last):
            last = "open" if info.last is None else info.last
            raise ValueError(f"rung {rung} is not on ladder {info.name} ({info.first} to {last})")
        draft = self.claim(rung, split, SeededRandom(info.name, rung, split, index))
        key = _key(info.name, rung, draft.canonical)
        return Problem(
            info.name,
            rung,
            split,
            index,
            draft.question,
            draft.answer,
            draft.solution,
            key,
            draft.source,
        )

    def claim(self, rung: int, split: Split, rng: SeededRandom) -> Draft:
        """Draw until a problem falls to the split.

        A family whose splits come with its data (published train and test items) overrides this,
        and :meth:`owner` with it where it reads problems.

        Raises:
            NoProblem: No draw falls to the split.
        """
        for _ in range(_MAX_DRAWS):
            draft = self.draw(rung, rng)
            if self.owner(Reading(rung, draft.canonical)) == split:
                return draft
        raise NoProblem(self._described.name, rung, split)

    def owner(self, reading: Reading) -> Split:
        """The split that owns a problem of this rung and canonical content."""
        return split_of(self._described.name, *reading)

    def may_be_scored(self, reading: Reading) -> bool:
        """Whether a text that is read so may be a problem of ``score``.

        By default whether that split owns it. A ladder whose texts do not tell all of their
        canonical content says here what else may be one.
        """
        return self.owner(reading) == "score"

    def key(self, reading: Reading) -> str:
        """The key of a problem by its rung and canonical content."""
        return _key(self._described.name, *reading)

    def read(self, question: str) -> Reading | None:
        """Which problem a text is that somebody else wrote, by the ladder's own rules.

        ``None`` where it is none, and where the ladder has no such rules (``LadderInfo.reads``).
        """
        return None

    def wording(self, problem: Problem) -> str:
        """A problem in words, without what a task puts around it and the examples before it."""
        return problem.question

    def worded(self, rung: int, wording: str) -> str:
        """The question that asks a problem which somebody else put in words."""
        return wording

    def published(self) -> Iterable[str]:
        """The wordings of all items of the benchmark that it grows out of, whatever their split."""
        return ()

    def picture(self, question: str, answer: str | None) -> Picture | None:
        """A question drawn with a canonical answer in it, right or wrong; ``None``: none is drawn.

        Raises:
            ValueError: The question is none of the ladder's.
        """
        return None

    def notes(self) -> list[str]:
        """What a user has to know of the ladder's data, such as how many items were left out.

        Raises:
            SaturateError: The data cannot be read.
        """
        return []

    def held(self, split: Split) -> int | None:
        """How many published items a split asks in turn; ``None`` where problems are drawn.

        Places so far apart ask for the answer to the same item, on every rung, though perhaps
        behind other ones.
        """
        return None

    def own_task(self, rung: int, problems: Sequence[Problem]) -> OwnTask | None:
        """Problems as the benchmark's own lm-eval task scores them; ``None``: ``extract`` does."""
        return None

    def original(self) -> OriginalTask | None:
        """The benchmark that it grows out of; ``None`` where the ladder does not know it."""
        return None

    def redrawn(self, items: int | None) -> OriginalTask | None:
        """The benchmark's first items told otherwise, under their places; ``None`` for none.

        Args:
            items: How many of those that :meth:`original` asks; all where ``None``.
        """
        return None

    def left_out(self) -> dict[str, int]:
        """By reason, how many published items are in no split or in ``score`` alone."""
        return {}

    def with_items(self, load: ItemLoader) -> Ladder:
        """This ladder on its benchmark's published items; itself where it needs none.

        Args:
            load: Reads them. A ladder calls it when the first problem is wanted, not before.
        """
        return self

    def prompt(self, question: str) -> str:
        """The bare prompt of a question, as the seed model was trained on it."""
        return self.describe().template.format(question=question)


def _key(ladder: str, rung: int, canonical: str) -> str:
    return f"{stable_hash(ladder, rung, canonical):016x}"


class LastRunLadder(Ladder):
    """A ladder whose answer is the last run of certain characters, such as digits."""

    run: ClassVar[str]
    """The characters, as a class of a regular expression: ``[0-9]``."""

    def extract(self, text: str) -> str | None:
        runs = re.findall(f"{self.run}+", text[-2 * LONGEST_ANSWER :])
        return runs[-1] if runs and len(runs[-1]) <= LONGEST_ANSWER else None

    def pattern(self) -> AnswerPattern:
        return AnswerPattern(f"({self.run}+)", match=-1)


class MarkedNumberLadder(Ladder):
    """A ladder whose answer is a whole number after ``####``."""

    mark: ClassVar[int] = 0
    """Which mark that a number follows: 0 for the first, as in lm-eval's gsm8k; -1 for the last."""

    def extract(self, text: str) -> str | None:
        return numbers.integer(numbers.marked(text, self.mark))

    def pattern(self) -> AnswerPattern:
        return AnswerPattern(numbers.MARKED, self.mark, integer=True)
