"""Which models a run holds open, and which of them are asked shard by shard."""

import weakref

import pytest

from saturate.config.model_options import ModelOptions
from saturate.models import open_models
from saturate.models.engines import Opened
from saturate.models.open_models import OpenModels
from saturate.models.shards import ShardedSampler
from saturate.storage.model_facts import ModelFacts


class Held:
    """A model that says whether it is open."""

    def __init__(self, path):
        self.path, self.open = path, True

    def close(self):
        self.open = False


@pytest.fixture
def held(monkeypatch):
    """The models opened so far, on a machine without GPU."""
    found = []

    def opened(path, engine, options):
        found.append(Held(path))
        return Opened(ModelFacts(True, {}), found[-1])

    monkeypatch.setattr(open_models, "open_model", opened)
    monkeypatch.setattr(open_models, "device", lambda: "cpu")
    return found


def test_a_model_is_opened_once_and_makes_room_for_one_too_many(held):
    models = OpenModels("transformers", ModelOptions(), most=2)
    first = models.opened("a", "1")
    assert models.opened("a", "1") is first
    models.opened("b", "2")
    assert [(one.path, one.open) for one in held] == [("a", True), ("b", True)]
    models.opened("b", "3")  # the same place with other weights
    assert [(one.path, one.open) for one in held] == [("a", False), ("b", False), ("b", True)]
    models.release()
    assert not any(one.open for one in held)
    assert models.opened("a", "1") is not first


def test_a_model_that_is_let_go_of_holds_no_memory(monkeypatch):
    """Libraries leave circles of references."""

    def opened(path, engine, options):
        held = Held(path)
        held.itself = held
        seen.append(weakref.ref(held))
        return Opened(ModelFacts(True, {}), held)

    seen = []
    monkeypatch.setattr(open_models, "open_model", opened)
    models = OpenModels("vllm", ModelOptions(), most=1)
    models.opened("a", "1")
    models.release()
    assert seen[0]() is None


def test_shards_are_for_a_processor_alone(held, monkeypatch):
    def kind(engine, path="a"):
        return type(OpenModels(engine, ModelOptions(), 1).opened(path, "1").sampler)

    assert kind("transformers") is ShardedSampler
    assert kind("vllm") is Held and kind("transformers", "openai:one") is Held
    monkeypatch.setattr(open_models, "device", lambda: "cuda")
    assert kind("transformers") is Held
