"""The contract of a ladder: what every family of problems gives, and how splits stay apart.

A ladder is an ordered family of problems along ONE axis of difficulty. Its rungs are integers from
1. Everything is random access: ``problem(rung, split, index)`` is a pure function with the same
bytes on every machine, so nothing has to be stored to be repeated, and the gold answer of a
proposal can stay sealed until the audit asks for it.

A family subclasses :class:`Ladder`, draws problems from :class:`Dice`, and is found through the
entry point group ``saturate.ladders`` (see :mod:`saturate.registry`).
"""

from __future__ import annotations

import random
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import ClassVar, Literal, NamedTuple, TypeVar

from saturate import numbers
from saturate.errors import SaturateError

Split = Literal["train", "vote", "score"]
SPLITS: tuple[Split, ...] = ("train", "vote", "score")
_SPLIT_ENDS: dict[Split, int] = {"train": 50, "vote": 80, "score": 100}
"""Upper ends, in percent, of the hash range that each split owns."""

_MOST_DRAWS = 10_000
"""A split that no draw hits after this many tries is empty on that rung."""

T = TypeVar("T")


def stable_hash(*parts: object) -> int:
    """A 64-bit hash of the parts' text; the same on every machine, unlike :func:`hash`."""
    digest = blake2b("\x1f".join(str(part) for part in parts).encode(), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


def split_of(ladder: str, rung: int, canonical: str) -> Split:
    """The split that owns a canonical problem; a function of its content alone."""
    bucket = stable_hash("split", ladder, rung, canonical) % 100
    return next(split for split in SPLITS if bucket < _SPLIT_ENDS[split])


class Dice:
    """Seeded draws that no Python version changes.

    Only ``random.Random.random`` is promised to stay the same for a seed, so everything here is
    made from it.
    """

    def __init__(self, *seed: object) -> None:
        self._random = random.Random(stable_hash(*seed)).random

    def below(self, n: int) -> int:
        """An integer from 0 to ``n - 1``."""
        return int(self._random() * n)

    def between(self, low: int, high: int) -> int:
        """An integer from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def amount(self, most: int) -> int:
        """An integer from 0 to ``most``, however many digits that has."""
        draw, scale = 0, 1
        while scale <= most:
            draw, scale = draw * 1_000_000 + self.below(1_000_000), scale * 1_000_000
        return draw * (most + 1) // scale

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """``count`` different options in random order."""
        pool = list(options)
        for i in range(count):
            j = self.between(i, len(pool) - 1)
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:count]


@dataclass(frozen=True)
class Draft:
    """A problem as a family draws it, before a split has claimed it."""

    question: str
    """What is asked, in full."""
    answer: str
    """The gold answer in the form that ``extract`` returns."""
    solution: str
    """The worked solution; its last line spells out the answer."""
    canonical: str
    """What makes two problems the same. All views of a problem share it."""
    source: str = ""
    """Ids of the published items that it was made from, joined by ``+``; the one whose answer is
    asked comes first. Empty for a procedural ladder. Errors are clustered by the first."""


@dataclass(frozen=True)
class Problem:
    """A question with everything that is known about it."""

    ladder: str
    rung: int
    split: Split
    index: int
    question: str
    """What is asked; also what a view rewrites."""
    answer: str
    """The gold answer, canonical."""
    solution: str
    """The worked solution, ending in the answer."""
    key: str
    """Stable hash of the canonical content: equal for problems that are views of one another."""
    source: str = ""
    """The source of the draft, see :class:`Draft`."""


def identity(answer: str) -> str:
    """The way back of a view that leaves the answer alone."""
    return answer


class View(NamedTuple):
    """A rewrite of a question by a symmetry of the task."""

    question: str
    restore: Callable[[str], str] = identity
    """Maps an answer to the rewrite back to an answer to the original."""
    kind: str = ""
    """What kind of rewrite it is, where its maker tells."""
    cost: int = 0
    """Tokens that a model spent on making it."""


class LadderInfo(NamedTuple):
    """What a ladder says of itself."""

    name: str
    benchmark: str
    """The benchmark that the ladder grows out of."""
    axis: str
    """The one thing that grows from rung to rung."""
    first: int
    last: int | None
    """Last rung; ``None`` where the ladder is open-ended."""
    answer: str
    """Answer type: ``integer`` where any spelling of the number is right; else words for people."""
    template: str
    """How a question becomes a prompt; ``{question}`` stands for the question."""
    delimiter: str
    """What stands between prompt and completion."""
    instruction: str
    """Says the answer format to a model that was never trained on it."""
    symmetry: str
    """What a view-maker has to know about the task; empty where there are no views."""
    licence: str
    source: str


class AnswerPattern(NamedTuple):
    """How to find an answer by a regular expression, for tools that cannot call ``extract``."""

    regex: str
    """Its one group is the answer."""
    match: int
    """Which match counts: 0 for the first, -1 for the last."""
    integer: bool = False
    """Whether :func:`saturate.numbers.integers` makes the canonical answer of what was found."""


class PublishedItem(NamedTuple):
    """One item of a benchmark, as GSM8K has them."""

    question: str
    answer: str
    """The worked solution, which ends in ``####`` and the answer."""


class PublishedItems(NamedTuple):
    """The items that a benchmark's makers published, by the split that they gave them."""

    train: list[PublishedItem]
    test: list[PublishedItem]
    left_out: Counter[str]
    """By reason, how many items were left out."""

    def note(self) -> str | None:
        """What was left out, in words; ``None`` where nothing was."""
        if not self.left_out:
            return None
        kinds = [f"{count} {reason}" for reason, count in self.left_out.items()]
        return f"items left out: {', '.join(kinds)}"


ItemLoader = Callable[[], PublishedItems]
"""Reads a benchmark's published items, wherever they are.

Raises:
    SaturateError: They are out of reach, or faulty.
"""


class UnusableItems(SaturateError):
    """A ladder finds nothing in the published items; the message says why, for a user."""


class Ladder(ABC):
    """One family of problems. Subclasses hold no state beyond constants."""

    @abstractmethod
    def describe(self) -> LadderInfo:
        """Name, axis, rungs, prompt format, licence and source."""

    @abstractmethod
    def draw(self, rung: int, dice: Dice) -> Draft:
        """Draw one problem of a rung; every random choice comes from ``dice``."""

    @abstractmethod
    def extract(self, text: str) -> str | None:
        """Find the answer in a completion and canonicalise it. Never executes the text.

        ``None`` where there is no answer, which counts as wrong when scored and as an abstention
        when voting.
        """

    @abstractmethod
    def solve(self, question: str) -> str:
        """Answer a question from its text alone, by another way than the generator took."""

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
            ValueError: The rung is not on this ladder, or has no problem in this split.
        """
        info = self.describe()
        if rung < info.first or (info.last is not None and rung > info.last):
            last = "open" if info.last is None else info.last
            raise ValueError(f"rung {rung} is not on ladder {info.name} ({info.first} to {last})")
        draft = self.claim(rung, split, Dice(info.name, rung, split, index))
        key = f"{stable_hash(info.name, rung, draft.canonical):016x}"
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

    def claim(self, rung: int, split: Split, dice: Dice) -> Draft:
        """Draw until a problem falls to the split.

        A family whose splits come with its data (published train and test items) overrides this.

        Raises:
            ValueError: No draw falls to the split.
        """
        name = self.describe().name
        for _ in range(_MOST_DRAWS):
            draft = self.draw(rung, dice)
            if split_of(name, rung, draft.canonical) == split:
                return draft
        raise ValueError(f"rung {rung} of ladder {name} has no problem in split {split}")

    def notes(self) -> list[str]:
        """What a user has to know of the ladder's data, such as how many items were left out.

        Raises:
            SaturateError: The data cannot be read.
        """
        return []

    def with_items(self, load: ItemLoader) -> Ladder:
        """This ladder on its benchmark's published items; itself where it needs none.

        Args:
            load: Reads them. A ladder calls it when the first problem is wanted, not before.
        """
        return self

    def prompt(self, question: str) -> str:
        """The bare prompt of a question, as the seed model was trained on it."""
        return self.describe().template.format(question=question)


_LONGEST_RUN = 1_000
"""Characters; a longer run of them is no answer."""


class LastRunLadder(Ladder):
    """A ladder whose answer is the last run of certain characters, such as digits."""

    run: ClassVar[str]
    """The characters, as a class of a regular expression: ``[0-9]``."""

    def extract(self, text: str) -> str | None:
        runs = re.findall(f"{self.run}+", text[-2 * _LONGEST_RUN :])
        return runs[-1] if runs and len(runs[-1]) <= _LONGEST_RUN else None

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
