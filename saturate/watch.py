"""Watches for collapse without gold: does a newly trained model still answer as it was taught?

Before and after a round's training the model answers, greedily, the same prompts that it was
trained on in this and earlier rounds. Those of this round belong to it, as the model agreed with
most of them before: training that spoils them is no gain. Answers that were as taught before and
are no longer are *lost*, the other way round *won*; an exact sign test (McNemar) says whether more
were lost than won by chance. ``docs/collapse.md`` has what this and other signs told in runs that
climbed and that collapsed.
Mistakes that a model repeats faithfully are not seen here; the length trend
(:mod:`saturate.filters`) is there for those.

On an alarm the arm goes back to the model, labels and pace of its last round without one, and
takes one rung at a time; after :data:`STRIKES` alarms in a row it stops.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import comb
from pathlib import Path
from typing import NamedTuple

from saturate.config import RunConfig
from saturate.corpus import highest_rungs
from saturate.ladder import Dice, Ladder
from saturate.lineage import Trained
from saturate.sampling import Decoding, Sampler
from saturate.stages import SUMMARY, Ticks
from saturate.store import COST, Clock, write_json
from saturate.training import Pair

STRIKES = 2
"""Alarms in a row after which an arm stops."""
_RISK = 0.01
"""A round is undone where chance alone would lose so many answers less often than this."""
_RUNGS = 6
"""Highest rungs that are asked about: those learned last go first."""
_PAIRS = 40
"""Prompts asked on each of them."""
ASKED = _RUNGS * _PAIRS
"""Most prompts of one watch."""


class Watched(NamedTuple):
    """What a watch saw."""

    asked: int
    lost: int
    """Answers that were as taught before the round and are not any more."""
    won: int
    """Answers that are as taught since the round."""

    @property
    def alarm(self) -> bool:
        """Whether the round is to be undone."""
        changed = self.lost + self.won
        as_many = sum(comb(changed, k) for k in range(self.lost, changed + 1))
        return as_many < _RISK * (1 << changed)


def watch_stage(
    out: Path,
    *,
    ladder: Ladder,
    models: Sequence[tuple[Trained, Trained]],
    load: Callable[[Trained], Sampler],
    learned: Mapping[int, Sequence[Pair]],
    config: RunConfig,
    number: int,
    ticks: Ticks,
) -> None:
    """Ask every lineage's model before and after a round what it was taught.

    Args:
        out: Where the counts go.
        ladder: Reads answers.
        models: Before and after, for each lineage.
        load: Loads a model; one at a time is asked.
        learned: Pairs by rung: seed data and the labels of all rounds, this one's too.
        config: Seed and longest completion.
        number: The round.
        ticks: Told of every answer.
    """
    clock = Clock()
    asked = _choose(learned, config.seed, number)
    decoding = Decoding(max_new_tokens=config.max_new_tokens)
    taught = [ladder.extract(pair.completion) for pair in asked]
    lost = won = tokens = 0

    def kept(model: Trained) -> list[bool]:
        """Which answers are as taught."""
        nonlocal tokens
        answers = load(model).complete([pair.prompt for pair in asked], decoding, ticks.done)
        tokens += sum(completion.tokens for (completion,) in answers)
        return [
            completion.finished and ladder.extract(completion.text) == told
            for told, (completion,) in zip(taught, answers, strict=True)
        ]

    with clock.time("seconds"):
        ticks.total(2 * len(asked) * len(models))
        for before, after in models:
            for was, still in zip(kept(before), kept(after), strict=True):
                lost += was and not still
                won += still and not was
    clock.add("tokens", tokens)
    write_json(out / SUMMARY, Watched(len(asked) * len(models), lost, won)._asdict())
    write_json(out / COST, clock.spent)


def _choose(learned: Mapping[int, Sequence[Pair]], seed: int, number: int) -> list[Pair]:
    dice = Dice("watch", seed, number)
    return [
        pair
        for rung in highest_rungs(learned, _RUNGS)
        for pair in dice.sample(learned[rung], min(_PAIRS, len(learned[rung])))
    ]
