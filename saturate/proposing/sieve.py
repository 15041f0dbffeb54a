"""What becomes of a text that should be a new problem: proposed, or why not.

Where the ladder reads problems that it didn't make, the text has to be one, on the wanted rung, and
another problem than all that are known; what may be of the ``score`` split is left to it.
Elsewhere nothing but the form can be looked at: as long as the examples, asking and holding numbers
where they do, with no answer in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from saturate.ladder import Ladder, Reading, stable_hash
from saturate.ladder.overlap import Overlap

_LENGTH = 1.25
"""A text may be so many times as long as the longest example, or shorter than the shortest."""
_USUAL = 0.95
"""What this share of the examples hold, a text has to hold."""
_TRAITS = (re.compile("[?\N{FULLWIDTH QUESTION MARK}\N{ARABIC QUESTION MARK}]"), re.compile(r"\d"))
_ANSWER = re.compile(r"####|\b(?:answer|solution)\s*[:=]", re.IGNORECASE)


class Fate(StrEnum):
    """What became of a written text, in the order in which it is looked at."""

    UNREADABLE = "unreadable"
    """No problem of the ladder; where it reads none, of another form than its problems."""
    OTHER_RUNG = "other rung"
    COPY = "copy"
    """A problem that is known: the same words, or by the ladder's rules the same problem."""
    NEAR_COPY = "near-copy"
    """Thirteen words in a row of one that is known; not where a ladder acts and reads."""
    RESERVED = "reserved"
    """What may be a problem of the ``score`` split, though not one that this run scores."""
    PROPOSED = "proposed"


class Judged(NamedTuple):
    """One text."""

    fate: Fate
    really: int | None
    """The rung that it is on; ``None`` where it is unreadable or the ladder reads none."""
    key: str
    """What tells it from other problems."""


class Known:
    """Problems that must not be written again."""

    def __init__(self, ladder: Ladder, wordings: Iterable[str]) -> None:
        """Take them in words."""
        held, info = list(wordings), ladder.describe()
        self._overlap = Overlap(held)
        # What is done in a problem is read of each of its words; all that it is told with is the
        # ladder's, in sentences that any two problems share.
        self._by_key = info.acts and info.reads
        readings = map(ladder.read, held if info.reads else ())
        self._keys = {ladder.key(reading) for reading in readings if reading is not None}

    def repeats(self, text: str, key: str, read: bool) -> Fate | None:
        """What a text is that repeats one of them; ``None`` where it is new.

        Args:
            text: In words.
            key: Of the problem that it is.
            read: Whether the ladder read it: then its key, and not its words, says which it is.
        """
        if key in self._keys or (not read and self._overlap.holds(text)):
            return Fate.COPY
        near = not self._by_key and self._overlap.shares_run(text)
        return Fate.NEAR_COPY if near else None

    def add(self, text: str, key: str) -> None:
        """Know one more."""
        self._keys.add(key)
        self._overlap.add(text)


class Sieve:
    """Judges texts that should be new problems of one rung."""

    def __init__(
        self,
        ladder: Ladder,
        rung: int,
        usual: Sequence[str],
        shown: Sequence[str],
        known: Known,
    ) -> None:
        """Take what a text is compared with.

        Args:
            ladder: Whose problem it should be.
            rung: The rung that is wanted.
            usual: Wordings of that rung, which show the form.
            shown: What the writer may have been shown.
            known: What must not be repeated either; what is proposed is added.
        """
        self._ladder, self._rung, self._usual, self._known = ladder, rung, usual, known
        self._shown = Known(ladder, shown)
        self._reads = ladder.describe().reads

    def judge(self, text: str, finished: bool = True) -> Judged:
        """Say what becomes of a text, and know it from now on where it is proposed.

        Args:
            text: As it was written.
            finished: Whether it came to its end.
        """
        reading = self._ladder.read(text) if self._reads and finished else None
        if reading is None and (self._reads or not finished or not self._has_form(text)):
            return Judged(Fate.UNREADABLE, None, "")
        name = self._ladder.describe().name
        key = self._ladder.key(reading) if reading else f"{stable_hash(name, 'text', text):016x}"
        fate = self._fate(text, reading, key)
        if fate is Fate.PROPOSED:
            self._known.add(text, key)
        return Judged(fate, reading.rung if reading else None, key)

    def _fate(self, text: str, reading: Reading | None, key: str) -> Fate:
        if reading is not None and reading.rung != self._rung:
            return Fate.OTHER_RUNG
        fates = [known.repeats(text, key, self._reads) for known in (self._known, self._shown)]
        if repeated := [fate for fate in (Fate.COPY, Fate.NEAR_COPY) if fate in fates]:
            return repeated[0]
        reserved = reading is not None and self._ladder.may_be_scored(reading)
        return Fate.RESERVED if reserved else Fate.PROPOSED

    def _has_form(self, text: str) -> bool:
        lengths = [len(one) for one in self._usual]
        asks = (
            trait.search(text)
            for trait in _TRAITS
            if sum(bool(trait.search(one)) for one in self._usual) >= _USUAL * len(lengths)
        )
        return (
            min(lengths) / _LENGTH <= len(text) <= max(lengths) * _LENGTH
            and _ANSWER.search(text) is None
            and all(asks)
        )
