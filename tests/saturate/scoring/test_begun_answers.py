"""Words that begin an answer (``gen_prefix``) begin the model's turn where lm-eval says so."""

import json

import pytest
from support import hard_tasks
from support.architectures import CHATML
from support.runs import small_config
from support.servers import serving
from support.tiny_models import write_tiny_model

from saturate.config.model_options import ModelOptions
from saturate.config.servers import ServerOptions, parse_urls
from saturate.models import Decoding
from saturate.models.engines import open_model
from saturate.models.loading import load
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.run.plan import _begun
from saturate.scoring.lm import SamplerLM
from saturate.scoring.original import score_original

BEGUN = "The best answer is"
TURNS = [
    {"role": "system", "content": "Choose."},
    {"role": "user", "content": "A or B?\n"},
    {"role": "assistant", "content": BEGUN},
]


@pytest.fixture(scope="module")
def chatty(tmp_path_factory):
    folder = write_tiny_model(tmp_path_factory.mktemp("chat") / "model", template=CHATML)
    return load(str(folder))


@pytest.fixture
def ladder(tmp_path):
    file = tmp_path / "letters.yaml"
    file.write_text(f"{hard_tasks.LETTERS}gen_prefix: {BEGUN}\n")
    return load_ladder(f"options:{file}", hard_tasks.data("letters"))


def test_a_begun_turn_reads_as_lm_eval_renders_it(chatty):
    lm = SamplerLM(TransformersSampler(chatty), 8)
    merged = [{"role": "user", "content": "Choose.\n\nA or B?\n"}, TURNS[-1]]
    shown = lm.apply_chat_template(TURNS, add_generation_prompt=False)
    assert shown == chatty.tokenizer.apply_chat_template(
        merged, tokenize=False, continue_final_message=True
    )
    assert shown.endswith(f"assistant\n{BEGUN}")
    whole = lm.apply_chat_template(TURNS[:-1])
    assert shown == whole + BEGUN


def test_the_original_is_asked_behind_them_and_the_plan_says_so(chatty, ladder):
    sampler, asked = TransformersSampler(chatty), []

    class Noting:
        has_chat_template = True
        fits, chat = sampler.fits, sampler.chat

        def log_likelihoods(self, pairs):
            asked.extend(pairs)
            return [(-1.0, False)] * len(pairs)

    config = small_config(
        ladder=ladder.describe().name,
        benchmark_data=hard_tasks.data("letters"),
        model=chatty.path,
        score_rungs=(1, 1),
        original_items=2,
    )
    score_original(Noting(), config, lambda _: None, lambda _: None)
    assert asked and all(prompt.endswith(f"assistant\n{BEGUN}") for prompt, _ in asked)
    assert {written for _, written in asked} == {" A", " B", " C"}
    (note,) = _begun(ladder, chatty)
    assert note.startswith("the words that begin an answer (gen_prefix) end the user's message on")
    assert _begun(hard_tasks.open_ladder("options:letters"), chatty) == []
    assert ladder.problem(1, "score", 0).question.endswith(BEGUN)


def test_a_server_is_sent_a_turn_of_the_assistant():
    with serving() as server:
        options = ModelOptions(server=ServerOptions(parse_urls(server.url), max_retries=1))
        sampler = open_model("openai:stand-in", "openai", options).sampler
        prompt = SamplerLM(sampler, 8).apply_chat_template(TURNS[1:], add_generation_prompt=False)
        sampler.complete([prompt], Decoding(max_new_tokens=2))
        sampler.close()
    (body,) = server.asked
    assert body["messages"] == TURNS[1:]
    assert json.loads(sampler.chat("x")) == [{"role": "user", "content": "x"}]
