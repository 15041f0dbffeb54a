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


def test_a_model_of_the_hub_has_none_and_a_broken_folder_gets_a_sentence(tmp_path):
    assert model_facts("owner/name") == ModelFacts(False, {})
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(SaturateError, match=r"config\.json is not JSON"):
        model_facts(str(tmp_path))
