from saturate.generators.maze.ladder import Hops, HopsPlain
from saturate.ladder import Link, Picture, Spot

QUESTION = "from 3 to 45; 7: 3 12; 3: 7; 12: 45 8 7; 45: 12; 8: 12"


def drawn(answer):
    return Hops().picture(QUESTION, answer)


def test_a_maze_lies_from_left_to_right_with_the_way_in_it():
    assert drawn("3 7 12 45") == Picture(
        "5 places, from 3 to 45; the way is right: 3 hops",
        [
            Spot(0, 0, "3", "start", True),
            Spot(1, 0, "7", "plain", True),
            Spot(2, 0, "12", "plain", True),
            Spot(3, 0, "45", "goal", True),
            Spot(3, 1, "8", "plain", False),
        ],
        [Link(0, 1, True), Link(1, 2, True), Link(2, 3, True), Link(2, 4, False)],
        [],
    )
    assert HopsPlain().picture("3>45#7:3,12-3:7-12:45,8,7-45:12-8:12=", "3>7>12>45") == drawn(
        "3 7 12 45"
    )


def test_a_wrong_way_shows_where_it_leaves_the_maze():
    jumped = drawn("3 7 45")
    assert jumped.says.endswith("the way is wrong: no corridor leads from 7 to 45")
    assert jumped.jumps == [(1, 3)]
    assert [link.answered for link in jumped.links] == [True, False, False, False]
    made_up = drawn("3 7 ?99 45")
    assert made_up.jumps == [] and "a place that is not there" in made_up.says
    assert drawn(None).says.endswith("no answer")


def test_links_go_one_column_right_and_never_up_and_none_crosses_a_spot():
    """What those who draw pictures rely on."""
    for rung in (1, 9, 24):
        for index in range(60):
            problem = Hops().problem(rung, "vote", index)
            spots, links = Hops().picture(problem.question, problem.answer)[1:3]
            assert len({spot[:2] for spot in spots}) == len(spots) == 30 == len(links) + 1
            assert sum(link.answered for link in links) == rung
            turns = {}
            for link in links:
                first, second = spots[link.first], spots[link.second]
                assert second.column == first.column + 1 and second.row >= first.row
                for row in range(first.row, second.row + 1):
                    turns.setdefault((first.column, row), set()).add(link.first)
            assert all(len(starts) == 1 for starts in turns.values())
