"""``saturate report`` as a user calls it."""

import pytest

from saturate.cli.app import app
from saturate.errors import SaturateError


@pytest.fixture
def copied(small_run, tmp_path):
    out, _, _ = small_run
    (tmp_path / "results.json").write_bytes((out / "results.json").read_bytes())
    return tmp_path


def test_the_page_again(copied, capsys):
    app(["report", str(copied)])
    assert capsys.readouterr().out.strip() == str(copied / "report.html")
    app(["report", str(copied / "results.json"), "--no-js", "--price-per-hour", "2"])
    assert (copied / "report-static.html").stat().st_size < 500_000
    assert "money a rung" in (copied / "report-static.html").read_text()


def test_pictures_and_tables_alone(copied, capsys):
    words = ["report", str(copied), "--markdown", str(copied / "r.md")]
    for kind in ("png", "svg", "csv", "parquet"):
        words += [f"--{kind}", str(copied / kind)]
    app(words)
    written = capsys.readouterr().out.split()
    for kind in ("png", "svg", "csv", "parquet"):
        assert any(line.endswith(f".{kind}") for line in written)
    assert not (copied / "report.html").exists()


def test_a_folder_without_results(tmp_path):
    with pytest.raises(SaturateError, match="is missing"):
        app(["report", str(tmp_path)])
    assert list(tmp_path.iterdir()) == []
