"""The record of what a model wrote: every text with its fate, and the counts of a rung."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from saturate.proposing.sieve import Fate
from saturate.storage.files import read_rows, write_rows
from saturate.storage.layout import WRITTEN, Place, StageName
from saturate.storage.stages import Clock


class WrittenText(NamedTuple):
    """A text that should be a problem."""

    rung: int
    """The rung that was asked for."""
    text: str
    fate: Fate
    really: int | None
    """The rung that the ladder reads it on; ``None`` where it reads none."""
    tokens: int
    """Tokens that it took to write."""


def keep_texts(texts: Sequence[WrittenText], out: Path, clock: Clock) -> list[dict[str, Any]]:
    """Write down what was written, if anything was, and charge it; gives the counts of each rung.

    Args:
        texts: All of one round.
        out: Folder of the label stage.
        clock: Takes their tokens.
    """
    if texts:
        write_rows(out / WRITTEN, (one._asdict() for one in texts))
    clock.add("tokens", sum(one.tokens for one in texts))
    return counts(texts)


def counts(texts: Sequence[WrittenText]) -> list[dict[str, Any]]:
    """How many texts of each rung asked for came to what, as a label stage's summary holds it."""
    found = []
    for rung in sorted({one.rung for one in texts}):
        here = [one for one in texts if one.rung == rung]
        really = Counter(one.really for one in here if one.really is not None)
        found.append(
            {
                "rung": rung,
                "written": len(here),
                "fates": dict(sorted(Counter(str(one.fate) for one in here).items())),
                "really": {str(level): really[level] for level in sorted(really)},
                "tokens": sum(one.tokens for one in here),
            }
        )
    return found


def proposed_before(run: Path, place: Place) -> Iterable[str]:
    """What the model proposed in the earlier rounds of an arm."""
    for number in range(1, place.number):
        file = run / Place(place.arm, number).stage(StageName.LABEL) / WRITTEN
        for row in read_rows(file) if file.is_file() else ():
            if row["fate"] == Fate.PROPOSED:
                yield row["text"]
