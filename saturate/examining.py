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
from saturate.scoring.adaptive import items_by_rung
from saturate.scoring.original import NotScored, score_original
from saturate.scoring.redrawn import score_redrawn
from saturate.scoring.rungs import RungTask, Scored
from saturate.scoring.sampled import SAMPLED, SETTINGS, sampled_stage
from saturate.stages import MAJORITY, SUMMARY, benchmark_stage, majority_stage, score_stage
from saturate.stats import Count
from saturate.store import read_json

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
        arm, _, round_name = name.removesuffix("/score").partition("/")
        number = int(round_name or 0)
        items = self._items(arm, number)
        inputs: list[object] = [settings, ends, model.digest]
        if self._config.score_items == "adaptive":
            inputs.append(sorted(items.items()))

        def work(out: Path) -> None:
            facts, sampler = self._bench.opened(model)
            data = self._config.benchmark_data
            instructed = not facts.bare_prompts
            tasks = [
                RungTask(
                    self._config.ladder,
                    rung,
                    count,
                    instructed,
                    data=None if data is None else str(data),
                )
                for rung, count in items.items()
            ]
            if ends:
                tasks += self._untouched(facts)
            with self._display.stage(arm, number, "score") as ticks:
                score_stage(out, sampler=sampler, tasks=tasks, config=self._config, ticks=ticks)

        self._folder.stage(name, inputs, work)

    def _items(self, arm: str, number: int) -> dict[int, int]:
        """Items by rung that an arm is scored on after a round; round 0 is the base model."""
        low, high = self._config.score_rungs
        if self._config.score_items != "adaptive" or number == 0:
            return dict.fromkeys(range(low, high + 1), self._config.full_items)
        before = self._counts(f"{arm}/{number - 1:02d}" if number > 1 else BASE)
        # The first arm is the one that is judged; it has no earlier one to keep up with.
        leader = str(self._config.training_arms[0])
        leading = {} if arm == leader else self._counts(f"{leader}/{number:02d}")
        return items_by_rung(
            before,
            self._config.rungs_per_round,
            {rung: count.total for rung, count in leading.items()},
        )

    def _counts(self, place: str) -> dict[int, Count]:
        """Right answers and items by rung, as scored; empty where a round was not."""
        scored = (read_json(self._folder.path / place / "score" / SUMMARY) or {}).get("strict", {})
        prefix = RungTask(self._config.ladder, 0, 0, False).name.removesuffix("0")
        return {
            int(task.removeprefix(prefix)): Count(sum(right for _, right in items), len(items))
            for task, items in scored.items()
            if task.startswith(prefix)
        }

    def _untouched(self, facts: ModelFacts) -> list[RungTask]:
        """The last rung that the model knows of every ladder that this run leaves alone."""
        return [
            RungTask(name, facts.known_rungs[name], _UNTOUCHED_ITEMS, not facts.bare_prompts)
            for name in ladder_names()
            if name != self._config.ladder and name in facts.known_rungs
        ]

    def sampled(self, place: str, model: Trained) -> None:
        """Draw several answers of the model to some of the scored items."""
        settings = self._config.model_dump(mode="json", include=SETTINGS)

        def work(out: Path) -> None:
            arm, _, number = place.partition("/")
            with self._display.stage(arm, int(number or 0), SAMPLED) as ticks:
                sampled_stage(
                    out,
                    ladder=self._ladder,
                    member=self._bench.member(model),
                    config=self._config,
                    total=ticks.total,
                    done=ticks.done,
                )

        self._folder.stage(f"{place}/{SAMPLED}", [settings, model.digest], work)

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
