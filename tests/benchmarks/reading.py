"""The 50 problems of tools and 50 mazes of docs/plans-reading.md, checked by a second search.

    python tests/benchmarks/reading.py           the table of the page, but for what was judged
    python tests/benchmarks/reading.py --text    the problems with their solutions, to be read

Exits with 1 where a stated shortest plan or way is not one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from saturate.generators.maze.ladder import MazeLadder
from saturate.generators.tools.calls import BARE, JSON, plan_in
from saturate.generators.tools.facts import Facts
from saturate.generators.tools.sentences import Sentences
from saturate.generators.tools.world import goal_state, outcome
from saturate.ladder import Ladder, Problem, SeededRandom, Split
from saturate.registry import load_ladder

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.second_search import fewest_calls, only_way

TOOLS = ("tools", "tools-json")
MAZES = ("maze-hops", "maze-nodes", "maze-hops-plain", "maze-nodes-plain")
EACH = 50
HARDEST = {"tools": 12, "tools-json": 12}
SPLITS: tuple[Split, ...] = ("score", "vote")


class Checked(NamedTuple):
    """A problem and what the second search says of it."""

    problem: Problem
    stated: int
    """Calls or hops of the stated solution."""
    found: int | None
    """Those that the second search found the fewest."""
    right: bool
    """Whether the stated solution is right and a shortest one."""


def main() -> None:
    """Print the table or the texts."""
    checked = [check(problem) for names in (TOOLS, MAZES) for problem in drawn(names)]
    if "--text" in sys.argv:
        for number, one in enumerate(checked, 1):
            p = one.problem
            print(f"\n=== {number} {p.ladder} rung {p.rung}\n{p.question}\n--> {p.solution}")
    else:
        print("| # | ladder | rung | split | index | stated | second search |")
        print("|---|---|---|---|---|---|---|")
        for number, one in enumerate(checked, 1):
            p = one.problem
            cells = (number, p.ladder, p.rung, p.split, p.index, one.stated, one.found)
            print(f"| {' | '.join(map(str, cells))} |")
    wrong = sum(not one.right for one in checked)
    print(f"\n{wrong} of {len(checked)} are not shortest.", file=sys.stderr)
    sys.exit(wrong > 0)


def drawn(names: tuple[str, ...]) -> list[Problem]:
    """Fifty problems of these ladders in turn, at random rungs and places."""
    rng, problems = SeededRandom("reading", *names), []
    for number in range(EACH):
        ladder = load_ladder(names[number % len(names)])
        info = ladder.describe()
        rung = rng.between(1, HARDEST.get(info.name, info.last or 0))
        problems.append(ladder.problem(rung, rng.pick(SPLITS), rng.below(10**9)))
    return problems


def check(problem: Problem) -> Checked:
    """Set the stated solution beside what the second search finds."""
    ladder = load_ladder(problem.ladder)
    return _maze(ladder, problem) if isinstance(ladder, MazeLadder) else _plan(ladder, problem)


def _maze(ladder: MazeLadder, problem: Problem) -> Checked:
    stated = ladder.asking.places(ladder.extract(problem.solution) or "")
    found = only_way(ladder.asking.read(problem.question))
    return Checked(problem, len(stated) - 1, len(found) - 1, stated == found)


def _plan(ladder: Ladder, problem: Problem) -> Checked:
    bare = problem.ladder == "tools"
    task = (Facts() if bare else Sentences()).read(problem.question)
    stated = plan_in(problem.solution, BARE if bare else JSON) or []
    found = fewest_calls(task, problem.rung)
    right = outcome(task, stated) == goal_state(task) == problem.answer
    return Checked(problem, len(stated), found, right and len(stated) == found == problem.rung)


if __name__ == "__main__":
    main()
