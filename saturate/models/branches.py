"""Writes a batch by a loop of our own that computes what several answers share only once.

A prompt is read once for all of its answers. These are written as *branches*: answers that began
alike are one row of the model's batch, which becomes several where they go apart, and which other
branches take over once its answers have ended. So K answers of a model that is sure of itself cost
little more than one. Each answer draws from the model's own distribution by numbers of its own, so
they are as independent as if each had been computed alone, and what else is in the batch, or how
large it is, changes none of them.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from transformers import (
    GenerationMixin,
    LogitsProcessorList,
    MinPLogitsWarper,
    StopStringCriteria,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)
from transformers.generation import GenerationMode

from saturate.ladder import stable_hash
from saturate.models.cache import RoomyLayer, preallocated_cache
from saturate.models.rows import Row, Writing

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from saturate.models.loading import Loaded

_WARPERS = (TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper, MinPLogitsWarper)
"""Those that look at the scores of one token alone, so that answers may share them."""


def row_by_row(model: PreTrainedModel, settings: dict[str, Any]) -> LogitsProcessorList | None:
    """What changes a token's scores before it is chosen, for a model that can write branches.

    Args:
        model: The model.
        settings: Settings of ``generate``, over the model's own.

    Returns:
        ``None`` where ``generate`` has to write: the model is not on a CPU, its cache or its inputs
        are of a special kind, or what changes the scores looks at what was written before.
    """
    taken = inspect.signature(model.forward).parameters
    plain = (
        getattr(type(model), "prepare_inputs_for_generation", None)
        is GenerationMixin.prepare_inputs_for_generation
        and {"position_ids", "logits_to_keep"} <= taken.keys()
        and model.config._attn_implementation in ("eager", "sdpa")
    )
    caches = preallocated_cache(model, 1).values() if plain else ()
    if not any(all(type(layer) is RoomyLayer for layer in one.layers) for one in caches):
        return None
    config, _ = model._prepare_generation_config(None, **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a prompt that is missing: nothing is written here
        warpers = model._get_logits_processor(config)
    simple = config.get_generation_mode() in (GenerationMode.GREEDY_SEARCH, GenerationMode.SAMPLE)
    return warpers if simple and all(type(one) in _WARPERS for one in warpers) else None


def write_branches(
    loaded: Loaded, rows: Sequence[Row], writing: Writing, warpers: LogitsProcessorList
) -> None:
    """Let every row of a batch go on, to its end or until most have come to theirs."""
    ends = torch.tensor(writing.ends)
    room = torch.tensor([row.room for row in rows])
    written: list[list[int]] = [[] for _ in rows]
    totals = torch.zeros(len(rows))
    living = torch.arange(len(rows))
    with torch.inference_mode():
        branches = _Branches(loaded, rows)
        stops = _Stops(loaded, writing.stop, branches) if writing.stop else None
        for step in range(int(room.max())):
            scores = branches.logits.float()
            logprobs = scores.log_softmax(-1)
            scores = warpers(branches.ids, scores)
            if writing.settings["do_sample"]:
                draws = _draws(writing.seed, [rows[i] for i in living.tolist()], step)
                tokens = _drawn(scores.softmax(-1), branches.of, draws)
            else:
                tokens = scores.argmax(-1)[branches.of]
            totals[living] += logprobs[branches.of, tokens]
            for i, token in zip(living.tolist(), tokens.tolist(), strict=True):
                written[i].append(token)
            going_on = ~torch.isin(tokens, ends) & (room[living] > step + 1)
            if stops is not None:
                going_on &= ~stops(tokens)
                stops.keep(going_on)
            living = living[going_on]
            if len(living) <= writing.max_running:
                break
            branches.go_on(branches.of[going_on], tokens[going_on])
    for row, taken, total in zip(rows, written, totals.tolist(), strict=True):
        row.take(taken, total)


def _draws(seed: int, rows: Sequence[Row], step: int) -> torch.Tensor:
    """A number of [0, 1) for the next token of each row, by its number and the token's place."""
    numbers = np.array([row.number for row in rows])
    places = np.array([len(row.written) + step for row in rows])
    drawn = np.empty(len(rows))
    for place in np.unique(places):
        at_once = places == place
        generator = np.random.default_rng([stable_hash("sample", seed), place])
        drawn[at_once] = generator.random(numbers.max() + 1)[numbers[at_once]]
    return torch.from_numpy(drawn)


def _drawn(shares: torch.Tensor, of: torch.Tensor, draws: torch.Tensor) -> torch.Tensor:
    """The token of each answer, by inversion: the first whose cumulated share is above its draw.

    Args:
        shares: Probabilities of the tokens, shape (branches, tokens).
        of: The branch of each answer.
        draws: Of each answer, in [0, 1).
    """
    below = shares.cumsum(-1, dtype=torch.float64)[of]
    wanted = draws * below[:, -1]
    return torch.searchsorted(below, wanted[:, None], right=True)[:, 0]


class _Branches:
    """The beginnings of answers that are in the model's batch, each once.

    Args:
        loaded: The model.
        rows: Answers whose tokens so far are read.
    """

    def __init__(self, loaded: Loaded, rows: Sequence[Row]) -> None:
        distinct: dict[tuple[int, ...], int] = {}
        begun = [distinct.setdefault(tuple(row.ids), len(distinct)) for row in rows]
        inputs = loaded.tokenizer.pad(
            {"input_ids": [list(ids) for ids in distinct]}, padding_side="left", return_tensors="pt"
        )
        self.of = torch.tensor(begun)
        """The branch of each answer that goes on."""
        self.ids = inputs["input_ids"]
        """What the model was given last."""
        self._model = loaded.model
        self._cache = preallocated_cache(self._model, len(rows))
        self._width = self.ids.shape[1]
        self._padding = torch.zeros(len(rows), dtype=torch.long)
        mask = inputs["attention_mask"]
        self._padding[: len(mask)] = (mask == 0).sum(1)
        self.logits = self._forward(mask, (mask.cumsum(1) - 1).clamp(min=0))
        """Scores of each branch's next token."""

    def go_on(self, of: torch.Tensor, tokens: torch.Tensor) -> None:
        """Give the model the next tokens.

        Args:
            of: The branch of each answer that goes on.
            tokens: The token of each of them; the branch of those that differ becomes several.
        """
        size = self.logits.shape[-1]
        keys, which = torch.unique(of * size + tokens, return_inverse=True)
        places = self._places(keys // size)
        self.of = places[which]
        self.ids = torch.empty((len(keys), 1), dtype=torch.long)
        self.ids[places, 0] = keys % size
        padding = self._padding[: len(keys), None]
        mask = (torch.arange(self._width + 1) >= padding).long()
        self.logits = self._forward(mask, self._width - padding)
        self._width += 1

    def _places(self, parents: torch.Tensor) -> torch.Tensor:
        """Where each of the next branches goes, given the sorted ones that they come from.

        One of those that come from a branch stays where it is; others take what is free.
        """
        count = len(parents)
        stays = parents < count
        stays[1:] &= parents[1:] != parents[:-1]
        places = parents.clone()
        if not stays.all():
            free = torch.ones(count, dtype=torch.bool)
            free[parents[stays]] = False
            sources, targets = parents[~stays], free.nonzero()[:, 0]
            for cache in self._cache.values():
                for layer in cache.layers:
                    layer.copy_rows(sources, targets)
            self._padding[targets] = self._padding[sources]
            places[~stays] = targets
        return places

    def _forward(self, mask: torch.Tensor, positions: torch.Tensor) -> torch.Tensor:
        outputs = self._model(
            input_ids=self.ids,
            attention_mask=mask,
            position_ids=positions,
            logits_to_keep=1,
            **self._cache,
        )
        logits: torch.Tensor = outputs.logits[:, -1]
        return logits


class _Stops:
    """Finds what a stop text ends, as ``generate`` does: by the last tokens of prompt and answer.

    Args:
        loaded: The model, whose tokenizer tells.
        stop: The texts.
        branches: What is written to, before its first step.
    """

    def __init__(self, loaded: Loaded, stop: Sequence[str], branches: _Branches) -> None:
        self._criterion = StopStringCriteria(loaded.tokenizer, list(stop))
        self._last = branches.ids[branches.of, -self._criterion.maximum_token_len :]

    def __call__(self, tokens: torch.Tensor) -> torch.Tensor:
        """Whether each answer that goes on has come to a stop text by its next token."""
        self._last = torch.cat((self._last[:, 1:], tokens[:, None]), 1)
        ended: torch.Tensor = self._criterion(self._last, None)
        return ended

    def keep(self, going_on: torch.Tensor) -> None:
        """Forget the answers that ended."""
        self._last = self._last[going_on]
