"""What voting can win, as far as the base model can tell before a run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from saturate.analysis.changes import change
from saturate.analysis.evidence import Items
from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder
from saturate.models.loading import Loaded
from saturate.models.prompting import Prompter
from saturate.models.transformers import TransformersSampler
from saturate.results.text import percent_text
from saturate.stats.clusters import Clusters
from saturate.stats.intervals import LEVEL, Count, Interval, change_interval
from saturate.voting.ballots import VoterModel
from saturate.voting.majority import vote, votes_needed
from saturate.voting.poll import ask
from saturate.voting.proposals import Proposal

_RUNG_ITEMS = 16
"""Problems of a rung."""
_MIN_ITEMS = 4
"""With fewer problems of a rung, none is asked."""
_MAX_SECONDS = 10.0
_BARE_MAJORITY = 0.5


class Prospect(NamedTuple):
    """A vote beside single ballots, on problems that the run neither labels nor scores."""

    rungs: list[int]
    problems: int
    avg_at_1: float
    """Share of right ballots."""
    maj_at_k: float
    """Share of right winners; a tie is wrong."""
    wins: Interval
    """The second minus the first."""
    first_votes: list[tuple[int, str]]
    """On each problem of the first rung, votes of the winner, 0 for a tie, and what the problem was
    made from."""


def prospect(
    loaded: Loaded, ladder: Ladder, config: RunConfig, tokens_a_second: float
) -> Prospect | None:
    """Let the run's own voters answer a few problems of the first rungs to label.

    maj@K minus avg@1 of the base model bounds what a vote adds before any training; where it is
    nothing, labels are no better than single answers (Shafayat et al. 2025, arXiv 2505.21444, on
    the gap between majority and mean). The problems are of the train split, so that no proposal's
    gold answer is opened and no scored item is read.

    Args:
        loaded: The base model.
        ladder: The run's ladder.
        config: The run's settings.
        tokens_a_second: How fast the model generates.

    Returns:
        ``None`` where it would take more than ten seconds, and where voters are several models.
    """
    last = ladder.describe().last
    rungs = [config.start_rung]
    if last is None or config.start_rung < last:
        rungs.append(config.start_rung + 1)
    solution = loaded.tokenizer(ladder.problem(rungs[-1], "train", 0).solution)["input_ids"]
    longest = len(solution) if loaded.bare_prompts else config.max_new_tokens
    affordable = _MAX_SECONDS * tokens_a_second / (longest * config.voters.seats * len(rungs))
    items = min(_RUNG_ITEMS, int(affordable))
    if items < _MIN_ITEMS or config.lineages > 1 or config.voters.seats < 2:
        return None
    problems = [ladder.problem(rung, "train", index) for rung in rungs for index in range(items)]
    asked = [Proposal(p.rung, p.index, p.key, p.question) for p in problems]
    sampler = TransformersSampler(loaded)
    member = VoterModel(sampler, Prompter(ladder, sampler, loaded.bare_prompts, config.by_turns))
    rows = ask(ladder, asked, [member], config, everyone=True)
    single = [
        sum(p.is_right(ballot.answer) for ballot in row) / max(1, len(row))
        for p, row in zip(problems, rows, strict=True)
    ]
    outcomes = [vote([ballot.answer for ballot in row]) for row in rows]
    won = [float(p.is_right(one.winner)) for p, one in zip(problems, outcomes, strict=True)]
    votes = [one.votes if one.winner is not None else 0 for one in outcomes]
    sources = [p.first_source or p.key for p in problems]
    return Prospect(
        rungs,
        len(problems),
        sum(single) / len(single),
        sum(won) / len(won),
        _wins(single, won, sources),
        list(zip(votes[:items], sources[:items], strict=True)),
    )


def _wins(single: Sequence[float], won: Sequence[float], sources: Sequence[str]) -> Interval:
    """The mean difference; rungs that hold the same published items tell of them twice."""
    keys = tuple(map(str, range(len(sources))))
    before, after = (Items(keys, np.array(right), tuple(sources)) for right in (single, won))
    found = change(before, after)
    assert found is not None  # there are problems
    return change_interval(found, 1 - LEVEL)


def prospect_line(found: Prospect | None, config: RunConfig) -> str:
    """The prospect in words."""
    if found is None:
        return "Voting     what a vote can win is not known before the base model has answered"
    k, (value, low, high) = config.voters.seats, (100 * x for x in found.wins)
    rungs = " and ".join(map(str, found.rungs))
    one, several = percent_text(found.avg_at_1, 0), percent_text(found.maj_at_k, 0)
    return (
        f"Voting     a ballot is right in {one} % (avg@1), the majority of "
        f"{k} in {several} % (maj@{k}) on {found.problems} problems of rung"
        f"{'s' * (len(found.rungs) > 1)} {rungs}: a vote can win {value:+.0f} "
        f"[{low:+.0f}, {high:+.0f}] points there{_too_few(found, config)}"
    )


def _too_few(found: Prospect, config: RunConfig) -> str:
    """Says so where the first rung would get fewer labels than it takes to train on it."""
    kept, half = (_kept(found, config, share) for share in (config.agreement, _BARE_MAJORITY))
    if "vote" not in config.filters or kept.value >= config.coverage_floor:
        return ""
    value, low, high = (percent_text(share, 0) for share in kept)
    told = (
        f"; of rung {found.rungs[0]} {value} % [{low}, {high}] would be kept "
        f"({100 * config.coverage_floor:.0f} wanted), so that it may never be trained on"
    )
    floor = math.floor(10 * half.low) / 10
    if half.value <= kept.value or floor <= 0:
        return told
    lower = f" --coverage-floor {floor}" if half.low < config.coverage_floor else ""
    return f"{told}: --agreement {_BARE_MAJORITY}{lower} would keep {percent_text(half.value, 0)} %"


def _kept(found: Prospect, config: RunConfig, agreement: float) -> Interval:
    """The share of the first rung whose winner has votes enough."""
    needed = votes_needed(config.voters.seats, agreement)
    kept = Clusters((Count(votes >= needed, 1), source) for votes, source in found.first_votes)
    assert kept.share is not None  # it was asked
    return kept.share
