"""Watches for collapse without gold: does a newly trained model still answer as it was taught?

After every training the model answers, greedily, some prompts that it was trained on in earlier
rounds. An answer that differs from the one it was taught is a *flip*. In runs that climbed, at most
7 % of such answers flipped in any round; in collapses 12 to 83 %. Two other signs were measured on
the same runs and told nothing: the likelihood of held-out seed data, and the diversity of the
winning answers. Mistakes that a model repeats faithfully don't flip; the length trend
(:mod:`saturate.filters`) is there for those.

On an alarm the arm goes back to the model, labels and pace of its last round without one, and
takes one rung at a time; after :data:`STRIKES` alarms in a row it stops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from saturate.config import RunConfig
from saturate.ladder import Dice, Ladder
from saturate.sampling import Decoding, Sampler
from saturate.stages import SUMMARY, Ticks
from saturate.store import COST, Clock, write_json
from saturate.training import Pair

STRIKES = 2
"""Alarms in a row after which an arm stops."""
_MOST_FLIPS = 0.125
"""A round with a larger share of flips is undone."""
_RUNGS = 6
"""Highest rungs that are asked about: those learned last go first."""
_PAIRS = 20
"""Prompts asked on each of them."""


class Watched(NamedTuple):
    """What a watch saw."""

    flips: int
    asked: int

    @property
    def alarm(self) -> bool:
        """Whether the round is to be undone."""
        return self.flips > _MOST_FLIPS * self.asked


def watch_stage(
    out: Path,
    *,
    ladder: Ladder,
    samplers: Sequence[Sampler],
    learned: Mapping[int, Sequence[Pair]],
    config: RunConfig,
    number: int,
    ticks: Ticks,
) -> None:
    """Ask the newly trained models what they were taught before this round.

    Args:
        out: Where the counts go.
        ladder: Reads answers.
        samplers: The models, one for each lineage.
        learned: Pairs by rung: seed data and the labels of earlier rounds.
        config: Seed and longest completion.
        number: The round.
        ticks: Told of every answer.
    """
    clock = Clock()
    asked = _choose(learned, config.seed, number)
    decoding = Decoding(max_new_tokens=config.max_new_tokens)
    flips = tokens = 0
    with clock.time("seconds"):
        ticks.total(len(asked) * len(samplers))
        for sampler in samplers:
            answers = sampler.complete([pair.prompt for pair in asked], decoding, ticks.done)
            for pair, (completion,) in zip(asked, answers, strict=True):
                told = ladder.extract(completion.text) if completion.finished else None
                flips += told != ladder.extract(pair.completion)
                tokens += completion.tokens
    clock.add("tokens", tokens)
    write_json(out / SUMMARY, Watched(flips, len(asked) * len(samplers))._asdict())
    write_json(out / COST, clock.spent)


def _choose(learned: Mapping[int, Sequence[Pair]], seed: int, number: int) -> list[Pair]:
    dice = Dice("watch", seed, number)
    top = sorted(rung for rung in learned if learned[rung])[-_RUNGS:]
    return [
        pair for rung in top for pair in dice.sample(learned[rung], min(_PAIRS, len(learned[rung])))
    ]
