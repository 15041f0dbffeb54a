"""What a GPU makes of answers, training, full memory and vLLM: a line of figures for each.

    python tests/benchmarks/gpu.py MODEL [sample] [train] [memory] [vllm] [--small]

Prompts are those of ``gsm8k``, rung 1. Without the names of stages all run. ``--small`` asks and
trains little, to see on any machine that the script works.
"""

import sys
import tempfile
import time
from pathlib import Path

import torch

from saturate.config.model_options import ModelArgs, ModelOptions
from saturate.ladder import Split
from saturate.models import Decoding
from saturate.models.loading import load
from saturate.models.memory import free_memory
from saturate.models.prompting import Prompter
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.training.replay import Pair
from saturate.training.sft import Recipe, train

GPU = torch.cuda.is_available()
LADDER = load_ladder("gsm8k")


class Bench:
    def __init__(self, model: str, small: bool) -> None:
        self.model = model
        self.prompts, self.steps, self.batch, self.most = (
            (4, 4, 2, 8) if small else (256, 50, 32, 256)
        )

    def tell(self, name: str, **figures: object) -> None:
        if GPU:
            figures["peak_gib"] = torch.cuda.max_memory_allocated() / 2**30
            figures["free_gib"] = torch.cuda.mem_get_info()[0] / 2**30
            torch.cuda.reset_peak_memory_stats()
        told = (f"{k} {v:,.4g}" if isinstance(v, float) else f"{k} {v}" for k, v in figures.items())
        print(f"{name}: {', '.join(told)}", flush=True)

    def ask(self, sampler, split: Split = "vote") -> list[str]:
        prompter = Prompter(LADDER, sampler, bare=False)
        return [prompter.prompt(LADDER.problem(1, split, i).read) for i in range(self.prompts)]

    def speed(self, name: str, sampler) -> list[str]:
        """Time five samples a prompt; greedy answers to other prompts."""
        sampler.complete(self.ask(sampler)[:2], Decoding(max_new_tokens=8))
        start = time.perf_counter()
        drawn = Decoding(n=5, temperature=0.8, seed=1, max_new_tokens=self.most)
        tokens = sum(
            one.tokens for row in sampler.complete(self.ask(sampler), drawn) for one in row
        )
        self.tell(f"{name}, five samples", tokens_a_second=tokens / (time.perf_counter() - start))
        greedy = sampler.complete(self.ask(sampler, "score"), Decoding(max_new_tokens=self.most))
        return [one.text for (one,) in greedy]

    def sample(self) -> list[str]:
        found = {}
        for dtype in ("float32", "bfloat16"):
            options = ModelOptions(ModelArgs(dtype=dtype))
            found[dtype] = self.speed(dtype, TransformersSampler(load(self.model, options)))
            free_memory()
        self.tell("greedy answers, bfloat16 = float32", share=share(*found.values()))
        return found["bfloat16"]

    def learn(self, name: str, lora: bool = False, rows: int | None = None) -> float:
        loaded, at = load(self.model, exact=not lora), []
        prompter = Prompter(LADDER, TransformersSampler(loaded), bare=False)
        problems = [LADDER.problem(1 + i % 3, "train", i) for i in range(self.steps * self.batch)]
        pairs = [Pair(*one) for p in problems for one in prompter.shown(p.read, p.solution)]
        batches = [pairs[i : i + self.batch] for i in range(0, len(pairs), self.batch)]
        recipe = Recipe(self.steps, self.batch, 1e-4 if lora else 1e-5, lora, seed=0, rows=rows)
        with tempfile.TemporaryDirectory() as out:
            told = train(loaded, batches, recipe, Path(out), lambda: at.append(time.perf_counter()))
        seconds = (at[-1] - at[1]) / (len(at) - 2)
        self.tell(name, seconds_a_step=seconds, loss=told.loss)
        return told.loss

    def train(self) -> None:
        self.learn("training")
        self.learn("training in parts of a quarter", rows=max(1, self.batch // 4))
        self.learn("training, LoRA", lora=True)

    def memory(self) -> None:
        """Answers and losses with all memory, and where 60 % of what that took is let."""
        if not GPU:
            print("memory: needs a GPU")
            return
        torch.cuda.reset_peak_memory_stats()
        whole = self.speed("all memory", TransformersSampler(load(self.model)))
        free_memory()
        with limited(0.6 * torch.cuda.max_memory_reserved()):
            part = self.speed("little memory", TransformersSampler(load(self.model)))
        self.tell("greedy answers, little memory = all", share=share(whole, part))
        loss = self.learn("training, all memory")
        free_memory()
        with limited(0.6 * torch.cuda.max_memory_reserved()):
            self.tell("training, little memory", loss=self.learn("little memory"), loss_of_all=loss)

    def vllm(self) -> None:
        """An engine, training after it, and an engine once more."""
        from saturate.models.vllm import VllmSampler

        here = TransformersSampler(load(self.model))
        plain = self.speed("transformers", here)
        pairs = [
            (prompt, choice) for prompt in self.ask(here)[:64] for choice in ("7", "not known")
        ]
        found = here.log_likelihoods(pairs)
        del here
        free_memory()
        for turn in ("first", "second"):
            start = time.perf_counter()
            sampler = VllmSampler(self.model)
            self.tell(f"vllm, {turn} start", seconds=time.perf_counter() - start)
            answers = self.speed("vllm", sampler)
            self.tell("greedy answers, vllm = transformers", share=share(plain, answers))
            apart = (
                abs(a[0] - b[0]) for a, b in zip(found, sampler.log_likelihoods(pairs), strict=True)
            )
            self.tell("choices, vllm - transformers", most_nats=max(apart))
            sampler.close()
            self.tell("vllm closed")
            self.learn("training after vllm")
            free_memory()


class limited:  # noqa: N801
    """Let this process so many bytes of the GPU's memory."""

    def __init__(self, size: float) -> None:
        self._share = size / torch.cuda.mem_get_info()[1]

    def __enter__(self) -> None:
        torch.cuda.set_per_process_memory_fraction(self._share)

    def __exit__(self, *_: object) -> None:
        free_memory()
        torch.cuda.set_per_process_memory_fraction(1.0)


def share(one: list[str], other: list[str]) -> float:
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


if __name__ == "__main__":
    model, *stages = [word for word in sys.argv[1:] if word != "--small"]
    bench = Bench(model, "--small" in sys.argv)
    for stage in stages or ("sample", "train", "memory", "vllm"):
        getattr(bench, stage)()
