"""Voters that answer at once by a ladder's solver, rightly as often as they are told."""

from typing import Any

from saturate.ladder import stable_hash
from saturate.models import Completion
from saturate.models.engines import Opened
from saturate.registry import load_ladder
from saturate.storage.model_facts import model_facts


class Solver:
    """A model of one ladder; which prompts it answers wrongly follows from their text."""

    has_chat_template = False

    def __init__(self, ladder: str, right: float) -> None:
        self._ladder, self._right = load_ladder(ladder), right

    def complete(self, prompts: Any, decoding: Any, progress: Any = None) -> list[list[Completion]]:
        if progress is not None:
            progress(len(prompts) * decoding.n)
        return [[self._answer(prompt)] * decoding.n for prompt in prompts]

    def _answer(self, prompt: str) -> Completion:
        try:
            text = self._ladder.solve(prompt.splitlines()[-1])
        except (IndexError, ValueError):  # of a ladder that the run leaves alone
            return Completion("", 0, -1.0, True)
        if stable_hash(prompt) % 1000 >= 1000 * self._right:
            text = text[::-1]
        return Completion(text, len(text), -1.0, True)

    def fits(self, texts: Any, decoding: Any = None) -> list[bool]:
        return [True] * len(texts)

    def close(self) -> None:
        pass


class BesideAModel(Solver):
    """One that has a real model asked as well, whose answers it throws away."""

    def __init__(self, ladder: str, right: float, opened: Opened) -> None:
        super().__init__(ladder, right)
        self._sampler = opened.sampler

    def complete(self, prompts: Any, decoding: Any, progress: Any = None) -> list[list[Completion]]:
        self._sampler.complete(prompts[:2], decoding._replace(n=1, max_new_tokens=4))
        return super().complete(prompts, decoding, progress)

    def close(self) -> None:
        self._sampler.close()


def facts_and(path: str, solver: Solver) -> Opened:
    """A solver in a model's place."""
    return Opened(model_facts(path), solver)
