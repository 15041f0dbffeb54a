"""Ten tasks of different shapes go through a whole round with a random model of two layers."""

import json

import pytest
from support.runs import execute_small
from support.ten_tasks import SHAPES, write_shape
from support.tiny_models import write_tiny_model

from saturate.publish import write_folders


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return write_tiny_model(tmp_path_factory.mktemp("tiny") / "model")


@pytest.mark.parametrize("name", SHAPES)
def test_a_round_of_any_shape(name, tiny, tmp_path):
    shape = SHAPES[name]
    file, data = write_shape(name, tmp_path)
    settings = {
        "ladder": f"{shape.ladder}:{file}",
        "benchmark_data": data,
        "model": str(tiny),
        "rounds": 1,
        "proposals": 8,
        "steps": 2,
        "batch_size": 2,
        "score_items": 8,
        "score_rungs": (1, 2),
        "max_new_tokens": 4,
        "coverage_floor": 0,
        "precision_floor": 0,
    }
    # Voters of a random model agree on hardly anything, and gold beside them has as few answers.
    voted, _ = execute_small(tmp_path / "voted", arms=("voted",), **settings)
    assert voted.arms[0].rounds[1].labelling[0].proposals >= 6
    results, text = execute_small(
        tmp_path / "run",
        arms=("unfiltered", "gold"),
        score_original="ends",
        original_items=3,
        **settings,
    )
    unfiltered, gold = results.arms
    assert shape.origin in results.ladder.notes
    assert [score.rung for score in unfiltered.rounds[1].scores] == [1, 2]
    assert unfiltered.rounds[1].labelling[0].proposals >= 6
    assert gold.rounds[1].training and gold.rounds[1].labelling[0].audit.total >= 6
    assert gold.label_precision.value == 1
    for one in (*unfiltered.rounds, *gold.rounds):
        assert set(one.original.metrics) == shape.metrics and one.original.items == 3
    rows = (tmp_path / "run/gold/01/label/labels.jsonl").read_text().splitlines()
    scored = {score["doc"]["key"] for score in map(json.loads, samples(tmp_path / "run"))}
    assert scored and not scored & {json.loads(row)["key"] for row in rows}
    assert (tmp_path / "run/report.html").is_file() and "Verdict" in text
    published = write_folders(tmp_path / "run", "someone/climb", tmp_path / "published", "gold")
    assert {file.name for file in published.dataset.iterdir()} == {"corpus", "README.md"}


def samples(run):
    return (run / "gold/01/score/samples.jsonl").read_text().splitlines()
