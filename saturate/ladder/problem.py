"""A problem and its parts, what a ladder says of itself, and which split owns a problem."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from saturate import numbers
from saturate.errors import SaturateError
from saturate.ladder.seeded_random import stable_hash

Split = Literal["train", "vote", "score"]
SPLITS: tuple[Split, ...] = ("train", "vote", "score")
_SHARES: dict[Split, int] = {"train": 50, "vote": 30, "score": 20}
"""How much of the range of hashes each split owns, in percent."""
_OWNERS: list[Split] = [split for split, share in _SHARES.items() for _ in range(share)]


LONGEST_ANSWER = 1_000
"""Characters; a longer text is no answer. Ballots hold answers for good, and a model that repeats
itself without end gives none; no family asks for as much."""


def split_of(ladder: str, rung: int, canonical: str) -> Split:
    """The split that owns a canonical problem; a function of its content alone."""
    return _OWNERS[stable_hash("split", ladder, rung, canonical) % 100]


class NoProblem(SaturateError, ValueError):
    """A rung has no problem in a split."""

    def __init__(self, ladder: str, rung: int, split: Split) -> None:
        super().__init__(ladder, rung, split)

    def __str__(self) -> str:
        ladder, rung, split = self.args
        return (
            f"Rung {rung} of ladder {ladder} has no problem in split {split}; leave it out, by "
            "--start-rung, --score-rungs or another --rung, or let it have more problems."
        )


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
    choices: tuple[str, ...] = ()
    """What the answer is one of, in the order shown; empty where it is free. A choice is its text,
    not its letter."""
    accepted: tuple[str, ...] = ()
    """Other canonical answers that are right as well, where the benchmark accepts several."""
    context: str = ""
    """What is read before the solution, where that holds the answer itself; empty for the
    question."""
    accepted_lines: tuple[tuple[str, ...], ...] = ()
    """Of an answer that is a list, the lines that are right in each place; empty for others."""

    @property
    def first_source(self) -> str:
        """The published item that errors are clustered by; empty on a procedural ladder."""
        return first_source(self.source)

    @property
    def read(self) -> str:
        """What the solution is written behind."""
        return self.context or self.question

    def is_right(self, answer: str | None) -> bool:
        """Whether a canonical answer is right; ``None`` is no answer."""
        if answer is None:
            return False
        if answer == self.answer or answer in self.accepted:
            return True
        given = answer.split("\n")
        return len(given) == len(self.accepted_lines) and all(
            line in accepted for line, accepted in zip(given, self.accepted_lines, strict=True)
        )


def first_source(source: str) -> str:
    """The first of the items that something was made from: the one whose answer is asked."""
    return source.split("+")[0]


def identity(answer: str) -> str:
    """The way back of a view that leaves the answer alone."""
    return answer


class Option(NamedTuple):
    """One choice of a view, as a model is asked how likely it is."""

    read: str
    """What is read, question or context."""
    written: str
    """What is written behind it."""
    taught: str
    """What that is trained behind, see :class:`View`; empty for what is read."""


class Context(NamedTuple):
    """What is read in place of a question with one of its choices in it."""

    read: str
    taught: str = ""
    """What the ending is trained behind, where the model is scored without some help in it."""


class View(NamedTuple):
    """A rewrite of a question by a symmetry of the task."""

    question: str
    restore: Callable[[str], str] = identity
    """Maps an answer to the rewrite back to an answer to the original."""
    kind: str = ""
    """What kind of rewrite it is, where its maker tells."""
    cost: int = 0
    """Tokens that a model spent on making it."""
    choices: tuple[str, ...] = ()
    """What the answer is one of, as it would be written; empty where it is free."""
    wording: str = ""
    """The part of it that can be put in other words; empty for all of it."""
    taught: str = ""
    """The question that its answer is trained behind, where the rewrite holds help to answer it
    that the model is scored without; empty for the rewrite itself."""
    read: Callable[[str], str | None] | None = None
    """Reads the answer from what was written, where that is not in the ladder's own form."""
    contexts: tuple[Context, ...] = ()
    """One for each choice, where a choice is judged by how well what follows suits it; empty where
    the choice itself is written."""
    ending: str = ""
    """What follows each of ``contexts``."""

    def options(self) -> list[Option]:
        """How each choice is put before a model."""
        if self.contexts:
            return [Option(one.read, self.ending, one.taught) for one in self.contexts]
        return [Option(self.question, choice, self.taught) for choice in self.choices]


class Reading(NamedTuple):
    """What a ladder reads in a problem that somebody else wrote."""

    rung: int
    """The rung that it is really on."""
    canonical: str
    """What makes two problems the same, as in :class:`Draft`."""


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
    stop: tuple[str, ...] = ()
    """Texts that end an answer, where the benchmark's own task names them."""
    choices: bool = False
    """Whether an answer is one of given choices, scored by log-likelihood."""
    reads: bool = False
    """Whether the ladder reads a problem that somebody else wrote, see ``Ladder.read``."""
    turns: str = ""
    """Says the rules to a model that plays turn by turn; empty where the ladder is not so played,
    see ``Ladder.dialogue``."""
    acts: bool = False
    """Whether an answer is something done in the world of the question, so that no text alone says
    what it comes to, see ``Ladder.answer_to``."""
    numeric: bool = True
    """Whether answers are numbers, so that the last one of a text is a lenient reading of it."""


class AnswerPattern(NamedTuple):
    """How to find an answer by a regular expression, for tools that cannot call ``extract``."""

    regex: str
    """Its one group is the answer; of several, the first that matched."""
    match: int
    """Which match counts: 0 for the first, -1 for the last."""
    integer: bool = False
    """Whether :func:`saturate.numbers.integers` makes the canonical answer of what was found."""

    def fault(self) -> str | None:
        """Why it is no regular expression; ``None`` where it is one."""
        try:
            re.compile(self.regex)
        except re.error as error:
            return str(error)
        return None

    def find(self, text: str) -> str | None:
        """The answer in a text, as lm-eval's filters find it."""
        found = re.findall(self.regex, text)
        if not -len(found) <= self.match < len(found):
            return None
        one = found[self.match]
        answer = (next(filter(None, one), "") if isinstance(one, tuple) else one).strip()
        return numbers.integer(numbers.read(answer)) if self.integer else answer
