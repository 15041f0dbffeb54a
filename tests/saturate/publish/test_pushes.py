"""What ``saturate push`` sends, and what it refuses."""

import json

import pytest
from huggingface_hub import HfApi
from support.fakes import make_results, write_run
from support.published_runs import DRAWN, TO

from saturate.cli.push import push_run
from saturate.errors import SaturateError
from saturate.publish import write_folders
from saturate.publish.hub import upload


def test_a_dry_run_sends_nothing_and_a_push_sends_the_dataset_first(run, capsys):
    sent = []

    def send(folder, repository, kind, private):
        assert (folder / "README.md").is_file()
        sent.append((folder.name, repository, kind, private))
        return f"https://hub/{kind}"

    push_run(run, TO, None, True, run / "publish", True, send)
    said = capsys.readouterr().out
    assert sent == [] and "Nothing was uploaded" in said
    assert f"The frozen tasks read {TO} on the hub, so they run once it is uploaded." in said
    push_run(run, TO, None, True, run / "publish", False, send)
    assert sent == [("dataset", TO, "dataset", True), ("model", TO, "model", True)]
    assert "https://hub/model" in capsys.readouterr().out


def test_the_hubs_refusal_is_a_sentence(run, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError("401 Client Error\nlong story")

    monkeypatch.setattr("huggingface_hub.HfApi.create_repo", refuse)
    with pytest.raises(SaturateError, match=r"401 Client Error\). Log in by 'hf auth login'"):
        upload(tmp_path, TO, "model", False)


@pytest.mark.parametrize(
    ("kind", "before"),
    [
        ("dataset", ["corpus/train.jsonl", "tasks/rung_24.jsonl", "data/rung_24.jsonl",
                     "tasks/gsm8k_frozen_rung_24.yaml", "rung_24.yaml"]),
        ("model", ["model-00001-of-00002.safetensors", "model.safetensors.index.json",
                   "adapter_config.json", "tokenizer.json", "chat_template.jinja"]),
    ],
)  # fmt: skip
def test_an_upload_deletes_what_an_earlier_one_left_and_nothing_else(
    tmp_path, monkeypatch, kind, before
):
    """The operations are made by the hub's own client, short of sending them."""
    theirs = ["LICENSE", "notes/results.json", "data/train-00000.parquet", "figure.png"]
    own = [*before, "README.md", "tasks/_frozen_yaml", "config.json"]
    there = [*own, *theirs, ".gitattributes"]
    asked = {}
    monkeypatch.setattr("huggingface_hub.HfApi.create_repo", lambda *_, **__: "https://hub/x")
    monkeypatch.setattr("huggingface_hub.HfApi.list_repo_files", lambda *_, **__: there)
    monkeypatch.setattr("huggingface_hub.HfApi.upload_folder", lambda _, **told: asked.update(told))
    upload(tmp_path, TO, kind)
    operations = HfApi()._prepare_folder_deletions(
        TO, kind, None, "", asked["delete_patterns"], token=False
    )
    assert sorted(one.path_in_repo for one in operations) == sorted(before)


@pytest.mark.parametrize("name", ["climb", "a/b/c", "some one/x", "someone/-x", ""])
def test_bad_repository_names_are_refused(run, name):
    with pytest.raises(SaturateError, match="--to"):
        push_run(run, name, None, False, run / "publish", True)
    assert not (run / "publish").exists()


def test_what_cannot_be_published_is_refused_and_leaves_nothing(run, tmp_path):
    out = tmp_path / "out"
    with pytest.raises(SaturateError, match="no arm 'votd'; it has: voted, unfiltered"):
        write_folders(run, TO, out, "votd")
    weights = run / "voted/02/train-0/model/model.safetensors"
    weights.write_text("bit rot")
    with pytest.raises(SaturateError, match="is damaged"):
        write_folders(run, TO, out)
    (run / "unfiltered/01/label/labels.jsonl").write_text(
        json.dumps({"rung": 1, "index": 0, "key": "k", "question": str(run.resolve()),
                    "winner": None, "votes": 1, "reason": "kept", "trained": [0],
                    "ballots": [{"prompt": "", "completion": "", "answer": None} | DRAWN]}) + "\n"
    )  # fmt: skip
    with pytest.raises(SaturateError, match=r"corpus/train\.jsonl holds a path of this machine"):
        write_folders(run, TO, out, "unfiltered")
    assert not out.exists() and not list(tmp_path.glob(".out*"))
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(SaturateError, match="holds other files"):
        write_folders(run, TO, out, "unfiltered")
    results = make_results().model_copy(update={"complete": False})
    write_run(tmp_path / "part", results)
    with pytest.raises(SaturateError, match="is not complete"):
        write_folders(tmp_path / "part", TO, tmp_path / "other")
