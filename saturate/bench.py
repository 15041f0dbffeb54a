"""What all stages of a run share: settings, folder, display, ladder, and the models in memory."""

from __future__ import annotations

from saturate.asking import Member
from saturate.config import RunConfig
from saturate.corpus import seed_pairs
from saturate.display import Display
from saturate.ladder import Ladder
from saturate.lineage import Trained
from saturate.models import Loaded, load, model_digest, model_facts, resolve
from saturate.prompting import Prompter
from saturate.registry import load_ladder
from saturate.sampling.transformers import TransformersSampler
from saturate.store import RunFolder
from saturate.training import Pair


class Bench:
    """Holds at most one loaded model for each lineage."""

    def __init__(self, config: RunConfig, folder: RunFolder, display: Display) -> None:
        self.config = config
        self.folder = folder
        self.display = display
        self.ladder: Ladder = load_ladder(config.ladder, config.benchmark_data)
        self._held: dict[str, tuple[Loaded, TransformersSampler]] = {}
        self._seed_pairs: dict[int, list[Pair]] | None = None

    def base_models(self) -> list[Trained]:
        """The models that an arm starts from, one for each lineage."""
        paths = [resolve(name, member) for member, name in enumerate(self.config.model_names)]
        return [Trained(path, model_digest(path)) for path in paths]

    def member(self, model: Trained) -> Member:
        """A model as one who can be asked."""
        loaded, sampler = self.model(model)
        return Member(sampler, Prompter(self.ladder, sampler, loaded.bare_prompts))

    def model(self, model: Trained) -> tuple[Loaded, TransformersSampler]:
        """A model, loaded where it is not held, and its sampler."""
        if model.digest not in self._held:
            if len(self._held) >= self.config.lineages:
                self._held.clear()
            loaded = load(model.path)
            self._held[model.digest] = (loaded, TransformersSampler(loaded))
        return self._held[model.digest]

    def release(self) -> None:
        """Drop the models that are held, to make room for training."""
        self._held.clear()

    def seed_data(self) -> dict[int, list[Pair]]:
        """What the model was taught with true labels before the run, by rung."""
        if self._seed_pairs is None:
            first = self.base_models()[0]
            known = model_facts(first.path).known_rungs.get(self.config.ladder, 0)
            prompt = self.member(first).prompter.prompt
            self._seed_pairs = seed_pairs(self.ladder, known, prompt)
        return self._seed_pairs
