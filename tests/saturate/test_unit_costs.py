"""Unit costs are timed on the run's own problems; a large model is timed on a few of them."""

import pytest
from conftest import small_config

from saturate import unit_costs
from saturate.models import load, seed_folder
from saturate.registry import load_ladder
from saturate.sampling.transformers import TransformersSampler


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
    assert asked == [(8, 8), (32, 24)]
    ladder, tokenizer = load_ladder("gsm8k"), load(str(seed_folder())).tokenizer
    lengths = {
        rung: len(tokenizer(ladder.problem(rung, "train", 0).solution)["input_ids"])
        for rung in (1, 7, 8)
    }
    for rung, length in lengths.items():
        assert costs.answers[rung] == pytest.approx(length / costs.tokens_a_second)
