"""textarena leaves nothing behind: neither in Python's random state nor on the terminal."""

import random

from saturate.generators.games.arena import left_alone, make_move, restart
from saturate.generators.games.frozen_lake import FrozenLake
from saturate.generators.games.rush_hour import RushHour
from saturate.generators.games.sokoban import Sokoban
from saturate.ladder import SeededRandom


def test_drawing_neither_prints_nor_touches_the_global_generator(capsys):
    random.seed(3)
    before = random.getstate()
    for game in (FrozenLake(), RushHour(), Sokoban()):
        game.layout(1, SeededRandom(1))
    assert random.getstate() == before
    with left_alone():
        random.seed(7)
        print("told")
    assert random.getstate() == before
    assert capsys.readouterr() == ("", "")


def test_any_number_of_refused_moves_changes_nothing():
    game = FrozenLake()
    state = game.layout(1, SeededRandom(2))
    game.put(state)
    for _ in range(300):
        assert make_move(game.environment, "[fly]").refused
    assert game.get(state) == state and not game.environment.state.done
    restart(game.environment, game.environment.state.game_state)
    assert not game.environment.state.observations[0]


def test_a_room_that_was_drawn_is_kept(monkeypatch):
    game = Sokoban()
    first = game.layout(1, SeededRandom("room"))
    drawn = []
    monkeypatch.setattr(game.environment, "reset", lambda *numbers: drawn.append(numbers))
    assert game.layout(6, SeededRandom("room")) == first
    assert drawn == []
    assert Sokoban().layout(1, SeededRandom("room")) == first
