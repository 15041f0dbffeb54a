"""Reads a story that somebody else wrote, by the sentences that the ladder tells its own with.

Names, things and places may be any word; what happens may not, as nothing else shows whether a
count rises or falls. A story is one of the ladder's where every sentence is of one scenario, days
follow one another, and the running count keeps the ladder's bounds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from saturate.generators.gsm8k_story import MAX_COUNT, MIN_COUNT, Story, read
from saturate.generators.gsm8k_text import PRONOUNS, SCENARIOS, Scenario

_NAME, _WORD, _COUNT = "[A-Z][a-z]+", "[a-z]+", "(?:0|[1-9][0-9]*)"


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
    things = _WORD if len(scenario.things) > 1 else scenario.things[0]
    about = {"who": f"(?P<who>{_NAME})", "thing": f"(?P<thing>{things})"}
    opening = _match(scenario.opening, story.opening, about)
    if opening is None or story.clock not in scenario.clocks:
        return None
    named = opening.groupdict()
    who, thing = named.get("who", ""), named.get("thing", scenario.things[0])
    asked = _match(scenario.asking, story.asking, {"who": who, "thing": thing})
    known = any(_happens(scenario, story, who, they, them) for they, them in PRONOUNS)
    return Told(story, who, thing) if asked and known else None


def _happens(scenario: Scenario, story: Story, who: str, they: str, them: str) -> bool:
    """Whether the scenario knows each event, with the sign that it was read with."""
    other = f"(?!{who}\\b){_NAME}" if who else _NAME
    parts = {"they": they, "them": them, "m": other, "place": _WORD}
    gains = [*_anywhere(scenario.gains), *scenario.person_gains]
    losses = [*_anywhere(scenario.losses), *scenario.person_losses]
    return all(
        _match(gains if event.change > 0 else losses, event.clause, parts) for event in story.events
    )


def _anywhere(patterns: Sequence[str]) -> list[str]:
    """What happens just so, and at a place."""
    return [*patterns, *(f"at the {{place}} {pattern}" for pattern in patterns)]


def _match(patterns: Sequence[str], text: str, parts: Mapping[str, str]) -> re.Match[str] | None:
    """The first pattern that is the whole text once its gaps are filled by the parts."""
    for pattern in patterns:
        regex = re.escape(pattern)
        for gap, part in {"n": _COUNT, **parts}.items():
            regex = regex.replace(rf"\{{{gap}\}}", part)
        if match := re.fullmatch(regex, text):
            return match
    return None
