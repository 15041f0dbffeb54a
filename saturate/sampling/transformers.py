"""The sampler over ``transformers.generate``: any device, no extra engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from saturate.ladder import stable_hash
from saturate.sampling.base import Completion, Decoding, Progress

if TYPE_CHECKING:
    import torch

    from saturate.models import Loaded

_TOKENS_AT_ONCE = 48_000
"""Prompt tokens of one batch, times completions: bounds memory and keeps the cache warm."""
_ROWS_AT_ONCE = 256
_TOKENS_AT_ONCE_LARGE = 8_000
"""The same for models of more than ``_LARGE`` parameters on a CPU."""
_LARGE = 50_000_000
_FALLBACK_LIMIT = 512


class TransformersSampler:
    """One model, its tokenizer, and batches sorted by length."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        large = loaded.model.num_parameters() > _LARGE and loaded.model.device.type == "cpu"
        self._budget = _TOKENS_AT_ONCE_LARGE if large else _TOKENS_AT_ONCE

    @property
    def has_chat_template(self) -> bool:
        return self._loaded.tokenizer.chat_template is not None

    def chat(self, message: str) -> str:
        """The prompt text of a user's message by the model's chat template."""
        text = self._loaded.tokenizer.apply_chat_template(
            [{"role": "user", "content": message}], tokenize=False, add_generation_prompt=True
        )
        return str(text)

    def complete(
        self, prompts: Sequence[str], decoding: Decoding, progress: Progress | None = None
    ) -> list[list[Completion]]:
        """Complete all prompts, longest first (a batch that is too large fails at once)."""
        if not prompts:
            return []
        tokenizer = self._loaded.tokenizer
        encoded = tokenizer(list(prompts), add_special_tokens=not self.has_chat_template)
        ids: list[list[int]] = encoded["input_ids"]
        order = sorted(range(len(ids)), key=lambda i: (-len(ids[i]), i))
        results: list[list[Completion]] = [[] for _ in ids]
        for number, rows in enumerate(self._batches(order, ids, decoding.n)):
            completions = self._batch([ids[i] for i in rows], decoding, number)
            for i, answers in zip(rows, completions, strict=True):
                results[i] = answers
            if progress is not None:
                progress(len(rows))
        return results

    def _batches(self, order: list[int], ids: list[list[int]], n: int) -> list[list[int]]:
        batches: list[list[int]] = []
        while order:
            longest = len(ids[order[0]]) + 1
            size = max(1, min(_ROWS_AT_ONCE, self._budget // longest) // n)
            batches.append(order[:size])
            order = order[size:]
        return batches

    def _batch(
        self, ids: list[list[int]], decoding: Decoding, number: int
    ) -> list[list[Completion]]:
        import torch

        tokenizer, model = self._loaded.tokenizer, self._loaded.model
        inputs = tokenizer.pad({"input_ids": ids}, padding_side="left", return_tensors="pt")
        inputs = inputs.to(model.device)
        settings: dict[str, Any] = {
            "max_new_tokens": self._limit(inputs["input_ids"].shape[1], decoding),
            "do_sample": decoding.temperature > 0,
            "num_return_sequences": decoding.n,
            "eos_token_id": self._ends(),
            "pad_token_id": tokenizer.pad_token_id,
            "tokenizer": tokenizer,
            "logits_processor": [recorder := _LogprobRecorder()],
        }
        if decoding.temperature > 0:
            settings |= {"temperature": decoding.temperature, "top_k": 0, "top_p": 1.0}
            torch.manual_seed(stable_hash("sample", decoding.seed, number) % 2**63)
        else:
            settings |= {"temperature": None, "top_k": None, "top_p": None}
        if decoding.stop:
            settings["stop_strings"] = list(decoding.stop)
        with torch.inference_mode():
            sequences = model.generate(**inputs, **settings)
        new = sequences[:, inputs["input_ids"].shape[1] :]
        scores = recorder.logprobs(sequences)
        flat = [self._completion(*row, decoding.stop) for row in zip(new, scores, strict=True)]
        return [flat[i : i + decoding.n] for i in range(0, len(flat), decoding.n)]

    def _completion(
        self, tokens: torch.Tensor, scores: torch.Tensor, stop: tuple[str, ...]
    ) -> Completion:
        ids = tokens.tolist()
        ends = set(self._ends())
        length = next((i for i, token in enumerate(ids) if token in ends), len(ids))
        ended = length < len(ids)
        text = str(self._loaded.tokenizer.decode(ids[:length], skip_special_tokens=True))
        cut = min((at for s in stop if (at := text.find(s)) >= 0), default=len(text))
        finished = ended or cut < len(text)
        return Completion(text[:cut], length, float(scores[: length + ended].sum()), finished)

    def _ends(self) -> list[int]:
        configured = self._loaded.model.generation_config.eos_token_id
        ends = configured if isinstance(configured, list) else [configured]
        return sorted({e for e in [*ends, self._loaded.tokenizer.eos_token_id] if e is not None})

    def _limit(self, prompt_tokens: int, decoding: Decoding) -> int:
        """A completion's longest length; never taken from the true answer.

        Bare prompts are problems whose worked solution is made of what the prompt says, so twice
        the prompt is room enough.
        """
        asked = decoding.max_new_tokens or _FALLBACK_LIMIT
        return min(asked, 2 * prompt_tokens + 32) if self._loaded.bare_prompts else asked


class _LogprobRecorder:
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
        import torch

        self._choose(sequences)
        return torch.cat(self._chosen, dim=1)

    def _choose(self, ids: torch.Tensor) -> None:
        if self._last is not None:
            self._chosen.append(self._last.gather(1, ids[:, -1:]))
