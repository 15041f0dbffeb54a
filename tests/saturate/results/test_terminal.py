import io

import pytest
from rich.console import Console
from support.fakes import make_results

from saturate.results.schema import Round, RungScore
from saturate.results.terminal import accuracy_table, figure_tables, print_line
from saturate.stats.frontier import Frontier
from saturate.stats.intervals import Count


def rows(rungs: int, frontier: float) -> list[tuple[str, Round]]:
    like = make_results().arms[0].rounds[0]
    scores = [
        RungScore(rung=r, strict=Count(100 if r < frontier else 0, 100), flexible=Count(0, 100))
        for r in range(1, rungs + 1)
    ]
    held = {"scores": scores, "frontier": Frontier(frontier, frontier, frontier, "within")}
    return [("unfiltered", like.model_copy(update={**held, "number": n})) for n in range(3)]


def shown(table, width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width)
    console.print(table)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize(("width", "last"), [(80, 12), (60, 12), (35, 12)])
def test_a_narrow_terminal_shows_the_rungs_around_the_frontier(width, last):
    lines = shown(accuracy_table(rows(40, 9.4), width), width)
    assert f"to {last} of 40" in " ".join(" ".join(lines[:4]).split())
    assert max(map(len, lines)) <= width
    assert not any("…" in line for line in lines)
    assert sum("unfiltered" in line for line in lines) == 3


def test_one_wrong_answer_of_thousands_is_no_full_score_and_fits():
    base, *others = rows(40, 9.4)
    scores = [RungScore(rung=r, strict=Count(2999, 3000), flexible=Count(0, 1))
              for r in range(1, 41)]  # fmt: skip
    table = accuracy_table([(base[0], base[1].model_copy(update={"scores": scores})), *others], 60)
    lines = shown(table, 60)
    assert sum("99.97" in line for line in lines) == 1
    assert max(map(len, lines)) <= 60 and not any("…" in line for line in lines)


def test_few_rungs_and_wide_terminals_show_all():
    for table in (accuracy_table(rows(8, 5.0), 80), accuracy_table(rows(40, 9.4), 300)):
        lines = shown(table, 300)
        assert "rungs" not in lines[0]
    last = next(line for line in reversed(lines) if "unfiltered" in line)
    assert len([word for word in last.split() if word in ("100", "0")]) == 40


HEADS = ["ballots", "rule", "same wrong answer", "precision", "independent"]
ROWS = [
    ["all rounds and rungs", rule, "0.5 [0.1, 1.2]", "100.0 [94.3, 100.0]", "99.999995"]
    for rule in ("never", "certain")
]


@pytest.mark.parametrize(("width", "parts"), [(120, 1), (90, 1), (80, 2), (60, 3)])
def test_a_table_of_figures_loses_none_of_them_in_a_narrow_terminal(width, parts):
    """It is parted between columns, behind those that tell its rows apart."""
    tables = figure_tables("Labels", HEADS, ROWS, width)
    lines = [line for table in tables for line in shown(table, width)]
    assert len(tables) == parts and max(map(len, lines)) <= width
    assert not any("…" in line for line in lines)
    for row in ROWS:
        told = [line for line in lines if {*row[0].split(), row[1]} <= set(line.split())]
        assert len(told) == parts
        assert all(any(cell in line for line in told) for cell in row)


def test_a_log_gets_a_table_of_figures_whole():
    (table,) = figure_tables("Labels", HEADS, ROWS)
    assert any("same wrong answer" in line for line in shown(table, 1_000))
    assert figure_tables("Labels", HEADS, [], 40)


def test_a_frontier_at_the_top_ends_the_window():
    lines = shown(accuracy_table(rows(40, 40.5), 80), 80)
    assert "to 40 of 40" in lines[0]


def test_a_line_is_broken_between_words_in_a_terminal_and_whole_in_a_log():
    text = "Voters     views:7; a label needs more than 70% of them, kept and 95% estimated right"
    assert _printed(text, terminal=True) == [
        "Voters     views:7; a label needs more",
        "           than 70% of them, kept and",
        "           95% estimated right",
    ]
    assert _printed(text, terminal=False) == [text]
    path = "Report     " + "long-folder/" * 6
    assert "".join(_printed(path, terminal=True)).replace(" ", "") == path.replace(" ", "")


def _printed(text, terminal):
    console = Console(file=io.StringIO(), width=40, force_terminal=terminal, color_system=None)
    print_line(console, text)
    return console.file.getvalue().splitlines()
