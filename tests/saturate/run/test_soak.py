"""Many small rounds leave nothing behind; the benchmark soak.py runs hundreds of them."""

from support.soaking import soak
from transformers import AutoTokenizer

from saturate.models import shared_tokenizers


def test_rounds_leave_no_file_thread_or_piece_behind(tmp_path, monkeypatch):
    readings = soak(5, tmp_path, monkeypatch.setattr)
    assert [one.number for one in readings] == list(range(6))
    assert len(list((tmp_path / "run/voted").glob("*/train-0/model"))) == 5
    third, last = readings[3], readings[-1]
    assert (last.files, last.threads) == (third.files, third.threads)
    assert last.resident - third.resident < 40e6
    assert not list((tmp_path / "run").rglob(".*.*"))


def test_no_round_reads_the_tokenizer_anew(tmp_path, monkeypatch):
    """The words that a tokenizer's threads have seen would stay in memory, round by round."""
    read, by_round = [], []
    reader = AutoTokenizer.from_pretrained
    monkeypatch.setattr(shared_tokenizers, "_READ", {})
    monkeypatch.setattr(
        AutoTokenizer, "from_pretrained", lambda *a, **k: (read.append(a), reader(*a, **k))[1]
    )
    soak(3, tmp_path, monkeypatch.setattr, lambda _: by_round.append(len(read)))
    assert by_round[0] >= 1
    assert by_round[1:] == [by_round[1]] * 3
