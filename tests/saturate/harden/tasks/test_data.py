import json

import pytest
from support.hard_tasks import data, path, source, sums, write

from saturate.errors import SaturateError
from saturate.harden.tasks.configs import find_task
from saturate.harden.tasks.data import origin_of
from saturate.harden.tasks.source import Source


def load(folder, name="sums"):
    return Source(find_task(path(name)), folder)


def test_items_are_rendered_as_the_task_does():
    item = source("sums").items[0]
    assert item.text.startswith("Question: Ana has 12 pears")
    assert item.text.endswith("\nAnswer:")
    assert source("letters").items[1].gold == 1
    assert len(source("sums").training) == 80


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ({"dataset_path": "org/mine", "dataset_name": "main"}, "org/mine"),
        ({"dataset_path": "json", "dataset_kwargs": {"data_files": "/home/me/mine.jsonl"}},
         "mine.jsonl"),
        ({"dataset_path": "json", "dataset_kwargs": {
            "data_files": {"train": ["a/1.jsonl", "a/2.jsonl"], "test": "a/2.jsonl"}}},
         "1.jsonl, 2.jsonl"),
        ({"dataset_path": "parquet", "dataset_kwargs": {"data_dir": "some/folder"}}, "folder"),
        ({"dataset_path": "csv", "dataset_kwargs": {"data_files": {
            "test": "hf://datasets/org/mine/x.csv"}}}, "hf://datasets/org/mine/x.csv"),
        ({"custom_dataset": "made.documents"}, "made.documents"),
    ],
)  # fmt: skip
def test_the_origin_of_documents_is_no_reader_of_files(config, told):
    assert origin_of(config) == told


def test_process_docs_of_a_task_beside_its_yaml():
    assert len(source("endings").items) == 40


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "no test.jsonl or test.parquet"),
        (b"", "holds no items"),
        (b'{"question": "x", "answer": "1"}\n[1]', "line 2: not a JSON object"),
        (b'{"question": "x", "answer": "1"}\nnot json', "line 2: not JSON"),
        (b'{"question": "x", "answer": "1"}\n{"question": "y"}', "column 'answer'"),
        (b"\xff\xfe\x00", r"cannot be read as UTF-8 \(line 1\)"),
        (b'{"q": "x", "answer": "1"}', "'question'"),
        (b'{"question": "x", "answer": "1"}\n{"question": 3, "answer": "1"}', "share types"),
        (b'{"question": "x", "answer": "1"}\n{"question": "\\ud800"}', "column 'answer'"),
        (b'{"question": "\\ud800", "answer": "1"}', "line 1: half of a surrogate pair"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_bad_data_folders_get_a_sentence(tmp_path, content, sentence):
    write(tmp_path, "train", sums(5))
    if content is not None:
        (tmp_path / "test.jsonl").write_bytes(content)
    with pytest.raises(SaturateError, match=sentence):
        load(tmp_path)


def test_a_missing_folder_and_missing_examples(tmp_path):
    with pytest.raises(SaturateError, match="no data folder"):
        load(tmp_path / "gone")
    write(tmp_path, "test", sums(5))
    with pytest.raises(SaturateError, match="few-shot examples"):
        load(tmp_path)


def test_repeated_and_empty_items_are_left_out_and_said(tmp_path):
    rows = [*sums(6), sums(1)[0]]
    write(tmp_path, "test", rows)
    write(tmp_path, "train", sums(5, start=50))
    made = load(tmp_path)
    assert len(made.items) == 6
    assert made.notes == ["1 of 7 items left out, as they are repeated"]


def test_parquet_and_a_json_list(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(sums(7)), tmp_path / "test-00000-of-00001.parquet")
    (tmp_path / "train.json").write_text(json.dumps(sums(5, start=50)))
    assert len(load(tmp_path).items) == 7


def test_a_hub_that_is_out_of_reach_is_a_sentence():
    with pytest.raises(SaturateError, match="--data FOLDER"):
        Source(find_task(path("sums")), None)


def test_a_python_task_is_refused():
    with pytest.raises(SaturateError, match="written in Python"):
        Source(find_task("squadv2"), data("sums"))
