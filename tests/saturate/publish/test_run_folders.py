"""What ``saturate push`` writes of a run."""

import json
import re

import pytest
from support.fakes import UNDONE, make_results, with_round, write_run
from support.published_runs import TO, TOKEN, fill, published

from saturate.errors import SaturateError
from saturate.publish import write_folders
from saturate.results.files import read_results, write_results
from saturate.storage.files import each_row


def test_the_last_model_of_the_arm_goes_out_without_its_origin(made):
    assert (made.model / "model.safetensors").read_text() == "weights voted 2"
    assert json.loads((made.model / "config.json").read_text()) == {"width": 4}
    assert sorted(p.name for p in made.model.iterdir()) == [
        "README.md", "config.json", "model.safetensors", "report.html", "results.json",
    ]  # fmt: skip


def test_rounds_that_were_undone_give_neither_the_model_nor_pairs(run, tmp_path):
    write_results(run, with_round(read_results(run), 2, watch=UNDONE))
    made = write_folders(run, TO, tmp_path / "out")
    assert (made.model / "model.safetensors").read_text() == "weights voted 1"
    assert {row["round"] for row in each_row(made.dataset / "corpus/train.jsonl")} == {1}
    card = (made.dataset / "README.md").read_text()
    assert "95.0 [76.4, 99.1] % of the labels were right" in card, "19 of 20, not 38 of 40"
    assert "| 1 | 2 | 30 |" in card and "| 2 | 3 | 30 |" not in card
    card = (made.model / "README.md").read_text()
    assert "Right labels among those trained on: 95.0 [76.4, 99.1] %" in card
    assert re.search(r"\| voted \| \S+ \[.*\] \| 95.0 \[76.4, 99.1\] \|", card)
    write_results(run, with_round(read_results(run), 1, watch=UNDONE))
    with pytest.raises(SaturateError, match="trained nothing, or undid what it trained"):
        write_folders(run, TO, tmp_path / "none")


def test_nothing_of_the_machine_or_its_user_goes_out(made, tmp_path):
    files = [p for p in tmp_path.joinpath("out").rglob("*") if p.is_file()]
    assert len(files) > 8
    for file in files:
        text = file.read_text(errors="replace")
        for needle in ("alice", "secret lab", "/home/", "/mnt/", "/data/", TOKEN, str(tmp_path)):
            if file.name == "report.html":  # the chart library's source has paths of its own
                text = text.split("<script>")[0]
            assert needle not in text, (file.name, needle)


def test_an_arm_without_labels_has_no_corpus(tmp_path):
    from datasets import load_dataset

    results = make_results(model="org/base")
    run = fill(write_run(tmp_path / "run", results), results)
    for number in (1, 2):
        results = with_round(results, number, labelling=[])
        (run / f"voted/0{number}/label/labels.jsonl").unlink()
    write_results(run, results)
    made = write_folders(run, TO, tmp_path / "out")
    assert sorted(p.name for p in made.dataset.iterdir()) == ["README.md", "tasks"]
    assert load_dataset(str(made.dataset), "rung_02", split="test").num_rows == 3
    card = (made.dataset / "README.md").read_text()
    assert "# climb: frozen tasks\n\nNo label was trained on, so there is no corpus; here" in card
    assert "config_name: corpus" not in card and "- %" not in card
    card = (made.model / "README.md").read_text()
    assert "rungs. No label was trained on." in card and "- Frozen tasks: [" in card


def test_a_pair_of_the_corpus_has_the_answer_of_its_completion(made):
    rows = [*each_row(made.dataset / "corpus/train.jsonl")]
    assert [row["answer"] for row in rows] == ["0", "2"] * 2, "the most votes are for 1"


def test_the_dataset_loads_and_its_tasks_are_whole(made):
    from datasets import load_dataset

    corpus = load_dataset(str(made.dataset), "corpus", split="train")
    assert corpus.num_rows == 4
    assert set(corpus.column_names) == {
        "round", "rung", "key", "question", "prompt", "completion", "answer", "votes",
    }  # fmt: skip
    rung = load_dataset(str(made.dataset), "rung_02", split="test")
    assert rung["answer"] == ["0", "1", "2"] and set(rung["ladder"]) == {"gsm8k"}
    card = (made.dataset / "README.md").read_text()
    assert "95.0 [83.5, 98.6] % of the labels were right" in card
    assert re.search(r"\| 1 \| 2 \| 30 \| 20 \| 100 \| 95.0 \[.*\n\| 2 \| 3 ", card)


def test_lm_eval_reads_the_frozen_tasks(made, tmp_path, monkeypatch):
    """A folder of the repository's name stands in for the hub."""
    from lm_eval.tasks import TaskManager

    owner = tmp_path / "someone"
    owner.mkdir()
    (owner / "climb").symlink_to(made.dataset)
    monkeypatch.chdir(tmp_path)
    manager = TaskManager(include_path=str(made.dataset / "tasks"), include_defaults=False)
    assert manager.all_tasks == ["gsm8k_frozen_rung_01", "gsm8k_frozen_rung_02"]
    task = manager.load(["gsm8k_frozen_rung_02"])["tasks"]["gsm8k_frozen_rung_02"]
    docs = list(task.test_docs())
    assert [task.doc_to_text(doc) for doc in docs] == ["Question 0", "Question 1", "Question 2"]
    assert task.doc_to_target(docs[1]) == "1"
    assert task.config.generation_kwargs["max_gen_toks"] == 96, "as the run scored it"
    card = (made.dataset / "README.md").read_text()
    assert "as `dataset_kwargs: {revision: COMMIT}`" in card and "--include 'tasks/*yaml'" in card


def test_frozen_tasks_take_the_commit_that_their_documents_are_read_at(made, tmp_path, monkeypatch):
    """As the card says it is named; the hub is not there, so what is asked of it is kept."""
    from datasets import Dataset
    from lm_eval.tasks import TaskManager

    asked = []
    rows = Dataset.from_list([{"message": "Question 0", "answer": "0"}])
    monkeypatch.setattr(
        "datasets.load_dataset", lambda **told: asked.append(told) or {"test": rows}
    )
    with (made.dataset / "tasks/_frozen_yaml").open("a") as file:
        file.write("dataset_kwargs: {revision: 0123abc}\n")
    manager = TaskManager(include_path=str(made.dataset / "tasks"), include_defaults=False)
    manager.load(["gsm8k_frozen_rung_02"])
    assert asked == [{"path": TO, "name": "rung_02", "revision": "0123abc"}]


def test_the_items_of_a_hardened_task_stay_out(tmp_path):
    """Its documents have columns of its own, and its filters their own names."""
    from huggingface_hub import DatasetCard, ModelCard

    results = make_results(ladder="options:arc_easy")
    choices = results.ladder.model_copy(update={"choices": True})
    results = results.model_copy(update={"ladder": choices})
    run = fill(write_run(tmp_path / "run", results), results)
    rows = [
        {"filter": kind, "doc": {"hard_text": "Which?", "hard_target": 0, "key": "a"}}
        for kind in ("none", "strict")
    ]
    (run / "base/score/samples.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    made = write_folders(run, TO, tmp_path / "out")
    assert sorted(p.name for p in made.dataset.iterdir()) == ["README.md", "corpus"]
    card = DatasetCard.load(made.dataset / "README.md")
    assert [one["config_name"] for one in card.data.configs] == ["corpus"]
    assert card.text.startswith("\n# climb: corpus\n")
    assert (
        "not here: they are items of `options:arc_easy`, procedural. `saturate export" in card.text
    )
    assert "lm_eval --include_path" not in card.text
    card = ModelCard.load(made.model / "README.md")
    assert {one.dataset_type for one in card.data.eval_results} == {"options:arc_easy"}
    assert {one.metric_type for one in card.data.eval_results} == {"accuracy"}
    assert "Choices read by log-likelihood, by the task's own metric, scored by" in card.text
    assert "are published beside the model" not in card.text


def test_rungs_that_were_played_turn_by_turn_are_no_frozen_task(tmp_path):
    """A task would ask for all turns at once, and score another thing than the run did."""
    model, dataset = published(tmp_path, make_results(play="turns"), "voted")
    assert sorted(p.name for p in (tmp_path / "out/dataset").iterdir()) == ["README.md", "corpus"]
    assert "not here: they were played turn by turn, and a frozen task would ask once." in dataset
    assert "lm_eval --include_path" not in dataset and "saturate export" not in dataset
    assert "Played greedily, turn by turn, and scored by saturate" in model
    assert "lm-evaluation-harness" not in model and f"type: {TO}" not in model
    assert "are published beside the model" not in model
