"""Option labels: which alphabet they come from, what follows, and where a prompt shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_ALPHABETS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
    "АБВГДЕЖЗИКЛМНОП",
    "أبجدهوزحطي",
    "가나다라마바사아자차",
    "アイウエオカキクケコ",
    "甲乙丙丁戊己庚辛壬癸",
    "กขคงจฉชซฌญ",
)
NUMBERS = [str(number) for number in range(1, 27)]
_CORE = re.compile(r"^(\W*)(\w{1,2})(\W*)$")
_GAP = r"(?:^|\n[ \t]*|(?<=\s))"


class Labels(NamedTuple):
    """The labels of a task's options, as the model is scored on them."""

    before: str
    """What stands before the letter, such as ``(``."""
    after: str
    alphabet: Sequence[str]
    """Letters in order, from the first option on."""

    def spelled(self, count: int) -> list[str]:
        """The first labels, as options."""
        return [f"{self.before}{letter}{self.after}" for letter in self.alphabet[:count]]


def labels_of(choices: Sequence[str]) -> Labels | None:
    """The labels that these options are; ``None`` where they are something else."""
    parts = [_CORE.match(choice) for choice in choices]
    if len(choices) < 2 or not all(parts):
        return None
    matches = [part.groups() for part in parts if part is not None]
    letters = [letter for _, letter, _ in matches]
    if len({(before, after) for before, _, after in matches}) > 1:
        return None
    alphabet = alphabet_of(letters)
    return None if alphabet is None else Labels(matches[0][0], matches[0][2], alphabet)


def alphabet_of(letters: list[str]) -> Sequence[str] | None:
    """The alphabet that these letters or numbers begin, in order; ``None`` where there is none."""
    for alphabet in (*map(list, _ALPHABETS), NUMBERS, ["0", *NUMBERS]):
        if letters == alphabet[: len(letters)]:
            return alphabet
    return None


def shows_labels(template: str, choices: Sequence[str]) -> bool:
    """Whether a prompt has a mark for each of the labels, in order."""
    labels = labels_of(choices)
    if labels is None:
        return False
    place = 0
    for letter in labels.alphabet[: len(choices)]:
        mark = _mark(letter).search(template, place)
        if mark is None:
            return False
        place = mark.end()
    return True


class Block(NamedTuple):
    """The options as a prompt shows them. Joined in order, the parts give the prompt again."""

    head: str
    """The prompt up to the first mark."""
    gaps: list[str]
    """White space before each mark but the first."""
    marks: list[str]
    options: list[str]
    tail: str
    """The prompt after the last option."""
    labels: Labels

    def rebuilt(self, options: Sequence[str]) -> str:
        """The prompt with other options, more of them or fewer, marked in the same way."""
        letters = self.labels.alphabet
        parts = [self.head]
        for place, option in enumerate(options):
            mark = self.marks[0].replace(letters[0], letters[place], 1)
            gap = self.gaps[min(place, len(self.gaps)) - 1] if place else ""
            parts += [gap, mark, option]
        return "".join([*parts, self.tail])


def read_block(text: str, choices: Sequence[str]) -> Block | None:
    """Find the options in a prompt.

    Marks that begin lines are looked for first, then any. They are looked for from the end
    backwards, so that letters in the question do not count.
    ``None`` where there is no mark for each label, the marks differ in form, or putting the parts
    together again does not give the same prompt.
    """
    labels = labels_of(choices)
    if labels is None:
        return None
    letters = labels.alphabet[: len(choices)]
    for begins_line in (True, False):
        spans = _spans(text, letters, begins_line)
        block = _block(text, spans, labels) if spans else None
        if block is not None:
            return block
    return None


def _spans(text: str, letters: Sequence[str], begins_line: bool) -> list[tuple[int, int]]:
    """Where the marks begin and end; empty where one is missing."""
    spans: list[tuple[int, int]] = []
    limit = len(text)
    for letter in reversed(letters):
        marks = _mark(letter).finditer(text, 0, limit)
        places = [mark.span("mark") for mark in marks if mark.end() <= limit]
        if begins_line:
            places = [span for span in places if not text[: span[0]].rpartition("\n")[2].strip()]
        if not places:
            return []
        # where two marks touch, the second is a label of the option's own text
        twice = len(places) > 1 and places[-2][1] == places[-1][0]
        spans.insert(0, places[-2] if twice else places[-1])
        limit = spans[0][0]
    return spans


def _block(text: str, spans: list[tuple[int, int]], labels: Labels) -> Block | None:
    marks = [text[start:end] for start, end in spans]
    letters = labels.alphabet
    if any(m.replace(letters[i], letters[0], 1) != marks[0] for i, m in enumerate(marks)):
        return None
    ends = [start for start, _ in spans[1:]]
    bodies = [text[end:stop] for (_, end), stop in zip(spans, ends, strict=False)]
    last, newline, rest = text[spans[-1][1] :].partition("\n")
    options = [body.rstrip() for body in bodies] + [last.rstrip()]
    gaps = [body[len(body.rstrip()) :] for body in bodies]
    tail = last[len(last.rstrip()) :] + newline + rest
    block = Block(text[: spans[0][0]], gaps, marks, options, tail, labels)
    return block if block.rebuilt(options) == text and all(options) else None


def _mark(letter: str) -> re.Pattern[str]:
    return re.compile(
        _GAP + rf"(?P<mark>(?:[Oo]ption )?\(?{re.escape(letter)}[.):：．、]\)?[ \t]?)"
    )
