import re

import pytest

from saturate.generators.gsm8k import MAX_STEP, Gsm8k
from saturate.generators.gsm8k_story import MAX_COUNT, MIN_COUNT, read
from saturate.generators.gsm8k_text import SCENARIOS

ladder = Gsm8k()


def test_a_rung_has_as_many_steps_as_its_number():
    for rung in (1, 4, 9, 20):
        problem = ladder.problem(rung, "train", 3)
        assert len(read(problem.question).events) == rung
        assert problem.solution.count("=") == rung
        assert problem.solution.endswith(f"#### {problem.answer}")


def test_numbers_stay_the_same_size_on_every_rung():
    for rung in (1, 5, 12, 30):
        for index in range(200):
            problem = ladder.problem(rung, "score", index)
            results = [int(n) for n in re.findall(r"= (\d+)", problem.solution)]
            steps = [int(n) for n in re.findall(r"[+-] (\d+)", problem.solution)]
            assert all(MIN_COUNT <= n <= MAX_COUNT for n in results)
            assert all(1 <= n <= MAX_STEP for n in steps)


def test_every_equation_of_the_worked_solution_holds():
    for index in range(300):
        for line in re.findall(
            r"(\d+) ([+-]) (\d+) = (\d+)", ladder.problem(8, "vote", index).solution
        ):
            a, sign, b, c = line
            assert int(a) + (int(b) if sign == "+" else -int(b)) == int(c)


def test_text_is_varied():
    problems = [ladder.problem(5, "train", i) for i in range(2000)]
    openings = {re.sub(r"\d+", "n", p.question.split(".")[0]) for p in problems}
    sentences = {re.sub(r"\d+", "n", e.clause) for p in problems for e in read(p.question).events}
    assert len(openings) > 500
    assert len(sentences) > 2000


def test_views_shift_the_start_move_the_events_and_renumber_the_days():
    stories = [
        read(view.question) for view in ladder.views(ladder.problem(7, "vote", 0).question, 7)
    ]
    assert len({tuple(story.events) for story in stories}) > 3
    assert len({story.start for story in stories}) > 1
    assert len({story.first_day for story in stories}) > 1


def test_neither_a_story_nor_a_view_starts_with_one_or_none():
    for index in range(300):
        question = ladder.problem(1 + index % 4, "vote", index).question
        stories = [question, *(view.question for view in ladder.views(question, 7))]
        assert all(2 <= read(story).start <= MAX_COUNT - 2 for story in stories)


def test_nobody_joins_or_leaves_beside_those_who_are_counted():
    [people] = [scenario for scenario in SCENARIOS if scenario.things == ["people"]]
    clauses = [*people.person_gains, *people.person_losses]
    assert clauses
    assert not [clause for clause in clauses if "aboard" in clause or "with" in clause]


def test_what_is_no_story_is_refused():
    with pytest.raises(ValueError, match="no event"):
        read("Ivy has 3 pens. She finds 4. How many pens does Ivy have now?")
