"""What stages tell of their progress, whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from saturate.models import Progress
from saturate.storage.layout import Place, StageName


class StageProgress(NamedTuple):
    """How a stage tells what it has done."""

    expect: Callable[[int], None]
    """Adds to the work that is known to lie ahead."""
    done: Progress
    """Adds to the work that is done."""


class Display(Protocol):
    """The face of one run."""

    def stage(self, place: Place, name: StageName) -> AbstractContextManager[StageProgress]:
        """Show one stage's progress while the block runs."""
        ...

    def note(self, text: str) -> None:
        """Show one line."""
        ...

    def round_done(self, place: Place) -> None:
        """Show a round that is over."""
        ...

    def arm_done(self, arm: str) -> None:
        """Take in that an arm has no more rounds."""
        ...
