"""Reads a round of reinforcement from its stage, and opens the gold of what it asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from saturate.analysis.sealed_gold import check_unchanged
from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder
from saturate.results.reinforcement import Reinforced
from saturate.stats.intervals import Count
from saturate.storage.files import must_read_json, read_json, read_rows
from saturate.storage.layout import ASKED, REWARDS, SUMMARY, Place, StageName
from saturate.voting.rewards import reward_split

_FIFTH = 5


def read_reinforcement(
    folder: Path, place: Place, config: RunConfig, ladder: Ladder
) -> Reinforced | None:
    """What reinforcement did in a round; ``None`` where there was none."""
    stage = folder / place.stage(StageName.REINFORCE, member=0)
    if not (stage / REWARDS).exists():
        return None
    rows = read_rows(stage / REWARDS)
    split = reward_split(config.reward)
    problems = [ladder.problem(row["rung"], split, row["index"]) for row in rows]
    for row, problem in zip(rows, problems, strict=True):
        check_unchanged(problem, row["key"])
    right = [
        Count(sum(n for answer, n in row["answers"] if problem.is_right(answer)), row["drawn"])
        for row, problem in zip(rows, problems, strict=True)
    ]
    winners = [
        problem.is_right(row["winner"])
        for row, problem in zip(rows, problems, strict=True)
        if row["winner"] is not None
    ]
    part = max(1, len(rows) // _FIFTH)
    return Reinforced(
        reward=config.reward,
        steps=must_read_json(stage / SUMMARY)["steps"],
        rungs=sorted({row["rung"] for row in rows}),
        problems=len(rows),
        left_out=(read_json(stage / ASKED) or {}).get("left_out", 0),
        drawn=sum(row["drawn"] for row in rows),
        rewarded=sum(row["rewarded"] for row in rows),
        taught=sum(_differ(row) for row in rows),
        no_majority=len(rows) - len(winners),
        winners=Count(sum(winners), len(winners)),
        right=_total(right),
        right_first=_total(right[:part]),
        right_last=_total(right[-part:]),
    )


def _differ(row: dict[str, Any]) -> bool:
    return 0 < int(row["rewarded"]) < int(row["drawn"])


def _total(counts: Sequence[Count]) -> Count:
    return Count(sum(one.right for one in counts), sum(one.total for one in counts))
