"""Sentences are never cut at an abbreviation, and lean on nothing outside."""

import pytest

from saturate.sentences import looks_back, sentences, takes_as_known


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The bus fare of one adult is Rs. 50.", "Tom pays."),
        ("A ticket costs 50 Rs.", "Tom pays."),
        ("Mr. Lee ran.", "He won."),
        ("mr. Lee and Mrs. Poe ran.", "Ms. Roe won."),
        ("Dr. St. John saw Prof. Ng vs. Gen. Oh.", "Tom won."),
        ("He woke at 9 a.m. Monday.", "He slept."),
        ("He left at 5 p.m.", "John came."),
        ("The train left at 5 p.m. EST.", "It was late."),
        ("J. K. Rowling and George R. R. Martin met.", "The end came."),
        ("Player No. 5 left.", "No. 7 stayed."),
        ("Ann said no.", "Tom did."),
        ("The U.S. Navy and the U.K. Army met.", "Tom won."),
        ("He lives in the U.S.", "The ships are there."),
        ("Tom has 3 ft. of rope.", "Ann cut 5 in. off."),
        ("A rug of 4 sq. ft. lies there.", "Tom sat."),
        ("A pack has 2 lbs. of nuts.", "Ann ate."),
        ("He went to Ft. Lauderdale.", "Tom stayed."),
        ("It costs $3.50 or 3.5 dollars.", "5 were sold."),
        ("He said \"Go.\"", "Then Tom left."),
        ("Vitamin C.", "It is good."),
        ("Use nuts, e.g. almonds, i.e. seeds, etc. and salt.", "Mix well."),
        ("Acme Inc. Tools sells saws.", "Tom bought one."),
        ("She has a Ph.D. in law.", "He has none."),
        ("They met on Jan. 5.", "Tom sang."),
        ("Am 3. Mai kam Herr Dr. Roth, z. B. mit Nr. 4.", "Es war kalt."),
        ("What a day!", "Did Tom go?"),
        ("これは本です。", "それは？"),
    ],
)  # fmt: skip
def test_a_text_is_cut_between_sentences_alone(first, second):
    assert sentences(f"{first} {second}") == [first, second]
    assert sentences(f"{first}\n{second}") == [first, second]


def test_a_long_text_without_a_space_is_fast():
    assert sentences("a." * 50_000) == ["a." * 50_000]
    assert len(sentences("He ran. " * 20_000)) == 20_000


@pytest.mark.parametrize(
    "sentence",
    [
        "The other ant is 6 inches tall.",
        "The original price of an item is $5.",
        "Tom sold the remaining apples.",
        "Tom gave the rest to Ann.",
        "Tom also bought pears.",
        "Another bag holds 5 pears.",
        "Each of them has a dog.",
        "Each had 5 pears.",
        "Such pears cost $5.",
        "Tom has 5 more pears.",
        "Tom is older than Ann.",
        "Tom has twice the pears.",
        "Tom is as old as Ann.",
        "Tom has three times as many toys.",
        "Tom kept 3 and ate two.",
        "Half have nuts and half do not.",
        "Tom bought the small one.",
        "Tom now has 6 stars.",
        "Tom did.",
        "Altogether, everyone gave $400.",
    ],
)
def test_what_looks_back(sentence):
    assert looks_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tom has 5 pears and 6 plums.",
        "Pears cost $3, and plums cost $4.",
        "Tom was born in 1998 in Rome.",
        "Ann is 5 years old, and Tom is 6.",
        "Tom gets up at 7 on weekends.",
        "A pear costs $2 each time.",
        "Tom runs 3 times a week.",
    ],
)
def test_what_does_not_look_back(sentence):
    assert not looks_back(sentence)


def test_things_that_are_taken_as_known():
    assert takes_as_known("The bus fare is $5.")
    assert takes_as_known("Tom ate the apples.")
    assert takes_as_known("The store sells pears.")
    assert not takes_as_known("Tom went to the store in the morning.")
    assert not takes_as_known("The Nile is a river.")
    assert not takes_as_known("The capital of France is Paris.")
