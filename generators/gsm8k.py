"""Word problems of grade-school shape; the axis is the number of reasoning steps.

A count starts somewhere and every step adds to it or takes from it. The numbers stay the same size
on every rung: steps of 1 to 9, the count never below 0 or above 30. The worked solution has one
short equation a step and ends in ``#### n``, as GSM8K's solutions do.

Two things leave an answer as it is, and views use both. Steps are independent of one another, so
their sentences may change places as long as the running count stays in range; and a start value
shifted by c shifts the answer by c. Whoever makes views has to know that the story is a running
count (hence which sentences add and which take away, to keep it in range); the gold answer and the
generator's draw are not at hand.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from saturate.generators.gsm8k_text import MARKERS, PEOPLE, PREFIX, PRONOUNS, SCENARIOS, Scenario

from saturate.ladder import Dice, Draft, Ladder, LadderInfo, View

LEAST, MOST = 0, 30
"""The running count stays within these on every rung."""
LARGEST_STEP = 9

_ANSWER = re.compile(r"####\s*(-?[0-9]{1,9})(?![0-9])")
_READ = 20_000
"""Characters of an answer that are read; the first ``####`` counts, as in lm-eval's own task."""
_NUMBER = re.compile(r"[0-9]+")
_TRIES = 60
"""Random orders tried for one view; long problems have few that stay in range."""

_LESS = set(
    "sells loses drops trades takes borrows from eats serves spills steals releases leads "
    "off out spends wastes donates charges bills drains dries drinks forfeits costs".split()
)


class Step(NamedTuple):
    """One sentence of the story."""

    marker: str
    sentence: str
    change: int


class Gsm8k(Ladder):
    """Running counts in stories of as many steps as the rung says."""

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name="gsm8k",
            benchmark="gsm8k",
            axis="reasoning steps",
            first=1,
            last=40,
            answer="integer",
            template="Question: {question}\nAnswer:",
            delimiter=" ",
            instruction=(
                "Solve the problem with one short equation a step and end with #### and the "
                "answer. An example:\nQuestion: Bo has 5 pens. At the park he finds 3. Max takes "
                "2. How many pens does Bo have now?\nAnswer: park: 5 + 3 = 8. Max: 8 - 2 = 6. "
                "#### 6\nNow solve this one the same way."
            ),
            symmetry=(
                "independent steps may be told in any order while the count stays within "
                f"{LEAST} to {MOST}; a shifted start shifts the answer"
            ),
            licence="Apache-2.0",
            source="procedural",
        )

    def draw(self, rung: int, dice: Dice) -> Draft:
        scenario = dice.pick(SCENARIOS)
        names = _Names(
            who=dice.pick(PEOPLE),
            thing=dice.pick(scenario.things),
            pronouns=dice.pick(PRONOUNS),
        )
        start = dice.between(LEAST + 2, MOST - 2)
        markers = dice.sample([pair for pair in MARKERS if pair[1] != names.who], rung)
        count, steps = start, []
        for kind, marker in markers:
            change = _change(count, dice)
            sentence = _sentence(scenario, kind, marker, change, names, dice)
            steps.append(Step(marker, sentence, change))
            count += change
        opening = _fill(dice.pick(scenario.opening), names, n=start)
        asking = _fill(dice.pick(scenario.asking), names)
        return Draft(
            question=" ".join([opening, *(step.sentence for step in steps), asking]),
            answer=str(count),
            solution=worked(start, steps),
            canonical=" ".join(sorted(f"{step.marker}{step.change:+d}" for step in steps)),
        )

    def extract(self, text: str) -> str | None:
        found = _ANSWER.search(text[:_READ])
        return str(int(found[1])) if found else None

    def solve(self, question: str) -> str:
        opening, steps, _ = read(question)
        return str(_first_number(opening) + sum(step.change for step in steps))

    def views(self, question: str, count: int) -> list[View]:
        opening, steps, asking = read(question)
        start = _first_number(opening)
        dice = Dice("views", question)
        views = [_view(opening, start, steps, asking, start)]
        for _ in range(_TRIES * count):
            if len(views) >= count:
                break
            order = dice.sample(steps, len(steps))
            shifted = dice.pick(_starts_in_range(order) or [start])
            view = _view(opening, shifted, order, asking, start)
            if stays_in_range(shifted, order) and view.question not in {v.question for v in views}:
                views.append(view)
        return views


class _Names(NamedTuple):
    who: str
    thing: str
    pronouns: tuple[str, str]


def worked(start: int, steps: list[Step]) -> str:
    """The worked solution: an equation a step, then ``#### n``."""
    count, lines = start, []
    for step in steps:
        sign = "+" if step.change > 0 else "-"
        lines.append(f"{step.marker}: {count} {sign} {abs(step.change)} = {count + step.change}.")
        count += step.change
    return " ".join([*lines, f"#### {count}"])


def read(question: str) -> tuple[str, list[Step], str]:
    """Read a story back: its opening, its steps with their signed changes, what it asks.

    Knows words that add and words that take away, not the generator's patterns.
    """
    opening, *sentences, asking = re.split(r"(?<=[.?]) ", question)
    steps = []
    for sentence in sentences:
        words = sentence.rstrip(".").split()
        sign = -1 if _LESS & set(words) else 1
        marker = words[2] if words[:2] == ["At", "the"] else words[words[0] in ("On", "In")]
        steps.append(Step(marker, sentence, sign * _first_number(sentence)))
    return opening, steps, asking


def stays_in_range(start: int, steps: list[Step]) -> bool:
    """Whether the running count stays within range over all steps."""
    return start in _starts_in_range(steps)


def _starts_in_range(steps: list[Step]) -> range:
    """The start values from which these steps never leave the range."""
    count = lowest = highest = 0
    for step in steps:
        count += step.change
        lowest, highest = min(lowest, count), max(highest, count)
    return range(LEAST - lowest, MOST - highest + 1)


def _view(opening: str, shifted: int, steps: list[Step], asking: str, start: int) -> View:
    text = " ".join(
        [_NUMBER.sub(str(shifted), opening), *(step.sentence for step in steps), asking]
    )
    return View(text, lambda answer: str(int(answer) + start - shifted))


def _change(count: int, dice: Dice) -> int:
    """A step of 1 to 9 either way that keeps the count in range."""
    gain = dice.below(2) == 1
    if count - LEAST < 1:
        gain = True
    elif MOST - count < 1:
        gain = False
    size = dice.between(1, min(LARGEST_STEP, MOST - count if gain else count - LEAST))
    return size if gain else -size


def _sentence(
    scenario: Scenario, kind: str, marker: str, change: int, names: _Names, dice: Dice
) -> str:
    if kind == "person":
        patterns = scenario.person_gains if change > 0 else scenario.person_losses
        return _fill(dice.pick(patterns), names, n=abs(change), m=marker) + "."
    patterns = scenario.gains if change > 0 else scenario.losses
    return _fill(f"{PREFIX[kind]} {dice.pick(patterns)}", names, n=abs(change), m=marker) + "."


def _fill(pattern: str, names: _Names, **values: object) -> str:
    they, them = names.pronouns
    return pattern.format(who=names.who, thing=names.thing, they=they, them=them, **values)


def _first_number(text: str) -> int:
    match = _NUMBER.search(text)
    if match is None:
        raise ValueError(f"no number in {text[:80]!r}")
    return int(match[0])
