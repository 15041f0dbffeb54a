import pytest
from support.stand_ins import StandIn

from saturate.models.prompting import Prompter
from saturate.registry import load_ladder
from saturate.training.replay import (
    Pair,
    batches,
    newest_share,
    seed_pairs,
    sources,
    steps_of,
)


def pairs(name: str, count: int = 5) -> list[Pair]:
    return [Pair(f"{name}{i}", "x") for i in range(count)]


def test_shares_newest_half_seed_a_quarter_earlier_the_rest():
    found = sources({1: pairs("s")}, [{6: pairs("e")}], {7: pairs("n"), 8: pairs("t")}, 0.25)
    weights = {source.pairs[0].prompt[0]: source.weight for source in found}
    assert weights == pytest.approx({"s": 0.25, "e": 0.25, "n": 0.5 / 3, "t": 1 / 3})


@pytest.mark.parametrize(
    ("replay", "shares"),
    [(0.0, {"e": 0.5, "n": 0.5}), (0.4, {"s": 0.4, "e": 0.1, "n": 0.5}),
     (0.5, {"s": 0.5, "n": 0.5})],
)  # fmt: skip
def test_what_was_known_takes_its_share_from_earlier_rounds(replay, shares):
    found = sources({1: pairs("s")}, [{6: pairs("e")}], {7: pairs("n")}, replay)
    weights = {source.pairs[0].prompt[0]: source.weight for source in found}
    assert weights == pytest.approx(shares)


def test_batches_hold_the_shares_and_one_source_each():
    found = sources({1: pairs("s")}, [], {7: pairs("n")}, 0.25)
    plan = batches(found, steps=90, size=8, seed=3)
    kinds = [{pair.prompt[0] for pair in batch} for batch in plan]
    assert all(len(kind) == 1 for kind in kinds)
    assert sum(kind == {"n"} for kind in kinds) == 60
    assert all(len(batch) == 8 for batch in plan)
    assert plan == batches(found, steps=90, size=8, seed=3)
    assert plan != batches(found, steps=90, size=8, seed=4)


def test_every_pair_is_seen_before_any_is_seen_again():
    plan = batches(sources({}, [], {2: pairs("n", 24)}, 0.25), steps=3, size=8, seed=0)
    assert len({pair.prompt for batch in plan for pair in batch}) == 24


def test_seed_pairs_come_from_the_train_split_with_true_labels():
    ladder = load_ladder("addition")
    found = seed_pairs(ladder, 2, Prompter(ladder, StandIn(), bare=True))
    assert sorted(found) == [1, 2]
    assert all(ladder.solve(pair.prompt) == pair.completion for pair in found[2])
    assert seed_pairs(ladder, 0, Prompter(ladder, StandIn(), bare=True)) == {}


def test_steps_follow_from_passes_over_the_newest_pairs():
    newest = {3: [Pair("a", "b")] * 40, 4: [Pair("c", "d")] * 60}
    alone = sources({}, [], newest, 0.25)
    beside = sources({1: [Pair("e", "f")]}, [{2: [Pair("g", "h")]}], newest, 0.25)
    assert newest_share(alone, newest) == 1
    assert newest_share(beside, newest) == 0.5
    assert steps_of(2.5, 100, 32, share=1) == 8
    assert steps_of(2.5, 100, 32, share=0.5) == 16
    assert steps_of(0.1, 1, 32, share=1) == 1
