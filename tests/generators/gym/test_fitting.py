"""Items with several right answers, or of another rung, are no problems."""

import pytest

from saturate.generators.gym.fitting import fits


@pytest.mark.parametrize(
    ("grid", "one"),
    [
        ("*O#", True),
        ("*O\nO#", False),
        ("*O\nX#", True),
        ("*X#", False),
        ("*OO\nOXO\nOO#", False),
        ("*OO\nOXO\nXO#", True),
        ("OOO\n*X#\nOOO", False),
    ],
)
def test_a_grid_with_one_shortest_path(grid, one):
    rows = [list(row) for row in grid.split("\n")]
    told = {"matrix": rows, "solution": ["right"] * 4}
    assert fits("shortest_path", told, 4) is one
    assert not fits("shortest_path", told, 5)  # a shorter path than the grid has rows


def lock(*buttons, target, length, difficulty=3):
    told = [dict(zip(("type", "value", "active_state"), button)) for button in buttons]
    return {
        "buttons": told, "target_value": target, "solution_path": ["A"] * length,
        "initial_value": 0, "initial_state": "red", "difficulty": {"difficulty": difficulty},
    }  # fmt: skip


ADD = ("add", 2, "any")


def test_a_lock_with_one_shortest_sequence():
    alone = lock(ADD, ("multiply", 2, "red"), target=4, length=2)
    assert fits("quantum_lock", alone, 3)
    assert not fits("quantum_lock", alone, 4)  # of another rung
    either = lock(ADD, ("add", 2, "green"), target=4, length=2)
    assert not fits("quantum_lock", either, 3)
    order = lock(("add", 3, "any"), ("subtract", 1, "any"), target=2, length=2)
    assert not fits("quantum_lock", order, 3)


def test_boards_that_can_be_filled_in_one_way_and_families_without_a_rule():
    assert fits("n_queens", {"valid_answers": ["Q _"]}, 1)
    assert not fits("n_queens", {"valid_answers": ["Q _", "_ Q"]}, 1)
    assert fits("chain_sum", {}, 2)
