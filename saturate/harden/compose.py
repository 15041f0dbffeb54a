"""``compose``: rung k asks k items at once.

Where answers are whole numbers, the items form a chain: a number in the next problem is written as
the answer before it plus or minus a constant, which gives the same number. Every problem keeps its
published answer, so gold needs no recomputing, and the task's own filters and metrics read the
last one. Where answers are short texts, all k are asked for, in order (:mod:`.together`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from saturate.harden.base import Hard, Hardener
from saturate.harden.golds import Golds
from saturate.harden.source import Item
from saturate.harden.text import words
from saturate.harden.together import Together
from saturate.ladder import stable_hash

_LARGEST_ANSWER = 10_000
_LARGEST_SHIFT = 60
"""A problem whose number is further from the answer before it is not put behind it."""
_LEAST_CHAINED = 0.5
"""A task chains if at least this share of its items has a whole number for an answer."""
_TRIES = 400
_PLAIN = re.compile(
    r"(?<![\w.,:/^*+=<>_\\({\[-])(\d{1,4})(?!\w)"
    r"(?![.,:/^*+=<>_\\)}\]-]+\w)(?!\s*(?:st|nd|rd|th|[ap]\.?m|%|/|x\b|[*+=<>^-]|\\))"
)
"""A whole number that stands for itself: no part of a fraction, date, time, formula or name."""
_YEAR = range(1800, 2101)
_OPENING = (
    "Solve these {count} problems in order. A later one uses the answer to the one before it."
)
_ENDING = "The answer that counts is the one to problem {count}."
_NAMED = "Its answer is called A{number}."
_RESERVED = re.compile(r"\bA\d+\b|\bProblem \d+:|Its answer is called")
_REFERENCE = re.compile(r"\(A(\d+) ([+-]) (\d+)\)|\bA(\d+)\b")


class Link(NamedTuple):
    """A problem in a chain, and the number in it that the answer before it stands in for."""

    item: Item
    body: str
    answer: int | None
    place: tuple[int, int] | None
    """Where the number stands; ``None`` in the first problem."""
    shift: int
    """What the answer before it has to be raised by."""


class Compose(Hardener):
    """Chains of problems, or several questions at once."""

    operator = "compose"
    axis = "items asked at once"

    def prepare(self) -> None:
        self.golds = Golds(self.source)
        items = self.source.items
        whole = [item for item in items if self.golds.whole_number(item) is not None]
        self.chained = len(whole) >= _LEAST_CHAINED * len(items)
        self._together: Together | None = None
        self._links: dict[str, list[Link]] = {}
        if not self.chained:
            self._together = Together(self.source, self.golds, self.top, self.refusal)
            return
        frame = self.source.frame
        self._bodies = {item.key: frame.body(item.text).strip() for item in items}
        self._pool = sorted(
            (item for item in whole if self._may_lead(item)),
            key=lambda item: stable_hash("compose", item.key),
        )

    def objection(self, item: Item) -> str:
        if self._together is not None:
            return self._together.objection(item)
        if _RESERVED.search(self._bodies[item.key]):
            return "it uses a name that the chain gives"
        if len(self.chain(item, self.top)) < self.top:
            return "none of its numbers can be the answer to another item"
        return ""

    def harden(self, item: Item, rung: int) -> Hard:
        if self._together is not None:
            return self._together.harden(item, rung)
        links = self.chain(item, rung)
        sources = (item.key, *(link.item.key for link in links[-2::-1]))
        added = tuple(f"A{n} = {link.answer}" for n, link in enumerate(links[:-1], 1))
        if rung == 1:
            return Hard(item, sources, added)
        frame = self.source.frame
        text = frame.head + self.spelled(links) + frame.tail
        return Hard(item._replace(text=text), sources, added)

    def examples(self, rung: int) -> Sequence[Item]:
        if self._together is not None:
            return self._together.examples(rung)
        return self.source.shots

    def overrides(self, rung: int) -> dict[str, Any]:
        return {} if self._together is None else self._together.overrides(rung)

    def spelled(self, links: Sequence[Link]) -> str:
        """A chain as one text."""
        count = len(links)
        parts = [_OPENING.format(count=count)]
        for number, link in enumerate(links, 1):
            parts.append(f"Problem {number}: {_referring(link, number - 1)}")
            if number < count:
                parts[-1] += " " + _NAMED.format(number=number)
        return "\n".join([*parts, _ENDING.format(count=count)])

    def chain(self, item: Item, length: int) -> list[Link]:
        """The last links of an item's chain, it being the last; shorter where none leads on."""
        if item.key not in self._links:
            self._links[item.key] = self._forged(item)
        links = self._links[item.key][-length:]
        return [links[0]._replace(place=None, shift=0), *links[1:]]

    def _forged(self, item: Item) -> list[Link]:
        links: list[Link] = []
        following, used = item, {item.key}
        while len(links) < self.top - 1:
            found = self._before(following, used)
            if found is None:
                break
            leader, place, shift = found
            links.insert(0, self._link(following, place, shift))
            used.add(leader.key)
            following = leader
        return [self._link(following, None, 0), *links]

    def _link(self, item: Item, place: tuple[int, int] | None, shift: int) -> Link:
        answer = self.golds.whole_number(item)
        return Link(item, self._bodies[item.key], answer, place, shift)

    def _before(self, item: Item, used: set[str]) -> tuple[Item, tuple[int, int], int] | None:
        """An item whose answer can stand in for a number of this one."""
        places = plain_numbers(self._bodies[item.key])
        if not places or not self._pool:
            return None
        start = stable_hash("before", item.key, len(used)) % len(self._pool)
        for step in range(min(_TRIES, len(self._pool))):
            leader = self._pool[(start + step) % len(self._pool)]
            answer = self.golds.whole_number(leader)
            if leader.key in used or answer is None:
                continue
            for place in places:
                shift = int(self._bodies[item.key][slice(*place)]) - answer
                if abs(shift) <= _LARGEST_SHIFT:
                    return leader, place, shift
        return None

    def _may_lead(self, item: Item) -> bool:
        answer = self.golds.whole_number(item)
        body = self._bodies[item.key]
        return (
            answer is not None
            and 0 < answer <= _LARGEST_ANSWER
            and bool(plain_numbers(body))
            and not _RESERVED.search(body)
        )

    def restored(self, text: str) -> list[str]:
        """The problems of a chain as published, read from its text alone.

        Each reference is replaced by its value, which takes the published answer of the problem
        before. Whoever finds every problem again has shown that the chain asks the same.

        Raises:
            ValueError: A problem is not the one that was published.
        """
        answers: dict[str, int | None] = {}
        for item in self.source.items:
            answers[self._bodies[item.key]] = self.golds.whole_number(item)
        lines = re.split(r"^Problem \d+: ", text, flags=re.MULTILINE)[1:]
        found: list[str] = []
        values: list[int | None] = []
        for number, line in enumerate(lines, 1):
            last = number == len(lines)
            ending = "\n" + _ENDING.format(count=number) if last else _NAMED.format(number=number)
            body = _valued(line[: line.rindex(ending)].strip(), values)
            if body not in answers:
                raise ValueError(f"problem {number} is not one that was published: {body!r}")
            found.append(body)
            values.append(answers[body])
        return found


def plain_numbers(body: str) -> list[tuple[int, int]]:
    """Where whole numbers stand that an equal expression can replace."""
    return [
        match.span(1)
        for match in _PLAIN.finditer(body)
        if int(match.group(1)) not in _YEAR and not _in_a_list(body, match.start(1))
    ]


def _in_a_list(body: str, start: int) -> bool:
    """Whether a number opens a line or follows a word that numbers things ("Chapter 3")."""
    before = body[:start].rstrip(" ")
    found = words(before[-20:])
    named = bool(found) and found[-1] in (
        "problem", "question", "chapter", "step", "page", "grade", "room", "number", "day", "level",
        "part", "type", "route", "class", "base", "mod", "modulo",
    )  # fmt: skip
    return not before or before.endswith("\n") or named


def _referring(link: Link, before: int) -> str:
    if link.place is None:
        return link.body
    start, end = link.place
    sign = "+" if link.shift > 0 else "-"
    name = f"A{before}"
    stands = name if link.shift == 0 else f"({name} {sign} {abs(link.shift)})"
    return f"{link.body[:start]}{stands}{link.body[end:]}"


def _valued(body: str, values: Sequence[int | None]) -> str:
    def value(match: re.Match[str]) -> str:
        place, sign, shift, alone = match.groups()
        answer = values[int(place or alone) - 1]
        if answer is None:
            raise ValueError("a problem without a whole number for an answer is referred to")
        return str(answer + (int(f"{sign}{shift}") if shift else 0))

    return _REFERENCE.sub(value, body)
