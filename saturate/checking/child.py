"""A part of a check in a process of its own: ``python -m saturate.checking.child PART NAME RUNGS``.

There problems are drawn from the last to the first, with another seed of :func:`hash`, by another
Python where one is named; and there a reading that never ends is ended.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from saturate.checking.hostile import survives
from saturate.ladder import SPLITS, Ladder, Problem, stable_hash
from saturate.registry import load_ladder

_EACH = 10
"""Problems of each rung and split that are compared."""
_SECONDS = 300
MOST_TOLD = 3
"""Faults of one kind that are told."""


class Elsewhere(NamedTuple):
    """How a family is found in another process."""

    name: str
    """What it is asked for by there."""
    data: Path | None
    """Its folder of published items."""
    python: str
    """Which Python is started."""


_LATER = {"accepted_lines"}
"""Fields of a problem that came later; where they hold nothing, fingerprints stay as they were."""


def rung_hashes(
    ladder: Ladder, rungs: Sequence[int], backwards: bool = False
) -> list[tuple[int, str]]:
    """Every rung that is looked at with a hash of some problems, their answers and views.

    Args:
        ladder: The family.
        rungs: Which are looked at.
        backwards: Draw the last problem first.
    """
    places = [(rung, split, index) for rung in rungs for split in SPLITS for index in range(_EACH)]
    drawn = {}
    for rung, split, index in reversed(places) if backwards else places:
        problem = ladder.problem(rung, split, index)
        views = [view.question for view in ladder.views(problem.question, 3)]
        held = [(one.name, getattr(problem, one.name)) for one in fields(Problem)]
        told = [value for name, value in held if value or name not in _LATER]
        drawn[rung, split, index] = f"{told!r} {views!r}"
    return [
        (rung, f"{stable_hash(*(drawn[place] for place in places if place[0] == rung)):016x}")
        for rung in rungs
    ]


def pure(ladder: Ladder, there: Elsewhere, rungs: Sequence[int]) -> Iterator[str]:
    """See that another process draws the same problems.

    Args:
        ladder: The family.
        there: The same in the other process.
        rungs: Which are looked at.
    """
    told = _started("hashes", there, rungs)
    if isinstance(told, str):
        yield f"No problem is drawn in a new process ({told}): let the family need nothing else."
        return
    for (rung, here), (_, elsewhere) in zip(rung_hashes(ladder, rungs), told, strict=True):
        if here != elsewhere:
            yield (
                f"Rung {rung} has other problems in another process: draw from the SeededRandom "
                "that is handed in, keep nothing from draw to draw, and order no set."
            )


def survives_there(there: Elsewhere, rungs: Sequence[int]) -> Iterator[str]:
    """See in another process that hostile texts do no harm.

    Args:
        there: The ladder in that process.
        rungs: Which are looked at.
    """
    told = _started("hostile", there, rungs)
    if isinstance(told, str):
        yield f"Reading hostile texts failed ({told}): let answer_to end on any text."
    else:
        yield from (str(one) for one in told)


def _started(part: str, there: Elsewhere, rungs: Sequence[int]) -> list[Any] | str:
    """What a new process says, or why it says nothing."""
    name, data, python = there
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    environment = os.environ | {"PYTHONHASHSEED": seed}
    if python == sys.executable:  # another Python has packages of its own
        environment["PYTHONPATH"] = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    asked = [part, name, ",".join(map(str, rungs)), *([] if data is None else [str(data)])]
    command = [python, "-P", "-m", __name__, *asked]
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"no end after {_SECONDS} s"
    except OSError as error:
        return f"{python}: {error.strerror}"
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1][:200]
    told: list[Any] = json.loads(done.stdout)
    return told


def main() -> None:
    """Do one part and print what it found, as JSON."""
    part, name, numbers, *folder = sys.argv[1:]
    rungs = [int(number) for number in numbers.split(",")]
    ladder = load_ladder(name, Path(folder[0]) if folder else None)
    if part == "hashes":
        print(json.dumps(rung_hashes(ladder, rungs, backwards=True)))
    else:
        print(json.dumps([*islice(survives(ladder, rungs), MOST_TOLD)]))


if __name__ == "__main__":
    main()
