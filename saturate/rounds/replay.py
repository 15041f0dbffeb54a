"""What every round replays so that a model keeps what it could: of a model of the hub, its own
voted answers on rungs below the first to label (:mod:`saturate.voting.own_answers`).
"""

from __future__ import annotations

from saturate.rounds.context import RunContext, StageWork
from saturate.rounds.label import first_index
from saturate.storage.files import must_read_json, read_rows, write_json, write_rows
from saturate.storage.layout import BASE, LABELS, SUMMARY, StageName
from saturate.voting.labelled import LabelledProposal, pairs_by_rung
from saturate.voting.own_answers import own_answers, proposals_asked, read_rungs


def replay_own_answers(context: RunContext) -> None:
    """Label what the base model reads, once for all arms, unless it was taught the ladder."""
    config, ladder = context.config, context.ladder
    models = context.base_models()
    rungs = read_rungs(config, ladder.describe().first, context.known(models[0]))
    if not rungs:
        return

    def work(stage: StageWork) -> None:
        stage.progress.expect(len(rungs) * proposals_asked(config) * config.voters.seats)
        voters = [context.voter(model) for model in models]
        start, done = first_index(config, BASE), stage.progress.done
        found = own_answers(ladder, rungs, voters, config, start, done)
        stage.clock.add("tokens", sum(one.labels.tokens for one in found))
        kept = (row for one in found if not one.held_back for row in one.labels.labelled)
        write_rows(stage.out / LABELS, (row.to_row() for row in kept))
        write_json(stage.out / SUMMARY, {"rungs": [one.summary() for one in found]})

    stage = context.stage(BASE, StageName.REPLAY, [[model.digest for model in models]], work)
    rows = map(LabelledProposal.from_row, read_rows(stage.path / LABELS))
    context.own_answers = pairs_by_rung(rows)
    for rung in must_read_json(stage.path / SUMMARY)["rungs"]:
        why = f"not replayed ({rung['held_back']})" if rung["held_back"] else "replayed"
        context.display.note(
            f"base: {rung['kept']} of {rung['proposals']} problems of rung {rung['rung']} got a "
            f"label by the model's own vote; {why}"
        )
