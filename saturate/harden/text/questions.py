"""Whether two items ask the same, but for case, blanks, punctuation and order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from saturate.harden.text.words import bare


class Question(NamedTuple):
    """What an item asks, see :func:`saturate.harden.text.words.bare`."""

    text: str
    """The prompt."""
    options: str
    """Its options in a fixed order; empty where it has none."""

    @property
    def unordered(self) -> str:
        """The words of the prompt in a fixed order, so that options in the prompt may be moved."""
        return " ".join(sorted(self.text.split()))


def question_of(text: str, choices: Iterable[str] | None) -> Question:
    """What a prompt with its options asks."""
    return Question(bare(text), " | ".join(sorted(map(bare, choices or ()))))


class Questions:
    """A set of questions.

    Two are the same if their prompts are, whatever the options. Options count too where several
    items share a prompt ("Which is true?"), or have none.
    """

    def __init__(self, questions: Iterable[Question]) -> None:
        self._options: defaultdict[str, set[str]] = defaultdict(set)
        for question in questions:
            self._options[question.unordered].add(question.options)

    def __contains__(self, question: Question) -> bool:
        options = self._options.get(question.unordered, set())
        return question.options in options if self.is_shared(question) else bool(options)

    def is_shared(self, question: Question) -> bool:
        """Whether several items have this prompt with other options, or the prompt is empty."""
        return not question.text or len(self._options.get(question.unordered, set())) > 1
