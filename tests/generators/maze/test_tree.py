from collections import Counter
from itertools import product

import pytest

from saturate.generators.maze.tree import (
    Maze,
    Shape,
    Size,
    canonical,
    draw_shape,
    dress,
    shape_of,
)
from saturate.ladder import SeededRandom

USUAL = Size(12, 4)


def mazes(count, size=USUAL, seed=""):
    for index in range(count):
        rng = SeededRandom("maze", seed, index)
        shape = draw_shape(size, rng)
        yield shape, *dress(shape, rng)


def test_every_tree_with_the_path_has_the_same_chance():
    """Of 5 places and one hop there are 2 * 5^2 trees that hold the path, as forests of 2 roots."""
    found = Counter()
    for shape in [s for s, *_ in mazes(20_000, Size(5, 1))]:
        free = SeededRandom("names", *shape.parents, len(found), found.total()).sample((2, 3, 4), 3)
        name = dict(enumerate([0, 1, *free]))
        edges = frozenset(
            frozenset((name[node], name[parent]))
            for node, parent in enumerate(shape.parents)
            if node > 1
        )
        found[edges] += 1
    assert len(found) == 50
    chi_square = sum((count - 400) ** 2 / 400 for count in found.values())
    assert chi_square < 85.4  # 99.9 % of a chi-square with 49 degrees lie below


def test_canonical_is_equal_for_isomorphic_mazes_and_no_others():
    """Against trying all renamings: every shape of 6 places and 2 hops, drawn and compared."""

    def forms(shape):
        free = [n for n in range(6) if n not in (0, 1, 2)]
        edges = {frozenset(edge) for edge in enumerate(shape.parents) if edge[0] > 0}
        for names in product(free, repeat=3):
            if len(set(names)) == 3:
                for ends in ((0, 1, 2), (2, 1, 0)):
                    name = dict(zip((0, 1, 2, *free), (*ends, *names), strict=True))
                    yield frozenset(frozenset(name[n] for n in edge) for edge in edges)

    by_canonical, by_form = {}, {}
    for shape in {tuple(s.parents): s for s, *_ in mazes(2_000, Size(6, 2))}.values():
        form = min(sorted(map(sorted, one)) for one in forms(shape))
        by_canonical.setdefault(canonical(shape), set()).add(str(form))
        by_form.setdefault(str(form), set()).add(canonical(shape))
    assert len(by_canonical) == len(by_form) == 15
    assert {len(one) for one in [*by_canonical.values(), *by_form.values()]} == {1}


def test_a_dressed_shape_is_read_back():
    for shape, maze, way in mazes(300):
        assert len(maze.corridors) == 12 and len(way) == 5
        assert (way[0], way[-1]) == (maze.start, maze.goal)
        found = shape_of(maze)
        assert found.size == shape.size == USUAL
        assert canonical(found) == canonical(shape)


def test_numbers_and_orders_are_drawn_evenly():
    numbers, places_of_onward = Counter(), Counter()
    for _, maze, way in mazes(4_000, seed="even"):
        numbers.update(list(maze.corridors))
        beside = maze.corridors[way[1]]
        if len(beside) == 3:
            places_of_onward[beside.index(way[2])] += 1
    assert set(numbers) == set(range(1, 100))
    expected = 4_000 * 12 / 99
    assert all(0.8 * expected < count < 1.2 * expected for count in numbers.values())
    third = places_of_onward.total() / 3
    assert all(0.9 * third < count < 1.1 * third for count in places_of_onward.values())


@pytest.mark.parametrize(
    ("corridors", "says"),
    [
        ({3: [12], 12: [3, 7], 7: [12], 9: [9]}, "not those of a tree"),
        ({3: [12], 12: [3, 7], 7: [12], 9: []}, "not those of a tree"),
        ({3: [12], 12: [3], 7: [9], 9: [7, 7, 7]}, "not all connected"),
        ({3: [12, 7], 12: [3, 7], 7: [12, 3]}, "not those of a tree"),
        ({3: [12], 12: [7], 7: [12, 3]}, "not those of a tree"),
        ({3: [12, 12], 12: [3, 3]}, "not those of a tree"),
        ({3: [40], 12: [3, 7], 7: [12]}, "not those of a tree"),
        ({12: [7], 7: [12]}, "start and goal"),
    ],
)
def test_what_is_no_tree_is_refused(corridors, says):
    with pytest.raises(ValueError, match=says):
        shape_of(Maze(3, 7 if 7 in corridors else 12, corridors))


def test_a_start_that_is_the_goal_is_refused():
    with pytest.raises(ValueError, match="start and goal"):
        shape_of(Maze(3, 3, {3: [12], 12: [3]}))


def test_a_shape_of_the_way_alone_has_one_form():
    assert {canonical(s) for s, *_ in mazes(50, Size(10, 9))} == {"-" * 9}
    assert canonical(Shape([0, 0, 1, 0], 2)) == canonical(Shape([0, 0, 1, 2], 2)) == "()--"
