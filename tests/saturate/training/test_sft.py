"""One round of training on the embedded model, at whatever releases of the libraries are there."""

import functools

import pytest
import torch
from support.tokenizer_kinds import SPACED, TURNS, write_model_with
from transformers import SmolLM3ForCausalLM

from saturate.config.run_config import build_config
from saturate.errors import SaturateError
from saturate.models import Decoding
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.training.recipe import Recipe
from saturate.training.replay import Pair
from saturate.training.sft import completion_loss, encode, train

STEPS, ROWS = 20, 8


@pytest.fixture(scope="module")
def batches() -> list[list[Pair]]:
    """The same eight problems at every step."""
    ladder = load_ladder("addition")
    problems = [ladder.problem(12, "train", i) for i in range(ROWS)]
    return [[Pair(ladder.prompt(p.question), p.solution) for p in problems]] * STEPS


@pytest.mark.parametrize("lora", [False, True])
def test_training_lowers_the_loss_and_saves_what_it_trained(batches, lora, tmp_path):
    def run(steps: int, name: str):
        recipe = Recipe(steps, ROWS, 3e-4, lora, seed=0)
        ticks: list[int] = []
        told = train(
            load(str(seed_folder())), batches[:steps], recipe, tmp_path / name,
            lambda: ticks.append(1),
        )  # fmt: skip
        assert len(ticks) == told.steps == steps
        return told

    first, last = run(1, "first"), run(STEPS, "last")
    assert last.loss < first.loss
    assert last.tokens == STEPS * first.tokens
    before, after = load(str(seed_folder())).model, load(str(tmp_path / "last")).model
    changed = [
        name
        for (name, old), new in zip(before.named_parameters(), after.parameters(), strict=True)
        if not torch.equal(old, new)
    ]
    assert changed
    assert not any("lora" in name for name, _ in after.named_parameters())


def test_a_single_step_has_a_rate(batches, tmp_path):
    train(load(str(seed_folder())), batches[:1], Recipe(1, ROWS, 3e-4, False, 0), tmp_path / "one")
    before, after = load(str(seed_folder())).model, load(str(tmp_path / "one")).model
    for (name, old), new in zip(before.named_parameters(), after.parameters(), strict=True):
        assert not torch.equal(old, new), name


def test_prompts_are_masked_and_every_completion_ends():
    loaded = load(str(seed_folder()))
    end = loaded.tokenizer.eos_token_id
    rows = encode(loaded, [Pair("12+34=", "46"), Pair("1+1=", "2")])
    for ids, labels, prompt, completion in zip(
        rows["input_ids"], rows["labels"], ("12+34=", "1+1="), ("46", "2"), strict=True
    ):
        masked = labels.count(-100)
        assert loaded.tokenizer.decode(ids[:masked]).replace(" ", "") == f"<bos>{prompt}"
        assert labels[masked:] == ids[masked:]
        assert loaded.tokenizer.decode(ids[masked:-1]).replace(" ", "") == completion
        assert ids[-1] == end


@pytest.mark.parametrize("kind", SPACED)
def test_an_answer_is_trained_as_it_is_written_behind_its_prompt(kind, tmp_path):
    loaded = load(str(write_model_with(kind, tmp_path, TURNS)))
    sampler = TransformersSampler(loaded)
    prompt = sampler.chat("12+34=")
    rows = encode(loaded, [Pair(prompt, "46")])
    (asked,), (whole,) = sampler._ids([prompt]), sampler._ids([prompt + "46"])
    end = loaded.tokenizer.eos_token_id
    assert rows["input_ids"] == [[*whole, end]]
    assert rows["labels"] == [[-100] * len(asked) + whole[len(asked) :] + [end]]


@pytest.mark.parametrize("kind", [*SPACED, "bytes"])
@pytest.mark.parametrize("written", [" is", "is"])
def test_what_a_model_writes_is_trained_on_as_it_was_written(kind, written, tmp_path):
    loaded = load(str(write_model_with(kind, tmp_path / "model")), exact=True)
    pair = Pair("Which?\nAnswer:", written)
    train(loaded, [[pair] * 4] * 40, Recipe(40, 4, 3e-3, False, 0), tmp_path / "out")
    loaded.model.eval()
    sampler = TransformersSampler(loaded)
    ((one,),) = sampler.complete([pair.prompt], Decoding(max_new_tokens=8))
    assert one.written == written
    assert one.text == (written if kind == "bytes" else "is")  # as of lm-eval's hf


@pytest.mark.parametrize(
    ("kind", "template", "before", "choice"),
    [
        ("prepend", None, "Which?\nAnswer:", " is"),
        ("first", TURNS, "Which?", "is"),
        ("bytes", None, "Which? ", "is"),  # weighed as " is", which is one token
    ],
)
def test_a_choice_is_trained_as_it_is_scored(kind, template, before, choice, tmp_path):
    folder = str(write_model_with(kind, tmp_path / "model", template))
    loaded = load(folder, exact=True)
    sampler = TransformersSampler(loaded)
    pair = Pair(sampler.chat(before) if template else before, choice)
    ((likely, _),) = sampler.log_likelihoods([pair[:2]])
    recipe = Recipe(30, 4, 1e-3, False, 0, choices=True)
    train(loaded, [[pair] * 4] * 30, recipe, tmp_path / "out")
    loaded.model.eval()
    ((after, _),) = sampler.log_likelihoods([pair[:2]])
    assert after > likely + 1


def test_the_loss_of_completions_is_the_models_own():
    loaded = load(str(seed_folder()))
    rows = encode(loaded, [Pair("12+34=", "46"), Pair("56+31=", "88")])
    inputs = {name: torch.tensor(ids) for name, ids in rows.items()}
    inputs["attention_mask"] = torch.ones_like(inputs["input_ids"])
    with torch.inference_mode():
        theirs = loaded.model(**inputs).loss
        ours, _ = completion_loss(loaded.model, dict(inputs))
    assert float(ours) == pytest.approx(float(theirs), rel=1e-5)


def trained(batches, out, **recipe):
    train(load(str(seed_folder())), batches[:2], Recipe(2, ROWS, 1e-3, False, 0, **recipe), out)
    return dict(load(str(out)).model.named_parameters())


def test_a_step_in_parts_is_the_step_at_once(batches, tmp_path):
    uneven = [[Pair(p.prompt, p.completion[: 3 * i + 1]) for i, p in enumerate(batches[0])]] * 2
    whole = trained(uneven, tmp_path / "whole", rows=ROWS)
    parts = trained(uneven, tmp_path / "parts", rows=2)
    before = dict(load(str(seed_folder())).model.named_parameters())
    for name, weight in whole.items():
        moved = (weight - before[name]).norm()
        assert (parts[name] - weight).norm() < 0.02 * moved, name


@pytest.mark.parametrize(
    ("full", "sizes", "rows"),
    [
        ({1}, [8, 4, 4, 4, 4], 4),
        ({1, 2}, [8, 4, 2, 2, 2, 2, 2, 2, 2, 2], 2),
        ({1, 3}, [8, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2], 2),  # the gradients of one part are there
    ],
)
def test_a_step_that_memory_does_not_hold_is_done_again_in_halves(
    full, sizes, rows, batches, tmp_path, monkeypatch
):
    by_hand = trained(batches, tmp_path / "by-hand", rows=rows)
    forward, tried = SmolLM3ForCausalLM.forward, []

    @functools.wraps(forward)
    def limited(self, input_ids=None, **settings):
        tried.append(len(input_ids))
        if len(tried) in full:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return forward(self, input_ids=input_ids, **settings)

    monkeypatch.setattr(SmolLM3ForCausalLM, "forward", limited)
    found = trained(batches, tmp_path / "halved", rows=ROWS)
    assert tried == sizes
    assert all(found[name].equal(weight) for name, weight in by_hand.items())


def test_a_pair_that_memory_does_not_hold_is_told_in_a_sentence(batches, tmp_path, monkeypatch):
    @functools.wraps(SmolLM3ForCausalLM.forward)
    def full(self, **_):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")

    monkeypatch.setattr(SmolLM3ForCausalLM, "forward", full)
    with pytest.raises(SaturateError, match="Memory does not hold a training pair"):
        trained(batches, tmp_path)


def test_the_mean_of_old_and_new_weights_is_kept(batches, tmp_path):
    new = trained(batches, tmp_path / "new")
    mean = trained(batches, tmp_path / "mean", merge=True)
    before = dict(load(str(seed_folder())).model.named_parameters())
    for name, weight in mean.items():
        assert weight.allclose((before[name] + new[name]) / 2, atol=1e-7), name
    assert any(not new[name].equal(before[name]) for name in new)


@pytest.mark.parametrize("lora", [False, True])
@pytest.mark.parametrize("merge", [False, True])
def test_small_changes_outlast_a_model_that_answers_in_bfloat16(lora, merge, batches, tmp_path):
    """A rate of 1e-5 moves hardly a weight of bfloat16, and nearly all of float32."""
    start, rounded = load(str(seed_folder())).model, build_config(model_args="dtype=bfloat16")
    path, rate = str(seed_folder()), 1e-3 if lora else 1e-5
    moved = []
    for number in (1, 2):
        model = load(path, rounded.model_options, exact=not lora)
        recipe = Recipe(4, ROWS, rate, lora, seed=0, merge=merge)
        path = str(tmp_path / str(number))
        train(model, batches[:4], recipe, tmp_path / str(number))
        after = load(path, exact=True).model
        layers = [name for name, _ in start.named_parameters() if name.endswith("proj.weight")]
        changes = [after.get_parameter(name) - start.get_parameter(name) for name in layers]
        changed = torch.cat([one.detach().flatten() for one in changes])
        assert (changed != 0).float().mean() > 0.99
        moved.append(float(changed.abs().mean()))
    assert moved[1] > 1.5 * moved[0]
    answering = load(path, rounded.model_options)
    assert answering.model.dtype is answering.answers_in is torch.bfloat16
    assert load(path).model.dtype is torch.float32
