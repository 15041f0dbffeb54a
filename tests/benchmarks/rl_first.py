"""What reinforcement and the rounds after it did in finished runs: the tables of docs/rl-first.md.

``python tests/benchmarks/rl_first.py RUN...``
"""

import sys
from pathlib import Path

from saturate.results.files import read_results
from saturate.results.schema import ArmResult, Round
from saturate.results.watch import Watch

_COLUMNS = (
    "run", "base", "reinforced", "rounds", "problems that taught", "majorities right",
    "watch: lost/won", "taught up to", "reinforcement", "rounds",
)  # fmt: skip


def steps(rounds: list[Round]) -> str:
    """Frontier after each round; rounds that were undone in brackets."""
    found = [(f"{one.frontier.rung:.1f}", one.watch and one.watch.undone) for one in rounds]
    return " ".join(f"({text})" if undone else text for text, undone in found)


def seconds(rounds: list[Round]) -> float:
    """What rounds took, scores apart."""
    return sum(
        amount
        for one in rounds
        for kind, amount in one.cost.items()
        if kind in ("reinforce_seconds", "label_seconds", "train_seconds", "watch_seconds")
    )


def watched(watch: Watch) -> str:
    """Answers lost and won: of what was taught, then by rung of what was read untaught."""
    rungs = [f"{one.rung}: {one.lost}/{one.won}" for one in watch.read]
    return f"{watch.lost}/{watch.won}" + (f" ({', '.join(rungs)})" if rungs else "")


def line(run: str, arm: ArmResult) -> str:
    """A run in one line of a table."""
    rewarded = [one for one in arm.rounds if one.reinforcement]
    rest = [one for one in arm.rounds[1:] if not one.reinforcement]
    agreed = sum(one.reinforcement.winners.total for one in rewarded)
    right = sum(one.reinforcement.winners.right for one in rewarded)
    taught = sum(one.reinforcement.taught for one in rewarded)
    asked = sum(one.reinforcement.problems for one in rewarded)
    lost = " ".join(watched(one.watch) for one in rewarded if one.watch)
    top = max((rung for one in arm.rounds for rung in one.taught), default=0)
    return " | ".join(
        [
            run,
            f"{arm.rounds[0].frontier.rung:.1f}",
            steps(rewarded) or "-",
            steps(rest),
            f"{taught} of {asked}" if asked else "-",
            f"{right} of {agreed}" if agreed else "-",
            lost or "-",
            str(top),
            f"{seconds(rewarded):.0f} s",
            f"{seconds(rest):.0f} s",
        ]
    )


def main() -> None:
    """Print the table."""
    print(" | ".join(_COLUMNS))
    for path in map(Path, sys.argv[1:]):
        for arm in read_results(path).arms:
            print(line(path.name, arm))


if __name__ == "__main__":
    main()
