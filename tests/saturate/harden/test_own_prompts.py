"""Multiple choice whose options are prompts of their own, with one continuation (WinoGrande)."""

import pytest
from support import hard_tasks
from support.runs import execute_small, small_config
from support.stand_ins import Likes
from support.tiny_models import write_tiny_model

from saturate.config.arms import parse_arms
from saturate.errors import SaturateError
from saturate.ladder import SPLITS, SeededRandom
from saturate.models.prompting import Prompter
from saturate.registry import load_ladder, make_ladder
from saturate.scoring.rungs import RungTask, evaluate, score_rungs
from saturate.training.wrong_labels import with_wrong_label
from saturate.voting.ballots import VoterModel
from saturate.voting.choices import choose
from saturate.voting.label import label
from saturate.voting.labelled import pairs_by_rung
from saturate.voting.poll import ask
from saturate.voting.proposals import propose
from saturate.voting.room import as_asked, have_room

NAME = "shots:schemas"


def asked_last(prompt):
    return prompt.rpartition("\n\n")[2]


def voted(ladder, model, count=6):
    config = small_config(
        ladder=ladder.describe().name, benchmark_data=hard_tasks.data("schemas"), score_rungs=(1, 2)
    )
    proposals = propose(ladder, 1, 0, count)
    member = VoterModel(model, Prompter(ladder, model, False))
    return config, proposals, ask(ladder, proposals, [member], config, everyone=True)


def test_the_ladder_takes_examples_away_and_says_why_not_options():
    made = make_ladder(hard_tasks.path("schemas"), hard_tasks.data("schemas"))
    assert made.name == f"shots:{hard_tasks.path('schemas')}"
    assert made.reason.startswith("rung k takes k few-shot examples away; options is not sound")
    assert made.reason.endswith("each of its options is a prompt of its own (30)")


def test_a_problem_says_both_options_and_is_trained_behind_the_right_one():
    ladder = hard_tasks.open_ladder(NAME)
    for split in SPLITS:
        problem = ladder.problem(5, split, 1)
        first, second = problem.choices
        head = problem.question.partition("[")[0]
        assert problem.question == f"{head}[{first} / {second}] {problem.solution}"
        assert head.endswith(" as the ") and problem.solution.startswith("was ")
        assert problem.answer in problem.choices
        assert problem.read == f"{head}{problem.answer}"
        assert ladder.solve(problem.question) == problem.answer
    shown = ladder.problem(3, "score", 1)
    assert len(shown.question.split("\n\n")) == 3  # five examples but three
    assert asked_last(shown.read) == ladder.problem(5, "score", 1).read
    keys = {ladder.problem(5, "score", index).key for index in range(25)}
    assert len(keys) == 25


@pytest.mark.parametrize("rung", [2, 5])
def test_what_is_trained_on_is_what_is_scored(rung):
    ladder = hard_tasks.open_ladder(NAME)
    problems = [ladder.problem(rung, "score", index) for index in range(6)]
    right = {(one.read, f" {one.solution}") for one in problems[:4]}
    model = Likes(lambda *pair: pair in right or pair[0] not in {one.read for one in problems})
    task = RungTask(ladder.describe().name, rung, 6, True, data=str(hard_tasks.data("schemas")))
    scored = score_rungs(model, [task], 8)
    assert right <= set(model.pairs) and len(model.pairs) == 12
    views = [ladder.views(one.question, 1)[0] for one in problems]
    assert set(model.pairs) == {(o.read, f" {o.written}") for view in views for o in view.options()}
    # What is likely under both options goes to the first, and under the wrong one alone to it.
    firsts = [one.answer == one.choices[0] for one in problems[:4]]
    assert [item.right for item in scored.strict[task.name]][:4] == firsts
    assert [item.right for item in scored.strict[task.name]][4:] == [False] * 2


def test_the_last_rung_asks_what_the_task_itself_asks():
    ladder = hard_tasks.open_ladder(NAME)
    original = ladder.original()
    own, rung = Likes(lambda *_: False), Likes(lambda *_: False)
    evaluate(own, {"schemas": original.task}, 8, None, {"schemas": original.reading})
    data = str(hard_tasks.data("schemas"))
    score_rungs(rung, [RungTask(ladder.describe().name, 5, 30, True, data=data)], 8)
    assert set(rung.pairs) <= set(own.pairs) and len(set(own.pairs)) == 60
    assert len(rung.pairs) == 60 and len(set(rung.pairs)) == 60


def test_votes_are_on_the_option_and_trained_behind_its_own_prompt():
    ladder = hard_tasks.open_ladder(NAME)
    problems = {p.key: p for p in (ladder.problem(1, "vote", i) for i in range(6))}
    known = {asked_last(one.read) for one in problems.values()}
    model = Likes(lambda prompt, _: asked_last(prompt) in known)
    config, proposals, rows = voted(ladder, model)
    golds = [problems[one.key].answer for one in proposals]
    assert [{ballot.answer for ballot in row} for row in rows] == [{gold} for gold in golds]
    assert {ballot.margin for row in rows for ballot in row} == {4.0}
    assert {len(row) for row in rows} == {7}
    assert all(len({ballot.prompt for ballot in row}) == 7 for row in rows)
    (pairs,) = pairs_by_rung(label(1, proposals, rows, config).labelled).values()
    assert {(one.prompt, one.completion) for one in pairs} == {
        (problems[one.key].read, f" {problems[one.key].solution}") for one in proposals
    }


def test_a_wrong_vote_is_trained_behind_the_wrong_option():
    ladder = hard_tasks.open_ladder(NAME)
    problems = [ladder.problem(1, "vote", i) for i in range(6)]
    known = {asked_last(one.read) for one in problems}
    _, _, rows = voted(ladder, Likes(lambda prompt, _: asked_last(prompt) not in known))
    for one, row in zip(problems, rows, strict=True):
        (wrong,) = set(one.choices) - {one.answer}
        assert {ballot.answer for ballot in row} == {wrong}
        assert {asked_last(ballot.taught or ballot.prompt) for ballot in row} == {
            asked_last(one.read)[: -len(one.answer)] + wrong
        }


def test_wrong_labels_stand_behind_the_other_option():
    ladder, rng = hard_tasks.open_ladder(NAME), SeededRandom("wrong")
    for problem in (ladder.problem(2, "vote", index) for index in range(6)):
        told = with_wrong_label(ladder, problem, [problem], rng)
        (other,) = set(problem.choices) - {problem.answer}
        assert (told.answer, told.solution) == (other, problem.solution)
        assert told.read == problem.read[: -len(problem.answer)] + other


def test_a_chat_model_is_scored_on_what_it_is_asked_to_vote_on():
    class Chats(Likes):
        has_chat_template = True

        def chat(self, message):
            return f"<user>{message}<model>"

    ladder = hard_tasks.open_ladder(NAME)
    problem = ladder.problem(3, "score", 0)
    scored, asked = Chats(lambda *_: False), Chats(lambda *_: False)
    data = str(hard_tasks.data("schemas"))
    score_rungs(scored, [RungTask(ladder.describe().name, 3, 1, True, data=data)], 8)
    prompter = Prompter(ladder, asked, False)
    choose(ladder, asked, prompter, ladder.views(problem.question, 1))
    assert scored.pairs == asked.pairs and len(asked.pairs) == 2
    trained = (prompter.prompt(problem.read), prompter.delimiter + problem.solution)
    assert trained in asked.pairs and trained[1] == problem.solution


def test_the_longest_option_has_to_fit():
    class Short(Likes):
        def fits(self, texts, decoding=None):
            return [len(text) <= self.room for text in texts]

    ladder = hard_tasks.open_ladder(NAME)
    problem = ladder.problem(5, "vote", 0)
    view = as_asked(ladder, problem.question)
    longest = max(len(f"{one.read} {one.written}") for one in view.options())
    model = Short(lambda *_: False)
    for model.room, fits in ((longest, True), (longest - 1, False)):
        assert have_room(ladder, model, Prompter(ladder, model, False), [view], 8) == [fits]


def test_twins_and_items_without_one_right_option_are_left_out(tmp_path):
    scored, learned = hard_tasks.schemas(30), hard_tasks.schemas(60, start=30)
    twin = scored[4] | {"option1": scored[4]["option2"], "option2": scored[4]["option1"]}
    alike = learned[0] | {"option2": learned[0]["option1"]}
    endless = learned[1] | {"sentence": learned[1]["sentence"].partition("_")[0] + "_"}
    hard_tasks.write(tmp_path, "validation", scored)
    hard_tasks.write(tmp_path, "train", [alike, endless, *learned[2:], scored[3], twin])
    ladder = load_ladder(f"shots:{hard_tasks.path('schemas')}", tmp_path)
    assert ladder.left_out() == {
        "near-duplicates of scored items": 2, "items without exactly one right option": 2
    }  # fmt: skip


def test_their_options_are_not_reworded():
    with pytest.raises(SaturateError, match="is a prompt of its own, and rewording one would"):
        small_config(
            benchmark=hard_tasks.path("schemas"),
            benchmark_data=hard_tasks.data("schemas"),
            view_source="model",
        )


PEOPLE = {"option1": "Ian", "option2": "Paul", "answer": "2"}


def people(folder, **changed):
    """The made-up task with people in its first scored item, and in all that voters are asked."""
    first = PEOPLE | {"sentence": "Ian met Paul at Ian's house as _ had asked Ian."} | changed
    rows = [
        row
        | PEOPLE
        | {"sentence": f"Ian let Paul see the {hard_tasks.made_up(n)} as _ was {row['option2']}."}
        for n, row in enumerate(hard_tasks.schemas(60, start=30), 270)
    ]
    hard_tasks.write(folder, "validation", [first, *hard_tasks.schemas(29)])
    hard_tasks.write(folder, "train", rows)
    return load_ladder(f"shots:{hard_tasks.path('schemas')}", folder)


def test_two_names_are_exchanged_in_every_second_view_and_answers_put_back(tmp_path):
    ladder = people(tmp_path)
    problem = ladder.problem(1, "vote", 0)
    views = ladder.views(problem.question, 5)
    kinds = ["original", "exchange", "examples", "exchange", "examples"]
    assert [view.kind for view in views] == kinds
    assert problem.choices == views[0].choices == ("Ian", "Paul") and problem.answer == "Paul"
    told = asked_last(problem.read)
    other = told.replace("Ian", "?").replace("Paul", "Ian").replace("?", "Paul")
    for view in views:
        swapped = view.kind == "exchange"
        right = view.options()[1]
        assert asked_last(right.read) == (other if swapped else told)
        assert view.choices == (("Paul", "Ian") if swapped else ("Ian", "Paul"))
        assert [view.restore(one) for one in view.choices] == ["Ian", "Paul"]
        assert right.taught == "" or asked_last(right.taught) == asked_last(right.read)
        assert right.written == problem.solution
    assert "two people told by their names can be exchanged" in ladder.describe().symmetry


def test_a_taste_for_a_name_wins_no_vote(tmp_path):
    ladder = people(tmp_path)
    model = Likes(lambda prompt, _: prompt.endswith("Ian"))
    config = small_config(
        ladder=ladder.describe().name, benchmark_data=tmp_path, score_rungs=(1, 2)
    )
    member = VoterModel(model, Prompter(ladder, model, False))
    rows = ask(ladder, propose(ladder, 1, 0, 6), [member], config, everyone=True)
    assert [sorted({ballot.answer for ballot in row}) for row in rows] == [["Ian", "Paul"]] * 6


def test_familiarity_is_looked_for_by_exchanged_names(tmp_path):
    exchanged = people(tmp_path).redrawn(None)
    (doc,) = exchanged.task.eval_docs
    assert exchanged.task.config.num_fewshot == 0
    assert doc["key"] == "0" and exchanged.task.doc_to_text(doc) == 1
    before = "Paul met Ian at Paul's house as "
    assert exchanged.task.doc_to_choice(doc) == [f"{before}Paul", f"{before}Ian"]
    assert exchanged.task.doc_to_target(doc) == "had asked Paul."
    assert hard_tasks.open_ladder(NAME).redrawn(None) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"option2": "Mary", "sentence": "Ian met Mary at home as _ was in."},
        {"option2": "Rome", "sentence": "Ian went to Rome as _ was near."},
        {"option2": "Adam", "sentence": "Ian met Paul at home as _ was in."},
        {"option2": "Ian's", "sentence": "Ian met Paul at home as _ was in."},
    ],
)
def test_what_are_not_two_people_of_one_gender_who_are_told_stays(changed, tmp_path):
    assert people(tmp_path, **changed).redrawn(None) is None


def test_a_run_climbs_them(tmp_path):
    model = write_tiny_model(tmp_path / "model")
    results, text = execute_small(
        tmp_path / "run",
        benchmark=hard_tasks.path("schemas"),
        benchmark_data=hard_tasks.data("schemas"),
        model=str(model),
        arms=parse_arms("voted,random-label"),
        rounds=1,
        proposals=8,
        steps=2,
        batch_size=2,
        score_items=8,
        score_rungs=(4, 5),
        score_original="ends",
        original_items=6,
    )
    assert results.ladder.name == f"shots:{hard_tasks.path('schemas')}"
    audit = results.arms[1].rounds[1].labelling[0].audit
    assert audit.total >= 8 and audit.right == 0
    for arm in results.arms:
        last = arm.rounds[-1].original
        assert set(last.metrics) == {"acc,none"} and last.shots == 0 and last.beside.shots == 5
    assert "as its prompts show none" in " ".join(text.split())
