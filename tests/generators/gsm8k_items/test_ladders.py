"""The ladders of items on a sample of the published files."""

import re
import statistics
from collections import Counter
from fractions import Fraction
from functools import partial
from itertools import chain, pairwise
from pathlib import Path

import pytest
from support.worked import check

from saturate.benchmark_data import load_items
from saturate.generators.gsm8k_items.depth import MAX_NUMBER, fits, open_places
from saturate.generators.gsm8k_items.distractors import CURRENCIES, stripped
from saturate.generators.gsm8k_items.library import Library
from saturate.generators.gsm8k_items.recompute import Mismatch, evaluate, replay
from saturate.generators.gsm8k_items.solve import solve
from saturate.generators.gsm8k_items.template.parse import Refused
from saturate.generators.gsm8k_items.template.template import NumberChoice, make_template
from saturate.ladder import SPLITS, PublishedItem, PublishedItems, SeededRandom
from saturate.numbers import last, spelled
from saturate.registry import load_ladder

DATA = Path(__file__).parents[2] / "data" / "gsm8k"
NAMES = ("gsm8k-depth", "gsm8k-distract", "gsm8k-magnitude", "gsm8k-redraw")


@pytest.fixture(scope="module")
def library():
    return Library(load_items("gsm8k", DATA))


@pytest.fixture(params=NAMES)
def ladder(request):
    return load_ladder(request.param, DATA)


def rungs(ladder):
    return range(1, ladder.describe().last + 1)


def numbers(text):
    return [int(n.replace(",", "")) for n in re.findall(r"[0-9][0-9,]*(?![0-9]|\.[0-9])", text)]


def test_describing_a_ladder_needs_no_data(monkeypatch):
    monkeypatch.delenv("SATURATE_GSM8K", raising=False)
    assert load_ladder("gsm8k-depth").describe().benchmark == "gsm8k"


def test_every_redraw_passes_an_independent_recomputation(ladder):
    for rung in rungs(ladder):
        for index in range(4):
            problem = ladder.problem(rung, "train", index)
            assert str(check(problem.solution)) == problem.answer
            assert ladder.extract(problem.solution) == problem.answer


def test_the_solver_agrees_from_the_text_alone(ladder):
    right = total = 0
    for rung in rungs(ladder):
        for index in range(2):
            problem = ladder.problem(rung, "score", index)
            total += 1
            right += ladder.solve(problem.question) == problem.answer
    assert right == total


def test_the_solver_finds_an_item_whose_first_article_changes():
    question = "A 10 foot rope is cut off one of 40 feet. How many feet are left?"
    published = PublishedItem(question, "<<40-10=30>>30\n#### 30")
    library = Library(PublishedItems([published], [], Counter()))
    assert solve(question.replace("A 10", "An 11"), library) == 29


_APPLES = "Tim had 7 apples and ate 2. How many apples are left?"
_FIRST = PublishedItem(_APPLES, "<<7-2=5>>5\n#### 5")
_GLUED = [
    PublishedItem("His speed is 18mph for 2 hours. How far does he get?", "<<18*2=36>>36\n#### 36"),
    PublishedItem(
        "Xia of team XL buys a 15kg bag and a bag of 3 kg. What do both weigh?",
        "<<15+3=18>>18\n#### 18",
    ),
]


def test_the_solver_answers_every_item_that_takes_an_answer_in_any_of_its_places():
    published = load_items("gsm8k", DATA)
    library = Library(published._replace(train=[_FIRST, *_GLUED, *published.train]))
    asked = []
    for template in filter(None, map(library.template, chain(*library.items.values()))):
        for place in open_places(template) if fits(template) else ():
            values = [one.value for one in template.graph.classes]
            numbers = NumberChoice(values, template.graph.values(values))
            told = template.tell(numbers, unknown=place).question
            first = _APPLES.replace("7", str(values[place] + 2))
            asked.append(f"Problem 1. {first}\nProblem 2. Let X be the answer to problem 1. {told}")
            assert solve(asked[-1], library) == template.graph.answer
    assert len(asked) > 100 and sum("Xkg" in one or "Xmph" in one for one in asked) == 2


def test_unchanged_numbers_reproduce_the_published_answer(library):
    for items in library.items.values():
        for item in items:
            template = library.template(item)
            if template is not None:
                final = int(item.answer.rpartition("####")[2].replace(",", ""))
                assert template.graph.answer == final
                assert replay(template.published(), {}) == final
                assert check(template.published()) == final


def test_same_bytes_every_time_and_from_another_reading(ladder):
    again = type(ladder)(partial(load_items, "gsm8k", DATA))
    for split in SPLITS:
        assert ladder.problem(2, split, 5) == again.problem(2, split, 5)


def test_splits_follow_the_published_ones_and_share_no_item(ladder):
    sources = {}
    for split in SPLITS:
        for rung in rungs(ladder):
            for index in range(2):
                for one in ladder.problem(rung, split, index).source.split("+"):
                    sources.setdefault(one, set()).add(split)
    assert all(len(splits) == 1 for splits in sources.values())
    assert all((splits == {"score"}) == s.startswith("test") for s, splits in sources.items())


def test_rungs_hold_many_distinct_problems(ladder):
    keys = {ladder.problem(1, "train", index).key for index in range(250)}
    assert len(keys) > 120  # from a sample of a hundredth of the items


def test_depth_chains_as_many_items_as_the_rung_says():
    ladder = load_ladder("gsm8k-depth", DATA)
    for rung in rungs(ladder):
        problem = ladder.problem(rung, "score", 3)
        assert len(problem.source.split("+")) == rung
        assert len(re.findall(r"^X = ", problem.solution, re.MULTILINE)) == rung - 1
        assert problem.question.count("Let X be") == rung - 1


@pytest.mark.parametrize("name", ["gsm8k-depth", "gsm8k-distract"])
def test_number_sizes_are_matched_over_rungs(name):
    ladder = load_ladder(name, DATA)
    medians = []
    for rung in (1, 4, 8):
        sizes = []
        for index in range(40):
            problem = ladder.problem(rung, "train", index)
            text = stripped(re.sub(r"[Pp]roblem \d+", "", problem.question))
            sizes += numbers(text)
            if name == "gsm8k-depth":
                assert max(numbers(text), default=0) <= MAX_NUMBER
                assert 2 <= int(problem.answer) <= MAX_NUMBER
        medians.append(statistics.median(sizes))
    assert max(medians) <= 1.5 * min(medians)


def test_magnitude_grows_tenfold_a_rung():
    ladder = load_ladder("gsm8k-magnitude", DATA)
    medians = [
        statistics.median(int(ladder.problem(r, "train", i).answer) for i in range(60))
        for r in rungs(ladder)
    ]
    assert all(4 < b / a < 25 for a, b in pairwise(medians))


def test_answers_are_read_in_every_currency_of_the_ladder():
    ladder = load_ladder("gsm8k-magnitude")
    for sign in CURRENCIES:
        for text in (sign.strip(), f"{sign.strip()} ", sign):
            assert ladder.extract(f"So it is.\n#### {text}1,200") == "1200", text
            assert spelled(last(f"It loses -{text.strip()}1,200.").value) == "-1200", text


def test_distractors_carry_numbers_and_leave_the_answer():
    ladder = load_ladder("gsm8k-distract", DATA)
    for rung in rungs(ladder):
        problem = ladder.problem(rung, "vote", 1)
        plain = stripped(problem.question)
        assert len(numbers(problem.question)) - len(numbers(plain)) == rung
        assert ladder.solve(plain) == problem.answer


def test_redraw_changes_as_many_numbers_as_the_rung_says(library):
    ladder = load_ladder("gsm8k-redraw", DATA)
    for rung in (1, 2, 3):
        changed = Counter()
        for index in range(40):
            problem = ladder.problem(rung, "score", index)
            item = next(i for i in library.items["score"] if i.source == problem.source)
            graph = library.template(item).graph
            old = {one.value for one in graph.classes}
            changed[len(old - {Fraction(n) for n in numbers(problem.question)}) > 0] += 1
            assert problem.answer != str(graph.answer)
        assert changed[True] > 0


def item(question, answer):
    return make_template("t-0", question, answer)


def test_numbers_that_a_literal_could_mean_both_ways_stay_equal():
    """The second 12 of the sum may be Bo's or the blue pens'; either way the answer is right."""
    template = item(
        "Ann has 24 red pens and half as many blue pens. Bo gives her 12 pens. Ann loses 12 pens "
        "and buys 9. How many pens does she have?",
        "<<24/2=12>>12\n<<24+12+12-12+9=45>>45\n#### 45",
    )
    for seed in range(30):
        drawn = template.draw(SeededRandom(seed))
        assert drawn is None or drawn.results[0] == drawn.classes[1]


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        ("Tom has 5 pens.", "5+3=<<5+3=8>>8\n#### 8", "no source"),
        ("Tom has 5 pens and 9 hats. He buys 6 pens.", "<<5+6=11>>11\n#### 11", "never used"),
        ("Tom has 5 pens. He buys 6.", "<<5+6=11>>11\n#### 12", "not the answer"),
        ("Tom has 5 pens. He buys 6.", "<<5+6=11>><<11=11>>11\n#### 11", "computes nothing"),
        ("Tom has 5 pens. He buys 6.", "<<5+6=12>>12\n#### 12", "does not hold"),
        ("Tom has 5 pens. He buys 6.", "<<5+=11>>11\n#### 11", "broken annotation"),
        ("Tom has 5 pens. He buys 6.", "<<os.system(5)=11>>\n#### 11", "not arithmetic"),
        ("Tom has 5 pens. He buys 6.", "eleven\n#### 11", "no equations"),
        ("Tom has 5 pens. He buys 6.", "<<5+6=11>>11", "no integer after"),
        ("The earth has 5 pens. He buys 6.", "<<5+6=11>>11\n#### 11", "facts"),
        ("Tom eats a half. He has 2 cats.", "<<2+0=2>>2\n#### 2", "no number is free"),
    ],
)
def test_what_is_ambiguous_is_refused(question, answer, reason):
    with pytest.raises(Refused, match=reason):
        item(question, answer)


def test_unit_constants_shares_and_sum_relations_stay():
    template = item(
        "Tom works 8 hours a day for a week at $15 an hour. He saves 20% of it. What does he save?",
        "<<8*7=56>>56\n<<56*15=840>>840\n<<840*20/100=168>>168\n#### 168",
    )
    for seed in range(50):
        numbers_drawn = template.draw(SeededRandom(seed))
        told = template.tell(numbers_drawn)
        assert "*7=" in told.solution and "/100=" in told.solution
        percent = int(re.search(r"(\d+)%", told.question)[1])
        assert 0 < percent < 50 and percent % 5 == 0
        assert check(told.solution) == told.answer


def test_a_result_that_may_be_the_worlds_number_keeps_to_it():
    """The second 100 may be pens of a box, pens that were bought, or per cent."""
    template = item(
        "Ann has a box with 70 red, 12 blue and 18 green pens and buys 100 more. She gives 20% of "
        "the box away, and then 9 pens. How many pens are left in the box?",
        "<<70+12+18=100>>100\n<<100-20=80>>80\n<<80-9=71>>71\n#### 71",
    )
    assert 100 not in {template.graph.classes[place].value for place in template.options}
    for seed in range(30):
        drawn = template.draw(SeededRandom(seed))
        assert drawn is None or drawn.results[0] == 100


def test_no_mark_rises_above_a_hundred():
    template = item(
        "Ann scored 92 on one quiz and 84 on the next. How many points did she score in all?",
        "<<92+84=176>>176\n#### 176",
    )
    for seed in range(50):
        assert max(template.draw(SeededRandom(seed)).classes) <= 100


def test_articles_follow_their_number():
    template = item(
        "Ann cuts an 8-foot rope off a 20-foot rope. How many feet are left?",
        "<<20-8=12>>12\n#### 12",
    )
    for seed in range(60):
        text = template.tell(template.draw(SeededRandom(seed))).question
        for article, number in re.findall(r"\b(an?) (\d+)", text):
            assert (article == "an") == (number in ("8", "11", "18") or number.startswith("8"))


def test_the_checker_reads_arithmetic_and_nothing_else():
    assert evaluate("2*(3+.5)-1/4") == Fraction(27, 4)
    for text in ("__import__('os')", "2**9", "1/0", "x", "(" * 5000, "", "'a'*3"):
        with pytest.raises(Mismatch):
            evaluate(text)
    with pytest.raises(Mismatch, match="is not"):
        check("<<2+2=5>>5\n#### 5")


def test_documents_of_a_rung_for_lm_eval_by_folder_and_by_environment(monkeypatch):
    from saturate.task_yamls.documents import build

    named = list(build("gsm8k-depth", rung=2, size=3, data=str(DATA))["test"])
    monkeypatch.setenv("SATURATE_GSM8K", str(DATA))
    load_ladder.cache_clear()
    assert list(build("gsm8k-depth", rung=2, size=3)["test"]) == named
    assert all(row["source"].startswith("test-") for row in named)
    load_ladder.cache_clear()
