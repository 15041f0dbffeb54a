"""Many small rounds leave nothing behind; the benchmark soak.py runs hundreds of them."""

from support.soaking import soak


def test_rounds_leave_no_file_thread_or_piece_behind(tmp_path, monkeypatch):
    readings = soak(5, tmp_path, monkeypatch.setattr)
    assert [one.number for one in readings] == list(range(6))
    assert len(list((tmp_path / "run/voted").glob("*/train-0/model"))) == 5
    third, last = readings[3], readings[-1]
    assert (last.files, last.threads) == (third.files, third.threads)
    assert last.resident - third.resident < 40e6
    assert not list((tmp_path / "run").rglob(".*.*"))
