"""Training by processes of a real Ray cluster of two nodes gives the model of one process."""

from functools import partial

import pytest
import torch
from support.clusters import two_nodes

from saturate.config.cluster import ClusterOptions
from saturate.config.model_options import ModelOptions
from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.registry import load_ladder
from saturate.training.carry_out import check_place
from saturate.training.over_nodes import train_over_nodes
from saturate.training.recipe import Recipe
from saturate.training.replay import Pair
from saturate.training.sft import train

PATH = str(seed_folder())
STEPS, ROWS = 3, 8


@pytest.fixture(scope="module")
def learn():
    """Trains on other problems at every step, of lengths that differ."""
    ladder = load_ladder("addition")
    problems = [ladder.problem(9 + i % 4, "train", i) for i in range(STEPS * ROWS)]
    pairs = [Pair(ladder.prompt(p.question), p.solution) for p in problems]
    return partial(train, batches=[pairs[i : i + ROWS] for i in range(0, len(pairs), ROWS)])


def weights(folder) -> torch.Tensor:
    return torch.cat([one.flatten() for one in load(str(folder)).model.parameters()])


def test_two_processes_train_the_model_that_one_would_whether_they_part_it_or_not(learn, tmp_path):
    recipe, steps = Recipe(STEPS, ROWS, 1e-3, False, seed=0), []
    alone = learn(loaded=load(PATH), recipe=recipe, out=tmp_path / "alone")
    with two_nodes() as cluster:
        options = ModelOptions(cluster=ClusterOptions(cluster.address))
        both = train_over_nodes(
            learn, PATH, options, recipe._replace(world=2), tmp_path / "both",
            lambda: steps.append(1),
        )  # fmt: skip
        parted = train_over_nodes(
            learn, PATH, options, recipe._replace(world=2, sharded=True), tmp_path / "parted",
            lambda: None,
        )  # fmt: skip
        adapters = [
            train_over_nodes(
                learn, PATH, options, recipe._replace(world=2, lora=True, sharded=sharded),
                tmp_path / f"adapters-{sharded}", lambda: None,
            ).loss
            for sharded in (False, True)
        ]  # fmt: skip
        more = build_config(engine="ray", ray_address=cluster.address, train_workers=4)
        with pytest.raises(SaturateError, match="--train-workers 4 needs 1 CPU for each"):
            check_place(more)
    assert len(steps) == both.steps == STEPS
    assert both.tokens == alone.tokens
    assert both.loss == pytest.approx(alone.loss, rel=1e-4)
    before, one, two = (weights(f) for f in (PATH, tmp_path / "alone", tmp_path / "both"))
    assert (two - one).norm() < 0.01 * (one - before).norm()
    assert parted == both
    assert (weights(tmp_path / "parted") - two).norm() < 0.01 * (one - before).norm()
    whole, apart = (weights(tmp_path / f"adapters-{sharded}") for sharded in (False, True))
    assert adapters[1] == pytest.approx(adapters[0], rel=1e-4)
    assert (apart - whole).norm() < 0.01 * (whole - before).norm()


def test_a_launch_that_ends_with_one_process_is_refused(learn, tmp_path):
    recipe = Recipe(STEPS, ROWS, 1e-3, False, seed=0, world=2)
    with pytest.raises(SaturateError, match="were to train together: 2; that found one another: 1"):
        learn(loaded=load(PATH), recipe=recipe, out=tmp_path)
    assert not any(tmp_path.iterdir())
