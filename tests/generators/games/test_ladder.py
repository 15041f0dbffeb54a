"""The ladders of games: problems, answers, views and play, as textarena carries them out."""

import pytest

from saturate.errors import SaturateError
from saturate.generators.games import ladder as games
from saturate.ladder import Dialogue
from saturate.registry import load_ladder

ASKED = {
    "frozen-lake": (1, 5, 16),
    "hanoi": (1, 2),
    "lights-out": (1, 5, 16),
    "rush-hour": (4,),
    "sokoban": (1, 6),
}
"""Rungs that are drawn here; searches of the others take longer."""
LAKE = "\n".join(
    ["+-----" * 8 + "+", "|  P  |  H  |     |     |     |     |     |  G  |"]
    + ["|     |     |     |     |     |     |     |     |"] * 7
)
TOWERS = "A: [3, 1]\nB: []\nC: [4, 2]"
LIGHTS = "   0 1 2 3 4 5 6\n0: O O . . . . .\n1: O . . . . . .\n" + "\n".join(
    f"{row}: . . . . . . ." for row in range(2, 7)
)
ROOM = "# # # # # #\n# _ _ _ _ #\n# P X O _ #\n# _ X O _ #\n# _ _ _ _ #\n# # # # # #"
CARS = ". . . A . .\n. . . A . .\nX X . A . . >\n. . . . . .\n. . . . . .\n. . . . B B"
BOARDS = {
    "frozen-lake": (LAKE, "[down]\n[right]\n[right]", "at (1, 2)"),
    "hanoi": (TOWERS, "[A B]\n[C A]\n[B A]", "A: 3 2 1; B: none; C: 4"),
    "lights-out": (LIGHTS, "[0 0]", "all off"),
    "rush-hour": (CARS, "[A+]\n[A+]\n[A+]\n[X+]\n[X+]\n[X+]\n[X+]", "red car in column 4"),
    "sokoban": (ROOM, "[right]\n[left]\n[down]\n[right]", "boxes at (2, 3), (3, 3)"),
}
"""By game: a board, a plan, and what it comes to."""


@pytest.fixture(params=sorted(ASKED))
def ladder(request):
    return load_ladder(f"game:{request.param}")


def problems(ladder, count=2, split="vote"):
    name = ladder.describe().benchmark
    return [ladder.problem(rung, split, i) for rung in ASKED[name] for i in range(count)]


def test_a_rung_is_the_length_of_the_shortest_plan_found_by_another_search(ladder):
    game = ladder._game
    for problem in problems(ladder):
        plan = problem.solution.split("\n")
        assert len(game.shortest(game.read(problem.question))) == len(plan)
        assert game.rung_of(len(plan)) == problem.rung
        assert ladder.answer_to(problem.question, problem.solution) == problem.answer
        assert ladder.solve(problem.question) == problem.answer


def test_a_plan_cut_short_is_another_answer_or_none(ladder):
    for problem in problems(ladder):
        cut = "\n".join(problem.solution.split("\n")[:-1])
        assert ladder.answer_to(problem.question, f"Go:\n{cut}") != problem.answer


def test_problems_are_the_same_every_time_and_splits_are_apart(ladder):
    name = ladder.describe().benchmark
    again = games.make_game_ladder(name, None)
    rung = ASKED[name][0]
    assert again.problem(rung, "vote", 0) == ladder.problem(rung, "vote", 0)
    vote, train = ({p.key for p in problems(ladder, 3, split)} for split in ("vote", "train"))
    assert vote and train and not vote & train


def test_views_are_turned_boards_of_the_same_problem(ladder):
    views = 0
    for problem in problems(ladder):
        found = ladder.views(problem.question, 7)
        assert found[0].question == problem.question
        assert len({view.question for view in found}) == len(found)
        for view in found:
            assert view.restore(ladder.solve(view.question)) == problem.answer
            again = ladder._canonical(ladder._game.read(view.question))
            assert again == ladder._canonical(ladder._game.read(problem.question))
        views = max(views, len(found))
    assert views == (7 if ladder.describe().symmetry else 1)


@pytest.mark.parametrize("name", sorted(BOARDS))
def test_textarena_carries_out_what_is_written(name):
    board, plan, end = BOARDS[name]
    ladder = load_ladder(f"game:{name}")
    assert ladder.answer_to(board, plan) == end
    assert ladder.answer_to(board, f"I think:\n1. {plan}\n```\n") == end
    assert ladder.answer_to(board, plan.replace("\n", " ")) == end
    assert ladder.answer_to(board, f"{plan}\n[fly]") is None
    refused = f"[fly]\n{plan}"
    assert ladder.answer_to(board, refused) is None
    assert ladder.answer_to(board, refused, lenient=True) == end


def test_what_stands_behind_the_end_is_no_part_of_a_plan():
    lights = load_ladder("game:lights-out")
    assert lights.answer_to(LIGHTS, "[0 0]\n[1 1]\n[1 1]") is None
    assert lights.answer_to(LIGHTS, "[0 0]\n[1 1]", lenient=True) == "all off"
    assert lights.answer_to(LIGHTS, "[3 3]\n[3 3]") is None  # nothing has changed


def test_a_hole_is_an_end_and_no_goal():
    lake = load_ladder("game:frozen-lake")
    assert lake.answer_to(LAKE, "[right]") == "at (0, 1)"
    assert lake.answer_to(LAKE, "[right]\n[right]") is None
    assert lake.answer_to(LAKE, "[up]") is None
    stand = lake.dialogue(LAKE, ["[right]"])
    assert stand.over and stand.results[0].startswith("You fell into a hole!")


FLOODS = [
    "",
    "\x00",
    "[" * 2_000_000,
    "[]" * 1_000_000,
    "[up]\n" * 10_000,
    "[1 1] " * 10_000,
    "[A C]" * 10_000,
    "[X+]\n" * 10_000,
    "[" + "9" * 1_000_000 + " 1]",
    "[９ ９]",
    "[-1 -1]",
    "[999 999]",
    "[__import__('os').system('false')]",
]


@pytest.mark.parametrize("name", sorted(BOARDS))
def test_floods_and_nonsense_are_no_answer_and_never_raise(name):
    ladder, board = load_ladder(f"game:{name}"), BOARDS[name][0]
    for text in FLOODS:
        assert ladder.answer_to(board, text) is None
        assert ladder.dialogue(board, [text]).answer != BOARDS[name][2]
        assert len(ladder.dialogue(board, [text]).message) < 2_000


@pytest.mark.parametrize(
    "text", ["", "no board", "A: [1, 2]\nB: []\nC: []", CARS.replace("X X", "X .")]
)
def test_what_is_no_board_is_said_to_be_none(ladder, text):
    with pytest.raises(ValueError):
        ladder.solve(text)


def test_a_play_shows_the_board_as_it_is_and_what_came_of_the_last_move():
    hanoi = load_ladder("game:hanoi")
    assert hanoi.dialogue(TOWERS, []) == Dialogue(TOWERS, (), None, False)
    stand = hanoi.dialogue(TOWERS, ["Well, [A B] it is.\n[C A]", "[B B] no", "[C B]"])
    assert stand.results == (
        "done",
        "done",
        "refused: You tried to place a larger disk on a smaller disk.",
    )
    assert stand.message == f"A: [3]\nB: [1]\nC: [4, 2]\n[C B] -> {stand.results[2]}"
    assert (stand.answer, stand.over) == ("A: 3; B: 1; C: 4 2", False)
    assert hanoi.dialogue(TOWERS, ["[A B]", "I give up"]).over


def test_a_play_ends_with_the_game_or_at_the_limit(ladder):
    name = ladder.describe().benchmark
    problem = ladder.problem(ASKED[name][0], "vote", 0)
    moves = problem.solution.split("\n")
    for made in range(len(moves)):
        assert not ladder.dialogue(problem.question, moves[:made]).over
    stand = ladder.dialogue(problem.question, moves)
    assert stand.over and stand.answer == problem.answer
    limit = games.GAMES[name].limit
    assert not ladder.dialogue(problem.question, ["[fly]"] * (limit - 1)).over
    assert ladder.dialogue(problem.question, ["[fly]"] * limit).over


def test_what_is_missing_is_said_in_a_sentence(monkeypatch):
    with pytest.raises(SaturateError, match=r"There is no game 'chess'; .*hanoi"):
        games.make_game_ladder("chess", None)
    monkeypatch.setattr("saturate.generators.games.arena.find_spec", lambda name: None)
    with pytest.raises(SaturateError, match=r"pip install 'lm-saturate\[agents\]'"):
        games.make_game_ladder("hanoi", None)
