import json
import shutil

import pytest
from support.fakes import RUNGS, make_results, write_run

from saturate.analysis.add_findings import judge_over_seeds, with_verdict
from saturate.cli.verdict import verdict
from saturate.errors import SaturateError
from saturate.results.files import read_results, write_results
from saturate.results.runs import read_runs
from saturate.stats.intervals import Count


def test_a_run_ends_with_its_verdict(small_run):
    out, _, text = small_run
    held = read_results(out)
    assert held.verdict is not None and held.saturation is not None
    assert held.verdict.arm == "voted"
    assert held.verdict.controls == ["unfiltered"]
    assert [one.number for one in held.verdict.rounds] == [1, 2]
    assert held.verdict.sentence in text.replace("\n", " ")
    for doubt in held.verdict.doubts:
        assert doubt in text


def test_the_majority_of_the_base_model_is_a_control():
    climbs = make_results(skills=(2.0, 3.0, 4.0))
    asked = {rung: Count(40 if rung < 5 else 2, 40) for rung in RUNGS}
    with_vote = climbs.model_copy(update={"majority": asked})
    for results, beaten in (
        (climbs, ["base", "unfiltered"]),
        (with_vote, ["base", "unfiltered", "maj"]),
    ):
        found = with_verdict(results, None).verdict
        assert found.controls == beaten[1:]
        last = {q.name: q for q in found.rounds[-1].quantities if q.reading == "strict"}
        assert [c.against for c in last["trained"].contrasts] == beaten
    (vote,) = [c for c in last["trained"].contrasts if c.against == "maj"]
    assert vote.difference.value == pytest.approx(0.0, abs=0.1)


def test_judging_again_gives_the_same(small_run):
    out, _, _ = small_run
    held = read_results(out)
    bare = held.model_copy(update={"verdict": None, "saturation": None})
    assert with_verdict(bare, out) == held


def test_results_without_the_blocks_load_and_are_judged(small_run, tmp_path, capsys):
    _, results, _ = small_run
    write_results(tmp_path, results.model_copy(update={"verdict": None, "saturation": None}))
    old = json.loads((tmp_path / "results.json").read_text())
    del old["verdict"], old["saturation"]
    (tmp_path / "results.json").write_text(json.dumps(old))
    verdict(tmp_path)
    shown = capsys.readouterr().out
    assert "Verdict" in shown
    assert "Only counts were at hand" in shown


def test_json_holds_both_blocks(small_run, capsys):
    out, results, _ = small_run
    verdict(out / "results.json", as_json=True)
    shown = json.loads(capsys.readouterr().out)
    assert shown["verdict"]["finding"] == results.verdict.finding
    assert shown["saturation"]["state"] == "not scored"


def test_a_run_that_is_not_complete_is_said_to_be_none(tmp_path, capsys):
    whole = make_results((2.0, 3.0, 4.2))
    voted, *controls = whole.arms
    short = [arm.model_copy(update={"rounds": arm.rounds[:1]}) for arm in controls]
    cut = whole.model_copy(update={"arms": [voted, *short], "complete": False})
    told = "doubt   The run is not complete: rounds of some arms are still missing."
    for results, incomplete in ((whole, False), (cut, True)):
        write_results(tmp_path, results.model_copy(update={"verdict": None, "saturation": None}))
        verdict(tmp_path)
        shown = capsys.readouterr().out
        assert (told in shown) is incomplete
        assert ("(unfiltered has not come as far)" in shown) is incomplete
        assert "not told apart" not in shown
        verdict(tmp_path, as_json=True)
        assert json.loads(capsys.readouterr().out)["complete"] is not incomplete


def test_a_run_without_a_round_is_refused(small_run, tmp_path):
    _, results, _ = small_run
    arms = [arm.model_copy(update={"rounds": arm.rounds[:1]}) for arm in results.arms]
    empty = {"arms": arms, "verdict": None, "saturation": None}
    write_results(tmp_path, results.model_copy(update=empty))
    with pytest.raises(SaturateError, match="no finished round"):
        verdict(tmp_path)


def test_a_damaged_score_file_falls_back_on_counts(small_run, tmp_path):
    out, _, _ = small_run
    copy = tmp_path / "run"
    shutil.copytree(out, copy)
    (copy / "voted/01/score/summary.json").write_text("{")
    found = with_verdict(read_results(copy), copy)
    assert not all(q.paired for q in found.verdict.rounds[0].quantities)


CLIMB = (2.0, 3.0, 4.2)


def three_seeds(tmp_path):
    return [write_run(tmp_path / f"s{i}", make_results(CLIMB, seed=i)) for i in range(3)]


def test_runs_of_several_seeds_are_judged_together(tmp_path, capsys):
    runs = three_seeds(tmp_path)
    verdict(*runs)
    shown = capsys.readouterr().out
    assert "Over 3 seeds: " in shown
    assert "judged by 3 runs" in shown
    assert [line.split()[0] for line in shown.splitlines()[:3]] == ["s0", "s1", "s2"]
    verdict(*runs, as_json=True)
    held = json.loads(capsys.readouterr().out)
    assert held["finding"] == judge_over_seeds(read_runs(runs)).finding
    assert [one["seed"] for one in held["runs"]] == [0, 1, 2]


@pytest.mark.parametrize(
    ("other", "complaint"),
    [
        (make_results(CLIMB, seed=1, proposals=60), "these differ in proposals"),
        (make_results(CLIMB, seed=0), "Seed 0 is there twice"),
        (make_results(CLIMB, seed=1).model_copy(update={"complete": False}), "is not complete"),
        (make_results(CLIMB, arms=("gold",), seed=1), "no arm in common"),
    ],
)
def test_runs_that_are_no_seeds_of_one_experiment_are_refused(tmp_path, other, complaint):
    runs = [write_run(tmp_path / "a", make_results(CLIMB)), write_run(tmp_path / "b", other)]
    with pytest.raises(SaturateError, match=complaint):
        verdict(*runs)


def test_runs_of_other_items_are_not_judged_together(tmp_path):
    runs = three_seeds(tmp_path)
    for file in runs[1].glob("**/summary.json"):
        file.write_text(file.read_text().replace('["', '["other-'))
    with pytest.raises(SaturateError, match="s1 was scored on other items than s0"):
        verdict(*runs)


def test_versions_and_places_of_items_that_differ_are_doubted(tmp_path):
    other = make_results(CLIMB, seed=1, benchmark_data="/elsewhere")
    other = other.model_copy(update={"versions": {**other.versions, "trl": "1.17.0"}})
    runs = [write_run(tmp_path / "a", make_results(CLIMB)), write_run(tmp_path / "b", other)]
    doubts = judge_over_seeds(read_runs(runs)).doubts
    assert any("different versions (trl 1.16.0, 1.17.0)" in one for one in doubts)
    assert any("different places (the hub, /elsewhere)" in one for one in doubts)
    assert not any("different" in one for one in judge_over_seeds(
        read_runs(three_seeds(tmp_path / "same"))
    ).doubts)  # fmt: skip


def test_no_run_is_refused():
    with pytest.raises(SaturateError, match="Name a run folder"):
        verdict()
