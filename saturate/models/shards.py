"""Cuts what a model is asked into shards of a fixed size, which any number of workers can answer.

A shard is always one call of the same engine with the same rows and a seed of its own. So the
answers hang neither on how many workers there are nor on which of them is how fast, and a shard
that was lost is asked again as if nothing had happened. Nothing here imports an engine: shards,
:class:`ModelPlace` and answers can be pickled and cost another process nothing to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from saturate.config.fields import Engine
from saturate.config.model_options import ModelOptions
from saturate.ladder import stable_hash
from saturate.models.sampler import Completion, Decoding, Front, Progress, Sampler

SHARD_COMPLETIONS = 768
"""Most completions of a shard: one batch of the sampler; those of a prompt share much of it."""
SHARD_PROMPTS = 256
"""Most prompts of a shard: small enough to share a stage out."""
SHARD_PAIRS = 256
"""Prompts with a continuation in a shard."""


class ModelPlace(NamedTuple):
    """All that a worker needs to open a model."""

    path: str
    """A folder or a hub id; on another machine, one that it can reach as well."""
    digest: str
    """Tells its weights from every other model's, also at the same path."""
    engine: Engine
    options: ModelOptions


class Completing(NamedTuple):
    """A shard of prompts to complete."""

    prompts: list[str]
    decoding: Decoding
    """With the shard's own seed."""

    @property
    def completions(self) -> int:
        """Completions that will be made."""
        return len(self.prompts) * self.decoding.n

    def answered_by(
        self, sampler: Sampler, progress: Progress | None = None
    ) -> list[list[Completion]]:
        """``decoding.n`` completions for each prompt."""
        return sampler.complete(self.prompts, self.decoding, progress)


class Weighing(NamedTuple):
    """A shard of continuations to take the log-likelihoods of."""

    pairs: list[tuple[str, str]]
    """Prompts, each with its continuation."""

    @property
    def completions(self) -> int:
        """None: nothing is written."""
        return 0

    def answered_by(
        self, sampler: Sampler, progress: Progress | None = None
    ) -> list[tuple[float, bool]]:
        """Of each continuation: log-probability in nats, and whether greedy."""
        return sampler.log_likelihoods(self.pairs)


Shard = Completing | Weighing
Answers = list[list[Completion]] | list[tuple[float, bool]]
"""One for each row of a shard, in their order."""


class Workers(Protocol):
    """Whoever answers shards of one model: this process, other processes, other machines."""

    def answer(
        self, shards: Sequence[Shard], progress: Progress | None = None
    ) -> Iterator[tuple[int, Answers]]:
        """Answer every shard once; what a worker held that died is asked again.

        Args:
            shards: What is asked; those that take longest come first.
            progress: Told of completions, as they come or as shards do.

        Yields:
            Place of a shard among ``shards`` and its answers, in any order.

        Raises:
            SaturateError: A shard cannot be answered.
        """
        ...

    def close(self) -> None:
        """Let go of the model; workers that could open another one may stay."""
        ...


class Here:
    """The workers of a model that is open in this process alone: itself."""

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler

    def answer(
        self, shards: Sequence[Shard], progress: Progress | None = None
    ) -> Iterator[tuple[int, Answers]]:
        """Answer one shard after the other."""
        for place, shard in enumerate(shards):
            yield place, shard.answered_by(self._sampler, progress)

    def close(self) -> None:
        """Nothing to do: the model is its front's."""


class ShardedSampler:
    """A sampler whose every call is cut into shards.

    Args:
        front: Writes prompts and tells what fits.
        workers: Answer the shards.
    """

    def __init__(self, front: Front, workers: Workers) -> None:
        self._front = front
        self._workers = workers

    @property
    def has_chat_template(self) -> bool:
        return self._front.has_chat_template

    def chat(self, message: str) -> str:
        """The prompt text of a user's message by the model's chat template."""
        return self._front.chat(message)

    def fits(self, texts: Sequence[str], decoding: Decoding | None = None) -> list[bool]:
        """Whether the model's context holds each text and the longest completion behind it."""
        return self._front.fits(texts, decoding)

    def complete(
        self, prompts: Sequence[str], decoding: Decoding, progress: Progress | None = None
    ) -> list[list[Completion]]:
        """``decoding.n`` completions for each prompt, in the order of the prompts."""
        size = min(SHARD_PROMPTS, SHARD_COMPLETIONS // decoding.n)
        rows = _parts([len(prompt) for prompt in prompts], size)
        shards = [
            Completing(
                [prompts[i] for i in held],
                decoding._replace(seed=stable_hash("shard", decoding.seed, number) % 2**31),
            )
            for number, held in enumerate(rows)
        ]
        return self._gathered(rows, shards, progress)

    def log_likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, bool]]:
        """Of each continuation after its prompt: log-probability in nats, and whether greedy."""
        rows = _parts([len(prompt) + len(written) for prompt, written in pairs], SHARD_PAIRS)
        return self._gathered(rows, [Weighing([pairs[i] for i in held]) for held in rows], None)

    def close(self) -> None:
        """Let go of the model, here and at the workers."""
        self._workers.close()
        self._front.close()

    def _gathered(
        self, rows: Sequence[list[int]], shards: Sequence[Shard], progress: Progress | None
    ) -> list[Any]:
        """The answers of all shards, back in the order in which they were asked for."""
        found: dict[int, Any] = {}
        for place, answers in self._workers.answer(shards, progress):
            found.update(zip(rows[place], answers, strict=True))
        return [found[i] for i in range(sum(map(len, rows)))]


def _parts(lengths: Sequence[int], size: int) -> list[list[int]]:
    """Places parted by length in characters, which any process can count; longest first."""
    order = sorted(range(len(lengths)), key=lambda i: (-lengths[i], i))
    step = max(1, size)
    return [order[i : i + step] for i in range(0, len(order), step)]
