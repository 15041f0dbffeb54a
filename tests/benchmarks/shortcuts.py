"""What guesses without a plan or a search score on `tools` and on mazes.

    python tests/benchmarks/shortcuts.py > shortcuts.md

Prints a table for each: guesses by position and by what is near, and for tools the sweep, which
walks the row up and down and does in each room whatever can be done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import mean

from saturate.generators.maze.ladder import MazeLadder
from saturate.generators.maze.tree import Maze
from saturate.generators.tools.calls import BARE, plan_in
from saturate.generators.tools.facts import Facts
from saturate.generators.tools.world import MAX_CALLS, Call, Refused, Task, outcome, step
from saturate.ladder import Problem, SeededRandom
from saturate.registry import load_ladder

PROBLEMS = 400


def main() -> None:
    """Print both tables."""
    columns = ("puts", "walk and put", "sweep", "its calls", "told first", "chance", "wider side")
    _head("rung", columns)
    for rung in (1, 2, 3, 4, 5, 6, 8, 12, 20):
        _row(rung, _tools_row(rung))
    columns = ("first of list", "last", "most corridors", "any", "goal last told", "chance")
    for name, rungs in (("maze-hops", (1, 2, 5, 12, 16, 20, 24)), ("maze-nodes", (1, 11, 45))):
        print()
        _head(f"`{name}`, rung", columns)
        for rung in rungs:
            _row(rung, _maze_row(name, rung))


def _head(what: str, columns: Sequence[str]) -> None:
    print(f"| {' | '.join([what, *columns])} |\n|---{'|---' * len(columns)}|")


def _row(rung: int, cells: Sequence[float | None]) -> None:
    said = ["" if cell is None else f"{cell:.2f}".removesuffix(".00") for cell in cells]
    print(f"| {rung} | {' | '.join(said)} |", flush=True)


def _problems(name: str, rung: int) -> list[Problem]:
    return [load_ladder(name).problem(rung, "score", index) for index in range(PROBLEMS)]


def _tools_row(rung: int) -> list[float | None]:
    found = [(p, Facts().read(p.question)) for p in _problems("tools", rung)]

    def share(guess: Callable[[Task], list[Call]]) -> float:
        return mean(outcome(task, guess(task)) == p.answer for p, task in found)

    plans = [(task, plan_in(p.solution, BARE) or []) for p, task in found]
    firsts = [(task, next((c for c in plan if c.tool == "open"), None)) for task, plan in plans]
    boxes = [([h[4:] for h in task.world.holders if h[:3] == "box"], c) for task, c in firsts if c]
    walks = [(task, next((c for c in plan if c.tool == "go"), None)) for task, plan in plans]
    sides = [_goes_right(task, c) == _wider_on_the_right(task) for task, c in walks if c]
    return [
        share(lambda task: [Call("put", tuple(goal)) for goal in task.goals]),
        share(_walk_and_put),
        share(sweep),
        mean(len(sweep(task)) for _, task in found),
        mean(told[0] == call.arguments[0] for told, call in boxes) if boxes else None,
        mean(1 / len(told) for told, _ in boxes) if boxes else None,
        mean(sides) if sides else None,
    ]


def _goes_right(task: Task, call: Call) -> bool:
    return task.world.rooms.index(call.arguments[0]) > task.start.room


def _wider_on_the_right(task: Task) -> bool:
    return task.start.room < len(task.world.rooms) / 2


def _walk_and_put(task: Task) -> list[Call]:
    calls, here = list[Call](), task.start.room
    for item, shelf in task.goals:
        room = task.world.holders[f"shelf {shelf}"]
        while here != room:
            here += 1 if room > here else -1
            calls.append(Call("go", (task.world.rooms[here],)))
        calls.append(Call("put", (item, shelf)))
    return calls


def sweep(task: Task) -> list[Call]:
    """All that can be done in a room, then the next room, up and down the row until all is done."""
    state, calls, side = task.start, list[Call](), 1
    ordered = dict(task.goals)
    wanted = [Call("put", (item, shelf)) for item, shelf in task.goals]
    wanted += [Call("open", (holder[4:],)) for holder in task.world.holders if holder[:3] == "box"]
    wanted += [Call("take", (i,)) for i in task.start.places if i in ordered or i[:4] == "key "]
    while len(calls) < MAX_CALLS and any(
        state.places[item] != f"shelf {shelf}" for item, shelf in task.goals
    ):
        useful = [
            c for c in wanted if c.tool != "take" or state.places[c.arguments[0]] not in _done(task)
        ]
        for call in [*useful, *_beside(task, state.room + side)]:
            try:
                state = step(task.world, state, call)
            except Refused:
                continue
            calls.append(call)
            break
        else:
            side = -side
    return calls


def _beside(task: Task, room: int) -> list[Call]:
    rooms = task.world.rooms
    return [Call("go", (rooms[room],))] if 0 <= room < len(rooms) else []


def _done(task: Task) -> set[str]:
    return {f"shelf {shelf}" for _, shelf in task.goals}


def _maze_row(name: str, rung: int) -> list[float | None]:
    ladder = load_ladder(name)
    assert isinstance(ladder, MazeLadder)
    mazes = [ladder.asking.read(p.question) for p in _problems(name, rung)]
    rng = SeededRandom("shortcuts")

    def share(pick: Callable[[Maze, list[int]], int]) -> float:
        return mean(_arrives(maze, pick) for maze in mazes)

    return [
        share(lambda maze, onward: onward[0]),
        share(lambda maze, onward: onward[-1]),
        share(lambda maze, onward: max(onward, key=lambda place: len(maze.corridors[place]))),
        share(lambda maze, onward: rng.pick(onward)),
        mean(list(maze.corridors)[-1] == maze.goal for maze in mazes),
        mean(1 / len(maze.corridors) for maze in mazes),
    ]


def _arrives(maze: Maze, pick: Callable[[Maze, list[int]], int]) -> bool:
    """Whether one comes to the goal who never goes back, and at each place goes on as picked."""
    before, here = 0, maze.start
    while here != maze.goal:
        onward = [place for place in maze.corridors[here] if place != before]
        if not onward:
            return False
        before, here = here, pick(maze, onward)
    return True


if __name__ == "__main__":
    main()
