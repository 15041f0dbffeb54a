"""Checks for collapse without gold: does a newly trained model still answer as it was taught?

Before and after a round's training the model answers, greedily, the same prompts that it was
trained on in this and earlier rounds. Those of this round belong to it, as the model agreed with
most of them before: training that spoils them is no gain. Answers that were as taught before and
are no longer are *lost*, the other way round *won*; an exact sign test (McNemar) says whether more
were lost than won by chance. ``docs/collapse.md`` has what this and other signs told in runs that
climbed and that collapsed.
Mistakes that a model repeats faithfully are not seen here; the length trend
(:mod:`saturate.voting.length_filter`) is there for those.

On an alarm the arm goes back to the model, labels and position of its last round without one, and
takes one rung at a time; after :data:`MAX_ALARMS` alarms in a row it stops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb
from typing import NamedTuple

from saturate.config.arms import Arm
from saturate.ladder import SeededRandom
from saturate.models import Decoding
from saturate.rounds.context import RunContext, StageWork
from saturate.rounds.state import ArmState, ModelRef
from saturate.storage.files import must_read_json, write_json
from saturate.storage.layout import SUMMARY, Place, StageName
from saturate.training.replay import Pair, highest_rungs, merge
from saturate.voting.choices import likeliest

MAX_ALARMS = 2
"""Alarms in a row after which an arm stops."""
_RISK = 0.01
"""A round is undone where chance alone would lose so many answers less often than this."""
_RUNGS = 6
"""Highest rungs that are asked about: those learned last go first."""
_PAIRS = 40
"""Prompts asked on each of them."""
MAX_ASKED = _RUNGS * _PAIRS
"""Most prompts of one check."""


class CollapseCheck(NamedTuple):
    """What a check saw."""

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


def check_collapse(
    context: RunContext, arm: Arm, place: Place, before: ArmState, after: ArmState
) -> bool:
    """Whether a round made an arm answer otherwise than it was taught, so that it is undone.

    Arms that do not vote are not checked, nor is a round without training.
    """
    if not arm.votes or not context.config.rollback or after.models == before.models:
        return False
    stage = context.stage(
        place,
        StageName.WATCH,
        [[model.digest for model in (*before.models, *after.models)], after.upstream],
        lambda work: compare_models(context, place, before, after, work),
    )
    check = CollapseCheck(**must_read_json(stage.path / SUMMARY))
    if check.alarm:
        context.display.note(
            f"{arm}, round {place.number}: {check.lost} of {check.asked} answers are no longer "
            f"as taught ({check.won} are again); back to what it was before this round"
        )
    return check.alarm


def compare_models(
    context: RunContext, place: Place, before: ArmState, after: ArmState, work: StageWork
) -> None:
    """Ask every lineage's model before and after a round what it was taught; write the counts."""
    config, ladder = context.config, context.ladder
    asked = _choose(merge([context.seed_data(), *after.earlier]), config.seed, place.number)
    decoding = Decoding(max_new_tokens=config.max_new_tokens, stop=ladder.describe().stop)
    taught = [ladder.extract(pair.completion) for pair in asked]

    def as_taught(model: ModelRef) -> list[bool]:
        sampler = context.opened(model).sampler
        if ladder.describe().choices:
            return likeliest(sampler, asked, work.progress.done)
        answers = sampler.complete([pair.prompt for pair in asked], decoding, work.progress.done)
        work.clock.add("tokens", sum(completion.tokens for (completion,) in answers))
        return [
            completion.finished and ladder.extract(completion.text) == told
            for told, (completion,) in zip(taught, answers, strict=True)
        ]

    trained = [(a, b) for a, b in zip(before.models, after.models, strict=True) if a != b]
    work.progress.expect(2 * len(asked) * len(trained))
    lost = won = 0
    for old, new in trained:
        for was, still in zip(as_taught(old), as_taught(new), strict=True):
            lost += was and not still
            won += still and not was
    check = CollapseCheck(len(asked) * len(trained), lost, won)
    write_json(work.out / SUMMARY, check._asdict())


def _choose(learned: Mapping[int, Sequence[Pair]], seed: int, number: int) -> list[Pair]:
    rng = SeededRandom("watch", seed, number)
    return [
        pair
        for rung in highest_rungs(learned, _RUNGS)
        for pair in rng.sample(learned[rung], min(_PAIRS, len(learned[rung])))
    ]
