"""The stages that score: the ladder's rungs, the original benchmark and its redraws, the base vote.

A stage's inputs are the settings it depends on and the digest of the model that is scored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from saturate.bench import Bench
from saturate.config import RunConfig
from saturate.lineage import Trained
from saturate.models import ModelFacts
from saturate.registry import ladder_names
from saturate.sampling import Sampler
from saturate.sampling.base import Progress
from saturate.scoring.original import NotScored, score_original
from saturate.scoring.redrawn import score_redrawn
from saturate.scoring.rungs import RungTask, Scored
from saturate.stages import MAJORITY, benchmark_stage, majority_stage, score_stage

BASE = "base"
_UNTOUCHED_ITEMS = 100
_UNSCORED = {
    "original": "The original benchmark was not scored: {}.",
    "redrawn": "Redraws of the original items were not scored: {}.",
}


class Examining:
    """Does the scoring stages of one run that are not there yet."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._config = bench.config
        self._folder = bench.folder
        self._display = bench.display
        self._ladder = bench.ladder
        self.skipped: dict[str, str] = {}
        """Why the original benchmark, or its redraws, were not scored."""

    def score(self, name: str, model: Trained, ends: bool) -> None:
        """Score the ladder's rungs; at the ends also families that the run leaves alone."""
        settings = self._config.model_dump(
            mode="json", include={"ladder", "score_items", "score_rungs", "max_new_tokens"}
        )

        def work(out: Path) -> None:
            facts, sampler = self._bench.opened(model)
            low, high = self._config.score_rungs
            data = self._config.benchmark_data
            instructed = not facts.bare_prompts
            tasks = [
                RungTask(
                    self._config.ladder,
                    rung,
                    self._config.score_items,
                    instructed,
                    data=None if data is None else str(data),
                )
                for rung in range(low, high + 1)
            ]
            if ends:
                tasks += self._untouched(facts)
            arm, _, number = name.removesuffix("/score").partition("/")
            with self._display.stage(arm, int(number or 0), "score") as ticks:
                score_stage(out, sampler=sampler, tasks=tasks, config=self._config, ticks=ticks)

        self._folder.stage(name, [settings, ends, model.digest], work)

    def _untouched(self, facts: ModelFacts) -> list[RungTask]:
        """The last rung that the model knows of every ladder that this run leaves alone."""
        return [
            RungTask(name, facts.known_rungs[name], _UNTOUCHED_ITEMS, not facts.bare_prompts)
            for name in ladder_names()
            if name != self._config.ladder and name in facts.known_rungs
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
                self._display.note(_UNSCORED[name].format(reason))
            if "original" in self.skipped:
                return

    def _benchmark(
        self,
        place: str,
        name: str,
        score: Callable[[Sampler, RunConfig, Callable[[int], None], Progress], Scored],
        model: Trained,
    ) -> None:
        settings = self._config.model_dump(
            mode="json", include={"benchmark", "benchmark_data", "original_items"}
        )

        def work(out: Path) -> None:
            sampler = self._bench.opened(model).sampler
            arm, _, number = place.partition("/")
            with self._display.stage(arm, int(number or 0), name) as ticks:
                benchmark_stage(out, score, sampler=sampler, config=self._config, ticks=ticks)

        self._folder.stage(f"{place}/{name}", [settings, model.digest], work)

    def majority(self, models: Sequence[Trained]) -> None:
        """Let the base model's voters answer the scored items."""
        settings = self._config.model_dump(
            mode="json",
            include={
                "ladder", "voters", "view_source", "seed", "temperature", "max_new_tokens",
                "score_items", "score_rungs",
            },
        )  # fmt: skip

        def work(out: Path) -> None:
            with self._display.stage(BASE, 0, "majority") as ticks:
                majority_stage(
                    out,
                    ladder=self._ladder,
                    members=[self._bench.member(model) for model in models],
                    config=self._config,
                    ticks=ticks,
                )

        inputs = [settings, [model.digest for model in models]]
        self._folder.stage(f"{BASE}/{MAJORITY}", inputs, work)
