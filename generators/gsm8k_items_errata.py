"""Published items that are themselves at fault, found by reading redraws; they give no template.

Items are named by a hash of their wording, so that the list holds for any order of a file.
"""

from __future__ import annotations

from saturate.ladder import stable_hash

_FAULTY = frozenset(
    (
        0x04F0FC0C4C1090EB,  # the question asks for somebody else
        0xBE091871DD815396,  # "the three" are two
        0x4D096454552DA9B4,  # songs of ten hours
        0x1828990DA87CB30F,  # a camel of 28 feet
        0x8038FB514920DB36,  # hiking at 14 km an hour
        0x341A0562D15E56C4,  # a kind of cake that comes from nowhere
        0xC92E34FC52A20ABC,  # 88 flights of one plane a day
        0x33005B89973B3EE5,  # "10-gallon jars" for 10 gallon jars
        0xB5BD2B8C5AC21AF6,  # 135 cupcakes a child
        0x967A290A16BA1395,  # two names for one person
        0xB717640DB495A6EA,  # a country of 120,000 people
        0x05040DE49804EF9C,  # pay a day or an hour
        0x47A11C3B8F1815C5,  # "stop 18, passengers"
        0x0C61630C2040BFB3,  # refilled pens empty again
    )
)


def at_fault(wording: str) -> bool:
    """Whether an item, given by its letters alone, is known to be at fault."""
    return stable_hash("erratum", wording) in _FAULTY
