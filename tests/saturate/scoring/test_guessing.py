"""What an option drawn blindly is worth, on ladders of choices and of free answers."""

import pytest
from support import hard_tasks

from saturate.registry import load_ladder
from saturate.scoring.guessing import guessed_shares


def test_every_wrong_option_more_makes_guesses_worth_less():
    ladder = hard_tasks.open_ladder("options:letters")  # of three options, and k more on rung k
    assert guessed_shares(ladder, range(1, 4), 20) == pytest.approx({1: 1 / 4, 2: 1 / 5, 3: 1 / 6})


def test_free_answers_have_no_options():
    assert guessed_shares(load_ladder("gsm8k"), range(1, 4), 20) == {}
