"""Answers of servers are kept one by one, and go when a command is done."""

import pytest

from saturate.errors import SaturateError
from saturate.storage.answers import MISSING, AnswerStore, kept_answers


def test_what_was_put_is_there_again(tmp_path):
    file = tmp_path / "new" / "kept.sqlite"
    first = AnswerStore(file)
    first.put("q", ["text", None, 1.5])
    second = AnswerStore(file)  # while the first is still open, as after a kill
    second.put("none", None)
    assert second.get("q") == ["text", None, 1.5]
    assert second.get("none") is None and second.get("other") is MISSING
    assert len(second) == 2
    first.close()
    second.close()


def test_a_file_that_is_none_and_a_full_disk_get_a_sentence(tmp_path):
    file = tmp_path / "kept.sqlite"
    file.write_bytes(b"no database, but long enough to be read as one" * 40)
    with pytest.raises(SaturateError, match=r"kept.sqlite cannot keep answers \(file is not"):
        AnswerStore(file)
    full = AnswerStore(tmp_path / "full.sqlite")
    full._rows.execute("PRAGMA max_page_count = 3")
    with pytest.raises(SaturateError, match=r"is full.*Free some room"):
        full.put("q", "x" * 100_000)
    assert full.get("q") is MISSING
    full.close()


def test_a_file_that_cannot_be_written_gets_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SaturateError, match="file is a file; name another"):
        AnswerStore(tmp_path / "file" / "kept.sqlite")


def test_a_command_finds_its_answers_until_it_is_done(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    missing = pytest.raises(KeyboardInterrupt, match="asks servers only what is missing")
    with missing, kept_answers("turns", {"rung": 3}) as file:
        AnswerStore(file).put("q", 1)
        raise KeyboardInterrupt
    assert file.is_file()
    with pytest.raises(KeyboardInterrupt, match="all anew"), kept_answers("turns", {}):
        raise KeyboardInterrupt  # nothing that a server answered
    with kept_answers("turns", {"rung": 4}) as other:
        assert other != file
    with kept_answers("turns", {"rung": 3}) as same:
        assert AnswerStore(same).get("q") == 1 and same == file
    assert list((tmp_path / "runs/answers").iterdir()) == []
