import json

import pytest
from conftest import execute_small

from saturate.benchmark_data import read_split
from saturate.errors import SaturateError
from saturate.scoring.original import NotScored, original_task

ITEMS = [
    {"question": f"Tom has {n} pens and buys 2. How many now?", "answer": f"{n}+2\n#### {n + 2}"}
    for n in range(12)
]


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "gsm8k"
    folder.mkdir()
    for split in ("train", "test"):
        lines = "\n".join(json.dumps(item) for item in ITEMS)
        (folder / f"{split}.jsonl").write_text(lines + "\n")
    return folder


def test_gsm8k_is_scored_from_a_folder_strict_and_flexible(data, tmp_path):
    results, text = execute_small(
        tmp_path / "run",
        rounds=1,
        arms=("voted",),
        score_original="ends",
        benchmark_data=data,
        original_items=4,
    )
    first, last = (r.original for r in results.arms[0].rounds)
    assert first.items == last.items == 4
    assert first.strict_change is None
    assert last.strict_change is not None
    assert "strict" in text
    task_rows = (tmp_path / "run/base/original/samples.jsonl").read_text().splitlines()
    assert json.loads(task_rows[0])["arguments"][0][0].count("Question:") == 6  # five shots


def test_an_unreachable_hub_is_a_reason_not_a_zero():
    with pytest.raises(NotScored, match="hub does not answer"):
        original_task("gsm8k", None)


def test_a_benchmark_unknown_to_lm_eval_is_a_reason():
    with pytest.raises(NotScored, match="no task 'addition'"):
        original_task("addition", None)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "no test.jsonl"),
        (b"", "holds no items"),
        (b'{"question": "x"}', "line 1"),
        (b"[1, 2]", "line 1"),
        (b'\n{"question": "a", "answer": "b"}\nnot json', "line 3"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_bad_data_folders_get_a_sentence(data, content, sentence):
    file = data / "test.jsonl"
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(SaturateError, match=sentence):
        read_split(data, "test")
