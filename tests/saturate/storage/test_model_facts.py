"""A model folder says how its model is prompted and what it was taught."""

import json

import pytest

from saturate.errors import SaturateError
from saturate.storage.model_facts import ModelFacts, model_facts


@pytest.mark.parametrize(
    ("config", "facts"),
    [
        ({}, ModelFacts(False, {})),
        ({"saturate_bare_prompts": True}, ModelFacts(True, {})),
        ({"saturate_known_rungs": {"gsm8k": 3}}, ModelFacts(False, {"gsm8k": 3})),
        ({"saturate_known_rungs": None}, ModelFacts(False, {})),
    ],
)
def test_facts_are_read_from_the_configuration(tmp_path, config, facts):
    (tmp_path / "config.json").write_text(json.dumps(config))
    assert model_facts(str(tmp_path)) == facts


@pytest.fixture
def published(tmp_path, monkeypatch):
    """The hub's cache with two revisions of a model that was pushed; only one is marked."""
    from huggingface_hub import constants

    repository = tmp_path / "models--me--climbed"
    for name, commit, config in (
        ("main", "a" * 40, {"saturate_bare_prompts": True, "saturate_known_rungs": {"copy": 5}}),
        ("plain", "b" * 40, {}),
    ):
        (repository / "snapshots" / commit).mkdir(parents=True)
        (repository / "snapshots" / commit / "config.json").write_text(json.dumps(config))
        (repository / "refs").mkdir(exist_ok=True)
        (repository / "refs" / name).write_text(commit)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    return "me/climbed"


def test_a_model_that_was_pushed_says_on_the_hub_what_its_folder_said(published):
    from saturate.models.naming import taught_rungs
    from saturate.task_yamls.documents import build

    assert model_facts(published) == ModelFacts(True, {"copy": 5})
    assert model_facts(published, "plain") == ModelFacts(False, {})
    assert taught_rungs(published) == {"copy": 5} and taught_rungs(published, "plain") == {}
    bare, told = (
        build("addition", 2, 1, pretrained=published, revision=revision)["test"]["message"][0]
        for revision in (None, "plain")
    )
    assert told != bare and told.endswith(bare)


def test_a_model_that_the_hub_does_not_give_has_none_and_a_broken_folder_gets_a_sentence(tmp_path):
    assert model_facts("owner/name") == ModelFacts(False, {})
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(SaturateError, match=r"config\.json is not JSON"):
        model_facts(str(tmp_path))
