import pytest

from saturate.harden.text.quantities import only_whole_number, plain_numbers

PARTS = """uses 3 1/2 cups|uses 3½ cups|uses 3 ½ cups|uses 1 and 3/4 cups|uses 3-1/2 cups|
about 3-4 cups|about 3–4 cups|about 3 – 4 cups|ratio 3:4 of|ratio 3 : 4 of|at 3:30 today|
on 3/4/2020|is 3.5 m|is 3,5 m|eats 1/2 of|eats 1 / 2 of|the 3rd of|the 3 rd of|an A4 sheet|
an iPhone 12 costs|has 3% left|has 3 % left|has 3 percent left|about 3 to 4 cups|about 3 or 4 cups|
on January 15 she|on 15 January she|am 15. Januar war|in 1990 she|uses 2 and a half cups|
uses 2 and one-half cups|pays 12 500 euros|has 3 million|took 2 thirds of|page 12 of|rooms 3 and|
at 3 p.m. he|at 3 am he|at 3 o'clock he|a 5'10" man|5" wide|3 out of 4 people|the 3-year plan|
a 3x4 board|a 3 x 4 board|a 3 by 4 board|x = 3 or|2 + 3 is|grew by ±3 cm|is -3 now|is − 3 now|
half past 3 they|1,000 m|007 agents|option (3) is|item 3) is|5° C|1 000 m|section 3.2 of|
Version 3 of|uses 2 & 1/2 cups|3 1⁄2 cups|costs $3.50 now|costs $3 1/2 now|von 3 bis 4 Uhr|
on the 4 of July|uses 2 \\frac{1}{2} cups|sees $3$ of|week 3 was|chapters 3 and|between 5-10 km|
pH 7 is|for 2 1/2 hours|a 2 1/2-hour film|the score is 3-2 now|a 30-minute walk|digits '5' and|
no. 5 is|#5 is|a Boeing 747 flew"""


@pytest.mark.parametrize("text", PARTS.replace("\n", "").split("|"))
def test_a_part_of_a_quantity_is_left_alone(text):
    assert plain_numbers(f"she {text}") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("has 3 pears", ["3"]),
        ("has 3 students and 4 things.", ["3", "4"]),
        ("pays $5 for 12 amazing cats", ["5", "12"]),
        ("has 3. Then she eats 2", ["3", "2"]),
        ("sees 3, then more", ["3"]),
        ("buys 7 and an apple", ["7"]),
        ("gives 3 to Bob, 3 to a friend", ["3", "3"]),
        ("has 5 or more", ["5"]),
        ("uses 2 1/2 cups and 6 eggs", ["6"]),
        ("kauft 5 Äpfel", ["5"]),
    ],
)
def test_a_whole_quantity_is_found(text, found):
    text = f"she {text}"
    assert [text[start:end] for start, end in plain_numbers(text)] == found


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        ("8 apples", 8),
        ("The answer is 1,200 dollars.", 1200),
        ("Answer: -5 degrees", -5),
        ("$18 in all", 18),
        ("3 million people", 3_000_000),
        ("8 or so", None),
        ("at least 8 apples", None),
        ("1/2", None),
        ("3 1/2", None),
        ("3½ cups", None),
        ("10:30", None),
        ("July 4", None),
        ("4 July", None),
        ("3rd place", None),
        ("page 12", None),
        ("8 p.m.", None),
        ("5 or 7", None),
        ("5-7 apples", None),
        ("2^3", None),
        ("x2", None),
        ("12.5 dollars", None),
        ("none", None),
    ],
)
def test_the_one_whole_number_of_an_answer(answer, whole):
    assert only_whole_number(answer) == whole
