"""Reinforcement with TRL's GRPOTrainer: problems and a reward in, a model folder out.

Group relative policy optimization (Shao et al. 2024, arXiv 2402.03300): a step draws several
answers to each of some problems and makes those likelier that got more reward than the others to
the same problem. A problem whose answers all got the same reward teaches nothing. TRL's own
defaults stand: no pull back to the model of before, loss by token (DAPO, arXiv 2503.14476).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from saturate.models.sampler import Decoding, longest, with_thought
from saturate.models.template import end_tokens
from saturate.models.thoughts import Written, marks_are_special, may_think, part, thought_marks
from saturate.models.token_cuts import prompt_tokens
from saturate.training.memory import rows_at_once
from saturate.training.parts import Cut, in_parts
from saturate.training.recipe import (
    Recipe,
    Reporting,
    StepDone,
    TrainingSummary,
    run_trainer,
    trainer_settings,
)

if TYPE_CHECKING:
    from saturate.models.loading import Loaded

Reward = Callable[[int, Sequence[Written]], Sequence[float]]
"""What each answer to the problem of a number is worth; equal worth teaches nothing."""

_CUT = Cut(
    rows=lambda inputs: len(inputs["completion_ids"]),
    part=lambda _, inputs, rows: {
        name: one[rows] if one.ndim else one for name, one in inputs.items()
    },
    prepared="advantages",
)
"""The loss is a sum over tokens of answers, divided by how many the step has, which is given."""


class Exercise(NamedTuple):
    """What a model is reinforced on."""

    prompts: Sequence[str]
    """Of each problem, in the order in which steps take them."""
    reward: Reward
    group: int
    """Answers drawn to each problem."""
    decoding: Decoding
    """How long an answer may get, and which texts end it; answers are drawn at temperature 1, from
    all tokens, as GRPO learns from what the model itself says."""


def reinforce(
    loaded: Loaded,
    exercise: Exercise,
    recipe: Recipe,
    out: Path,
    step_done: StepDone | None = None,
    reporting: Reporting | None = None,
) -> TrainingSummary:
    """Reinforce a model in place and save it.

    Args:
        loaded: The model, held as :func:`saturate.training.sft.train` wants it.
        exercise: As many problems as the steps take: ``batch_size / group`` each.
        recipe: Steps, answers in a step, learning rate and so on.
        out: Folder for model and tokenizer.
        step_done: Called after every step.
        reporting: Settings of the trainer that name the trackers of its losses; none by default.
    """
    from datasets import Dataset
    from trl import GRPOConfig

    read = _Reader(loaded, exercise.decoding.stop)
    tokens = 0

    def rewards(
        prompts: list[str], completion_ids: list[list[int]], number: list[int], **_: Any
    ) -> list[float]:
        nonlocal tokens
        tokens += sum(map(len, completion_ids)) + sum(lengths[one] for one in number)
        found: list[float] = []
        for start in range(0, len(number), exercise.group):
            group = range(start, start + exercise.group)
            written = [read(prompts[i], completion_ids[i]) for i in group]
            found += exercise.reward(number[start], written)
        return found

    asked = list(exercise.prompts)
    lengths = list(map(len, prompt_tokens(loaded.tokenizer, asked)))
    room = _room(loaded, exercise)
    at_once = recipe.rows or rows_at_once(
        loaded.model, recipe.batch_size, max(lengths) + room, recipe.lora
    )
    settings = trainer_settings(
        GRPOConfig,
        loaded,
        recipe,
        out,
        recipe.batch_size,
        reporting,
        lr_scheduler_type="constant_with_warmup",
        num_generations=exercise.group,
        max_completion_length=room,
        shuffle_dataset=False,
    )
    loss = run_trainer(
        in_parts(_prompt_trainer(loaded.tokenizer), at_once, _CUT),
        loaded,
        recipe,
        out,
        step_done,
        reward_funcs=rewards,
        args=settings,
        train_dataset=Dataset.from_dict({"prompt": asked, "number": list(range(len(asked)))}),
    )
    return TrainingSummary(recipe.steps, tokens, loss)


class _Reader:
    """Reads answers from the tokens of completions, as a sampler does."""

    def __init__(self, loaded: Loaded, stop: tuple[str, ...]) -> None:
        self._tokenizer = loaded.tokenizer
        self._ends = end_tokens(loaded)
        self._marks = thought_marks(loaded.tokenizer)
        self._skip = not marks_are_special(loaded.tokenizer, self._marks)
        self._stop = stop

    def __call__(self, prompt: str, ids: Sequence[int]) -> Written:
        ended = bool(ids) and ids[-1] in self._ends
        text = self._tokenizer.decode(ids[:-1] if ended else ids, skip_special_tokens=self._skip)
        return part(self._marks, prompt, str(text), self._stop, ended)


def _prompt_trainer(tokenizer: Any) -> type:
    """A GRPOTrainer that asks as a sampler does; its own would begin some prompts twice."""
    from trl import GRPOTrainer

    class PromptTrainer(GRPOTrainer):  # type: ignore[misc]
        def _tokenize_prompts(
            self, prompts: list[str]
        ) -> tuple[list[list[int]], None, dict[str, Any]]:
            return prompt_tokens(tokenizer, prompts), None, {}

    return PromptTrainer


def _room(loaded: Loaded, exercise: Exercise) -> int:
    """Most tokens of one answer: as many as the problem that may take most of them."""
    marks = thought_marks(loaded.tokenizer)
    asked = exercise.decoding
    if any(may_think(marks, prompt) for prompt in exercise.prompts):
        asked = with_thought(asked, loaded.options)
    return longest(0, asked)
