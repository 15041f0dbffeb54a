"""A run gives the same bytes for any number of processes."""

from contextlib import contextmanager

import pytest
from support.runs import small_config

from saturate.models import shards
from saturate.models.worker import WorkerProcess
from saturate.rounds.context import RunContext
from saturate.rounds.display import StageProgress
from saturate.run.arms import AtWork, climb
from saturate.run.time_left import Processes
from saturate.storage.stages import RunFolder


class Counting:
    """A display that counts what is told."""

    def __init__(self):
        self.told = {}

    @contextmanager
    def stage(self, place, name):
        told = self.told.setdefault(f"{place.arm} {name}", [0, 0])

        def add(at):
            return lambda amount: told.__setitem__(at, told[at] + amount)

        yield StageProgress(add(0), add(1))

    def note(self, text):
        pass

    def round_done(self, place):
        pass

    def arm_done(self, arm):
        pass


def run(folder, processes):
    """One arm through one round, in stages of several shards; what was shown."""
    config = small_config(
        arms=("voted",), rounds=1, steps=2, score_rungs=(7, 8), rollback=False, precision_floor=0.0
    )
    at_work, shown = AtWork.of(processes), Counting()
    context = RunContext(config, RunFolder(folder, warn=print), shown, pool=at_work.pool)
    context.opened(context.base_models()[0])
    assert all(worker.ready(None, lambda: True) for worker in at_work.pool.workers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SHARD_COMPLETIONS", 24)
        climb(context, at_work, 300_000)
    return shown.told


def stages(folder):
    """What every stage wrote, but its times."""
    times = ("cost.json", "stage.json")
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return {str(f.relative_to(folder)): f.read_bytes() for f in files if f.name not in times}


def test_workers_change_no_byte(tmp_path, monkeypatch):
    asked, trained = [], []

    def answered(self, place, *rest):
        asked.append(place.path)
        return by_worker(self, place, *rest)

    def begin(self, task):
        trained.append(task.__self__.training.path)
        begin_there(self, task)

    begin_there, by_worker = WorkerProcess.begin, WorkerProcess.answered
    monkeypatch.setattr(WorkerProcess, "begin", begin)
    monkeypatch.setattr(WorkerProcess, "answered", answered)
    alone = run(tmp_path / "1", Processes())
    assert alone["voted label"] == [112, 112]  # 16 proposals by 7 views: 5 shards
    assert asked == trained == []
    assert run(tmp_path / "3", Processes(1, 3, True)) == alone
    assert stages(tmp_path / "3") == stages(tmp_path / "1")
    assert any(path.endswith("voted/01/train-0/model") for path in asked)  # the round's weights
    assert len(trained) == 1  # by two processes
    assert "voted/01/train-0/model/model.safetensors" in stages(tmp_path / "1")
