"""Arguments of models are read as lm-eval writes them, and refused with a sentence."""

import pytest

from saturate.config.run_config import RunConfig, build_config
from saturate.errors import SaturateError


def test_arguments_are_read_and_written_back_as_text():
    config = build_config(
        model_args="dtype=bfloat16, max_length=512,revision=refs/pr/2",
        gen_kwargs="top_p=0.9,top_k=20",
        chat_template_args='{"enable_thinking": false}',
        system_instruction="Be brief.",
    )
    assert config.model_options.args.given() == {
        "dtype": "bfloat16",
        "max_length": 512,
        "revision": "refs/pr/2",
    }
    assert config.gen_kwargs.given() == {"top_p": 0.9, "top_k": 20}
    held = config.model_dump(mode="json")
    assert held["model_args"] == "dtype=bfloat16,revision=refs/pr/2,max_length=512"
    assert held["chat_template_args"] == {"enable_thinking": False}
    assert build_config(**held) == config


def test_what_nobody_sets_is_in_no_hash():
    assert RunConfig().stage_settings() == {}
    assert build_config(gen_kwargs="min_p=0.1").stage_settings() == {"gen_kwargs": "min_p=0.1"}


@pytest.mark.parametrize(
    ("setting", "text", "sentence"),
    [
        ("model_args", "dtyp=bfloat16", "did you mean 'dtype'"),
        ("model_args", "dtype", "is not name=value"),
        ("model_args", "dtype=int3", "dtype=int3: Input should be 'auto', 'float32'"),
        ("model_args", "trust_remote_code=True", "is set by --trust-remote-code"),
        ("model_args", "max_length=many", "max_length=many: Input should be a valid integer"),
        ("model_args", "load_in_4bit=yes please", "load_in_4bit=yes please: Input should be a val"),
        ("gen_kwargs", "temperature=1", "temperature is set by --temperature"),
        ("gen_kwargs", "top_p=2", "top_p=2: Input should be less than or equal to 1"),
        ("chat_template_args", "enable_thinking=False", "is no JSON object; write for instance"),
        ("chat_template_args", "[1]", "is no JSON object"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(setting, text, sentence):
    with pytest.raises(SaturateError, match=sentence):
        build_config(**{setting: text})
