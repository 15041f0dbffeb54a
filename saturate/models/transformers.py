"""The sampler over ``transformers.generate``: any device, no extra engine.

A batch is given up once most of its answers have ended, and the rest go on together in batches of
their own: one answer that never ends would hold back all that came with it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from saturate.models.context import context_of
from saturate.models.dtypes import LARGE
from saturate.models.memory import halved
from saturate.models.rows import Row, Writing
from saturate.models.sampler import (
    NO_ROOM,
    Completion,
    Decoding,
    Progress,
    longest,
)
from saturate.models.template import end_tokens
from saturate.models.thoughts import marks_are_special, may_think, part, thought_marks
from saturate.models.token_cuts import cuts_alone_as_inside, left_out
from saturate.models.tokenizing import Tokenizing

if TYPE_CHECKING:
    from saturate.models.loading import Loaded

_TOKENS_AT_ONCE = 48_000
"""Tokens of one batch at its start: bounds memory and keeps the cache warm."""
_ROWS_AT_ONCE = 256
"""Answers of one batch."""
_ROWS_AT_ONCE_CPU = 768
"""The same on a CPU, where answers of one prompt share rows of the model's batch."""
_PAIRS_AT_ONCE = 16
"""Prompts with a continuation whose log-likelihoods are taken at once."""
_TOKENS_AT_ONCE_LARGE = 8_000
"""The same for models of more than ``LARGE`` parameters on a CPU."""
_UNLIMITED = 2**30
"""Tokens, for a model that no context limits; lm-eval would cut its prompts at 2,048."""
_REST = 8
"""A batch is given up once at most one in so many of its answers goes on."""


class TransformersSampler(Tokenizing):
    """One model, its tokenizer, and batches sorted by length."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._tokenizer, self._options = loaded.tokenizer, loaded.options
        on_cpu = loaded.model.device.type == "cpu"
        large = on_cpu and loaded.model.num_parameters() > LARGE
        self._rows = _ROWS_AT_ONCE_CPU if on_cpu else _ROWS_AT_ONCE
        self._budget = _TOKENS_AT_ONCE_LARGE if large else _TOKENS_AT_ONCE
        self._held = _UNLIMITED
        """Tokens of prompts and their answers that memory holds at once, as far as is known."""
        self._context = context_of(loaded.model.config, loaded.options)
        self._ends = end_tokens(loaded)
        self._marks = thought_marks(loaded.tokenizer)
        self._skip = not marks_are_special(loaded.tokenizer, self._marks)
        self._spaced = not cuts_alone_as_inside(loaded.tokenizer)

    def complete(
        self, prompts: Sequence[str], decoding: Decoding, progress: Progress | None = None
    ) -> list[list[Completion]]:
        """Complete all prompts, longest first (a batch that is too large fails at once)."""
        if not prompts:
            return []
        rows = [
            Row(ids, longest(len(ids), self._roomy(decoding, text), self._context), text, number)
            for first, (ids, text) in enumerate(zip(self._ids(prompts), prompts, strict=True))
            for number in range(first * decoding.n, (first + 1) * decoding.n)
        ]
        results: list[Completion | None] = [None if row.limit else NO_ROOM for row in rows]
        waiting = [i for i, row in enumerate(rows) if row.limit]
        while waiting:
            left, waiting = sorted(waiting, key=lambda i: (-len(rows[i].ids), i)), []
            while left:
                count = self._write_first([rows[i] for i in left], decoding)
                batch, left = left[:count], left[count:]
                for i in batch:
                    results[i] = self._completion(rows[i], decoding.stop)
                going_on = [i for i in batch if results[i] is None]
                waiting += going_on
                if progress is not None:
                    progress(len(batch) - len(going_on))
        done = [completion for completion in results if completion is not None]
        return [done[i : i + decoding.n] for i in range(0, len(done), decoding.n)]

    def log_likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, bool]]:
        """By lm-eval's own model class, over the model that is in memory."""
        from saturate.models.token_choices import weighed

        while True:
            try:
                return weighed(self._hflm, pairs)
            except RuntimeError as error:
                size = self._hflm.batch_size_per_gpu
                self._hflm.batch_size_per_gpu = halved(size, error, "a choice after its prompt")

    @cached_property
    def _hflm(self) -> Any:
        from lm_eval.models.huggingface import HFLM

        log = logging.getLogger("lm_eval")
        level = log.level
        log.setLevel(logging.ERROR)  # it warns of every model that is in memory already
        try:
            return HFLM(
                pretrained=self._loaded.model,
                tokenizer=self._loaded.tokenizer,
                batch_size=_PAIRS_AT_ONCE,
                softmax_dtype="float32",  # sums of bfloat16 are alike for choices that are not
                max_length=self._context or _UNLIMITED,
            )
        finally:
            log.setLevel(level)

    def close(self) -> None:
        """Nothing to do: the model goes with its last reference."""

    def _write_first(self, rows: Sequence[Row], decoding: Decoding) -> int:
        """Let the first of the rows, which are the longest, go on; how many make a batch.

        Where memory does not hold them the batch is halved, and so are all after it.
        """
        first = rows[0]
        end = len(first.prompt) + first.limit
        fast = min(self._rows, self._budget // (len(first.ids) + 1))
        while True:
            count = max(1, min(len(rows), fast, self._held // end))
            try:
                self._write(rows[:count], decoding)
            except RuntimeError as error:
                self._held = end * halved(count, error, "an answer of this model")
            else:
                return count

    def _write(self, rows: Sequence[Row], decoding: Decoding) -> None:
        """Let every row of a batch go on, to its end or until most have come to theirs."""
        from saturate.models.branches import row_by_row, write_branches
        from saturate.models.generation import generate

        settings: dict[str, Any] = {"do_sample": decoding.temperature > 0}
        if decoding.temperature > 0:
            settings |= {"temperature": decoding.temperature, "top_k": 0, "top_p": 1.0}
            settings |= self._loaded.options.gen.given()
        thinks = any(may_think(self._marks, row.text) for row in rows)
        stop = () if thinks else decoding.stop
        writing = Writing(settings, decoding.seed, self._ends, stop, len(rows) // _REST)
        warpers = row_by_row(self._loaded.model, settings)
        if warpers is None:
            generate(self._loaded, rows, writing)
        else:
            write_branches(self._loaded, rows, writing, warpers)

    def _completion(self, row: Row, stop: tuple[str, ...]) -> Completion | None:
        """What a row has come to; ``None`` where it goes on."""
        ended = row.written[-1] in self._ends
        tokens = row.written[:-1] if ended else row.written
        text = self._decoded(tokens)
        thought, answer, finished = part(self._marks, row.text, text, stop, ended)
        if not (ended or finished) and len(row.written) < row.limit:
            return None
        lead = left_out(self._tokenizer, tokens, text, self._decoded) if self._spaced else ""
        return Completion(answer, len(tokens), row.logprob, finished, thought, lead)

    def _decoded(self, tokens: Sequence[int]) -> str:
        return str(self._tokenizer.decode(tokens, skip_special_tokens=self._skip))
