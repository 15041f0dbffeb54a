"""Trackers: what is logged, and that none of them can hurt a run."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
from support.fakes import make_results

from saturate.errors import SaturateError
from saturate.reports.charts.accuracy_page import round_chart
from saturate.trackers import TRACKERS, Tracker, Trackers, check_trackers
from saturate.trackers.base import environment, round_metrics

RESULTS = make_results()


class Recorder(Tracker):
    packages = module = "json"
    seen: ClassVar[list] = []
    broken = False

    def log(self, arm, step, metrics, chart=None):
        if self.broken:
            raise ConnectionError("the server is gone\nand more")
        self.seen.append((arm, step, dict(metrics)))


@pytest.fixture
def recorder(monkeypatch):
    monkeypatch.setitem(TRACKERS, "wandb", f"{__name__}:Recorder")
    monkeypatch.setitem(sys.modules, __name__, sys.modules[Recorder.__module__])
    monkeypatch.setattr(Recorder, "seen", [])
    return Recorder


def team(folder, notes=None, names=("wandb",)):
    note = (lambda _: None) if notes is None else notes.append
    return Trackers(names, folder, RESULTS.config, partial(round_chart, "steps"), note)


def play(found):
    found.round("base", RESULTS.arms[0].rounds[0])
    for arm in RESULTS.arms:
        for one in arm.rounds[1:]:
            found.round(arm.arm, one)


def test_metrics_are_the_results_own():
    metrics = round_metrics(RESULTS.arms[0].rounds[2])
    assert metrics["frontier"] == 3.2
    assert (metrics["frontier_low"], metrics["frontier_high"]) == pytest.approx((3.0, 3.4))
    assert metrics["labels/precision"] == 19 / 20
    assert metrics["untouched/addition_rung_06"] == 0.9
    assert metrics["cost/train_seconds"] == 3.0
    assert metrics["accuracy/rung_01"] == 1.0
    assert "labels/precision" not in round_metrics(RESULTS.arms[0].rounds[0])


def test_base_is_round_0_of_every_arm_and_a_continued_run_logs_nothing_twice(tmp_path, recorder):
    play(team(tmp_path))
    assert [(arm, step) for arm, step, _ in recorder.seen] == [
        ("voted", 0), ("unfiltered", 0), ("voted", 1), ("voted", 2),
        ("unfiltered", 1), ("unfiltered", 2),
    ]  # fmt: skip
    play(team(tmp_path))
    assert len(recorder.seen) == 6


def test_a_tracker_that_fails_is_given_up_with_one_note(tmp_path, recorder, monkeypatch):
    monkeypatch.setattr(Recorder, "broken", True)
    notes = []
    play(team(tmp_path, notes))
    assert notes == ["wandb took no more rounds (the server is gone); the run goes on without"]
    assert not (tmp_path / "trackers.json").exists()
    with pytest.raises(SaturateError, match="could not be opened: the server is gone"):
        team(tmp_path).try_out()


def test_training_reports_by_the_trainers_own_integration(tmp_path, recorder):
    with team(tmp_path / "run7").training("voted-01-0") as settings:
        assert settings == {
            "report_to": ["wandb"], "run_name": "run7 voted-01-0", "project": "saturate",
            "trackio_static_space_id": False,
        }  # fmt: skip
    with team(tmp_path, names=()).training("x") as settings:
        assert settings == {"report_to": "none"}


def test_a_training_leaves_no_space_of_its_own_behind(tmp_path, monkeypatch):
    """Where a Space is named, transformers copies it into a new, public one after a training."""
    trackio = pytest.importorskip("trackio")
    from transformers import TrainerControl, TrainerState, TrainingArguments
    from transformers.integrations import TrackioCallback

    frozen = []
    monkeypatch.setattr(trackio, "finish", lambda: None)
    monkeypatch.setattr(trackio, "freeze", lambda **named: frozen.append(named["new_space_id"]))
    with team(tmp_path / "run7", names=("trackio",)).training("voted-01-0") as settings:
        arguments = TrainingArguments(output_dir=str(tmp_path), use_cpu=True, **settings)
    callback = TrackioCallback()
    callback._initialized, callback._space_id = True, "someone/board"
    callback.on_train_end(arguments, TrainerState(), TrainerControl())
    assert frozen == []


def test_unknown_and_missing_libraries_get_a_sentence(monkeypatch):
    with pytest.raises(SaturateError, match="did you mean 'wandb'"):
        check_trackers(["wandbb"])
    monkeypatch.setattr("saturate.trackers.team.find_spec", lambda _: None)
    for name in TRACKERS:
        with pytest.raises(SaturateError, match=f"pip install {name}"):
            check_trackers([name])


def test_the_users_own_variables_win(monkeypatch):
    monkeypatch.setenv("WANDB_PROJECT", "mine")
    monkeypatch.delenv("WANDB_RUN_GROUP", raising=False)
    with environment(WANDB_PROJECT="ours", WANDB_RUN_GROUP="g"):
        assert (os.environ["WANDB_PROJECT"], os.environ["WANDB_RUN_GROUP"]) == ("mine", "g")
    assert "WANDB_RUN_GROUP" not in os.environ and os.environ["WANDB_PROJECT"] == "mine"


def test_tensorboard_files_read_back(tmp_path):
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    play(team(tmp_path, names=("tensorboard",)))
    for arm, last in (("voted", 3.2), ("unfiltered", 2.0)):
        read = EventAccumulator(str(tmp_path / "tensorboard" / arm))
        read.Reload()
        points = [(one.step, round(one.value, 3)) for one in read.Scalars("frontier")]
        assert points[0] == (0, 2.0) and points[-1] == (2, last)


_TRACKIO = """
import json, sys
from pathlib import Path
from test_trackers import play, team
play(team(Path(sys.argv[1]) / "run7", names=("trackio",)))
from trackio import SQLiteStorage
names = SQLiteStorage.get_runs("saturate")
logs = {name: SQLiteStorage.get_logs("saturate", name) for name in names}
print(json.dumps({n: [(l["step"], l["frontier"], "accuracy_by_rung" in l) for l in rows]
                  for n, rows in logs.items()}))
"""


def test_trackios_local_database_reads_back(tmp_path):
    pytest.importorskip("trackio")
    (tmp_path / "run7").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _TRACKIO, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent,
        env=os.environ
        | {
            "TRACKIO_DIR": str(tmp_path / "db"),
            # The root first, or tests/saturate would pass for the package.
            "PYTHONPATH": f"{Path(__file__).parents[3]}{os.pathsep}{Path(__file__).parents[2]}",
        },
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "run7 voted": [[0, 2.0, True], [1, 2.6, True], [2, 3.2, True]],
        "run7 unfiltered": [[0, 2.0, True], [1, 2.0, True], [2, 2.0, True]],
    }
