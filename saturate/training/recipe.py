"""What all trainers of TRL are given alike: optimizer, device, saving, silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from saturate.errors import SaturateError
from saturate.models.library_keywords import CHECKPOINTING, keyword
from saturate.models.memory import in_memory
from saturate.training.adapters import adapters, merged
from saturate.training.kept import named_cache, write_model
from saturate.training.memory import take_mean, weights
from saturate.training.sharded import sharded_settings, sharding, trained_weights, with_weights

if TYPE_CHECKING:
    from saturate.models.loading import Loaded

_WARMUP_SHARE = 0.1
_MIN_WARMUP_STEPS = 5
"""Adam starts anew every round; without a ramp its first steps undo what the model knows."""
_ADAM_BETA2 = 0.95
"""Lets Adam follow gradients that grow; at 0.999 a round of 200 steps ended in ruin at times."""
_WEIGHT_DECAY = 0.01
_CLIP = 1.0
_TRAINING = "what training keeps of this model: weights, gradients and the optimizer's moments"
_LESS = "--lora where all weights are trained, a smaller --batch-size, a smaller model"


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
    world: int = 1
    """Processes that train together, each on an equal share of every step's pairs."""
    sharded: bool = False
    """Whether they part weights, gradients and moments; each holds all of them otherwise."""
    choices: bool = False
    """Whether answers are choices: trained as the tokens that are weighed when they are scored."""


class TrainingSummary(NamedTuple):
    """What training went through."""

    steps: int
    tokens: int
    """Tokens of all pairs, or of all problems and answers, prompts included."""
    loss: float
    """Mean loss of the last tenth of the steps."""


StepDone = Callable[[], None]
"""Called after every step."""
Reporting = Mapping[str, Any]
"""Settings of a trainer that name the trackers of its losses."""
Learn = Callable[..., TrainingSummary]
"""Trains a model: ``loaded`` by ``recipe`` into the folder ``out``, with ``step_done`` and
``reporting``."""


def trainer_settings(
    config: type,
    loaded: Loaded,
    recipe: Recipe,
    out: Path,
    at_once: int,
    reporting: Reporting | None,
    **own: Any,
) -> Any:
    """The settings of a trainer of TRL: its own, and those that every one takes.

    A process trains on one GPU, where its model is, however many it sees: for more of them the
    library would copy the model (``nn.DataParallel``), which TRL refuses.

    Args:
        config: The class of its settings.
        loaded: The model.
        recipe: How to train.
        out: Folder for the model.
        at_once: Rows whose gradients are taken at once.
        reporting: Settings that name trackers of the losses; none by default.
        own: What this trainer alone takes.
    """
    import torch

    on_cpu = loaded.model.device.type == "cpu"
    common = {
        "output_dir": str(out),
        "max_steps": recipe.steps,
        "per_device_train_batch_size": at_once,
        "gradient_accumulation_steps": recipe.batch_size // recipe.world // at_once,
        **({"ddp_find_unused_parameters": False} if recipe.world > 1 else {}),
        "learning_rate": recipe.learning_rate,
        "adam_beta2": _ADAM_BETA2,
        # The first step of a ramp has no rate, so a single step goes without one.
        "warmup_steps": min(
            int(_WARMUP_SHARE * recipe.steps) + _MIN_WARMUP_STEPS, recipe.steps // 2
        ),
        "weight_decay": _WEIGHT_DECAY,
        "max_grad_norm": _CLIP,
        "optim": "adamw_torch_fused" if loaded.model.device.type == "cuda" else "adamw_torch",
        "use_cpu": on_cpu,
        "bf16": loaded.answers_in is torch.bfloat16,
        "fp16": loaded.answers_in is torch.float16 and not on_cpu,
        keyword(config, CHECKPOINTING): not on_cpu and not recipe.sharded,
        **(sharded_settings(recompute=not on_cpu) if recipe.sharded else {}),
        "save_strategy": "no",
        "logging_steps": max(1, recipe.steps // 10),
        **(reporting or {"report_to": "none"}),
        "disable_tqdm": True,
        "seed": recipe.seed,
    }
    found = config(**common, **own)
    found._n_gpu = min(1, found.n_gpu)
    return found


def _common_arguments(loaded: Loaded, recipe: Recipe, step_done: StepDone | None) -> dict[str, Any]:
    """What every trainer of TRL is made with beside its settings and its data."""
    return {
        "model": loaded.model,
        "processing_class": loaded.tokenizer,
        "callbacks": [_step_callback(step_done)],
        "peft_config": adapters(loaded) if recipe.lora else None,
    }


def _step_callback(step_done: StepDone | None) -> Any:
    """A callback of the trainer that tells of every step."""
    from transformers import TrainerCallback

    class Steps(TrainerCallback):  # type: ignore[misc]
        def on_step_end(self, *_: Any, **__: Any) -> None:
            if step_done is not None:
                step_done()

    return Steps()


def run_trainer(
    kind: Callable[..., Any],
    loaded: Loaded,
    recipe: Recipe,
    out: Path,
    step_done: StepDone | None,
    **own: Any,
) -> float:
    """Train without a word, and save model and tokenizer; of several processes the first one does.

    Args:
        kind: The trainer's class.
        loaded: The model.
        recipe: How to train.
        out: Folder for the model.
        step_done: Called after every step.
        own: The trainer's settings and data, and what else it alone is made with.

    Returns:
        The mean loss of the last tenth of the steps.

    Raises:
        SaturateError: Others train along, or fewer, than were to, or memory does not hold it.
    """
    from transformers.trainer_callback import PrinterCallback

    use_cache = named_cache(loaded)
    with in_memory(_TRAINING, _LESS):
        kind = sharding(kind) if recipe.sharded else kind
        trainer = kind(**_common_arguments(loaded, recipe, step_done), **own)
        _check_world(trainer.accelerator.num_processes, recipe.world)
        trainer.remove_callback(PrinterCallback)  # the run has its own progress display
        saves = trainer.accelerator.is_main_process
        before = weights(loaded.model) if saves and recipe.merge and not recipe.lora else None
        trainer.train()
        shared = trained_weights(trainer.model) if recipe.sharded else None
    if saves:
        model: Any = trainer.model
        if recipe.lora:
            model = merged(model, loaded, recipe.merge, shared)
        elif shared is not None:
            model = with_weights(loaded, shared)
        if before is not None:
            take_mean(model, before)
        write_model(model, loaded, use_cache, out)
    losses = [row["loss"] for row in trainer.state.log_history if "loss" in row]
    return float(losses[-1])


def _check_world(found: int, wanted: int) -> None:
    """See that as many processes train together as were to.

    Raises:
        SaturateError: Each would train a model of its own, or one share of it.
    """
    if found != wanted:
        raise SaturateError(
            f"Processes that were to train together: {wanted}; that found one another: {found}. "
            "What they train would not be one model; start this command by no launcher (torchrun, "
            "accelerate launch), but ask for processes with --train-workers."
        )
