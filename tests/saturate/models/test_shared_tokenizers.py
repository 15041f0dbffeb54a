"""Models that differ in their weights alone share a tokenizer; nothing else does."""

import json
import shutil

import pytest

from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.shared_tokenizers import shared_tokenizer


@pytest.fixture
def copies(tmp_path):
    return [shutil.copytree(seed_folder(), tmp_path / name) for name in ("one", "other")]


def tokenizer(folder):
    return shared_tokenizer(str(folder), {})


def test_a_model_with_other_weights_shares_the_tokenizer(copies):
    (copies[1] / "model.safetensors").write_bytes(b"other weights")
    assert tokenizer(copies[0]) is tokenizer(copies[1])
    assert load(str(copies[0])).tokenizer is tokenizer(copies[1])
    assert tokenizer(copies[0]).padding_side == "left"


@pytest.mark.parametrize("place", ["chat_template.jinja", "additional_chat_templates/tool.jinja"])
def test_a_model_with_another_template_does_not(copies, place):
    (copies[1] / place).parent.mkdir(exist_ok=True)
    (copies[1] / place).write_text("{{ messages[0]['content'] }}")
    assert tokenizer(copies[0]) is not tokenizer(copies[1])


def test_nor_one_with_another_end_token(copies):
    file = copies[1] / "tokenizer_config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "eos_token": "<pad>"}))
    assert tokenizer(copies[0]).eos_token != tokenizer(copies[1]).eos_token


def test_a_folder_that_changes_is_read_again(copies):
    before = tokenizer(copies[0])
    (copies[0] / "chat_template.jinja").write_text("{{ messages[0]['content'] }}")
    assert before.chat_template is None
    assert tokenizer(copies[0]).chat_template is not None


def test_nor_is_a_tokenizer_shared_between_settings(copies):
    trusting = shared_tokenizer(str(copies[0]), {"trust_remote_code": True})
    assert trusting is not tokenizer(copies[0])
