"""One round of training with TRL's DPOTrainer: pairs with rejected answers in, a model folder out.

Direct preference optimization (Rafailov et al. 2023, arXiv 2305.18290) plus the likelihood of the
chosen answer, as in self-consistency preference optimization (Prasad et al. 2024, arXiv
2411.04109). A pair without a rejected answer has its own in that place: then the preference has no
gradient and the likelihood alone trains, which is how replay and unanimous labels go along.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saturate.training.memory import rows_at_once
from saturate.training.recipe import (
    Recipe,
    Reporting,
    StepDone,
    TrainingSummary,
    common_arguments,
    common_settings,
    run_trainer,
)
from saturate.training.replay import Pair
from saturate.training.sft import encode

if TYPE_CHECKING:
    from saturate.models.loading import Loaded

_LOSSES = ["sigmoid", "sft"]


def prefer(
    loaded: Loaded,
    batches: Sequence[Sequence[Pair]],
    recipe: Recipe,
    out: Path,
    step_done: StepDone | None = None,
    reporting: Reporting | None = None,
) -> TrainingSummary:
    """Train a model in place on preferences and save it.

    Args:
        loaded: The model, held as :func:`saturate.training.sft.train` wants it.
        batches: The pairs of every step, in order.
        recipe: Steps, learning rate and so on.
        out: Folder for model and tokenizer.
        step_done: Called after every step.
        reporting: Settings of the trainer that name the trackers of its losses; none by default.
    """
    from trl import DPOConfig

    rows = preference_rows(loaded, [pair for batch in batches for pair in batch])
    tokens = sum(len(ids) for column in rows.values() for ids in column)
    longest = max(map(len, rows["prompt_ids"])) + max(
        len(ids) for name in ("chosen_ids", "rejected_ids") for ids in rows[name]
    )
    at_once = recipe.rows or rows_at_once(loaded.model, recipe.batch_size, 2 * longest, recipe.lora)
    trainer = _trainer(rows)(
        args=DPOConfig(
            **common_settings(DPOConfig, loaded, recipe, out, at_once, reporting),
            lr_scheduler_type="constant_with_warmup",
            loss_type=_LOSSES,
            max_length=None,
            train_sampling_strategy="sequential",
            trust_remote_code=loaded.options.trust,
        ),
        **common_arguments(loaded, recipe, step_done),
    )
    loss = run_trainer(trainer, loaded, recipe, out)
    return TrainingSummary(recipe.steps, tokens, loss)


def preference_rows(loaded: Loaded, pairs: Sequence[Pair]) -> dict[str, list[list[int]]]:
    """Tokens of prompts, and of chosen and rejected answers, as supervised training makes them."""
    answers = {
        "chosen_ids": encode(loaded, [Pair(p.prompt, p.completion) for p in pairs]),
        "rejected_ids": encode(loaded, [Pair(p.prompt, p.rejected or p.completion) for p in pairs]),
    }
    starts = [labels.count(-100) for labels in answers["chosen_ids"]["labels"]]
    found = {
        name: [ids[at:] for ids, at in zip(rows["input_ids"], starts, strict=True)]
        for name, rows in answers.items()
    }
    rows = answers["chosen_ids"]["input_ids"]
    return {"prompt_ids": [ids[:at] for ids, at in zip(rows, starts, strict=True)], **found}


def _trainer(rows: dict[str, list[list[int]]]) -> Any:
    """A DPOTrainer over rows of tokens, which it would else make of texts by other rules."""
    from datasets import Dataset
    from trl import DPOTrainer

    class TokenTrainer(DPOTrainer):  # type: ignore[misc]
        def _prepare_dataset(self, dataset: Any, *_: Any) -> Any:
            return dataset

    def make(**settings: Any) -> Any:
        return TokenTrainer(train_dataset=Dataset.from_dict(rows), **settings)

    return make
