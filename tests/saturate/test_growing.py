"""Results that grow while a run goes on."""

import shutil

import pytest
from conftest import execute_small
from fakes import make_results

from saturate.growing import Growing
from saturate.results import read_results
from saturate.sampling.transformers import TransformersSampler


def test_results_are_there_after_every_round_and_never_shrink(tmp_path):
    whole = make_results()
    written = []

    def build(rounds):
        arms = [whole.arms[0].model_copy(update={"rounds": list(rounds.values())})]
        written.append(len(rounds))
        return whole.model_copy(update={"arms": arms, "complete": False})

    first = Growing(tmp_path, build)
    first.add("base", 0, whole.arms[0].rounds[0])
    first.add("voted", 1, whole.arms[0].rounds[1])
    assert written == [1, 2]
    assert not read_results(tmp_path).complete
    again = Growing(tmp_path, build)
    for name, number in (("base", 0), ("voted", 1), ("voted", 2)):
        again.add(name, number, whole.arms[0].rounds[number])
    assert written == [1, 2, 3], "rounds on disk already are not written again"


def test_an_interrupted_run_leaves_results_of_its_rounds(small_run, tmp_path, monkeypatch):
    out, whole, _ = small_run
    copy = tmp_path / "copy"
    shutil.copytree(out, copy)
    for gone in ("unfiltered", "results.json", "report.html"):
        path = copy / gone
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("saturate.learning.label_stage", stop)
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
    Growing(tmp_path, lambda _: whole).add("base", 0, whole.arms[0].rounds[0])
    assert read_results(tmp_path) == whole
