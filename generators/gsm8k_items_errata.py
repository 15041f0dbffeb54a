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
        0x2C0F493C7AF5533C,  # dozens of sofas in a flat
        0x870A6ADF4BFE6AE2,  # 60 of 28 students
        0x2C4D9A1FC964C946,  # five hours on a bike every day
        0x8F510824EDF5F506,  # 60 siblings
        0x0680D9140BDC67DF,  # pints of coffee a day
        0x542424E60AB9C63E,  # rowing 50 miles
        0xB16991FED612AD5B,  # running for 18 hours at 13 miles an hour
        0xB0242D5ED4A4A4C3,  # two names for one person
        0x4AF916FF248586A7,  # the height of a story
        0x85FB7E0FA0B0375A,  # "her" and "his" for one person
        0xA3E18C471942F9F3,  # stairs of 18 inches a step
        0xEAA9A63D139C1B2D,  # 12 by 5 feet of newspaper
        0xC91B1C1A60318632,  # "at" a share of the price, solved as off it
        0x724DF3C0EC6B2D1D,  # hats on a hand
        0x4A29DDEFB8F6FC32,  # "six groups", solved as groups of six
        0xEAA61798CE0A5D21,  # ten times two cups of coffee
        0xEB177661D87549A6,  # a pie that nobody bought
        0xE55CBD9008AF0894,  # a brother of 180 years
    )
)


def at_fault(wording: str) -> bool:
    """Whether an item, given by its letters alone, is known to be at fault."""
    return stable_hash("erratum", wording) in _FAULTY
