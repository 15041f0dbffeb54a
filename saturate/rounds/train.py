"""Trains an arm's models on the labels of a round, with replay of what they learned before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial

from saturate.config.servers import is_remote
from saturate.ladder import stable_hash
from saturate.rounds.context import RunContext, StageWork
from saturate.rounds.label import RoundLabels
from saturate.rounds.state import ArmState, ModelRef
from saturate.storage.files import write_json
from saturate.storage.layout import MODEL, SUMMARY, Place, StageName
from saturate.training.carry_out import Hearers, carry_out
from saturate.training.recipe import Learn, Recipe
from saturate.training.replay import of_lineage, round_steps, sources
from saturate.training.trainers import round_learning

Learning = Callable[[StageWork, ModelRef, int, int], tuple[int, Learn]]
"""Gives steps and what trains for a model, its lineage and a seed; it may ask models that are
open."""


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
    after = before._replace(position=labels.position, earlier=earlier, upstream=upstream)

    def learning(_: StageWork, model: ModelRef, lineage: int, seed: int) -> tuple[int, Learn]:
        config = context.config
        known, *past, newest = (
            of_lineage(pairs, lineage) for pairs in (context.seed_data(), *earlier)
        )
        mixed = sources(known, past, newest, config.replay)
        steps = round_steps(config.steps, config.passes, config.pairs_of_step, mixed, newest)
        return steps, round_learning(config, context.ladder, mixed, steps, seed)

    models = trained_models(context, place, StageName.TRAIN, after, learning)
    return after._replace(models=models)


def trained_models(
    context: RunContext,
    place: Place,
    name: StageName,
    state: ArmState,
    learning: Learning,
) -> list[ModelRef]:
    """Each model that is here after training in a stage of its own; those of servers as they are.

    Args:
        context: The run.
        place: The round.
        name: The stage.
        state: The arm, its models not yet trained.
        learning: What is to be done.
    """
    config, trackers = context.config, context.trackers
    drawn = name is StageName.REINFORCE or config.trainer != "sft"
    rate = (config.rl_rate if drawn else config.learning_rate) / 2**state.setbacks

    def one(member: int, model: ModelRef) -> ModelRef:
        seed = stable_hash("train", config.seed, place.number, member) % 2**31

        def work(stage: StageWork) -> None:
            steps, learn = learning(stage, model, member, seed)
            context.release()
            recipe = Recipe(
                steps,
                config.batch_size,
                rate,
                config.lora,
                seed,
                config.merge,
                choices=context.ladder.describe().choices,
            )
            stage.progress.expect(steps)
            title = f"{place.arm}-{place.number:02d}-{member}"
            with trackers.training(title) if trackers else nullcontext() as reporting:
                step = partial(stage.progress.done, 1)
                hearers = Hearers(step, reporting, context.display.note)
                pool, out = None if drawn else context.pool, stage.out / MODEL
                summary = carry_out(learn, config, model.path, recipe, out, hearers, pool)
            stage.clock.add("tokens", summary.tokens)
            write_json(stage.out / SUMMARY, summary._asdict())

        stage = context.stage(place, name, [model.digest, state.upstream], work, member=member)
        return ModelRef(str(stage.path / MODEL), stage.digest)

    return [m if is_remote(m.path) else one(member, m) for member, m in enumerate(state.models)]
