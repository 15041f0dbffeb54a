"""The four ladders of mazes, beyond what every ladder is tested for."""

import time
from statistics import mean, stdev

import pytest

from saturate.generators.maze.ladder import Hops, HopsPlain, Places, PlacesPlain
from saturate.generators.maze.search import fault
from saturate.generators.maze.tree import canonical, shape_of
from saturate.ladder import SPLITS

LADDERS = [Hops(), Places(), HopsPlain(), PlacesPlain()]


def by_name(ladder):
    return ladder.describe().name


@pytest.fixture(params=LADDERS, ids=by_name)
def ladder(request):
    return request.param


def test_one_example_of_each_way_of_asking():
    question = "from 3 to 45; 7: 3 12; 3: 7; 12: 45 8 7; 45: 12; 8: 12"
    assert Hops().solve(question) == "3 7 12 45"
    assert Hops().prompt(question) == f"Question: {question}\nAnswer:"
    plain = "3>45#7:3,12-3:7-12:45,8,7-45:12-8:12="
    assert HopsPlain().solve(plain) == "3>7>12>45"
    assert HopsPlain().prompt(plain) == plain


def test_one_quantity_grows_and_the_other_is_held():
    for rung in (1, 5, 12, 24):
        assert {s.size for s in shapes(Hops(), rung)} == {(30, rung)}
        assert {s.size for s in shapes(HopsPlain(), rung)} == {(30, rung)}
    for rung, places in ((1, 10), (11, 30), (45, 98)):
        assert {s.size for s in shapes(Places(), rung)} == {(places, 5)}
    assert Hops().describe().last == 24 and Places().describe().last == 45


def shapes(ladder, rung):
    problems = [ladder.problem(rung, "vote", index) for index in range(5)]
    return [shape_of(ladder.asking.read(problem.question)) for problem in problems]


def expected_steps(places, hops):
    """Steps of a walk: the way, and in and out of half the branches but for those at the start."""
    return hops + (places - 1 - hops) * hops / (hops + 1)


def test_work_grows_with_every_rung_while_the_rest_is_held():
    by_hops = [expected_steps(30, rung) for rung in range(1, 25)]
    assert by_hops == sorted(set(by_hops))
    asked = {}
    for ladder, rung in ((Hops(), 1), (Hops(), 9), (Hops(), 24), (Places(), 1), (Places(), 30)):
        problems = [ladder.problem(rung, "train", index) for index in range(400)]
        walks = [problem.solution.split(" #### ")[0] for problem in problems]
        steps = [walk.count(">") + walk.count("<") for walk in walks]
        size = ladder.axis.size(rung)
        assert abs(mean(steps) - expected_steps(*size)) < 3.5 * stdev(steps) / 20
        assert {len(problem.answer.split()) for problem in problems} == {size.hops + 1}
        asked.setdefault(size.places, []).append(mean(len(one.question) for one in problems))
    assert max(asked[30]) - min(asked[30]) < 0.01 * min(asked[30])


def test_splits_are_of_the_canonical_maze_and_every_rung_has_all_three(ladder):
    for rung in range(1, ladder.describe().last + 1):
        keys = {
            split: {ladder.problem(rung, split, index).key for index in range(4)}
            for split in SPLITS
        }
        assert all(keys.values())
        assert not keys["train"] & keys["score"] and not keys["vote"] & keys["score"]


def test_claimed_problems_are_what_draw_gives(ladder):
    """Only the shape is drawn until a split claims it, so the canonical content must be its own."""
    for index in range(50):
        problem = ladder.problem(4, "score", index)
        shape = shape_of(ladder.asking.read(problem.question))
        assert problem.key == ladder.key(ladder.read(problem.question))
        assert ladder.read(problem.question).canonical == canonical(shape)


def test_ten_places_have_few_different_mazes():
    """There are 189; so the first rung of places scores on few, as docs/ladders.md says."""
    keys = {split: {Places().problem(1, split, i).key for i in range(1_500)} for split in SPLITS}
    assert {split: len(found) for split, found in keys.items()} == {
        "train": 91, "vote": 53, "score": 44
    }  # fmt: skip


def test_views_of_half_the_voters_go_the_other_way(ladder):
    turned = total = 0
    for index in range(40):
        problem = ladder.problem(6, "vote", index)
        ends = problem.answer.split(ladder.asking.between)
        for view in ladder.views(problem.question, 7)[1:]:
            answer = ladder.solve(view.question)
            assert view.restore(answer) == problem.answer
            backwards = view.restore(answer.split(ladder.asking.between)[0]) == ends[-1]
            turned, total = turned + backwards, total + 1
    assert 0.4 * total < turned < 0.6 * total


def test_a_view_walks_other_dead_ends():
    """A vote is worth something where the same model has other work to do."""
    different = 0
    for index in range(50):
        problem = Hops().problem(6, "vote", index)
        walks = [Hops().asking.read(v.question) for v in Hops().views(problem.question, 7)]
        different += len({Hops().asking.worked(maze).count("<") for maze in walks}) > 2
    assert different > 45


def test_a_made_up_place_stays_made_up_when_a_view_is_undone(ladder):
    problem = ladder.problem(3, "vote", 0)
    between = ladder.asking.between
    for view in ladder.views(problem.question, 7)[1:]:
        known = ladder.asking.read(view.question).corridors
        strange = next(str(n) for n in range(1, 100) if n not in known)
        restored = view.restore(between.join([strange, "007", "9" * 900]))
        assert sorted(restored.split(between)) == sorted([f"?{strange}", "?007", "?" + "9" * 900])
        assert fault(ladder.asking.read(problem.question), ladder.asking.places(restored))


HOSTILE = ["", "7", "#", ">", "#### ", "3>" * 500_000, "3 7 " * 500_000, "#### " + "3 " * 500_000,
           "####" * 500_000, "9" * 2_000_000, "3>7>", "\x00", "#### ３ 7",
           "from 3 to 45; 7: 3"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_answers_are_wrong_and_never_a_crash(ladder, text):
    problem = ladder.problem(3, "score", 0)
    answer = ladder.extract(text)
    assert not problem.is_right(answer)
    assert answer is None or len(answer) <= 1_000
    if answer is not None:
        for view in ladder.views(problem.question, 7):
            assert not problem.is_right(view.restore(answer))
        assert "wrong" in ladder.picture(problem.question, answer).says


@pytest.mark.parametrize(
    "change",
    [
        lambda q: q + " ",
        lambda q: q[1:],
        lambda q: q.replace("1", "１"),
        lambda q: q * 50,
        lambda q: q.replace(":", ""),
        lambda q: q + "; 5: 6",
        lambda q: "from 0" + q[6:],
    ],
)
def test_what_is_almost_a_maze_is_not_read(change):
    question = Hops().problem(3, "vote", 0).question
    assert Hops().read(question) is not None
    assert Hops().read(change(question)) is None


def test_a_maze_of_another_size_is_not_on_the_ladder():
    assert Hops().read("from 3 to 45; 7: 3 12; 3: 7; 12: 45 8 7; 45: 12; 8: 12") is None
    shared = Places().problem(11, "vote", 0).question  # 30 places, 5 hops: both ladders hold it
    assert Hops().read(shared).rung == 5
    assert Hops().read(Places().problem(12, "vote", 0).question) is None


def test_answers_are_the_last_that_a_text_holds():
    hops, plain = Hops(), HopsPlain()
    assert hops.extract("45> 12> 7> 3 #### 3 7 12 45") == "3 7 12 45"
    assert hops.extract("#### 1 2 then #### 3 7 12 45.") == "3 7 12 45"
    assert hops.extract("3 7 12 45") is None
    for marked in ("**3 7 12 45**", "[3 7 12 45]", "`3 7 12 45`", "$3 7 12 45$"):
        assert hops.extract(f"45> 12> 7> 3 #### {marked}") == "3 7 12 45", marked
    assert hops.extract("####3 7 12 45") == "3 7 12 45"
    assert plain.extract("3>7>12>45") == "3>7>12>45"
    assert plain.extract("it is 3>7 or 3>12>45") == "3>12>45"


SPELLED = ["3 7 12 45", "3, 7, 12, 45", "3 > 7 > 12 > 45", "3→7→12→45", "3 -> 7 -> 12 -> 45",
           "3-7-12-45", "**3** → **7** → **12** → **45**", "[3, 7, 12, 45].",
           "`3 7 12 45`"]  # fmt: skip


@pytest.mark.parametrize("way", SPELLED)
def test_a_lenient_reading_takes_a_way_in_any_form(ladder, way):
    between, question = ladder.asking.between, ladder.problem(3, "score", 0).question
    for text in (way, f"#### {way}", f"Steps: 8 > 9.\nThe way is {way}\n(3 hops, 4 places)"):
        read = ladder.answer_to(question, text, lenient=True)
        assert read == between.join(["3", "7", "12", "45"]), text


def test_a_lenient_reading_takes_the_way_behind_the_last_mark_and_no_single_place():
    hops = Hops()
    for text, read in [
        ("45> 12> 7> 3 #### 3, 7, 12, 45\n\nQuestion: from 8 to 9; 8: 9 3; 9: 8", "3 7 12 45"),
        ("#### 1 2 then #### The way: 3, 7\n####", "3 7"),
        ("#### 3, 7, 12, 45, 9", "3 7 12 45 9"),
        ("it takes 45 hops", None),
        ("", None),
        ("3 7 " * 500_000, None),
    ]:
        assert hops.answer_to("", text, lenient=True) == read


def test_worked_solutions_and_floods_are_read_leniently_in_a_moment(ladder):
    problem = ladder.problem(9, "score", 0)
    assert ladder.answer_to(problem.question, problem.solution, lenient=True) == problem.answer
    begun = time.process_time()
    for text in HOSTILE:
        assert not problem.is_right(ladder.answer_to(problem.question, text, lenient=True))
    assert time.process_time() - begun < 1
