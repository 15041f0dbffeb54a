"""The contract of a ladder: what every family of problems gives, and how splits stay apart.

A ladder is an ordered family of problems along ONE axis of difficulty. Its rungs are integers from
1. Everything is random access: ``problem(rung, split, index)`` is a pure function with the same
bytes on every machine, so nothing has to be stored to be repeated, and the gold answer of a
proposal can stay sealed until the audit asks for it.

A family subclasses :class:`Ladder`, draws problems from :class:`SeededRandom`, and is found through
the entry point group ``saturate.ladders`` (see :mod:`saturate.registry`). A family of published
items is handed them by :meth:`Ladder.with_items`.
"""

from saturate.ladder.contract import Ladder, LastRunLadder, MarkedNumberLadder
from saturate.ladder.dialogue import Dialogue
from saturate.ladder.lazy_sequence import LazySequence
from saturate.ladder.own_task import FEW, LIMITS, OriginalTask, OwnReading, OwnTask, tokens_asked
from saturate.ladder.picture import Link, Picture, Spot
from saturate.ladder.problem import (
    LONGEST_ANSWER,
    SPLITS,
    AnswerPattern,
    Context,
    Draft,
    LadderInfo,
    NoProblem,
    Option,
    Problem,
    Reading,
    Split,
    View,
    first_source,
    identity,
    split_of,
)
from saturate.ladder.problem_range import ProblemRange
from saturate.ladder.published_items import ItemLoader, PublishedItem, PublishedItems, UnusableItems
from saturate.ladder.seeded_random import SeededRandom, stable_hash

__all__ = [
    "FEW",
    "LIMITS",
    "LONGEST_ANSWER",
    "SPLITS",
    "AnswerPattern",
    "Context",
    "Dialogue",
    "Draft",
    "ItemLoader",
    "Ladder",
    "LadderInfo",
    "LastRunLadder",
    "LazySequence",
    "Link",
    "MarkedNumberLadder",
    "NoProblem",
    "Option",
    "OriginalTask",
    "OwnReading",
    "OwnTask",
    "Picture",
    "Problem",
    "ProblemRange",
    "PublishedItem",
    "PublishedItems",
    "Reading",
    "SeededRandom",
    "Split",
    "Spot",
    "UnusableItems",
    "View",
    "first_source",
    "identity",
    "split_of",
    "stable_hash",
    "tokens_asked",
]
