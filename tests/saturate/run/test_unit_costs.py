"""Unit costs are timed on the run's own problems; a large model is timed on a few of them."""

import functools
from types import SimpleNamespace

import pytest
import torch
from support.runs import small_config

from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.run import unit_costs


def measured(monkeypatch, patience: float):
    """Unit costs, and how many answers were asked for at a time."""
    asked: list[tuple[int, int]] = []
    complete = TransformersSampler.complete

    def watched(self, prompts, decoding, progress=None):
        asked.append((len(prompts), decoding.max_new_tokens))
        return complete(self, prompts, decoding, progress)

    monkeypatch.setattr(TransformersSampler, "complete", watched)
    monkeypatch.setattr(unit_costs, "_PATIENCE_SECONDS", patience)
    loaded = load(str(seed_folder()))
    before = {name: value.clone() for name, value in loaded.model.named_parameters()}
    config = small_config(score_rungs=(1, 8))
    costs = unit_costs.measure_costs(loaded, load_ladder("gsm8k"), config)
    for name, value in loaded.model.named_parameters():
        assert value.grad is None
        assert value.equal(before[name])
    return config, costs, asked


def test_a_small_model_answers_as_many_as_the_run_asks_at_once(monkeypatch):
    config, costs, asked = measured(monkeypatch, 1e9)
    assert asked == [(8, 8), (32, 24), *[(16 * 7, config.max_new_tokens)] * 3]
    assert sorted(costs.answers) == [1, 7, 8]
    assert sorted(costs.steps) == [1, 7, 8]
    assert 0 < costs.answer(1) < costs.answer(8)
    assert 0 < costs.step(1) < costs.step(8)


def test_a_large_model_is_timed_for_some_tokens_only(monkeypatch):
    _, costs, asked = measured(monkeypatch, 0.0)
    assert asked == [(8, 8), (32, 24), (32, 1)]
    assert 0 < costs.answers[1] < costs.answers[7] < costs.answers[8]


@pytest.mark.parametrize(
    ("written", "seconds"), [(24, 10 * 0.01 + 20 * 0.1), (1, 10 * 0.01), (0, 10 * 0.01)]
)
def test_reading_a_prompt_is_not_taken_for_writing(monkeypatch, written, seconds):
    """Of answers that end at once a token would take what all prompts took: years, for a run."""
    clock = [0.0]

    def complete(prompts, decoding):
        tokens = min(written, decoding.max_new_tokens)
        clock[0] += sum(0.01 * len(one) + 0.1 * max(0, tokens - 1) for one in prompts)
        return [(SimpleNamespace(tokens=tokens),)] * len(prompts)

    monkeypatch.setattr(unit_costs.time, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(unit_costs, "_length", lambda _, text: len(text))
    pair = unit_costs.Pair("x" * 10, "y" * 20)
    found, _ = unit_costs._answers(
        SimpleNamespace(complete=complete), lambda _, count: [pair] * count, {3: 64}, None,
        small_config(max_new_tokens=128),
    )  # fmt: skip
    assert found == {3: pytest.approx(seconds)}


def test_steps_of_a_large_model_are_timed_on_the_lowest_rung_and_follow_from_lengths(monkeypatch):
    loaded = load(str(seed_folder()))
    timed = []

    def gradients(loaded, pairs):
        timed.append([pair.prompt for pair in pairs])
        return 6.0, len(pairs)

    def pairs(rung, count):
        return [unit_costs.Pair("1+2=" * rung + "1", "3" * place) for place in range(1, count + 1)]

    monkeypatch.setattr(unit_costs, "_gradients", gradients)
    found = unit_costs._steps(loaded, pairs, [2, 5], 16)
    assert found == {2: 24.0, 5: pytest.approx(24 * 27 / 15)}  # a mark stands at either end
    assert timed == [["1+2=1+2=1"] * 4]


def test_a_step_that_memory_does_not_hold_is_reckoned_from_the_part_that_it_holds(monkeypatch):
    loaded = load(str(seed_folder()))
    forward, tried = loaded.model.forward, []

    @functools.wraps(forward)
    def limited(input_ids=None, **settings):
        tried.append(len(input_ids))
        if len(input_ids) > 5:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return forward(input_ids=input_ids, **settings)

    monkeypatch.setattr(loaded.model, "forward", limited)
    monkeypatch.setattr(unit_costs, "_PATIENCE_SECONDS", 1e9)
    clock = iter(range(100))
    monkeypatch.setattr(unit_costs.time, "perf_counter", lambda: next(clock))
    pairs = [unit_costs.Pair("12+34=", "46")] * 16
    assert unit_costs._step(loaded, pairs) == (4.0, False)  # a second for 4 of 16
    assert tried == [4, 16, 8, 4]
