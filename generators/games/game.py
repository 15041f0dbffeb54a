"""The contract of a game: how its states are set in textarena's environment, read, and told.

A state is a value. Every transition is one step of textarena's environment from that state, so that
no rule of a game is written down here, neither for play nor for search.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from saturate.generators.games.arena import Made, make_move
from saturate.generators.games.search import distances, shortest_plan, way
from saturate.ladder import SeededRandom, identity

S = TypeVar("S", bound=Hashable)


class Image(NamedTuple, Generic[S]):
    """A state seen by a symmetry of its game."""

    state: S
    restore: Callable[[str], str]
    """Maps an answer to it back to an answer to the state itself."""


class Game(ABC, Generic[S]):
    """One of textarena's puzzles. Its environment is opened when it is first needed."""

    name: ClassVar[str]
    rules: ClassVar[str]
    """The goal and the moves, in sentences."""
    examples: ClassVar[tuple[str, str]]
    """Two moves, as an instruction shows them."""
    answer: ClassVar[str]
    """What an answer says, in words for people."""
    last: ClassVar[int]
    """Last rung."""
    limit: ClassVar[int]
    """Most moves of a plan, and most turns of a play."""
    enough: ClassVar[int] = 7_000
    """States after which a search for starts looks through no further depth; more than all games
    but one have from a layout."""
    axis: ClassVar[str] = "moves from the goal"
    symmetry: ClassVar[str] = ""

    @abstractmethod
    def open(self) -> Any:
        """An environment of textarena."""

    @abstractmethod
    def put(self, state: S) -> None:
        """Begin anew from a state, in :attr:`environment`."""

    @abstractmethod
    def get(self, before: S) -> S:
        """The state that the environment is in; ``before`` tells what no move changes."""

    @abstractmethod
    def moves(self, state: S) -> Sequence[str]:
        """Every move that a search tries, refused ones among them."""

    @abstractmethod
    def layout(self, rung: int, rng: SeededRandom) -> S:
        """A state from which others are reached; by textarena's own generator where it has one."""

    @abstractmethod
    def render(self) -> str:
        """The board as textarena shows it, as the environment is."""

    @abstractmethod
    def read(self, board: str) -> S:
        """The state that a board shows.

        Raises:
            ValueError: It is no board of the game.
        """

    @abstractmethod
    def told(self, state: S) -> str:
        """What a state comes to as an answer: what the goal is about, and nothing else."""

    def images(self, state: S) -> list[Image[S]]:
        """A state under every symmetry of its game, itself first."""
        return [Image(state, identity)]

    def rung_of(self, distance: int) -> int:
        """The rung of a state so many moves from the goal."""
        return distance

    @cached_property
    def environment(self) -> Any:
        """The environment in which all moves are made."""
        return self.open()

    def write(self, state: S) -> str:
        """The board of a state as textarena shows it."""
        self.put(state)
        return self.render()

    def after(self, state: S, move: str) -> tuple[S, Made]:
        """The state after a move, and what came of it."""
        self.put(state)
        made = make_move(self.environment, move)
        return (state if made.refused else self.get(state)), made

    def starts(self, rung: int, rng: SeededRandom) -> Iterator[tuple[S, Callable[[], list[str]]]]:
        """States at a rung's distance without end, each with what finds a shortest plan of it.

        By breadth-first search: everything reached from a layout, by steps of the environment, is
        told its distance backwards from all states that solve it.
        """
        while True:
            table = distances(self, self.layout(rung, rng))
            fitting = [state for state, far in table.items() if self.rung_of(far) == rung]
            for state in rng.sample(fitting, len(fitting)):
                yield state, partial(way, self, table, state)

    def shortest(self, state: S) -> list[str]:
        """A shortest plan from a state; by another search than the one of :meth:`starts`.

        Raises:
            ValueError: Nothing solves it.
        """
        return shortest_plan(self, state)
