"""What processes put together of a model is what they trained, or training is refused."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from saturate.errors import SaturateError
from saturate.models.library_keywords import CHECKPOINTING, keyword
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.training.recipe import Recipe, trainer_settings
from saturate.training.sharded import trained_weights, with_weights


@pytest.fixture(scope="module")
def loaded():
    return load(str(seed_folder()))


def test_a_model_that_stayed_whole_is_refused(loaded):
    with pytest.raises(SaturateError, match="left the model whole in every process"):
        trained_weights(loaded.model)


def test_weights_go_to_their_places(loaded):
    found = with_weights(loaded, {n: one + 1 for n, one in loaded.model.state_dict().items()})
    pairs = zip(found.parameters(), loaded.model.parameters(), strict=True)
    assert all(torch.equal(new, old + 1) for new, old in pairs)


@pytest.mark.parametrize("wrong", ["more", "fewer"])
def test_weights_of_other_names_are_refused(loaded, wrong):
    state = dict(loaded.model.state_dict())
    name = next(iter(dict(loaded.model.named_parameters())))
    state = {n: one for n, one in state.items() if n != name} if wrong == "fewer" else state
    state |= {"module.strange": torch.zeros(1)} if wrong == "more" else {}
    with pytest.raises(SaturateError, match="Of the trained weights 1 have other names"):
        with_weights(loaded, state)


@pytest.mark.parametrize(("sharded", "recomputed"), [(False, (True, False)), (True, (False, True))])
def test_activations_on_a_gpu_are_recomputed_by_one_library_alone(
    loaded, sharded, recomputed, tmp_path, monkeypatch
):
    """Both together gather every layer's weights once more."""
    from transformers import TrainingArguments

    monkeypatch.setenv("FSDP_CPU_RAM_EFFICIENT_LOADING", "")  # the library sets it, and leaves it
    on_gpu = loaded._replace(model=SimpleNamespace(device=torch.device("cuda")))
    recipe = Recipe(1, 2, 1e-3, False, 0, world=2, sharded=sharded)
    found = trainer_settings(TrainingArguments, on_gpu, recipe, Path(tmp_path), 1, None)
    own = (found.fsdp_plugin_args or {}).get("activation_checkpointing", False)
    of_trainer = getattr(found, keyword(TrainingArguments, CHECKPOINTING))
    assert (of_trainer, own) == recomputed
