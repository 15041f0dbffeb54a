"""Families of reasoning-gym as ladders, on a stand-in of its interface."""

import re

import pytest
from support.stand_in_gym import put_in_place

from saturate.checking.hostile import survives
from saturate.errors import SaturateError
from saturate.generators.gym import drawn, library
from saturate.generators.gym.axes import AXES
from saturate.generators.gym.refused import REFUSED
from saturate.ladder import SPLITS
from saturate.registry import load_ladder
from saturate.run.ladder_choice import choose_ladder
from saturate.task_yamls.documents import build, extract, last_number


@pytest.fixture(autouse=True)
def stand_in(monkeypatch):
    put_in_place(monkeypatch)
    library._data_set.cache_clear()
    library.item.cache_clear()


def test_a_rung_sets_the_axis_and_holds_the_rest():
    ladder = load_ladder("rg:chain_sum")
    info = ladder.describe()
    assert (info.name, info.axis, info.first, info.last) == ("rg:chain_sum", "num terms", 1, 16)
    for rung in (1, 5, 16):
        for index in range(10):
            question = ladder.problem(rung, "train", index).question
            terms = [int(number) for number in re.findall(r"\d+", question)]
            assert len(terms) == rung + 1
            assert ladder.problem(rung, "train", index).answer == str(sum(terms))
    assert library.parameters("bf", 2) == {"difficulty": 2}


def test_every_place_has_an_item_of_its_own_and_a_content_one_split():
    ladder = load_ladder("rg:chain_sum")
    found = {split: [ladder.problem(2, split, i) for i in range(150)] for split in SPLITS}
    questions = {split: {one.question for one in held} for split, held in found.items()}
    assert all(len(held) == 150 for held in questions.values())
    assert len(set().union(*questions.values())) == 450
    assert ladder.problem(2, "vote", 7) == ladder.problem(2, "vote", 7)


def test_a_small_family_gives_each_item_to_one_split_and_none_that_has_no_answer():
    ladder = load_ladder("rg:bf")
    owners = {}
    for split in SPLITS:
        try:
            for index in range(40):
                owners.setdefault(ladder.problem(1, split, index).question, set()).add(split)
        except ValueError as error:
            assert str(error).startswith(f"Rung 1 of ladder rg:bf has no problem in split {split};")
    assert sorted(owners) == [f"Ones of {i:03b}?" for i in range(1, 7)]
    assert all(len(held) == 1 for held in owners.values())


def test_the_scorer_says_what_is_right_and_voters_are_counted_by_text():
    ladder = load_ladder("rg:chain_sum")
    problem = ladder.problem(3, "score", 0)
    gold = problem.answer
    spelled = ladder.answer_to(problem.question, f"First ...\nAnswer: {gold}.0 \n")
    assert spelled == f"{gold}.0" and problem.is_right(spelled)
    assert ladder.credited(problem.question, spelled) == gold
    for wrong in ("1", "word", f"{gold}1", f"{gold}e0000"):
        assert not problem.is_right(wrong)
        assert ladder.credited(problem.question, wrong) == wrong
    assert not problem.is_right(None)
    assert ladder.answer_to(problem.question, problem.solution) == gold


def test_no_scorer_that_runs_answers_is_asked():
    ladder = load_ladder("rg:spiral_matrix")
    problem = ladder.problem(2, "score", 0)
    rows = problem.question.split("\n")[1:]
    assert problem.answer == "\n".join(row.rstrip() for row in rows)
    assert ladder.answer_to(problem.question, "Answer:\n" + "\n".join(rows)) == problem.answer
    assert problem.is_right(problem.answer) and not problem.is_right("__import__('os')")


def test_antiderivatives_are_counted_by_their_form():
    ladder = load_ladder("rg:simple_integration")
    problem = ladder.problem(2, "score", 0)
    power = problem.answer.partition("**")[2].partition(" ")[0]
    assert problem.answer == f"1*x**{power} - 1*x**1 + C"
    assert problem.solution == f"Answer:\n-x + x**{power} + C"
    assert ladder.answer_to(problem.question, problem.solution) == problem.answer
    other = ladder.extract(f"Answer: x*x**{int(power) - 1} - 2*x/2")
    assert other == problem.answer and problem.is_right(other)
    assert not problem.is_right(ladder.extract(f"Answer: x**{power} + x"))


def test_grids_with_several_shortest_paths_are_no_problems():
    ladder = load_ladder("rg:shortest_path")
    for split in SPLITS:
        for index in range(20):
            assert "* O\nO #" not in ladder.problem(3, split, index).question


def test_text_is_read_behind_the_last_lead():
    ladder = load_ladder("rg:chain_sum")
    assert ladder.extract("Answer: 1\nno, Answer:\n1 2 \n 3\n") == "1 2\n 3"
    assert ladder.extract(" 17 ") == "17"
    assert ladder.extract("Answer:") is None and ladder.extract("x" * 1_001) is None
    assert ladder.extract("x" * 1_000) == "x" * 1_000


@pytest.mark.parametrize("answer", ["5", "a*b*c", "* O\nO *", "1 $ and 2 $", "`a` `b`", "{5}"])
@pytest.mark.parametrize(
    "told",
    [
        "Answer: {}", "Answer:\n{}", "**Answer:** {}", "**Answer:**\n{}", "**Answer**: {}",
        "So:\n\n***Answer:***\n\n{}\n", "Answer:\n```\n{}\n```",
        "**Answer:**\n```text\n{}\n```\n", "### Answer:\n{}", "{}",
    ],
)  # fmt: skip
def test_what_surrounds_lead_and_answer_is_no_part_of_it(told, answer):
    assert load_ladder("rg:chain_sum").extract(told.format(answer)) == answer


@pytest.mark.parametrize(
    "text",
    ["**5**", "*5*", "`5`", "$5$", "$$5$$", r"\(5\)", r"\[5\]", r"\boxed{5}", r"**$\boxed{5}$**"],
)
def test_marks_around_all_of_an_answer_are_no_part_of_it(text):
    ladder = load_ladder("rg:chain_sum")
    for lead in ("", "Answer: ", "**Answer:** ", "Answer:\n"):
        assert ladder.extract(lead + text) == "5"
    assert ladder.extract("**Answer: 5**") == ladder.extract("*Answer: 5*\n") == "5"
    assert ladder.extract(r"Answer: \boxed{\frac{1}{2}}") == r"\frac{1}{2}"


@pytest.mark.parametrize("text", ["**5", "5**", "5$", "*5* or *6*", "$5$ or $6$", "* 5 *", "__5__"])
def test_a_mark_alone_and_what_stands_between_marks_stay(text):
    assert load_ladder("rg:chain_sum").extract(f"Answer: {text}") == text


def test_the_lenient_reading_takes_a_lead_in_any_case():
    ladder = load_ladder("rg:chain_sum")
    text = "Hence, final **answer:** 5"
    assert ladder.answer_to("", text, lenient=True) == "5" and ladder.answer_to("", text) == text
    rows = list(build("rg:chain_sum", rung=2, size=1)["test"])
    texts = [[f"ANSWER: {rows[0]['answer']}"]]
    assert list(last_number(texts, rows)) == [[rows[0]["answer"]]] != list(extract(texts, rows))


def test_a_gold_answer_that_holds_marks_is_right_as_it_is_read(monkeypatch):
    ladder = load_ladder("rg:chain_sum")
    problem = ladder.problem(2, "score", 0)
    monkeypatch.setattr(ladder, "item", lambda rung, place: (problem.question, "**5**"))
    assert ladder.is_right(problem.question, ladder.extract("Answer:\n**5**"))


def test_hostile_texts_are_no_answers():
    assert [*survives(load_ladder("rg:chain_sum"), [1, 2, 3])] == []


def test_an_answer_too_long_to_be_read_is_no_problem(monkeypatch):
    monkeypatch.setattr(drawn, "LONGEST_ANSWER", 1)
    ladder = load_ladder("rg:bf")
    assert {ladder.problem(1, "train", index).answer for index in range(20)} == {"1"}


def test_lm_eval_scores_by_the_scorer():
    rows = list(build("rg:chain_sum", rung=2, size=4)["test"])
    assert [row["message"].count("What is") for row in rows] == [1] * 4
    texts = [[f"Answer: {row['answer']}.00"] for row in rows[:2]] + [["Answer: 3"], ["Answer:"]]
    golds = [row["answer"] for row in rows]
    assert list(extract(texts, rows)) == [[golds[0]], [golds[1]], ["3"], ["[no answer]"]]
    assert list(last_number([[f"Answer: {golds[0]}.0"]], rows[:1])) == [[golds[0]]]


def test_a_data_folder_makes_no_other_ladder(tmp_path):
    rows = list(build("rg:chain_sum", rung=2, size=1, seed=7, data=str(tmp_path))["test"])
    gold = rows[0]["answer"]
    assert list(extract([[f"Answer: {gold}.0"]], rows)) == [[gold]]


def test_a_benchmark_may_be_named_as_a_ladder_is():
    chosen = choose_ladder("rg:chain_sum", None, bare_prompts=False, data=None)
    assert chosen == ("rg:chain_sum", "named by --benchmark")


@pytest.mark.parametrize("family", sorted(REFUSED))
def test_what_is_no_ladder_is_refused_by_name(family):
    with pytest.raises(SaturateError) as refused:
        load_ladder(f"rg:{family}")
    told = f"Family {family} of reasoning-gym is no ladder: {REFUSED[family]}."
    assert str(refused.value) == told and family not in AXES


def test_unknown_families_are_refused():
    with pytest.raises(SaturateError, match=r"has no family 'chain_sun'; .*chain_sum"):
        load_ladder("rg:chain_sun")
    with pytest.raises(SaturateError, match="which of its parameters grows is not stated yet"):
        load_ladder("rg:new")


def test_without_the_extra_a_sentence_says_the_command(monkeypatch):
    monkeypatch.setattr(library, "find_spec", lambda name: None)
    with pytest.raises(SaturateError, match=re.escape("pip install 'lm-saturate[reasoning-gym]'")):
        load_ladder("rg:gcd")
