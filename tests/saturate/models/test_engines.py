"""A model opens in the engine that was asked for."""

import sys

import pytest

from saturate.errors import SaturateError
from saturate.models import Decoding
from saturate.models.engines import open_model
from saturate.models.naming import seed_folder
from saturate.storage.model_facts import model_facts


def test_the_seed_opens_with_its_facts_and_answers():
    path = str(seed_folder())
    opened = open_model(path, "transformers")
    assert opened.facts == model_facts(path) and opened.facts.bare_prompts
    ((answer,),) = opened.sampler.complete(["1+1="], Decoding())
    assert answer.text == "2" and answer.finished


def test_an_engine_that_is_not_there_gets_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "vllm", None)
    with pytest.raises(SaturateError, match="vLLM is not installed"):
        open_model(str(seed_folder()), "vllm")
