"""What arms wait for when they run side by side: the stages of the leading arm that they read."""

from __future__ import annotations

from typing import Protocol

from saturate.storage.layout import Place, StageName


class ArmOrder(Protocol):
    """Keeps arms in the order in which they read one another's stages."""

    def reached(self, place: Place, stage: StageName) -> None:
        """Take in that a stage is whole."""
        ...

    def wait(self, place: Place, stage: StageName) -> None:
        """Return once the leading arm has that stage, or is over without it."""
        ...


class OneAfterTheOther:
    """Arms of one process: the leading one is over before the others begin."""

    def reached(self, place: Place, stage: StageName) -> None:
        """Nobody waits."""

    def wait(self, place: Place, stage: StageName) -> None:
        """Nothing to wait for."""
