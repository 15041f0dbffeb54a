"""The sampler on the embedded model: what is batched, cut and continued changes no answer."""

import functools
import shutil

import pytest
import torch

from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models import Decoding, branches
from saturate.models import transformers as sampler_module
from saturate.models.cache import preallocated_cache
from saturate.models.loading import Loaded, load
from saturate.models.naming import seed_folder
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder

GREEDY = Decoding(max_new_tokens=160)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(str(seed_folder(0)))


@pytest.fixture(scope="module")
def prompts() -> list[str]:
    """Some that the model solves, some on which it never ends."""
    ladder = load_ladder("gsm8k")
    return [
        ladder.prompt(ladder.problem(rung, "vote", i).question)
        for rung, count in ((4, 20), (14, 6))
        for i in range(count)
    ]


def texts(answers) -> list[list[str]]:
    return [[completion.text for completion in row] for row in answers]


def test_a_batch_that_is_given_up_goes_on_to_the_same_answers(loaded, prompts, monkeypatch):
    sampler = TransformersSampler(loaded)
    cut = sampler.complete(prompts, GREEDY)
    monkeypatch.setattr(sampler_module, "_REST", 10**9)
    whole = sampler.complete(prompts, GREEDY)
    assert texts(cut) == texts(whole)
    for (one,), (other,) in zip(cut, whole):
        assert (one.tokens, one.finished) == (other.tokens, other.finished)
        assert one.logprob == pytest.approx(other.logprob, abs=1e-2)


def test_every_answer_is_told_once_and_none_is_longer_than_its_limit(loaded, prompts):
    told: list[int] = []
    answers = TransformersSampler(loaded).complete(
        prompts, Decoding(n=2, temperature=1.5, max_new_tokens=40), told.append
    )
    assert sum(told) == 2 * len(prompts)
    assert all(len(row) == 2 and row[0].tokens <= 40 for row in answers)
    assert any(not completion.finished for row in answers for completion in row)


def test_a_short_prompt_may_have_a_long_answer(loaded):
    """Of products a worked solution is many times as long as its question."""
    [[answer]] = TransformersSampler(loaded).complete(["a"], Decoding(max_new_tokens=120))
    assert answer.tokens == 120  # this model never ends behind it


def test_sampling_repeats_itself_for_a_seed_and_differs_for_another(loaded, prompts):
    sampler = TransformersSampler(loaded)
    first, again, other = (
        texts(sampler.complete(prompts, Decoding(n=2, temperature=1.0, seed=s, max_new_tokens=60)))
        for s in (1, 1, 2)
    )
    assert first == again != other
    assert any(one != two for one, two in first)


def test_a_stop_text_ends_an_answer_and_is_cut_from_it(loaded, prompts):
    answers = TransformersSampler(loaded).complete(
        prompts[:8], Decoding(max_new_tokens=160, stop=("####",))
    )
    for (completion,) in answers:
        assert completion.finished
        assert "####" not in completion.text


def test_the_roomy_cache_holds_what_the_stock_one_holds(loaded, prompts):
    import torch
    from transformers import DynamicCache

    ids = loaded.tokenizer(prompts[:1], return_tensors="pt")["input_ids"]
    ((name, mine),) = preallocated_cache(loaded.model, 1).items()
    stock = DynamicCache(config=loaded.model.config)
    with torch.inference_mode():
        for start in range(0, ids.shape[1], 7):
            part = ids[:, start : start + 7]
            outputs = [loaded.model(part, **{name: cache}).logits for cache in (mine, stock)]
            torch.testing.assert_close(*outputs)
    assert mine.get_seq_length() == ids.shape[1]
    for own, other in zip(mine.layers, stock.layers):
        torch.testing.assert_close(own.keys, other.keys)
        torch.testing.assert_close(own.values, other.values)


def full_above(monkeypatch, loaded, tokens):
    """Let the model's memory hold so many tokens of prompts; how many each batch began with."""
    forward, tried = loaded.model.forward, []

    @functools.wraps(forward)
    def limited(input_ids=None, **settings):
        if input_ids.shape[1] > 1:
            tried.append(len(input_ids))
            if input_ids.numel() > tokens:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return forward(input_ids=input_ids, **settings)

    monkeypatch.setattr(loaded.model, "forward", limited)
    return tried


def test_a_batch_that_memory_does_not_hold_is_halved_and_so_are_those_after_it(
    loaded, prompts, monkeypatch
):
    drawn = Decoding(n=3, temperature=1.0, seed=3, max_new_tokens=40)
    longest = max(map(len, TransformersSampler(loaded)._ids(prompts)))
    by_hand = TransformersSampler(loaded)
    by_hand._held = 19 * (longest + 40)
    wanted = by_hand.complete(prompts, drawn)
    tried = full_above(monkeypatch, loaded, 8 * longest)
    sampler, told = TransformersSampler(loaded), []
    assert sampler.complete(prompts, drawn, told.append) == wanted
    assert tried[:3] == [26, 13, 7], "78, 39 and 19 answers, three to a prompt"
    assert sum(told) == 78
    tried.clear()
    sampler.complete(prompts, drawn)
    assert tried[0] == 7, "what did not fit once is not tried again"


def test_choices_that_memory_does_not_hold_are_scored_in_halves(loaded, monkeypatch):
    pairs = [(f"{i}+{i}=", str(i + i)) for i in range(10, 40)]
    by_hand = TransformersSampler(loaded)
    by_hand._hflm.batch_size_per_gpu = 4
    wanted = by_hand.log_likelihoods(pairs)
    tried = full_above(monkeypatch, loaded, 7 * len("^10+10=2"))
    assert TransformersSampler(loaded).log_likelihoods(pairs) == wanted
    assert tried[:4] == [16, 8, 4, 4]


def test_a_single_answer_that_does_not_fit_is_told_in_a_sentence(loaded, monkeypatch):
    full_above(monkeypatch, loaded, 0)
    with pytest.raises(
        SaturateError, match=r"not hold an answer of this model, one at a time\. What"
    ):
        TransformersSampler(loaded).complete(["1+1=", "2+2="], GREEDY)


def test_other_errors_are_not_taken_for_a_lack_of_memory(loaded, monkeypatch):
    @functools.wraps(loaded.model.forward)
    def broken(**_):
        raise RuntimeError("shapes do not fit")

    monkeypatch.setattr(loaded.model, "forward", broken)
    with pytest.raises(RuntimeError, match="shapes do not fit"):
        TransformersSampler(loaded).complete(["1+1="], GREEDY)


OWN = {"repetition_penalty": 1.5, "no_repeat_ngram_size": 2, "min_p": 0.2, "typical_p": 0.5}


@pytest.mark.parametrize("engine", ["branches", "generate"])
@pytest.mark.parametrize("decoding", [GREEDY, Decoding(n=3, temperature=1.2, max_new_tokens=40)])
def test_a_models_own_penalties_and_cuts_change_no_answer(
    engine, decoding, loaded, prompts, tmp_path, monkeypatch
):
    if engine == "generate":
        monkeypatch.setattr(branches, "row_by_row", lambda *_: None)
    shutil.copytree(seed_folder(0), tmp_path / "strict")
    strict = load(str(tmp_path / "strict"))
    suppressed = {"suppress_tokens": loaded.tokenizer("7", add_special_tokens=False)["input_ids"]}
    strict.generation.update(**OWN, **suppressed, do_sample=True)
    strict.generation.save_pretrained(tmp_path / "strict")
    strict = load(str(tmp_path / "strict"))
    assert strict.generation.repetition_penalty == 1.5
    wanted = TransformersSampler(loaded).complete(prompts[:6], decoding)
    assert TransformersSampler(strict).complete(prompts[:6], decoding) == wanted


def test_choices_are_weighed_in_float32_whatever_the_model_answers_in(loaded):
    options = build_config(model_args="dtype=bfloat16").model_options
    rounded = load(str(seed_folder(0)), options)
    for prompt, choice in (("12+34=", "123456789"), ("12+34=", "46"), ("1+1=", "2")):
        [(likely, _)] = TransformersSampler(rounded).log_likelihoods([(prompt, choice)])
        ids = rounded.tokenizer(prompt + choice, return_tensors="pt")["input_ids"]
        said = ids[0, -len(choice) :]
        with torch.inference_mode():
            logits = rounded.model(ids[:, :-1]).logits[0, -len(choice) :]
        assert logits.dtype is torch.bfloat16
        ones = logits.float().log_softmax(-1).gather(1, said[:, None])
        assert likely == pytest.approx(float(ones.sum()), abs=1e-4)
