"""Writes a batch by ``transformers.generate``, which every model has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch
from transformers import StoppingCriteria

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
    recorder = LogprobRecorder()
    if writing.settings["do_sample"]:
        first = rows[0]
        drawn = stable_hash("sample", writing.seed, first.number, len(first.written))
        torch.manual_seed(drawn % 2**63)
    with torch.inference_mode():
        sequences = model.generate(
            **inputs,
            **writing.settings,
            **({"stop_strings": list(writing.stop)} if writing.stop else {}),
            **preallocated_cache(model, len(rows)),
            max_new_tokens=max(row.room for row in rows),
            eos_token_id=writing.ends,
            pad_token_id=tokenizer.pad_token_id,
            tokenizer=tokenizer,
            logits_processor=[recorder],
            stopping_criteria=[StopWhenMostEnded(writing.ends, writing.max_running)],
        )
    new = sequences[:, inputs["input_ids"].shape[1] :].tolist()
    for row, tokens, scores in zip(rows, new, recorder.logprobs(sequences), strict=True):
        used = next((i + 1 for i, t in enumerate(tokens) if t in writing.ends), len(tokens))
        used = min(used, row.room)
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


class StopWhenMostEnded(StoppingCriteria):  # type: ignore[misc]
    """Ends a batch once only so many of its rows have not ended by themselves.

    Args:
        ends: Tokens that end a row.
        max_running: So many rows may be left over.
    """

    def __init__(self, ends: Sequence[int], max_running: int) -> None:
        self._ends = torch.tensor(ends)
        self._max_running = max_running
        self._ended: torch.Tensor | None = None

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        self._ends = self._ends.to(input_ids.device)
        now = torch.isin(input_ids[:, -1], self._ends)
        self._ended = now if self._ended is None else self._ended | now
        given_up = int((~self._ended).sum()) <= self._max_running
        return torch.full_like(self._ended, given_up)
