"""What a command line leaves open."""

import re
from pathlib import Path

import pytest
from support.architectures import build
from support.tiny_models import write_tiny_model

from saturate.config.held_settings import folder_settings
from saturate.config.run_config import build_config
from saturate.config.voters import Voters
from saturate.errors import SaturateError
from saturate.run.defaults import resolve_config
from saturate.storage.stages import RunFolder


def resolved(out=None, /, **settings):
    return resolve_config(build_config(**settings), out)


def test_rungs_above_those_that_were_taught_are_labelled_and_scored():
    config = resolved(benchmark="addition", rounds=4)
    assert config.ladder == "addition"
    assert config.start_rung == 11
    assert config.score_rungs == (1, 19)


def test_answers_get_room_for_the_longest_solution_that_is_scored():
    short, long = (resolved(rounds=n).max_new_tokens for n in (1, 8))
    assert 60 < short < long < 400


def test_a_run_keeps_its_rungs_when_rounds_are_added(tmp_path):
    first = resolved(tmp_path / "run", rounds=2)
    RunFolder(tmp_path / "run").claim(folder_settings(first))
    more = resolved(tmp_path / "run", rounds=5)
    assert more.rounds == 5
    assert more.score_rungs == first.score_rungs
    assert more.max_new_tokens == first.max_new_tokens
    RunFolder(tmp_path / "run").claim(folder_settings(more))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({}, {"lora": True}, "lora = False, not True"),
        ({"lora": True}, {}, "lora = True, not False"),
        ({}, {"lora": True, "learning_rate": 1e-5}, "lora = False, not True"),
        ({}, {"trainer": "dpo"}, "trainer = 'sft', not 'dpo'"),
        ({}, {"steps": 9}, "steps = "),
        ({}, {"voters": "views:3,samples:3"}, "voters = 'views:7', not 'views:3,samples:3'"),
    ],
)
def test_of_settings_that_differ_the_one_is_told_that_somebody_changed(
    tmp_path, monkeypatch, before, now, said
):
    """Learning rate, the share of rewards and others follow from it."""
    monkeypatch.chdir(tmp_path)
    model = {"model": str(write_tiny_model(tmp_path / "m")), "ladder": "addition"}
    RunFolder(tmp_path / "run").claim(folder_settings(resolved(**model, **before)))
    other = resolved(tmp_path / "run", **model, **now)
    with pytest.raises(SaturateError, match=re.escape(f"holds a run with {said}")):
        RunFolder(tmp_path / "run").check(folder_settings(other))
    assert other.model_fields_set == {"model", "ladder", *now}


@pytest.mark.parametrize("items", [100, "adaptive"])
def test_a_run_keeps_the_items_it_scores(tmp_path, items):
    first = resolved(tmp_path / "run", score_items=items)
    RunFolder(tmp_path / "run").claim(folder_settings(first))
    assert resolved(tmp_path / "run").score_items == items


@pytest.mark.parametrize(
    ("settings", "benchmark"),
    [
        ({}, "gsm8k"),
        ({"ladder": "addition"}, "addition"),
        ({"ladder": "maze-hops"}, "maze"),
        ({"ladder": "tools-json"}, "tools"),
        ({"ladder": "gsm8k-depth", "start_rung": 1}, "gsm8k"),
        ({"ladder": "addition", "benchmark": "gsm8k"}, "gsm8k"),
        ({"benchmark": "reverse"}, "reverse"),
    ],
)
def test_a_named_ladder_brings_its_own_benchmark(settings, benchmark):
    items = Path(__file__).parents[2] / "data" / "gsm8k"
    assert resolved(**settings, benchmark_data=items).benchmark == benchmark


def test_a_run_keeps_the_benchmark_that_it_was_begun_with(tmp_path):
    first = resolved(tmp_path / "run", ladder="addition", benchmark="gsm8k")
    RunFolder(tmp_path / "run").claim(folder_settings(first))
    assert resolved(tmp_path / "run", ladder="addition").benchmark == "gsm8k"


@pytest.mark.parametrize("rungs", [(3, 99), (0, 5)])
def test_rungs_off_the_ladder_are_refused(rungs):
    with pytest.raises(SaturateError, match="goes from 1 to 40"):
        resolved(score_rungs=rungs)


def test_rungs_the_wrong_way_round_are_refused():
    with pytest.raises(SaturateError, match="the lower one first"):
        resolved(score_rungs=(9, 3))


def test_long_problems_get_fewer_steps_a_round():
    stories, sums = (resolved(benchmark=name) for name in ("gsm8k", "addition"))
    assert 120 <= stories.steps < sums.steps <= 200
    assert stories.proposals < sums.proposals


def test_short_answers_get_a_lower_learning_rate_and_what_was_asked_for_stays():
    stories, sums = (resolved(benchmark=name) for name in ("gsm8k", "addition"))
    assert sums.learning_rate < stories.learning_rate / 2
    assert resolved(benchmark="addition", learning_rate=0.5).learning_rate == 0.5


def test_an_untouched_ladder_has_room_to_answer():
    """Sums are short; the stories that show forgetting must not be cut off."""
    assert resolved(benchmark="addition", rounds=1).max_new_tokens > 50


@pytest.fixture(scope="module")
def pretrained(tmp_path_factory):
    return str(build("qwen2", tmp_path_factory.mktemp("models") / "qwen2", ["1 + 2 = 3"] * 3))


@pytest.mark.parametrize(("lora", "rate"), [(False, 1e-5), (True, 1e-4)])
def test_a_pretrained_model_takes_few_passes(pretrained, lora, rate):
    config = resolved(model=pretrained, benchmark="addition", lora=lora)
    assert (config.learning_rate, config.batch_size, config.traces) == (rate, 32, "shortest")
    # 2.5 passes over the labels of three rungs, 200 each, that make up half of all pairs drawn
    assert (config.passes, config.proposals, config.steps) == (2.5, 200, 94)


def test_by_preferences_a_pretrained_model_takes_all_traces_in_as_few_steps(pretrained):
    config = resolved(model=pretrained, benchmark="addition", trainer="dpo")
    assert (config.traces, config.steps) == ("all", 94)
    asked = resolved(model=pretrained, benchmark="addition", trainer="dpo", traces="shortest")
    assert asked.traces == "shortest"


@pytest.mark.parametrize(
    ("settings", "steps"),
    [
        ({}, 100),  # two pairs each; all passes would be 1,500
        ({"proposals": 8, "rungs_per_round": 1}, 20),
        ({"passes": 0.5}, 300),
        ({"group": 32, "passes": 0.5}, 600),
    ],
)
def test_a_step_that_draws_its_answers_takes_as_many_pairs_as_groups_fit(
    pretrained, settings, steps
):
    config = resolved(model=pretrained, benchmark="addition", trainer="grpo", **settings)
    assert config.steps == steps


def test_a_group_that_does_not_fit_the_step_of_a_pretrained_model_is_refused(pretrained):
    with pytest.raises(SaturateError, match="A step of 32 answers"):
        resolved(model=pretrained, benchmark="addition", trainer="grpo", group=64)


def test_what_is_set_for_a_pretrained_model_stays(pretrained):
    config = resolved(model=pretrained, benchmark="addition", steps=7, batch_size=4)
    assert (config.steps, config.batch_size, config.passes) == (7, 4, None)


@pytest.mark.parametrize("ladder", ["gsm8k", "addition"])
def test_programs_need_a_model_that_writes_them_and_whole_numbers(pretrained, ladder):
    asked = {"benchmark": ladder, "ladder": ladder, "view_source": "program"}
    if ladder == "gsm8k":
        assert resolved(model=pretrained, **asked).view_source == "program"
    with pytest.raises(SaturateError, match=f"whole numbers; ladder {ladder} has "):
        resolved(model="seed" if ladder == "gsm8k" else pretrained, **asked)


def test_the_embedded_model_takes_steps_and_all_traces():
    config = resolved(benchmark="addition")
    assert (config.batch_size, config.passes, config.traces) == (64, None, "all")


@pytest.mark.parametrize(
    ("settings", "voters", "every_view"),
    [
        ({"ladder": "gsm8k-depth"}, "views:3,samples:3", True),
        ({"ladder": "gsm8k-depth", "view_source": "ladder"}, "samples:7", False),
        ({"ladder": "gsm8k-depth", "every_view": False}, "views:3,samples:3", False),
        ({"ladder": "gsm8k-depth", "voters": "views:5"}, "views:5", False),
        ({"benchmark": "addition"}, "views:7", False),
        ({"benchmark": "addition", "voters": "views:4,samples:2"}, "views:4,samples:2", True),
    ],
)
def test_without_a_symmetry_views_are_sampled_and_an_answer_wins_in_each(
    pretrained, settings, voters, every_view
):
    config = resolved(model=pretrained, **settings)
    assert str(config.voters) == voters
    assert config.every_view is every_view


def test_the_embedded_model_rewrites_nothing_so_it_samples():
    items = Path(__file__).parents[2] / "data" / "gsm8k"
    config = resolved(ladder="gsm8k-depth", start_rung=1, benchmark_data=items)
    assert str(config.voters) == "samples:7"
    assert config.every_view is False


def test_a_ladder_that_acts_and_has_no_views_is_voted_on_by_samples(tmp_path):
    """A rewrite by text or model would be a board that no game reads."""
    model = str(write_tiny_model(tmp_path / "tiny"))
    config = resolved(model=model, ladder="game:hanoi")
    assert (config.ladder, config.benchmark) == ("game:hanoi", "hanoi")
    assert config.voters == Voters(samples=7) and not config.every_view
    assert resolved(model=model, ladder="game:sokoban").voters == Voters(views=7)
    with pytest.raises(SaturateError, match="game:hanoi has no views"):
        resolved(model=model, ladder="game:hanoi", voters="views:3")
