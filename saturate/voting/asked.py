"""The ballots on the proposals of one rung, kept in slices on disk, however many they are.

A slice is whole under its name or not there, so that a call that was killed finds the slices that
it had asked and asks the others. What a ballot says does not hang on how many slices memory would
hold: they have a fixed size.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from saturate.storage.files import each_row, read_json, write_json, written_whole
from saturate.voting.majority import Ballot
from saturate.voting.proposals import Proposal

SLICE = 4_096
"""Proposals that are put to the voters at once."""
_SECONDS = "seconds.json"
"""What asking each slice took."""
Ask = Callable[[Sequence[Proposal]], Sequence[Sequence[Ballot]]]
"""The ballots on each of some proposals."""


class Asked(NamedTuple):
    """A proposal with the ballots on it."""

    proposal: Proposal
    ballots: list[Ballot]


class AskedRung:
    """All that was asked about one rung so far; every pass over it reads the disk again."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of its slices; an earlier call may have left some."""
        self._folder = folder
        self._files: list[Path] = []

    def add(self, proposals: Iterable[Proposal], ask: Ask) -> float:
        """Ask about more proposals, but for slices that were asked already.

        Args:
            proposals: Any number of them; a slice is held at a time.
            ask: Gives the ballots.

        Returns:
            Seconds that an earlier call took for the slices that it had asked.
        """
        earlier, left = 0.0, iter(proposals)
        took: dict[str, float] = read_json(self._folder / _SECONDS) or {}
        while part := list(islice(left, SLICE)):
            file = self._folder / f"{len(self._files):06d}.jsonl"
            if _holds(file, part):
                earlier += took.get(file.name, 0.0)
            else:
                self._folder.mkdir(parents=True, exist_ok=True)
                start = time.perf_counter()
                ballots = ask(part)
                took[file.name] = time.perf_counter() - start
                write_json(self._folder / _SECONDS, took)
                _write(file, part, ballots)
            self._files.append(file)
        return earlier

    def __iter__(self) -> Iterator[Asked]:
        for file in self._files:
            for proposal, ballots in each_row(file):
                yield Asked(Proposal(*proposal), [Ballot(*one) for one in ballots])


def _write(file: Path, proposals: Sequence[Proposal], ballots: Sequence[Sequence[Ballot]]) -> None:
    rows = zip(proposals, ballots, strict=True)
    with written_whole(file) as partial, partial.open("w", encoding="utf-8") as handle:
        handle.writelines(json.dumps([astuple(one), asked]) + "\n" for one, asked in rows)


def _holds(file: Path, proposals: Sequence[Proposal]) -> bool:
    """Whether a slice is there, with these proposals."""
    if not file.exists():
        return False
    return [Proposal(*proposal) for proposal, _ in each_row(file)] == list(proposals)
