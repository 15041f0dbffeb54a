import errno
import fcntl
import json
import re
import resource
import shutil
import time
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from saturate.errors import SaturateError
from saturate.storage.files import read_json, write_json, write_rows
from saturate.storage.layout import COST
from saturate.storage.stages import Clock, FolderSettings, RunFolder
from saturate.training.replay import Pair
from saturate.training.token_rows import token_rows


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


def test_inputs_that_gave_the_same_formerly_do_not(folder):
    job, first = work(2), folder.stage("a", [True, 1], work(1))
    assert folder.stage("a", [False, 1], job, formerly=[True, 1]) == first
    folder.stage("a", [False, 2], job, formerly=[True, 2])
    assert job.calls == [2]


def test_of_what_is_dropped_stays_what_was_passed_and_what_still_holds(folder):
    for name, inputs in (("label", 1), ("score", 2), ("original", "new"), ("sampled", "old")):
        folder.stage(f"voted/01/{name}", inputs, work(0))
    folder.stage("voted/02/sampled", "old", work(0))
    folder.drop("voted/01", {"voted/01/label", "voted/01/score"}, still=["new"])
    left = {file.parent.relative_to(folder.path).as_posix() for file in folder.path.rglob(COST)}
    assert left == {"voted/01/label", "voted/01/score", "voted/01/original", "voted/02/sampled"}


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


@pytest.mark.parametrize("left", ["a", ".a.partial"])
def test_what_cannot_be_removed_is_said_before_the_work(folder, monkeypatch, left):
    held = folder.path / left
    held.mkdir()
    (held / "file").touch()
    monkeypatch.setattr(shutil, "rmtree", lambda path, ignore_errors: None)
    job = work(1)
    with pytest.raises(SaturateError, match=f"{held} is left of an earlier call and cannot be rem"):
        folder.stage("a", 1, job)
    assert not job.calls


@pytest.mark.parametrize("name", ["value.json", "stage.json"])
def test_a_file_of_a_stage_that_may_not_be_read_is_named_and_nothing_done(
    folder, monkeypatch, name
):
    whole = folder.stage("a", 1, work(1))
    usual = Path.open

    def closed(path, *args, **keywords):
        if path == whole.path / name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return usual(path, *args, **keywords)

    job = work(2)
    with monkeypatch.context() as disk:
        disk.setattr(Path, "open", closed)
        with pytest.raises(SaturateError, match=f"a/{name} cannot be read: Permission denied"):
            folder.stage("a", 1, job)
    assert folder.stage("a", 1, job) == whole and not job.calls


def test_a_folder_that_may_not_be_entered_is_named(folder, monkeypatch):
    def closed(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", closed)
    with pytest.raises(SaturateError, match="run/a cannot be read: Permission denied"):
        folder.stage("a", 1, work(1))


def test_a_stage_that_goes_and_cannot_be_removed_is_named(folder, monkeypatch):
    folder.stage("voted/01/score", 1, work(1))
    monkeypatch.setattr(shutil, "rmtree", lambda path, ignore_errors: None)
    with pytest.raises(SaturateError, match="score is left of an earlier call"):
        folder.drop("voted/01", set(), still=[2])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "No space left on device"),
        (errno.EDQUOT, "Disk quota exceeded"),
        (errno.EROFS, "Read-only file system"),
        (errno.EACCES, "Permission denied"),
        (errno.EFBIG, "File too large"),
    ],
)
def test_a_full_or_read_only_disk_is_a_sentence_and_costs_no_stage(folder, number, said):
    whole = folder.stage("a", 1, work(1))
    for error in (OSError(number, said), RuntimeError(f"I/O error: {said} (os error {number})")):

        def fail(out, error=error):
            (out / "half").write_text("x")
            raise error

        with pytest.raises(SaturateError, match=f"{said}. Free some room.*last complete stage"):
            folder.stage("b", 1, fail)
        assert sorted(path.name for path in folder.path.iterdir()) == ["a", "run.json"]
    unasked = work(2)
    assert folder.stage("a", 1, unasked) == whole and not unasked.calls


def test_another_error_stays_what_it_is(folder):
    def fail(out):
        raise RuntimeError("I/O error: Interrupted system call (os error 4)")

    with pytest.raises(RuntimeError, match="Interrupted"):
        folder.stage("a", 1, fail)


@pytest.fixture
def small_files():
    """Lets this process write no file of more than 16 kB, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, hard))
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("kind", ["rows", "model", "tokens"])
def test_a_file_that_does_not_fit_is_written_by_the_next_call(folder, small_files, kind):
    pairs = [[Pair("12+34=", "46")] * 64] * 40

    def write(out):
        if kind == "rows":
            write_rows(out / "rows.jsonl", ({"n": n} for n in range(5_000)))
        elif kind == "model":
            save_file({"weight": torch.zeros(10_000)}, out / "model.safetensors")
        else:
            columns = {"input_ids": [[1, 2, 3]]}
            with token_rows(pairs, lambda some: {"input_ids": [[1, 2]] * len(some)}, out / "m"):
                write_json(out / "summary.json", columns)
        write_json(out / COST, {})

    with pytest.raises(SaturateError, match=r"File too large\. Free some room"):
        folder.stage("a", 1, write)
    assert [path.name for path in folder.path.iterdir()] == ["run.json"]
    small_files()
    stage = folder.stage("a", 1, write)
    assert folder.stage("a", 1, write) == stage
    assert not list(folder.path.rglob("*.arrow"))


def test_a_clock_that_jumps_changes_no_cost(monkeypatch):
    clock, jumps = Clock(), iter([1e9, -1e9, 5e9])
    monkeypatch.setattr(time, "time", lambda: next(jumps))
    with clock.time("seconds"):
        time.sleep(0.01)
    assert 0.01 <= clock.spent["seconds"] < 5


def test_the_wall_clock_is_read_for_dates_alone():
    """Durations come from clocks that do not jump."""
    wall = re.compile(r"\btime\.(?:time|gmtime|localtime|strftime)\(|\bdatetime\.(?:now|utcnow)\(")
    root = Path(__file__).parents[3]
    found = {
        str(file.relative_to(root))
        for top in ("saturate", "reports", "generators", "task_yamls")
        for file in (root / top).rglob("*.py")
        if wall.search(file.read_text("utf-8"))
    }
    found = {
        name for name in found if not re.match("saturate/(reports|generators|task_yamls)", name)
    }
    assert found == {"saturate/publish/records/every_eval_ever.py", "saturate/run/collect.py"}


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


def test_a_file_system_without_locks_is_told_from_another_process(folder, monkeypatch):
    def no_locks(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(SaturateError, match=r"gives no locks \(No locks available\); name"):
        folder.lock().__enter__()


def test_a_folder_that_was_locked_for_no_run_goes_again(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    for path in (tmp_path / "new", empty):
        with RunFolder(path).lock():
            assert (path / ".lock").exists()
    assert list(tmp_path.iterdir()) == [empty] and not list(empty.iterdir())


def test_a_run_that_could_not_begin_may_begin_again(tmp_path, monkeypatch):
    run, write = RunFolder(tmp_path / "run"), Path.write_text

    def full(self, text, *_):
        write(self, "")
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, run.lock():
        patch.setattr(Path, "write_text", full)
        with pytest.raises(SaturateError, match="No space left"):
            run.claim(FolderSettings({"seed": 0}))
        assert [path.name for path in run.path.iterdir()] == [".lock"]
    run.path.mkdir()
    for left in (".lock", "run.json.partial"):  # as after a kill
        (run.path / left).touch()
    run.claim(FolderSettings({"seed": 0}))
    assert read_json(run.path / "run.json") == {"seed": 0}


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
