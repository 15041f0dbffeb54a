"""The stages that an arm learns by: labels, training, and the watch over what it was taught.

A stage's inputs are the settings it depends on and the digests of the stages before it, so the
run folder knows what is still valid.
"""

from __future__ import annotations

from pathlib import Path

from saturate.arms import VOTED, Arm
from saturate.bench import Bench
from saturate.controls import control_rungs
from saturate.corpus import merge
from saturate.lineage import Lineage, Trained
from saturate.models import load
from saturate.stages import (
    MODEL,
    SUMMARY,
    WATCH,
    control_stage,
    label_stage,
    train_stage,
)
from saturate.store import Stage, must_read_json
from saturate.trackers import Team
from saturate.training import Pair
from saturate.watch import Watched, watch_stage


class Learning:
    """Does the learning stages of one run that are not there yet."""

    def __init__(self, bench: Bench, trackers: Team) -> None:
        self._bench = bench
        self._config = bench.config
        self._folder = bench.folder
        self._display = bench.display
        self._ladder = bench.ladder
        self._trackers = trackers

    def labels(self, place: str, arm: Arm, number: int, before: Lineage, narrow: bool) -> Stage:
        """The labels of one round: of the voters, or made from gold for a control."""
        if arm.asks_voters:
            return self._ask(place, arm, number, before, narrow)
        return self._make(place, arm, number, before.models[0])

    def _make(self, place: str, arm: Arm, number: int, model: Trained) -> Stage:
        """The labels of a control, made from gold."""
        settings = self._config.model_dump(
            mode="json", include={"ladder", "voters", "proposals", "seed"}
        )
        rungs = control_rungs(arm, number, self._config, self._ladder, self._voted_rungs(number))

        def work(out: Path) -> None:
            with self._display.stage(str(arm), number, "label"):
                control_stage(
                    out,
                    ladder=self._ladder,
                    prompter=self._bench.member(model).prompter,
                    config=self._config,
                    arm=arm,
                    number=number,
                    rungs=rungs,
                )

        return self._folder.stage(f"{place}/label", [settings, str(arm), number, rungs], work)

    def _voted_rungs(self, number: int) -> list[int] | None:
        """What ``voted`` trained on in a round; ``None`` in a run without it."""
        if VOTED not in self._config.arms:
            return None
        labels = self._folder.path / str(VOTED) / f"{number:02d}" / "label"
        held = must_read_json(labels / SUMMARY)["rungs"] if labels.exists() else []
        return [rung["rung"] for rung in held if rung["trained"]]

    def _ask(self, place: str, arm: Arm, number: int, before: Lineage, narrow: bool) -> Stage:
        config = self._config.model_copy(update={"rungs_per_round": 1}) if narrow else self._config
        settings = config.model_dump(
            mode="json",
            include={
                "ladder", "voters", "agreement", "coverage_floor", "precision_floor", "seed",
                "rungs_per_round", "proposals", "temperature", "max_new_tokens", "view_source",
                "filters", "stop_voting",
            },
        )  # fmt: skip

        def work(out: Path) -> None:
            # Before the voters are opened: it may open the base model in their place.
            learned = merge([self._bench.seed_data(), *before.earlier])
            with self._display.stage(str(arm), number, "label") as ticks:
                label_stage(
                    out,
                    ladder=self._ladder,
                    members=[self._bench.member(model) for model in before.models],
                    config=config,
                    arm=arm,
                    number=number,
                    pace=before.pace,
                    learned=learned,
                    ticks=ticks,
                )

        digests = [model.digest for model in before.models]
        inputs = [settings, str(arm), number, before.pace, digests]
        return self._folder.stage(f"{place}/label", inputs, work)

    def train(
        self,
        place: str,
        number: int,
        member: int,
        model: Trained,
        newest: dict[int, list[Pair]],
        earlier: list[dict[int, list[Pair]]],
        upstream: list[str],
    ) -> Trained:
        """One model of an arm after a round's training."""
        settings = self._config.model_dump(
            mode="json", include={"ladder", "steps", "batch_size", "learning_rate", "lora", "seed"}
        )

        def work(out: Path) -> None:
            arm = place.split("/")[0]
            name = f"{arm}-{number:02d}-{member}"
            with (
                self._display.stage(arm, number, "train") as ticks,
                self._trackers.training(name) as reporting,
            ):
                seed_data = self._bench.seed_data()
                self._bench.release()
                train_stage(
                    out,
                    loaded=load(model.path),
                    seed_pairs=seed_data,
                    earlier=earlier,
                    newest=newest,
                    config=self._config,
                    number=number,
                    member=member,
                    ticks=ticks,
                    reporting=reporting,
                )

        inputs = [settings, number, member, model.digest, upstream]
        stage = self._folder.stage(f"{place}/train-{member}", inputs, work)
        return Trained(str(stage.path / MODEL), stage.digest)

    def watch(self, place: str, number: int, before: Lineage, after: Lineage) -> Watched:
        """Whether a round's models answer as they were taught no worse than those before it."""
        settings = self._config.model_dump(
            mode="json", include={"ladder", "seed", "max_new_tokens"}
        )

        def work(out: Path) -> None:
            with self._display.stage(place.split("/")[0], number, "watch") as ticks:
                watch_stage(
                    out,
                    ladder=self._ladder,
                    models=list(zip(before.models, after.models, strict=True)),
                    load=lambda model: self._bench.opened(model).sampler,
                    learned=merge([self._bench.seed_data(), *after.earlier]),
                    config=self._config,
                    number=number,
                    ticks=ticks,
                )

        digests = [model.digest for model in (*before.models, *after.models)]
        inputs = [settings, number, digests, after.upstream]
        stage = self._folder.stage(f"{place}/{WATCH}", inputs, work)
        return Watched(**must_read_json(stage.path / SUMMARY))
