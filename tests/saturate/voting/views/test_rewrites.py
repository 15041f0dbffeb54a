"""Rewrites by a model; the model is a stand-in that says what it is told to."""

import pytest

from saturate.ladder import View
from saturate.models import Completion
from saturate.voting.views.rewrites import keeps, numbers, rewrites

QUESTION = "Tom has 12 pens and loses three of them. How many pens does Tom have?"
GOOD = "Out of his 12 pens Tom loses 3. What number of pens does he have?"


class Echo:
    """Gives the same completions to every prompt, in turn."""

    has_chat_template = False

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.calls = 0

    def complete(self, prompts, decoding, progress=None):
        self.calls += 1
        texts = (self.texts * decoding.n)[: decoding.n]
        return [[Completion(text, 10, -1.0, True) for text in texts] for _ in prompts]


def test_numbers_are_read_in_digits_and_words():
    assert numbers("1,200 pens, twelve hats, half of 3.5") == {
        "1200": 1, "12": 1, "half": 1, "3.5": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rewrite", "kept"),
    [
        (GOOD, True),
        ("Tom loses 3 of his 12 pens and has 9. How many pens does Tom have?", False),
        ("Tom has 12 pens and loses some of them. How many pens does Tom have?", False),
        ("Tom has 12 pens and loses 3 of them. Tell me how many pens he has.", False),
        ("12 pens, 3 lost?", False),
    ],
)
def test_a_rewrite_keeps_numbers_question_and_length(rewrite, kept):
    assert keeps(QUESTION, rewrite) is kept


def test_only_good_and_different_rewrites_become_views_and_all_are_paid_for():
    model = Echo(GOOD, "Tom has 99 pens?", GOOD)
    (row,) = rewrites(model, [[View(QUESTION)]], 4, seed=0)
    assert [view.question for view in row] == [QUESTION, GOOD]
    assert sum(view.cost for view in row) == 50
    assert model.calls == 2


def test_full_rows_ask_nothing():
    model = Echo("x")
    rewrites(model, [[View(QUESTION)]], 1, seed=0)
    assert model.calls == 0
