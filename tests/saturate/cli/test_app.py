"""The command as a user types it."""

import subprocess
import sys
import time

import pytest
from rich.console import Console

from saturate.cli.app import app, main
from saturate.errors import SaturateError


def run(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["saturate", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--benchmark", "gsm8"], "did you mean 'gsm8k'"),
        (["--ladder", "aditon"], "did you mean 'addition'"),
        (["--arms", "votd"], "did you mean 'voted'"),
        (["--arms", ","], "No arm that trains"),
        (["--voters", "view:7"], "did you mean 'views'"),
        (["--voters", "views"], "write kind:count"),
        (["--voters", "views:0"], "between 1 and 256"),
        (["--rounds", "0"], "--rounds"),
        (["--proposals", "1"], "--proposals"),
        (["--score-items", "1000000"], "--score-items"),
        (["--start-rung", "99"], "out of range"),
        (["--score-rungs", "9:3"], "write first:last"),
        (["--model", "sead"], "no folder here and no hub id"),
        (["--model", "."], "no config.json"),
        (["--seed", "-1"], "--seed"),
        (["--coverage-floor", "3"], "--coverage-floor '3': Input should be less than or equal to"),
        (["--filters", "votes"], "did you mean 'vote'"),
        (["--report-to", "wandbb"], "did you mean 'wandb'"),
        (["--engine", "vlm"], "Input should be 'transformers', 'vllm', 'openai' or 'ray'"),
        (["--round", "3"], "Unknown option: --round. Did you mean --rounds?"),
        (["--rounds", "x"], "--rounds 'x': Input should be a valid integer"),
        (["--rounds", "2", "--rounds", "3"], "--rounds specified multiple times"),
        (["--ladder-reason", "mine"], "Unknown option: --ladder-reason"),
    ],
)
def test_mistakes_get_a_sentence_and_exit_code_2(monkeypatch, capsys, words, sentence):
    assert run(monkeypatch, "run", *words, "--dry-run") == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert "Traceback" not in error


def test_a_model_without_tokenizer(monkeypatch, capsys, tmp_path):
    (tmp_path / "config.json").write_text("{}")
    assert run(monkeypatch, "--model", str(tmp_path), "--dry-run") == 2
    assert "no tokenizer" in capsys.readouterr().err


def test_a_hub_model_that_cannot_be_reached(monkeypatch, capsys):
    start = time.monotonic()
    assert run(monkeypatch, "--model", "nobody/nothing", "--dry-run") == 2
    assert "could not be found on the hub" in capsys.readouterr().err
    assert time.monotonic() - start < 60


def test_every_setting_of_a_run_has_a_flag_with_its_help(capsys):
    from saturate.config.run_config import RunConfig

    app(["run", "--help"], console=Console(width=400))
    shown = " ".join(capsys.readouterr().out.split())
    for name, field in RunConfig.model_fields.items():
        flag = f"--{name.replace('_', '-')} "
        assert (flag in shown) == (name != "ladder_reason"), name
        if name != "ladder_reason":
            assert " ".join(field.description.split()) in shown


def test_a_command_that_is_not_there_and_an_argument_that_is_missing(monkeypatch, capsys):
    assert run(monkeypatch, "runn") == 2
    assert 'Unknown command "runn". Did you mean "run"?' in capsys.readouterr().err
    assert run(monkeypatch, "run", "gsm8k") == 2
    assert "Nothing is known of 'gsm8k' here" in capsys.readouterr().err
    assert run(monkeypatch, "show", "gsm8k") == 2
    assert capsys.readouterr().err == (
        'saturate: Command "show" parameter --rung requires an argument.\n'
    )


def test_report_of_no_run(monkeypatch, capsys, tmp_path):
    assert run(monkeypatch, "report", str(tmp_path)) == 2
    assert "is this a run folder" in capsys.readouterr().err


def test_help_and_import_are_quick():
    """Generous bounds, as machines differ; what matters is that no heavy library is imported."""
    heavy = ("torch", "transformers", "trl", "lm_eval", "datasets")
    code = f"import sys, saturate.cli.app; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_nearest_names_all_valid_ones():
    from saturate.registry import ladder_names, load_ladder

    with pytest.raises(SaturateError, match=f"Valid: {', '.join(ladder_names())}"):
        load_ladder("zzz")
