"""Hardened tasks as ladders: prompts, splits, answers, and a run from end to end."""

import json
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from support import hard_tasks
from support.runs import execute_small, run_cli
from support.stand_ins import StandIn
from support.tiny_models import write_tiny_model

from saturate.errors import SaturateError
from saturate.harden.ladder import HardenedLadder
from saturate.harden.tasks.facts import OPERATORS
from saturate.ladder import SPLITS
from saturate.registry import MAKER_GROUP, load_ladder, make_ladder
from saturate.scoring.rungs import RungTask, score_rungs

LADDERS = ["compose:sums", "compose:trivia", "distract:sums", "shots:sums", "shots:trivia"]


class Heard(StandIn):
    """Keeps what it is asked, and answers each prompt with what it was told to."""

    def __init__(self, answers):
        self.answers = answers
        self.prompts = []

    def complete(self, prompts, decoding, progress=None):
        from saturate.models import Completion

        self.prompts += prompts
        return [[Completion(self.answers.get(one, ""), 1, 0.0, True)] for one in prompts]


def test_every_operator_makes_a_ladder_for_all_commands():
    for operator in OPERATORS:
        (point,) = entry_points(group=MAKER_GROUP, name=operator)
        made = point.load()("sums", None)
        assert isinstance(made, HardenedLadder) and made._operator == operator


@pytest.mark.parametrize("name", LADDERS)
def test_prompts_trained_on_are_prompts_scored(name):
    ladder = hard_tasks.open_ladder(name)
    problems = [ladder.problem(2, "score", index) for index in range(6)]
    right = {one.question: ladder.describe().delimiter + one.solution for one in problems}
    model = Heard(right)
    data = str(hard_tasks.data(name.partition(":")[2]))
    task = RungTask(ladder.describe().name, 2, 6, True, data=data)
    scored = score_rungs(model, [task], 32)
    assert model.prompts == [one.question for one in problems]
    assert [item.key for item in scored.strict[task.name]] == [one.key for one in problems]
    for one in problems:
        assert one.is_right(ladder.extract(right[one.question]))


@pytest.mark.parametrize("name", LADDERS)
def test_prompts_are_those_that_lm_eval_renders(name):
    """Of a written rung with the same examples, by its own template."""
    from saturate.harden.rungs import build, make_rung
    from saturate.ladder import stable_hash

    ladder = hard_tasks.open_ladder(name)
    operator = ladder._opened.operators["score"]
    rung = make_rung(operator, 2)
    task = build(rung)
    shots = rung.config["num_fewshot"]
    by_key = {one.item.key: doc for one, doc in zip(rung.items, rung.documents, strict=True)}
    for index in range(5):
        problem = ladder.problem(2, "score", index)
        doc = by_key[problem.source.partition("+")[0]]
        task.sampler.set_rnd(stable_hash("examples", doc["key"]))
        assert task.fewshot_context(doc, shots) == problem.question


@pytest.mark.parametrize("name", LADDERS)
def test_a_problem_in_words_goes_back_into_its_frame(name):
    ladder = hard_tasks.open_ladder(name)
    for index in range(4):
        problem = ladder.problem(2, "train", index)
        wording = ladder.wording(problem)
        assert wording in problem.question and "Answer" not in wording.splitlines()[-1]
        assert ladder.worded(2, wording).endswith(problem.question[-len(wording) - 9 :])
    told = ladder.worded(2, "How many hats?")
    assert told.count("How many hats?") == 1
    assert told.splitlines()[-1] == problem.question.splitlines()[-1]


def test_published_items_are_those_of_all_splits():
    wordings = set(hard_tasks.open_ladder("shots:sums").published())
    for split in SPLITS:
        problem = hard_tasks.open_ladder("shots:sums").problem(1, split, 0)
        assert hard_tasks.open_ladder("shots:sums").wording(problem) in wordings


@pytest.mark.parametrize("name", LADDERS)
def test_no_item_is_in_two_splits(name):
    ladder = hard_tasks.open_ladder(name)
    sources = {
        split: {
            key
            for rung in (1, 2)
            for index in range(60)
            for key in ladder.problem(rung, split, index).source.split("+")
        }
        for split in SPLITS
    }
    asked = {
        split: {ladder.problem(1, split, index).source.partition("+")[0] for index in range(60)}
        for split in SPLITS
    }
    assert not asked["score"] & (sources["train"] | sources["vote"])
    assert not asked["train"] & asked["vote"]


@pytest.mark.parametrize("name", LADDERS)
def test_answers_are_found_again_in_the_question(name):
    ladder = hard_tasks.open_ladder(name)
    for rung in range(1, min(3, ladder.describe().last) + 1):
        for split in SPLITS:
            problem = ladder.problem(rung, split, rung)
            assert ladder.solve(problem.question) == problem.answer
            assert problem == hard_tasks.open_ladder(name).problem(rung, split, rung)


def test_every_choice_of_accepted_answers_is_right_however_many_are_listed(tmp_path):
    """Six questions with three right answers each have 729 right lists."""
    (tmp_path / "trivia.yaml").write_text(hard_tasks.TRIVIA)
    for split, start in (("validation", 0), ("train", 30)):
        rows = hard_tasks.trivia(30 if split == "validation" else 20, start)
        for row in rows:
            row["answers"].append(f"some {row['answers'][0]}")
        hard_tasks.write(tmp_path, split, rows)
    ladder = load_ladder(f"compose:{tmp_path / 'trivia.yaml'}", tmp_path)
    top = ladder.describe().last
    problem = ladder.problem(top, "score", 0)
    assert top == 6 and len(problem.answer.split("\n")) == top
    words = [line.partition(". ")[2] for line in problem.answer.split("\n")]
    for article in range(top):
        said = [f"Some {word}" if n == article else word for n, word in enumerate(words)]
        text = "\n".join(f"{n}. {word}" for n, word in enumerate(said, 1))
        assert problem.is_right(ladder.answer_to(problem.question, text))
        wrong = text.replace(words[article], "no such word")
        assert not problem.is_right(ladder.answer_to(problem.question, wrong))
    assert not problem.is_right(problem.answer.rpartition("\n")[0])
    assert not problem.is_right(None)


@pytest.mark.parametrize("rung", [1, 2])
def test_votes_on_lists_read_what_the_scorer_reads(rung):
    """A model that goes on with a list gave the answers that were wanted."""
    ladder = hard_tasks.open_ladder("compose:trivia")
    problem = ladder.problem(rung, "vote", 3)
    longer = f"Sure:\n\n{problem.solution}\n{rung + 1}. another\n"
    assert problem.is_right(ladder.answer_to(problem.question, longer))
    if rung > 1:
        assert not problem.is_right(ladder.answer_to(problem.question, "1. another"))


def test_right_answers_score_one_and_others_none():
    ladder = hard_tasks.open_ladder("compose:sums")
    name, data = ladder.describe().name, str(hard_tasks.data("sums"))
    problems = [ladder.problem(3, "score", index) for index in range(8)]
    answers = {one.question: f" so\n#### {one.answer}" for one in problems[:5]}
    answers |= {one.question: " #### 1" for one in problems[5:]}
    scored = score_rungs(Heard(answers), [RungTask(name, 3, 8, True, data=data)], 32)
    task = f"saturate_{name}_rung_3"
    assert [item.right for item in scored.strict[task]] == [True] * 5 + [False] * 3
    assert scored.metrics[task] == {"exact_match,strict": 5 / 8}


def planted(folder, train=None):
    """The sums with copies of scored items among the training items."""
    scored = hard_tasks.sums(60)
    long = "Ana walked from the old mill to the new bridge and counted every single red lamp, {}."
    tail = " How many lamps did she count on both sides?"
    scored.append({"question": long.format("7 in all") + tail, "answer": "#### 7"})
    twins = [
        scored[0],
        scored[1] | {"question": scored[1]["question"].upper() + " "},
        {"question": long.format("then 9 more") + " How many?", "answer": "#### 9"},
    ]
    hard_tasks.write(folder, "test", scored)
    if train is not None:
        hard_tasks.write(folder, "train", twins + train)
    return scored, twins


def test_planted_twins_are_trained_on_by_nobody(tmp_path):
    _, twins = planted(tmp_path, hard_tasks.sums(80, start=100))
    ladder = load_ladder(f"shots:{hard_tasks.path('sums')}", tmp_path)
    texts = [
        ladder.problem(1, split, index).question
        for split in ("train", "vote")
        for index in range(80)
    ]
    for twin in twins:
        assert not any(twin["question"].strip().casefold() in text.casefold() for text in texts)
    assert ladder.left_out() == {"near-duplicates of scored items": 3}
    assert "3 items left out of them, as they nearly repeat scored ones" in ladder.notes()


def test_the_only_split_is_divided_by_hash_and_said_so(tmp_path):
    hard_tasks.write(tmp_path / "data", "test", hard_tasks.sums(120))
    text = hard_tasks.SUMS.replace("training_split: train\n", "")
    file = tmp_path / "alone.yaml"
    file.write_text(text.replace("fewshot_split: train\nnum_fewshot: 3\n", ""))
    ladder = load_ladder(f"compose:{file}", tmp_path / "data")
    assert "come from the test split, divided by hash" in ladder.notes()[0]
    original = ladder.original()
    asked = {original.task.eval_docs[place]["question"] for place in original.asked}
    assert 10 < len(asked) < 40
    for index in range(100):
        for split in ("train", "vote"):
            question = ladder.problem(1, split, index).question
            assert not any(one in question for one in asked)


@pytest.mark.parametrize(("held", "scored"), [(8, False), (47, False), (48, True)])
def test_the_exemplars_of_a_prompt_are_no_training_split(tmp_path, held, scored):
    """MGSM has eight, and 250 items to score."""
    hard_tasks.write(tmp_path, "test", hard_tasks.sums(250))
    hard_tasks.write(tmp_path, "train", hard_tasks.sums(held, start=300))
    ladder = load_ladder(f"distract:{hard_tasks.path('sums')}", tmp_path)
    parts = ladder._opened.parts
    assert parts.only_split is not scored
    if scored:
        assert parts.origin == "the training split"
        assert len(parts.items["score"]) == 250
        return
    assert (
        parts.origin == f"the test split, divided by hash, as the training split has {held} items"
    )
    assert min(map(len, parts.items.values())) >= 40
    assert sum(map(len, parts.items.values())) <= 250


def test_a_small_task_keeps_the_training_split_that_is_half_of_it():
    parts = hard_tasks.open_ladder("compose:trivia")._opened.parts
    assert parts.origin == "the training split" and len(parts.items["score"]) == 30


REASONS = {
    "sums": "rung k chains k of its items, as its answers are whole numbers",
    "trivia": "rung k asks k of its items at once, as its answers are short",
}


def test_the_ladder_of_a_benchmark_follows_its_answers():
    for task, reason in REASONS.items():
        made = make_ladder(hard_tasks.path(task), hard_tasks.data(task))
        assert made.name == f"compose:{hard_tasks.path(task)}"
        assert made.reason == reason


def test_refusals_say_why(tmp_path):
    with pytest.raises(SaturateError, match="has no task 'gsm9k'"):
        make_ladder("gsm9k")
    with pytest.raises(SaturateError, match="There is no data folder"):
        make_ladder(hard_tasks.path("sums"), tmp_path / "none")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return write_tiny_model(tmp_path_factory.mktemp("tiny") / "model")


@pytest.mark.parametrize("task", ["sums", "trivia"])
def test_a_run_climbs_any_task(task, tiny, tmp_path):
    results, text = execute_small(
        tmp_path / "run",
        benchmark=hard_tasks.path(task),
        benchmark_data=hard_tasks.data(task),
        model=str(tiny),
        arms=("gold",),
        rounds=1,
        proposals=8,
        steps=2,
        batch_size=2,
        score_items=8,
        score_rungs=(1, 2),
        max_new_tokens=6,
        score_original="ends",
        original_items=3,
    )
    assert results.ladder.name == f"compose:{hard_tasks.path(task)}"
    assert results.ladder.left_out == {"near-duplicates of scored items": 0}
    assert REASONS[task] in text.replace("\n", " ")
    assert [score.rung for score in results.arms[0].rounds[1].scores] == [1, 2]
    audit = results.arms[0].rounds[1].labelling[0].audit
    assert audit.right == audit.total >= 8
    original = results.arms[0].rounds[1].original
    assert original.items == 3 and len(original.metrics) == 1
    assert (tmp_path / "run/report.html").is_file()
    held = json.loads((tmp_path / "run/results.json").read_text())
    assert Path(held["config"]["benchmark"]) == Path(hard_tasks.path(task))


def test_show_tells_of_a_hardened_ladder(monkeypatch, capsys):
    name = f"distract:{hard_tasks.path('sums')}"
    run_cli(monkeypatch, "show", name, "--rung", 3, "--benchmark-data", hard_tasks.data("sums"))
    shown = capsys.readouterr().out
    assert "rung 3, score" in shown and "Note: 60 items are scored" in shown
