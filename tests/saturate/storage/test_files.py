"""Rows of JSON are read one by one, and half a row is never taken for one."""

import errno
from pathlib import Path

import pytest

from saturate.errors import SaturateError
from saturate.storage.files import (
    append_row,
    each_row,
    move_rows,
    placed_rows,
    read_json,
    read_rows,
    row_at,
    write_rows,
)


def test_rows_are_found_again_where_they_begin(tmp_path):
    file = tmp_path / "rows.jsonl"
    assert write_rows(file, ({"n": n, "text": "ä" * n} for n in range(4))) == 4
    places = [start for start, _ in placed_rows(file)]
    assert [row_at(file, start)["n"] for start in places] == [0, 1, 2, 3]
    append_row(file, {"n": 4})
    assert [row["n"] for row in read_rows(file)] == [0, 1, 2, 3, 4]


def test_rows_move_behind_those_that_are_there(tmp_path):
    one, other, target = (tmp_path / name for name in ("one", "other", "target"))
    write_rows(one, [1, 2])
    write_rows(other, [3])
    move_rows(one, target)
    move_rows(other, target)
    assert read_rows(target) == [1, 2, 3]
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("cut", ['{"n": 2, "te', "\x00\x00", '{"n": 2}{"n": 3}'])
def test_half_a_row_is_no_row(tmp_path, cut):
    file = tmp_path / "rows.jsonl"
    file.write_text('{"n": 1}\n' + cut)
    rows = each_row(file)
    assert next(rows) == {"n": 1}
    with pytest.raises(SaturateError, match=r"Line 2 of .*rows.jsonl is damaged"):
        next(rows)


def test_rows_that_may_not_be_read_are_told_from_missing_ones(tmp_path, monkeypatch):
    def closed(path, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with pytest.raises(FileNotFoundError):
        read_rows(tmp_path / "rows.jsonl")
    assert read_json(tmp_path / "one.json") is None
    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(SaturateError, match=r"rows\.jsonl cannot be read: Permission denied"):
        read_rows(tmp_path / "rows.jsonl")
    with pytest.raises(SaturateError, match=r"one\.json cannot be read: Permission denied"):
        read_json(tmp_path / "one.json")
