"""What harder variants write into a story beside its own words: idle sentences, other currencies.

The ladders that write them and the solver that reads past them both take them from here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

CURRENCIES = ("$", "MX$", "¥", "₩", "Rp ", "L£ ")
"""By rung: dollars, and what is about 10, 100, 1,000, 10,000 and 100,000 to the dollar."""


class Pattern(NamedTuple):
    """A sentence with room for a number."""

    text: str
    """``{who}`` is a person of the story, ``{thing}`` what it counts, ``{n}`` the number."""
    low: int
    high: int
    words: str
    """What the sentence is about; a story that has any of these words does not get it."""


WHO = (
    Pattern("{who} lives at house number {n}.", 12, 98, "house home street number live"),
    Pattern("{who}'s favorite song was recorded {n} years ago.", 4, 40, "song music year record"),
    Pattern("The library in {who}'s town opens at {n} in the morning.", 7, 10,
            "librar morning open town"),
    Pattern("{who} is reading a novel whose hero is {n} years old.", 14, 60,
            "novel hero year old age read"),
    Pattern("There are {n} stairs up to {who}'s front door.", 3, 30, "stair step door"),
    Pattern("{who} knows {n} riddles by heart.", 3, 40, "riddle heart know joke"),
    Pattern("{who}'s dentist has been in practice for {n} years.", 5, 35,
            "dentist doctor year practice teeth"),
    Pattern("The nearest bus line to {who}'s home is line {n}.", 2, 60, "bus line home near"),
    Pattern("{who}'s phone has a battery charge of {n} percent at the moment.", 15, 95,
            "phone batter charge percent %"),
    Pattern("From {who}'s window one can see {n} chimneys.", 2, 20, "window chimney see roof"),
    Pattern("{who} once came in place {n} in a quiz.", 2, 30,
            "quiz place contest competition race"),
    Pattern("{who}'s scarf has {n} stripes.", 3, 25, "scar stripe cloth wear"),
    Pattern("{who}'s grandmother can name {n} constellations.", 5, 40,
            "grand constellation star name"),
    Pattern("The clock on {who}'s wall is {n} minutes slow.", 2, 15, "clock wall minute time slow"),
    Pattern("{who} can hum {n} tunes.", 3, 30, "hum tune song music"),
    Pattern("The hill behind {who}'s school is {n} meters high.", 15, 90,
            "hill school meter high climb"),
    Pattern("{who}'s umbrella has {n} ribs.", 6, 16, "umbrella rib rain"),
    Pattern("{who} has a poster that shows {n} planets.", 3, 9, "poster planet show picture"),
)  # fmt: skip
THING = (
    Pattern("A museum about {thing}, far away in another country, has {n} windows.", 8, 90,
            "museum window countr"),
    Pattern("Somebody once wrote a poem of {n} lines about {thing}.", 6, 60, "poem line wr"),
    Pattern("A dictionary explains the word for {thing} on page {n}.", 11, 98,
            "dictionar page word"),
    Pattern("A documentary about {thing} was shown on channel {n}.", 2, 60,
            "documentar channel tv show"),
    Pattern("The oldest known drawing of {thing} hangs in hall {n} of a gallery.", 2, 30,
            "draw galler hall paint old"),
    Pattern("There is a children's song about {thing} with {n} verses.", 3, 12,
            "song verse music sing"),
)  # fmt: skip


def stripped(question: str) -> str:
    """A story without the sentences that don't matter."""
    shapes = [
        re.escape(p.text).replace(r"\{who\}", r"\w+").replace(r"\{thing\}", r"[\w ]+?")
        .replace(r"\{n\}", r"[0-9]+")
        for p in (*WHO, *THING)
    ]  # fmt: skip
    return re.sub(rf"(?:{'|'.join(shapes)})(?:\s|$)", "", question)
