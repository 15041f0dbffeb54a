"""Two ways to ask for the way through a maze: with a walk worked out before it, and without.

The second is the text of Lee et al. (arXiv 2502.01612), ``3>45#7:3,12-3:7-12:45,7-45:12=`` answered
``3>7>12>45``. The first tells the same with blanks, so that a number is one token of the seed
model's, and is answered ``45> 12> 7> 3 #### 3 7 12 45``.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from saturate.generators.maze.tree import LARGEST, Maze, shape_of
from saturate.generators.maze.walk import walk, way_back
from saturate.ladder import LONGEST_ANSWER

_LONGEST = 4_000
"""Characters; no maze of this family is told in more."""
_NUMBERS = [str(number) for number in range(LARGEST + 1)]
"""Written once, as a maze writes each of its places several times."""
_ANY_WAY = r"([0-9]++(?:[ \t,>\u2192\u21d2\u2013*`-]{1,9}+[0-9]++)++)"
"""Places with blanks, commas, arrows or dashes between, and markup."""
_PLACE = r"([1-9][0-9]?)"
_LIST = r"[1-9][0-9]?:(?: [1-9][0-9]?)+"
_PLAIN_LIST = r"[1-9][0-9]?:[1-9][0-9]?(?:,[1-9][0-9]?)*"


class Asking(ABC):
    """A text form of mazes and of their ways."""

    template: ClassVar[str]
    delimiter: ClassVar[str]
    instruction: ClassVar[str]
    answer_regex: ClassVar[str]
    """Its one group is a way; the last match counts."""
    lenient_regexes: ClassVar[Sequence[str]]
    """The same for a way that is written in whatever form; the first with a match counts."""
    between: ClassVar[str]
    """What stands between two places of a way."""
    question_regex: ClassVar[re.Pattern[str]]
    """Its groups are start, goal and the lists."""
    between_lists: ClassVar[str]
    behind_place: ClassVar[str]
    between_places: ClassVar[str]

    @abstractmethod
    def told(self, maze: Maze) -> str:
        """A maze as a question."""

    @abstractmethod
    def worked(self, maze: Maze) -> str:
        """The solution, with what is worked out before its answer."""

    def lists(self, maze: Maze) -> str:
        """Every place with those beside it."""
        behind, between = self.behind_place, self.between_places
        told = [
            f"{place}{behind}{between.join([_NUMBERS[other] for other in beside])}"
            for place, beside in maze.corridors.items()
        ]
        return self.between_lists.join(told)

    def read(self, question: str) -> Maze:
        """The maze that a question tells.

        Raises:
            ValueError: It tells none.
        """
        match = self.question_regex.fullmatch(question) if len(question) < _LONGEST else None
        if match is None:
            raise ValueError(f"not a maze: {question[:80]!r}")
        corridors: dict[int, list[int]] = {}
        for told in match[3].split(self.between_lists):
            place, _, beside = told.partition(self.behind_place)
            if int(place) in corridors:
                raise ValueError(f"place {place} is listed twice")
            corridors[int(place)] = [int(other) for other in beside.split(self.between_places)]
        maze = Maze(int(match[1]), int(match[2]), corridors)
        shape_of(maze)
        return maze

    def write(self, way: Sequence[int]) -> str:
        """A way as an answer."""
        return self.between.join(map(str, way))

    def places(self, answer: str) -> list[int]:
        """The places of an answer in canonical form; 0 for what is the number of none."""
        named = answer.split(self.between)
        return [int(name) if re.fullmatch(_PLACE, name) else 0 for name in named]

    def extract(self, text: str) -> str | None:
        """The last way in a text; ``None`` where there is none or it is endless."""
        found = re.findall(self.answer_regex, text)
        return found[-1] if found and len(found[-1]) <= LONGEST_ANSWER else None

    def extract_leniently(self, text: str) -> str | None:
        """The last two places or more with nothing but signs or blanks between."""
        ways = (re.findall(regex, text[-_LONGEST:]) for regex in self.lenient_regexes)
        found = next(filter(None, ways), None)
        if found is None:
            return None
        way = self.between.join(re.findall("[0-9]+", found[-1]))
        return way if len(way) <= LONGEST_ANSWER else None


class Walk(Asking):
    """The walk from goal to start, then the way."""

    template = "Question: {question}\nAnswer:"
    delimiter = " "
    between = " "
    # Possessive, as megabytes may come; what stands around an answer is no part of it.
    answer_regex = r"####[ ]?[*_`$(\[]{0,3}([0-9]++(?: [0-9]++)*+)"
    lenient_regexes = (rf"####[^0-9#]{{0,30}}{_ANY_WAY}", _ANY_WAY)
    question_regex = re.compile(rf"from {_PLACE} to {_PLACE}; ({_LIST}(?:; {_LIST})+)")
    between_lists = "; "
    behind_place = ": "
    between_places = " "
    instruction = (
        "Find the way through a maze in which every place is listed with the places beside it. "
        "Walk with a hand on the wall from the goal: first to the first place in the goal's list, "
        "then always to the place that stands behind the one you came from in the list of the "
        "place where you are, or to the first of the list if you came from its last. Write > "
        "before a place that you enter for the first time and < before one that you go back to. "
        "At the start, write #### and the way from start to goal: behind each place stands the "
        "one from which you first entered it. An example:\n"
        "Question: from 3 to 45; 7: 3 12; 3: 7; 12: 45 8 7; 45: 12; 8: 12\n"
        "Answer: 45> 12> 8< 12> 7> 3 #### 3 7 12 45\nNow solve this one the same way."
    )

    def told(self, maze: Maze) -> str:
        return f"from {maze.start} to {maze.goal}; {self.lists(maze)}"

    def worked(self, maze: Maze) -> str:
        steps = walk(maze)
        walked = "".join([f"< {place}" if back else f"> {place}" for place, back in steps])
        return f"{maze.goal}{walked} #### {self.write(way_back(maze.goal, steps))}"


class Plain(Asking):
    """The way alone, in the paper's text."""

    template = "{question}"
    delimiter = ""
    between = ">"
    answer_regex = "([0-9]++(?:>[0-9]++)*+)"
    lenient_regexes = (_ANY_WAY,)
    question_regex = re.compile(rf"{_PLACE}>{_PLACE}#({_PLAIN_LIST}(?:-{_PLAIN_LIST})+)=")
    between_lists = "-"
    behind_place = ":"
    between_places = ","
    instruction = (
        "A maze lists every place with the places beside it: 3>45#7:3,12-3:7-12:45,7-45:12= asks "
        "for the way from 3 to 45 and is answered 3>7>12>45. Reply with the way alone."
    )

    def told(self, maze: Maze) -> str:
        return f"{maze.start}>{maze.goal}#{self.lists(maze)}="

    def worked(self, maze: Maze) -> str:
        return self.write(way_back(maze.goal, walk(maze)))
