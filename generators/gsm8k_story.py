"""A story of the procedural ``gsm8k`` ladder: told as text, and read back from text alone."""

from __future__ import annotations

import re
from typing import NamedTuple

MIN_COUNT, MAX_COUNT = 0, 30
"""The running count stays within these on every rung."""

# Stories are the generator's own text, whose numbers have one spelling: bare digits.
_EVENT = re.compile(r"((?:On|In|At) [a-z]+) ([0-9]+) (.+)\.")
_NUMBER = re.compile(r"[0-9]+")

_LESS = set(
    "sells loses drops trades takes borrows from eats serves spills steals releases leads "
    "off out spends wastes donates charges bills drains dries drinks forfeits costs".split()
)


class Event(NamedTuple):
    """What happens on one day."""

    clause: str
    change: int


class Story(NamedTuple):
    """A problem, in its parts."""

    opening: str
    start: int
    """The count before the first event."""
    clock: str
    """What a day is called: ``On day``."""
    first_day: int
    events: list[Event]
    """In the order of their days."""
    asking: str

    def told(self) -> str:
        """The problem as text."""
        sentences = [
            f"{self.clock} {day} {event.clause}."
            for day, event in enumerate(self.events, self.first_day)
        ]
        return " ".join([_NUMBER.sub(str(self.start), self.opening), *sentences, self.asking])

    def worked(self) -> str:
        """The worked solution: an equation a step, then ``#### n``."""
        count, lines = self.start, []
        for day, event in enumerate(self.events, self.first_day):
            sign = "+" if event.change > 0 else "-"
            after = count + event.change
            lines.append(f"{day}: {count} {sign} {abs(event.change)} = {after}.")
            count = after
        return " ".join([*lines, f"#### {count}"])


def read(question: str) -> Story:
    """Read a story back.

    Knows words that add and words that take away, not the generator's patterns.

    Raises:
        ValueError: It is no such story.
    """
    opening, *sentences, asking = re.split(r"(?<=[.?]) ", question)
    events, days, clock = [], [], ""
    for sentence in sentences:
        parts = _EVENT.fullmatch(sentence)
        if parts is None:
            raise ValueError(f"no event of a numbered day: {sentence[:80]!r}")
        clock, clause = parts[1], parts[3]
        days.append(int(parts[2]))
        sign = -1 if _LESS & set(clause.split()) else 1
        events.append(Event(clause, sign * _first_number(clause)))
    if not events:
        raise ValueError("nothing happens")
    return Story(opening, _first_number(opening), clock, days[0], events, asking)


def starts_in_range(events: list[Event]) -> range:
    """The start values from which these events never leave the range."""
    count = lowest = highest = 0
    for event in events:
        count += event.change
        lowest, highest = min(lowest, count), max(highest, count)
    return range(MIN_COUNT - lowest, MAX_COUNT - highest + 1)


def _first_number(text: str) -> int:
    match = _NUMBER.search(text)
    if match is None:
        raise ValueError(f"no number in {text[:80]!r}")
    return int(match[0])
