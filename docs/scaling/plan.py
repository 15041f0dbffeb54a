"""Reckons a round over many GPUs from unit costs; `python docs/scaling/plan.py` prints the tables.

Every figure is an argument: put in your own (`--help` lists them).
"""

from __future__ import annotations

import argparse
from typing import NamedTuple

GB = 1e9


class Costs(NamedTuple):
    """Unit costs and sizes: measured (M), published by others (P), or assumed (A)."""

    proposals: float = 1_000_000
    """A: labels asked for in a round."""
    ballots: float = 7
    """A: answers to each, as by views:7."""
    prompt_tokens: float = 150
    """A: tokens of a prompt, instruction included."""
    answer_tokens: float = 120
    """A: tokens of an answer."""
    kept: float = 0.7
    """A: share of the proposals that gets a label."""
    passes: float = 2.5
    """Default of --passes; the newest labels are half of what is trained on."""
    scored: float = 3_319
    """Items scored after a round: 20 rungs of 100, and GSM8K's 1,319."""
    decode: float = 995
    """M: tokens a second of one H100, transformers, 7B (docs/gpu.md)."""
    tuned_decode: float = 9_193
    """P: the same of a tuned engine: TensorRT-LLM 0.5, LLaMA 7B, FP8, batch 64, 128 in, 128 out."""
    prefill: float = 24_100
    """M: prompt tokens a second of one H100 (docs/gpu.md)."""
    train: float = 10_203
    """P: tokens a second of one H100 of 8, MPT-7B, 1,024 tokens, FSDP (llm-foundry)."""
    run_seconds: float = 290e-6
    """M: CPU seconds of the run's own process for a ballot: views, prompts, reading, votes."""
    shard_bytes: float = 1_000
    """M, rounded up: bytes of a ballot's prompt and answer on their way."""
    weights: float = 6_877_943_296 * 4
    """Bytes of the weights that a round leaves, float32."""
    network: float = 25e9 / 8
    """A: bytes a second out of the run's node (25 Gbit/s)."""
    disk: float = 2e9
    """A: bytes a second that a node writes."""
    start: float = 120
    """A: seconds until an engine has loaded a model and is up."""
    gpus_a_node: float = 8
    """A."""
    dollars: float = 2.5
    """A: of one GPU for an hour."""


def stages(c: Costs, gpus: int, decode: float) -> dict[str, float]:
    """Seconds of each stage of a round.

    Args:
        c: Unit costs.
        gpus: How many GPUs answer and train.
        decode: Tokens a second of each while it answers.
    """
    ballots = c.proposals * c.ballots
    answer = c.prompt_tokens / c.prefill + c.answer_tokens / decode
    trained = c.proposals * c.kept * c.passes / 0.5 * (c.prompt_tokens + c.answer_tokens)
    nodes = -(-gpus // c.gpus_a_node)
    return {
        "label: GPUs": ballots * answer / gpus,
        "label: the run's process": ballots * c.run_seconds,
        "train": trained / c.train / gpus,
        "hand-over": nodes * c.weights / c.network + c.weights / c.disk + c.start,
        "score": c.scored * answer / gpus,
    }


def table(c: Costs) -> str:
    """The hours of each stage for two engines on 8 and 64 GPUs, and what a round costs."""
    columns = [
        (f"{gpus} GPUs, {name}", gpus, stages(c, gpus, decode))
        for gpus in (8, 64)
        for name, decode in (("transformers", c.decode), ("tuned engine", c.tuned_decode))
    ]
    lines = [
        "| stage, hours | " + " | ".join(name for name, _, _ in columns) + " |",
        "|---" * (1 + len(columns)) + "|",
    ]
    for stage in columns[0][2]:
        cells = [f"{found[stage] / 3600:.2f}" for _, _, found in columns]
        lines.append(f"| {stage} | " + " | ".join(cells) + " |")
    hours = [sum(found.values()) / 3600 for _, _, found in columns]
    lines.append("| a round | " + " | ".join(f"{one:.2f}" for one in hours) + " |")
    paid = [
        f"{one * gpus * c.dollars:,.0f}" for one, (_, gpus, _) in zip(hours, columns, strict=True)
    ]
    lines.append("| dollars | " + " | ".join(paid) + " |")
    sent = c.proposals * c.ballots * c.shard_bytes
    handed = c.weights
    lines += [
        "",
        f"Bytes: {sent / GB:.1f} GB of prompts and answers; {handed / GB:.1f} GB of weights to "
        "each node.",
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in Costs()._asdict().items():
        parser.add_argument("--" + name.replace("_", "-"), type=float, default=default)
    print(table(Costs(**vars(parser.parse_args()))))


if __name__ == "__main__":
    main()
