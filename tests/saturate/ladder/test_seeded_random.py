"""Draws and hashes are the same on every machine: published items and runs depend on it."""

import pytest

from saturate.ladder import SeededRandom, split_of, stable_hash


def test_a_seed_gives_these_draws_for_ever():
    rng = SeededRandom("a", 1)
    assert [rng.below(10) for _ in range(5)] == [8, 9, 1, 8, 2]
    assert [rng.between(3, 5) for _ in range(4)] == [3, 3, 4, 3]
    assert rng.amount(10**20) == 93713340846707489228
    assert rng.pick("abc") == "c"
    assert rng.sample("abcdef", 3) == ["b", "a", "c"]


@pytest.mark.parametrize(("size", "count"), [(1, 1), (9, 9), (50, 3), (200, 150)])
def test_places_are_those_of_a_sample(size, count):
    assert SeededRandom("s", size).places(size, count) == SeededRandom("s", size).sample(
        range(size), count
    )


def test_a_hash_is_of_the_parts_and_their_order():
    assert stable_hash("a", 1) == 9331952569449725121
    assert stable_hash("a", 1) != stable_hash(1, "a") != stable_hash("1a")


def test_an_amount_reaches_both_ends():
    drawn = {SeededRandom(seed).amount(2) for seed in range(30)}
    assert drawn == {0, 1, 2}


@pytest.mark.parametrize(
    ("canonical", "split"),
    [("0", "train"), ("1", "train"), ("2", "score"), ("3", "train"), ("4", "vote")],
)
def test_a_split_owns_a_problem_by_its_content(canonical, split):
    assert split_of("addition", 1, canonical) == split
