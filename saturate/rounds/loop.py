"""The loop: base scores, then every arm through its rounds: label, train, check, score.

All state between rounds is read back from stages; a run that was killed anywhere goes on as if
nothing had happened.
"""

from __future__ import annotations

from saturate.config.arms import MAJORITY, Arm
from saturate.rounds.collapse import MAX_ALARMS, check_collapse
from saturate.rounds.context import RunContext
from saturate.rounds.curriculum import Position
from saturate.rounds.label import label_round
from saturate.rounds.replay import replay_own_answers
from saturate.rounds.score import score_majority, score_round, scored_counts
from saturate.rounds.state import ArmState
from saturate.rounds.train import train_round
from saturate.scoring.base_reading import reading_note
from saturate.storage.layout import BASE, Place


def run_rounds(context: RunContext) -> None:
    """Do every stage that is not there yet, and show each round as it ends."""
    config = context.config
    before = Position(config.start_rung - 1, coverage=1.0)
    base = ArmState(context.base_models(), before, earlier=[], upstream=[])
    score_round(context, BASE, base.models[0], last=True)
    if MAJORITY in config.arms:
        score_majority(context, BASE, base.models)
    context.display.round_done(BASE)
    last = context.ladder.describe().last
    if note := reading_note(scored_counts(context, BASE), config.start_rung, last):
        context.display.note(note)
    replay_own_answers(context)
    for arm in config.training_arms:
        _run_arm(context, arm, base)


def _run_arm(context: RunContext, arm: Arm, base: ArmState) -> None:
    """Take one arm through its rounds; a round that made it forget is undone, two stop it."""
    state, alarms = base, 0
    for number in range(1, context.config.rounds + 1):
        place = Place(str(arm), number)
        labels = label_round(context, arm, place, state, cautious=alarms > 0)
        trained = train_round(context, place, state, labels)
        if check_collapse(context, arm, place, state, trained):
            alarms += 1
        else:
            state, alarms = trained, 0
        stopped = alarms == MAX_ALARMS
        last = stopped or number == context.config.rounds
        score_round(context, place, state.models[0], last=last)
        context.display.round_done(place)
        if stopped:
            context.display.note(f"{arm} stops after round {number}: {MAX_ALARMS} alarms in a row")
            break
