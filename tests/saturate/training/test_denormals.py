"""Numbers too small for full precision are zero while gradients are taken, and there alone."""

import pytest
import torch

from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.training import sft
from saturate.training.denormals import no_denormals
from saturate.training.recipe import Recipe
from saturate.training.replay import Pair


def there() -> bool:
    """Whether half of the smallest number of full precision is there."""
    return bool(torch.tensor(torch.finfo(torch.float32).tiny) * 0.5)


def test_they_are_zero_in_the_block_alone_however_it_ends():
    assert there()
    with no_denormals():
        assert not there()
    assert there()
    with pytest.raises(ValueError, match="of the block"), no_denormals():
        raise ValueError("of the block")
    assert there()


def test_a_block_in_another_leaves_them_zero():
    with no_denormals():
        with no_denormals():
            pass
        assert not there()
    assert there()


def test_a_training_takes_its_gradients_so(monkeypatch, tmp_path):
    seen = []

    def loss(*arguments):
        seen.append(there())
        return plain(*arguments)

    plain = sft.completion_loss
    monkeypatch.setattr(sft, "completion_loss", loss)
    pairs = [Pair("1 + 2 =", " 3"), Pair("2 + 2 =", " 4")]
    sft.train(
        load(str(seed_folder())), [pairs] * 2, Recipe(2, 2, 1e-4, lora=False, seed=0), tmp_path
    )
    assert len(seen) == 4  # each step is two halves
    assert not any(seen)
    assert there()
