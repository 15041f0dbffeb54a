"""The sampler over vLLM, for models and machines where ``transformers.generate`` is slow.

A new engine is built for every model. Handing new weights to a running engine would be faster and
can leave a wrong model without a word (on CPUs the packed weights stay); a run changes models a few
times a round, and an engine is up within seconds to a minute. It runs in a process of its own, so
that :meth:`VllmSampler.close` gives its memory back for training, whatever the library still holds.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from saturate.config.model_options import ModelOptions
from saturate.config.vllm import VllmOptions
from saturate.errors import SaturateError, first_line
from saturate.ladder import stable_hash
from saturate.models.context import LEAST_WRITTEN
from saturate.models.dtypes import answering_dtype
from saturate.models.memory import free_memory
from saturate.models.published import hub_settings
from saturate.models.sampler import (
    NO_ROOM,
    Completion,
    Decoding,
    Progress,
    longest,
    with_thought,
)
from saturate.models.template import check_options, named_ends
from saturate.models.thoughts import marks_are_special, may_think, part, thought_marks
from saturate.models.tokenizing import Tokenizing

if TYPE_CHECKING:
    from saturate.models.token_choices import TokenChoices
    from saturate.models.token_cuts import TokenPair

_AT_ONCE = 2_048
"""Prompts handed over at once; progress is told between."""
_FREE_SHARE = 0.5
"""Share of a machine's free memory that an engine without a GPU takes: the rest is for others."""


class VllmSampler(Tokenizing):
    """One model in an engine of its own."""

    _least_written = LEAST_WRITTEN

    def __init__(self, path: str, options: ModelOptions | None = None) -> None:
        """Start the engine.

        Args:
            path: A local folder, or a hub id.
            options: How it is loaded, prompted and decoded.

        Raises:
            SaturateError: vLLM is not installed, or cannot run this model here.
        """
        self._options = options = options or ModelOptions()
        self._engine = _start(path, options)
        self._tokenizer: Any = self._engine.get_tokenizer()
        check_options(self._tokenizer, options, path)
        self._marks = thought_marks(self._tokenizer)
        described = self._engine.llm_engine.model_config
        self._context: int = described.max_model_len
        config = described.hf_config
        told = named_ends(config, config.get_text_config())
        self._ends = {*told, self._tokenizer.eos_token_id}

    def complete(
        self, prompts: Sequence[str], decoding: Decoding, progress: Progress | None = None
    ) -> list[list[Completion]]:
        """Complete all prompts; the engine batches them itself."""
        found: list[list[Completion]] = []
        for start in range(0, len(prompts), _AT_ONCE):
            batch = list(prompts[start : start + _AT_ONCE])
            ids = self._ids(batch)
            thinks = [may_think(self._marks, prompt) for prompt in batch]
            wanted = [with_thought(decoding, self._options) if t else decoding for t in thinks]
            room = [
                longest(len(one), want, self._context)
                for one, want in zip(ids, wanted, strict=True)
            ]
            asked = [i for i, most in enumerate(room) if most]
            settings = [self._settings(room[i], decoding, start + i, thinks[i]) for i in asked]
            outputs = self._generate([ids[i] for i in asked], settings)
            answers = [[NO_ROOM] * decoding.n for _ in batch]
            for i, output in zip(asked, outputs, strict=True):
                answers[i] = [
                    self._completion(one, batch[i], decoding.stop) for one in output.outputs
                ]
            found += answers
            if progress is not None:
                progress(len(batch) * decoding.n)
        return found

    def log_likelihoods(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, bool]]:
        """By the log-probabilities that the engine gives of a prompt's own tokens."""
        from saturate.models.token_choices import weighed

        return weighed(self._choices, pairs)

    def close(self) -> None:
        """End the engine's process."""
        self._engine.llm_engine.engine_core.shutdown()
        del self._engine
        free_memory()

    @cached_property
    def _choices(self) -> TokenChoices:
        from saturate.models.token_choices import TokenChoices

        return TokenChoices(self._tokenizer, self._score)

    def _score(self, pairs: Sequence[TokenPair]) -> list[tuple[float, bool]]:
        from vllm import SamplingParams

        asked = SamplingParams(temperature=0, max_tokens=1, prompt_logprobs=1, detokenize=False)
        found = []
        for start in range(0, len(pairs), _AT_ONCE):
            batch = pairs[start : start + _AT_ONCE]
            whole = [[*pair.prompt, *pair.continuation] for pair in batch]
            outputs = self._generate(whole, [asked] * len(batch))
            for (prompt, continuation), output in zip(batch, outputs, strict=True):
                told = output.prompt_logprobs[len(prompt) :]
                ones = [by[token] for token, by in zip(continuation, told, strict=True)]
                found.append((sum(one.logprob for one in ones), all(one.rank == 1 for one in ones)))
        return found

    def _generate(self, ids: Sequence[list[int]], settings: Sequence[Any]) -> list[Any]:
        prompts = [{"prompt_token_ids": one} for one in ids]
        try:
            return list(self._engine.generate(prompts, list(settings), use_tqdm=False))
        except Exception as error:  # its process died; the reason is in what that process logged
            raise SaturateError(f"vLLM stopped: {first_line(error)}") from error

    def _settings(self, room: int, decoding: Decoding, place: int, thinks: bool) -> Any:
        from vllm import SamplingParams

        sampled = decoding.temperature > 0
        return SamplingParams(
            n=decoding.n,
            temperature=decoding.temperature,
            **({"top_p": 1.0, "top_k": -1} | self._options.gen.given() if sampled else {}),
            seed=stable_hash("sample", decoding.seed, place) % 2**31 if sampled else None,
            max_tokens=room,
            stop=None if thinks else list(decoding.stop) or None,
            skip_special_tokens=not marks_are_special(self._tokenizer, self._marks),
            stop_token_ids=sorted(self._ends),
            logprobs=0,
        )

    def _completion(self, output: Any, prompt: str, stop: tuple[str, ...]) -> Completion:
        tokens = list(output.token_ids)
        if tokens and tokens[-1] in self._ends:
            tokens.pop()
        ended = output.finish_reason == "stop"
        thought, answer, finished = part(self._marks, prompt, output.text, stop, ended)
        logprob = float(output.cumulative_logprob)
        return Completion(answer, len(tokens), logprob, finished, thought)


def _start(path: str, options: ModelOptions) -> Any:
    check_loading(options)
    os.environ.setdefault("VLLM_LOGGING_LEVEL", "ERROR")
    try:
        from vllm import LLM
    except ImportError:
        raise SaturateError(
            "vLLM is not installed; pip install 'lm-saturate[vllm]', or leave out --engine vllm."
        ) from None
    import torch
    from transformers import AutoConfig

    free_memory()  # what training or the plan held is the engine's now
    on_gpu = torch.cuda.is_available()
    try:
        described = AutoConfig.from_pretrained(path, **hub_settings(path, options))
        answers_in = answering_dtype(described, options, "cuda" if on_gpu else "cpu")
        return LLM(
            model=path,
            dtype=str(answers_in).removeprefix("torch."),
            max_model_len=options.args.max_length,
            tensor_parallel_size=options.vllm.parallel,
            **memory_share(options.vllm, on_gpu),
            trust_remote_code=options.trust,
            **_repository(path, options),
            enforce_eager=not on_gpu,  # compiling for a CPU takes minutes, anew for every engine
            # reading a prompt in parts winds its seeded generator back, which a CPU cannot: it ends
            enable_chunked_prefill=None if on_gpu else False,
            enable_prefix_caching=True,  # voters of one problem share their instruction
            disable_log_stats=True,
            generation_config="vllm",  # a model's own defaults would change how it samples
        )
    except Exception as error:  # an architecture it lacks, memory, a failed start of its process
        raise SaturateError(f"vLLM cannot run {path!r} here: {first_line(error)}") from error


def check_loading(options: ModelOptions) -> None:
    """See that nothing is asked for that the engine decides by itself, or does not do.

    Raises:
        SaturateError: Something is.
    """
    if options.args.attn_implementation is not None:
        raise SaturateError("vLLM chooses attention by itself; leave out attn_implementation.")
    if options.args.load_in_4bit:
        raise SaturateError(
            "Weights of 4 bits are not held by vLLM; leave load_in_4bit out of --model-args, or "
            "let the engine transformers answer."
        )


def memory_share(options: VllmOptions, on_gpu: bool) -> dict[str, float]:
    """What the engine is told of memory: nothing on a GPU that it may fill.

    A machine's memory is in use by others, and an engine that asks for more than is free ends.
    Each process over which a model is spread takes the share, on a processor of the same memory.
    """
    asked = options.memory
    if asked is None and not on_gpu:
        machine = psutil.virtual_memory()
        asked = _FREE_SHARE * machine.available / machine.total / options.parallel
    return {} if asked is None else {"gpu_memory_utilization": asked}


def _repository(path: str, options: ModelOptions) -> dict[str, Any]:
    """Settings that are passed on only where somebody gave them."""
    revision = options.args.revision
    return {"revision": revision} if revision and not Path(path).is_dir() else {}
