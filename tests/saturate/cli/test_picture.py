"""A maze in the terminal: what is seen at several widths, without colours."""

import io

import pytest
from rich.console import Console
from support.made_up import picture
from support.runs import run_cli

from saturate.cli.picture import print_picture
from saturate.ladder import Link, Picture, Spot
from saturate.registry import load_ladder


def shown(drawing, width):
    out = io.StringIO()
    print_picture(Console(file=out, width=width), drawing)
    return out.getvalue().splitlines()


def test_heavy_lines_go_where_the_answer_goes():
    assert shown(picture(), 80) == [
        "   3━━━━12┱────7",
        "          ┗━━━━9",
        "  4 places; the way is wrong",
    ]
    assert shown(picture(), 12)[:2] == ["   3━━12┱──7", "        ┗━━9"]


def test_a_picture_that_does_not_fit_ends_in_dots():
    assert shown(picture(), 9)[:2] == ["   3━12┱…", "       ┗…"]


def test_every_turn_has_its_sign():
    spots = [Spot(0, 0, "a", "start", True)]
    spots += [
        Spot(1, row, letter, "plain", False) for row, letter in ((1, "b"), (2, "c"), (4, "d"))
    ]

    def lines(*answered):
        links = [Link(0, i, i in answered) for i in (1, 2, 3)]
        return [line.strip() for line in shown(Picture("", spots, links, []), 11)][:5]

    assert lines() == ["a┐", "├───b", "├───c", "│", "└───d"]
    assert lines(1) == ["a┓", "┡━━━b", "├───c", "│", "└───d"]
    assert lines(2) == ["a┓", "┠───b", "┡━━━c", "│", "└───d"]
    assert lines(3) == ["a┓", "┠───b", "┠───c", "┃", "┗━━━d"]
    assert lines(1, 3) == ["a┓", "┣━━━b", "┠───c", "┃", "┗━━━d"]


@pytest.mark.parametrize("name", ["maze-hops", "maze-nodes", "maze-nodes-plain"])
@pytest.mark.parametrize("width", [80, 120])
def test_every_place_of_many_mazes_is_seen(name, width):
    ladder = load_ladder(name)
    last = 24 if name == "maze-hops" else 11
    for rung in (1, 5, last):
        for index in range(20):
            problem = ladder.problem(rung, "score", index)
            drawing = ladder.picture(problem.question, problem.answer)
            *rows, says = shown(drawing, width)
            words = " ".join("".join(c if c.isdigit() else " " for c in row) for row in rows)
            assert sorted(words.split()) == sorted(spot.label for spot in drawing.spots)
            assert all(len(row) <= width for row in rows) and "the way is right" in says


def test_show_draws_a_maze_as_wide_as_the_terminal(monkeypatch, capsys):
    for width in (80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        assert run_cli(monkeypatch, "show", "maze-hops", "--rung", "24", "-n", "1") == 0
        lines = capsys.readouterr().out.splitlines()
        assert max(map(len, lines)) <= width
        assert lines[-2] == "  30 places, from 14 to 75; the way is right: 24 hops"
        assert sum(line.count("━") > 20 for line in lines) == 1


def test_show_draws_nothing_where_a_ladder_has_no_picture(monkeypatch, capsys):
    assert run_cli(monkeypatch, "show", "reverse", "--rung", "3", "-n", "1") == 0
    assert capsys.readouterr().out.splitlines()[-2:] == ["  answer    lIZ", ""]
