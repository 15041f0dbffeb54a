"""Written folders, run as a user would run them; and the ladder that the loop climbs."""

import json

import pytest
from support.hard_tasks import data, path, source, sums, write
from support.runs import run_cli

from saturate.errors import SaturateError
from saturate.harden.folder import write_folder
from saturate.harden.ladder import compose
from saturate.harden.rungs import make_rung, open_operator
from saturate.ladder import SPLITS
from saturate.registry import load_ladder


def written(out, name, operator):
    made = open_operator(source(name), operator, 2)
    return write_folder(out, made, [make_rung(made, k, 8) for k in (1, 2)])


@pytest.mark.parametrize(
    ("name", "operator", "metric"),
    [
        ("sums", "compose", "exact_match,strict"),
        ("trivia", "compose", "share_right,none"),
        ("letters", "options", "acc,none"),
    ],
)
def test_plain_lm_eval_runs_a_folder_wherever_it_is(tmp_path, name, operator, metric):
    import lm_eval
    from lm_eval.tasks import TaskManager

    names = written(tmp_path / "new", name, operator)
    moved = (tmp_path / "new").rename(tmp_path / "moved")
    manager = TaskManager(include_path=str(moved), include_defaults=False)
    results = lm_eval.simple_evaluate(
        model="dummy", tasks=names[:1], task_manager=manager, bootstrap_iters=0, limit=4
    )
    for task in names[1:]:
        assert metric in results["results"][task]


PROGRAMS = """
task: programs
dataset_path: nowhere/programs
training_split: train
test_split: test
unsafe_code: true
num_fewshot: 1
doc_to_text: "{{question}}"
doc_to_target: "{{answer}}"
metric_list: [{metric: !function helpers.ran, aggregation: mean, higher_is_better: true}]
"""


def test_programs_are_run_only_where_that_is_confirmed(tmp_path, monkeypatch, capsys):
    import lm_eval
    from lm_eval.tasks import TaskManager

    ran = tmp_path / "ran"
    (tmp_path / "programs.yaml").write_text(PROGRAMS)
    (tmp_path / "helpers.py").write_text(
        f"def ran(references, predictions, **_):\n    open({str(ran)!r}, 'w')\n    return 1.0\n"
    )
    write(tmp_path / "data", "test", sums(20))
    write(tmp_path / "data", "train", sums(20, start=100))
    out, task = tmp_path / "out", tmp_path / "programs.yaml"
    options = ["--operator", "shots", "--data", tmp_path / "data", "--out", out]
    run_cli(monkeypatch, "harden", task, *options)
    line = capsys.readouterr().out.strip().splitlines()[-1]
    assert "--confirm_run_unsafe_code" in line and not ran.exists()

    manager = TaskManager(include_path=str(out), include_defaults=False)
    asked = {"model": "dummy", "task_manager": manager, "bootstrap_iters": 0, "limit": 2}
    asked["tasks"] = ["hard_programs_shots"]
    with pytest.raises(ValueError, match="marked as unsafe"):
        lm_eval.simple_evaluate(**asked)
    assert not ran.exists()
    lm_eval.simple_evaluate(**asked, confirm_run_unsafe_code=True)
    assert ran.exists()


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(SaturateError, match="not empty"):
        written(tmp_path, "sums", "compose")
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_half_written_stays(tmp_path, monkeypatch):
    monkeypatch.setattr("saturate.harden.folder._check", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        written(tmp_path / "out", "sums", "compose")
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def ladder():
    return compose(path("sums"), data("sums"))


def test_the_ladder_keeps_the_contract(ladder):
    keys = {split: set() for split in SPLITS}
    for split in SPLITS:
        for rung in (1, 3):
            for index in range(30):
                problem = ladder.problem(rung, split, index)
                assert problem == ladder.problem(rung, split, index)
                assert ladder.solve(problem.question) == problem.answer
                assert ladder.extract(problem.solution) == problem.answer
                keys[split].add(problem.key)
    assert len(set.union(*keys.values())) == sum(map(len, keys.values()))


def test_scored_problems_are_made_of_scored_items_alone(ladder):
    scored = {item.text for item in source("sums").items}
    for index in range(20):
        question = ladder.problem(1, "score", index).question
        assert question.rpartition("\n\n")[2] in scored
        assert ladder.problem(1, "train", index).question.rpartition("\n\n")[2] not in scored


def test_a_copy_of_a_scored_item_is_not_trained_on(tmp_path):
    rows = sums(60)
    copies = [row | {"question": row["question"].upper()} for row in rows[:30]]
    write(tmp_path, "test", rows)
    write(tmp_path, "train", [*copies, *sums(40, start=100)])
    made = compose(path("sums"), tmp_path)
    for split in ("train", "vote"):
        for index in range(40):
            text = made.problem(1, split, index).question
            assert not any(row["question"] in text for row in copies)


def test_indices_go_on_beyond_the_items(ladder):
    asked = {ladder.problem(3, "train", index).key for index in range(400)}
    assert len(asked) > 200


def test_the_loop_finds_it_by_name(monkeypatch, ladder):
    monkeypatch.setenv("SATURATE_SUMS", str(data("sums")))
    found = load_ladder(f"compose:{path('sums')}")
    assert found.problem(2, "vote", 3) == ladder.problem(2, "vote", 3)


def test_rung_out_of_range(ladder):
    with pytest.raises(ValueError, match="not on ladder"):
        ladder.problem(0, "train", 0)


@pytest.mark.parametrize(
    "text",
    ["", "####", "#### " + "9" * 100_000, "12", "#### x", "9" * 100_000],
)
def test_hostile_answers_are_no_answer(ladder, text):
    assert ladder.extract(text) is None


def test_the_command_prints_samples_and_writes(monkeypatch, capsys, tmp_path):
    words = [path("sums"), "--operator", "compose", "--rungs", 2, "--data", data("sums")]
    assert (
        run_cli(monkeypatch, "harden", *words, "-n", 1, "--items", 5, "--out", tmp_path / "out")
        == 0
    )
    text = capsys.readouterr().out
    assert "rung 2, sample 1" in text
    assert "lm_eval --include_path" in text
    about = json.loads((tmp_path / "out/about.json").read_text())
    assert about["items"] == 5


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Name a task"),
        (["sums", "--operator", "compose"], "no task 'sums'"),
        (["arc_easy", "--operator", "optoins"], "did you mean 'options'"),
        (["boolq", "--operator", "options"], "same words for every item"),
        (["arc_easy", "--operator", "options", "--data", "/nowhere"], "no data folder"),
        (
            ["arc_easy", "-n", "-1", "--operator", "options"],
            "--samples '-1': Input should be greater than or equal to 0.",
        ),
        (["--list", "--match", "zzzz"], "has 'zzzz' in its name"),
        (["arc_easy", "--list"], "leave it out, or give --match arc_easy."),
        (["--list", "--operator", "options"], "--list tells which operators fit; leave out --oper"),
        (["arc_easy", "--match", "arc"], "--match is about --list"),
        (["arc_easy", "--out", "new"], "--out is about rungs, which an operator makes; give --op"),
        (["arc_easy", "-n", "3"], "--samples is about rungs"),
        (["arc_easy", "--operator", "options", "--items", "9"], "--items is about what is written"),
    ],
)
def test_mistakes_get_a_sentence(monkeypatch, capsys, words, sentence):
    assert run_cli(monkeypatch, "harden", *words) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert "Traceback" not in error


def test_rungs_out_of_range(monkeypatch, capsys):
    words = [path("sums"), "--data", data("sums"), "--operator", "compose"]
    assert run_cli(monkeypatch, "harden", *words, "--rungs", 0) == 2
    assert "--rungs is 0" in capsys.readouterr().err


def test_what_fits_one_task_and_all_of_a_name(monkeypatch, capsys):
    assert run_cli(monkeypatch, "harden", "gsm8k") == 0
    assert "options   no: it is not multiple choice" in capsys.readouterr().out
    assert run_cli(monkeypatch, "harden", "--list", "--match", "gsm8k") == 0
    said = capsys.readouterr().out
    assert "with one operator or more" in said
    assert "Why not options:" in said and "Why not distract:" not in said, "all fit"
