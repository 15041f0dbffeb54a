"""Trains an arm's models on the labels of a round, with replay of what they learned before."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from saturate.config.run_config import RunConfig
from saturate.config.servers import is_remote
from saturate.ladder import stable_hash
from saturate.models.loading import load
from saturate.rounds.context import RunContext, StageWork
from saturate.rounds.label import RoundLabels
from saturate.rounds.state import ArmState, ModelRef
from saturate.storage.files import write_json
from saturate.storage.layout import MODEL, SUMMARY, Place, StageName
from saturate.training.replay import PairsByRung, Source, batches, newest_share, sources, steps_of
from saturate.training.sft import Recipe, train


def train_round(
    context: RunContext, place: Place, before: ArmState, labels: RoundLabels
) -> ArmState:
    """What an arm is after one more round: its own models trained on its labels, none of servers.

    Where no rung could be labelled nothing is trained, and the arm keeps its models.
    """
    upstream = [*before.upstream, labels.digest]
    if not labels.pairs:
        context.display.note(
            f"{place.arm}, round {place.number}: no label to train on; no training"
        )
        return before._replace(position=labels.position, upstream=upstream)
    earlier = [*before.earlier, labels.pairs]
    after = ArmState(before.models, labels.position, earlier, upstream)
    models = [
        model if is_remote(model.path) else _train(context, place, member, model, after)
        for member, model in enumerate(before.models)
    ]
    return after._replace(models=models)


def _train(
    context: RunContext, place: Place, member: int, model: ModelRef, state: ArmState
) -> ModelRef:
    """One model after a round's training; ``state`` holds the round's labels, the newest last."""
    config = context.config
    seed = stable_hash("train", config.seed, place.number, member) % 2**31
    trackers, name = context.trackers, f"{place.arm}-{place.number:02d}-{member}"

    def work(stage: StageWork) -> None:
        seed_data = context.seed_data()
        context.release()
        mixed = sources(seed_data, state.earlier[:-1], state.earlier[-1], config.replay)
        steps = _steps(config, mixed, state.earlier[-1])
        plan = batches(mixed, steps, config.batch_size, seed)
        rate, size = config.learning_rate, config.batch_size
        recipe = Recipe(steps, size, rate, config.lora, seed, config.merge)
        stage.progress.expect(steps)
        with trackers.training(name) if trackers else nullcontext() as reporting:
            summary = train(
                load(model.path, config.model_options, exact=not config.lora),
                plan,
                recipe,
                stage.out / MODEL,
                lambda: stage.progress.done(1),
                reporting,
            )
        stage.clock.add("tokens", summary.tokens)
        write_json(stage.out / SUMMARY, summary._asdict())

    stage = context.stage(
        place, StageName.TRAIN, [model.digest, state.upstream], work, member=member
    )
    return ModelRef(str(stage.path / MODEL), stage.digest)


def _steps(config: RunConfig, mixed: Sequence[Source], newest: PairsByRung) -> int:
    """Steps of a round: those set, but no more than make the passes over its labels."""
    if config.passes is None:
        return config.steps
    labels = sum(map(len, newest.values()))
    share = newest_share(mixed, newest)
    return min(config.steps, steps_of(config.passes, labels, config.batch_size, share))
