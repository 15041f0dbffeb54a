"""The ballots on the proposals of one rung, kept in slices on disk, however many they are.

A slice is whole under its name or not there, so that a call that was killed finds the slices that
it had asked and asks the others. What a ballot says does not hang on how many slices memory would
hold: they have a fixed size.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from saturate.storage.files import each_row
from saturate.voting.majority import Ballot
from saturate.voting.proposals import Proposal

SLICE = 4_096
"""Proposals that are put to the voters at once."""
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

    def add(self, proposals: Iterable[Proposal], ask: Ask) -> None:
        """Ask about more proposals, but for slices that were asked already.

        Args:
            proposals: Any number of them; a slice is held at a time.
            ask: Gives the ballots.
        """
        left = iter(proposals)
        while part := list(islice(left, SLICE)):
            file = self._folder / f"{len(self._files):06d}.jsonl"
            if not _holds(file, part):
                self._folder.mkdir(parents=True, exist_ok=True)
                partial = file.with_name(file.name + ".partial")
                rows = zip(part, ask(part), strict=True)
                with partial.open("w", encoding="utf-8") as handle:
                    handle.writelines(
                        json.dumps([astuple(one), ballots]) + "\n" for one, ballots in rows
                    )
                partial.replace(file)
            self._files.append(file)

    def __iter__(self) -> Iterator[Asked]:
        for file in self._files:
            for proposal, ballots in each_row(file):
                yield Asked(Proposal(*proposal), [Ballot(*one) for one in ballots])


def _holds(file: Path, proposals: Sequence[Proposal]) -> bool:
    """Whether a slice is there, with these proposals."""
    if not file.exists():
        return False
    return [Proposal(*proposal) for proposal, _ in each_row(file)] == list(proposals)
