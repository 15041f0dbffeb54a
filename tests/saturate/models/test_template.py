"""What a user sets of templates, loading and decoding reaches the model, or is refused."""

import pytest
from support.architectures import build

from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models import Decoding
from saturate.models.loading import load
from saturate.models.transformers import TransformersSampler

TEXTS = ["Two and two make four. #### 4"] * 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Makes a model of an architecture, once each."""
    made = {}

    def get(name):
        if name not in made:
            made[name] = build(name, tmp_path_factory.mktemp("models") / name, TEXTS)
        return str(made[name])

    return get


def sampler(path, **settings):
    return TransformersSampler(load(path, build_config(**settings).model_options))


def test_thinking_is_switched_off_by_the_templates_own_variable(folder):
    path = folder("qwen3")
    shown = "<|im_start|>user\n1 + 2?<|im_end|>\n<|im_start|>assistant\n"
    assert sampler(path).chat("1 + 2?") == shown
    silent = sampler(path, chat_template_args='{"enable_thinking": false}')
    assert silent.chat("1 + 2?") == shown + "<think>\n\n</think>\n\n"


def test_a_system_instruction_comes_first(folder):
    path = folder("qwen2")
    prompt = sampler(path, system_instruction="Be brief.").chat("1 + 2?")
    assert prompt == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n1 + 2?<|im_end|>\n"
        "<|im_start|>assistant\n"
    )


@pytest.mark.parametrize(
    ("name", "settings", "sentence"),
    [
        ("gemma3", {"system_instruction": "x"}, "refuses --system-instruction: System role not"),
        ("mistral", {"system_instruction": "x"}, "refuses --system-instruction: Roles must"),
        ("phi", {"system_instruction": "x"}, "has no chat template; leave out --system"),
        ("phi", {"chat_template_args": '{"a": 1}'}, "has no chat template; leave out --chat"),
        ("qwen2", {"chat_template_args": '{"enable_thinking": true}'}, "no 'enable_thinking'"),
        ("qwen2", {"model_args": "attn_implementation=magic"}, "could not be loaded: .*magic"),
    ],
)
def test_what_a_model_has_no_place_for_is_refused(folder, name, settings, sentence):
    with pytest.raises(SaturateError, match=sentence):
        sampler(folder(name), **settings)


def test_weights_have_the_type_that_is_asked_for(folder):
    loaded = load(folder("llama"), build_config(model_args="dtype=bfloat16").model_options)
    assert str(loaded.model.dtype) == "torch.bfloat16"


def test_the_context_holds_prompt_and_answer(folder):
    path = folder("qwen2")
    short, long = "four", "four " * 40
    tokens = len(load(path).tokenizer(short)["input_ids"])
    model = sampler(path, model_args=f"max_length={tokens + 6}")
    (first,), (second,) = model.complete([short, long], Decoding(max_new_tokens=20))
    assert first.tokens <= 6
    assert (second.text, second.tokens, second.finished) == ("", 0, False)


def test_drawn_answers_follow_what_is_asked_and_greedy_ones_do_not(folder):
    path, drawn = folder("llama"), Decoding(temperature=5.0, max_new_tokens=8)
    greedy = Decoding(max_new_tokens=8)
    plain, one = sampler(path), sampler(path, gen_kwargs="top_k=1")
    expected = plain.complete(["four"], greedy)[0][0].text
    assert plain.complete(["four"], drawn)[0][0].text != expected
    assert one.complete(["four"], drawn)[0][0].text == expected
    assert one.complete(["four"], greedy)[0][0].text == expected
