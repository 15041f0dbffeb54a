"""Whether training fits into memory, said in the plan before a run is paid for."""

from __future__ import annotations

from saturate.config.run_config import RunConfig
from saturate.ladder import Ladder
from saturate.models.dtypes import LARGE
from saturate.models.loading import Loaded
from saturate.models.prompting import Prompter
from saturate.models.transformers import TransformersSampler
from saturate.training.memory import training_fit
from saturate.training.replay import Pair
from saturate.training.sft import encode


def pair_lengths(config: RunConfig, ladder: Ladder, loaded: Loaded) -> list[int]:
    """Tokens of the pairs that a label of the first rung makes: one, or by turns one for each."""
    problem = ladder.problem(config.start_rung, "train", 0)
    sampler = TransformersSampler(loaded)
    prompter = Prompter(ladder, sampler, loaded.bare_prompts, config.by_turns)
    pairs = [Pair(*pair) for pair in prompter.shown(problem.read, problem.solution)]
    return [len(ids) for ids in encode(loaded, pairs)["input_ids"]]


def memory_lines(config: RunConfig, ladder: Ladder, loaded: Loaded) -> list[str]:
    """What training takes, what there is, and how much of a step fits at once.

    Empty for small models, which fit everywhere.
    """
    if loaded.model.num_parameters() < LARGE:
        return []
    tokens = max(pair_lengths(config, ladder, loaded))
    preferences = config.trainer == "dpo"
    world = config.train_workers or 1
    fit = training_fit(
        loaded.model,
        config.batch_size // world,
        tokens,
        config.lora,
        preferences,
        world if config.fsdp else 1,
    )
    before = ", those before the round" if preferences else ""
    kind = "weights" if config.lora else f"weights{before}, gradients and the optimizer's moments"
    where = "the GPU" if loaded.model.device.type == "cuda" else "this machine"
    where += f", for each of {world} processes" if world > 1 else ""
    told = f"{kind} take {_gb(fit.fixed)} while training, {_gb(fit.free)} are free on {where}"
    if fit.exact:
        added = "to which adapters are added" if config.lora else "put together from all processes"
        told += (
            f"; the exact weights {added} then take {_gb(fit.exact)} of this machine's memory, "
            f"{_gb(fit.machine)} of it are free"
        )
    if fit.fixed >= fit.free or fit.exact > fit.machine:
        ways = [
            *(["--fsdp"] if world > 1 and not config.fsdp else []),
            *([] if config.lora else ["--lora"]),
        ]
        helps = ", ".join(ways) + (", or " if ways else "") + "a smaller model"
        return [f"Memory     {told}: that does not fit; what helps: {helps}"]
    parts = (
        "a step at once" if fit.rows == config.batch_size // world else f"{fit.rows} pairs at once"
    )
    return [f"Memory     {told}; {parts}, fewer where that turns out too much"]


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
