"""What would the watch see on the rungs below those that it asks about?

Usage: python tests/benchmarks/watch_below.py RUN...

For every round of a run's voted arm the models before and after it answer prompts that were taught,
spread over all rungs but the six highest: answers lost and won, as in
:mod:`saturate.rounds.collapse`. Rungs are named where more than three answers were lost.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from saturate.config.held_settings import remembered
from saturate.ladder import Ladder, SeededRandom
from saturate.models import Decoding, Sampler
from saturate.rounds.context import RunContext
from saturate.stats.forgetting import CollapseCheck
from saturate.storage.files import must_read_json, read_rows
from saturate.storage.layout import LABELS, MODEL, SUMMARY, StageName
from saturate.storage.stages import RunFolder
from saturate.training.replay import Pair, PairsByRung, highest_rungs, merge
from saturate.voting.labelled import LabelledProposal, pairs_by_rung

_PROMPTS = 120
_WATCHED = 6
"""Highest rungs, which the watch itself asks about."""
_NAMED = 3


def main(folder: Path) -> None:
    """Print lost and won answers of every round."""
    config = remembered(must_read_json(folder / "run.json"))
    unseen: Any = None
    context = RunContext(config, RunFolder(folder, warn=print), display=unseen)
    now = context.base_models()[0]
    learned = context.seed_data()
    decoding = Decoding(max_new_tokens=config.max_new_tokens)
    shown = []
    for place in sorted((folder / "voted").glob("[0-9]*")):
        newest = pairs_by_rung(map(LabelledProposal.from_row, read_rows(place / "label" / LABELS)))
        trained = place / "train-0" / MODEL
        if not newest or not trained.exists():
            shown.append("-")
            continue
        after = now._replace(path=str(trained), digest=str(trained))
        tried = merge([learned, newest])
        asked = _below(tried, config.seed, int(place.name))
        kept = [
            _kept(
                context.ladder, context.opened(model).sampler, [pair for _, pair in asked], decoding
            )
            for model in (now, after)
        ]
        lost = sorted({rung for (rung, _), was, still in zip(asked, *kept) if was and not still})
        count = sum(was and not still for was, still in zip(*kept))
        won = sum(still and not was for was, still in zip(*kept))
        shown.append(f"{count}/{won}" + (f" (rungs {lost})" if count > _NAMED else ""))
        watch = place / StageName.WATCH / SUMMARY
        if not (watch.exists() and CollapseCheck.from_summary(must_read_json(watch)).alarm):
            now, learned = after, tried
    print(f"{folder.name}: {', '.join(shown)}", flush=True)


def _below(learned: PairsByRung, seed: int, number: int) -> list[tuple[int, Pair]]:
    rng = SeededRandom("watch below", seed, number)
    rungs = sorted(set(learned) - set(highest_rungs(learned, _WATCHED)))
    each = max(1, _PROMPTS // len(rungs))
    return [
        (rung, pair)
        for rung in rungs
        for pair in rng.sample(learned[rung], min(each, len(learned[rung])))
    ]


def _kept(
    ladder: Ladder, sampler: Sampler, asked: Sequence[Pair], decoding: Decoding
) -> list[bool]:
    """Which answers are as taught."""
    answers = sampler.complete([pair.prompt for pair in asked], decoding)
    return [
        one.finished and ladder.extract(one.text) == ladder.extract(pair.completion)
        for pair, (one,) in zip(asked, answers, strict=True)
    ]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        main(Path(name))
