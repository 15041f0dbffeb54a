"""What all stages of a run share: settings, folder, display, trackers, ladder, open models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from saturate.config.model_options import keeping
from saturate.config.run_config import RunConfig
from saturate.config.servers import is_remote
from saturate.ladder import Ladder
from saturate.models.engines import Opened
from saturate.models.open_models import OpenModels
from saturate.models.pool import Pool
from saturate.models.prompting import Prompter
from saturate.registry import load_ladder
from saturate.rounds.arm_order import ArmOrder, OneAfterTheOther
from saturate.rounds.display import Display, StageProgress
from saturate.rounds.state import ModelRef, starting_models
from saturate.storage.files import write_json
from saturate.storage.layout import COST, SERVER_ANSWERS, Place, StageName
from saturate.storage.model_facts import model_facts
from saturate.storage.stages import Clock, RunFolder, Stage
from saturate.trackers import Trackers
from saturate.training.replay import PairsByRung, seed_pairs
from saturate.voting.ballots import VoterModel


class StageWork(NamedTuple):
    """What the work of one stage is given."""

    out: Path
    """Folder for its files."""
    progress: StageProgress
    clock: Clock
    """Takes its tokens; its seconds are counted already."""
    pieces: Path
    """Folder, once made, for what a kill must not cost; it goes when the stage is whole."""


class RunContext:
    """One run at work. Holds at most one open model for each lineage."""

    def __init__(
        self,
        config: RunConfig,
        folder: RunFolder,
        display: Display,
        trackers: Trackers | None = None,
        order: ArmOrder | None = None,
        pool: Pool | None = None,
        base: list[ModelRef] | None = None,
    ) -> None:
        """Open nothing yet.

        Args:
            config: The run's settings.
            folder: Where its stages are.
            display: Where they are shown.
            trackers: What else is told of them.
            order: What arms wait for.
            pool: Processes that answer beside this one, if any.
            base: The models that arms start from, where they are known already.
        """
        self.config = config
        self.folder = folder
        self.display = display
        self.trackers = trackers
        self.order: ArmOrder = order or OneAfterTheOther()
        self.pool = pool
        self.ladder: Ladder = load_ladder(config.ladder, config.benchmark_data)
        self.not_scored: dict[StageName, str] = {}
        """Why the original benchmark, or its redraws, could not be scored."""
        options = keeping(config.model_options, folder.path / SERVER_ANSWERS)
        self._models = OpenModels(config.engine, options, config.lineages, pool)
        self.own_answers: PairsByRung = {}
        """What the base model reads untaught, by rung, see :mod:`saturate.rounds.replay`."""
        self._seed_pairs: PairsByRung | None = None
        self._base = base
        self._passed: set[str] = set()

    def stage(
        self,
        place: Place,
        name: StageName,
        inputs: list[Any],
        work: Callable[[StageWork], None],
        member: int | None = None,
        formerly: list[Any] | None = None,
    ) -> Stage:
        """A stage of the run, done now unless it is there and whole.

        Args:
            place: The round it belongs to.
            name: What it does.
            inputs: What its output depends on besides the settings: digests, positions.
            work: Writes its files; its time is taken and shown.
            member: Which of several models it is about, where there is one stage for each.
            formerly: Other inputs under which its output is the same.
        """

        where, all_inputs = place.stage(name, member), [self.config.stage_settings(), *inputs]
        pieces = self.folder.pieces(where, all_inputs)

        def timed(out: Path) -> None:
            clock = Clock()
            with self.display.stage(place, name) as progress, clock.time("seconds"):
                work(StageWork(out, progress, clock, pieces))
            write_json(out / COST, clock.spent)

        former = None if formerly is None else [self.config.stage_settings(), *formerly]
        stage = self.folder.stage(where, all_inputs, timed, former)
        self._passed.add(where)
        self.order.reached(place, name)
        return stage

    def drop_others(self, place: Place, models: Sequence[ModelRef]) -> None:
        """Drop what earlier calls left in a round and this one does not, before it is read.

        With another leading arm, or another base model, a round may train nothing where it did, or
        be no end of its arm any more. What was asked of the same models stays.

        Args:
            place: The round.
            models: What its scores are of.
        """
        digests, settings = [model.digest for model in models], self.config.stage_settings()
        still = [[settings, digests[0]], [settings, digests]]
        self.folder.drop(place.folder, self._passed, still)

    def base_models(self) -> list[ModelRef]:
        """The models that an arm starts from, one for each lineage, whose files are read once."""
        if self._base is None:
            self._base = starting_models(self.config)
        return self._base

    def voter(self, model: ModelRef) -> VoterModel:
        """A model as one that can be asked."""
        facts, sampler = self.opened(model)
        by_turns = self.config.by_turns
        return VoterModel(sampler, Prompter(self.ladder, sampler, facts.bare_prompts, by_turns))

    def lineages(self, models: Sequence[ModelRef]) -> list[Prompter | None]:
        """What writes each lineage's prompts; ``None`` for a model of servers.

        A lone model needs none: what it is taught is in its form.
        """
        if len(models) == 1:
            return []
        return [None if is_remote(one.path) else self.voter(one).prompter for one in models]

    def opened(self, model: ModelRef) -> Opened:
        """A model in its engine, opened where it is not open already."""
        return self._models.opened(model.path, model.digest)

    def release(self) -> None:
        """Close the open models, to make room for others or for training."""
        self._models.release()

    def known(self, model: ModelRef) -> int:
        """The last rung of the run's ladder that a model was taught; 0 where there is none."""
        facts = model_facts(model.path, self.config.model_args.revision)
        return facts.known_rungs.get(self.config.ladder, 0)

    def seed_data(self) -> PairsByRung:
        """What the model could before the run, by rung: taught with true labels, or its own."""
        if self._seed_pairs is None and (known := self.known((models := self.base_models())[0])):
            first, lineages = self.voter(models[0]).prompter, self.lineages(models)
            self._seed_pairs = seed_pairs(self.ladder, known, first, lineages)
        return self._seed_pairs or self.own_answers
