"""Labels that stand inside the options' own texts, such as ``A)lime``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from saturate.harden.text.labels import NUMBERS, alphabet_of

_BEFORE = r"^\s*(?P<before>(?:[Oo]ption\s+)?[(\[（【]?)"
_SPACE = r"(?P<space>[\s\u200b]*)(?=\S)"
_LETTER_MARK = re.compile(
    rf"{_BEFORE}(?P<label>[^\W\d_]|[ivx]{{1,4}}|[IVX]{{1,4}})"
    rf"(?P<after>\s?[)\]）】](?:[.:](?!\d))?|\s?[.．:：、。]|\s?[-–](?=\s)){_SPACE}"
)
_NUMBER_MARK = re.compile(
    rf"{_BEFORE}(?P<label>1?\d|2[0-6])"
    rf"(?P<after>[)\]）】](?:[.:](?!\d))?|[.．:：、。](?!\d)){_SPACE}"
)
_CIRCLED_MARK = re.compile(r"^\s*(?P<label>[①-⑳])(?P<space>\s*)(?=\S)")
_CIRCLED = [chr(ord("①") + place) for place in range(20)]
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_LEAST_SHARE = 0.5


class OwnLabels(NamedTuple):
    """How the options of one item are labelled in their texts."""

    before: str
    after: str
    """What stands between a label and its text, with white space."""
    alphabet: Sequence[str]

    def written(self, place: int, text: str) -> str:
        """A text with the label of a place, counted from 0."""
        return f"{self.before}{self.alphabet[place]}{self.after}{text}"


class Labelled(NamedTuple):
    """An item's options without labels of their own."""

    texts: tuple[str, ...]
    labels: OwnLabels | None
    """``None`` where there were none."""


def without_labels(options: Sequence[str]) -> Labelled | None:
    """Take labels off that stand in order before all the options' texts, in whatever form.

    ``None`` where labels seem to be there but are not in order, or not before every text.
    """
    matches = [_mark(option) for option in options]
    marks = [mark for mark in matches if mark is not None]
    letters = [mark["label"] for mark in marks]
    if len(marks) == len(options) and len(options) > 1:
        alphabet = _alphabet(letters)
        if alphabet is not None:
            before, after = _surroundings(marks[0])
            texts = [option[mark.end() :] for option, mark in zip(options, marks, strict=True)]
            return Labelled(tuple(texts), OwnLabels(before, after, alphabet))
    if (
        len(marks) > 1
        and len(marks) >= _LEAST_SHARE * len(options)
        and _seem(letters, len(options))
    ):
        return None
    return Labelled(tuple(options), None)


def _mark(option: str) -> re.Match[str] | None:
    patterns = (_CIRCLED_MARK, _LETTER_MARK, _NUMBER_MARK)
    return next((match for pattern in patterns if (match := pattern.match(option))), None)


def _surroundings(mark: re.Match[str]) -> tuple[str, str]:
    groups = mark.groupdict()
    return groups.get("before", ""), groups.get("after", "") + groups["space"]


def _alphabet(letters: list[str]) -> Sequence[str] | None:
    for alphabet in (_CIRCLED, _ROMAN, [numeral.upper() for numeral in _ROMAN]):
        if letters == alphabet[: len(letters)]:
            return alphabet
    return alphabet_of(letters)


def _seem(letters: list[str], count: int) -> bool:
    """Whether different letters are among the first of their alphabet, as labels are."""
    first = {*"ABCDEFGHIJ"[:count], *"abcdefghij"[:count], *NUMBERS[:count], *_CIRCLED[:count]}
    return len(set(letters)) == len(letters) and set(letters) <= first
