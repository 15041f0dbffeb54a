import csv

import pyarrow.parquet
import pytest
from support.made_up import make_hostile, make_results, unaudited

from saturate.reports.export import write_csv, write_markdown, write_parquet, write_pictures
from saturate.results.labelling import RungWriting
from saturate.stats.intervals import Count


@pytest.fixture(scope="module")
def results():
    return make_results()


@pytest.fixture(scope="module")
def hostile():
    return make_hostile()


TABLES = {"accuracy", "frontier", "labels", "label-precision", "original", "untouched", "cost",
          "rung-costs", "lineage", "samples"}  # fmt: skip


def test_every_chart_becomes_a_picture(results, tmp_path):
    svg = write_pictures(results, tmp_path / "svg", "svg")
    png = write_pictures(results, tmp_path / "png", "png")
    assert [path.stem for path in svg] == [path.stem for path in png]
    assert {"saturation", "saturation-voted", "frontier", "cost"} <= {path.stem for path in svg}
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in png)
    for path in svg:
        text = path.read_text()
        assert text.startswith("<svg")
        assert "currentColor" not in text


def test_tables_hold_the_same_in_csv_and_parquet(results, tmp_path):
    assert {path.stem for path in write_csv(results, tmp_path)} == TABLES
    assert {path.stem for path in write_parquet(results, tmp_path)} == TABLES
    with (tmp_path / "accuracy.csv").open() as handle:
        rows = list(csv.DictReader(handle))
    held = pyarrow.parquet.read_table(tmp_path / "accuracy.parquet").to_pylist()
    assert len(rows) == len(held) == 2 * 4 * 8
    assert float(rows[0]["strict %"]) == held[0]["strict %"] == 95.0


def test_a_column_of_numbers_of_which_some_are_not_known_is_written(results, tmp_path):
    """Questions that the ladder cannot read: on which rung they are is not known."""
    arm = results.arms[0]
    rounds = [
        one.model_copy(update={
            "writing": [RungWriting(rung=3, written=9, fates={"proposed": 4}, tokens=99,
                                    really={3: 9} if one.number == 1 else {})],
            "labelling": [label.model_copy(update={
                "rung": 3, "unaudited": 4, "audit": Count(one.number == 1, one.number == 1),
            }) for label in one.labelling],
        }) if one.number else one
        for one in arm.rounds
    ]  # fmt: skip
    written = results.model_copy(
        update={"arms": [arm.model_copy(update={"rounds": rounds}), *results.arms[1:]]}
    )
    write_parquet(written, tmp_path)
    held = pyarrow.parquet.read_table(tmp_path / "questions.parquet").to_pylist()
    voted = [row for row in held if row["arm"] == "voted"]
    assert [row["on the rung"] for row in voted] == [9, None, None]
    assert [row["right labels %"] for row in voted] == [100.0, None, None]


def test_no_cell_is_a_formula(results, tmp_path):
    evil = results.samples[0].model_copy(update={"question": "=HYPERLINK(1)", "gold": "-4"})
    write_csv(results.model_copy(update={"samples": [evil]}), tmp_path)
    with (tmp_path / "samples.csv").open() as handle:
        row = next(csv.DictReader(handle))
    assert (row["question"], row["gold"]) == ("'=HYPERLINK(1)", "'-4")


def test_hostile_results_export_too(hostile, tmp_path):
    pictures = write_pictures(hostile, tmp_path, "svg")
    assert all(path.parent == tmp_path for path in pictures)
    assert all("<script" not in path.read_text() for path in pictures)
    text = write_markdown(hostile, tmp_path / "r.md").read_text()
    before, command, after = text.split("```")
    assert "<script" not in before + after
    assert len(command.strip().splitlines()) == 2


def test_the_section_says_what_moved_and_what_to_doubt(results, tmp_path):
    text = write_markdown(results, tmp_path / "card" / "r.md").read_text()
    assert "| voted | 3 | 3.5 " in text
    assert "What to doubt:" in text
    assert "Brackets hold intervals of at least 95 %" in text
    assert "```sh\nsaturate --benchmark gsm8k" in text


def test_labels_whose_true_answers_are_not_known_are_no_missing_labels(results, tmp_path):
    text = write_markdown(unaudited(results), tmp_path / "r.md").read_text()
    (row,) = [line for line in text.splitlines() if line.startswith("| voted |")]
    assert "| not known |" in row
