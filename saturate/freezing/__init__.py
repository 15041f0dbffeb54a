"""Freezes rungs into a benchmark of its own: data, lm-eval tasks, card, checksums in one folder.

:mod:`.write` makes the folder, :mod:`.card` its dataset card, :mod:`.frozen` goes into it
beside a copy of :mod:`saturate.numbers`, :mod:`.hub` uploads it.
"""

from saturate.freezing.write import Frozen, Wanted, freeze

__all__ = ["Frozen", "Wanted", "freeze"]
