"""Prompts that part at one place."""

import pytest

from saturate.harden.text.blanks import blank_of


@pytest.mark.parametrize(
    ("prompts", "head", "options"),
    [
        (["It hit the bag as the bag", "It hit the bag as the cup"], "It hit the bag as the ",
         ("bag", "cup")),
        (["Ana saw that Ana", "Ana saw that Anabel"], "Ana saw that ", ("Ana", "Anabel")),
        (["He thanked the dog", "He thanked the dog's owner"], "He thanked the ",
         ("dog", "dog's owner")),
        (["箱は鞄に入らない。箱", "箱は鞄に入らない。鞄"], "",
         ("箱は鞄に入らない。箱", "箱は鞄に入らない。鞄")),
        (["So it was", "So it was"], "So it ", ("was", "was")),
    ],
)  # fmt: skip
def test_prompts_part_at_the_last_blank_that_they_share(prompts, head, options):
    assert blank_of(prompts) == (head, options)


def test_all_of_them_are_shown_in_one_text():
    blank = blank_of(["It hit the bag as the bag", "It hit the bag as the cup"])
    assert blank.shown(" was near.") == "It hit the bag as the [bag / cup] was near."
