"""The plan says what training takes of memory, and what helps where it does not fit."""

import pytest
from support.runs import small_config

from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.registry import load_ladder
from saturate.run import memory_line
from saturate.run.memory_line import memory_lines
from saturate.training.memory import Fit


@pytest.fixture(scope="module")
def loaded():
    return load(str(seed_folder()))


@pytest.mark.parametrize(
    ("lora", "fit", "line"),
    [
        (
            True,
            Fit(15_200_000_000, 80_000_000_000, 8),
            "Memory     weights take 15.2 GB while training, 80.0 GB are free on this machine; "
            "8 pairs at once, fewer where that turns out too much",
        ),
        (
            True,
            Fit(1_000_000_000, 80_000_000_000, 16),
            "Memory     weights take 1.0 GB while training, 80.0 GB are free on this machine; "
            "a step at once, fewer where that turns out too much",
        ),
        (
            False,
            Fit(110_000_000_000, 80_000_000_000, 1),
            "Memory     weights, gradients and the optimizer's moments take 110.0 GB while "
            "training, 80.0 GB are free on this machine: that does not fit; what helps: --lora, or "
            "a smaller model",
        ),
        (
            True,
            Fit(15_200_000_000, 80_000_000_000, 16, 30_400_000_000, 64_000_000_000),
            "Memory     weights take 15.2 GB while training, 80.0 GB are free on this machine; the "
            "exact weights to which adapters are added then take 30.4 GB of this machine's memory, "
            "64.0 GB of it are free; a step at once, fewer where that turns out too much",
        ),
        (
            True,
            Fit(15_200_000_000, 80_000_000_000, 16, 30_400_000_000, 30_000_000_000),
            "Memory     weights take 15.2 GB while training, 80.0 GB are free on this machine; the "
            "exact weights to which adapters are added then take 30.4 GB of this machine's memory, "
            "30.0 GB of it are free: that does not fit; what helps: a smaller model",
        ),
        (
            True,
            Fit(80_000_000_000, 80_000_000_000, 1),
            "Memory     weights take 80.0 GB while training, 80.0 GB are free on this machine: "
            "that does not fit; what helps: a smaller model",
        ),
    ],
)
def test_the_plan_tells_what_fits_of_a_large_model(loaded, monkeypatch, lora, fit, line):
    config = small_config(lora=lora, batch_size=16)
    asked = []
    monkeypatch.setattr(memory_line, "LARGE", 1)
    monkeypatch.setattr(memory_line, "training_fit", lambda *given: asked.append(given) or fit)
    ladder = load_ladder(config.ladder)
    assert memory_lines(config, ladder, loaded) == [line]
    problem = ladder.problem(config.start_rung, "train", 0)
    written = ladder.describe().delimiter + problem.solution
    read = loaded.tokenizer(ladder.prompt(problem.read))["input_ids"]
    said = loaded.tokenizer(written, add_special_tokens=False)["input_ids"]
    tokens = len(read) + len(said) + 1  # what ends it
    assert asked == [(loaded.model, 16, tokens, lora, False, 1)]


@pytest.mark.parametrize(
    ("fsdp", "fit", "told"),
    [
        (
            False,
            Fit(110_000_000_000, 80_000_000_000, 1),
            "take 110.0 GB while training, 80.0 GB are free on this machine, for each of 4 "
            "processes: that does not fit; what helps: --fsdp, --lora, or a smaller model",
        ),
        (
            True,
            Fit(28_000_000_000, 80_000_000_000, 4, 28_000_000_000, 64_000_000_000),
            "take 28.0 GB while training, 80.0 GB are free on this machine, for each of 4 "
            "processes; the exact weights put together from all processes then take 28.0 GB of "
            "this machine's memory, 64.0 GB of it are free; a step at once, fewer where that "
            "turns out too much",
        ),
    ],
)
def test_what_each_of_several_processes_takes(loaded, monkeypatch, fsdp, fit, told):
    config = small_config(engine="ray", train_workers=4, batch_size=16, fsdp=fsdp)
    asked = []
    monkeypatch.setattr(memory_line, "LARGE", 1)
    monkeypatch.setattr(memory_line, "training_fit", lambda *given: asked.append(given) or fit)
    (line,) = memory_lines(config, load_ladder(config.ladder), loaded)
    assert line == f"Memory     weights, gradients and the optimizer's moments {told}"
    ((_, rows, *_, shares),) = asked
    assert (rows, shares) == (4, 4 if fsdp else 1)


def test_the_plan_counts_the_model_before_where_preferences_are_trained_on(loaded, monkeypatch):
    config = small_config(trainer="dpo")
    asked, fit = [], Fit(20_000_000_000, 80_000_000_000, 8)
    monkeypatch.setattr(memory_line, "LARGE", 1)
    monkeypatch.setattr(memory_line, "training_fit", lambda *given: asked.append(given) or fit)
    (line,) = memory_lines(config, load_ladder(config.ladder), loaded)
    assert asked[0][-2] is True
    assert "weights, those before the round, gradients and the optimizer's moments take" in line


def test_of_a_small_model_nothing_is_said(loaded):
    config = small_config()
    assert memory_lines(config, load_ladder(config.ladder), loaded) == []
