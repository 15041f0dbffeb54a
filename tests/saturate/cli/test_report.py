"""``saturate report`` as a user calls it."""

import webbrowser
from http.server import ThreadingHTTPServer

import pytest
from support.runs import run_cli

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


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["RUN", "--live", "--png", "new"], "--live serves the page and writes nothing; leave out"),
        (["RUN", "--live", "--no-js"], "leave out --no-js."),
        (["RUN", "--port", "0"], "--port is about --live"),
        (["RUN", "RUN", "--csv", "new"], "leave out --csv, or name one run."),
        (["RUN", "RUN", "--price-per-hour", "2"], "leave out --price-per-hour"),
        (["RUN", "--csv", "new", "--no-js"], "--no-js is about the page, and with --csv none is"),
    ],
)
def test_what_would_have_no_effect_is_refused(copied, monkeypatch, capsys, words, sentence):
    monkeypatch.chdir(copied)
    assert run_cli(monkeypatch, "report", *[str(copied) if w == "RUN" else w for w in words]) == 2
    assert sentence in capsys.readouterr().err
    assert [file.name for file in copied.iterdir()] == ["results.json"]


def test_a_live_report_opens_in_the_browser(small_run, monkeypatch, capsys):
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(ThreadingHTTPServer, "serve_forever", lambda server: None)
    app(["report", str(small_run[0]), "--live", "--open", "--port", "0"])
    assert capsys.readouterr().out.startswith(f"{opened[0]}  (Ctrl-C")
