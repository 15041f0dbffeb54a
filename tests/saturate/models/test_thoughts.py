"""What a reasoning model thinks is cut off before its answer is read."""

import pytest
from support.architectures import build

from saturate.config.run_config import build_config
from saturate.models import Decoding
from saturate.models.loading import load
from saturate.models.thoughts import Marks, may_think, part, thought_marks
from saturate.models.transformers import TransformersSampler
from saturate.training.replay import Pair
from saturate.training.sft import encode

MARKS = Marks("<think>", "</think>")
ASKED = "<|im_start|>assistant\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Makes a model of an architecture."""
    made = tmp_path_factory.mktemp("models")
    return lambda name: str(build(name, made / name, ["Two and two make four. #### 4"] * 3))


@pytest.mark.parametrize(
    ("prompt", "text", "ended", "parts"),
    [
        (ASKED, "It is 4", True, ("", "It is 4", True)),
        (ASKED, "<think>3? #### 3</think>\n\n#### 4", True,
         ("<think>3? #### 3</think>\n\n", "#### 4", True)),
        (ASKED, "<think>3? #### 3", True, ("<think>3? #### 3", "", False)),
        (ASKED + "<think>\n", "3? #### 3", False, ("3? #### 3", "", False)),
        (ASKED + "<think>\n", "3</think>4", True, ("3</think>", "4", True)),
        (ASKED + "<think>\n\n</think>\n", "It is 4", True, ("", "It is 4", True)),
        (ASKED, "<think>Q: x</think>4 Q: y", False, ("<think>Q: x</think>", "4 ", True)),
        (ASKED, "<think>3</think>It is", False, ("<think>3</think>", "It is", False)),
    ],
)  # fmt: skip
def test_thought_and_answer_are_told_apart(prompt, text, ended, parts):
    assert part(MARKS, prompt, text, ("Q:",), ended) == parts


def test_a_model_without_marks_only_answers():
    assert part(None, "", "a</think>b Q:", ("Q:",), False) == ("", "a</think>b ", True)


def test_marks_are_those_of_the_template(folder):
    thinking, other = load(folder("qwen3")), load(folder("qwen2"))
    assert thought_marks(thinking.tokenizer) == MARKS
    assert thought_marks(other.tokenizer) is None
    prompt = TransformersSampler(thinking).chat("1 + 2?")
    assert may_think(MARKS, prompt)
    silent = build_config(chat_template_args='{"enable_thinking": false}').model_options
    prompt = TransformersSampler(load(folder("qwen3"), silent)).chat("1 + 2?")
    assert not may_think(MARKS, prompt)


def write(sampler, monkeypatch, text):
    """Let a sampler write a text, and its end if there is room."""
    tokenizer = sampler._loaded.tokenizer
    ids = [*tokenizer(text, add_special_tokens=False)["input_ids"], tokenizer.eos_token_id]

    def fill(rows, decoding):
        for row in rows:
            row.written = ids[: row.limit]

    monkeypatch.setattr(sampler, "_write", fill)
    (answer,) = sampler.complete([sampler.chat("2 + 2?")], Decoding(max_new_tokens=8))[0]
    return answer


def test_an_answer_comes_after_its_thought_and_a_thought_has_room_of_its_own(folder, monkeypatch):
    path, text = folder("qwen3"), "<think>Two and two make four.</think>\n\n#### 4"
    roomy = TransformersSampler(load(path))
    answer = write(roomy, monkeypatch, text)
    assert (answer.text, answer.finished) == ("#### 4", True)
    assert answer.thought + answer.text == text
    narrow = TransformersSampler(load(path, build_config(max_thought_tokens=0).model_options))
    answer = write(narrow, monkeypatch, text)
    assert (answer.text, answer.tokens, answer.finished) == ("", 8, False)


def test_a_pair_without_a_thought_ends_the_one_that_its_prompt_begins(folder):
    loaded = load(folder("smollm3"))
    prompt = TransformersSampler(loaded).chat("2 + 2?")
    assert prompt.endswith("<think>\n")
    rows = encode(loaded, [Pair(prompt, "4"), Pair(prompt, "Two.</think>4")])
    trained = [
        loaded.tokenizer.decode([t for t in labels if t != -100]) for labels in rows["labels"]
    ]
    assert trained == ["</think>\n\n4<|im_end|>", "Two.</think>4<|im_end|>"]
