import re

import pytest

from saturate.ladder import SeededRandom
from saturate.voting.views.options import permuted_options
from saturate.voting.views.sentences import permuted_sentences
from saturate.voting.views.text import text_views
from saturate.voting.views.units import smaller_units

CHOICE = """Which planet is largest?
A. Mars
B. Jupiter
C. Venus
D. Earth
Answer with a letter."""


def letter_of(text: str, option: str) -> str:
    return re.search(rf"\(?([A-Z])[.)] {option}", text)[1]


def test_options_change_places_and_the_letter_maps_back():
    moved = 0
    for number in range(20):
        text, restore = permuted_options(CHOICE, SeededRandom(number))
        assert restore(letter_of(text, "Jupiter")) == "B"
        assert restore(f"({letter_of(text, 'Earth')})") == "(D)"
        assert sorted(text.split()) == sorted(CHOICE.split())
        assert text.endswith("Answer with a letter.")
        moved += text != CHOICE
    assert moved > 10


def test_options_in_one_line_and_answers_in_words():
    question = "What is 2 + 2? (A) three (B) four (C) five"
    text, restore = permuted_options(question, SeededRandom(3))
    assert restore(letter_of(text, "four")) == "B"
    assert restore("four") == "four"


@pytest.mark.parametrize(
    "question",
    [
        "No options at all?",
        "Pick.\nA. red\nB. none of the above",
        "Pick.\nA. red\nB. blue\nC. Both A and B",
        "Pick.\nA. red\nB. blue\nC. All of these",
        "Which is above the others?\nA. red\nB. blue",
        "Pick.\nB. red\nC. blue",
        "Pick.\nA. red\nB. red",
    ],
)
def test_options_stay_where_their_order_may_matter(question):
    assert permuted_options(question, SeededRandom(0)) is None


def test_facts_about_different_things_move():
    question = "Anna has 5 apples. Ben has 3 apples. A pear costs $2. How many apples are there?"
    found = {permuted_sentences(question, SeededRandom(number)) for number in range(30)}
    assert len(found) == 6
    for text in found:
        assert text.endswith("How many apples are there?")
        assert sorted(text.split()) == sorted(question.split())


@pytest.mark.parametrize(
    "question",
    [
        "Anna has 5 apples. She gives away 2. How many apples has Anna?",
        "Anna has 5 apples. Anna has 3 pears. How many fruits?",
        "Anna has 5 apples. Ben has 3 apples. He eats 1. How many are there?",
        "Anna has 5 apples. Anna gives Ben 2. Ben has 3 apples. How many has Ben?",
        "Anna has 5 apples. Ben has twice as many. How many has Ben?",
        "Anna has 5 apples. Ben has 3. How many are there?",
        "Anna has 5 boxes. Each box holds 3 pens. How many pens are there?",
        "The bag has 12 pens. Ann picked half of the 12 pens. How many are there?",
        "Anna has 5 apples. Ben has 3 apples. She eats 1. How many are there?",
        "A pen costs $2. A pad costs $3. How many can Bo buy of them for $6?",
        "Ann has 5 pens. Bo has 3 pens. Who is the second person named?",
        "Ivy has 12 cards. At the park Ivy finds 3. On Monday Ivy loses 2. How many?",
    ],
)
def test_sentences_stay_where_their_order_may_matter(question):
    assert permuted_sentences(question, SeededRandom(0)) is None


def test_facts_may_name_each_other_and_stand_behind_a_scene():
    story = (
        "Ann and Bo live by the sea. Ann had 5 shells. Bo had 3 more shells than Ann. Cy had twice "
        "as many shells as Bo. They put all shells into a box. How many shells are there?"
    )
    found = {permuted_sentences(story, SeededRandom(number)) for number in range(60)}
    assert len(found) == 6
    assert (
        "Ann and Bo live by the sea. Cy had twice as many shells as Bo. Ann had 5 shells. Bo had 3 "
        "more shells than Ann. They put all shells into a box. How many shells are there?"
    ) in found


@pytest.mark.parametrize(
    ("story", "rewritten"),
    [
        ("Lee ran 3 hours.", "Lee ran 180 minutes."),
        ("Cut 2 meters, then 1 meter.", "Cut 200 centimeters, then 100 centimeters."),
        ("Cut 2 meters and a half.", None),
        ("He earns $12 per hour for 3 hours.", None),
        ("He works 8 hours a day for 5 days and rests an hour.", None),
        ("It takes 3 hours and 20 minutes.", "It takes 3 hours and 1200 seconds."),
        ("It takes 3.5 hours.", None),
        ("It takes 1,000 meters.", None),
        ("It takes three hours.", None),
        ("He plays football for 2 foot.", None),
    ],
)  # fmt: skip
def test_units_convert_only_where_it_is_safe(story, rewritten):
    told = smaller_units(f"{story} How many pens are left?")
    assert told == (rewritten and f"{rewritten} How many pens are left?")


@pytest.mark.parametrize(
    ("question", "converted"),
    [
        ("Lee ran 3 hours. How many hours?", True),
        ("Lee ran 3 hours on 2 days. How many more miles did Lee run than Bo?", True),
        ("A tape is 6 feet. How many small red boxes can it close?", True),
        ("A rectangle is 5 meters long and 4 meters wide. What is its area?", False),
        ("A car covers 120 miles in 2 hours. What is its average speed?", False),
        ("A wall is 6 feet and a ladder 2 feet taller. How tall is the ladder?", False),
        ("Ann had 5 liters and drank 2 liters. How much is left?", False),
        ("Ann had 5 liters and drank 2 liters. How many are left?", False),
        ("Ann had 5 liters and drank 2 liters. How many does she have?", False),
        ("Ann had 5 liters and drank 2 liters. How many more does she need?", False),
        ("Ann had 5 liters and drank 2 liters. How many of these has she?", False),
        ("A yard is 5 meters by 4 meters. How many square units is it?", False),
        ("A yard is 5 meters by 4 meters. How many units is its perimeter?", False),
        ("Ann drank 2 liters. How many cups did she drink, and how much water?", False),
        ("Ann drank 2 liters. Tell what is left.", False),
    ],
)
def test_units_stay_where_the_question_does_not_name_what_it_counts(question, converted):
    assert (smaller_units(question) is not None) is converted


def test_text_views_start_with_the_question_and_differ():
    views = text_views(CHOICE, 5)
    assert views[0].question == CHOICE
    assert len({view.question for view in views}) == 5
    assert {view.kind for view in views[1:]} == {"options"}
    assert [v.question for v in views] == [v.question for v in text_views(CHOICE, 5)]


def test_a_question_that_allows_nothing_is_its_only_view():
    assert len(text_views("He had 5 pens. He lost 2. How many has he?", 7)) == 1


def test_of_a_prompt_with_examples_the_last_story_changes_and_its_answer_maps_back():
    example = "Question: A hat costs $3. How much do 2 hats cost?\nAnswer: $6\n\n"
    prompt = f"{example}Question: A pen costs $7. How much do 2 pens cost?\nAnswer:"
    views = text_views(prompt, 12)
    assert [view.kind for view in views] == ["original", *["scaling"] * 4]
    assert views[0].wording == "A pen costs $7. How much do 2 pens cost?"
    for view in views:
        assert view.question.startswith(f"{example}Question: ")
        assert view.question.endswith(" How much do 2 pens cost?\nAnswer:")
        price = int(re.findall(r"[$]([0-9]+)", view.question)[-1])
        assert view.restore(str(2 * price)) == "14"
