"""One round of training with TRL's DPOTrainer: pairs with rejected answers in, a model folder out.

Direct preference optimization (Rafailov et al. 2023, arXiv 2305.18290) plus the likelihood of the
chosen answer, as in self-consistency preference optimization (Prasad et al. 2024, arXiv
2411.04109). A pair without a rejected answer has its own in that place: then the preference has no
gradient and the likelihood alone trains, which is how replay and unanimous labels go along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch

from saturate.models.loading import Loaded, load
from saturate.training.memory import rows_at_once
from saturate.training.parts import Cut, Inputs, in_parts, some_rows
from saturate.training.recipe import (
    Recipe,
    Reporting,
    StepDone,
    TrainingSummary,
    run_trainer,
    trainer_settings,
)
from saturate.training.replay import Pair
from saturate.training.sft import encode
from saturate.training.token_rows import token_rows

_LOSSES = ["sigmoid", "sft"]


def _part(trainer: Any, inputs: Inputs, pairs: slice) -> Inputs:
    """Some pairs of a step, whose two losses are made shares of the step's.

    Inputs hold all chosen answers, then all rejected ones. The preference is a mean over pairs, the
    likelihood one over the tokens of chosen answers.
    """
    count = len(inputs["input_ids"]) // 2
    places = list(range(count))[pairs]
    taken = torch.tensor([*places, *(count + place for place in places)])
    tokens = inputs["completion_mask"][:count, 1:].sum(1)
    share = tokens[places].sum() / tokens.sum()
    trainer.loss_weights = [len(places) / count, float(share)]
    return some_rows({name: one[taken] for name, one in inputs.items()}, slice(None))


_CUT = Cut(rows=lambda inputs: len(inputs["input_ids"]) // 2, part=_part)


def prefer(
    loaded: Loaded,
    batches: Iterable[Sequence[Pair]],
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

    # Left to itself the library takes the one that the configuration names, whatever its revision.
    before = None if recipe.lora else load(loaded.path, loaded.options, exact=True).model
    with token_rows(batches, partial(preference_rows, loaded, choices=recipe.choices), out) as rows:
        answers = max(rows.longest["chosen_ids"], rows.longest["rejected_ids"])
        longest = 2 * (rows.longest["prompt_ids"] + answers)
        at_once = recipe.rows or rows_at_once(loaded.model, recipe.batch_size, longest, recipe.lora)
        settings = trainer_settings(
            DPOConfig,
            loaded,
            recipe,
            out,
            recipe.batch_size,
            reporting,
            lr_scheduler_type="constant_with_warmup",
            loss_type=_LOSSES,
            max_length=None,
            train_sampling_strategy="sequential",
        )
        kind = in_parts(_token_trainer(), at_once, _CUT)
        dataset = rows.dataset
        loss = run_trainer(
            kind,
            loaded,
            recipe,
            out,
            step_done,
            args=settings,
            ref_model=before,
            train_dataset=dataset,
        )
    return TrainingSummary(recipe.steps, sum(rows.tokens.values()), loss)


def preference_rows(
    loaded: Loaded, pairs: Sequence[Pair], choices: bool = False
) -> dict[str, list[list[int]]]:
    """Tokens of prompts, and of chosen and rejected answers, as supervised training makes them."""
    rejected = [Pair(p.prompt, p.rejected or p.completion) for p in pairs]
    answers = {
        "chosen_ids": encode(loaded, pairs, choices),
        "rejected_ids": encode(loaded, rejected, choices),
    }
    # Where a token of one answer holds the end of the prompt, that end is both answers'.
    starts = [
        min(labels.count(-100) for labels in both)
        for both in zip(*(rows["labels"] for rows in answers.values()), strict=True)
    ]
    found = {
        name: [ids[at:] for ids, at in zip(rows["input_ids"], starts, strict=True)]
        for name, rows in answers.items()
    }
    rows = answers["chosen_ids"]["input_ids"]
    return {"prompt_ids": [ids[:at] for ids, at in zip(rows, starts, strict=True)], **found}


def _token_trainer() -> type:
    """A DPOTrainer over rows of tokens, which it would else make of texts by other rules."""
    from trl import DPOTrainer

    class TokenTrainer(DPOTrainer):  # type: ignore[misc]
        def _prepare_dataset(self, dataset: Any, *_: Any) -> Any:
            return dataset

    return TokenTrainer
