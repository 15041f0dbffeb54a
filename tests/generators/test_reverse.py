from saturate.generators.reverse import Reverse

ladder = Reverse()


def test_letters_are_different_and_as_many_as_the_rung():
    for rung in (1, 2, 9, 52):
        problem = ladder.problem(rung, "vote", 1)
        letters = problem.question.removesuffix("=")
        assert len(set(letters)) == len(letters) == rung
        assert problem.answer == letters[::-1]


def test_a_view_turns_the_string_and_turns_its_answer_back():
    question = "laibfwp="
    views = ladder.views(question, 7)
    assert {view.question for view in views} == {
        "laibfwp=", "aibfwpl=", "ibfwpla=", "bfwplai=", "fwplaib=", "wplaibf=", "plaibfw="
    }  # fmt: skip
    assert {view.restore(ladder.solve(view.question)) for view in views} == {"pwfbial"}


def test_a_letter_lost_at_one_end_is_another_one_in_every_view():
    """The mistake that one model repeats in all views must not win the vote."""
    for index in range(50):
        question = ladder.problem(9, "vote", index).question
        lossy = {
            view.restore(ladder.solve(view.question)[:-1]) for view in ladder.views(question, 7)
        }
        assert len(lossy) == 7


def test_all_turns_of_a_string_are_one_problem():
    keys = {}
    for index in range(4000):
        problem = ladder.problem(2, "train", index)
        keys.setdefault(frozenset(problem.question[:2]), set()).add(problem.key)
    assert all(len(found) == 1 for found in keys.values())
    assert len(keys) > 400
