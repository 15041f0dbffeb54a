import json

import pytest
from support.runs import execute_small

from saturate.benchmark_data import load_items
from saturate.errors import SaturateError
from saturate.scoring.original import NotScored, original_task
from saturate.scoring.redrawn import redrawn_items

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
    assert last.guessed is None  # answers are free
    assert "strict" in text
    seconds = {k: v for k, v in results.cost.items() if k.endswith("_seconds")}
    apart = seconds.pop("original_seconds")  # which no plan reckons
    assert apart > 0
    assert results.duration.taken == pytest.approx(sum(seconds.values()))
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
        load_items("gsm8k", data)


def annotated(n: int) -> dict[str, str]:
    return {
        "question": f"Tom has {n} pens. He buys {n + 7} more pens. How many pens does he have now?",
        "answer": f"Tom has {n}+{n + 7}=<<{n}+{n + 7}={2 * n + 7}>>{2 * n + 7} pens now.\n"
        f"#### {2 * n + 7}",
    }


@pytest.fixture
def annotated_data(tmp_path):
    folder = tmp_path / "annotated"
    folder.mkdir()
    for split, first in (("train", 11), ("test", 31)):
        lines = [json.dumps(annotated(n)) for n in range(first, first + 12)]
        (folder / f"{split}.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def test_redraws_keep_the_place_of_their_source(annotated_data):
    items = redrawn_items("gsm8k", annotated_data)
    at_source = load_items("gsm8k", annotated_data).test
    assert len(items) > 6
    assert len({item["key"] for item in items}) == len(items)
    for item in items:
        source = at_source[int(item["key"])]
        assert item["question"] != source.question
        assert "pens" in item["question"]
    few = redrawn_items("gsm8k", annotated_data, 3)
    assert {item["key"] for item in few} <= {"0", "1", "2"}


def test_redraws_are_scored_beside_the_original_and_judged(annotated_data, tmp_path):
    run = tmp_path / "run"
    results, _ = execute_small(run, rounds=1, arms=("voted",), score_original="ends",
                               benchmark_data=annotated_data)  # fmt: skip
    for place in ("base", "voted/01"):
        original, redrawn = (
            json.loads((run / place / stage / "summary.json").read_text())["strict"]
            for stage in ("original", "redrawn")
        )
        keys = [key for key, _ in redrawn["gsm8k_redrawn"]]
        assert keys
        assert set(keys) <= {key for key, _ in original["gsm8k"]}
    told = (run / "base/redrawn/samples.jsonl").read_text().splitlines()
    assert json.loads(told[0])["arguments"][0][0].count("Question:") == 6  # five shots
    judged = {one.name for one in results.verdict.rounds[-1].quantities}
    assert {"original", "redrawn", "familiarity"} <= judged


def test_items_without_annotations_cannot_be_redrawn(data, tmp_path):
    with pytest.raises(NotScored):
        redrawn_items("gsm8k", data)
    with pytest.raises(NotScored, match="no ladder redraws"):
        redrawn_items("addition", None)
    _, text = execute_small(tmp_path / "run", rounds=1, arms=("voted",), score_original="ends",
                            benchmark_data=data, original_items=4)  # fmt: skip
    assert text.count("Redraws of the original items were not scored") == 1
