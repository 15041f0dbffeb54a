"""The stages of a run, in its folder: what each depends on, and the model that it needs.

A stage's inputs are the settings it depends on and the digests of the stages before it, so the
run folder knows what is still valid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from saturate.arms import VOTED, Arm
from saturate.asking import Member
from saturate.config import RunConfig
from saturate.controls import control_rungs
from saturate.corpus import merge, seed_pairs
from saturate.display import Display
from saturate.ladder import Ladder
from saturate.lineage import Lineage, Trained
from saturate.models import Loaded, load, model_digest, model_facts, resolve
from saturate.prompting import Prompter
from saturate.registry import ladder_names, load_ladder
from saturate.sampling import Sampler
from saturate.sampling.base import Progress
from saturate.sampling.transformers import TransformersSampler
from saturate.scoring.original import NotScored, score_original
from saturate.scoring.redrawn import score_redrawn
from saturate.scoring.rungs import RungTask, Scored
from saturate.stages import (
    MAJORITY,
    MODEL,
    SUMMARY,
    WATCH,
    benchmark_stage,
    control_stage,
    label_stage,
    majority_stage,
    score_stage,
    train_stage,
)
from saturate.store import RunFolder, Stage, must_read_json
from saturate.trackers import Team
from saturate.training import Pair
from saturate.watch import Watched, watch_stage

BASE = "base"
_UNTOUCHED_ITEMS = 100
_UNSCORED = {
    "original": "The original benchmark was not scored: {}.",
    "redrawn": "Redraws of the original items were not scored: {}.",
}


class Staging:
    """Does the stages of one run that are not there yet; holds the one model that is loaded."""

    def __init__(
        self, config: RunConfig, folder: RunFolder, display: Display, trackers: Team
    ) -> None:
        self.config = config
        self.folder = folder
        self.display = display
        self._trackers = trackers
        self.ladder: Ladder = load_ladder(config.ladder, config.benchmark_data)
        self.skipped: dict[str, str] = {}
        """Why the original benchmark, or its redraws, were not scored."""
        self._held: dict[str, tuple[Loaded, TransformersSampler]] = {}
        self._seed_pairs: dict[int, list[Pair]] | None = None

    def labels(
        self,
        place: str,
        arm: Arm,
        number: int,
        before: Lineage,
        narrow: bool,
    ) -> Stage:
        """The labels of one round: of the voters, or made from gold for a control."""
        if arm.asks_voters:
            return self._ask(place, arm, number, before, narrow)
        return self._make(place, arm, number, before.models[0])

    def _make(self, place: str, arm: Arm, number: int, model: Trained) -> Stage:
        """The labels of a control, made from gold."""
        settings = self.config.model_dump(
            mode="json", include={"ladder", "voters", "proposals", "seed"}
        )
        rungs = control_rungs(arm, number, self.config, self.ladder, self._voted_rungs(number))

        def work(out: Path) -> None:
            with self.display.stage(str(arm), number, "label"):
                control_stage(
                    out,
                    ladder=self.ladder,
                    prompter=self._member(model).prompter,
                    config=self.config,
                    arm=arm,
                    number=number,
                    rungs=rungs,
                )

        return self.folder.stage(f"{place}/label", [settings, str(arm), number, rungs], work)

    def _voted_rungs(self, number: int) -> list[int] | None:
        """What ``voted`` trained on in a round; ``None`` in a run without it."""
        if VOTED not in self.config.arms:
            return None
        labels = self.folder.path / str(VOTED) / f"{number:02d}" / "label"
        held = must_read_json(labels / SUMMARY)["rungs"] if labels.exists() else []
        return [rung["rung"] for rung in held if rung["trained"]]

    def _ask(
        self,
        place: str,
        arm: Arm,
        number: int,
        before: Lineage,
        narrow: bool,
    ) -> Stage:
        config = self.config.model_copy(update={"rungs_per_round": 1}) if narrow else self.config
        settings = config.model_dump(
            mode="json",
            include={
                "ladder", "voters", "agreement", "coverage_floor", "precision_floor", "seed",
                "rungs_per_round", "proposals", "temperature", "max_new_tokens", "view_source",
                "filters", "stop_voting",
            },
        )  # fmt: skip

        def work(out: Path) -> None:
            with self.display.stage(str(arm), number, "label") as ticks:
                label_stage(
                    out,
                    ladder=self.ladder,
                    members=[self._member(model) for model in before.models],
                    config=config,
                    arm=arm,
                    number=number,
                    pace=before.pace,
                    learned=merge([self._seed_data(), *before.earlier]),
                    ticks=ticks,
                )

        digests = [model.digest for model in before.models]
        inputs = [settings, str(arm), number, before.pace, digests]
        return self.folder.stage(f"{place}/label", inputs, work)

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
        settings = self.config.model_dump(
            mode="json", include={"ladder", "steps", "batch_size", "learning_rate", "lora", "seed"}
        )

        def work(out: Path) -> None:
            arm = place.split("/")[0]
            name = f"{arm}-{number:02d}-{member}"
            with (
                self.display.stage(arm, number, "train") as ticks,
                self._trackers.training(name) as reporting,
            ):
                self._held.clear()
                train_stage(
                    out,
                    loaded=load(model.path),
                    seed_pairs=self._seed_data(),
                    earlier=earlier,
                    newest=newest,
                    config=self.config,
                    number=number,
                    member=member,
                    ticks=ticks,
                    reporting=reporting,
                )

        inputs = [settings, number, member, model.digest, upstream]
        stage = self.folder.stage(f"{place}/train-{member}", inputs, work)
        return Trained(str(stage.path / MODEL), stage.digest)

    def watch(self, place: str, number: int, before: Lineage, after: Lineage) -> Watched:
        """Whether a round's models answer as they were taught no worse than those before it."""
        settings = self.config.model_dump(mode="json", include={"ladder", "seed", "max_new_tokens"})

        def work(out: Path) -> None:
            with self.display.stage(place.split("/")[0], number, "watch") as ticks:
                watch_stage(
                    out,
                    ladder=self.ladder,
                    models=list(zip(before.models, after.models, strict=True)),
                    load=lambda model: self._model(model)[1],
                    learned=merge([self._seed_data(), *after.earlier]),
                    config=self.config,
                    number=number,
                    ticks=ticks,
                )

        digests = [model.digest for model in (*before.models, *after.models)]
        inputs = [settings, number, digests, after.upstream]
        stage = self.folder.stage(f"{place}/{WATCH}", inputs, work)
        return Watched(**must_read_json(stage.path / SUMMARY))

    def score(self, name: str, model: Trained, ends: bool) -> Stage:
        """Score the ladder's rungs; at the ends also families that the run leaves alone."""
        settings = self.config.model_dump(
            mode="json", include={"ladder", "score_items", "score_rungs", "max_new_tokens"}
        )

        def work(out: Path) -> None:
            loaded, sampler = self._model(model)
            low, high = self.config.score_rungs
            data = self.config.benchmark_data
            instructed = not loaded.bare_prompts
            tasks = [
                RungTask(
                    self.config.ladder,
                    rung,
                    self.config.score_items,
                    instructed,
                    data=None if data is None else str(data),
                )
                for rung in range(low, high + 1)
            ]
            if ends:
                tasks += self._untouched(loaded)
            arm, _, number = name.removesuffix("/score").partition("/")
            with self.display.stage(arm, int(number or 0), "score") as ticks:
                score_stage(out, sampler=sampler, tasks=tasks, config=self.config, ticks=ticks)

        return self.folder.stage(name, [settings, ends, model.digest], work)

    def _untouched(self, loaded: Loaded) -> list[RungTask]:
        """The last rung that the model knows of every ladder that this run leaves alone."""
        return [
            RungTask(name, loaded.known_rungs[name], _UNTOUCHED_ITEMS, not loaded.bare_prompts)
            for name in ladder_names()
            if name != self.config.ladder and name in loaded.known_rungs
        ]

    def original(self, place: str, model: Trained) -> None:
        """Score the original benchmark, and redraws of its items; what cannot be is said once."""
        for name, score in (("original", score_original), ("redrawn", score_redrawn)):
            if name in self.skipped:
                continue
            try:
                self._benchmark(place, name, score, model)
            except NotScored as reason:
                self.skipped[name] = str(reason)
                self.display.note(_UNSCORED[name].format(reason))
            if "original" in self.skipped:
                return

    def _benchmark(
        self,
        place: str,
        name: str,
        score: Callable[[Sampler, RunConfig, Callable[[int], None], Progress], Scored],
        model: Trained,
    ) -> None:
        settings = self.config.model_dump(
            mode="json", include={"benchmark", "benchmark_data", "original_items"}
        )

        def work(out: Path) -> None:
            _, sampler = self._model(model)
            arm, _, number = place.partition("/")
            with self.display.stage(arm, int(number or 0), name) as ticks:
                benchmark_stage(out, score, sampler=sampler, config=self.config, ticks=ticks)

        self.folder.stage(f"{place}/{name}", [settings, model.digest], work)

    def majority(self, models: Sequence[Trained]) -> None:
        """Let the base model's voters answer the scored items."""
        settings = self.config.model_dump(
            mode="json",
            include={
                "ladder", "voters", "view_source", "seed", "temperature", "max_new_tokens",
                "score_items", "score_rungs",
            },
        )  # fmt: skip

        def work(out: Path) -> None:
            with self.display.stage(BASE, 0, "majority") as ticks:
                majority_stage(
                    out,
                    ladder=self.ladder,
                    members=[self._member(model) for model in models],
                    config=self.config,
                    ticks=ticks,
                )

        inputs = [settings, [model.digest for model in models]]
        self.folder.stage(f"{BASE}/{MAJORITY}", inputs, work)

    def base_model(self, name: str, member: int) -> Trained:
        """The model that an arm starts from, one for each lineage."""
        path = resolve(name, member)
        return Trained(path, model_digest(path))

    def _member(self, model: Trained) -> Member:
        loaded, sampler = self._model(model)
        return Member(sampler, Prompter(self.ladder, sampler, loaded.bare_prompts))

    def _model(self, model: Trained) -> tuple[Loaded, TransformersSampler]:
        """The loaded model; at most one for each lineage is held."""
        if model.digest not in self._held:
            if len(self._held) >= self.config.lineages:
                self._held.clear()
            loaded = load(model.path)
            self._held[model.digest] = (loaded, TransformersSampler(loaded))
        return self._held[model.digest]

    def _seed_data(self) -> dict[int, list[Pair]]:
        if self._seed_pairs is None:
            known = model_facts(resolve(self.config.model_names[0])).known_rungs
            self._seed_pairs = seed_pairs(self.ladder, known.get(self.config.ladder, 0))
        return self._seed_pairs
