"""Stages as they are written, and the rounds that reinforcement is parted into."""

import json

import pytest

from saturate.config.arms import ROUNDS_ONLY, VOTED
from saturate.config.reinforcement import Stages
from saturate.config.run_config import build_config
from saturate.errors import SaturateError


@pytest.mark.parametrize(
    ("steps", "parts"),
    [(0, ()), (1, (1,)), (50, (50,)), (51, (25, 26)), (120, (40, 40, 40)), (200, (50,) * 4)],
)
def test_steps_are_parted_evenly_into_as_few_rounds_as_hold_them(steps, parts):
    assert Stages(steps).parts == parts


@pytest.mark.parametrize(
    ("text", "steps", "rounds"),
    [
        ("rl:200,rounds:4", 200, 4),
        (" rl:60 , rounds:2 ", 60, 2),
        ("rl:60", 60, 8),
        ("rounds:3", 0, 3),
        ("none", 0, 8),
    ],
)
def test_stages_set_the_steps_and_the_rounds(text, steps, rounds):
    config = build_config(stages=text)
    assert (config.stages.steps, config.rounds) == (steps, rounds)
    assert build_config(**json.loads(config.model_dump_json())) == config


def test_rounds_go_before_and_behind_one_another():
    config = build_config(stages="rl:120,rounds:2", arms="voted,rounds-only")
    assert config.last_round == 5
    assert config.reinforced(VOTED) == (40, 40, 40)
    assert config.reinforced(ROUNDS_ONLY) == ()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"stages": "rounds:3,rl:9"},
         "Stages 'rounds:3,rl:9' cannot be read; write rl:STEPS,rounds:N, e.g. rl:200,rounds:8."),
        ({"stages": "rl:9,rounds:3", "rounds": 4},
         "--stages rl:9,rounds:3 and --rounds 4 differ; name one of them."),
        ({"stages": "rl:9", "batch_size": 40},
         "A step of 40 answers (--batch-size) cannot be parted into groups of 16 (--group)."),
        ({"arms": "voted,rounds-only"},
         "Arm rounds-only would be voted again; it goes with --stages rl:STEPS."),
        ({"reward": "answer"},
         "--reward is about reinforcement; give --stages rl:STEPS."),
        ({"rl_rungs": "3:5", "trainer": "dpo"},
         "--rl-rungs is about reinforcement; give --stages rl:STEPS."),
        ({"group": 8, "trainer": "dpo"},
         "--group is about reinforcement; give --stages rl:STEPS, or --trainer grpo."),
        ({"rl_rate": 1e-3},
         "--rl-rate is about reinforcement; give --stages rl:STEPS, or --trainer grpo."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_sentence(settings, sentence):
    with pytest.raises(SaturateError) as refused:
        build_config(**settings)
    assert str(refused.value) == sentence


def test_what_is_reinforced_is_set_with_it_or_with_a_trainer_that_draws():
    config = build_config(stages="rl:9", reward="answer", rl_rungs="3:5", group=8, rl_rate=1e-3)
    assert build_config(**json.loads(config.model_dump_json())) == config
    assert build_config(trainer="grpo", group=8, rl_rate=1e-3).group == 8
    assert build_config(trainer="dpo", rl_rate=1e-3).rl_rate == 1e-3
