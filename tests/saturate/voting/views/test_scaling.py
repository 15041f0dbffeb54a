"""Amounts times a factor: the exact story that comes of it, the way back, and exact refusals."""

import pytest

from saturate.voting.views.scaling import scaled


@pytest.mark.parametrize(
    ("story", "told"),
    [
        (  # rates by the hour, a threshold in hours, a share
            "Eliza earns $10 per hour for the first 40 hours. She gets 20% more after that. If she "
            "worked 45 hours, how much did Eliza earn?",
            "Eliza earns $30 per hour for the first 40 hours. She gets 20% more after that. If she "
            "worked 45 hours, how much did Eliza earn?",
        ),
        (  # a bundle, and a threshold in money
            "Pens come at 3 pens for $4.50. Orders over $1,000 ship free, others for $5. Tom "
            "buys 12 pens. How much does he pay?",
            "Pens come at 3 pens for $13.50. Orders over $3,000 ship free, others for $15. Tom "
            "buys 12 pens. How much does he pay?",
        ),
        (
            "Al had 50 dollars. Al bought 2 hats for 12 dollars each. How many dollars are left?",
            "Al had 150 dollars. Al bought 2 hats for 36 dollars each. How many dollars are left?",
        ),
        (
            "A pair of shoes costs $40. Ann buys two pairs of shoes. How much, in dollars, is the "
            "total cost?",
            None,
        ),
        (
            "A pair of shoes costs $40. Ann buys two pairs of shoes. What is the total cost in "
            "dollars?",
            "A pair of shoes costs $120. Ann buys two pairs of shoes. What is the total cost in "
            "dollars?",
        ),
        (  # somebody's age counts something else
            "Tim is 12 years old and gets $2 for each year. How much money does Tim get?",
            "Tim is 12 years old and gets $6 for each year. How much money does Tim get?",
        ),
        (
            "Ben had $20. His sister has twice as much money. How much money do they have?",
            "Ben had $60. His sister has twice as much money. How much money do they have?",
        ),
        (
            "Paco had 26 salty cookies and 17 sweet cookies. He ate 14 sweet cookies. How many "
            "sweet cookies did Paco have left?",
            "Paco had 78 salty cookies and 51 sweet cookies. He ate 42 sweet cookies. How many "
            "sweet cookies did Paco have left?",
        ),
        (
            "There are 4 boxes with 12 pens in each box. Mia takes 5 of her pens. How many pens "
            "are there now?",
            None,
        ),
        (
            "There are 4 boxes with 12 pens in each box. How many pens are there?",
            "There are 4 boxes with 36 pens in each box. How many pens are there?",
        ),
    ],
)  # fmt: skip
def test_amounts_of_one_unit_grow_and_the_answer_is_divided(story, told):
    found = scaled(story, 3)
    assert (found and found[0]) == told
    if found is not None:
        assert found[1]("135") == "45"
        assert found[1]("46") == "46/3"
        assert found[1]("many") == "many"


@pytest.mark.parametrize(
    ("story", "told"),
    [
        (
            "Lia has $60. A ticket costs $12. How many tickets can she buy?",
            "Lia has $120. A ticket costs $24. How many tickets can she buy?",
        ),
        (
            "Omar has 24 eggs. He puts 6 eggs in each box. How many boxes does he fill?",
            None,  # nothing says how many boxes there are, so nothing shows that they are counted
        ),
        (
            "A job pays $15 an hour. Sam wants $90. How many hours does he work?",
            "A job pays $30 an hour. Sam wants $180. How many hours does he work?",
        ),
    ],
)
def test_an_answer_of_another_unit_stays(story, told):
    found = scaled(story, 2)
    assert (found and found[0]) == told
    assert found is None or found[1]("7") == "7"


@pytest.mark.parametrize(
    "story",
    [
        "Bob has $20 and spent 5 on lunch. How much money is left?",  # 5 what?
        "Bob has $20. He paid twenty for a hat and $3 for a pen. How much did he pay?",
        "A pen costs $2 and a pin 50 cents. How much do both cost?",
        "Joe pays with a $20 bill for a $12 book. How much change does he get?",
        "Joe has 3 quarters and $2. How much money does he have?",
        "Kim has as many dollars as apples. She has 5 apples and $5. How much money is that?",
        "A hat costs $12.40. Rounded to the nearest dollar, how much does it cost?",
        "A book costs $50, sold at $65. What is the percent profit?",
        "A dollar buys 3 pens. Ed has $4. How many pens can he buy?",
        "Ed was paid $20 on 12/24 and $30 on 12/25. How much was he paid?",
        "Ed was paid $20 at 10:30. How much was he paid?",
        "Ed has $20. How heavy is his bag?",
        "Ed has $20. How much money is that? How much is left of it?",
        "A ticket costs €20 and a drink $3. How much does he pay?",
        "It was 50 degrees and rose 10 degrees. How many degrees is it?",
        "Ann is 12 years old. Bo is 3 years older. How many years old is Bo?",
        "Each cookie has 3 chips. There are 12 cookies. How many cookies are there?",
        "Ann has 5 apples and 3 oranges. How many apples does she have?",
        "There are 5 boxes with 8 pens in each box. How many more pens than boxes are there?",
        "Tom has 12 cookies and eats a cookie. How many cookies are left?",
        "Tom has 12 cookies and eats two cookies. How many cookies are left?",
        "Tom and 3 friends meet 5 friends. How many friends are there?",
        "Tom works 8 hours and rests 3 hours of the day. How many hours are left?",
        "He buys 14-ounce bottles and 12 ounce bottles. How many bottles are there?",
        "Al eats 15 wings a minute. The record is 64 wings. How many wings beat it?",
        "A hive has 900 bees and loses 30 bees. How many bees are there including the queen?",
        "Ed has $20 and spends a couple of dollars. How much money is left?",
        "Ed has $20. How much flour can he buy if it costs $2?",
        "Ed has $20. What is the weight of the apples if a bag costs $5?",
        "Ed has $20 and 3 books. How many books has he, and how much does each cost?",
        "A garden is 4 yards by 5 yards. What is its area?",
    ],
)
def test_a_story_in_which_an_amount_may_be_missed_stays(story):
    assert scaled(story, 2) is None
