"""Reinforcement of the embedded model, at whatever releases of the libraries are there."""

import functools

import pytest
import torch
from support.tokenizer_kinds import INSTRUCTION, TURNS, write_model_with
from transformers import SmolLM3Model

from saturate.errors import SaturateError
from saturate.models import Decoding
from saturate.models.loading import load
from saturate.models.naming import seed_folder
from saturate.models.published import model_digest
from saturate.models.thoughts import Written
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder
from saturate.training.grpo import Exercise, reinforce
from saturate.training.recipe import Recipe
from saturate.training.replay import Pair
from saturate.training.sft import encode
from saturate.training.trainers import round_learning

LADDER = load_ladder("addition")
STEPS, GROUP, ROWS = 6, 8, 32
PROBLEMS = [LADDER.problem(11, "train", i) for i in range(STEPS * ROWS // GROUP)]
PROMPTS = [LADDER.prompt(problem.question) for problem in PROBLEMS]


def run(out, lora=False, steps=STEPS):
    asked: list[tuple[int, list[Written]]] = []

    def right(number, written):
        asked.append((number, list(written)))
        return [float(PROBLEMS[number].is_right(LADDER.extract(one.answer))) for one in written]

    exercise = Exercise(PROMPTS[: steps * ROWS // GROUP], right, GROUP, Decoding(max_new_tokens=80))
    recipe = Recipe(steps, ROWS, 1e-4, lora, seed=0)
    ticks: list[int] = []
    told = reinforce(
        load(str(seed_folder()), exact=True), exercise, recipe, out, lambda: ticks.append(1)
    )
    assert len(ticks) == told.steps == steps
    return told, asked


def reads(folder) -> int:
    sampler = TransformersSampler(load(str(folder)))
    problems = [LADDER.problem(11, "vote", index) for index in range(60)]
    answers = sampler.complete(
        [LADDER.prompt(p.question) for p in problems], Decoding(max_new_tokens=80)
    )
    return sum(
        p.is_right(LADDER.extract(c.text)) for p, (c,) in zip(problems, answers, strict=True)
    )


@pytest.fixture(scope="module")
def reinforced(tmp_path_factory):
    out = tmp_path_factory.mktemp("grpo") / "model"
    return out, *run(out)


def test_every_problem_is_answered_in_order_by_a_group(reinforced):
    _, _, asked = reinforced
    assert [number for number, _ in asked] == list(range(len(PROBLEMS)))
    assert {len(written) for _, written in asked} == {GROUP}
    assert all(one.finished and one.answer.strip("0123456789 ") == "" for one in asked[0][1])


def test_what_is_rewarded_gets_likelier(reinforced):
    out, _, _ = reinforced
    before = reads(seed_folder())
    assert before < 50
    assert reads(out) > before + 5


def test_the_same_call_gives_the_same_bytes(reinforced, tmp_path):
    out, told, asked = reinforced
    assert run(tmp_path / "again") == (told, asked)
    assert model_digest(str(tmp_path / "again")) == model_digest(str(out))


@pytest.mark.parametrize("kind", ["prepend", "first", "bytes-bos"])
@pytest.mark.parametrize("template", [None, TURNS, INSTRUCTION])
def test_prompts_begin_as_those_of_voting(kind, template, tmp_path):
    loaded = load(str(write_model_with(kind, tmp_path / "model", template)), exact=True)
    sampler, asked, generate = TransformersSampler(loaded), [], loaded.model.generate
    questions = ["12+34=", "56+78="]
    prompts = [sampler.chat(one) if template else one for one in questions]

    def recorded(*inputs, **settings):
        asked.extend(settings["input_ids"].tolist())
        return generate(*inputs, **settings)

    loaded.model.generate = recorded
    exercise = Exercise(prompts, lambda _, found: [0.0, 1.0], 2, Decoding(max_new_tokens=4))
    reinforce(loaded, exercise, Recipe(1, 4, 1e-4, False, 0), tmp_path / "out")
    ids = sampler._ids(prompts)
    assert asked == [ids[0], ids[0], ids[1], ids[1]]
    rows = encode(loaded, [Pair(prompt, "1") for prompt in prompts])
    assert [row[: len(one)] for row, one in zip(rows["input_ids"], ids)] == ids


def test_adapters_are_reinforced_and_become_weights(tmp_path):
    run(tmp_path / "lora", lora=True, steps=1)
    names = [name for name, _ in load(str(tmp_path / "lora")).model.named_parameters()]
    assert not any("lora" in name for name in names)


def test_answers_that_are_worth_the_same_leave_the_model_as_it_is(tmp_path):
    import torch

    exercise = Exercise(PROMPTS[:4], lambda _, written: [1.0] * len(written), GROUP, Decoding())
    recipe = Recipe(1, ROWS, 1e-4, lora=False, seed=0)
    reinforce(load(str(seed_folder()), exact=True), exercise, recipe, tmp_path / "same")
    before, after = load(str(seed_folder())).model, load(str(tmp_path / "same")).model
    for old, new in zip(before.parameters(), after.parameters(), strict=True):
        assert torch.allclose(old, new, rtol=1e-5, atol=0)  # but for the decay of weights


def test_a_round_by_grpo_rewards_what_its_labels_say():
    from support.runs import small_config

    from saturate.training.replay import Source

    config = small_config(
        benchmark="addition", trainer="grpo", batch_size=ROWS, group=GROUP, score_rungs=(10, 12)
    )
    pairs = [Pair(f"{i}+{i}=", str(2 * i)) for i in range(10, 14)]
    learn = round_learning(config, LADDER, [Source(pairs, 1.0)], steps=1, seed=0)
    exercise = learn.keywords["exercise"]
    assert sorted(exercise.prompts) == ["10+10=", "11+11=", "12+12=", "13+13="]
    number = exercise.prompts.index("12+12=")
    written = [Written("", "24", True), Written("", "24", False), Written("", "42", True)]
    assert exercise.reward(number, written) == [1.0, 0.0, 0.0]


def test_a_label_is_read_behind_the_thought_that_led_to_it():
    from support.runs import small_config

    from saturate.training.replay import Source

    config = small_config(benchmark="gsm8k", trainer="grpo", batch_size=GROUP, group=GROUP)
    pairs = [Pair("p", "<think>#### 3? No.</think>\n\n#### 4")]
    learn = round_learning(config, load_ladder("gsm8k"), [Source(pairs, 1.0)], steps=1, seed=0)
    reward = learn.keywords["exercise"].reward
    assert reward(0, [Written("", "#### 4", True), Written("", "#### 3", True)]) == [1.0, 0.0]


def taught(out, rows=None):
    def every_second(_, written):
        return [float(place % 2) for place in range(len(written))]

    exercise = Exercise(PROMPTS[:4], every_second, 4, Decoding(max_new_tokens=24))
    recipe = Recipe(2, 8, 1e-4, lora=False, seed=0, rows=rows)
    reinforce(load(str(seed_folder()), exact=True), exercise, recipe, out)
    return dict(load(str(out)).model.named_parameters())


def test_a_step_that_memory_does_not_hold_learns_from_the_same_answers_in_halves(
    tmp_path, monkeypatch
):
    whole, by_hand = taught(tmp_path / "whole"), taught(tmp_path / "by-hand", rows=4)
    before = dict(load(str(seed_folder())).model.named_parameters())
    forward, tried = SmolLM3Model.forward, []

    @functools.wraps(forward)
    def limited(self, input_ids=None, **settings):
        if torch.is_grad_enabled():
            tried.append(len(input_ids))
            if len(input_ids) > 4:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return forward(self, input_ids=input_ids, **settings)

    monkeypatch.setattr(SmolLM3Model, "forward", limited)
    found = taught(tmp_path / "halved")
    assert tried == [8, 4, 4, 4, 4]
    for name, weight in found.items():
        assert weight.equal(by_hand[name])
        moved = (whole[name] - before[name]).norm()
        assert moved > 0 and (weight - whole[name]).norm() < 0.02 * moved, name


def test_answers_that_memory_does_not_hold_are_told_in_a_sentence(tmp_path, monkeypatch):
    @functools.wraps(SmolLM3Model.forward)
    def full(self, **_):
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")

    monkeypatch.setattr(SmolLM3Model, "forward", full)
    with pytest.raises(SaturateError, match=r"the answers that a step draws.*smaller --batch-size"):
        taught(tmp_path)
