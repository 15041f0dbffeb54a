"""Scores a model turn by turn: what came of each of its turns is told before the next.

lm-eval asks once for each document, so this is a scorer of its own, for ladders that are played in
turns (``Ladder.dialogue``). What it gives has the form of lm-eval's scores, so that all that comes
after a score reads both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from saturate.config.fields import PlayMode
from saturate.errors import SaturateError
from saturate.ladder import Ladder, Problem
from saturate.models import Decoding, Progress, Sampler
from saturate.models.prompting import Prompter
from saturate.registry import load_ladder
from saturate.scoring.rungs import (
    FLEXIBLE,
    STRICT,
    ItemScore,
    RungTask,
    Scored,
    nothing_fits,
    score_rungs,
)
from saturate.task_yamls.documents import build, distinct_problems
from saturate.voting import playing


class Episode(NamedTuple):
    """One problem as a model played it."""

    problem: Problem
    said: list[str]
    """What the model wrote, turn by turn."""
    results: tuple[str, ...]
    """What came of each turn with a call."""
    answer: str | None
    finished: bool
    """Whether it was ended, and not stopped or cut off."""
    tokens: int
    """Tokens generated."""

    @property
    def right(self) -> bool:
        """Whether all is carried out."""
        return self.problem.is_right(self.answer)

    def to_row(self) -> dict[str, Any]:
        """It as JSON, as samples are kept."""
        return {
            "rung": self.problem.rung,
            "key": self.problem.key,
            "question": self.problem.question,
            "said": self.said,
            "results": self.results,
            "answer": self.answer,
            "target": self.problem.answer,
            "right": self.right,
            "finished": self.finished,
        }


def play(
    sampler: Sampler,
    ladder: Ladder,
    problems: Sequence[Problem],
    bare: bool,
    progress: Progress | None = None,
    max_new_tokens: int = playing.TURN_TOKENS,
) -> list[Episode]:
    """Let a model play problems to their ends, greedily.

    Args:
        sampler: The model.
        ladder: Whose problems they are.
        problems: What to play.
        bare: Whether the model reads bare questions and takes no instruction.
        progress: Told of every problem that is over.
        max_new_tokens: Room for a turn.

    Raises:
        SaturateError: The ladder is not played turn by turn.
    """
    check_played(ladder)
    decoding = Decoding(max_new_tokens=max_new_tokens, stop=ladder.describe().stop)
    prompter = Prompter(ladder, sampler, bare, by_turns=True)
    questions = [problem.question for problem in problems]
    plays = playing.play(sampler, prompter, questions, decoding, progress)
    return [
        Episode(
            problem,
            one.said,
            one.results,
            one.answer,
            one.finished,
            one.tokens,
        )
        for problem, one in zip(problems, plays, strict=True)
    ]


def check_played(ladder: Ladder) -> None:
    """See that a ladder is played turn by turn.

    Raises:
        SaturateError: It is not.
    """
    info = ladder.describe()
    if not info.turns:
        raise SaturateError(
            f"Ladder {info.name} is answered at once, not turn by turn; tools-json is one that is "
            "played."
        )


Scorer = Callable[[Sampler, Sequence[RungTask], int, Progress | None], Scored]


def scorer_of(mode: PlayMode) -> Scorer:
    """What scores rungs: lm-eval, or, of ladders that are played, play by turns."""
    return _score_plays if mode == "turns" else score_rungs


def _score_plays(
    sampler: Sampler, tasks: Sequence[RungTask], max_new_tokens: int, progress: Progress | None
) -> Scored:
    """Score rungs by turns; ladders that are not played are scored by lm-eval.

    Raises:
        SaturateError: No item of a rung fits into the model's context.
    """
    played = [task for task in tasks if load_ladder(task.ladder).describe().turns]
    others = [task for task in tasks if task not in played]
    scored = score_rungs(sampler, others, max_new_tokens, progress)
    return _joined([scored, *(_score_play(sampler, t, max_new_tokens, progress) for t in played)])


def _score_play(
    sampler: Sampler, task: RungTask, max_new_tokens: int, progress: Progress | None
) -> Scored:
    ladder = load_ladder(task.ladder, None if task.data is None else Path(task.data))
    wanted = task.skip + task.items
    problems = distinct_problems(ladder, task.rung, task.split, wanted, task.seed)[task.skip :]
    bare = not task.instructed
    prompter = Prompter(ladder, sampler, bare, by_turns=True)
    first = [prompter.prompt(problem.question) for problem in problems]
    fits = sampler.fits(first, Decoding(max_new_tokens=max_new_tokens))
    held = [problem for problem, fit in zip(problems, fits, strict=True) if fit]
    if not held:
        raise nothing_fits(task.name)
    episodes = play(sampler, ladder, held, bare, progress, max_new_tokens)
    items = [ItemScore(one.problem.key, one.right) for one in episodes]
    share = sum(item.right for item in items) / len(items)
    return Scored(
        strict={task.name: items},
        flexible={task.name: items},
        samples={task.name: _samples(task, episodes)},
        tokens=sum(one.tokens for one in episodes),
        metrics={task.name: {f"exact_match,{kind}": share for kind in (STRICT, FLEXIBLE)}},
        shots={task.name: 0},
        left_out={task.name: len(problems) - len(held)},
        guessed={},
    )


def _samples(task: RungTask, episodes: Sequence[Episode]) -> list[dict[str, Any]]:
    """Rows that hold documents as lm-eval's do, and what was said instead of its responses."""
    wanted = task._asdict() | {"size": task.items}
    documents = {row["key"]: row for row in build(**wanted)["test"]}
    rows = []
    for episode in episodes:
        row = episode.to_row()
        document = documents[row.pop("key")]
        del row["rung"], row["question"]
        rows.append({"doc": document, "filter": STRICT, **row})
    return rows


def _joined(parts: Sequence[Scored]) -> Scored:
    """Several evaluations as one."""
    joined: dict[str, Any] = {"tokens": sum(part.tokens for part in parts)}
    for field in set(Scored._fields) - {"tokens"}:
        joined[field] = {name: own for part in parts for name, own in getattr(part, field).items()}
    return Scored(**joined)
