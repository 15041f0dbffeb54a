"""Names and pronouns of a story agree, in the procedural ladder and in redraws."""

import re
from pathlib import Path

import pytest

from saturate.benchmark_data import load_items
from saturate.generators.gsm8k import Gsm8k
from saturate.generators.gsm8k_items.library import Library
from saturate.generators.gsm8k_items.template.names import FEMALE, MALE, contradicts, rename, swaps
from saturate.generators.gsm8k_text import PEOPLE, PRONOUNS, pronouns_of
from saturate.ladder import SeededRandom

DATA = Path(__file__).parents[2] / "data" / "gsm8k"
EITHER = {"Ariel", "Chris", "Jackie", "Kelly", "Leslie", "Sam", "Sasha", "Stacy", "Tracy"}


def words(text, *wanted):
    return re.findall(rf"\b(?:{'|'.join(wanted)})\b", text)


@pytest.mark.parametrize(
    ("name", "pronouns"),
    [
        ("Erik", [("he", "him")]),
        ("Luca", [("he", "him")]),
        ("Elif", [("she", "her")]),
        ("Mei", [("she", "her")]),
        ("Dana", [("she", "her")]),
        ("Sam", [("she", "her"), ("he", "him")]),
    ],
)
def test_a_name_has_its_pronouns(name, pronouns):
    assert list(pronouns_of(name)) == pronouns
    assert name in PEOPLE


def test_a_procedural_story_keeps_to_its_persons_pronouns():
    ladder, told = Gsm8k(), 0
    for split in ("train", "vote", "score"):
        for index in range(300):
            question = ladder.problem(6, split, index).question
            used = set(words(question, "she", "her", "he", "him"))
            name = question.split()[0]
            if name not in PEOPLE or not used:
                continue
            told += 1
            assert any(used <= set(pair) for pair in pronouns_of(name)), question
    assert told > 400


def test_both_pronouns_are_told_of_a_name_of_either():
    ladder, told = Gsm8k(), set()
    for index in range(3000):
        question = ladder.problem(6, "train", index).question
        if question.startswith("Sam "):
            told |= {pair for pair in PRONOUNS if words(question, *pair)}
    assert told == set(PRONOUNS)


@pytest.mark.parametrize(
    ("story", "names"),
    [
        ("Tom has 5 pens. He buys 6.", {"Tom": MALE}),
        ("Her brother Tom has 5 pens. Sara has 6.", {"Tom": MALE, "Sara": FEMALE}),
        # a name of either: the story tells
        ("Sam has 5 pens. She buys 6.", {"Sam": FEMALE}),
        ("Sam has 5 pens. How many will he have?", {"Sam": MALE}),
        ("Kelly sells her pens. Tom sells his.", {"Kelly": FEMALE, "Tom": MALE}),
        ("Sam sells his 5 pens. Then Sam buys one from Sara, who keeps her 6 pens.",
         {"Sam": MALE, "Sara": FEMALE}),
        # or doesn't tell, where the story has pronouns for others
        ("Sam and Sara buy pens. She buys 6.", {"Sara": FEMALE}),
        ("Sara has 5 pens. She gives 2 to Chris.", {"Sara": FEMALE}),
        # no pronoun can clash
        ("Sam has 5 pens and Chris has 2.", {"Sam": MALE, "Chris": MALE}),
        # a name that the story contradicts stays
        ("Tom sells her 5 pens. Sara has 6.", {"Sara": FEMALE}),
        ("Mark has 5 pens. Amy sold his. He has 6.", {}),
        # nouns and titles
        ("Mrs. Sara has 5 pens. She buys 6.", {}),
        ("The girl met Tom. She has 5 pens.", {"Tom": MALE}),
    ],
)  # fmt: skip
def test_a_new_name_fits_the_storys_pronouns(story, names):
    for seed in range(30):
        found = swaps([story], SeededRandom("names", seed))
        assert set(found) == set(names)
        assert all(new in names[old] and new not in EITHER for old, new in found.items())


def test_what_the_solution_says_of_a_person_counts():
    question, solution = "Sam has 5 pens. How many are left?", "She sells 2, so 5-2=3 are left."
    assert swaps([question, solution], SeededRandom(0))["Sam"] in FEMALE


@pytest.mark.parametrize(
    ("story", "clash"),
    [
        ("Tom has 5 pens. She buys many.", True),
        ("How many pens has Sara if he buys 6?", True),
        ("How many pens has Sara if he buys 6 and she 5?", True),
        ("Sam has 5 pens. She buys many.", False),
        ("Tom has 5 pens. His mother buys 6 more, as she likes him.", False),
        ("How many pens has Jack if Sophia gave him half of her pens?", False),
    ],
)
def test_a_story_that_contradicts_itself_is_known(story, clash):
    assert contradicts(story) is clash


def test_redraws_of_the_sample_keep_names_and_pronouns_together():
    library, swapped = Library(load_items("gsm8k", DATA)), 0
    for items in library.items.values():
        for item in items:
            template = library.template(item)
            if template is None:
                continue
            numbers = template.draw(SeededRandom("pronouns", item.source))
            if numbers is None:
                continue
            told = template.tell(numbers)
            names = swaps([told.question, told.solution], SeededRandom("names", item.source))
            new = rename(told.question, names)
            swapped += bool(names)
            if len(names) == 1 and not words(new, "brother", "sister", "friend", "mother", "her"):
                (name,) = names.values()
                wrong = ("he", "his", "him") if name in FEMALE else ("she", "hers")
                assert not words(new, *wrong) or words(
                    new, *[n for n in MALE + FEMALE if n != name]
                )
    assert swapped > 20
