import json
import shutil

import pytest
from support.fakes import make_results, write_run
from support.runs import execute_small, run_cli, timeless

from saturate.analysis.figures.compute import with_figures
from saturate.results.figures_text import figure_rows
from saturate.results.files import read_results, write_results


def test_figures_of_a_folder_are_paired_and_of_counts_are_not(tmp_path):
    results = make_results(skills=(2.0, 3.0, 4.0), arms=("voted", "unfiltered", "gold"))
    run = write_run(tmp_path / "run", results)
    paired, bare = with_figures(results, run).figures, with_figures(results, None).figures
    assert paired.rungs == bare.rungs == [1, 2, 3, 4, 5]
    for figures, held in ((paired, True), (bare, False)):
        assert [one.arm for one in figures.arms] == ["voted", "unfiltered", "gold"]
        assert {one.paired for one in figures.arms} == {held}
    one, other = paired.arms[0].area, bare.arms[0].area
    scores = [[s.strict.right / s.strict.total for s in r.scores] for r in results.arms[0].rounds]
    assert other.change.value == pytest.approx(sum(scores[2]) - sum(scores[0]))
    assert one.change.value == pytest.approx(other.change.value, abs=0.05)  # another base's luck
    # The gold arm of these stays where it began, so there is nothing to take a share of.
    assert paired.arms[0].gold_share.share is None
    assert paired.arms[2].gold_share is None
    assert [bool(arm.collapse) for arm in paired.arms] == [True, True, False]


def test_gold_is_compared_at_the_last_round_that_both_have(tmp_path):
    results = make_results(skills=(2.0, 3.0, 4.0), arms=("gold", "voted"))
    gold, voted = results.arms
    short = results.model_copy(
        update={"arms": [gold.model_copy(update={"rounds": gold.rounds[:2]}), voted]}
    )
    share = with_figures(short, None).figures.arms[1].gold_share
    assert share.round == 1
    assert share.share.value == pytest.approx(share.gained.value / share.gold_gained.value)


def test_a_run_draws_answers_of_the_base_model_and_at_every_end(small_run):
    out, results, text = small_run
    stages = sorted(str(p.relative_to(out).parent) for p in out.glob("**/sampled"))
    assert stages == ["base", "unfiltered/02", "voted/02"]
    base = results.figures.base
    assert (base.k, base.items, base.rungs) == (8, 24, [6, 7, 8])
    strict = results.arms[0].rounds[0].scores
    greedy = sum(score.strict.right for score in strict) / sum(s.strict.total for s in strict)
    assert abs(base.avg_at_1.value - greedy) < 0.2
    assert base.avg_at_1.value <= base.pass_at[2].value <= base.pass_at[8].value
    for arm in results.figures.arms:
        assert arm.sampled.avg_at_1.before == base.avg_at_1
    assert "area under accuracy, rungs" in text
    assert "a ballot is right in" in text
    names = {q.name for q in results.verdict.rounds[-1].quantities}
    assert {"avg@1", "pass@k"} <= names
    assert not {"avg@1", "pass@k"} & {q.name for q in results.verdict.rounds[0].quantities}


def test_drawn_answers_hold_what_the_summary_counts(small_run):
    from saturate.registry import load_ladder
    from saturate.storage.files import read_json, read_rows
    from saturate.task_yamls.documents import distinct_problems

    out, _, _ = small_run
    summary = read_json(out / "base/sampled/summary.json")["items"]
    rows = {row["key"]: row for row in read_rows(out / "base/sampled/answers.jsonl")}
    for problem in distinct_problems(load_ladder("gsm8k"), 7, "score", 8):
        key, right, won = next(one for one in summary["7"] if one[0] == problem.key)
        answers = rows[key]["answers"]
        assert len(answers) == len(rows[key]["completions"]) == 8
        assert right == answers.count(problem.answer)
        assert won == all(
            answers.count(problem.answer) > answers.count(other)
            for other in set(answers) - {problem.answer, None}
        ) & (right > 0)


def test_an_old_run_gets_figures_by_report_and_answers_by_its_command(
    small_run, tmp_path, monkeypatch
):
    out, whole, _ = small_run
    copy = tmp_path / "old"
    shutil.copytree(out, copy)
    for stage in copy.glob("**/sampled"):
        shutil.rmtree(stage)
    old = json.loads((copy / "results.json").read_text())
    del old["figures"]
    (copy / "results.json").write_text(json.dumps(old))
    run_cli(monkeypatch, "report", copy)
    held = read_results(copy)
    assert held.figures.base is None
    assert [a.area for a in held.figures.arms] == [a.area for a in whole.figures.arms]
    assert "the same command on this run folder draws them" in (copy / "report.html").read_text()
    _, text = execute_small(copy)
    assert timeless(copy) == timeless(out)
    assert "base: sampled" in text
    after = text.partition("base: sampled")[2].partition("Saturation")[0]
    assert "round 1" not in after.replace("round 1: accuracy", "")


def test_a_run_that_goes_on_is_left_alone_by_report(small_run, tmp_path, monkeypatch):
    out, results, _ = small_run
    copy = tmp_path / "growing"
    shutil.copytree(out, copy)
    write_results(copy, results.model_copy(update={"complete": False, "figures": None}))
    run_cli(monkeypatch, "report", copy)
    assert read_results(copy).figures is None
    assert "area under accuracy, rungs" in (copy / "report.html").read_text()


def test_rows_name_each_figure_once(small_run):
    _, results, _ = small_run
    rows = figure_rows(results.figures)
    named = [(row.arm, row.figure) for row in rows]
    assert len(set(named)) == len(named)
    assert named[:6] == [
        ("base", "maj@8 minus avg@1"),
        ("voted", "area under accuracy"),
        ("voted", "rung read at 50 %"),
        ("voted", "rung read at 80 %"),
        ("voted", "avg@1"),
        ("voted", "maj@8"),
    ]
