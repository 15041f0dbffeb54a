"""Writes a batch by ``transformers.generate``, which every model has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch
from transformers import StoppingCriteria, StopStringCriteria

from saturate.ladder import stable_hash
from saturate.models.cache import preallocated_cache
from saturate.models.rows import Row, Writing

if TYPE_CHECKING:
    from saturate.models.loading import Loaded


def generate(loaded: Loaded, rows: Sequence[Row], writing: Writing) -> None:
    """Let every row of a batch go on, to its end or until most have come to theirs."""
    tokenizer, model = loaded.tokenizer, loaded.model
    inputs = tokenizer.pad(
        {"input_ids": [row.ids for row in rows]}, padding_side="left", return_tensors="pt"
    ).to(model.device)
    recorder, row_ends = LogprobRecorder(), RowEnds(loaded, writing, len(rows))
    if writing.settings["do_sample"]:
        first = rows[0]
        drawn = stable_hash("sample", writing.seed, first.number, len(first.written))
        torch.manual_seed(drawn % 2**63)
    with torch.inference_mode():
        sequences = model.generate(
            **inputs,
            **writing.settings,
            **preallocated_cache(model, len(rows)),
            max_new_tokens=max(row.room for row in rows),
            eos_token_id=writing.ends,
            pad_token_id=tokenizer.pad_token_id,
            logits_processor=[recorder],
            stopping_criteria=[row_ends],
        )
    new = sequences[:, inputs["input_ids"].shape[1] :].tolist()
    logprobs, lengths = recorder.logprobs(sequences), row_ends.lengths.tolist()
    for row, tokens, scores, length in zip(rows, new, logprobs, lengths, strict=True):
        used = min(length, row.room, len(tokens))
        row.take(tokens[:used], float(scores[:used].sum()))


class LogprobRecorder:
    """A logits processor that changes nothing and keeps each chosen token's log-probability.

    It sees raw logits (generate puts temperature after it) and holds one step of them only, where
    ``output_logits`` would hold them all.
    """

    def __init__(self) -> None:
        self._last: torch.Tensor | None = None
        self._chosen: list[torch.Tensor] = []

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        self._choose(input_ids)
        self._last = scores.float().log_softmax(-1)
        return scores

    def logprobs(self, sequences: torch.Tensor) -> torch.Tensor:
        """Log-probability of each generated token, shape (rows, steps)."""
        self._choose(sequences)
        return torch.cat(self._chosen, dim=1)

    def _choose(self, ids: torch.Tensor) -> None:
        if self._last is not None:
            self._chosen.append(self._last.gather(1, ids[:, -1:]))


class RowEnds(StoppingCriteria):  # type: ignore[misc]
    """Finds where rows end, and ends a batch once only so many of its rows go on.

    ``generate`` fills a row that has ended with padding, by which alone its end cannot be told.

    Args:
        loaded: The model, whose tokenizer tells of stop texts.
        writing: Which tokens and texts end a row, and how many rows may be left over.
        rows: How many there are.
    """

    def __init__(self, loaded: Loaded, writing: Writing, rows: int) -> None:
        where, stop = loaded.model.device, list(writing.stop)
        self._ends = torch.tensor(writing.ends, device=where)
        self._stops = StopStringCriteria(loaded.tokenizer, stop) if stop else None
        self._max_running = writing.max_running
        self._running = torch.ones(rows, dtype=torch.bool, device=where)
        self.lengths = torch.zeros(rows, dtype=torch.long, device=where)
        """Tokens of each row, what ended it included."""

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        self.lengths += self._running
        ended = torch.isin(input_ids[:, -1], self._ends)
        if self._stops is not None:
            ended |= self._stops(input_ids, scores)
        self._running &= ~ended
        given_up = int(self._running.sum()) <= self._max_running
        return ~self._running | given_up
