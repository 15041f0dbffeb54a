"""Places that cannot be written are told apart before any work, by every command that writes."""

import pytest
from support.runs import run_cli
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

from saturate.errors import SaturateError
from saturate.storage.outputs import check_file, check_folder, check_new_folder

RUN = ["--model", "seed", "--ladder", "addition"]
COMMANDS = {
    "run": ["run", *RUN, "--out"],
    "avalanche": ["avalanche", "--ladder", "addition", "--out"],
    "export": ["export", "addition", "--rungs", "3", "--out"],
    "calibrate": ["calibrate", "addition", "--export"],
    "harden": ["harden", "gsm8k", "--operator", "compose", "--out"],
    "teach": ["teach", "--model", "seed", "--ladder", "addition", "--rungs", "3"],
    "seed": ["seed"],
    "push": ["push", "run", "--to", "me/mine", "--out"],
    "voters": ["voters", "--json"],
    "score": ["score", "addition", "--json"],
    "report": ["report", "run", "--out"],
    "report csv": ["report", "run", "--csv"],
    "comparison": ["report", "run", "run", "--out"],
}


@pytest.fixture
def no_model(monkeypatch):
    """The refusal has to come before a model is loaded."""
    for loader in (AutoModelForCausalLM, AutoTokenizer, AutoConfig):
        monkeypatch.setattr(
            loader, "from_pretrained", lambda *_, **__: pytest.fail("work was done")
        )


@pytest.mark.usefixtures("no_model")
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("kind", ["below a file", "proc", "name too long", "a zero byte"])
def test_every_command_refuses_a_place_that_cannot_be_written(
    monkeypatch, capsys, tmp_path, words, kind
):
    (tmp_path / "file").write_text("mine")
    place = {
        "below a file": tmp_path / "file" / "x",
        "proc": "/proc/x",
        "name too long": tmp_path / ("x" * 300),
        "a zero byte": f"{tmp_path}/a\0b",
    }[kind]
    assert run_cli(monkeypatch, *words, place) == 2
    error = capsys.readouterr().err
    assert "cannot be written" in error
    assert "name another place" in error
    assert "Traceback" not in error
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_folders(tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    check_folder(tmp_path)
    check_folder(tmp_path / "a" / "b")
    check_new_folder(tmp_path / "a" / "b")
    with pytest.raises(SaturateError, match="is a file; name a folder"):
        check_folder(tmp_path / "file")
    with pytest.raises(SaturateError, match="not empty"):
        check_new_folder(tmp_path)
    with pytest.raises(SaturateError, match="leads nowhere"):
        check_folder(tmp_path / "link")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["file", "link"]


def test_files(tmp_path):
    (tmp_path / "file").write_text("mine")
    check_file(tmp_path / "file")
    check_file(tmp_path / "new.html")
    with pytest.raises(SaturateError, match="is a folder; name a file"):
        check_file(tmp_path)


def test_a_folder_that_may_not_be_written(tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(SaturateError, match="cannot be written: Permission denied"):
        check_folder(tmp_path)
