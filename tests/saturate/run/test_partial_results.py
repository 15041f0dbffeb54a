"""Results that grow while a run goes on."""

import shutil

import pytest
from support.fakes import make_results
from support.runs import execute_small

from saturate.config.run_config import build_config
from saturate.models.transformers import TransformersSampler
from saturate.results.files import read_results, write_results
from saturate.run.partial_results import PartialResults
from saturate.run.read_round import ReadRound
from saturate.storage.layout import BASE, Place


def test_results_are_there_after_every_round_and_never_shrink(tmp_path):
    whole, config = make_results(), build_config(arms="voted", rounds=2)
    written = []

    def build(so_far, ended):
        held = list(so_far.rounds.values())
        arms = [whole.arms[0].model_copy(update={"rounds": held})]
        written.append(len(held))
        return whole.model_copy(update={"arms": arms, "complete": ended})

    def read(number):
        return ReadRound(whole.arms[0].rounds[number], [], {})

    first = PartialResults(tmp_path, config, build)
    first.add(BASE, read(0))
    first.add(Place("voted", 1), read(1))
    assert written == [1, 2]
    assert not read_results(tmp_path).complete
    again = PartialResults(tmp_path, config, build)
    for place in (BASE, Place("voted", 1), Place("voted", 2)):
        again.add(place, read(place.number))
    assert written == [1, 2, 3], "rounds on disk already are not written again"
    assert not read_results(tmp_path).complete
    ended = again.end(BASE, read(1))
    assert ended == read_results(tmp_path)
    assert ended.complete
    assert ended.arms[0].rounds[0] == whole.arms[0].rounds[1], "the base as it was told last"


@pytest.mark.parametrize(
    ("arms", "rounds", "passed"),
    [("gold", 2, ["gold"]), ("voted,gold", 1, ["voted", "gold"])],
)
def test_of_results_on_disk_those_count_that_are_passed_again(tmp_path, arms, rounds, passed):
    """They hold two rounds of voted: an arm, or a round, that a later call may not want."""
    whole, written = make_results(), []
    (voted,) = (arm for arm in whole.arms if arm.arm == "voted")
    held = voted.model_copy(update={"rounds": voted.rounds[:3]})
    write_results(tmp_path, whole.model_copy(update={"arms": [held], "complete": True}))

    def build(so_far, ended):
        written.append(sorted(so_far.rounds))
        return whole.model_copy(update={"complete": ended})

    results = PartialResults(tmp_path, build_config(arms=arms, rounds=rounds), build)
    for place in (BASE, *(Place(arm, 1) for arm in passed)):
        results.add(place, ReadRound(voted.rounds[place.number], [], {}))
    assert written == [sorted([BASE, *(Place(arm, 1) for arm in passed)])]
    assert not read_results(tmp_path).complete


def test_an_interrupted_run_leaves_results_of_its_rounds(small_run, tmp_path, monkeypatch):
    out, whole, _ = small_run
    copy = tmp_path / "copy"
    shutil.copytree(out, copy)
    for gone in ("unfiltered", "results.json", "report.html"):
        path = copy / gone
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("saturate.rounds.label.ask", stop)
    with pytest.raises(KeyboardInterrupt):
        execute_small(copy)
    partial = read_results(copy)
    assert not partial.complete
    assert [len(arm.rounds) for arm in partial.arms] == [3, 1]
    assert partial.arms[0] == whole.arms[0].model_copy(update={"rounds": partial.arms[0].rounds})


def test_a_run_that_goes_on_asks_no_model_that_was_closed(small_run, tmp_path, monkeypatch):
    """What the seed was taught is made anew then, which opens the base model beside the voters'."""
    out, whole, _ = small_run
    copy = tmp_path / "copy"
    shutil.copytree(out, copy)
    for gone in ("voted/02", "unfiltered", "results.json", "report.html"):
        path = copy / gone
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    closed, complete = set(), TransformersSampler.complete

    def ask(self, *words, **named):
        assert id(self) not in closed
        return complete(self, *words, **named)

    kept = []  # so that no other sampler gets its id
    monkeypatch.setattr(TransformersSampler, "complete", ask)
    monkeypatch.setattr(
        TransformersSampler, "close", lambda self: (kept.append(self), closed.add(id(self)))
    )
    results, _ = execute_small(copy)
    assert results.arms[0].rounds[2].scores == whole.arms[0].rounds[2].scores


def test_damaged_results_do_not_stop_a_run(tmp_path):
    whole = make_results()
    (tmp_path / "results.json").write_text("{")
    read = ReadRound(whole.arms[0].rounds[0], [], {})
    PartialResults(tmp_path, build_config(), lambda *_: whole).add(BASE, read)
    assert read_results(tmp_path) == whole
