"""Word problems of grade-school shape; the axis is the number of reasoning steps.

A count starts somewhere and every day (week, round, stop) of a story adds to it or takes from it.
The numbers stay the same size on every rung: steps of 1 to 9, the count never below 0 or above 30,
days somewhere from 31 to 99. The worked solution has one short equation a step and ends in
``#### n``, as GSM8K's solutions do. Each equation names its day: such index hints (Zhou et al.,
"What Algorithms can Transformers Learn?", arXiv 2310.16028, section 4) let a model find the next
step by what it is called instead of counting sentences, which ends where its practice ended.

Three things leave an answer as it is, and views use all of them. What happens on one day doesn't
depend on the others, so events may change days as long as the running count stays in range; a start
shifted by c shifts the answer by c; and the days may be any that follow one another. Whoever makes
views has to know that the story is a running count (hence which events add and which take away, to
keep it in range); the gold answer and the generator's draw are not at hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from saturate.generators.gsm8k_reading import told
from saturate.generators.gsm8k_story import (
    MAX_COUNT,
    MIN_COUNT,
    Event,
    Story,
    read,
    starts_in_range,
)
from saturate.generators.gsm8k_text import PEOPLE, PLACES, SCENARIOS, Scenario, pronouns_of
from saturate.ladder import Draft, LadderInfo, MarkedNumberLadder, Reading, SeededRandom, View

MAX_STEP = 9
LAST_RUNG = 40
FIRST_DAY, LAST_DAY = 31, 99
"""Days are never a number that could be a count."""

_STARTS = range(MIN_COUNT + 2, MAX_COUNT - 1)
"""Counts that a story starts with; nobody has "1 books" or carries nobody."""
_TRIES = 60
"""Random orders tried for one view; long problems have few that stay in range."""


class Gsm8k(MarkedNumberLadder):
    """Running counts in stories of as many steps as the rung says."""

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name="gsm8k",
            benchmark="gsm8k",
            axis="reasoning steps",
            first=1,
            last=LAST_RUNG,
            answer="integer",
            template="Question: {question}\nAnswer:",
            delimiter=" ",
            instruction=(
                "Solve the problem with one short equation a step and end with #### and the "
                "answer. An example:\nQuestion: Bo has 5 pens. On day 31 at the park he finds 3. "
                "On day 32 Max takes 2. How many pens does Bo have now?\n"
                "Answer: 31: 5 + 3 = 8. 32: 8 - 2 = 6. #### 6\nNow solve this one the same way."
            ),
            symmetry=(
                "events may change days while the count stays within "
                f"{MIN_COUNT} to {MAX_COUNT}; a shifted start shifts the answer; any days will do"
            ),
            licence="Apache-2.0",
            source="procedural",
            reads=True,
        )

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        scenario = rng.pick(SCENARIOS)
        who = rng.pick(PEOPLE)
        names = _Names(
            who=who,
            thing=rng.pick(scenario.things),
            pronouns=rng.pick(pronouns_of(who)),
        )
        start = rng.pick(_STARTS)
        count, events = start, []
        for _ in range(rung):
            change = _change(count, rng)
            events.append(Event(_clause(scenario, change, names, rng), change))
            count += change
        story = Story(
            opening=_fill(rng.pick(scenario.opening), names, n=start),
            start=start,
            clock=rng.pick(scenario.clocks),
            first_day=_first_day(rung, rng),
            events=events,
            asking=_fill(rng.pick(scenario.asking), names),
        )
        return Draft(
            question=story.told(),
            answer=str(count),
            solution=story.worked(),
            canonical=_canonical(names.who, names.thing, events),
        )

    def solve(self, question: str) -> str:
        story = read(question)
        return str(story.start + sum(event.change for event in story.events))

    def read(self, question: str) -> Reading | None:
        """A story about no person has a canonical content without a name, other than its draft.

        That begins with a blank.
        """
        found = told(question, range(1, MAX_STEP + 1), range(FIRST_DAY, LAST_DAY + 1))
        if found is None or len(found.story.events) > LAST_RUNG:
            return None
        return Reading(
            len(found.story.events), _canonical(found.who, found.thing, found.story.events)
        )

    def may_be_scored(self, reading: Reading) -> bool:
        """A story about no person always may: under one of the names, which it does not tell."""
        return reading.canonical.startswith(" ") or super().may_be_scored(reading)

    def views(self, question: str, count: int) -> list[View]:
        story = read(question)
        rng = SeededRandom("views", question)
        views = [_view(story, story)]
        for _ in range(_TRIES * count):
            if len(views) >= count:
                break
            events = rng.sample(story.events, len(story.events))
            starts = starts_in_range(events)
            if not starts:
                continue
            usual = [start for start in starts if start in _STARTS]
            start, day = rng.pick(usual or starts), _first_day(len(events), rng)
            view = _view(story._replace(events=events, start=start, first_day=day), story)
            if view.question not in {v.question for v in views}:
                views.append(view)
        return views


class _Names(NamedTuple):
    who: str
    thing: str
    pronouns: tuple[str, str]


def _canonical(who: str, thing: str, events: Iterable[Event]) -> str:
    return " ".join([who, thing, *sorted(event.clause for event in events)])


def _view(rewrite: Story, story: Story) -> View:
    shift = story.start - rewrite.start
    return View(rewrite.told(), lambda answer: str(int(answer) + shift))


def _first_day(events: int, rng: SeededRandom) -> int:
    return rng.between(FIRST_DAY, LAST_DAY - events + 1)


def _change(count: int, rng: SeededRandom) -> int:
    """A step of 1 to 9 either way that keeps the count in range."""
    gain = rng.below(2) == 1
    if count - MIN_COUNT < 1:
        gain = True
    elif MAX_COUNT - count < 1:
        gain = False
    size = rng.between(1, min(MAX_STEP, MAX_COUNT - count if gain else count - MIN_COUNT))
    return size if gain else -size


def _clause(scenario: Scenario, change: int, names: _Names, rng: SeededRandom) -> str:
    """What happens, in words: another person acts, or it happens at a place, or just so."""
    kind = rng.below(4)
    if kind == 0:
        other = rng.pick([name for name in PEOPLE if name != names.who])
        patterns = scenario.person_gains if change > 0 else scenario.person_losses
        return _fill(rng.pick(patterns), names, n=abs(change), m=other)
    clause = _fill(
        rng.pick(scenario.gains if change > 0 else scenario.losses), names, n=abs(change)
    )
    return f"at the {rng.pick(PLACES)} {clause}" if kind == 1 else clause


def _fill(pattern: str, names: _Names, **values: object) -> str:
    they, them = names.pronouns
    return pattern.format(who=names.who, thing=names.thing, they=they, them=them, **values)
