import pytest
from support.hard_tasks import path, tasks

from saturate.cli.harden_list import coverage, operator_fits
from saturate.errors import SaturateError
from saturate.harden.rungs import hard_name
from saturate.harden.tasks.configs import FunctionRef, all_tasks, find_task, read_config
from saturate.harden.tasks.facts import Fit, facts_of, judge
from saturate.ladder import stable_hash


def verdict(name, operator):
    return judge(facts_of(find_task(name)), operator)


def test_a_task_by_name_and_by_path():
    assert find_task("arc_easy").config["dataset_path"] == "allenai/ai2_arc"
    assert find_task(path("sums")).name == "sums"


def test_includes_are_merged_and_functions_are_not_imported(tmp_path):
    (tmp_path / "_base").write_text("doc_to_text: a\nprocess_docs: !function gone.f\n")
    (tmp_path / "t.yaml").write_text("include: _base\ntask: t\ndoc_to_text: b\n")
    config = read_config(tmp_path / "t.yaml")
    assert config["doc_to_text"] == "b"
    assert isinstance(config["process_docs"], FunctionRef)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("arc_eazy", "did you mean 'arc_easy'"),
        ("mmlu", "is a group of tasks; name one of them, such as mmlu_abstract_algebra, mmlu_ana"),
        ("bbh", "a group of tasks; name one of them, such as bbh_cot_fewshot_boolean_expressions"),
        ("leaderboard", "such as leaderboard_mmlu_pro, leaderboard_bbh_boolean_expressions, lead"),
        ("flan_held_in", "is a group of tasks; name one of them[.]"),  # it makes its own
        ("ai2_arc", "a tag of that name"),
        ("/nowhere/x.yaml", "no task file"),
    ],
)
def test_names_that_are_no_task(name, sentence):
    with pytest.raises(SaturateError, match=sentence):
        find_task(name)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [", "cannot be read"),
        ("- 1", "no mapping"),
        ("group: g", "names no task"),
        ("task: [a, b]", "names no task"),
        ("task: true", "names no task"),
        ("task: ' '", "names no task"),
        ("task: t", "names no split to score"),
        ("task: t\ntraining_split: train", "names no split to score"),
        ("task: t\ntest_split: test", "has no doc_to_text; add a line"),
        ("task: t\ntest_split: test\ndoc_to_text: a", "has no doc_to_target; add a line"),
    ],
)
def test_files_that_are_no_task(tmp_path, text, sentence):
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(SaturateError, match=sentence):
        find_task(str(tmp_path / "x.yaml"))


@pytest.mark.parametrize(("written", "name"), [("2024", "2024"), ("2024-01-02", "2024-01-02")])
def test_names_that_yaml_takes_for_something_else(tmp_path, written, name):
    text = f"task: {written}\ntest_split: test\ndoc_to_text: a\ndoc_to_target: b\n"
    (tmp_path / "x.yaml").write_text(text)
    found = find_task(str(tmp_path / "x.yaml"))
    assert (found.name, found.config["task"]) == (name, name)


@pytest.mark.parametrize(
    ("task", "name"),
    [
        ("org/mine", "hard_org_mine_compose"),
        ("../up", "hard_.._up_compose"),
        ("my 'own' \"task\"", "hard_my_own_task__compose"),
        ("v1.5-x", "hard_v1.5-x_compose"),
        ("a,b*[c]?", "hard_a_b_c__compose"),
        ("задача", "hard_задача_compose"),
        ("x" * 240, f"hard_{'x' * 100}_{stable_hash('task', 'x' * 240):016x}_compose"),
    ],
)
def test_names_of_rungs_are_safe_as_file_names(task, name):
    assert hard_name(task, "compose") == name


def test_an_include_that_goes_in_a_circle(tmp_path):
    (tmp_path / "x.yaml").write_text("include: x.yaml\ntask: t\n")
    with pytest.raises(SaturateError, match="circle"):
        find_task(str(tmp_path / "x.yaml"))


@pytest.mark.parametrize(
    ("name", "operator", "reason"),
    [
        ("boolq", "options", "same words"),
        ("arc_easy", "compose", "does not write"),
        ("gsm8k", "options", "not multiple choice"),
        ("squadv2", "distract", "written in Python"),
        ("wikitext", "distract", "loglikelihood_rolling"),
        ("humaneval", "distract", "programs"),
        ("arc_easy", "distract", "its answers are chosen"),
        ("wmt16-en-de", "distract", "grades a text"),
        ("truthfulqa_mc2", "options", "function of its own"),
        ("mmlu_anatomy", "shots", "sets no num_fewshot"),
        ("mgsm_direct_de", "compose", ""),
        ("mmlu_anatomy", "options", ""),
        ("hellaswag", "options", ""),
    ],
)
def test_verdicts_from_configurations_alone(name, operator, reason):
    judgement = verdict(name, operator)
    assert (judgement.fit is Fit.REFUSED) == bool(reason)
    assert reason in judgement.reason


def test_shots_are_proven_by_the_configuration():
    assert verdict("gsm8k", "shots").fit is Fit.PROVEN


def test_coverage_counts_what_is_not_ruled_out():
    rows = [operator_fits(facts_of(task)) for task in all_tasks("arc_")]
    counts = coverage(rows)
    assert counts["all"].tasks >= counts["multiple_choice"].tasks > 2
    assert counts["all"].any >= counts["all"].beyond_distract


def test_our_small_tasks_are_not_in_the_index():
    assert not all_tasks(str(tasks()))
