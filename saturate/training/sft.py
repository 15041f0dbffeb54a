"""One round of training with TRL's SFTTrainer: pairs in, a model folder out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saturate.models.template import answer_end, end_tokens
from saturate.models.thoughts import is_open, thought_marks
from saturate.models.token_cuts import answer_tokens
from saturate.training.halves import Half, half_of, in_halves
from saturate.training.memory import least_of_all, rows_at_once
from saturate.training.parts import Cut, in_parts, some_rows
from saturate.training.recipe import (
    Recipe,
    Reporting,
    StepDone,
    TrainingSummary,
    run_trainer,
    trainer_settings,
)
from saturate.training.replay import Pair
from saturate.training.token_rows import token_rows

if TYPE_CHECKING:
    import torch

    from saturate.models.loading import Loaded

_DECAY_SHARE = 0.3
"""Share of the steps over which the learning rate falls."""
_CUT = Cut(
    rows=lambda inputs: len(inputs["labels"]),
    part=lambda _, inputs, rows: some_rows(inputs, rows),
    items=lambda inputs: inputs["labels"][:, 1:].ne(-100).sum(),
)
"""The loss is a sum over tokens of answers, divided by how many the step has."""


def train(
    loaded: Loaded,
    batches: Iterable[Sequence[Pair]],
    recipe: Recipe,
    out: Path,
    step_done: StepDone | None = None,
    reporting: Reporting | None = None,
    half: Half | None = None,
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
        half: What this process has of every step, where another one takes the other half.
    """
    from trl import SFTConfig, SFTTrainer

    on_cpu = loaded.model.device.type == "cpu"
    base = _completion_trainer() if on_cpu else SFTTrainer
    share = recipe.batch_size // recipe.world
    with token_rows(batches, partial(encode, loaded, choices=recipe.choices), out) as rows:
        at_once = recipe.rows or (
            half_of(share)
            if in_halves(loaded.model, recipe)
            else least_of_all(
                rows_at_once(
                    loaded.model,
                    share,
                    rows.longest["input_ids"],
                    recipe.lora,
                    recipe.world if recipe.sharded else 1,
                ),
                loaded.model.device,
                recipe.world,
            )
        )
        config = trainer_settings(
            SFTConfig,
            loaded,
            recipe,
            out,
            share,
            reporting,
            lr_scheduler_type="warmup_stable_decay",
            lr_scheduler_kwargs={"num_decay_steps": max(1, int(_DECAY_SHARE * recipe.steps))},
            train_sampling_strategy="sequential",
            dataset_kwargs={"skip_prepare_dataset": True},
            max_length=None,
        )
        kind = in_parts(base, at_once, _CUT, recipe.world == 1, half)
        loss = run_trainer(
            kind, loaded, recipe, out, step_done, args=config, train_dataset=rows.dataset
        )
    return TrainingSummary(recipe.steps, rows.tokens["input_ids"], loss)


def completion_loss(model: Any, inputs: dict[str, Any]) -> tuple[torch.Tensor, Any]:
    """Mean cross-entropy of the completions, which alone get logits; and the model's outputs.

    No token sees padding behind it, so the mask of inputs padded on the right is left out: where
    there is none, PyTorch's attention on a CPU passes over what lies ahead, and else works it out.

    Args:
        model: A causal language model.
        inputs: ``input_ids``, ``attention_mask`` and ``labels``, each (pairs, tokens); labels are
            taken out, and so is a mask of no use.
    """
    import torch

    labels = inputs.pop("labels")
    if bool((inputs["attention_mask"].diff(dim=1) <= 0).all()):
        del inputs["attention_mask"]
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
            if num_items_in_batch is not None and answers != num_items_in_batch:
                # Of a part, which adds up to the mean; gradients of processes are averaged.
                loss = loss * answers * self.accelerator.num_processes / num_items_in_batch
            return (loss, outputs) if return_outputs else loss

    return CompletionTrainer


def encode(
    loaded: Loaded, pairs: Sequence[Pair], choices: bool = False
) -> dict[str, list[list[int]]]:
    """Token ids and labels; prompts are masked, and every completion ends as answers do.

    Args:
        loaded: Whose tokens.
        pairs: What is trained on.
        choices: Whether completions are choices: they have the tokens that are weighed when choices
            are scored, others those that a model writes behind the prompt.
    """
    tokenizer = loaded.tokenizer
    marks = thought_marks(tokenizer)
    texts = [
        # What holds no thought ends at once the one that its prompt begins.
        f"{marks.end}\n\n{pair.completion}"
        if marks and is_open(marks, pair.prompt) and marks.end not in pair.completion
        else pair.completion
        for pair in pairs
    ]
    written = [(pair.prompt, text) for pair, text in zip(pairs, texts, strict=True)]
    if choices:
        from saturate.models.token_choices import scored_tokens

        cuts = scored_tokens(tokenizer, written)
    else:
        cuts = answer_tokens(tokenizer, written)
    end = [answer_end(tokenizer, end_tokens(loaded))]
    ids = [p + c + end for p, c in cuts]
    labels = [[-100] * len(p) + c + end for p, c in cuts]
    return {"input_ids": ids, "labels": labels}
