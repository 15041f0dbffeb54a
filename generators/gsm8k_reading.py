"""Reads a story that somebody else wrote, by the sentences that the ladder tells its own with.

Names, things and places may be any word; what happens may not, as nothing else shows whether a
count rises or falls. A story is one of the ladder's where every sentence is of one scenario, days
follow one another, and the running count keeps the ladder's bounds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from saturate.generators.gsm8k_story import MAX_COUNT, MIN_COUNT, Story, read
from saturate.generators.gsm8k_text import PRONOUNS, SCENARIOS, Scenario

_NAME, _WORD = "[A-Z][a-z]+", "[a-z]+"
_GAPS = {
    "who": _NAME,
    "m": _NAME,
    "thing": _WORD,
    "place": _WORD,
    "they": _WORD,
    "them": _WORD,
    "n": "0|[1-9][0-9]*",
}


class Told(NamedTuple):
    """A story with whom and what it is about."""

    story: Story
    who: str
    """Empty where it is about no person."""
    thing: str


def told(question: str, steps: range, days: range) -> Told | None:
    """The story that a text tells; ``None`` where it is none of the ladder's.

    Args:
        question: The text.
        steps: How much an event may change the count.
        days: The days that it may happen on.
    """
    try:
        story = read(question)
    except ValueError:
        return None
    counts = accumulate((event.change for event in story.events), initial=story.start)
    bounded = (
        story.told() == question  # days that follow one another, numbers in their one spelling
        and story.first_day in days
        and story.first_day + len(story.events) - 1 in days
        and all(abs(event.change) in steps for event in story.events)
        and all(MIN_COUNT <= count <= MAX_COUNT for count in counts)
    )
    scenarios = SCENARIOS if bounded else ()
    return next(filter(None, (_as(scenario, story) for scenario in scenarios)), None)


def _as(scenario: Scenario, story: Story) -> Told | None:
    opening = _match(scenario.opening, story.opening)
    if opening is None or story.clock not in scenario.clocks:
        return None
    who, thing = opening.get("who", ""), opening.get("thing", scenario.things[0])
    if len(scenario.things) == 1 and thing != scenario.things[0]:
        return None
    asked = _match(scenario.asking, story.asking)
    if asked is None or not asked.items() <= {"who": who, "thing": thing}.items():
        return None
    return Told(story, who, thing) if _happens(scenario, story, who) else None


def _happens(scenario: Scenario, story: Story, who: str) -> bool:
    """Whether the scenario knows each event, with the sign that it was read with.

    A story says either ``she`` and ``her`` of its person or ``he`` and ``him``; others have names.
    """
    gains = [*_anywhere(scenario.gains), *scenario.person_gains]
    losses = [*_anywhere(scenario.losses), *scenario.person_losses]
    events = [_match(gains if event.change > 0 else losses, event.clause) for event in story.events]
    return any(
        all(
            event is not None
            and not (who and event.get("m") == who)
            and event.get("they", they) == they
            and event.get("them", them) == them
            for event in events
        )
        for they, them in PRONOUNS
    )


def _anywhere(patterns: Sequence[str]) -> list[str]:
    """What happens just so, and at a place."""
    return [*patterns, *(f"at the {{place}} {pattern}" for pattern in patterns)]


def _match(patterns: Sequence[str], text: str) -> dict[str, str] | None:
    """What stands in the gaps of the first pattern that is the whole text."""
    matches = (_compiled(pattern).fullmatch(text) for pattern in patterns)
    return next((match.groupdict() for match in matches if match), None)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    regex = re.escape(pattern)
    for gap, part in _GAPS.items():
        regex = regex.replace(rf"\{{{gap}\}}", f"(?P<{gap}>{part})")
    return re.compile(regex)
