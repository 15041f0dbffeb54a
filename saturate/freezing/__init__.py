"""Freezes rungs into a benchmark of its own: data, lm-eval tasks, card, checksums in one folder.

:mod:`.write` makes the folder, :mod:`.card` its dataset card, :mod:`.frozen` is the one Python file
that goes into it, :mod:`.hub` uploads it.
"""

from saturate.freezing.write import Frozen, Wanted, freeze

__all__ = ["Frozen", "Wanted", "freeze"]
