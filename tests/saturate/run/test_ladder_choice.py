"""Which ladder a benchmark is climbed on."""

from pathlib import Path

import pytest
from support.runs import small_config

from saturate.errors import SaturateError
from saturate.run import ladder_choice as choice
from saturate.run.ladder_choice import choose_ladder


@pytest.fixture
def items(monkeypatch):
    def set_to(found):
        monkeypatch.setattr(choice, "is_available", lambda benchmark, data: found)

    return set_to


def test_the_embedded_seed_climbs_the_procedural_ladder(items):
    items(True)
    chosen = choose_ladder("gsm8k", None, bare_prompts=True, data=None)
    assert chosen.ladder == "gsm8k" and "procedural" in chosen.reason


def test_a_pretrained_model_climbs_the_items_where_they_can_be_had(items):
    items(True)
    assert choose_ladder("gsm8k", None, bare_prompts=False, data=None).ladder == "gsm8k-depth"
    items(False)
    chosen = choose_ladder("gsm8k", None, bare_prompts=False, data=None)
    assert chosen.ladder == "gsm8k" and "SATURATE_GSM8K" in chosen.reason


def test_a_pretrained_model_is_asked_in_sentences_where_there_are_some():
    assert choose_ladder("tools", None, bare_prompts=True, data=None).ladder == "tools"
    chosen = choose_ladder("tools", None, bare_prompts=False, data=None)
    assert chosen.ladder == "tools-json" and "natural text" in chosen.reason


def test_of_a_benchmarks_ladders_the_one_that_the_model_was_taught_most_of_is_climbed():
    chosen = choose_ladder("maze", None, bare_prompts=True, data=None, known={"maze-nodes": 3})
    assert chosen.ladder == "maze-nodes"
    assert chosen.reason == "the ladder of benchmark maze, of which the model was taught most"
    chosen = choose_ladder("maze", None, bare_prompts=True, data=None, known={"copy": 10})
    assert chosen == ("maze-hops", "the ladder of benchmark maze")
    taught = {"multiplication-one": 7, "multiplication-pairs": 11}
    chosen = choose_ladder("multiplication", None, False, None, taught)
    assert chosen.ladder == "multiplication-pairs"


def test_a_named_ladder_wins(items):
    items(True)
    assert choose_ladder("gsm8k", "addition", bare_prompts=False, data=None).ladder == "addition"


def test_mistakes_are_named():
    with pytest.raises(SaturateError, match="did you mean 'gsm8k-depth'"):
        choose_ladder("gsm8k", "gsm8k-dept", bare_prompts=False, data=None)
    with pytest.raises(SaturateError, match="'mmlu' is a group of tasks; name one"):
        choose_ladder("mmlu", None, bare_prompts=False, data=None)
    with pytest.raises(SaturateError, match="no task 'additon'; did you mean 'addition'"):
        choose_ladder("additon", None, bare_prompts=True, data=None)


def test_a_ladders_name_in_place_of_a_benchmarks_is_told_with_the_flag_that_takes_it():
    told = "maze-hops is a ladder of benchmark maze; give --ladder maze-hops"
    with pytest.raises(SaturateError, match=told):
        choose_ladder("maze-hops", None, bare_prompts=True, data=None)


@pytest.mark.parametrize("source", ["text", "model"])
def test_plans_are_carried_out_in_problems_that_the_ladder_wrote(source):
    with pytest.raises(SaturateError, match=f"leave out --view-source {source}"):
        small_config(ladder="tools", score_rungs=(1, 4), view_source=source)


def test_a_ladder_without_views_is_voted_on_by_samples():
    data = Path(__file__).parents[2] / "data/gsm8k"
    config = small_config(ladder="gsm8k-redraw", score_rungs=(1, 4), benchmark_data=data)
    assert str(config.voters) == "samples:7"
    assert config.ladder_reason == "named by --ladder"
    assert str(small_config().voters) == "views:7"
