"""Preferences of the embedded model, at whatever releases of the libraries are there."""

import functools

import pytest
import torch
from support.tokenizer_kinds import write_model_with
from transformers import SmolLM3Model

from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.published import model_digest
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.training.dpo import prefer, preference_rows
from saturate.training.recipe import Recipe
from saturate.training.replay import Pair

LADDER = load_ladder("addition")
PROBLEMS = [LADDER.problem(12, "train", index) for index in range(8)]
PAIRS = [
    Pair(LADDER.prompt(p.question), p.solution, p.solution[::-1] if i % 2 else "")
    for i, p in enumerate(PROBLEMS)
]
RECIPE = Recipe(4, 8, 3e-4, lora=False, seed=0)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    out = tmp_path_factory.mktemp("dpo") / "model"
    ticks: list[int] = []
    told = prefer(
        load(str(seed_folder()), exact=True), [PAIRS] * 4, RECIPE, out, lambda: ticks.append(1)
    )
    assert len(ticks) == told.steps == 4
    return out, told


def gaps(folder) -> list[float]:
    """How much likelier what is chosen is than what is rejected, in nats."""
    sampler = TransformersSampler(load(str(folder)))
    held = [pair for pair in PAIRS if pair.rejected]
    chosen = sampler.log_likelihoods([(p.prompt, p.completion) for p in held])
    rejected = sampler.log_likelihoods([(p.prompt, p.rejected) for p in held])
    return [one - other for (one, _), (other, _) in zip(chosen, rejected, strict=True)]


def test_what_is_chosen_gets_likelier_than_what_is_rejected(trained):
    out, _ = trained
    for before, after in zip(gaps(seed_folder()), gaps(out), strict=True):
        assert after > before + 1


def test_a_single_step_has_a_rate(tmp_path):
    one = RECIPE._replace(steps=1)
    prefer(load(str(seed_folder()), exact=True), [PAIRS], one, tmp_path / "one")
    assert all(after > before for before, after in zip(gaps(seed_folder()), gaps(tmp_path / "one")))


def test_rows_are_the_tokens_that_supervised_training_takes():
    loaded = load(str(seed_folder()))
    rows = preference_rows(loaded, [Pair("12+34=", "46", "64"), Pair("1+1=", "2")])

    def text(ids):
        return loaded.tokenizer.decode(ids).replace(" ", "")

    assert [text(ids) for ids in rows["prompt_ids"]] == ["<bos>12+34=", "<bos>1+1="]
    assert [text(ids) for ids in rows["chosen_ids"]] == ["46<eos>", "2<eos>"]
    assert [text(ids) for ids in rows["rejected_ids"]] == ["64<eos>", "2<eos>"]


def test_a_token_across_the_border_is_both_answers(tmp_path):
    """Behind the same prompt, whatever one of them makes of its end."""
    loaded = load(str(write_model_with("prepend", tmp_path)))
    tokenizer = loaded.tokenizer
    rows = preference_rows(loaded, [Pair("It: ", "7", "is"), Pair("It: ", "7", "8")])
    for prompt, chosen, rejected, answers in zip(
        rows["prompt_ids"], rows["chosen_ids"], rows["rejected_ids"], (("7", "is"), ("7", "8"))
    ):
        wholes = [tokenizer(f"It: {answer}</s>").input_ids for answer in answers]
        assert [prompt + chosen, prompt + rejected] == wholes
    assert tokenizer.convert_ids_to_tokens(rows["rejected_ids"][0]) == ["▁is", "</s>"]
    assert tokenizer.convert_ids_to_tokens(rows["rejected_ids"][1]) == ["8", "</s>"]


def test_the_same_call_gives_the_same_bytes(trained, tmp_path):
    out, told = trained
    again = prefer(load(str(seed_folder()), exact=True), [PAIRS] * 4, RECIPE, tmp_path / "again")
    assert again == told
    assert model_digest(str(tmp_path / "again")) == model_digest(str(out))


def weights(out, pairs=PAIRS, rows=None):
    found = Recipe(2, 8, 3e-4, lora=False, seed=0, rows=rows)
    prefer(load(str(seed_folder()), exact=True), [pairs] * 2, found, out)
    return dict(load(str(out)).model.named_parameters())


def test_the_model_of_before_comes_from_where_the_trained_one_did(tmp_path):
    """A configuration tells a hub id and not which revision of it was opened."""
    usual = weights(tmp_path / "usual")
    loaded = load(str(seed_folder()), exact=True)
    loaded.model.config._name_or_path = "nobody/nothing"
    prefer(loaded, [PAIRS] * 2, RECIPE._replace(steps=2), tmp_path / "elsewhere")
    found = load(str(tmp_path / "elsewhere")).model.named_parameters()
    assert all(weight.equal(usual[name]) for name, weight in found)


def test_a_step_in_parts_is_the_step_at_once(tmp_path):
    """Also where chosen answers differ in length, whose tokens weigh alike all over the step."""
    uneven = [one._replace(completion=one.completion[: 3 * i + 1]) for i, one in enumerate(PAIRS)]
    whole = weights(tmp_path / "whole", uneven)
    parts = weights(tmp_path / "parts", uneven, rows=2)
    before = dict(load(str(seed_folder())).model.named_parameters())
    for name, weight in whole.items():
        moved = (weight - before[name]).norm()
        assert moved > 0 and (parts[name] - weight).norm() < 0.02 * moved, name


def test_a_step_that_memory_does_not_hold_is_done_again_in_halves(tmp_path, monkeypatch):
    by_hand = weights(tmp_path / "by-hand", rows=4)
    forward, tried = SmolLM3Model.forward, []

    @functools.wraps(forward)
    def limited(self, input_ids=None, **settings):
        tried.append(len(input_ids))
        if len(input_ids) > 8:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return forward(self, input_ids=input_ids, **settings)

    monkeypatch.setattr(SmolLM3Model, "forward", limited)
    found = weights(tmp_path / "halved")
    assert tried == [16] + [8] * 8  # chosen and rejected, by the model and by the one before
    assert all(found[name].equal(weight) for name, weight in by_hand.items())
