"""``saturate show``: problems of a rung with their solutions, to be read by people."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Annotated, Literal

from saturate.config.fields import ITEMS, SWITCH, DataFolder
from saturate.errors import SaturateError

if TYPE_CHECKING:
    from saturate.ladder import Ladder, Problem, View

_WIDTH = 96
"""Characters of a line of text, where the terminal has so many."""
_VIEWS = 7


def show(
    ladder: str,
    /,
    *,
    rung: int,
    items: Annotated[int, ITEMS] = 3,
    split: Literal["train", "vote", "score"] = "score",
    seed: int = 0,
    views: Annotated[bool, SWITCH] = False,
    benchmark_data: DataFolder | None = None,
) -> None:
    """Print problems of a rung with their worked solutions.

    Parameters
    ----------
    ladder
        Name of the ladder (saturate tasks lists them), or OPERATOR:TASK (distract:gsm8k).
    rung
        Its rung.
    items
        How many problems.
    split
        Whose problems: train, vote or score.
    seed
        Which problems; those of score and seed 0 are the ones that runs score.
    views
        Show the rewrites that voters answer as well, with their answers.
    benchmark_data
        Folder of published items, for ladders that grow out of them.
    """
    from rich.console import Console

    from saturate.cli.picture import print_picture
    from saturate.registry import load_ladder, require_rung
    from saturate.task_yamls.documents import distinct_problems

    family = load_ladder(ladder, benchmark_data)
    require_rung(family.describe(), rung)
    if items < 1 or seed < 0:
        raise SaturateError("--items must be 1 or more, and --seed 0 or more.")
    problems = distinct_problems(family, rung, split, items, seed)
    for problem in problems:
        print(f"{ladder}, rung {rung}, {split}, place {problem.index}, key {problem.key}")
        _tell("question", problem.question)
        if not all(choice in problem.question for choice in problem.choices):
            _tell("choices", "\n".join(problem.choices))
        _tell("solution", problem.solution)
        _tell("answer", problem.answer)
        if picture := family.picture(problem.question, problem.answer):
            print_picture(Console(), picture)
        if views:
            for view in family.views(problem.question, _VIEWS)[1:]:
                _tell("view", f"{view.question} -> {_answered(family, problem, view)}")
        print()
    for note in family.notes():
        print(f"Note: {note}.")
    if len(problems) < items:
        print(f"Rung {rung} holds no more than {len(problems)} different problems.")


def _answered(family: Ladder, problem: Problem, view: View) -> str:
    from saturate.checking.answers import view_answer

    answer = view_answer(family, problem, view)
    return answer if view.choices else f"{answer}, restored {view.restore(answer)}"


def _tell(title: str, text: str) -> None:
    width = min(_WIDTH, shutil.get_terminal_size((_WIDTH, 24)).columns)
    for paragraph in text.splitlines() or [""]:
        lead = f"  {title:<10}"
        blank = " " * len(lead)
        print(
            textwrap.fill(
                paragraph,
                width,
                initial_indent=lead,
                subsequent_indent=blank,
                break_long_words=False,  # a worked product is one of them
            )
        )
        title = ""
