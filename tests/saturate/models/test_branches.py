"""Answers that share their beginnings: the same as those of ``generate``, for less."""

import functools
from collections import Counter

import pytest
import torch
from support.architectures import build
from transformers import TopKLogitsWarper

from saturate.config.model_options import GenKwargs, ModelOptions
from saturate.models import Decoding, branches
from saturate.models.branches import row_by_row
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.template import end_tokens
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder

GREEDY = {"do_sample": False, "temperature": None, "top_k": None, "top_p": None}
DRAWN = {"do_sample": True, "temperature": 0.5, "top_k": 3, "top_p": 1.0}


@pytest.fixture(scope="module")
def loaded():
    return load(str(seed_folder(0)))


def prompts_of(ladder, rungs, count):
    named = load_ladder(ladder)
    return [
        named.prompt(named.problem(rung, "vote", i).question)
        for rung in rungs
        for i in range(count)
    ]


def written(monkeypatch, loaded, prompts, decoding):
    """The tokens of every answer, those after its end included, as the sampler writes them."""
    rows, plain = {}, TransformersSampler._completion

    def keep(self, row, stop):
        rows[row.number] = row
        return plain(self, row, stop)

    monkeypatch.setattr(TransformersSampler, "_completion", keep)
    TransformersSampler(loaded).complete(prompts, decoding)
    return [rows[number].written for number in sorted(rows)]


@pytest.mark.parametrize(
    ("ladder", "rungs"), [("gsm8k", (1, 4, 7, 13)), ("addition", (3, 12)), ("reverse", (2, 9))]
)
def test_greedy_answers_are_those_of_generate_token_by_token(monkeypatch, loaded, ladder, rungs):
    prompts = prompts_of(ladder, rungs, 6)
    found = written(monkeypatch, loaded, prompts, Decoding(max_new_tokens=90))
    for prompt, mine in zip(prompts, found, strict=True):
        ids = loaded.tokenizer(prompt, return_tensors="pt")["input_ids"]
        theirs = loaded.model.generate(ids, max_new_tokens=90, **GREEDY)
        assert mine == theirs[0, ids.shape[1] :].tolist()


def test_a_stop_text_ends_an_answer_at_the_token_that_it_ends_with_generate(monkeypatch, loaded):
    """What generate fills up behind it is no part of the answer."""
    prompts = prompts_of("gsm8k", (1, 2, 5), 4)
    decoding = Decoding(max_new_tokens=60, stop=("####",))
    assert loaded.tokenizer.pad_token_id not in end_tokens(loaded)
    mine = written(monkeypatch, loaded, prompts, decoding)
    likely = [one.logprob for (one,) in TransformersSampler(loaded).complete(prompts, decoding)]
    monkeypatch.setattr(branches, "row_by_row", lambda *_: None)
    assert mine == written(monkeypatch, loaded, prompts, decoding)
    theirs = [one.logprob for (one,) in TransformersSampler(loaded).complete(prompts, decoding)]
    assert theirs == pytest.approx(likely, abs=1e-4)
    assert len(set(map(len, mine))) > 2 and max(map(len, mine)) < 60


def test_a_batch_is_given_up_once_stop_texts_have_ended_most_of_its_answers(monkeypatch, loaded):
    """The others go on in a batch of their own."""
    monkeypatch.setattr(branches, "row_by_row", lambda *_: None)
    asked, plain = [], loaded.model.generate

    def counted(**settings):
        asked.append(len(settings["input_ids"]))
        return plain(**settings)

    monkeypatch.setattr(loaded.model, "generate", counted)
    prompts = [*prompts_of("gsm8k", (1, 2), 7), *prompts_of("gsm8k", (13,), 2)]
    TransformersSampler(loaded).complete(prompts, Decoding(max_new_tokens=60, stop=("####",)))
    assert asked == [16, 2]


def test_what_answers_share_is_computed_once(loaded, monkeypatch):
    """The model is sure of the first of these problems, and of the last it is not."""
    forward, given = loaded.model.forward, []

    @functools.wraps(forward)
    def counted(input_ids=None, **settings):
        given.append(tuple(input_ids.shape))
        return forward(input_ids=input_ids, **settings)

    monkeypatch.setattr(loaded.model, "forward", counted)
    sampler = TransformersSampler(loaded)
    sampler.complete(prompts_of("gsm8k", (2,), 1), Decoding(n=16, temperature=0.5, seed=1))
    assert given[0][0] == 1
    assert set(given[1:]) == {(1, 1)}
    given.clear()
    sampler.complete(
        prompts_of("gsm8k", (14,), 1), Decoding(n=16, temperature=2.0, seed=1, max_new_tokens=30)
    )
    assert given[0][0] == 1
    rows = [shape[0] for shape in given[1:]]
    assert rows[0] <= max(rows) <= 16
    assert max(rows) > 8


def test_neither_the_size_of_a_batch_nor_the_other_prompts_change_an_answer(loaded):
    prompts = prompts_of("gsm8k", (3, 13), 5)
    decoding = Decoding(n=3, temperature=1.2, seed=5, max_new_tokens=50)

    def texts(asked, rows=None):
        sampler = TransformersSampler(loaded)
        sampler._rows = rows or sampler._rows
        return [[one.text for one in row] for row in sampler.complete(asked, decoding)]

    whole = texts(prompts)
    assert texts(prompts[:4]) == whole[:4]
    assert texts(prompts, 7) == whole
    assert len({text for row in whole for text in row}) > len(prompts)


def test_a_token_is_the_first_whose_cumulated_share_is_above_the_draw():
    shares = torch.tensor([[0.5, 0.0, 0.25, 0.25, 0.0], [0.0, 0.0, 0.0, 0.0, 1.0]])
    of = torch.tensor([0, 0, 0, 0, 0, 0, 1, 1])
    draws = torch.tensor([0.0, 0.49, 0.5, 0.74, 0.75, 1 - 2**-53, 0.0, 0.999], dtype=torch.float64)
    assert branches._drawn(shares, of, draws).tolist() == [0, 0, 2, 2, 3, 3, 4, 4]


def test_tokens_are_drawn_as_often_as_they_are_likely(loaded):
    """Of the three likeliest first tokens after a prompt, by their shares at that temperature."""
    options = ModelOptions(gen=GenKwargs(top_k=3))
    sampler = TransformersSampler(loaded._replace(options=options))
    [answers] = sampler.complete(["a"], Decoding(n=4000, temperature=5.0, max_new_tokens=1, seed=2))
    ids = loaded.tokenizer(["a"], return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        logits = loaded.model(ids).logits[0, -1]
    top = logits.topk(3)
    wanted = (top.values / 5.0).softmax(-1)
    drawn = Counter((answer.text, answer.logprob) for answer in answers)
    texts = [loaded.tokenizer.decode([one], skip_special_tokens=True) for one in top.indices]
    assert {text for text, _ in drawn} == set(texts)
    for (text, logprob), count in drawn.items():
        place = texts.index(text)
        assert count / 4000 == pytest.approx(float(wanted[place]), abs=0.03)
        likely = logits.log_softmax(-1)[top.indices[place]]
        assert logprob == pytest.approx(float(likely), abs=1e-4)


def test_generate_writes_where_scores_hang_on_what_was_written(loaded, monkeypatch, recwarn):
    model = loaded.model
    temperature, top_k = row_by_row(model, DRAWN)
    assert temperature.temperature == 0.5
    assert isinstance(top_k, TopKLogitsWarper)
    assert list(row_by_row(model, GREEDY)) == []
    monkeypatch.setattr(model.generation_config, "repetition_penalty", 1.3)
    assert row_by_row(model, GREEDY) is None
    assert not recwarn.list


@pytest.mark.parametrize("name", ["llama", "qwen3", "gemma3", "mistral"])
def test_branches_are_written_for_models_with_windows_too(tmp_path, name):
    folder = build(name, tmp_path / name, ["1 + 2", "3"])
    assert row_by_row(load(str(folder)).model, GREEDY) is not None


@pytest.mark.parametrize("name", ["gemma3", "mistral"])
def test_what_a_window_has_left_behind_is_not_looked_at(monkeypatch, tmp_path, name):
    """Windows of 16 tokens; prompts of different lengths share a batch."""
    texts = [("1 + 2 = 3, " * count).strip() for count in (1, 3, 9, 20)]
    loaded = load(str(build(name, tmp_path / name, texts)))
    assert loaded.model.config.sliding_window == 16
    found = written(monkeypatch, loaded, texts, Decoding(max_new_tokens=40))
    for text, mine in zip(texts, found, strict=True):
        ids = loaded.tokenizer(text, return_tensors="pt")["input_ids"]
        theirs = loaded.model.generate(ids, max_new_tokens=40, **GREEDY)
        assert len(mine) > 1 and mine == theirs[0, ids.shape[1] :].tolist()
