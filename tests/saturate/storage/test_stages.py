import errno
import json

import pytest

from saturate.errors import SaturateError
from saturate.storage.files import read_json, write_json
from saturate.storage.layout import COST
from saturate.storage.stages import FolderSettings, RunFolder


@pytest.fixture
def folder(tmp_path):
    run = RunFolder(tmp_path / "run", warn=lambda text: None)
    run.claim(FolderSettings({"seed": 0, "rounds": 2, "arms": ["voted"]}))
    return run


def work(value):
    def write(out):
        calls.append(value)
        write_json(out / "value.json", value)
        write_json(out / COST, {"seconds": len(calls)})

    calls: list = []
    write.calls = calls
    return write


def test_a_stage_is_done_once(folder):
    job = work(1)
    first = folder.stage("voted/01/label", ["in"], job)
    assert folder.stage("voted/01/label", ["in"], job) == first
    assert job.calls == [1]


def test_other_inputs_or_damage_do_it_again(folder):
    job = work(1)
    stage = folder.stage("a", ["in"], job)
    folder.stage("a", ["other"], job)
    (stage.path / "value.json").write_text("12")
    folder.stage("a", ["other"], job)
    (stage.path / "value.json").unlink()
    folder.stage("a", ["other"], job)
    (stage.path / "stage.json").write_text('{"inputs": "tr')
    assert folder.stage("a", ["other"], job).digest == stage.digest
    assert len(job.calls) == 5


def test_costs_do_not_change_the_digest(folder):
    assert folder.stage("a", 1, work(5)).digest == folder.stage("b", 1, work(5)).digest


def test_a_stage_that_fails_leaves_nothing(folder):
    def fail(out):
        (out / "half").write_text("x")
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        folder.stage("a", 1, fail)
    assert not (folder.path / "a").exists()
    assert not list(folder.path.glob(".*partial"))


def test_a_full_disk_is_a_sentence(folder):
    def fail(out):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(SaturateError, match="No space left"):
        folder.stage("a", 1, fail)


def test_foreign_files_and_other_runs_are_refused(folder, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("x")
    with pytest.raises(SaturateError, match="holds no run"):
        RunFolder(tmp_path / "mine").claim(FolderSettings({}))
    with pytest.raises(SaturateError, match="seed = 0, not 1"):
        folder.claim(FolderSettings({"seed": 1, "rounds": 2, "arms": ["voted"]}))


def test_more_rounds_and_arms_may_be_asked_of_the_same_run(folder):
    more = {"seed": 0, "rounds": 5, "arms": ["voted", "unfiltered"]}
    folder.claim(FolderSettings(more, open_ended={"rounds", "arms"}))


def test_a_setting_that_is_newer_than_the_folder_has_its_default_there(folder):
    grown = {"seed": 0, "rounds": 2, "arms": ["voted"], "temperature": 0.8}
    folder.claim(FolderSettings(grown, defaults={"temperature": 0.8}))
    with pytest.raises(SaturateError, match="temperature = 0"):
        folder.claim(FolderSettings(grown | {"temperature": 1.0}, defaults={"temperature": 0.8}))


def test_one_process_at_a_time(folder):
    with folder.lock(), pytest.raises(SaturateError, match="Another process"), folder.lock():
        pass


def test_damaged_json_reads_as_nothing(tmp_path):
    file = tmp_path / "x.json"
    file.write_bytes(b"\xff\xfe{")
    assert read_json(file) is None
    write_json(file, {"a": 1})
    assert json.loads(file.read_text()) == {"a": 1}


def test_pieces_outlast_a_kill_and_go_when_their_stage_is_whole(folder):
    pieces, others = folder.pieces("a", 1), folder.pieces("a", 2)
    assert pieces != others and folder.pieces("a", 1) == pieces

    def killed(out):
        pieces.mkdir(parents=True)
        (pieces / "slice").write_text("x")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        folder.stage("a", 1, killed)
    assert (pieces / "slice").read_text() == "x"
    others.mkdir()
    folder.stage("a", 1, work(1))
    assert not pieces.exists() and not others.exists()
    pieces.mkdir()  # as after a kill right behind the stage
    folder.stage("a", 1, work(1))
    assert not pieces.exists()
