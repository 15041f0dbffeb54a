"""The sampler over servers, against a stand-in server and the real client."""

import json
from contextlib import ExitStack

import pytest
from support.servers import serving
from support.tiny_models import write_tiny_model

from saturate.config.fields import Engine
from saturate.config.model_options import GenKwargs, ModelArgs, ModelOptions
from saturate.config.servers import ServerOptions, parse_urls
from saturate.errors import SaturateError
from saturate.models import Completion, Decoding
from saturate.models.engines import open_model

OPEN = ExitStack()
OPTIONS = ModelOptions()
CHATML = (
    "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)
OPENING = CHATML.replace(
    "<assistant>", "<assistant>{{ '<think>' if think else '<think></think>' }}"
)
"""Begins a thought where it is told to think, and else an answer."""


def opened(server, options=OPTIONS, engine: Engine = "openai", **settings):
    found = ServerOptions(parse_urls(server.url), max_retries=1, **settings)
    sampler = open_model("openai:stand-in", engine, options._replace(server=found)).sampler
    OPEN.callback(sampler.close)
    return sampler


@pytest.fixture(autouse=True)
def closing():
    with OPEN:
        yield


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    return str(write_tiny_model(tmp_path_factory.mktemp("plain")))


@pytest.fixture(scope="module")
def chat_tokenizer(tmp_path_factory):
    return str(write_tiny_model(tmp_path_factory.mktemp("chat"), template=CHATML))


def test_messages_are_asked_and_answers_come_in_the_order_of_the_prompts():
    with serving(delay=lambda prompt: 0.1 if prompt == "b" else 0.0) as server:
        sampler, done = opened(server, ModelOptions(system="Be brief.")), []
        assert sampler.has_chat_template
        prompts = [sampler.chat(word) for word in ("b", "cd", "efg")]
        answers = sampler.complete(prompts, Decoding(max_new_tokens=2), done.append)
    assert answers == [
        [Completion("B", 1, None, finished=True)],
        [Completion("CD", 2, None, finished=True)],
        [Completion("EF", 2, None, finished=False)],
    ]
    assert done == [1, 1, 1]
    system = {"role": "system", "content": "Be brief."}
    asked = sorted(server.asked, key=lambda body: body["messages"][1]["content"])
    assert asked[0] == {
        "model": "stand-in", "max_tokens": 2, "temperature": 0.0,
        "messages": [system, {"role": "user", "content": "b"}],
    }  # fmt: skip


def test_samples_have_seeds_of_their_own_that_are_the_same_each_time():
    decoding = Decoding(n=3, temperature=0.7, seed=5, stop=("X",), max_new_tokens=9)
    bodies = []
    for _ in range(2):
        with serving(described={"owned_by": "vllm"}) as server:
            sampler = opened(server, ModelOptions(gen=GenKwargs(top_k=20)))
            sampler.complete([sampler.chat("a"), sampler.chat("b")], decoding)
        bodies.append(sorted(server.asked, key=json.dumps))
    assert bodies[0] == bodies[1]
    assert len({body["seed"] for body in bodies[0]}) == 6
    assert {(b["top_p"], b["top_k"], b["min_p"], *b["stop"]) for b in bodies[0]} == {
        (1.0, 20, 0, "X")
    }


@pytest.mark.parametrize(
    ("owner", "chat", "penalty"),
    [("vllm", True, 1.0), ("vllm", False, 1.0), ("sglang", True, 1.0), ("llamacpp", True, None)],
)
def test_a_models_own_penalty_is_followed_in_no_answer(owner, chat, penalty):
    with serving(described={"owned_by": owner}) as server:
        sampler = opened(server, chat=chat)
        for temperature in (0.0, 0.8):
            sampler.complete([sampler.chat("a")], Decoding(temperature=temperature))
    assert [body.get("repetition_penalty") for body in server.asked] == [penalty, penalty]
    assert ["top_k" in body for body in server.asked] == [False, True]


def test_settings_of_drawing_are_not_sent_to_servers_that_may_not_know_them():
    with serving(described={"owned_by": "somebody"}) as server:
        sampler = opened(server)
        sampler.complete([sampler.chat("a")], Decoding(temperature=1.0))
    assert set(server.asked[0]) == {
        "model", "max_tokens", "temperature", "top_p", "seed", "messages",
    }  # fmt: skip


def test_a_model_without_a_template_gets_texts(tokenizer):
    with serving() as server:
        sampler = opened(server, tokenizer=tokenizer)
        assert not sampler.has_chat_template
        ((answer,),) = sampler.complete(["one"], Decoding(max_new_tokens=8, stop=("E",)))
    assert answer == Completion("ON", 3, None, finished=True)
    assert server.asked[0]["prompt"] == "one"


def test_the_template_is_asked_for_or_not_by_name(chat_tokenizer):
    with serving() as server:
        assert opened(server, tokenizer=chat_tokenizer).has_chat_template
        assert not opened(server, tokenizer=chat_tokenizer, chat=False).has_chat_template
        options = ModelOptions(template={"enable_thinking": False})
        sampler = opened(server, options)
        sampler.complete([sampler.chat("a")], Decoding())
    assert server.asked[0]["chat_template_kwargs"] == {"enable_thinking": False}
    with serving() as server, pytest.raises(SaturateError, match="knows no 'enable_thinking'"):
        opened(server, options, tokenizer=chat_tokenizer)


@pytest.mark.parametrize(
    ("options", "flag"),
    [
        (ModelOptions(system="Be brief."), "--system-instruction"),
        (ModelOptions(template={"enable_thinking": False}), "--chat-template-args"),
    ],
)
def test_texts_that_have_no_place_for_what_is_asked_are_refused(chat_tokenizer, options, flag):
    for tokenizer in (chat_tokenizer, None):
        with serving() as server, pytest.raises(SaturateError, match=f"no place for {flag}"):
            opened(server, options, tokenizer=tokenizer, chat=False)


def test_messages_for_a_template_that_only_the_server_has_are_counted_by_their_texts(tokenizer):
    said = {"a": "<think>hm</think>4"}
    described = {"meta": {"n_ctx": 50}}
    with serving(lambda word: said.get(word, "#"), described=described) as server:
        options = ModelOptions(system="Be brief.", template={"enable_thinking": True})
        sampler = opened(server, options, tokenizer=tokenizer, chat=True)
        prompts = [sampler.chat(text) for text in ("a", "b" * 21, "c" * 40)]
        decoding = Decoding(max_new_tokens=18, stop=("#",))
        assert sampler.fits(prompts, decoding) == [True, True, False]
        (parted,), _, (long,) = sampler.complete(prompts, decoding)
        with pytest.raises(SaturateError, match="leave out --apply-chat-template"):
            sampler.log_likelihoods([(prompts[0], "d")])
    assert (parted.text, parted.thought, long.text) == ("4", "<think>hm</think>", "")
    assert [body["max_tokens"] for body in server.asked] == [18, 18]
    assert json.loads(prompts[0]) in [body["messages"] for body in server.asked]
    assert all(body["stop"] == ["#"] for body in server.asked)


def test_what_the_context_does_not_hold_is_not_asked(tokenizer):
    """The tiny tokenizer takes a byte for a token; the server's list tells the context."""
    with serving(described={"meta": {"n_ctx": 10}}) as server:
        sampler = opened(server, tokenizer=tokenizer)
        assert sampler.fits(["123456", "1234567"], Decoding(max_new_tokens=4)) == [True, False]
        answers = sampler.complete(["0123456789", "abc"], Decoding(max_new_tokens=32))
    assert [one.text for (one,) in answers] == ["", "ABC"]
    assert [body["max_tokens"] for body in server.asked] == [7]


def test_a_choice_leaves_room_for_the_token_that_a_server_writes(tokenizer):
    """One more, and lm-eval's class would cut the prompt from the left."""
    with serving(described={"meta": {"n_ctx": 10}}) as server:
        sampler = opened(server, tokenizer=tokenizer)
        assert sampler.fits(["123456789", "1234567890"]) == [True, False]
        sampler.log_likelihoods([("12345678", "9")])
    assert sampler._tokenizer.decode(server.asked[0]["prompt"][0]) == "123456789"


def test_a_server_says_itself_what_is_too_long():
    with serving(context=3) as server:
        sampler, done = opened(server), []
        assert sampler.fits([sampler.chat("long" * 99)], Decoding()) == [True]
        prompts = [sampler.chat("long"), sampler.chat("abc")]
        (long,), (short,) = sampler.complete(prompts, Decoding(), done.append)
    assert (long.text, long.finished, short.text, sum(done)) == ("", False, "ABC", 2)


def test_thoughts_are_cut_off_whoever_parts_them():
    said = {"a": "<think>hm</think>\n4", "b": "<think>never ends"}
    with serving(said.get) as server:
        sampler = opened(server)
        (closed,), (open_,) = sampler.complete([sampler.chat(w) for w in "ab"], Decoding())
        kept = sampler._completion(["4", "hm", 2, True], "", ())
    assert (closed.text, closed.thought, closed.finished) == ("4", "<think>hm</think>\n", True)
    assert (open_.text, open_.thought, open_.finished) == ("", "<think>never ends", False)
    assert (kept.text, kept.thought, kept.finished) == ("4", "<think>hm</think>", True)


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content"])
def test_a_thought_that_the_template_begins_and_the_server_parts_off_has_ended(tmp_path, name):
    path = str(write_tiny_model(tmp_path, template=OPENING))
    said = {"a": "4, to B", "b": "", "c": "hm</think>4", "d": "hm"}
    with serving(said.get, beside={name: "hm"}) as server:
        sampler = opened(server, ModelOptions(template={"think": True}), tokenizer=path)

        def asked(word: str) -> tuple[str, str, bool]:
            ((one,),) = sampler.complete([sampler.chat(word)], Decoding(stop=("B",)))
            return one.text, one.thought, one.finished

        assert asked("a") == ("4, to ", "<think>hm</think>", True)
        assert asked("b") == ("", "<think>hm</think>", False)
        server.beside = {}
        assert asked("c") == ("4", "hm</think>", True)
        assert asked("d") == ("", "hm", False)


def test_tokens_are_counted_here_where_a_server_does_not(tokenizer):
    with serving(tokens=False) as server:
        sampler = opened(server, tokenizer=tokenizer)
        ((answer,),) = sampler.complete(["four"], Decoding(max_new_tokens=8))
        assert answer.tokens == 4
        with pytest.raises(SaturateError, match="--tokenizer"):
            bare = opened(server)
            bare.complete([bare.chat("four")], Decoding())


def test_choices_are_scored_as_lm_eval_reads_servers(tokenizer):
    """By the stand-in's log-probabilities: ids are bytes' places, the prompt's do not count."""
    from transformers import AutoTokenizer

    ids = AutoTokenizer.from_pretrained(tokenizer)
    with serving() as server:
        sampler = opened(server, tokenizer=tokenizer)
        found = sampler.log_likelihoods([("ab", "cd"), ("abc", "d"), ("ab", "cd")])
    c, d = ids("cd")["input_ids"]
    assert found[0] == found[2] == (pytest.approx(-(c + d) / 100), c % 2 == d % 2 == 0)
    assert found[1] == (pytest.approx(-d / 100), d % 2 == 0)
    assert len(server.asked) == 2
    assert server.asked[0]["echo"] and server.asked[0]["prompt"] == [ids("abcd")["input_ids"]]


def test_choices_behind_a_template_are_scored_as_text(chat_tokenizer):
    with serving() as server:
        sampler = opened(server, tokenizer=chat_tokenizer)
        sampler.log_likelihoods([(sampler.chat("hi"), "d")])
        assert sampler.fits([sampler.chat("hi") + "d"]) == [True]
    text = sampler._tokenizer.decode(server.asked[0]["prompt"][0])
    assert text == "<user>hi<assistant>d"


def test_choices_begin_with_the_models_first_token_once(tmp_path):
    base = str(write_tiny_model(tmp_path / "base", begins=True))
    chat = str(write_tiny_model(tmp_path / "chat", template="<bos>" + CHATML, begins=True))
    with serving() as server:
        plain, templated = (opened(server, tokenizer=path) for path in (base, chat))
        plain.log_likelihoods([("ab", "cd"), ("", "d")])
        templated.log_likelihoods([(templated.chat("hi"), "d")])
    asked = [plain._tokenizer.decode(body["prompt"][0]) for body in server.asked]
    assert sorted(asked) == ["<bos><user>hi<assistant>d", "<bos>abcd", "<bos>d"]


def test_what_servers_cannot_tell_of_choices_is_one_sentence(tokenizer):
    with serving(echoes=False) as server:
        sampler = opened(server, tokenizer=tokenizer)
        with pytest.raises(SaturateError, match="does not give"):
            sampler.log_likelihoods([("ab", "cd")])
        with pytest.raises(SaturateError, match="--tokenizer"):
            opened(server).log_likelihoods([("ab", "cd")])


def test_a_choice_that_a_server_finds_too_long_is_one_sentence(tokenizer):
    """It tells no context, and a likelihood has no place for "not asked"."""
    with serving() as server:
        server.always = "long"
        with pytest.raises(SaturateError, match=r"choice of 4 tokens.*max_length=N"):
            opened(server, tokenizer=tokenizer).log_likelihoods([("ab", "cd")])


@pytest.mark.parametrize(
    ("name", "value"), [("dtype", "float16"), ("revision", "main"), ("load_in_4bit", True)]
)
def test_what_a_server_decides_is_not_set_here(name, value):
    with serving() as server:
        options = ModelOptions(ModelArgs(**{name: value}))
        with pytest.raises(SaturateError, match=f"leave {name} out"):
            opened(server, options)
        opened(server, options, engine="transformers")  # of the models beside it


def test_a_tokenizer_that_is_none_is_named():
    with serving() as server, pytest.raises(SaturateError, match="'nowhere/none' could not be"):
        opened(server, tokenizer="nowhere/none")
