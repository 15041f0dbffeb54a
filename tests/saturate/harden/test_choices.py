"""Multiple choice: scored and voted on by log-likelihood, canonical by text."""

import pytest
from support import hard_tasks
from support.runs import execute_small, small_config
from support.stand_ins import Likes
from support.tiny_models import write_tiny_model

from saturate.config.voters import Voters
from saturate.errors import SaturateError
from saturate.harden.lent import lent_items
from saturate.harden.parts import Parts
from saturate.ladder import SPLITS, SeededRandom
from saturate.models import Completion
from saturate.models.loading import load
from saturate.models.prompting import Prompter
from saturate.models.transformers import TransformersSampler
from saturate.registry import load_ladder, make_ladder
from saturate.results.caveats import caveats
from saturate.scoring.rungs import RungTask, score_rungs
from saturate.training.wrong_labels import with_wrong_label
from saturate.voting.ballots import VoterModel
from saturate.voting.choices import choose
from saturate.voting.label import label
from saturate.voting.labelled import pairs_by_rung, pairs_of
from saturate.voting.poll import ask
from saturate.voting.proposals import propose
from saturate.voting.views import make_views

LADDERS = ["options:letters", "options:endings", "shots:letters"]


class Chats(Likes):
    has_chat_template = True

    def chat(self, message):
        return f"<user>{message}<model>"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return write_tiny_model(tmp_path_factory.mktemp("tiny") / "model")


@pytest.mark.parametrize("name", LADDERS)
def test_what_is_trained_on_is_what_is_scored(name):
    ladder = hard_tasks.open_ladder(name)
    problems = [ladder.problem(1, "score", index) for index in range(6)]
    info = ladder.describe()
    right = {(one.question, info.delimiter + one.solution) for one in problems[:4]}
    model = Likes(lambda *pair: pair in right)
    data = str(hard_tasks.data(name.partition(":")[2]))
    task = RungTask(info.name, 1, 6, True, data=data)
    scored = score_rungs(model, [task], 8)
    assert right <= set(model.pairs)
    assert {prompt for prompt, _ in model.pairs} == {one.question for one in problems}
    assert [item.right for item in scored.strict[task.name]][:4] == [True] * 4


@pytest.mark.parametrize("name", LADDERS)
def test_answers_are_texts_and_not_letters(name):
    ladder = hard_tasks.open_ladder(name)
    for split in SPLITS:
        problem = ladder.problem(2, split, 1)
        assert problem.answer in problem.choices
        assert not {"A", "B", "C"} & set(problem.choices)
        assert ladder.solve(problem.question) == problem.answer
        assert len(problem.choices) == (5 if name.startswith("options") else 3)


def test_views_show_other_orders_and_put_answers_back():
    ladder = hard_tasks.open_ladder("options:letters")
    problem = ladder.problem(2, "vote", 0)
    views = ladder.views(problem.question, 5)
    assert len({view.question for view in views}) == 5 and views[0].question == problem.question
    assert [view.kind for view in views[:2]] == ["original", "order"]
    for view in views:
        restored = [view.restore(letter) for letter in view.choices]
        assert sorted(restored) == sorted(problem.choices)
        for letter, text in zip(view.choices, restored, strict=True):
            assert f"\n{letter}. {text}" in view.question.rpartition("\n\n")[2]


def votes(model, ladder):
    config = small_config(
        ladder=ladder.describe().name, benchmark_data=hard_tasks.data("letters"), score_rungs=(1, 2)
    )
    proposals = propose(ladder, 1, 0, 6)
    member = VoterModel(model, Prompter(ladder, model, False))
    return ask(ladder, proposals, [member], config, everyone=True)


def test_a_taste_for_a_letter_wins_no_vote_and_knowledge_does():
    ladder = hard_tasks.open_ladder("options:letters")
    rows = votes(Likes(lambda _, written: written == " B"), ladder)
    assert all(len({ballot.answer for ballot in row}) > 1 for row in rows)
    problems = [ladder.problem(1, "vote", one.index) for one in propose(ladder, 1, 0, 6)]
    golds = [one.answer for one in problems]
    stems = [one.question.rpartition("\n\n")[2].split("\n")[0] for one in problems]
    by_question = dict(zip(stems, golds, strict=True))

    def knows(prompt, written):
        question, options = prompt.rpartition("\n\n")[2].split("\n", 1)
        return f"\n{written.strip()}. {by_question[question]}\n" in f"\n{options}"

    rows = votes(Likes(knows), ladder)
    assert [{ballot.answer for ballot in row} for row in rows] == [{gold} for gold in golds]
    assert {ballot.margin for row in rows for ballot in row} == {4.0}
    assert {len(row) for row in rows} == {7}


def test_likelihoods_are_those_of_lm_eval(tiny):
    sampler = TransformersSampler(load(str(tiny)))
    pairs = [("What is it? Answer:", " a stone"), ("Say", " b"), ("Say", " a stone")]
    totals = [total for total, _ in sampler.log_likelihoods(pairs)]
    import torch

    loaded = sampler._loaded
    for (prompt, continuation), total in zip(pairs, totals, strict=True):
        ids = loaded.tokenizer(prompt + continuation, return_tensors="pt")["input_ids"]
        with torch.no_grad():
            logs = loaded.model(ids).logits.log_softmax(-1)[0, :-1]
        kept = logs.gather(1, ids[0, 1:, None])[-len(continuation) :]
        assert total == pytest.approx(float(kept.sum()), abs=1e-3)


def test_the_ladder_of_multiple_choice_adds_options():
    made = make_ladder(hard_tasks.path("letters"), hard_tasks.data("letters"))
    assert made.name == f"options:{hard_tasks.path('letters')}"
    assert made.reason == "rung k adds k wrong options to each item"


def test_prompts_that_show_no_options_lend_their_voters_examples():
    ladder = hard_tasks.open_ladder("options:endings")
    asked = {ladder.problem(1, split, i).source for split in SPLITS for i in range(60)}
    stems = {key.partition("+")[0] for key in asked}
    lent = {item.key: item for item in ladder._opened.lent}
    assert len(lent) == 8 and not stems & set(lent)
    shown = {f"{one.text} {one.choices[one.gold]}" for one in lent.values()}
    problem = ladder.problem(2, "vote", 0)
    views = ladder.views(problem.question, 7)
    assert [view.kind for view in views] == ["original", *["examples"] * 6]
    assert views[0].question == problem.question and views[0].taught == ""
    for view in views[1:]:
        *examples, own = view.question.split("\n\n")
        assert own == view.taught == problem.question
        assert len(set(examples)) == 2 and set(examples) <= shown
        assert view.choices == problem.choices == views[0].choices
    assert "read some of 8 training items, with their published answers" in ladder.notes()[-1]
    assert "published answers" in ladder.describe().symmetry


def test_what_voters_with_lent_examples_agree_on_is_trained_behind_the_question_alone():
    ladder = hard_tasks.open_ladder("options:endings")
    config = small_config(
        ladder=ladder.describe().name, benchmark_data=hard_tasks.data("endings"), score_rungs=(1, 2)
    )
    proposals = propose(ladder, 1, 0, 4)
    golds = {one.key: ladder.problem(1, "vote", one.index).answer for one in proposals}
    model = Likes(lambda prompt, written: "\n\n" in prompt and written.strip() in golds.values())
    rows = ask(ladder, proposals, [VoterModel(model, Prompter(ladder, model, False))], config)
    labels = label(1, proposals, rows, config)
    (pairs,) = pairs_by_rung(labels.labelled).values()
    assert {pair.prompt for pair in pairs} == {one.question for one in proposals}
    assert {pair.completion for pair in pairs} == {f" {gold}" for gold in golds.values()}


def test_a_choice_is_taught_as_each_lineage_is_asked_for_it():
    """A chat model is asked for it without the delimiter, another behind a blank."""
    ladder = hard_tasks.open_ladder("options:letters")
    config = small_config(
        ladder=ladder.describe().name, benchmark_data=hard_tasks.data("letters"),
        score_rungs=(1, 2), voters=Voters(models=2), model="a/a,b/b",
    )  # fmt: skip
    models = [Likes(lambda _, written: "B" in written), Chats(lambda _, written: "B" in written)]
    members = [VoterModel(one, Prompter(ladder, one, False)) for one in models]
    for row in ask(ladder, propose(ladder, 1, 0, 4), members, config):
        for ballot in row:
            for lineage, model in enumerate(models):
                (pair,) = pairs_of(ballot)
                assert pair.of(lineage)[:2] in model.pairs


def test_too_few_training_items_are_not_lent(tmp_path):
    hard_tasks.write(tmp_path, "validation", hard_tasks.choices(24))
    with pytest.raises(SaturateError, match="too few items to train on"):
        small_config(benchmark=hard_tasks.path("endings"), benchmark_data=tmp_path)


def test_no_lent_example_repeats_an_item_that_is_voted_on():
    source = hard_tasks.source("endings")
    items = source.items
    twin = items[0]._replace(key="twin", text=items[0].text.upper())
    held = {"score": items[30:], "vote": items[:10], "train": [*items[10:30], twin]}
    lent = lent_items(source, Parts(held, "here", False, 0), False)
    assert len(lent) == 8 and "twin" not in {item.key for item in lent}


@pytest.mark.parametrize("name", ["options:letters", "options:endings"])
def test_the_model_rewords_the_question_and_leaves_its_options(name):
    class Rewords(Likes):
        def complete(self, messages, decoding, progress=None):
            assert not any(option in one for one in messages for option in problem.choices)
            texts = [one.rpartition("\n\n")[2].replace("Which", "What") for one in messages]
            return [[Completion(text, 5, 0.0, True)] for text in texts]

    ladder = hard_tasks.open_ladder(name)
    problem = ladder.problem(1, "vote", 0)
    model = Rewords(lambda *_: False)
    prompter = Prompter(ladder, model, False)
    (views,) = make_views(ladder, model, prompter, [problem.question], 3, "model", 0)
    assert [view.kind for view in views] == ["original", "model"]
    before, _, behind = problem.question.rpartition("Which tool")
    assert views[1].question == f"{before}What tool{behind}"
    assert views[1].choices == views[0].choices


@pytest.mark.parametrize(
    ("task", "arms"),
    [("letters", "voted"), ("letters", "gold"), ("endings", "voted")],
)
def test_a_run_climbs_multiple_choice(task, arms, tiny, tmp_path):
    from saturate.config.arms import parse_arms

    results, text = execute_small(
        tmp_path / "run",
        benchmark=hard_tasks.path(task),
        benchmark_data=hard_tasks.data(task),
        model=str(tiny),
        arms=parse_arms(arms),
        rounds=1,
        proposals=8,
        steps=2,
        batch_size=2,
        score_items=8,
        score_rungs=(1, 2),
        score_original="ends",
    )
    assert results.ladder.name == f"options:{hard_tasks.path(task)}"
    assert "rung k adds k wrong options" in text
    assert results.ladder.guessed == pytest.approx({1: 1 / 4, 2: 1 / 5})
    assert any(line.startswith("Guesses among the options") for line in caveats(results))
    assert "Choices are read by likelihood and never drawn: no avg@1" in text
    assert "No answers were drawn" not in text
    (last,) = results.arms[0].rounds[1:]
    assert last.labelling[0].rung == 1 and last.labelling[0].proposals >= 8
    if arms == "gold":
        assert last.labelling[0].audit.right == last.labelling[0].audit.total >= 8
    metrics = {"acc,none"} if task == "letters" else {"acc,none", "acc_norm,none"}
    assert set(last.original.metrics) == metrics
    assert last.original.guessed == results.saturation.headroom.guessed == pytest.approx(1 / 3)
    redrawn = tmp_path / f"run/{arms}/01/redrawn/summary.json"
    if task == "endings":
        assert last.original.beside is None and not redrawn.exists()
        assert "as its prompts show none" in " ".join(text.split())
        return
    assert (last.original.shots, last.original.beside.shots) == (2, 0)
    assert set(last.original.beside.metrics) == metrics
    assert f"0-shot     {arms}: strict" in text
    looked_at = {one.name for one in results.verdict.rounds[-1].quantities}
    assert redrawn.exists() and {"redrawn", "familiarity"} <= looked_at


def test_items_of_which_no_option_is_right_are_left_out_and_counted(tmp_path):
    rows = hard_tasks.choices(60)
    for row in rows[:7]:
        row["answer"] = -1
    hard_tasks.write(tmp_path, "test", rows)
    hard_tasks.write(tmp_path, "dev", hard_tasks.choices(10, start=60))
    ladder = load_ladder(f"options:{hard_tasks.path('letters')}", tmp_path)
    assert ladder.left_out()["items without exactly one right option"] == 7
    assert "7 items without exactly one right option left out" in ladder.notes()


def test_a_chat_model_is_scored_on_what_it_is_asked_to_vote_on():
    ladder = hard_tasks.open_ladder("options:letters")
    problem = ladder.problem(1, "score", 0)
    scored, voted = Chats(lambda *_: False), Chats(lambda *_: False)
    task = RungTask(ladder.describe().name, 1, 1, True, data=str(hard_tasks.data("letters")))
    score_rungs(scored, [task], 8)
    view = ladder.views(problem.question, 1)[0]
    choose(ladder, voted, Prompter(ladder, voted, False), [view])
    assert scored.pairs == voted.pairs
    prompter = Prompter(ladder, voted, False)
    trained = (prompter.prompt(problem.question), prompter.delimiter + problem.solution)
    assert trained in scored.pairs


@pytest.mark.parametrize("name", LADDERS)
def test_wrong_labels_are_other_choices_of_the_same_item(name):
    ladder, rng = hard_tasks.open_ladder(name), SeededRandom("wrong")
    problems = [ladder.problem(1, "vote", index) for index in range(12)]
    for problem in problems:
        told = with_wrong_label(ladder, problem, problems, rng)
        view = ladder.views(problem.question, 1)[0]
        assert told.question == problem.question and told.solution in view.choices
        assert told.answer in problem.choices and not problem.is_right(told.answer)
        assert view.restore(told.solution.strip()) == told.answer
