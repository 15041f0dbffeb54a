"""Checks for collapse without gold: does a newly trained model still answer what it could?

Before and after a round's training the model answers, greedily, the same prompts that it was
trained on in this and earlier rounds. Those of this round belong to it, as the model agreed with
most of them before: training that spoils them is no gain. Answers that were as taught before and
are no longer are *lost*, the other way round *won*. Rungs that the model reads and was never taught
are asked by vote, before and after (:mod:`saturate.voting.retention`). An exact sign test says
whether more were lost than won by chance, on what was taught or on any of these rungs.
``docs/collapse.md`` has what this and other signs told in runs that climbed and that collapsed.
Mistakes that a model repeats faithfully are not seen here; the length trend
(:mod:`saturate.voting.length_filter`) is there for those.

On an alarm the arm goes back to the model, labels and position of its last round without one,
takes one rung at a time and trains at half the rate from then on; after :data:`MAX_ALARMS` alarms
in a row it stops.
"""

from __future__ import annotations

from collections.abc import Iterable

from saturate.config.arms import Arm
from saturate.models import Decoding
from saturate.rounds.context import RunContext, StageWork
from saturate.rounds.state import ArmState, ModelRef
from saturate.stats.forgetting import CollapseCheck
from saturate.storage.files import must_read_json, write_json
from saturate.storage.layout import SUMMARY, Place, StageName
from saturate.training.replay import merge
from saturate.voting.retention import (
    PROMPTS,
    VotedRung,
    as_taught,
    taught_prompts,
    untaught_rungs,
    vote_on,
)

MAX_ALARMS = 2
"""Alarms in a row after which an arm stops."""


def check_collapse(
    context: RunContext, arm: Arm, place: Place, before: ArmState, after: ArmState
) -> bool:
    """Whether a round made an arm answer otherwise than it could, so that it is undone.

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
    check = CollapseCheck.from_summary(must_read_json(stage.path / SUMMARY))
    if check.alarm:
        slower = ", and on at half the learning rate" if after.upstream != before.upstream else ""
        context.display.note(
            f"{arm}, round {place.number}: {check}; back to what it was before{slower}"
        )
    return check.alarm


def compare_models(
    context: RunContext, place: Place, before: ArmState, after: ArmState, work: StageWork
) -> None:
    """Ask the models of before and after a round what they were taught and what they read.

    Writes the counts. All is asked of the models of before first, as few are open at once.
    """
    config, ladder = context.config, context.ladder
    learned = merge([context.seed_data(), *after.earlier])
    asked = taught_prompts(learned, config.seed, place.number)
    decoding = Decoding(max_new_tokens=config.max_new_tokens, stop=ladder.describe().stop)
    lineages = enumerate(zip(before.models, after.models, strict=True))
    trained = [(lineage, old, new) for lineage, (old, new) in lineages if old != new]
    work.progress.expect(2 * len(asked) * len(trained))

    def kept(models: Iterable[tuple[int, ModelRef]]) -> list[bool]:
        found = []
        for lineage, model in models:
            sampler, own = context.opened(model).sampler, [pair.of(lineage) for pair in asked]
            answers, tokens = as_taught(
                ladder, sampler, own, decoding, work.progress.done, config.by_turns
            )
            work.clock.add("tokens", tokens)
            found += answers
        return found

    def voted(state: ArmState, rung: int) -> VotedRung:
        work.progress.expect(PROMPTS * config.voters.seats)
        voters = [context.voter(model) for model in state.models]
        found = vote_on(ladder, rung, voters, config, place.number, work.progress.done)
        work.clock.add("tokens", found.tokens)
        return found

    was, read, top = kept((lineage, old) for lineage, old, _ in trained), [], before.position.top
    reinforced = after.upstream == before.upstream
    for rung in untaught_rungs(learned, ladder.describe(), top, beyond=reinforced):
        vote = voted(before, rung)
        if vote.read:
            read.append(vote)
        elif rung > top:
            break
    still = kept((lineage, new) for lineage, _, new in trained)
    changed = [vote.change(voted(after, vote.rung)) for vote in read]
    lost = sum(a and not b for a, b in zip(was, still, strict=True))
    won = sum(b and not a for a, b in zip(was, still, strict=True))
    check = CollapseCheck(len(was), lost, won, changed)
    write_json(work.out / SUMMARY, check.to_summary())
