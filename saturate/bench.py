"""What all stages of a run share: settings, folder, display, ladder, and the models in memory."""

from __future__ import annotations

from saturate.asking import Member
from saturate.config import RunConfig
from saturate.corpus import seed_pairs
from saturate.display import Display
from saturate.ladder import Ladder
from saturate.lineage import Trained
from saturate.models import model_digest, model_facts, resolve
from saturate.prompting import Prompter
from saturate.registry import load_ladder
from saturate.sampling.engines import Opened, open_model
from saturate.store import RunFolder
from saturate.training import Pair


class Bench:
    """Holds at most one open model for each lineage."""

    def __init__(self, config: RunConfig, folder: RunFolder, display: Display) -> None:
        self.config = config
        self.folder = folder
        self.display = display
        self.ladder: Ladder = load_ladder(config.ladder, config.benchmark_data)
        self._held: dict[str, Opened] = {}
        self._seed_pairs: dict[int, list[Pair]] | None = None

    def base_models(self) -> list[Trained]:
        """The models that an arm starts from, one for each lineage."""
        paths = [resolve(name, member) for member, name in enumerate(self.config.model_names)]
        return [Trained(path, model_digest(path)) for path in paths]

    def member(self, model: Trained) -> Member:
        """A model as one who can be asked."""
        facts, sampler = self.opened(model)
        return Member(sampler, Prompter(self.ladder, sampler, facts.bare_prompts))

    def opened(self, model: Trained) -> Opened:
        """A model in its engine, opened where it is not held."""
        if model.digest not in self._held:
            if len(self._held) >= self.config.lineages:
                self.release()
            self._held[model.digest] = open_model(model.path, self.config.engine)
        return self._held[model.digest]

    def release(self) -> None:
        """Drop the models that are held, to make room for others or for training."""
        for opened in self._held.values():
            opened.sampler.close()
        self._held.clear()

    def seed_data(self) -> dict[int, list[Pair]]:
        """What the model was taught with true labels before the run, by rung."""
        if self._seed_pairs is None:
            first = self.base_models()[0]
            known = model_facts(first.path).known_rungs.get(self.config.ladder, 0)
            self._seed_pairs = (
                seed_pairs(self.ladder, known, self.member(first).prompter.prompt) if known else {}
            )
        return self._seed_pairs
