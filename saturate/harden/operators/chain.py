"""Chains of problems: the answer to one stands in for a number of the next.

If a problem says 48 and the one before it has the answer 36, then 48 is written as ``(A1 + 12)``.
The number is the same, so every problem keeps its published answer and nothing is recomputed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from saturate.harden.text.quantities import plain_numbers
from saturate.ladder import stable_hash

_LARGEST_ANSWER = 10_000
_LARGEST_SHIFT = 60
"""A problem whose number is further from the answer before it is not put behind it."""
_TRIES = 400
_OPENING = (
    "Solve these {count} problems in order. A later one uses the answer to the one before it."
)
_ENDING = "The answer that counts is the one to problem {count}."
_NAMED = " Its answer is called A{number}."
_RESERVED = re.compile(r"\bA\d+\b|\bProblem \d+:|Its answer is called|The answer that counts is")
_REFERENCE = re.compile(r"\(A(\d+) ([+-]) (\d+)\)|\bA(\d+)\b")
_START = re.compile(r"^Problem \d+: ", re.MULTILINE)


class ChainLink(NamedTuple):
    """A problem in a chain."""

    key: str
    place: tuple[int, int] | None
    """Where the number stands that the answer before stands in for; ``None`` in the first."""
    shift: int
    """What the answer before has to be raised by to give the number."""


class Chains:
    """Chains over a pool of problems with whole numbers for answers."""

    def __init__(self, bodies: Mapping[str, str], answers: Mapping[str, int]) -> None:
        """Take the pool.

        Args:
            bodies: By key, what each problem asks.
            answers: By key, the answer, for those that have a whole number.
        """
        self.bodies = bodies
        self.answers = answers
        self._by_body = {body: key for key, body in bodies.items()}
        self._places = {key: plain_numbers(body) for key, body in bodies.items()}
        leaders = [key for key, answer in answers.items() if self._may_lead(key, answer)]
        self._leaders = sorted(leaders, key=lambda key: stable_hash("chain", key))

    def fits(self, key: str) -> bool:
        """Whether a problem can be in a chain: it uses none of the chain's own words."""
        return not _RESERVED.search(self.bodies[key])

    def before(self, key: str, length: int, turn: int = 0) -> list[ChainLink]:
        """A chain that ends in a problem; shorter than wanted where none leads on.

        A longer chain of the same turn ends in the shorter one.

        Args:
            key: The last problem.
            length: Problems wanted.
            turn: Other turns give other chains.
        """
        links: list[ChainLink] = []
        used = [key]
        while len(links) < length - 1:
            link = self._leader(used[-1], used, turn)
            if link is None:
                break
            leader, place, shift = link
            links.insert(0, ChainLink(used[-1], place, shift))
            used.append(leader)
        return [ChainLink(used[-1], None, 0), *links]

    def spelled(self, links: Sequence[ChainLink]) -> str:
        """A chain as one text; a single problem as it is."""
        if len(links) == 1:
            return self.bodies[links[0].key]
        parts = [_OPENING.format(count=len(links))]
        for number, link in enumerate(links, 1):
            named = _NAMED.format(number=number) if number < len(links) else ""
            parts.append(f"Problem {number}: {self._referring(link, number - 1)}{named}")
        return "\n".join([*parts, _ENDING.format(count=len(links))])

    def restored(self, text: str) -> list[str]:
        """Keys of the problems of a chain, read from its text alone.

        Every reference is replaced by its value, which takes the published answer of the problem
        before. Whoever finds every problem word for word has shown that the chain asks the same.

        Raises:
            ValueError: A problem is not the one that was published.
        """
        pieces = _START.split(text)
        keys: list[str] = []
        for number, piece in enumerate(pieces[1:] or pieces, 1):
            body = piece.strip()
            if len(pieces) > 1:
                last = number == len(pieces) - 1
                form = _ENDING.format(count=number) if last else _NAMED.format(number=number)
                body = body.removesuffix(form.strip()).strip()
            body = self._valued(body, keys)
            if body not in self._by_body:
                raise ValueError(f"problem {number} is not one that was published: {body!r}")
            keys.append(self._by_body[body])
        return keys

    def _leader(
        self, key: str, used: Iterable[str], turn: int
    ) -> tuple[str, tuple[int, int], int] | None:
        """A problem whose answer can stand in for a number of this one."""
        places = self._places[key]
        if not places or not self._leaders:
            return None
        start = stable_hash("before", key, *used, turn) % len(self._leaders)
        for step in range(min(_TRIES, len(self._leaders))):
            leader = self._leaders[(start + step) % len(self._leaders)]
            if leader in used:
                continue
            for place in places:
                shift = int(self.bodies[key][slice(*place)]) - self.answers[leader]
                if abs(shift) <= _LARGEST_SHIFT:
                    return leader, place, shift
        return None

    def _may_lead(self, key: str, answer: int) -> bool:
        """Whether others can follow a problem, and it in turn can follow another."""
        follows = self.fits(key) and bool(self._places[key])
        return follows and 0 < answer <= _LARGEST_ANSWER

    def _referring(self, link: ChainLink, before: int) -> str:
        body = self.bodies[link.key]
        if link.place is None:
            return body
        start, end = link.place
        sign = "+" if link.shift > 0 else "-"
        name = f"A{before}"
        stands = name if link.shift == 0 else f"({name} {sign} {abs(link.shift)})"
        return f"{body[:start]}{stands}{body[end:]}"

    def _valued(self, body: str, keys: Sequence[str]) -> str:
        def value(match: re.Match[str]) -> str:
            place, sign, shift, alone = match.groups()
            number = int(place or alone)
            if not 1 <= number <= len(keys):
                raise ValueError(f"A{number} is used before it is known")
            return str(self.answers[keys[number - 1]] + (int(f"{sign}{shift}") if shift else 0))

        return _REFERENCE.sub(value, body)
