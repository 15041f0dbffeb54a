"""One round of training on the embedded model, at whatever releases of the libraries are there."""

import pytest

from saturate.models.loading import load, seed_folder
from saturate.registry import load_ladder
from saturate.training.replay import Pair
from saturate.training.sft import Recipe, train

STEPS, ROWS = 20, 8


@pytest.fixture(scope="module")
def batches() -> list[list[Pair]]:
    """The same eight problems at every step."""
    ladder = load_ladder("addition")
    problems = [ladder.problem(12, "train", i) for i in range(ROWS)]
    return [[Pair(ladder.prompt(p.question), p.solution) for p in problems]] * STEPS


@pytest.mark.parametrize("lora", [False, True])
def test_training_lowers_the_loss_and_saves_what_it_trained(batches, lora, tmp_path):
    import torch

    def run(steps: int, name: str):
        recipe = Recipe(steps, ROWS, 3e-4, lora, seed=0)
        ticks: list[int] = []
        told = train(
            load(str(seed_folder())), batches[:steps], recipe, tmp_path / name,
            lambda: ticks.append(1),
        )  # fmt: skip
        assert len(ticks) == told.steps == steps
        return told

    first, last = run(1, "first"), run(STEPS, "last")
    assert last.loss < first.loss
    assert last.tokens == STEPS * first.tokens
    before, after = load(str(seed_folder())).model, load(str(tmp_path / "last")).model
    changed = [
        name
        for (name, old), new in zip(before.named_parameters(), after.parameters(), strict=True)
        if not torch.equal(old, new)
    ]
    assert changed
    assert not any("lora" in name for name, _ in after.named_parameters())
