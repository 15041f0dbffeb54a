import pickle

import pytest
from support.stand_ins import StandIn

from saturate.models.prompting import Prompter
from saturate.registry import load_ladder
from saturate.training.replay import (
    Batches,
    Pair,
    Source,
    merge,
    newest_share,
    of_lineage,
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
    plan = list(Batches(found, steps=90, size=8, seed=3))
    kinds = [{pair.prompt[0] for pair in batch} for batch in plan]
    assert all(len(kind) == 1 for kind in kinds)
    assert sum(kind == {"n"} for kind in kinds) == 60
    assert all(len(batch) == 8 for batch in plan)
    assert plan == list(Batches(found, steps=90, size=8, seed=3))
    assert plan != list(Batches(found, steps=90, size=8, seed=4))


def test_every_pair_is_seen_before_any_is_seen_again():
    plan = Batches(sources({}, [], {2: pairs("n", 24)}, 0.25), steps=3, size=8, seed=0)
    assert len({pair.prompt for batch in plan for pair in batch}) == 24


def test_seed_pairs_come_from_the_train_split_with_true_labels():
    ladder = load_ladder("addition")
    found = seed_pairs(ladder, 2, Prompter(ladder, StandIn(), bare=True))
    assert sorted(found) == [1, 2]
    assert all(ladder.solve(pair.prompt) == pair.completion for pair in found[2])
    assert seed_pairs(ladder, 0, Prompter(ladder, StandIn(), bare=True)) == {}


def test_seed_pairs_are_in_the_form_of_every_lineage():
    class Chats(StandIn):
        has_chat_template = True

        def chat(self, message):
            return f"<user>{message}<model>"

    ladder = load_ladder("addition")
    plain, chat = (Prompter(ladder, model, bare=True) for model in (StandIn(), Chats()))
    found = seed_pairs(ladder, 2, plain, [plain, chat])
    alone = seed_pairs(ladder, 2, plain)
    assert [*of_lineage(found, 0)[2]] == alone[2] == seed_pairs(ladder, 2, plain, [plain, plain])[2]
    assert [*of_lineage(found, 1)[2]] == seed_pairs(ladder, 2, chat)[2]


def test_steps_follow_from_passes_over_the_newest_pairs():
    newest = {3: [Pair("a", "b")] * 40, 4: [Pair("c", "d")] * 60}
    alone = sources({}, [], newest, 0.25)
    beside = sources({1: [Pair("e", "f")]}, [{2: [Pair("g", "h")]}], newest, 0.25)
    assert newest_share(alone, newest) == 1
    assert newest_share(beside, newest) == 0.5
    assert steps_of(2.5, 100, 32, share=1) == 8
    assert steps_of(2.5, 100, 32, share=0.5) == 16
    assert steps_of(0.1, 1, 32, share=1) == 1


def test_pairs_of_several_rounds_stand_one_after_the_other():
    found = merge([{1: pairs("a", 3)}, {1: pairs("b", 2), 2: pairs("c", 1)}, {1: pairs("d", 1)}])
    whole = [*pairs("a", 3), *pairs("b", 2), *pairs("d", 1)]
    assert list(found[1]) == whole and len(found[1]) == 6
    assert [found[1][n] for n in range(-6, 6)] == whole * 2
    assert found[1][1:5] == whole[1:5] and found[2] == pairs("c", 1)
    with pytest.raises(IndexError):
        found[1][6]


def test_of_very_many_pairs_only_what_is_drawn_takes_room():
    many = Source(Endless(10**9), 1.0)
    drawn = [pair.prompt for batch in Batches([many], 3, 8, seed=0) for pair in batch]
    assert len(set(drawn)) == 24


class Endless:
    """A sequence that holds nothing."""

    def __init__(self, length):
        self._length = length

    def __len__(self):
        return self._length

    def __getitem__(self, place):
        return Pair(str(place), "x")


def test_other_machines_are_sent_the_pairs_themselves():
    plan = Batches([Source(Endless(1000), 1.0)], 3, 8, seed=0)
    assert pickle.loads(pickle.dumps(plan)) == list(plan)
