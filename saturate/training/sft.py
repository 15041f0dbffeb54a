"""One round of training with TRL's SFTTrainer: pairs in, a model folder out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from saturate.models.library_keywords import CHECKPOINTING, keyword
from saturate.models.template import answer_end, end_tokens
from saturate.models.thoughts import is_open, thought_marks
from saturate.training.adapters import adapters, merged
from saturate.training.memory import rows_at_once, take_mean, weights
from saturate.training.replay import Pair

if TYPE_CHECKING:
    import torch

    from saturate.models.loading import Loaded

_WARMUP_SHARE = 0.1
_MIN_WARMUP_STEPS = 5
"""Adam starts anew every round; without a ramp its first steps undo what the model knows."""
_DECAY_SHARE = 0.3
"""Share of the steps over which the learning rate falls."""
_ADAM_BETA2 = 0.95
"""Lets Adam follow gradients that grow; at 0.999 a round of 200 steps ended in ruin at times."""
_WEIGHT_DECAY = 0.01
_CLIP = 1.0


class Recipe(NamedTuple):
    """How to train."""

    steps: int
    batch_size: int
    learning_rate: float
    lora: bool
    seed: int
    merge: bool = False
    """Whether the mean of the weights before and after is kept."""
    rows: int | None = None
    """Pairs at once, whose gradients add up to a step's; as memory allows where ``None``."""


class TrainingSummary(NamedTuple):
    """What training went through."""

    steps: int
    tokens: int
    """Tokens of all pairs, prompts included."""
    loss: float
    """Mean loss of the last tenth of the steps."""


def train(
    loaded: Loaded,
    batches: Sequence[Sequence[Pair]],
    recipe: Recipe,
    out: Path,
    step_done: Callable[[], None] | None = None,
    reporting: Mapping[str, Any] | None = None,
) -> TrainingSummary:
    """Train a model in place and save it.

    Args:
        loaded: Model and tokenizer; the model's weights change. They are to be exact ones unless
            adapters are trained: small changes of rounded weights are lost. One that holds its
            weights in 4 bits must not have answered yet: on a CPU bitsandbytes packs them for
            that, and gradients through packed ones are wrong unsaid.
        batches: The pairs of every step, in order. Pairs of one batch should be of like length.
        recipe: Steps, learning rate and so on.
        out: Folder for model and tokenizer.
        step_done: Called after every step.
        reporting: Settings of the trainer that name the trackers of its losses; none by default.
    """
    import torch
    from datasets import Dataset
    from transformers import TrainerCallback
    from trl import SFTConfig, SFTTrainer

    class Steps(TrainerCallback):  # type: ignore[misc]
        def on_step_end(self, *_: Any, **__: Any) -> None:
            if step_done is not None:
                step_done()

    rows = encode(loaded, [pair for batch in batches for pair in batch])
    at_once = recipe.rows or rows_at_once(
        loaded.model, recipe.batch_size, max(map(len, rows["input_ids"])), recipe.lora
    )
    before = weights(loaded.model) if recipe.merge and not recipe.lora else None
    on_cpu = loaded.model.device.type == "cpu"
    config = SFTConfig(
        output_dir=str(out),
        max_steps=recipe.steps,
        per_device_train_batch_size=at_once,
        gradient_accumulation_steps=recipe.batch_size // at_once,
        learning_rate=recipe.learning_rate,
        lr_scheduler_type="warmup_stable_decay",
        lr_scheduler_kwargs={"num_decay_steps": max(1, int(_DECAY_SHARE * recipe.steps))},
        adam_beta2=_ADAM_BETA2,
        warmup_steps=max(
            1, min(int(_WARMUP_SHARE * recipe.steps) + _MIN_WARMUP_STEPS, recipe.steps // 2)
        ),
        weight_decay=_WEIGHT_DECAY,
        max_grad_norm=_CLIP,
        optim="adamw_torch",
        train_sampling_strategy="sequential",
        dataset_kwargs={"skip_prepare_dataset": True},
        max_length=None,
        use_cpu=on_cpu,
        bf16=loaded.answers_in is torch.bfloat16,
        fp16=loaded.answers_in is torch.float16 and not on_cpu,
        **{keyword(SFTConfig, CHECKPOINTING): not on_cpu},
        save_strategy="no",
        logging_steps=max(1, recipe.steps // 10),
        **(reporting or {"report_to": "none"}),
        disable_tqdm=True,
        seed=recipe.seed,
    )
    trainer = (_completion_trainer() if on_cpu else SFTTrainer)(
        model=loaded.model,
        args=config,
        train_dataset=Dataset.from_dict(rows),
        processing_class=loaded.tokenizer,
        callbacks=[Steps()],
        peft_config=adapters(loaded) if recipe.lora else None,
    )
    _silence(trainer)
    trainer.train()
    model: Any = trainer.model
    if recipe.lora:
        model = merged(model, loaded, recipe.merge)
    elif before is not None:
        take_mean(model, before)
    model.save_pretrained(out)
    loaded.tokenizer.save_pretrained(out)
    losses = [row["loss"] for row in trainer.state.log_history if "loss" in row]
    return TrainingSummary(recipe.steps, sum(map(len, rows["input_ids"])), losses[-1])


def completion_loss(model: Any, inputs: dict[str, Any]) -> tuple[torch.Tensor, Any]:
    """Mean cross-entropy of the completions, which alone get logits; and the model's outputs.

    Args:
        model: A causal language model.
        inputs: ``input_ids``, ``attention_mask`` and ``labels``, each (pairs, tokens); labels are
            taken out.
    """
    import torch

    labels = inputs.pop("labels")
    first = max(1, int((labels != -100).any(0).nonzero()[0]))
    asked = torch.arange(first - 1, labels.shape[1] - 1, device=labels.device)
    outputs = model(**inputs, logits_to_keep=asked, use_cache=False)
    loss = torch.nn.functional.cross_entropy(
        outputs.logits.flatten(0, 1).float(), labels[:, first:].flatten()
    )
    return loss, outputs


def _completion_trainer() -> type:
    """An SFTTrainer that trains by :func:`completion_loss`.

    Away from a GPU, TRL's fused head works on every position and also measures entropy, which
    takes half of a step of a small model.
    """
    from trl import SFTTrainer

    class CompletionTrainer(SFTTrainer):  # type: ignore[misc]
        def compute_loss(
            self,
            model: Any,
            inputs: dict[str, Any],
            return_outputs: bool = False,
            num_items_in_batch: Any = None,
        ) -> Any:
            answers = int((inputs["labels"] != -100).sum())
            loss, outputs = completion_loss(model, inputs)
            if self.args.gradient_accumulation_steps > 1:  # mean over the step, not over its parts
                loss = loss * answers / num_items_in_batch
            return (loss, outputs) if return_outputs else loss

    return CompletionTrainer


def encode(loaded: Loaded, pairs: Sequence[Pair]) -> dict[str, list[list[int]]]:
    """Token ids and labels; prompts are masked, and every completion ends as answers do."""
    tokenizer = loaded.tokenizer
    special = tokenizer.chat_template is None
    prompts = tokenizer([pair.prompt for pair in pairs], add_special_tokens=special)["input_ids"]
    marks = thought_marks(tokenizer)
    texts = [
        # What holds no thought ends at once the one that its prompt begins.
        f"{marks.end}\n\n{pair.completion}"
        if marks and is_open(marks, pair.prompt) and marks.end not in pair.completion
        else pair.completion
        for pair in pairs
    ]
    completions = tokenizer(texts, add_special_tokens=False)["input_ids"]
    end = [answer_end(tokenizer, end_tokens(loaded))]
    ids = [p + c + end for p, c in zip(prompts, completions, strict=True)]
    labels = [[-100] * len(p) + c + end for p, c in zip(prompts, completions, strict=True)]
    return {"input_ids": ids, "labels": labels}


def _silence(trainer: Any) -> None:
    """Remove the callback that prints every log row: the run has its own progress display."""
    from transformers.trainer_callback import PrinterCallback

    trainer.remove_callback(PrinterCallback)
