"""A game as a ladder: a rung is how far from the goal play starts, a plan's end is its answer.

textarena's environment carries a plan out, move by move. The answer is what the goal is about in
the state where it ends (``boxes at (1, 2), (3, 4)``), whether or not that solves it, so that voters
who get there by different plans agree and the vote does not see who is right. No answer is what
holds a refused move, goes on after the game is over, is longer than the game's limit, or changes
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from saturate.errors import SaturateError, nearest
from saturate.generators.games.arena import check_installed, make_move
from saturate.generators.games.frozen_lake import FrozenLake
from saturate.generators.games.game import Game
from saturate.generators.games.hanoi import Hanoi
from saturate.generators.games.lights_out import LightsOut
from saturate.generators.games.moves import first_move, plan_in
from saturate.generators.games.rush_hour import RushHour
from saturate.generators.games.sokoban import Sokoban
from saturate.ladder import (
    Dialogue,
    Draft,
    Ladder,
    LadderInfo,
    NoProblem,
    Reading,
    SeededRandom,
    Split,
    View,
)

GAMES: dict[str, Callable[[], Game[Any]]] = {
    game.name: game for game in (FrozenLake, Hanoi, LightsOut, RushHour, Sokoban)
}
_TRIES = 5_000
"""States looked at for one that falls to a split."""


class GameLadder(Ladder):
    """Problems of one game."""

    def __init__(self, game: Game[Any]) -> None:
        self._game = game

    def describe(self) -> LadderInfo:
        game = self._game
        example = "For example:\n" + "\n".join(game.examples)
        return LadderInfo(
            name=f"game:{game.name}",
            benchmark=game.name,
            axis=game.axis,
            first=1,
            last=game.last,
            answer=game.answer,
            template="{question}\nMoves:",
            delimiter="\n",
            instruction=(
                f"{game.rules} A move that is not possible ends the plan. Reply with all moves, "
                f"one a line, and nothing after them. {example}"
            ),
            symmetry=game.symmetry,
            licence="Apache-2.0; textarena, which draws and plays, MIT",
            source="procedural",
            turns=(
                f"{game.rules} A move that is not possible changes nothing. Reply with the next "
                f"move alone: you are shown the board after it before the one after. {example}"
            ),
            acts=True,
        )

    def draw(self, rung: int, rng: SeededRandom) -> Draft:
        state, plan = next(self._game.starts(rung, rng))
        return self._draft(state, plan(), self._canonical(state))

    def claim(self, rung: int, split: Split, rng: SeededRandom) -> Draft:
        """The first state that falls to the split, of all that one search found, then another."""
        for _, (state, plan) in zip(range(_TRIES), self._game.starts(rung, rng), strict=False):
            content = self._canonical(state)
            if self.owner(Reading(rung, content)) == split:
                return self._draft(state, plan(), content)
        raise NoProblem(self.describe().name, rung, split)

    def extract(self, text: str) -> str | None:
        """The plan in a text, a move a line, whether or not it can be carried out."""
        found = plan_in(text, self._game.limit)
        return None if found is None else "\n".join(found)

    def answer_to(self, question: str, text: str, lenient: bool = False) -> str | None:
        found = plan_in(text, self._game.limit, lenient)
        return None if found is None else self._outcome(question, found, lenient)

    def dialogue(self, question: str, said: Sequence[str]) -> Dialogue:
        """A problem after some turns, each its first move.

        What is asked next is the board as it is and what came of the last move, which is all that
        a further one depends on. A turn without a move is the last one.
        """
        game = self._game
        start = state = game.read(question)
        game.put(start)
        results: list[str] = []
        over, told = False, question
        for text in said:
            move = first_move(text)
            if over or move is None:
                over = True
                break
            made = make_move(game.environment, move)
            results.append(f"refused: {made.said}" if made.refused else made.said or "done")
            state, over = game.get(state), made.over
            told = f"{game.render()}\n{move} -> {results[-1]}"
        stopped = not over and len(said) >= game.limit
        answer = None if game.told(state) == game.told(start) else game.told(state)
        return Dialogue(told, tuple(results), answer, over or stopped, stopped)

    def turn_in(self, text: str) -> str | None:
        return first_move(text)

    def turns_in(self, solution: str) -> list[str]:
        return solution.split("\n")  # the last move ends the game

    def solve(self, question: str) -> str:
        state = self._game.read(question)
        found = self._outcome(question, self._game.shortest(state), lenient=False)
        if found is None:
            raise ValueError("no plan solves it")
        return found

    def views(self, question: str, count: int) -> list[View]:
        rng = SeededRandom("views", question)
        first, *others = self._game.images(self._game.read(question))
        views = {question: View(question, first.restore)}
        for image in rng.sample(others, len(others)):
            told = self._game.write(image.state)
            views.setdefault(told, View(told, image.restore))
        return list(views.values())[:count]

    def _outcome(self, question: str, plan: Sequence[str], lenient: bool) -> str | None:
        """What a plan comes to; ``lenient`` passes over what is refused and what is too much."""
        game = self._game
        start = game.read(question)
        game.put(start)
        over = False
        for move in plan:
            made = None if over else make_move(game.environment, move)
            if (made is None or made.refused) and not lenient:
                return None
            over = over or (made is not None and made.over)
        told = game.told(game.get(start))
        return None if told == game.told(start) else told

    def _canonical(self, state: Any) -> str:
        return min(self._game.write(image.state) for image in self._game.images(state))

    def _draft(self, state: Any, plan: list[str], content: str) -> Draft:
        end = state
        for move in plan:
            end, _ = self._game.after(end, move)
        return Draft(self._game.write(state), self._game.told(end), "\n".join(plan), content)


def make_game_ladder(game: str, data: Path | None) -> GameLadder:
    """The ladder of a game; ``data`` is what other makers take.

    Raises:
        SaturateError: There is no such game, or textarena is not installed.
    """
    if game not in GAMES:
        raise SaturateError(f"There is no game {game!r}; {nearest(game, list(GAMES))}")
    check_installed()
    return GameLadder(GAMES[game]())
