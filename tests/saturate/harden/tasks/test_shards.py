"""Shards of a split: the same columns in any order, or a sentence."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.hard_tasks import sums, write

from saturate.errors import SaturateError
from saturate.harden.tasks.shards import read_split

ROWS = [{"question": f"q{n}", "answer": n} for n in range(6)]


def shard(folder, number, table, count=2):
    pq.write_table(table, folder / f"test-{number:05}-of-{count:05}.parquet")


def table(rows, **types):
    made = pa.Table.from_pylist(rows)
    for name, kind in types.items():
        place = made.column_names.index(name)
        made = made.set_column(place, name, made.column(name).cast(kind))
    return made


def test_columns_in_another_order_and_width_are_read_by_name(tmp_path):
    shard(tmp_path, 0, table(ROWS[:3]))
    shard(tmp_path, 1, table(ROWS[3:], answer=pa.int16()).select(["answer", "question"]))
    assert read_split(tmp_path, "test").to_list() == ROWS


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        (table(ROWS[3:], answer=pa.string()), "column 'answer' holds string, and int64 in test-0"),
        (table(ROWS[3:], answer=pa.float64()), "column 'answer' holds double"),
        (
            table(ROWS[3:], question=pa.dictionary(pa.int32(), pa.string())),
            "column 'question' holds dictionary",
        ),
        (table(ROWS[3:]).select(["question"]), "Column 'answer' of .*00000-of-00002.parquet is no"),
        (table([row | {"id": 1} for row in ROWS]), "Column 'id' of .*00001-of-00002.parquet is no"),
        (
            pa.Table.from_arrays([pa.array([1])] * 2, names=["answer", "answer"]),
            "two columns of the name 'answer'",
        ),
    ],
)
def test_shards_that_differ_get_a_sentence(tmp_path, second, sentence):
    shard(tmp_path, 0, table(ROWS[:3]))
    shard(tmp_path, 1, second)
    with pytest.raises(SaturateError, match=sentence):
        read_split(tmp_path, "test")


def test_a_missing_or_broken_shard_gets_a_sentence(tmp_path):
    shard(tmp_path, 0, table(ROWS), count=3)
    shard(tmp_path, 2, table(ROWS), count=3)
    with pytest.raises(SaturateError, match="holds 2 of the 3 files of split 'test'"):
        read_split(tmp_path, "test")
    (tmp_path / "test-00001-of-00003.parquet").write_text("version https://git-lfs.github.com")
    with pytest.raises(SaturateError, match="cannot be read"):
        read_split(tmp_path, "test")


def test_shards_of_lines(tmp_path):
    write(tmp_path, "test-00000-of-00002", sums(3))
    write(tmp_path, "test-00001-of-00002", [dict(reversed(r.items())) for r in sums(2, start=3)])
    assert read_split(tmp_path, "test").to_list() == sums(5)
    write(tmp_path, "test-00001-of-00002", [{"question": "x"}])
    with pytest.raises(SaturateError, match=r"Column 'answer' of .*00000-of-00002.jsonl is not in"):
        read_split(tmp_path, "test")


def test_other_files_are_no_shards(tmp_path):
    write(tmp_path, "test-hard", sums(3))
    assert read_split(tmp_path, "test") is None
