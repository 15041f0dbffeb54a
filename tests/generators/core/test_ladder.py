"""Tasks of reasoning-core as ladders, on a stand-in of its interface."""

import random
import re

import numpy
import pytest
from support.stand_in_core import put_in_place

from saturate.errors import SaturateError
from saturate.generators.core import library
from saturate.generators.core.tasks import REFUSED, TASKS
from saturate.ladder import SPLITS
from saturate.registry import load_ladder


@pytest.fixture(autouse=True)
def stand_in(monkeypatch):
    put_in_place(monkeypatch)
    library.entry.cache_clear()
    yield
    library.entry.cache_clear()


def test_a_rung_is_a_level():
    ladder = load_ladder("rc:process_inversion")
    info = ladder.describe()
    assert (info.name, info.axis, info.first, info.last) == ("rc:process_inversion", "level", 1, 10)
    for rung in (1, 4, 10):
        problem = ladder.problem(rung, "train", 3)
        terms = [int(number) for number in re.findall(r"\d+", problem.question)]
        assert len(terms) == rung + 1
        assert problem.answer == str(sum(terms)) == ladder.solve(problem.question)
        assert problem.solution == f"Answer:\n{sum(terms)}"


def test_a_place_has_one_problem_whatever_was_drawn_before_and_global_state_stays():
    random.seed(1)
    numpy.random.seed(1)
    before = random.getstate(), numpy.random.get_state()[1].tolist()
    ladder = load_ladder("rc:process_inversion")
    found = {split: [ladder.problem(2, split, i) for i in range(60)] for split in SPLITS}
    assert (random.getstate(), numpy.random.get_state()[1].tolist()) == before
    library.entry.cache_clear()
    random.seed(2)
    for split in reversed(SPLITS):
        again = [ladder.problem(2, split, i) for i in reversed(range(60))]
        assert again[::-1] == found[split]
    questions = {one.question for held in found.values() for one in held}
    assert len(questions) == 180
    assert not any("again" in question for question in questions)


def test_the_task_judges_and_what_breaks_its_scorer_is_wrong():
    problem = load_ladder("rc:process_inversion").problem(1, "vote", 0)
    assert problem.is_right(problem.answer)
    assert problem.is_right(f"{problem.answer}.0")
    assert not problem.is_right(f"{problem.answer}1")
    assert not problem.is_right("no number")


def test_a_task_that_draws_nothing_has_no_problem():
    with pytest.raises(ValueError, match="Rung 1 of ladder rc:rule_switching has no problem in"):
        load_ladder("rc:rule_switching").problem(1, "vote", 0)


def test_other_tasks_are_refused_by_name_with_the_reason(monkeypatch):
    assert not set(TASKS) & set(REFUSED)
    for task in ("planning", "logic_qa"):
        told = f"{task} of reasoning-core is no ladder: another process draws some other problems"
        with pytest.raises(SaturateError, match=told):
            load_ladder(f"rc:{task}")
    with pytest.raises(SaturateError, match=r"There is no ladder rc:rule_switch; .*rule_switching"):
        load_ladder("rc:rule_switch")
    monkeypatch.setattr(library, "find_spec", lambda _: None)
    with pytest.raises(SaturateError, match=r"pip install 'lm-saturate\[reasoning-core\]'"):
        library.check_task("rule_switching")
