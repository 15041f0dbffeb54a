"""Draws several answers to some scored items, so that a run knows more of a model than greedy ones.

The items are the first of those that every round scores, on the rungs around the first one to
label, where the base model is right sometimes. The base model and every arm at its end are asked
the same ones.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from saturate.asking import Member
from saturate.config import RunConfig
from saturate.ladder import Ladder, stable_hash
from saturate.sampling import Decoding
from saturate.sampling.base import Progress
from saturate.store import COST, Clock, write_json, write_rows
from saturate.task_yamls.documents import distinct_problems
from saturate.voting import vote

SAMPLED = "sampled"
"""Name of the stage."""
SUMMARY = "summary.json"
ANSWERS = "answers.jsonl"
SETTINGS = {
    "ladder", "seed", "temperature", "max_new_tokens", "score_items", "score_rungs", "start_rung",
}  # fmt: skip
"""What the answers depend on, the model apart."""
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


def sampled_stage(
    out: Path,
    *,
    ladder: Ladder,
    member: Member,
    config: RunConfig,
    total: Callable[[int], None],
    done: Progress,
) -> None:
    """Draw the answers, and write them with how many of them are right by item."""
    clock = Clock()
    rungs = sampled_rungs(config)
    items = min(_ITEMS, config.full_items)
    problems = [p for rung in rungs for p in distinct_problems(ladder, rung, "score", items)]
    with clock.time("seconds"):
        total(len(problems) * DRAWS)
        decoding = Decoding(
            n=DRAWS,
            temperature=config.temperature,
            seed=stable_hash(SAMPLED, config.seed) % 2**31,
            max_new_tokens=config.max_new_tokens,
        )
        prompts = [member.prompter.prompt(problem.question) for problem in problems]
        rows = member.sampler.complete(prompts, decoding, done)
    clock.add("tokens", sum(one.tokens for row in rows for one in row))
    answers = [[ladder.extract(one.text) if one.finished else None for one in row] for row in rows]
    write_rows(
        out / ANSWERS,
        (
            {
                "rung": p.rung,
                "key": p.key,
                "answers": read,
                "completions": [one.text for one in row],
            }
            for p, read, row in zip(problems, answers, rows, strict=True)
        ),
    )
    items_by_rung: dict[int, list[tuple[str, int, bool]]] = {rung: [] for rung in rungs}
    for problem, read in zip(problems, answers, strict=True):
        right = sum(answer == problem.answer for answer in read)
        won = vote(read).winner == problem.answer
        items_by_rung[problem.rung].append((problem.key, right, won))
    held = {"k": DRAWS, "temperature": config.temperature, "items": items_by_rung}
    write_json(out / SUMMARY, held)
    write_json(out / COST, clock.spent)
