"""Draws several answers to some scored items, so that a run knows more of a model than greedy ones.

The items are the first of those that every round scores, on the rungs around the first one to
label, where the base model is right sometimes. The base model and every arm at its end are asked
the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder, stable_hash
from saturate.models import Decoding, Progress
from saturate.storage.layout import StageName
from saturate.task_yamls.documents import distinct_problems
from saturate.voting.ballots import VoterModel
from saturate.voting.majority import vote
from saturate.voting.playing import play
from saturate.voting.room import as_asked, have_room

DRAWS = 8
"""Answers to each item."""
_RUNGS = 4
_ITEMS = 25
"""Items of a rung; 4 rungs of 25 items with 8 answers each are a small part of what a run asks."""


def sampled_rungs(config: RunConfig) -> list[int]:
    """Scored rungs around the first one to label: the last known one and three from there on."""
    low, high = config.score_rungs
    middle = config.start_rung + (_RUNGS - 2) / 2 - 0.5
    return sorted(sorted(range(low, high + 1), key=lambda rung: abs(rung - middle))[:_RUNGS])


def items_of_rung(config: RunConfig) -> int:
    """Items of each of these rungs."""
    return min(_ITEMS, config.full_items)


class DrawnAnswers(NamedTuple):
    """What was drawn."""

    rows: list[dict[str, Any]]
    """An item each: rung, key, answers, completions."""
    summary: dict[str, Any]
    """``k``, ``temperature``, and ``items`` by rung: key, right answers, whether they win."""
    tokens: int
    """Tokens generated."""


def draw_answers(
    ladder: Ladder,
    voter: VoterModel,
    config: RunConfig,
    expect: Callable[[int], None],
    progress: Progress,
) -> DrawnAnswers:
    """Draw the answers, and count how many of them are right by item.

    Args:
        ladder: The run's ladder.
        voter: The model.
        config: Seed, temperature, longest completion, which rungs.
        expect: Told how many answers will be drawn.
        progress: Told of every answer.
    """
    rungs = sampled_rungs(config)
    count = items_of_rung(config)
    problems = [p for rung in rungs for p in distinct_problems(ladder, rung, "score", count)]
    views = [as_asked(ladder, problem.question) for problem in problems]
    room = have_room(ladder, *voter, views, config.max_new_tokens)
    problems = [problem for problem, fits in zip(problems, room, strict=True) if fits]
    expect(len(problems) * DRAWS)
    decoding = Decoding(
        n=DRAWS,
        temperature=config.temperature,
        seed=stable_hash(StageName.SAMPLED, config.seed) % 2**31,
        max_new_tokens=config.max_new_tokens,
        stop=ladder.describe().stop,
    )
    draw = _play if voter.prompter.by_turns else _complete
    drawn = draw(ladder, voter, [problem.question for problem in problems], decoding, progress)
    answers = [[one.answer for one in row] for row in drawn]
    rows = [
        {
            "rung": problem.rung,
            "key": problem.key,
            "answers": read,
            "completions": [one.text for one in row],
        }
        for problem, read, row in zip(problems, answers, drawn, strict=True)
    ]
    items_by_rung: dict[int, list[tuple[str, int, bool]]] = {rung: [] for rung in rungs}
    for problem, read in zip(problems, answers, strict=True):
        right = sum(map(problem.is_right, read))
        won = problem.is_right(vote(read).winner)
        items_by_rung[problem.rung].append((problem.key, right, won))
    summary = {"k": DRAWS, "temperature": config.temperature, "items": items_by_rung}
    return DrawnAnswers(rows, summary, sum(one.tokens for row in drawn for one in row))


class _Draw(NamedTuple):
    text: str
    answer: str | None
    tokens: int


def _complete(
    ladder: Ladder,
    voter: VoterModel,
    questions: Sequence[str],
    decoding: Decoding,
    progress: Progress,
) -> list[list[_Draw]]:
    prompts = [voter.prompter.prompt(question) for question in questions]
    return [
        [
            _Draw(c.text, ladder.answer_to(question, c.text) if c.finished else None, c.tokens)
            for c in row
        ]
        for question, row in zip(
            questions, voter.sampler.complete(prompts, decoding, progress), strict=True
        )
    ]


def _play(
    ladder: Ladder,
    voter: VoterModel,
    questions: Sequence[str],
    decoding: Decoding,
    progress: Progress,
) -> list[list[_Draw]]:
    asked = [question for question in questions for _ in range(decoding.n)]
    draws = [
        _Draw("\n".join(one.said), one.answer if one.finished else None, one.tokens)
        for one in play(*voter, asked, decoding._replace(n=1), progress)
    ]
    return [draws[i : i + decoding.n] for i in range(0, len(draws), decoding.n)]
