"""A problem that is answered turn by turn."""

from __future__ import annotations

from typing import NamedTuple


class Dialogue(NamedTuple):
    """How far a problem has come after some turns of a model."""

    message: str
    """What the next turn is asked: the problem, each turn so far and what came of it."""
    results: tuple[str, ...]
    """What came of each turn."""
    answer: str | None
    """What the turns come to, canonical; ``None`` for nothing."""
    over: bool
    """Whether no other turn follows."""
    stopped: bool = False
    """Whether it is over for the number of its turns alone, and nobody has ended it."""
