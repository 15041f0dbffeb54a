"""The loop: base scores, then every arm through its rounds: label, train, check, score.

Rounds of reinforcement, where there are any, come first; they label nothing.

All state between rounds is read back from stages; a run that was killed anywhere goes on as if
nothing had happened.
"""

from __future__ import annotations

from saturate.config.arms import MAJORITY, Arm
from saturate.rounds.collapse import MAX_ALARMS, check_collapse
from saturate.rounds.context import RunContext
from saturate.rounds.curriculum import Position
from saturate.rounds.label import label_round
from saturate.rounds.reinforce import reinforce_round
from saturate.rounds.replay import replay_own_answers
from saturate.rounds.score import score_majority, score_round
from saturate.rounds.state import ArmState
from saturate.rounds.train import train_round
from saturate.scoring.base_reading import reading_note
from saturate.scoring.stored import scored_counts
from saturate.storage.layout import BASE, Place


def run_base(context: RunContext) -> None:
    """Score the base model, show it, and label what it reads for later replay."""
    config, base = context.config, _base(context)
    score_round(context, BASE, base.models[0], last=True)
    if MAJORITY in config.arms:
        score_majority(context, BASE, base.models)
    context.drop_others(BASE, base.models)
    context.display.round_done(BASE)
    last = context.ladder.describe().last
    counts = scored_counts(context.folder.path, config.ladder, BASE)
    if note := reading_note(counts, config.start_rung, last):
        context.display.note(note)
    replay_own_answers(context)


def run_arm(context: RunContext, arm: Arm) -> None:
    """Take one arm through its rounds.

    A round that made it forget is undone and halves the rate of those that follow; two in a row
    stop it. A round of reinforcement that made it forget is undone as well, and is the last of its
    kind. Every stage that is there is passed over, and each round is shown as it ends.
    """
    state, alarms = _base(context), 0
    reinforced = list(context.config.reinforced(arm))
    for number in range(1, context.config.last_round + 1):
        place = Place(str(arm), number)
        undone = state._replace(setbacks=state.setbacks + (not reinforced))
        if reinforced:
            trained = reinforce_round(context, place, state, reinforced.pop(0))
        else:
            labels = label_round(context, arm, place, state, cautious=alarms > 0)
            trained = train_round(context, place, state, labels)
        if check_collapse(context, arm, place, state, trained):
            state, alarms = undone, alarms + 1
            reinforced.clear()
        else:
            state, alarms = trained, 0
        stopped = alarms == MAX_ALARMS
        last = stopped or number == context.config.last_round
        score_round(context, place, state.models[0], last=last)
        context.drop_others(place, state.models)
        context.display.round_done(place)
        if stopped:
            context.display.note(f"{arm} stops after round {number}: {MAX_ALARMS} alarms in a row")
            break


def _base(context: RunContext) -> ArmState:
    """What every arm starts from."""
    before = Position(context.config.start_rung - 1, coverage=1.0)
    return ArmState(context.base_models(), before, earlier=[], upstream=[])
