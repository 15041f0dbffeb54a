"""Ballots in slices on disk: the same labels as in memory, nothing asked twice, little held."""

import tracemalloc
from itertools import count
from json import dumps

import pytest
from support.runs import small_config

from saturate.config.voters import Voters
from saturate.ladder import stable_hash
from saturate.registry import load_ladder
from saturate.storage.files import row_writer
from saturate.voting import asked
from saturate.voting.asked import AskedRung
from saturate.voting.label import Rule, judge, label
from saturate.voting.labelled import pairs_by_rung
from saturate.voting.majority import Ballot
from saturate.voting.proposals import each_proposal, propose
from saturate.voting.stored_pairs import stored_pairs

LADDER = load_ladder("addition")
CONFIG = small_config(ladder="addition", voters=Voters(views=3), stop_voting="never", agreement=0.6)


class Voting:
    """Three voters, of whom one is wrong at times; counts what it is asked."""

    def __init__(self, stop_after: int = 10**9) -> None:
        self.asked, self._left = 0, stop_after

    def __call__(self, proposals):
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1
        self.asked += len(proposals)
        return [[self._ballot(one, seat) for seat in range(3)] for one in proposals]

    def _ballot(self, one, seat):
        right = stable_hash(one.key, seat) % 4 > 0
        answer = LADDER.solve(one.question) if right else str(seat)
        long = len(answer) + 9 * (stable_hash(one.key, seat) % 50 == 1)
        return Ballot(one.question, answer, answer, long, -1.5, True, seat)


@pytest.fixture
def slices_of_eight(monkeypatch):
    monkeypatch.setattr(asked, "SLICE", 8)


def test_labels_in_slices_are_those_in_memory(tmp_path, slices_of_eight):
    proposals = propose(LADDER, 4, 0, 60)
    whole = label(4, proposals, Voting()(proposals), CONFIG)
    rung, found = AskedRung(tmp_path / "4"), []
    rung.add(proposals[:20], Voting())
    rung.add(proposals[20:], Voting())
    streamed = judge(4, rung, CONFIG, Rule(), found.append)
    assert dumps([one.to_row() for one in found]) == dumps([one.to_row() for one in whole.labelled])
    assert streamed.summary() == whole.summary()
    assert (streamed.fates, streamed.tokens) == (whole.fates, whole.tokens)
    assert {"kept", "no agreement"} <= set(map(str, streamed.fates))
    assert len(list((tmp_path / "4").glob("*.jsonl"))) == 3 + 5


def test_a_call_that_was_killed_asks_no_slice_again(tmp_path, slices_of_eight, monkeypatch):
    """What it asked costs what it took then: here three seconds a slice."""
    clock = count(step=3)
    monkeypatch.setattr(asked.time, "perf_counter", lambda: next(clock))
    proposals = propose(LADDER, 4, 0, 40)
    with pytest.raises(KeyboardInterrupt):
        AskedRung(tmp_path).add(proposals, Voting(stop_after=3))
    (tmp_path / "000003.jsonl.partial").write_text('[["half a li')
    again, rung = Voting(), AskedRung(tmp_path)
    assert rung.add(proposals, again) == 3 * 3
    assert again.asked == 40 - 3 * 8
    assert [one.proposal for one in rung] == proposals
    assert AskedRung(tmp_path).add(proposals, Voting(stop_after=0)) == 5 * 3


def test_slices_of_other_proposals_are_asked(tmp_path, slices_of_eight):
    AskedRung(tmp_path).add(propose(LADDER, 4, 0, 16), Voting())
    again, other = Voting(), propose(LADDER, 4, 100, 16)
    rung = AskedRung(tmp_path)
    assert rung.add(other, again) == 0
    assert again.asked == 16
    assert [one.proposal for one in rung] == other


def test_pairs_on_disk_are_those_in_memory(tmp_path):
    proposals = [*propose(LADDER, 4, 0, 30), *propose(LADDER, 5, 0, 30)]
    found = label(4, proposals, Voting()(proposals), CONFIG).labelled
    with row_writer(tmp_path / "labels.jsonl") as write:
        for one in found:
            write(one.to_row())
    for contrasted in (False, True):
        held = pairs_by_rung(found, contrasted)
        stored = stored_pairs(tmp_path / "labels.jsonl", contrasted)
        assert sorted(stored) == sorted(held) == [4, 5]
        for rung, pairs in held.items():
            assert list(stored[rung]) == pairs
            assert [stored[rung][n] for n in range(len(pairs))] == pairs
            assert stored[rung][-1] == pairs[-1] and stored[rung][2:5] == pairs[2:5]
            with pytest.raises(IndexError):
                stored[rung][len(pairs)]


def test_memory_does_not_grow_with_the_proposals(tmp_path, monkeypatch):
    monkeypatch.setattr(asked, "SLICE", 64)

    def peak(count):
        tracemalloc.start()
        rung = AskedRung(tmp_path / str(count))
        rung.add(each_proposal(LADDER, 9, 0, count, set()), Voting())
        with row_writer(tmp_path / f"{count}.jsonl") as write:
            judge(9, rung, CONFIG, Rule(), lambda one: write(one.to_row()))
        stored_pairs(tmp_path / f"{count}.jsonl")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(64)  # what is made once
    few, many = peak(128), peak(1024)
    # Bytes: of keys and lengths; a proposal with its three ballots takes some thousand.
    assert many - few < 896 * 600
