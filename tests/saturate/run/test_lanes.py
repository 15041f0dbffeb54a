"""How many processes, and arms side by side: by cores, memory, device and what they save."""

from types import SimpleNamespace

import pytest
import torch
from support.runs import small_config

from saturate.run import lanes
from saturate.run.lanes import on_threads, processes_for, processes_text, threads_for
from saturate.run.time_left import Expected, Processes
from saturate.storage.layout import Place, StageName

FOUR = "voted,unfiltered,gold,random-label"


def of(parameters=300_000, device="cpu"):
    model = SimpleNamespace(device=SimpleNamespace(type=device), num_parameters=lambda: parameters)
    return SimpleNamespace(model=model)


def arms(seconds, count=4):
    names = FOUR.split(",")[:count]
    return [Expected(Place(arm, 1), StageName.TRAIN, seconds, most=1) for arm in names]


@pytest.fixture
def machine(monkeypatch):
    """A machine of eight cores with 16 GB free."""
    memory = SimpleNamespace(available=16e9)
    monkeypatch.setattr(lanes, "_cores", lambda: 8)
    monkeypatch.setattr(lanes.psutil, "virtual_memory", lambda: memory)
    return memory


def test_all_cores_work_as_far_as_memory_allows(machine, monkeypatch):
    config = small_config(arms=FOUR)
    assert processes_for(config, of(), arms(600.0), None) == Processes(4, 8, True)
    machine.available = 5e9
    assert processes_for(config, of(), arms(600.0), None) == Processes(3, 3, True)
    machine.available = 1e9
    assert processes_for(config, of(), arms(600.0), None) == Processes(1, 1, False)
    monkeypatch.setattr(lanes, "_cores", lambda: 2)
    machine.available = 16e9
    assert processes_for(config, of(), arms(600.0), None) == Processes(2, 2, True)


def test_large_models_take_the_threads_of_all_cores_and_no_workers(machine):
    config = small_config(arms=FOUR)
    large = of(parameters=300_000_000)
    assert processes_for(config, large, arms(600.0), None) == Processes(2, 2, False)
    alone = small_config(arms="voted")
    assert processes_for(alone, large, arms(600.0, 1), 4) == Processes(1, 1, False)


def test_one_process_where_another_would_save_little_or_share_what_cannot_be_shared(machine):
    config = small_config(arms=FOUR)
    one, all_of_them = Processes(1, 1, False), Processes(4, 8, True)
    assert processes_for(config, of(), arms(10.0), None) == one  # 30 s: what starting them takes
    assert processes_for(config, of(), arms(10.1), None) == all_of_them
    assert processes_for(config, of(device="cuda"), arms(600.0), None) == one
    assert processes_for(config, of(device="cuda"), arms(600.0), 3) == Processes(3, 3, False)
    remote = config.model_copy(update={"engine": "openai"})
    assert processes_for(remote, of(), arms(600.0), None) == one


def test_an_arm_alone_has_all_workers_where_they_pay(machine):
    alone = small_config(arms="voted")
    labelled = [Expected(Place("voted", 1), StageName.LABEL, 80.0)]
    assert processes_for(alone, of(), labelled, None) == Processes(1, 8, True)
    assert processes_for(alone, of(), arms(600.0, 1), None) == Processes(1, 1, False)


@pytest.mark.parametrize("jobs", [None, 1, 4])
def test_arms_that_share_a_tracker_stay_in_its_process_whatever_the_user_allows(machine, jobs):
    config = small_config(arms=FOUR)
    tracked = config.model_copy(update={"report_to": ("tensorboard",)})
    assert processes_for(tracked, of(), arms(600.0), jobs).lanes == 1


def test_what_the_user_says_goes(machine):
    config = small_config(arms="voted,gold")
    assert processes_for(config, of(), arms(1.0, 2), 1) == Processes(1, 1, False)
    assert processes_for(config, of(), arms(1.0, 2), 7) == Processes(2, 7, True)
    assert processes_for(config, of(), arms(1.0, 2), 2) == Processes(2, 2, True)


def test_workers_fill_the_slots_that_lanes_leave_and_the_share_says_so():
    assert [Processes(1, n, True).workers for n in (2, 8)] == [1, 7]
    assert [Processes(2, n, True).workers for n in (2, 3, 8)] == [1, 1, 4]
    assert Processes(2, 2, False).workers == 0
    two = Processes(2, 8, True)
    assert (two.share(2), two.share(1)) == (4, 5)  # alone: its process and four workers
    assert [Processes(2, 2, True).share(n) for n in (1, 2, 4)] == [2, 1, 1]


@pytest.mark.parametrize(
    ("processes", "text"),
    [
        (Processes(), ""),
        (Processes(2, 2, True), ", 2 arms side by side"),
        (Processes(2, 2, False), ", 2 arms side by side"),
        (Processes(1, 2, True), ", 2 processes at work"),
        (Processes(2, 8, True), ", 2 arms side by side, 8 processes at work"),
    ],
)
def test_what_works_is_told(processes, text):
    assert processes_text(processes) == text


def test_small_models_compute_on_one_thread_whatever_the_lanes(machine):
    assert [threads_for(49_999_999, n) for n in (1, 2, 4)] == [1, 1, 1]
    assert [threads_for(50_000_000, n) for n in (1, 3, 16)] == [8, 2, 1]


def test_threads_are_given_back():
    before = torch.get_num_threads()
    with on_threads(before + 1):
        assert torch.get_num_threads() == before + 1
    assert torch.get_num_threads() == before
