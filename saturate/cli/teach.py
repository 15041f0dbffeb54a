"""``saturate teach``: give a model the first rungs of a ladder, with true labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from pydantic import Field

from saturate.config.fields import ITEMS, LATER, BatchSize, DataFolder, PlayMode, Steps
from saturate.config.settings import ChanceSettings, OpeningSettings, WeightSettings
from saturate.errors import NO_MODEL, when_stopped
from saturate.ladder import LadderInfo

_RATES = {"full": 1e-4, "lora": 5e-4}
_BEYOND = 2
"""Rungs read beyond the last one taught."""


class LessonSettings(ChanceSettings, WeightSettings, OpeningSettings):
    """What is taught to which model, and how long."""

    model: str
    """A local folder, a hub id, or seed: the embedded model nearest to the ladder."""
    ladder: str
    """Name of the ladder; saturate tasks lists them."""
    benchmark_data: DataFolder | None = None
    """Folder of published items, for ladders that grow out of them."""
    rungs: int
    """The last rung to teach."""
    play: PlayMode = "whole"
    """How it is asked: whole (all calls or moves at once), or turns, as by a run's --play turns."""
    steps: Steps = 300
    """Training steps."""
    batch_size: BatchSize = 16
    """Pairs a step."""
    learning_rate: Annotated[float, Field(ge=0, lt=10), LATER] = 0
    """Peak of the learning rate (default: 1e-4, with --lora 5e-4; embedded model 2e-3)."""
    items: Annotated[int, Field(ge=1), ITEMS] = 50
    """Problems read on each rung afterwards."""


def teach(out: Path, /, *, settings: Annotated[LessonSettings, Parameter(name="*")]) -> None:
    """Teach a model the first rungs of a ladder, so that a run has where to climb from.

    Trains on problems of the train split with true labels, then reads fresh problems of the vote
    split. A run with the model that is written starts one rung above and replays what was taught.

    Parameters
    ----------
    out
        Folder for the model.
    """
    from rich.progress import Progress

    from saturate.models.loading import load
    from saturate.models.naming import resolve
    from saturate.models.trainable import check_bits, check_trainable
    from saturate.registry import load_ladder, require_rung
    from saturate.run.defaults import SEED_RATE
    from saturate.scoring.turns import check_played
    from saturate.storage.outputs import check_new_model
    from saturate.training.recipe import Recipe
    from saturate.training.teach import Lesson
    from saturate.training.teach import teach as train_on_true_labels
    from saturate.training.true_labels import check_true_labels

    check_new_model(out)
    data, mode = settings.benchmark_data, settings.play
    ladder, last_taught = load_ladder(settings.ladder, data), settings.rungs
    info = ladder.describe()
    require_rung(info, last_taught)
    check_true_labels(ladder, "name a task whose targets it reads")
    path = resolve(settings.model, ladder=_nearest(info))
    options = settings.model_options
    check_bits(options, settings.lora)
    check_trainable(path, options)
    loaded = load(path, options, exact=not settings.lora)
    usual = SEED_RATE if loaded.bare_prompts else _RATES["lora" if settings.lora else "full"]
    rate = settings.learning_rate or usual
    steps, pairs = settings.steps, settings.batch_size
    if mode == "turns":
        check_played(ladder)
    lesson = Lesson(ladder, last_taught, mode == "turns")
    recipe = Recipe(steps, pairs, rate, settings.lora, settings.seed)
    print(f"Teaching   {info.name} up to rung {last_taught}: {steps} steps of {pairs} pairs")
    with when_stopped(NO_MODEL), Progress(transient=True) as progress:
        task = progress.add_task("train", total=steps)
        summary = train_on_true_labels(loaded, lesson, recipe, out, lambda: progress.advance(task))
    print(f"Loss       {summary.loss:.3f} over the last tenth of {summary.tokens:,} tokens")
    with when_stopped(f"The model is whole in {out}; its readings are missing."):
        _read(out, info, settings)
    print(f"Model      {out}")


def _read(out: Path, info: LadderInfo, settings: LessonSettings) -> None:
    """Tell what the model reads of the rungs that it was taught, and of the next ones."""
    from saturate.models.loading import load
    from saturate.results.text import interval_text
    from saturate.scoring.rungs import NothingFitsError
    from saturate.scoring.taught import reads
    from saturate.stats.intervals import wilson

    taught, items = load(str(out), settings.model_options), settings.items
    for rung in range(info.first, settings.rungs + _BEYOND + 1):
        if info.last is None or rung <= info.last:
            try:
                read = reads(
                    taught, settings.ladder, rung, items, settings.benchmark_data, settings.play
                )
                told = f"{interval_text(wilson(*read), 100)} % right"
            except NothingFitsError:
                told = "no item fits into the model's context with its answer"
            known = "taught" if rung <= settings.rungs else "beyond"
            print(f"Rung {rung:<5} {known}  {told}")


def _nearest(info: LadderInfo) -> str:
    """The ladder, of all of its benchmark, by which the embedded model to be taught is chosen.

    Itself where an embedded model knows it, else one of the same benchmark that one knows.
    """
    from saturate.registry import ladders_for
    from saturate.seed.recipes import recipe_of

    return next(filter(recipe_of, [info.name, *ladders_for(info.benchmark)]), info.name)
