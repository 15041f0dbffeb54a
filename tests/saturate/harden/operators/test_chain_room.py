import pytest
from support import hard_tasks

from saturate.harden.operators.chain_room import generation_settings
from saturate.harden.rungs import build, make_rung, open_operator
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.source import Source
from saturate.registry import load_ladder


def settings(problems=3, delimiter=None, head="Question: ", **given):
    config = {"generation_kwargs": given or None, "fewshot_delimiter": delimiter}
    return generation_settings(config, head, problems)


@pytest.mark.parametrize(
    ("until", "stops"),
    [
        (["\n\n"], ["\n\nQuestion:"]),
        ("\n\n", ["\n\nQuestion:"]),
        (["\n\n", "</s>"], ["</s>", "\n\nQuestion:"]),
        (["Question:", "\n\n"], ["Question:"]),
        (["Problem", "</s>"], ["</s>", "\n\nQuestion:"]),
        (["Problem:"], ["Problem:"]),
        (["\n", "\n\n"], ["\n", "\n\n"]),
    ],
)
def test_no_stop_text_stands_between_the_problems_of_a_chain(until, stops):
    assert settings(until=until)["until"] == settings(1, until=until)["until"] == stops


def test_without_a_label_and_without_settings():
    assert settings(head="", until=["\n\n", "</s>"])["until"] == ["</s>"]
    assert settings() == {"do_sample": False, "until": ["\n\nQuestion:"], "max_gen_toks": 768}
    assert settings(delimiter="\n###\n")["until"] == ["\n###\n"]


def test_examples_with_a_delimiter_of_their_own():
    config = {
        "generation_kwargs": {"until": ["\n\n"]},
        "fewshot_config": {"fewshot_delimiter": "\n---\n"},
    }
    assert generation_settings(config, "Question: ", 2)["until"] == ["\n---\nQuestion:"]


def test_room_grows_with_the_problems():
    assert settings(4, until=["x"], max_gen_toks=100)["max_gen_toks"] == 400
    assert settings(4, until=["x"])["max_gen_toks"] == 4 * 256
    assert settings(1, until=["x"], max_gen_toks=100)["max_gen_toks"] == 100
    assert "max_gen_toks" not in settings(1, until=["x"])


def test_gsm8k_as_published(tmp_path):
    for split, first in (("test", 0), ("train", 100)):
        hard_tasks.write(tmp_path, split, hard_tasks.sums(60, first))
    made = open_operator(Source(find_task("gsm8k"), tmp_path), "compose", 3)
    asked = build(make_rung(made, 3)).config.generation_kwargs
    assert asked["max_gen_toks"] == 768
    assert asked["until"] == ["Question:", "</s>", "<|im_end|>"]


@pytest.mark.parametrize(("limit", "own"), [("max_gen_toks: 64", 192), ("temperature: 0", None)])
def test_in_a_run_its_limit_and_the_tasks_own_hold(tmp_path, limit, own):
    file = tmp_path / "sums.yaml"
    file.write_text(hard_tasks.SUMS.replace("max_gen_toks: 64", limit))
    ladder = load_ladder(f"compose:{file}", hard_tasks.data("sums"))
    problems = [ladder.problem(3, "score", index) for index in range(3)]
    kwargs = ladder.own_task(3, problems).config["generation_kwargs"]
    assert kwargs.get("max_gen_toks") == own
    assert tuple(kwargs["until"]) == ladder.describe().stop == ("\n\nQuestion:",)
    assert ladder.frozen_rung(3, problems).config["generation_kwargs"] == kwargs
