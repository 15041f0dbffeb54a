"""Near-duplicates: the same text but for case and punctuation, or thirteen words in a row.

Thirteen words are what GPT-3's authors took for a sign that a test item had been seen (Brown et
al., "Language Models are Few-Shot Learners", arXiv 2005.14165, appendix C). Where a script puts no
blanks between words, a character counts as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

_RUN = 13
_MOST_TEXTS = 10
"""A run in more texts than this is a turn of phrase (instructions, a licence), as it was there."""
_SPACED = (
    *range(0x300, 0xE00),
    *range(0xF00, 0x1000),
    *range(0x10A0, 0x1780),
    *range(0x1800, 0x2000),
)
MARKS = "".join(chr(one) for one in _SPACED if unicodedata.category(chr(one)) in ("Mn", "Mc"))
"""Vowel signs and accents, parts of a word in scripts that put blanks between words."""
_LETTER = r"[^\W_\u0e00-\u0e7f\u3040-\u9fff]"
WORD = re.compile(rf"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|{_LETTER}(?:{_LETTER}|[{MARKS}])*")
"""A word, as runs are counted in."""


class Overlap:
    """Texts that others may not share much with."""

    def __init__(self, texts: Iterable[str], own: Iterable[str] | None = None) -> None:
        """Take the texts.

        Args:
            texts: Them.
            own: What of them is their own, where others may share the rest; all by default.
        """
        self._whole = {_words(text) for text in texts}
        told = self._whole if own is None else {_words(text) for text in own}
        texts_with = Counter(run for words in told for run in set(_runs_of(words)))
        self._runs = {run for run, count in texts_with.items() if count <= _MOST_TEXTS}

    def __contains__(self, text: str) -> bool:
        """Whether a text is one of these, or shares thirteen words in a row with one."""
        return self.holds(text) or self.shares_run(text)

    def holds(self, text: str) -> bool:
        """Whether a text is one of these but for case and punctuation."""
        return _words(text) in self._whole

    def shares_run(self, text: str) -> bool:
        """Whether a text shares thirteen words in a row with one of these."""
        return any(run in self._runs for run in _runs_of(_words(text)))

    def add(self, text: str) -> None:
        """Take in one more text, with all of its runs."""
        words = _words(text)
        self._whole.add(words)
        self._runs.update(_runs_of(words))


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.casefold()))


def _runs_of(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (words[start : start + _RUN] for start in range(len(words) - _RUN + 1))
