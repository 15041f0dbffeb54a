"""What guesses among the options of scored items would be worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from saturate.ladder import Ladder
from saturate.task_yamls.documents import distinct_problems


def guessed_shares(ladder: Ladder, rungs: Iterable[int], items: int) -> dict[int, float]:
    """Share of a rung's items on which an option drawn blindly is right, by rung.

    Args:
        ladder: Whose items.
        rungs: Which rungs.
        items: How many items of each are scored.

    Returns:
        Shares between 0 and 1; without the rungs whose answers are free.
    """
    found = {}
    for rung in rungs:
        if not ladder.problem(rung, "score", 0).choices:
            continue  # rungs of free answers may take long to draw
        shares = [
            sum(map(problem.is_right, problem.choices)) / max(1, len(problem.choices))
            for problem in distinct_problems(ladder, rung, "score", items)
        ]
        found[rung] = sum(shares) / len(shares)
    return found


def task_guesses(task: Any, rows: Sequence[Mapping[str, Any]]) -> float:
    """The same of a task of lm-eval, over the items that were scored.

    Args:
        task: lm-eval's object, of multiple choice.
        rows: Its samples, as many of each item; at least one.
    """
    options = [max(1, len(task.doc_to_choice(row["doc"]))) for row in rows]
    return sum(1 / count for count in options) / len(options)
