"""The whole loop on the embedded seed, small."""

import json
import shutil
import weakref

import pytest
import torch
from accelerate.utils import memory as accelerate_memory
from rich.console import Console
from safetensors.torch import load_file, save_file
from support.runs import execute_small, small_config, timeless

from saturate.analysis.voters.gather import settings_of_run
from saturate.errors import SaturateError
from saturate.models.loading import load
from saturate.run import execute as execute_module
from saturate.storage.files import read_rows
from saturate.storage.stages import RunFolder


def test_both_arms_run_all_rounds(small_run):
    _, results, text = small_run
    assert [arm.arm for arm in results.arms] == ["voted", "unfiltered"]
    assert all(len(arm.rounds) == 3 for arm in results.arms)
    assert results.complete
    assert "frontier" in text
    assert "report.html" in text


def test_an_original_benchmark_that_was_left_out_is_no_matter_of_a_round(small_run):
    _, results, text = small_run
    assert results.original_skipped == "left out by --score-original never"
    assert "Original   not scored: left out by --score-original never" in text
    said = results.verdict.sentence
    assert "the original benchmark was not scored" in said and "in this round" not in said


def test_plan_comes_first_and_names_the_detectable_difference(small_run):
    out, results, text = small_run
    assert text.index("Benchmark") < text.index("base: score")
    assert f"Live       saturate report --live {out}\n" in text
    assert f"{100 * results.detectable:.0f} points" in text


def test_voted_labels_are_better_than_unfiltered_ones(small_run):
    _, results, _ = small_run
    voted, unfiltered = results.arms
    assert voted.label_precision.value > unfiltered.label_precision.value


def test_unfiltered_goes_one_rung_up_each_round(small_run):
    _, results, _ = small_run
    rungs = [[one.rung for one in r.labelling] for r in results.arms[1].rounds[1:]]
    start = results.config["start_rung"]
    assert rungs == [[start], [start + 1]]


def test_untouched_ladders_are_scored_at_both_ends(small_run):
    _, results, _ = small_run
    for arm in results.arms:
        assert [bool(r.untouched) for r in arm.rounds] == [True, False, True]


def test_other_numbers_of_voters_are_measured_on_the_ballots(small_run):
    _, results, _ = small_run
    settings = results.voters
    assert [(one.seats, one.needed) for one in settings if one.chosen] == [(7, 5)]
    labels = {(one.seats, one.needed): one.labels for one in settings}
    assert labels[7, 4] >= labels[7, 5] >= labels[7, 7] > 0


def test_stored_proposals_hold_no_gold(small_run):
    """Gold is sealed: every answer on disk is a voter's, and no field names the true one."""
    out, _, _ = small_run
    for row in read_rows(out / "voted/01/label/labels.jsonl"):
        assert set(row) == {
            "rung", "index", "key", "question", "winner", "votes", "reason", "trained", "ballots",
            "by_model",
        }  # fmt: skip
        assert row["winner"] is None or row["winner"] in {b["answer"] for b in row["ballots"]}


def test_scores_keep_lm_eval_rows(small_run):
    out, results, _ = small_run
    rows = read_rows(out / "base/score/samples.jsonl")
    strict = [r for r in rows if r["filter"] == "strict" and r["task"] == "saturate_gsm8k_rung_6"]
    assert {"doc", "arguments", "resps", "filtered_resps", "doc_hash"} <= set(strict[0])
    score = results.arms[0].rounds[0].scores[0]
    assert (score.rung, score.strict.right) == (6, sum(r["exact_match"] for r in strict))


def test_same_command_same_bytes_with_arms_side_by_side(small_run, tmp_path):
    out, _, _ = small_run
    _, text = execute_small(tmp_path / "again", jobs=2)
    assert "2 arms side by side" in text
    assert timeless(tmp_path / "again") == timeless(out)
    name = "voted/02/label/labels.jsonl"
    assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()


def test_resume_does_only_what_is_missing_or_damaged(small_run, tmp_path):
    out, _, _ = small_run
    copy = tmp_path / "copy"
    shutil.copytree(out, copy)
    shutil.rmtree(copy / "unfiltered/02")
    damaged = copy / "voted/01/label/labels.jsonl"
    damaged.write_bytes(damaged.read_bytes()[:-20])
    kept = (copy / "voted/01/train-0/stage.json").stat().st_mtime_ns
    _, text = execute_small(copy)
    assert timeless(copy) == timeless(out)
    assert "damaged" in text
    assert "voted round 1: train" not in text
    assert "unfiltered round 2: train" in text
    assert (copy / "voted/01/train-0/stage.json").stat().st_mtime_ns == kept


def test_a_round_holds_nothing_of_another_model_than_its_own(tmp_path):
    """Gold follows voted once that is there, and its first round is no end of it any more."""
    settings = {"benchmark": "addition", "steps": 2, "score_rungs": (6, 7), "score_items": 8}
    alone, _ = execute_small(tmp_path, rounds=1, arms=("gold",), **settings)
    assert "sampled_tokens" in alone.arms[0].rounds[1].cost
    both, _ = execute_small(tmp_path, rounds=2, arms=("voted", "gold"), **settings)
    gold = both.arms[1].rounds
    assert ["sampled_tokens" in one.cost for one in gold] == [True, False, True]
    assert not (tmp_path / "gold/01/sampled").exists()


def test_what_was_drawn_of_the_same_model_stays_where_rounds_are_added(tmp_path):
    settings = {"benchmark": "addition", "steps": 2, "score_rungs": (6, 7), "score_items": 8}
    execute_small(tmp_path, rounds=1, arms=("voted",), **settings)
    file = tmp_path / "voted/01/sampled/stage.json"
    before = file.stat().st_mtime_ns
    more, _ = execute_small(tmp_path, rounds=2, arms=("voted",), **settings)
    assert file.stat().st_mtime_ns == before
    assert "sampled_tokens" in more.arms[0].rounds[1].cost
    fewer, _ = execute_small(tmp_path, rounds=1, arms=("voted",), **settings)
    first = settings_of_run(tmp_path, "voted", last=1)
    assert fewer.voters == first != settings_of_run(tmp_path, "voted", last=2) == more.voters


def test_who_is_refused_as_another_is_at_work_changes_nothing(small_run, monkeypatch):
    out, _, _ = small_run
    monkeypatch.setattr(execute_module, "load", None)  # nor loads a model for it
    before = (out / "plan.json").read_bytes()
    with RunFolder(out).lock(), pytest.raises(SaturateError, match="Another process is at work"):
        execute_small(out, rounds=3)
    assert (out / "plan.json").read_bytes() == before


def test_a_changed_setting_is_refused_by_name(small_run):
    out, _, _ = small_run
    with pytest.raises(SaturateError, match="proposals = 16, not 24"):
        execute_small(out, proposals=24)


@pytest.mark.parametrize("voters", ["samples:3", "views:3", "views:2,samples:2"])
def test_other_voters(tmp_path, voters):
    from saturate.config.voters import parse_voters

    results, _ = execute_small(
        tmp_path / "run", rounds=1, arms=("voted",), voters=parse_voters(voters)
    )
    ballots = read_rows(tmp_path / "run/voted/01/label/labels.jsonl")[0]["ballots"]
    assert len(ballots) == parse_voters(voters).seats
    assert (len({b["prompt"] for b in ballots}) == 1) == voters.startswith("samples")
    assert results.complete


def test_the_length_filter_alone_trains_on_every_answer_of_usual_length(tmp_path):
    results, text = execute_small(
        tmp_path / "run", rounds=1, arms=("voted",), filters=("length",), stop_voting="lost"
    )
    (one,) = results.arms[0].rounds[1].labelling
    assert "no vote is taken" in text
    assert one.trained
    assert one.audit.total == one.pairs > one.kept


def test_models_as_voters_have_a_lineage_each(tmp_path):
    from saturate.config.voters import parse_voters
    from saturate.models.naming import seed_folder

    folders = [str(tmp_path / name) for name in ("a", "b")]
    for folder in folders:
        shutil.copytree(seed_folder(0), folder)
    with pytest.raises(SaturateError, match=r"a' and '.*b' are the same"):
        execute_small(tmp_path / "run", model=",".join(folders), voters=parse_voters("models:2"))
    assert not (tmp_path / "run").exists()
    weights = load_file(file := tmp_path / "b" / "model.safetensors")
    save_file({name: 1.001 * one for name, one in weights.items()}, file, {"format": "pt"})
    results, _ = execute_small(
        tmp_path / "run",
        rounds=1,
        arms=("voted",),
        model=",".join(folders),
        voters=parse_voters("models:2"),
        agreement=1.0,
    )
    assert len(results.arms[0].rounds[1].training) == 2
    with pytest.raises(SaturateError, match="need 2 different models"):
        small_config(model=folders[0], voters=parse_voters("models:2"))


def test_addition_runs_too(tmp_path):
    results, text = execute_small(
        tmp_path / "run", benchmark="addition", rounds=1, arms=("voted",), score_rungs=(10, 12),
        score_original="ends",
    )  # fmt: skip
    assert results.original_skipped is not None
    assert "not scored" in text


def test_lora_trains_and_scores(tmp_path):
    results, _ = execute_small(tmp_path / "run", rounds=1, arms=("voted",), lora=True)
    assert results.arms[0].rounds[1].training[0].steps == 6


def test_dry_run_writes_nothing(tmp_path, capsys):
    import io

    from saturate.run.execute import execute

    console = Console(file=io.StringIO(), width=120)
    assert execute(small_config(), tmp_path / "no", "saturate", console, dry_run=True) is None
    assert "on this machine" in console.file.getvalue()
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    ("data", "complaint"),
    [("nowhere", "There is no data folder '.*nowhere'"), ("", "has no train.jsonl")],
)
def test_a_data_folder_without_items_is_refused_before_anything(
    tmp_path, monkeypatch, dry_run, data, complaint
):
    out = tmp_path / "run"
    config = small_config(benchmark_data=tmp_path / data, score_original="ends")
    monkeypatch.setattr(execute_module, "load", None)
    with pytest.raises(SaturateError, match=complaint):
        execute_module.execute(config, out, "saturate", Console(), dry_run=dry_run)
    assert not out.exists()


def test_results_hold_the_documented_schema(small_run):
    from saturate.results.files import read_results
    from saturate.results.schema import Results

    out, results, _ = small_run
    assert read_results(out) == results
    assert Results.model_validate(json.loads((out / "results.json").read_text())) == results


def test_the_model_of_the_plan_is_gone_before_others_are_opened(monkeypatch, tmp_path):
    """Else a worker that answers on the same GPU finds its memory taken."""
    seen, gone = [], []

    def loads(*asked):
        loaded = load(*asked)
        seen.append(weakref.ref(loaded.model))
        return loaded

    def climbs(*_):
        raise SaturateError("gone" if gone[-1:] == [True] else "still there")

    monkeypatch.setattr(accelerate_memory, "is_cuda_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: gone.append(seen[0]() is None))
    monkeypatch.setattr(execute_module, "load", loads)
    monkeypatch.setattr(execute_module, "climb", climbs)
    with pytest.raises(SaturateError, match="gone"):
        execute_small(tmp_path)
