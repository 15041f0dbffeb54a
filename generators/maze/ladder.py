"""The ladders of mazes: more hops from start to goal, or more places; each asked in two ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from saturate.generators.maze.asking import Asking, Plain, Walk
from saturate.generators.maze.picture import draw_picture
from saturate.generators.maze.search import shortest_way
from saturate.generators.maze.tree import (
    LARGEST,
    Maze,
    Shape,
    Size,
    canonical,
    draw_shape,
    dress,
    shape_of,
)
from saturate.ladder import (
    AnswerPattern,
    Draft,
    Ladder,
    LadderInfo,
    Picture,
    Reading,
    SeededRandom,
    Split,
    View,
)

HELD_PLACES = 30
"""Places of every maze on the ladder of hops, as in the paper."""
HELD_HOPS = 5
"""Hops of every maze on the ladder of places. The paper's 9 would leave one single maze of 10
places, and so nothing to score apart from what was trained on."""
_FEWEST_PLACES = 10
_PLACES_A_RUNG = 2


class Axis(NamedTuple):
    """What grows from rung to rung."""

    name: str
    says: str
    last: int
    size: Callable[[int], Size]
    """How large mazes of a rung are."""


def _more_hops(rung: int) -> Size:
    return Size(HELD_PLACES, rung)


def _more_places(rung: int) -> Size:
    return Size(_FEWEST_PLACES + _PLACES_A_RUNG * (rung - 1), HELD_HOPS)


HOPS = Axis("maze-hops", f"hops from start to goal, of {HELD_PLACES} places", 24, _more_hops)
"""Beyond 24 hops too few places are left beside the way to make many different mazes."""
PLACES = Axis(
    "maze-nodes",
    f"pairs of places beyond {_FEWEST_PLACES - _PLACES_A_RUNG}, at {HELD_HOPS} hops",
    (LARGEST - _FEWEST_PLACES) // _PLACES_A_RUNG + 1,
    _more_places,
)


class MazeLadder(Ladder):
    """Mazes of one axis, asked in one way."""

    axis: ClassVar[Axis]
    asking: ClassVar[Asking]
    suffix: ClassVar[str] = ""
    """What tells the way of asking in the ladder's name."""

    def describe(self) -> LadderInfo:
        return LadderInfo(
            name=self.axis.name + self.suffix,
            benchmark="maze",
            axis=self.axis.says,
            first=1,
            last=self.axis.last,
            answer="places from start to goal",
            template=self.asking.template,
            delimiter=self.asking.delimiter,
            instruction=self.asking.instruction,
            symmetry=(
                "places may be renumbered, lists shuffled, and start and goal exchanged, when the "
                "way is read backwards (so whoever makes views knows that corridors lead both ways)"
            ),
            licence="Apache-2.0",
            source="procedural",
            reads=True,
            numeric=False,
        )

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        shape = draw_shape(self.axis.size(rung), rng)
        return self._draft(shape, canonical(shape), rng)

    def claim(self, rung: int, split: Split, rng: SeededRandom) -> Draft:
        """Draw shapes until one falls to the split; no rung is without. That one alone is told."""
        size = self.axis.size(rung)
        while True:
            shape = draw_shape(size, rng)
            content = canonical(shape)
            if self.owner(Reading(rung, content)) == split:
                return self._draft(shape, content, rng)

    def _draft(self, shape: Shape, content: str, rng: SeededRandom) -> Draft:
        maze, way = dress(shape, rng)
        return Draft(
            self.asking.told(maze),
            self.asking.write(way),
            self.asking.worked(maze),
            content,
        )

    def extract(self, text: str) -> str | None:
        return self.asking.extract(text)

    def answer_to(self, question: str, text: str, lenient: bool = False) -> str | None:
        return self.asking.extract_leniently(text) if lenient else self.extract(text)

    def pattern(self) -> AnswerPattern:
        return AnswerPattern(self.asking.answer_regex, match=-1)

    def solve(self, question: str) -> str:
        return self.asking.write(shortest_way(self.asking.read(question)))

    def read(self, question: str) -> Reading | None:
        try:
            shape = shape_of(self.asking.read(question))
        except ValueError:
            return None
        rungs = range(1, self.axis.last + 1)
        rung = next((rung for rung in rungs if self.axis.size(rung) == shape.size), None)
        return None if rung is None else Reading(rung, canonical(shape))

    def views(self, question: str, count: int) -> list[View]:
        maze = self.asking.read(question)
        rng = SeededRandom("views", question)
        return [View(question), *(self._view(maze, rng) for _ in range(count - 1))]

    def _view(self, maze: Maze, rng: SeededRandom) -> View:
        """Other numbers and orders, and for one in two the other direction."""
        numbers = rng.sample(range(1, LARGEST + 1), len(maze.corridors))
        number = dict(zip(maze.corridors, numbers, strict=True))
        turned = rng.below(2) == 1
        start, goal = (maze.goal, maze.start) if turned else (maze.start, maze.goal)
        rewrite = Maze(
            number[start],
            number[goal],
            {
                number[place]: [number[other] for other in rng.sample(beside, len(beside))]
                for place, beside in rng.sample(list(maze.corridors.items()), len(number))
            },
        )
        place_of = {str(new): str(old) for old, new in number.items()}

        def restore(answer: str) -> str:
            """A number that names no place gets a mark, and so is none in the maze itself."""
            way = [place_of.get(place, f"?{place}") for place in answer.split(self.asking.between)]
            return self.asking.between.join(reversed(way) if turned else way)

        return View(self.asking.told(rewrite), restore)

    def picture(self, question: str, answer: str | None) -> Picture:
        way = [] if answer is None else self.asking.places(answer)
        return draw_picture(self.asking.read(question), way)


class Hops(MazeLadder):
    """As many hops as the rung says, among 30 places."""

    axis = HOPS
    asking: ClassVar[Asking] = Walk()


class Places(MazeLadder):
    """Two places more a rung, with five hops."""

    axis = PLACES
    asking: ClassVar[Asking] = Walk()


class HopsPlain(Hops):
    """More hops, in the paper's text and without a worked solution."""

    asking: ClassVar[Asking] = Plain()
    suffix = "-plain"


class PlacesPlain(Places):
    """More places, in the paper's text and without a worked solution."""

    asking: ClassVar[Asking] = Plain()
    suffix = "-plain"
